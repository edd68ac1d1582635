"""An export in every shape is read; what is wrong or would harm is refused in one sentence, in time."""

from __future__ import annotations

import io
import os
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medium_archive.errors import ArchiveError, ExportUnreadable, ExportUnsafe, MemberDamaged
from medium_archive.medium import zip_safety
from medium_archive.medium.export import Export, open_export
from tests.hostile import PAGE, POST, Part, deflated, zipped

DRAFT = "drafts/draft_An-idea-abcdef012345.html"
WHOLE = ("README.html", DRAFT, POST, "profile/profile.html")
ONE = zipped(Part(POST))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Export]:
    """Opens bytes as an export, under a name that says nothing about them."""

    def open_bytes(content: bytes) -> Export:
        path = tmp_path / "download"
        path.write_bytes(content)
        with open_export(path) as export:
            contents = [export.read(member) for member in export.members]
        assert all(isinstance(content, bytes) for content in contents)
        return export

    return open_bytes


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


# What is accepted
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "inside"),
    [
        pytest.param(WHOLE, WHOLE, id="as Medium packs it"),
        pytest.param([f"medium-export/{name}" for name in WHOLE], WHOLE, id="under a folder"),
        pytest.param([f"a/b/{name}" for name in WHOLE], WHOLE, id="under two folders"),
        pytest.param([name.replace("/", "\\") for name in WHOLE], WHOLE, id="packed by Windows"),
        pytest.param([f"./{name}" for name in WHOLE], WHOLE, id="with dots before"),
        pytest.param(
            [*(f"x/{n}" for n in WHOLE), "__MACOSX/x/posts/._2020.html", "x/posts/.DS_Store", "x/Icon\r"],
            WHOLE,
            id="packed again by macOS",
        ),
        pytest.param([Path(POST).name, "profile.html", "claps-0001.html"], None, id="flat, as in 2017"),
        pytest.param([Path(POST).name, "profile/profile.html"], None, id="flat beside a folder"),
        pytest.param(["mine/" + Path(POST).name], [Path(POST).name], id="flat under a folder"),
        pytest.param([POST, "posts/", "profile/"], [POST], id="with entries for folders"),
        pytest.param(["posts/2020/" + Path(POST).name, DRAFT], None, id="posts sorted into folders"),
        pytest.param(["x/y/" + Path(POST).name, "x/" + Path(DRAFT).name], ["draft_An-idea-abcdef012345.html",
                     "y/" + Path(POST).name], id="flat in two depths"),
    ],
)  # fmt: skip
def test_every_layout_gives_the_same_paths(
    names: list[str], inside: list[str] | None, opened: Callable[[bytes], Export]
) -> None:
    """However an export was packed, its members are named as in Medium's own zip."""
    export = opened(zipped(*(Part(name, b"" if name.endswith("/") else PAGE) for name in names)))
    assert [member.name for member in export.members] == sorted(inside or names)
    assert export.issues == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(zipped(Part(POST, descriptor=form), Part(DRAFT, descriptor=form)), id=f"streamed {form}")
        for form in ("signed", "bare", "signed64", "bare64")
    ]
    + [
        pytest.param(zipped(Part(POST, zip64=True), Part(DRAFT, zip64=True), zip64=True), id="zip64"),
        pytest.param(zipped(Part(POST), Part(DRAFT), zip64=True), id="zip64 at its end only"),
        pytest.param(zipped(Part(POST, descriptor="signed64", zip64=True), Part(DRAFT)), id="streamed zip64"),
        pytest.param(zipped(Part(POST, method=0), Part(DRAFT, method=0)), id="stored"),
        pytest.param(zipped(Part(POST), Part(DRAFT), before=b"#!/bin/sh\n"), id="self-extracting"),
        pytest.param(zipped(Part(POST), Part(DRAFT), comment=b"of mine"), id="with a comment"),
        pytest.param(zipped(Part(POST), Part(DRAFT)) + b"\r\n", id="with a line end behind"),
        pytest.param(zipped(Part(POST, mode=0), Part(DRAFT, mode=0)), id="without a Unix mode"),
    ],
)
def test_every_way_to_write_a_zip_is_read(content: bytes, opened: Callable[[bytes], Export]) -> None:
    """Sizes before or behind the data, in 4 or 8 bytes, stored or deflated: each member's bytes come out."""
    export = opened(content)
    assert export.is_zip
    assert [member.name for member in export.posts()] == [DRAFT, POST]


