"""Files that could do harm: each is one issue, and costs little time and memory."""

from __future__ import annotations

import gzip
import io
import os
import plistlib
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medium_archive.medium.pages import containers
from medium_archive.medium.pages.containers import Saved, bodies, saved_file
from medium_archive.report import Issue
from tests.hostile_zips import Part
from tests.hostile_zips import zipped as forged
from tests.sample_containers import ADDRESS, DIGEST, PAGE, PICTURES, Record, Sample, mhtml, warc, webarchive, zipped

MIB = 1024**2


def issues_of(path: Path) -> list[Issue]:
    """The issues of a path that must give no page."""
    found = list(containers.read(path))
    assert not [one for one in found if isinstance(one, Saved)]
    return [one for one in found if isinstance(one, Issue)]


def one_issue(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "saved"
    path.write_bytes(content)
    [issue] = issues_of(path)
    return issue.code


# --- folders ---


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """Each is named; links inside lead to what is read anyway, also in a circle."""
    folder = tmp_path / "saves"
    Sample("", {"a.html": PAGE}, "page").write(folder)
    outside = Sample("b.html", {"b.html": PAGE}, "page").write(tmp_path / "outside")
    (folder / "file.html").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent, target_is_directory=True)
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    found = list(containers.read(folder))
    assert [one.where for one in found] == ["saves/file.html", "saves/folder", "saves/a.html"]
    assert [one.code for one in found if isinstance(one, Issue)] == ["save-unsafe"] * 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """It would wait for ever, in a folder or alone."""
    os.mkfifo(tmp_path / "pipe.html")
    for path in (tmp_path, tmp_path / "pipe.html"):
        [issue] = issues_of(path)
        assert issue.code == "save-unsafe"


def test_folders_end_at_some_depth(tmp_path: Path) -> None:
    """What is not so deep is read."""
    deep = "/".join("d" * 30)
    Sample("", {"a.html": PAGE, f"{deep}/b.html": PAGE}, "page").write(tmp_path)
    page, issue = containers.read(tmp_path)
    assert isinstance(page, Saved)
    assert isinstance(issue, Issue)
    assert issue.code == "save-unsafe"


def test_what_cannot_be_read_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission, and one that is not there."""
    Sample("", {"a.html": PAGE, "b.html": PAGE}, "page").write(tmp_path)
    opened = Path.open

    def refuse(self: Path, *args: Any, **more: Any) -> Any:
        if self.name == "a.html":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    issue, page = containers.read(tmp_path)
    assert isinstance(page, Saved)
    assert isinstance(issue, Issue)
    assert (issue.code, issue.message) == (
        "save-unreadable",
        f"{tmp_path.name}/a.html can't be read: Permission denied. Check its permissions.",
    )
    assert [one.code for one in issues_of(tmp_path / "none")] == ["save-unreadable"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_may_be_any_bytes(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9\x1b[31m.html")).write_bytes(PAGE)
    [page] = containers.read(tmp_path)
    assert isinstance(page, Saved)
    assert page.where.isprintable()


# --- zips ---


@pytest.mark.parametrize(
    "content",
    [
        forged(Part("a.html", b"\0" * 20 * MIB)),  # unpacks to 1,000 times its size
        forged(Part("../a.html", PAGE)),
        forged(Part("a.html", b"b.html", mode=0o120777)),  # a link
        forged(Part("a.html", PAGE), Part("b.html", PAGE, at=0)),  # the same bytes twice
    ],
    ids=["bomb", "path", "link", "overlap"],
)
def test_a_zip_that_could_do_harm_is_not_read(tmp_path: Path, content: bytes) -> None:
    assert one_issue(tmp_path, content) == "save-unsafe"


def test_a_zip_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for content in (forged(Part("a.html", PAGE, flags=1)), forged(Part("a.html", PAGE))[:-30], forged()):
        assert one_issue(tmp_path, content) == "save-unreadable"


def test_zips_are_nested_once(tmp_path: Path) -> None:
    files = {"a.html": PAGE}
    for _ in range(3):
        files = {"z.zip": zipped(files)}
    assert one_issue(tmp_path, zipped(files)) == "save-unsafe"


def test_a_damaged_file_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(forged(Part("a.html", PAGE, crc=1), Part("b.html", PAGE)))
    issue, page = containers.read(path)
    assert isinstance(issue, Issue)
    assert isinstance(page, Saved)
    assert (issue.where, issue.code, page.where) == ("a.zip/a.html", "save-unreadable", "a.zip/b.html")


def test_a_large_file_of_a_zip_is_unpacked_to_the_disk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web archive that was packed again: its pages and pictures are read from a temporary file."""
    monkeypatch.setattr(saved_file, "PAGE", 500)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"b.zip": zipped({"c.warc": warc(is_packed=False)})}))
    made: list[str] = []
    real = tempfile.mkstemp

    def make(**more: Any) -> tuple[int, str]:
        number, name = real(dir=tmp_path, **more)
        made.append(name)
        return number, name

    monkeypatch.setattr(tempfile, "mkstemp", make)
    [page] = [one for one in containers.read(path) if isinstance(one, Saved)]
    assert {one: source.content() for one, source in page.pictures.items()} == PICTURES
    assert len(made) == 2
    saved_file._unpacked.cache_clear()
    assert not any(Path(name).exists() for name in made)


