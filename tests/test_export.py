"""Exports of every form are read: zips of all kinds, folders, copies, real exports."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.errors import ExportUnreadable, ExportUnsafe, MemberDamaged
from medium_archive.medium.export import Export, open_export
from tests.hostile_zips import DRAFT, PAGE, POST, WHOLE, Part, laid_out, refusal, zipped

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
    """An export in any folder has the same paths as Medium's own zip."""
    export = opened(zipped(*(Part(name, b"" if name.endswith("/") else PAGE) for name in names)))
    assert [member.name for member in export.members] == sorted(inside or names)
    assert export.issues == ()


@pytest.mark.parametrize("folder", ["", "medium-export/"])
def test_import_without_posts_keeps_reading_lists(opened: Callable[[bytes], Export], folder: str) -> None:
    """The profile page shows that it is an export."""
    export = opened(zipped(Part(f"{folder}profile/profile.html"), Part(f"{folder}claps/claps-0001.html")))
    assert [member.name for member in export.members] == ["claps/claps-0001.html", "profile/profile.html"]
    (issue,) = export.issues
    assert issue.code == "no-posts"
    assert "only: profile (1), claps (1)" in issue.message


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
def test_every_zip_variant_is_read(content: bytes, opened: Callable[[bytes], Export]) -> None:
    """Sizes before or after the data, in 4 or 8 bytes, stored or deflated."""
    export = opened(content)
    assert export.is_zip
    assert [member.name for member in export.posts()] == [DRAFT, POST]


def test_a_zip_streamed_by_the_standard_library_is_read(opened: Callable[[bytes], Export]) -> None:
    """A zip that was written to a pipe."""

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
        ("README.html", "left alone"),
        *((name, "private") for name in (
            "ips.html", "ips/ips-0001.html", "claps/claps-0218.html",
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
            "2020-01-01_Upper-ABCDEF012345.HTML", "Draft_Title-0123456789ab.htm",
            "2020-01-01_Copied-fedcba987654 2.html", "2020-01-01_Copied-fedcba987654 (1).html",
        )),
        *((name, "unknown") for name in (
            "posts/notes.txt", "posts/2020-01-01_Title.html", "posts/2020-01-01_Short-1234567.html",
            "photo.jpg",
            "claps/index.html",
            "posts/2020-01-01_Escape\x1b[2J-0123456789ab.html",
            "2020-01-01_Title-0123456789abc.html",
        )),
    ],
)  # fmt: skip
def test_every_file_of_an_export_has_a_known_kind(name: str, kind: str, opened: Callable[[bytes], Export]) -> None:
    """Every file of the format document has a kind. An unknown file is one warning with its name."""
    export = opened(zipped(Part("posts/2020-01-01_Post-aaaaaaaaaaaa.html"), Part(name)))
    member = next(member for member in export.members if member.name == name)
    assert member.kind == kind
    shown = name.replace("\x1b", "\ufffd")
    warned = [(issue.where, issue.code, issue.level) for issue in export.issues]
    assert warned == ([(shown, "unknown-file", "warning")] if kind == "unknown" else [])


def test_the_id_of_a_post_is_in_its_file_name(opened: Callable[[bytes], Export]) -> None:
    """The id is kept as it is written, with its leading zeros."""
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
def test_copies_of_a_post_count_once(first: str, second: str, opened: Callable[[bytes], Export]) -> None:
    """Equal copies are one file. Of different copies the published one with the plain name is kept, with an issue."""
    for parts in ((Part(first), Part(second)), (Part(second), Part(first))):
        export = opened(zipped(*parts))
        assert [member.name for member in export.members] == [POST]
        assert export.issues == ()
    export = opened(zipped(Part(first, b"one"), Part(second, b"two")))
    assert [member.name for member in export.members] == [POST]
    assert [(issue.where, issue.code) for issue in export.issues] == [(POST, "duplicate-post")]
    assert second.replace("\\", "/") in export.issues[0].message


def test_an_intact_copy_replaces_a_damaged_file(opened: Callable[[bytes], Export]) -> None:
    """Of two copies the readable one is kept, whatever its name is."""
    copy = POST.replace(".html", " 2.html")
    export = opened(zipped(Part(POST, crc=1), Part(copy)))
    assert [member.name for member in export.members] == [copy]
    assert [issue.code for issue in export.issues] == ["duplicate-post"]


def test_two_files_with_one_name_are_reported(opened: Callable[[bytes], Export]) -> None:
    """Two different files with one name are a warning too."""
    export = opened(zipped(Part(POST), Part("profile/profile.html", b"a"), Part("profile/profile.html", b"b")))
    assert [issue.code for issue in export.issues] == ["duplicate-file"]


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
    """An unpacked export is read from its folder, from the folder above and from its folder of posts alone."""
    laid_out(tmp_path, {f"export/{name}": name.encode() for name in WHOLE})
    laid_out(tmp_path, {"export/.DS_Store": b"", "export/.git/config": b"", "export/posts/._x.html": b""})
    with open_export(tmp_path / chosen) as export:
        assert not export.is_zip
        assert export.issues == ()
        assert [member.name for member in export.members] == list(inside)
        assert [export.read(member).decode().endswith(member.name) for member in export.members]


def test_an_unpacked_zip_of_windows_is_read(tmp_path: Path) -> None:
    """Some programs unpack `posts\\x.html` as one file of that name. It is read as a page in posts/."""
    if os.sep == "\\":
        pytest.skip("a name can't have a backslash here")
    laid_out(tmp_path, {POST.replace("/", "\\"): PAGE})
    with open_export(tmp_path) as export:
        assert [export.read(member) for member in export.members if member.name == POST] == [PAGE]


def test_symbolic_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A link to a file or folder outside is refused; a link to one inside is skipped."""
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
    """The message says that it has no file of an export."""
    assert "no file of an export" in refusal(laid_out(tmp_path / "empty", {".hidden/x": b""})).message


def test_an_unreadable_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the reason of the system."""
    folder = laid_out(tmp_path / "export", {POST: PAGE})

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ExportUnreadable, match="Permission denied") as caught:
        open_export(folder)
    assert caught.value.hint


def test_a_file_deleted_meanwhile_is_one_issue(tmp_path: Path) -> None:
    """A file that can't be read any more raises MemberDamaged, as in a zip."""
    folder = laid_out(tmp_path / "export", {POST: PAGE})
    with open_export(folder) as export:
        (folder / POST).unlink()
        with pytest.raises(MemberDamaged, match="can't be read"):
            export.read(export.members[0])


# Real exports
# -------------------------------------------------------------------------------------------------


def real_exports() -> list[Path]:
    folder = os.environ.get("MEDIUM_EXPORTS")
    return sorted(Path(folder).glob("*.zip")) if folder else []


@pytest.mark.skipif(not real_exports(), reason="$MEDIUM_EXPORTS names no folder with real exports")
def test_real_exports_are_read_completely(tmp_path: Path) -> None:
    """Every real export is read, and the zip and the folder give the same."""
    for path in real_exports():
        with open_export(path) as export:
            assert not [issue for issue in export.issues if issue.level == "error"], path.name
            assert export.posts(), path.name
            contents = {member.name: export.read(member) for member in export.members}
        with zipfile.ZipFile(path) as packed:
            packed.extractall(tmp_path / path.stem)
        with open_export(tmp_path / path.stem) as folder:
            assert {member.name: folder.read(member) for member in folder.members} == contents, path.name