def test_a_zip_streamed_by_the_standard_library_is_read(opened: Callable[[bytes], Export]) -> None:
    """The zip need not come from our own builder: one written to a pipe passes as well."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packer:
        packer.writestr(POST, PAGE)
    assert len(opened(pipe.getvalue()).posts()) == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("profile/profile.html", "profile"),
        ("profile/about.html", "about"),
        *((name, "left alone") for name in (
            "README.html", "ips.html", "ips/ips-0001.html", "claps/claps-0218.html",
            "bookmarks/bookmarks-0001.html",
            "highlights/highlights-0001.html", "interests/topics.html", "interests/publications.html",
            "lists/Swift-0123456789ab.html", "lists/Reading-list-predefined:0123456789ab:READING_LIST.html",
            "lists/Reading-list-predefined_0123456789ab_READING_LIST.html", "sessions/sessions-0001.html",
            "lists/Archive-m2archive:0123456789ab.html", "users-following/users-following-0032.html",
            "pubs-following/pubs-following-0001.html", "topics-following/topics-following-0001.html",
            "blocks/blocked-users-0001.html", "twitter/suggested-friends-0001.html", "notes/note-1.html",
            "partner-program/posts-0001.html", "profile/publications.html", "profile/memberships.html",
            "profile/charges.html", "profile/charges-0001.html", "reposts/reposts-0001.html",
        )),
        *((f"posts/{name}", "post") for name in (
            "2016-03-10_--------b5223c95a88d.html", "draft_post-ca71f6d1ee83.html",
            "2017-02-07_Uno-a095a3ef068.html",
            "2020-01-01_Old-12345678.html", "2020-01-01_No-Title_at-all-0a2345678901.html",
            "2020-01-01_0a2345678901.html",
            "2020-01-01_Copied-fedcba987654 2.html", "2020-01-01_Copied-fedcba987654 (1).html",
        )),
        *((name, "unknown") for name in (
            "posts/notes.txt", "posts/2020-01-01_Title.html", "posts/2020-01-01_Short-1234567.html",
            "photo.jpg",
            "posts/2020-01-01_Upper-ABCDEF012345.html", "posts/2020-01-01_Title-0123456789ab.htm",
            "claps/index.html",
            "posts/2020-01-01_Escape\x1b[2J-0123456789ab.html",
            "2020-01-01_Title-0123456789abc.html",
        )),
    ],
)  # fmt: skip
def test_the_table_knows_every_file(name: str, kind: str, opened: Callable[[bytes], Export]) -> None:
    """Every file of the format document has a kind; what no row knows is one warning that names it."""
    export = opened(zipped(Part("posts/2020-01-01_Post-aaaaaaaaaaaa.html"), Part(name)))
    member = next(member for member in export.members if member.name == name)
    assert member.kind == kind
    shown = name.replace("\x1b", "\ufffd")
    warned = [(issue.where, issue.code, issue.level) for issue in export.issues]
    assert warned == ([(shown, "unknown-file", "warning")] if kind == "unknown" else [])


def test_a_post_knows_its_id(opened: Callable[[bytes], Export]) -> None:
    """The id is taken as it is spelled, with its leading zeros where there are some."""
    names = [
        "posts/draft_A-0a2345678901.html",
        "posts/2020-01-01_B-a095a3ef068 2.html",
        "profile/profile.html",
    ]
    export = opened(zipped(*map(Part, names)))
    assert [member.post_id for member in export.members] == ["a095a3ef068", "0a2345678901", ""]


# Copies
# -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (POST, POST),
        (POST, POST.replace("/", "\\")),
        (POST, POST.replace(".html", " 2.html")),
        (POST, "posts/draft_A-post-0123456789ab.html"),
        (POST, "drafts/draft_A-post-0123456789ab.html"),
        (POST, "posts/2020-01-02_Other-title-0123456789ab.html"),
    ],
)
def test_copies_of_a_post_are_one(first: str, second: str, opened: Callable[[bytes], Export]) -> None:
    """Equal copies are one, silently; of others the published, plainly named one stays, and it is told."""
    for parts in ((Part(first), Part(second)), (Part(second), Part(first))):
        export = opened(zipped(*parts))
        assert [member.name for member in export.members] == [POST]
        assert export.issues == ()
    export = opened(zipped(Part(first, b"one"), Part(second, b"two")))
    assert [member.name for member in export.members] == [POST]
    assert [(issue.where, issue.code) for issue in export.issues] == [(POST, "duplicate-post")]
    assert second.replace("\\", "/") in export.issues[0].message


def test_a_sound_copy_stands_in_for_a_damaged_one(opened: Callable[[bytes], Export]) -> None:
    """Of two copies the one that can be read is kept, whatever its name."""
    copy = POST.replace(".html", " 2.html")
    export = opened(zipped(Part(POST, crc=1), Part(copy)))
    assert [member.name for member in export.members] == [copy]
    assert [issue.code for issue in export.issues] == ["duplicate-post"]


def test_two_files_of_one_name_are_told(opened: Callable[[bytes], Export]) -> None:
    """A file that is no post and stands twice in the zip, with differences, is a warning as well."""
    export = opened(zipped(Part(POST), Part("profile/profile.html", b"a"), Part("profile/profile.html", b"b")))
    assert [issue.code for issue in export.issues] == ["duplicate-file"]


# What is refused
# ----------------------------------------------------------------------------------------------

ERROR_PAGE = b"<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title></head><body></body></html>"
HUGE = b"\0" * (9 * 1024 * 1024)
UNREADABLE = {
    "an empty file": (b"", "empty file", "ask for a new export"),
    "an error page": (ERROR_PAGE, "an HTML page, “502 Bad Gateway”: so Medium's link answers", "24 hours"),
    "an error page in JSON": (b'])}while(1);</x>{"success":false}', "a server's answer", "support"),
    "an XML answer": (b'\xef\xbb\xbf<?xml version="1.0"?><Error/>', "answer in XML", "support"),
    "a post page": (PAGE, "a single page of an export, “A post”", "folder"),
    "a PDF": (b"%PDF-1.7\n", "not a zip but a PDF", "archive import"),
    "gzip": (b"\x1f\x8b\x08\0", "a gzip archive", "Unpack it"),
    "rar": (b"Rar!\x1a\x07", "a RAR archive", "Unpack it"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0", "a 7z archive", "Unpack it"),
    "tar": (b"posts/".ljust(257, b"\0") + b"ustar\x0000", "a tar archive", "Unpack it"),
    "a text": ("Grüße\n".encode() * 20_000, "a text file", "archive import"),
    "zero bytes": (b"\0" * 5000, "zero bytes", "new export"),
    "anything else": (bytes(range(128, 256)), "of a kind this program doesn't know", "archive import"),
    "a zip64 end without a zip": (b"x" * 100 + struct.pack("<4sLQL", b"PK\6\7", 7, 0, 9)
                                  + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, 0, 0, 0), "", ""),
    "cut off": (ONE[:-60], "download.zip is cut off or damaged", "Download it again"),
    "cut off early": (ONE[:40], "cut off", "Download it again"),
    "without its middle": (ONE[:50] + ONE[70:], "a part of it is missing", "Download it again"),
    "without its head": (ONE[20:], "a part of it is missing", "Download it again"),
    "lost headers": (zipped(Part(POST, local_signature=b"lost")), "none of its files is where", "again"),
    "an empty zip": (zipped(), "an empty zip", "Download it again"),
    "no post": (zipped(Part("claps/claps-0001.html"), Part("x.jpg")),
                "only this: claps (1), x.jpg", "archive"),
    "only macOS": (zipped(Part("__MACOSX/._x")), "no file of an export", "archive import"),
    "a zip in a zip": (zipped(Part("a/medium-export.zip", ONE)), "another zip: a/medium-export.zip",
                       "archive import medium-export.zip"),
    "two exports": (zipped(Part("old/" + POST), Part("new/" + POST)),
                    "2 exports: new/, old/", "oldest first"),
    "encrypted": (zipped(Part(POST, flags=1)), "encrypted", "password"),
    "LZMA": (zipped(Part(POST, method=14)), "method 14", "Unpack it"),
}  # fmt: skip
AHEAD = ONE[: ONE.index(b"PK\1\2")]  # what stands before the list of files
UNSAFE = {
    **{
        f"the name {name!r}": (zipped(Part(POST), Part(name)), reason)
        for name, reason in [
            ("../posts/x.html", "out of the export's folder"),
            ("posts/../../x.html", "out of the export's folder"),
            ("posts\\..\\..\\x.html", "out of the export's folder"),
            ("..", "out of the export's folder"),
            ("__MACOSX/../../x", "out of the export's folder"),
            ("/etc/passwd", "fixed place"),
            ("\\Windows\\x.dll", "fixed place"),
            ("\\\\server\\share\\x", "fixed place"),
            ("C:\\x.html", "fixed place"),
            ("c:x.html", "fixed place"),
            ("posts/C:/x.html", "fixed place"),
            ("posts/x.html\0.png", "NUL"),
            ("posts/NUL", "device on Windows"),
            ("con.html", "device on Windows"),
            ("posts/LPT1.tar.html", "device on Windows"),
            ("aux .html/x", "device on Windows"),
            ("posts/COM².html", "device on Windows"),
            ("d/" * 21 + "x.html", "folders deep"),
            ("posts/" + "x" * 300, "longer than"),
        ]
    },
    "a symbolic link": (zipped(Part(POST), Part("x", b"/etc", mode=0o120777)), "symbolic link"),
    "a device": (zipped(Part(POST), Part("x", mode=stat.S_IFCHR)), "a device"),
    "a pipe": (zipped(Part(POST), Part("x", mode=stat.S_IFIFO)), "a pipe"),
    "a socket": (zipped(Part(POST), Part("x", mode=stat.S_IFSOCK)), "a socket"),
    "two entries with one header": (zipped(Part(POST), Part(POST, at=0)), "share the same bytes"),
    "an entry inside another": (
        zipped(Part(POST, zipped(Part("in")), method=0), Part("in", at=30 + len(POST))),
        "share the same bytes",
    ),
    "an entry behind the last": (zipped(Part(POST), Part("x", at=len(AHEAD))), "runs into the list"),
    "an entry in another's end": (zipped(Part(POST), Part("x", at=len(AHEAD) - 9)), "runs into the list"),
    "another name inside": (zipped(Part(POST, local_name=b"x" * len(POST))), "two different things about"),
    "another size inside": (zipped(Part(POST, local_size=1)), "the size"),
    "another packed size": (zipped(Part(POST, local_packed_size=1)), "the size"),
    "another method inside": (zipped(Part(POST, local_method=0)), "the packing"),
    "a lying descriptor": (zipped(Part(POST, descriptor="lying")), "the size"),
    "a stored entry of two sizes": (zipped(Part(POST, method=0, size=9)), "the packing"),
    "more than it declares": (zipped(Part(POST, size=9)), "unpacks to more than it declares"),
    "much more than it declares": (zipped(Part(POST, HUGE, size=9, crc=0)), "unpacks to more than"),
    "a bomb": (zipped(Part(POST), Part("x", HUGE)), "200 times"),
    "2 GiB": (zipped(Part(POST, size=2**31 - 1), Part("x")), "2 GiB"),
}  # fmt: skip


def refusal(path: Path) -> ArchiveError:
    """The error for a wrong input, after the promises for each of them were checked."""
    before = sorted(path.parent.rglob("*"))
    start = time.perf_counter()
    with pytest.raises(ArchiveError) as caught:
        open_export(path)
    assert time.perf_counter() - start < 2
    assert sorted(path.parent.rglob("*")) == before, "something was written"
    error = caught.value
    assert error.message.endswith(".")
    assert error.message.count(". ") == 0, "more than one sentence"
    assert error.hint
    assert str(path.parent) not in error.message
    return error


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_no_export_is_refused_with_advice(case: str, tmp_path: Path) -> None:
    """Each wrong file ends with exit code 10, a sentence that says what it is, and what to do about it."""
    content, words, advice = UNREADABLE[case]
    path = tmp_path / "download.zip"
    path.write_bytes(content)
    error = refusal(path)
    assert isinstance(error, ExportUnreadable)
    assert error.exit_code == 10
    assert words in error.message
    assert advice.lower() in error.hint.lower()


@pytest.mark.parametrize("case", UNSAFE)
def test_what_would_harm_is_refused(case: str, tmp_path: Path) -> None:
    """Each hostile zip ends with exit code 11 and a sentence with the reason, before anything is read."""
    content, words = UNSAFE[case]
    path = tmp_path / "download.zip"
    path.write_bytes(content)
    error = refusal(path)
    assert isinstance(error, ExportUnsafe)
    assert error.exit_code == 11
    assert words in error.message
    assert error.message.isprintable()


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a limit to the number of files, in a zip as in a folder."""
    monkeypatch.setattr(zip_safety, "MEMBERS", 2)
    path = tmp_path / "download.zip"
    path.write_bytes(zipped(*(Part(f"posts/{n}.html") for n in range(3))))
    assert "more than 2 files" in refusal(path).message
    folder = laid_out(tmp_path / "folder", {f"posts/{n}.html": PAGE for n in range(3)})
    assert "more than 2 files" in refusal(folder).message


