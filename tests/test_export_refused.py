"""Other files and harmful zips are refused with a message and advice; no damaged file gives a traceback."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.errors import ArchiveError, ExportUnreadable, ExportUnsafe, MemberDamaged, NotAnArchive
from medium_archive.folder.layout import Layout
from medium_archive.medium import zip_safety
from medium_archive.medium.export import Export, open_export
from tests.conftest import examples, one_in
from tests.hostile_zips import DRAFT, ONE, PAGE, POST, Part, deflated, laid_out, refusal, zipped

# What is refused
# ----------------------------------------------------------------------------------------------

ERROR_PAGE = b"<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title></head><body></body></html>"
HUGE = b"\0" * (9 * 1024 * 1024)
UNREADABLE = {
    "an empty file": (b"", "empty file", "ask for a new export"),
    "an error page": (ERROR_PAGE, "an HTML page, “502 Bad Gateway”: Medium's link sends it", "24 hours"),
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
    "anything else": (bytes(range(128, 256)), "data in an unknown format", "archive import"),
    "a zip64 end without a zip": (b"x" * 100 + struct.pack("<4sLQL", b"PK\6\7", 7, 0, 9)
                                  + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, 0, 0, 0), "", ""),
    "cut off": (ONE[:-60], "download.zip is incomplete or damaged", "Download it again"),
    "cut off early": (ONE[:40], "incomplete", "Download it again"),
    "without its middle": (ONE[:50] + ONE[70:], "a part of it is missing", "Download it again"),
    "without its head": (ONE[20:], "a part of it is missing", "Download it again"),
    "lost headers": (zipped(Part(POST, local_signature=b"lost")), "the positions in its list of files", "again"),
    "an empty zip": (zipped(), "an empty zip", "Download it again"),
    "no post": (zipped(Part("claps/claps-0001.html"), Part("x.jpg")),
                "only: claps (1), x.jpg", "archive"),
    "only macOS": (zipped(Part("__MACOSX/._x")), "no file of an export", "archive import"),
    "a zip in a zip": (zipped(Part("a/medium-export.zip", ONE)), "another zip: a/medium-export.zip",
                       "archive import medium-export.zip"),
    "two exports": (zipped(Part("old/" + POST), Part("new/" + POST)),
                    "2 exports: new/, old/", "oldest first"),
    "encrypted": (zipped(Part(POST, flags=1)), "encrypted", "password"),
    "LZMA": (zipped(Part(POST, method=14)), "read: 14", "Unpack it"),
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
            ("/etc/passwd", "is an absolute path"),
            ("\\Windows\\x.dll", "is an absolute path"),
            ("\\\\server\\share\\x", "is an absolute path"),
            ("C:\\x.html", "is an absolute path"),
            ("c:x.html", "is an absolute path"),
            ("posts/C:/x.html", "is an absolute path"),
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
    "an entry behind the last": (zipped(Part(POST), Part("x", at=len(AHEAD))), "overlaps the list"),
    "an entry in another's end": (zipped(Part(POST), Part("x", at=len(AHEAD) - 9)), "overlaps the list"),
    "another name inside": (zipped(Part(POST, local_name=b"x" * len(POST))), "differ in the"),
    "another size inside": (zipped(Part(POST, local_size=1)), "the size"),
    "another packed size": (zipped(Part(POST, local_packed_size=1)), "the size"),
    "another method inside": (zipped(Part(POST, local_method=0)), "the compression"),
    "a lying descriptor": (zipped(Part(POST, descriptor="lying")), "the size"),
    "a stored entry of two sizes": (zipped(Part(POST, method=0, size=9)), "the compression"),
    "more than it declares": (zipped(Part(POST, size=9)), "unpacks to more than it declares"),
    "much more than it declares": (zipped(Part(POST, HUGE, size=9, crc=0)), "unpacks to more than"),
    "a bomb": (zipped(Part(POST), Part("x", HUGE)), "200 times"),
    "2 GiB": (zipped(Part(POST, size=2**31 - 1), Part("x")), "2 GiB"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNREADABLE)
def test_other_files_are_refused_with_advice(case: str, tmp_path: Path) -> None:
    """Each has exit code 10, a message with the format of the file, and advice."""
    content, words, advice = UNREADABLE[case]
    path = tmp_path / "download.zip"
    path.write_bytes(content)
    error = refusal(path)
    assert isinstance(error, ExportUnreadable)
    assert error.exit_code == 10
    assert words in error.message
    assert advice.lower() in error.hint.lower()


@pytest.mark.parametrize("name", ["export.zip.crdownload", "Xr9_.zip.part", "export.zip.Partial"])
def test_what_a_browser_is_still_downloading_is_called_so(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(ONE[:-60])
    error = refusal(tmp_path / name)
    assert error.message.startswith(f"{name} is a download that is not complete: ")
    assert error.hint.startswith("Wait until the browser has finished it")


@pytest.mark.parametrize("case", UNSAFE)
def test_harmful_zips_are_refused(case: str, tmp_path: Path) -> None:
    """Each has exit code 11 and a message with the reason, before any file is read."""
    content, words = UNSAFE[case]
    path = tmp_path / "download.zip"
    path.write_bytes(content)
    error = refusal(path)
    assert isinstance(error, ExportUnsafe)
    assert error.exit_code == 11
    assert words in error.message
    assert error.message.isprintable()


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zips and folders have a limit for the number of files."""
    monkeypatch.setattr(zip_safety, "MEMBERS", 2)
    path = tmp_path / "download.zip"
    path.write_bytes(zipped(*(Part(f"posts/{n}.html") for n in range(3))))
    assert "more than 2 files" in refusal(path).message
    folder = laid_out(tmp_path / "folder", {f"posts/{n}.html": PAGE for n in range(3)})
    assert "more than 2 files" in refusal(folder).message