# --- sizes ---


def test_a_file_larger_than_any_page_is_not_read(tmp_path: Path) -> None:
    """A sparse file of 3 GiB that begins like a page."""
    path = tmp_path / "page.html"
    with path.open("wb") as file:
        file.write(PAGE)
        file.truncate(3 * 1024**3)
    [issue] = issues_of(path)
    assert issue.code == "save-unreadable"
    assert "MiB" in issue.message


def bomb_of_gzip() -> bytes:
    return gzip.compress(b"<html>" + b" " * 80 * MIB, 1)


@pytest.mark.slow
def test_what_unpacks_to_more_than_a_page_is_one_issue(tmp_path: Path) -> None:
    """As a file, as a body of gzip in an archive, and as headers without an end."""
    assert one_issue(tmp_path, bomb_of_gzip()) == "save-unreadable"
    record = Record(ADDRESS, bomb_of_gzip(), headers={"Content-Encoding": "gzip"})
    assert one_issue(tmp_path, warc((record,))) == "save-damaged"
    assert one_issue(tmp_path, gzip.compress(b"WARC/1.0\r\n" + b"a" * 80 * MIB, 1)) == "save-cut"
    assert one_issue(tmp_path, gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 9 * MIB, 1)) == "save-cut"


def test_a_bomb_of_brotli_is_not_unpacked() -> None:
    brotli: Any = pytest.importorskip("brotli", reason="needs the module brotli")
    packed = brotli.compress(b"<html>" + b" " * 6 * MIB, quality=5)
    assert len(packed) < 200
    with pytest.raises(containers.MemberDamaged, match="MiB"):
        bodies.decoded(packed, "br", "", "It", 4 * MIB)
    whole = brotli.compress(PAGE)
    with pytest.raises(containers.MemberDamaged):
        bodies.decoded(whole[:-5], "br", "", "It", MIB)


@pytest.mark.slow
def test_the_memory_does_not_depend_on_the_size_of_an_archive(tmp_path: Path) -> None:
    """A record of 1 GB that is no page, and a page behind it."""
    path = tmp_path / "large.warc"
    page = warc((Record(ADDRESS, PAGE),), is_packed=False)
    with path.open("wb") as file:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        length = 10**9
        file.write(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://medium.com/p/0a1b2c3d4e5f\r\n"
            b"WARC-Date: 2026-03-01T08:30:05Z\r\nContent-Type: application/http; msgtype=response\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (length + len(head), head)
        )
        file.seek(length, os.SEEK_CUR)
        file.write(b"\r\n\r\n" + page)
    tracemalloc.start()
    issue, saved = containers.read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(issue, Issue)
    assert isinstance(saved, Saved)
    assert (issue.code, saved.content) == ("save-damaged", PAGE)
    assert peak < 40 * MIB


# --- contents ---


def deep_plist() -> bytes:
    inner: Any = []
    for _ in range(400):
        inner = [inner]
    return plistlib.dumps({"WebMainResource": inner}, fmt=plistlib.FMT_BINARY)


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<plist version="1.0"><dict><key>WebMainResource</key><string>&b;</string></dict></plist>'
)