def test_a_high_ratio_alone_is_no_bomb(opened: Callable[[bytes], Export]) -> None:
    """Below 8 MiB in all, pages that repeat themselves are read at any ratio."""
    assert len(opened(zipped(Part(POST, b" " * 4_000_000))).posts()) == 1


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    """A path where nothing is, one with a NUL, and one too long for the system are sentences too."""
    for name in ("none.zip", "no\0ne.zip", "x" * 5000):
        with pytest.raises(ExportUnreadable) as caught:
            open_export(tmp_path / name)
        assert caught.value.message.isprintable()
        assert caught.value.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A path that is neither a file nor a folder is refused, not read."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportUnreadable, match="neither a file nor a folder"):
        open_export(tmp_path / "pipe")
    laid_out(tmp_path, {POST: PAGE})
    with pytest.raises(ExportUnsafe, match="a device, a pipe or a socket"):
        open_export(tmp_path)


# One bad file
# -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(Part(POST, crc=1), id="wrong CRC-32"),
        pytest.param(Part(POST, packed=b"\xff" * 50), id="no deflate"),
        pytest.param(Part(POST, packed=deflated(PAGE)[:-9]), id="cut off inside"),
        pytest.param(Part(POST, size=len(PAGE) + 1), id="shorter than declared"),
        pytest.param(Part(POST, size=len(PAGE) - 1, crc=1), id="a little longer, and wrong"),
        pytest.param(Part(POST, local_signature=b"\0\0\0\0"), id="its header overwritten"),
    ],
)
def test_one_damaged_file_is_one_issue(bad: Part, tmp_path: Path) -> None:
    """A file damaged inside the zip raises MemberDamaged when it is read; all the others are read."""
    path = tmp_path / "download.zip"
    path.write_bytes(zipped(Part("README.html"), bad, Part(DRAFT)))
    with open_export(path) as export:
        for member in export.members:
            if member.name == POST:
                with pytest.raises(MemberDamaged, match="damaged") as caught:
                    export.read(member)
                assert caught.value.exit_code == 10
                assert caught.value.hint
            else:
                assert export.read(member) == PAGE