def test_a_high_compression_ratio_alone_is_accepted(opened: Callable[[bytes], Export]) -> None:
    """Below 8 MiB in all, pages are read at any ratio."""
    assert len(opened(zipped(Part(POST, b" " * 4_000_000))).posts()) == 1


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    """A missing path, one with a NUL, and one that is too long for the system."""
    for name in ("none.zip", "no\0ne.zip", "x" * 5000):
        with pytest.raises(ExportUnreadable) as caught:
            open_export(tmp_path / name)
        assert caught.value.message.isprintable()
        assert caught.value.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
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
    """A damaged file raises MemberDamaged when it is read; all other files are read."""
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


def test_an_oversized_page_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that would fill the memory is not read, from a zip or a folder; the export still opens."""
    monkeypatch.setattr(zip_safety, "PAGE", 100)
    path = tmp_path / "download.zip"
    path.write_bytes(ONE)
    for source in (path, laid_out(tmp_path / "folder", {POST: PAGE})):
        with open_export(source) as export, pytest.raises(MemberDamaged, match="64 MiB"):
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


@pytest.mark.parametrize("change", one_in(4, [0x00, 0xFF, 0x01, 0x80]))
def test_a_changed_byte_never_gives_a_traceback(change: int, tmp_path: Path) -> None:
    """Each byte of a small zip set to 0, to 255, or with a bit flipped."""
    for place, byte in enumerate(SMALL):
        changed = bytes([byte ^ change if change in {0x01, 0x80} else change])
        survives(tmp_path / "x", SMALL[:place] + changed + SMALL[place + 1 :])


def test_a_truncated_zip_never_gives_a_traceback(tmp_path: Path) -> None:
    """A small zip cut at each place, its beginning or its end alone."""
    for place in range(len(SMALL)):
        survives(tmp_path / "x", SMALL[:place])
        survives(tmp_path / "x", SMALL[place:])


places = st.integers(0, len(SMALL) - 1)


@settings(
    derandomize=True,
    max_examples=examples(600),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example writes the one file anew
)
@given(st.lists(st.tuples(places, st.binary(min_size=1, max_size=8)), min_size=1, max_size=5))
def test_a_mutated_zip_never_gives_a_traceback(tmp_path: Path, changes: list[tuple[int, bytes]]) -> None:
    """Several runs of bytes overwritten at once."""
    content = bytearray(SMALL)
    for place, new in changes:
        content[place : place + len(new)] = new
    survives(tmp_path / "x", bytes(content))


def test_a_refused_import_writes_nothing_although_workers_have_begun(tmp_path: Path) -> None:
    """Workers read the first posts of a new archive before the last check of the export and of the place."""
    posts = [Part(f"posts/2020-01-01_title-{number:012x}.html") for number in range(100)]
    unsafe, sound = tmp_path / "unsafe.zip", tmp_path / "sound.zip"
    unsafe.write_bytes(zipped(*posts, Part("posts/2020-01-01_title-c0ffee001234.html", size=9)))
    sound.write_bytes(zipped(*posts))
    with pytest.raises(ExportUnsafe, match="more than it declares"):
        import_exports([unsafe], Layout(tmp_path / "archive"), Options(jobs=2))
    assert not (tmp_path / "archive").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(NotAnArchive):
        import_exports([sound], Layout(tmp_path / "other"), Options(jobs=2))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["letter.txt"]