@pytest.mark.parametrize(
    "content",
    [
        deep_plist(),
        BILLION,
        webarchive(plistlib.FMT_XML).replace(b'encoding="UTF-8"', b'encoding="UTFB8"'),
        b"bplist00WebMainResource" + b"\xff" * 60,
        mhtml().replace(b"boundary=", b"bounds=="),
        mhtml().replace(b"Content-Type: text/html", b"Content-Type: text/none"),
        zipped({"manifest.json": b'{"originalUrl": "x"}'}),
    ],
    ids=["deep", "entities", "encoding", "list", "boundary", "no page", "packed without a page"],
)
def test_a_container_without_its_page_is_one_issue(tmp_path: Path, content: bytes) -> None:
    """It says what is wrong, and does not blame the program."""
    (tmp_path / "saved").write_bytes(content)
    [issue] = issues_of(tmp_path / "saved")
    assert issue.code == "save-unreadable"
    assert "error of the program" not in issue.message


def test_a_mail_of_a_thousand_levels_costs_only_itself(tmp_path: Path) -> None:
    deep = b"From: a@example.org\nTo: b@example.org\n" + b"Content-Type: message/rfc822\n\nFrom: x\n" * 3000
    path = tmp_path / "all.mbox"
    path.write_bytes(b"From x 2026\n" + deep + b"\n\nFrom y 2026\n" + DIGEST)
    issue, page = containers.read(path)
    assert isinstance(issue, Issue)
    assert isinstance(page, Saved)
    assert (issue.code, page.address) == ("save-unreadable", ADDRESS)


def test_a_mail_that_is_too_large_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "all.mbox"
    large = b"From: a@example.org\nTo: b@example.org\n" + b"a: b\n" * 500_001
    path.write_bytes(b"From x 2026\n" + large + b"\n\nFrom y 2026\n" + DIGEST)
    issue, page = containers.read(path)
    assert isinstance(issue, Issue)
    assert isinstance(page, Saved)
    assert (issue.code, page.address) == ("save-too-large", ADDRESS)


REPEATED: dict[str, Callable[[int], bytes]] = {
    "tags": lambda size: b"<html>" + b"<img '" * size,
    "open tags": lambda size: b"<html>" + b"<a <img " * size + b"Go to the original</a>",
    "one long tag": lambda size: b"<html><a " + b"reader-domain " * size + b"moz-reader-content",
    "classes": lambda size: b"<html>" + b"class=a " * size + b"readability-page-1",
    "equals": lambda size: b"<html>" + b"= " * size,
    "comments": lambda size: b"<!-- saved from url=(1)" * size + b"<html>",
    "whole comments": lambda size: b"<!-- a -->" * 23 + b"a" * size,
    "data": lambda size: b"<html><!-- Page saved with SingleFile url: x -->" + b"--sf-img-1:url(data:image/png," * size,
    "comments of styles": lambda size: b"<html><!-- Page saved with SingleFile url: x -->" + b"--sf-img-1:/* " * size,
    "pictures": lambda size: b"<html><!-- Page saved with SingleFile url: x -->" + b"<img src=data:image/png," * size,
    "meta": lambda size: b"<html>" + b"<meta " * size + b"\xff",
    "headers": lambda size: b"From: a\nTo: b\n" + b"a:\n " * size,
    "separators": lambda size: b"From: a\nTo: b\n\n" + b"From " + b"2026" * size + b"\r \n",
    "links": lambda size: b"From: a\nTo: b\nContent-Type: text/html\n\n" + b'href=" ' * size,
    "parts": lambda size: mhtml()[:400].replace(b"tidetidetide", b"t") + b"------MultipartBoundary--t----\r\n" * size,
    "gunzip": lambda size: b"WARC/1.0\r\n\r\n" + b"\x1f\x8b\x08" * size,
}


@pytest.mark.parametrize("kind", REPEATED)
def test_time_grows_with_the_size_only(tmp_path: Path, kind: str) -> None:
    """No pattern tries everything with everything: 600 kB take moments."""
    path = tmp_path / "saved"
    path.write_bytes(REPEATED[kind](600_000 // len(REPEATED[kind](2)) * 2)[:600_000])
    began = time.process_time()
    list(containers.read(path))
    assert time.process_time() - began < 2


def test_a_zip_of_nothing_but_other_files_is_one_note(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.css", "p {}")
    path = tmp_path / "a.zip"
    path.write_bytes(stream.getvalue())
    [issue] = issues_of(path)
    assert "297 more" in issue.message