def test_a_file_too_large_for_a_page_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would fill the memory is not read, from a zip or a folder; the export opens all the same."""
    monkeypatch.setattr(zip_safety, "PAGE", 100)
    path = tmp_path / "download.zip"
    path.write_bytes(ONE)
    for source in (path, laid_out(tmp_path / "folder", {POST: PAGE})):
        with open_export(source) as export, pytest.raises(MemberDamaged, match="64 MiB"):
            export.read(export.members[0])


# Folders
# ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "inside"),
    [
        (".", WHOLE),  # one level too high
        ("export", WHOLE),
        ("export/posts", (Path(POST).name,)),
    ],
)
def test_a_folder_is_an_export(chosen: str, inside: tuple[str, ...], tmp_path: Path) -> None:
    """An unpacked export is read from its folder, from the one above and from its posts folder alone."""
    laid_out(tmp_path, {f"export/{name}": name.encode() for name in WHOLE})
    laid_out(tmp_path, {"export/.DS_Store": b"", "export/.git/config": b"", "export/posts/._x.html": b""})
    with open_export(tmp_path / chosen) as export:
        assert not export.is_zip
        assert export.issues == ()
        assert [member.name for member in export.members] == list(inside)
        assert [export.read(member).decode().endswith(member.name) for member in export.members]


def test_an_unpacked_zip_of_windows_is_read(tmp_path: Path) -> None:
    """Some programs unpack `posts\\x.html` as one file of that name; it is the page in posts/ still."""
    if os.sep == "\\":
        pytest.skip("a name can't have a backslash here")
    laid_out(tmp_path, {POST.replace("/", "\\"): PAGE})
    with open_export(tmp_path) as export:
        assert [export.read(member) for member in export.members if member.name == POST] == [PAGE]


def test_a_link_is_never_followed_out_of_a_folder(tmp_path: Path) -> None:
    """A link that leads out, to a file or a folder, is refused; one that stays inside is passed over."""
    folder = laid_out(tmp_path / "export", {POST: PAGE})
    outside = laid_out(tmp_path / "outside", {"secret": b"secret"})
    (folder / "posts" / "2020-01-01_Same-aaaaaaaaaaaa.html").symlink_to(folder / POST)
    (folder / "loop").symlink_to(folder)
    with open_export(folder) as export:
        assert [member.name for member in export.members] == [POST]
    for target in (outside, outside / "secret", Path("/dev/zero"), Path("../../nowhere")):
        link = folder / "posts" / "2020-01-01_Link-bbbbbbbbbbbb.html"
        link.symlink_to(target)
        error = refusal(folder)
        assert isinstance(error, ExportUnsafe)
        assert "leads out of the folder" in error.message
        link.unlink()


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without any file of an export says so."""
    assert "no file of an export" in refusal(laid_out(tmp_path / "empty", {".hidden/x": b""})).message


def test_a_folder_that_may_not_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is told with its own reason."""
    folder = laid_out(tmp_path / "export", {POST: PAGE})

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ExportUnreadable, match="Permission denied") as caught:
        open_export(folder)
    assert caught.value.hint


def test_a_file_that_went_away_is_one_issue(tmp_path: Path) -> None:
    """A file of a folder that can't be read any more raises MemberDamaged, as in a zip."""
    folder = laid_out(tmp_path / "export", {POST: PAGE})
    with open_export(folder) as export:
        (folder / POST).unlink()
        with pytest.raises(MemberDamaged, match="can't be read"):
            export.read(export.members[0])


# Garbage
# ------------------------------------------------------------------------------------------------------

SMALL = zipped(Part(POST, descriptor="signed"), Part("a.html", b"", zip64=True), Part(DRAFT, b"x"), zip64=True)


def survives(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        with open_export(path) as export:
            for member in export.members:
                try:
                    export.read(member)
                except MemberDamaged as error:
                    assert error.message.isprintable()
    except ArchiveError as error:
        assert error.message.isprintable()
        assert error.hint


@pytest.mark.parametrize("change", [0x00, 0xFF, 0x01, 0x80])
def test_no_changed_byte_is_a_traceback(change: int, tmp_path: Path) -> None:
    """Each byte of a small zip set to 0, to 255, or with a bit flipped: at most a sentence."""
    for place, byte in enumerate(SMALL):
        changed = bytes([byte ^ change if change in {0x01, 0x80} else change])
        survives(tmp_path / "x", SMALL[:place] + changed + SMALL[place + 1 :])


def test_no_cut_is_a_traceback(tmp_path: Path) -> None:
    """A small zip cut at each place, its beginning or its end alone: at most a sentence."""
    for place in range(len(SMALL)):
        survives(tmp_path / "x", SMALL[:place])
        survives(tmp_path / "x", SMALL[place:])


places = st.integers(0, len(SMALL) - 1)


@settings(
    derandomize=True,
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example writes the one file anew
)
@given(st.lists(st.tuples(places, st.binary(min_size=1, max_size=8)), min_size=1, max_size=5))
def test_no_mutation_is_a_traceback(tmp_path: Path, changes: list[tuple[int, bytes]]) -> None:
    """Several runs of bytes overwritten at once: at most a sentence."""
    content = bytearray(SMALL)
    for place, new in changes:
        content[place : place + len(new)] = new
    survives(tmp_path / "x", bytes(content))


# Real exports
# -------------------------------------------------------------------------------------------------


def real_exports() -> list[Path]:
    folder = os.environ.get("MEDIUM_EXPORTS")
    return sorted(Path(folder).glob("*.zip")) if folder else []


@pytest.mark.skipif(not real_exports(), reason="$MEDIUM_EXPORTS names no folder with real exports")
def test_real_exports_are_known_whole(tmp_path: Path) -> None:
    """Every file of every real export is known, and the same from the zip as from the folder."""
    for path in real_exports():
        start = time.perf_counter()
        with open_export(path) as export:
            assert time.perf_counter() - start < 0.3, path.name
            assert export.issues == (), path.name
            assert export.posts(), path.name
            contents = {member.name: export.read(member) for member in export.members}
        with zipfile.ZipFile(path) as packed:
            packed.extractall(tmp_path / path.stem)
        with open_export(tmp_path / path.stem) as folder:
            assert {member.name: folder.read(member) for member in folder.members} == contents, path.name
