"""What is kept of web archives, WARC, ARC and WACZ, and what is told about the rest of them."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from medium_archive.medium.pages import containers
from medium_archive.medium.pages.containers import Saved
from medium_archive.report import Issue
from tests.sample_containers import ADDRESS, FRAME, MEDIA, PAGE, RECORDS, Record, wacz, warc

STORY = "https://medium.com/@ada/second-0a1b2c3d4e60"


def read(tmp_path: Path, content: bytes, name: str = "saved") -> tuple[list[Saved], list[Issue]]:
    path = tmp_path / name
    path.write_bytes(content)
    found = list(containers.read(path))
    return [one for one in found if isinstance(one, Saved)], [one for one in found if isinstance(one, Issue)]


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)


def deflated(data: bytes) -> bytes:
    packed = zlib.compressobj(wbits=-15)
    return packed.compress(data) + packed.flush()


def chunked(data: bytes) -> bytes:
    pieces = [data[place : place + 50] for place in range(0, len(data), 50)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzipped(PAGE), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (deflated(PAGE), {"Content-Encoding": "deflate"}),
        (chunked(gzipped(PAGE)), {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (PAGE, {"Transfer-Encoding": "chunked"}),  # the rest lies
        (PAGE, {"Content-Encoding": "gzip"}),
        (PAGE, {"Content-Encoding": "br"}),
        (gzipped(PAGE), {}),
        (gzipped(PAGE), {"Content-Encoding": "identity"}),
    ],
)
def test_bodies_are_decoded_whatever_their_headers_say(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    [page], issues = read(tmp_path, warc((Record(ADDRESS, body, headers=headers),)))
    assert (page.content, issues) == (PAGE, [])


def test_a_body_in_brotli_is_read_where_the_module_is(tmp_path: Path) -> None:
    brotli: Any = pytest.importorskip("brotli", reason="needs the module brotli")
    record = Record(ADDRESS, brotli.compress(PAGE), headers={"Content-Encoding": "br"})
    [page], issues = read(tmp_path, warc((record,)))
    assert (page.content, issues) == (PAGE, [])


def test_a_body_that_cannot_be_read_here_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install; the other pages are read."""
    monkeypatch.setitem(sys.modules, "brotli", None)
    records = (
        Record(ADDRESS, b"\x1b\x0f\x00\xf8", headers={"Content-Encoding": "br"}),
        Record(f"{ADDRESS}1", b"?", headers={"Content-Encoding": "zstd"}),
        Record(STORY, PAGE),
    )
    [page], issues = read(tmp_path, warc(records), "a.warc")
    assert page.address == STORY
    assert [(one.where, one.code) for one in issues] == [
        (f"a.warc: {ADDRESS}", "save-compressed"),
        (f"a.warc: {ADDRESS}1", "save-compressed"),
    ]
    assert issues[0].message.endswith("Install the package brotli, then import again.")


def test_only_mediums_pages_are_given(tmp_path: Path) -> None:
    """Pages of other sites and answers without a text are counted."""
    [_], [issue] = read(tmp_path, warc())
    assert (issue.code, issue.level) == ("save-other", "note")
    assert issue.message.startswith("2 other answers")


def test_a_wall_in_the_place_of_a_story_is_given(tmp_path: Path) -> None:
    """The reader of pages says what it is; it has no sign of Medium's."""
    wall = b"<!doctype html><html><head><title>Just a moment...</title></head></html>"
    records = (Record(ADDRESS, wall), Record("https://other.example/a-0a1b2c3d4e5f", wall))
    [page], [issue] = read(tmp_path, warc(records))
    assert (page.address, page.content, issue.code) == (ADDRESS, wall, "save-other")


def test_what_an_archive_has_instead_of_a_story_is_named(tmp_path: Path) -> None:
    """An answer such as 410, or only the word that nothing changed; redirects need no word."""
    records = (
        Record(ADDRESS, b"Gone", status="410 Gone"),
        Record(STORY, b"", status="302 Found"),
        Record("https://tides.example/410", b"Gone", status="410 Gone"),
        Record(STORY, b"", type="revisit"),
    )
    pages, issues = read(tmp_path, warc(records), "a.warc")
    assert pages == []
    assert [(one.where, one.code) for one in issues] == [
        (f"a.warc: {ADDRESS}", "save-answer"),
        (f"a.warc: {STORY}", "save-elsewhere"),
    ]
    assert "410" in issues[0].message


def test_a_story_that_is_there_needs_no_earlier_archive(tmp_path: Path) -> None:
    [_], issues = read(tmp_path, warc((Record(STORY, PAGE), Record(STORY, b"", type="revisit"))))
    assert issues == []


def test_a_damaged_record_costs_only_itself(tmp_path: Path) -> None:
    """The records behind it are read, packed or not."""
    for is_packed in (True, False):
        records = [warc((Record(f"{STORY}{number}", PAGE),), is_packed=is_packed) for number in range(3)]
        damaged = records[1][:-200] if is_packed else records[1][:-9].replace(b"Content-Length: ", b"Content-Length: 9")
        pages, issues = read(tmp_path, records[0] + damaged + records[2], "a.warc")
        assert [one.address for one in pages] == [f"{STORY}0", f"{STORY}2"]
        assert {one.code for one in issues} == {"save-cut"}


def test_a_changed_page_is_told_from_its_checksum(tmp_path: Path) -> None:
    """The page is given: it may be the only copy."""
    data = warc((Record(STORY, PAGE),), is_packed=False)
    [page], [issue] = read(tmp_path, data.replace(b"Nets dry", b"Nets cry"), "a.warc")
    assert b"Nets cry" in page.content
    assert (issue.where, issue.code) == (f"a.warc: {STORY}", "save-damaged")


@pytest.mark.parametrize("is_packed", [True, False])
def test_an_archive_that_was_cut_off_says_so(tmp_path: Path, is_packed: bool) -> None:
    """Wherever it was cut, but between two records."""
    first, second = (warc((Record(address, PAGE),), is_packed=is_packed) for address in (ADDRESS, STORY))
    whole = first + second
    for place in {*range(len(first) + 1, len(whole) - 4, 7), *range(len(first) + 1, len(first) + 12)}:
        _, issues = read(tmp_path, whole[:place])
        assert {one.code for one in issues} == {"save-cut"}, place


def test_an_archive_packed_as_a_whole_says_how_to_unpack_it(tmp_path: Path) -> None:
    data = gzip.compress(warc((Record(ADDRESS, PAGE), Record(STORY, PAGE)), is_packed=False))
    pages, [issue] = read(tmp_path, data)
    assert len(pages) == 1
    assert "gunzip" in issue.message


def test_an_archive_compares_its_checksums(tmp_path: Path) -> None:
    """A WACZ lists them. What differs is named, and read as far as it can be."""
    [page], issues = read(tmp_path, wacz(lie="archive/data.warc.gz"), "a.wacz")
    assert page.content == PAGE
    assert [(one.where, one.code) for one in issues if one.level != "note"] == [
        ("a.wacz/archive/data.warc.gz", "save-checksum")
    ]


def test_an_archive_may_lack_a_file_of_its_list(tmp_path: Path) -> None:
    [_], issues = read(tmp_path, wacz(without="indexes/index.cdx"), "a.wacz")
    assert [(one.where, one.code) for one in issues if one.level != "note"] == [("a.wacz", "save-checksum")]
    assert "indexes/index.cdx" in issues[0].message


def test_an_address_in_a_message_ends_before_its_question_mark(tmp_path: Path) -> None:
    """What follows may be a key to a locked story, or name its reader."""
    records = (Record(f"{STORY}?sk=secret", b"x", status="410 Gone"), Record(f"{ADDRESS}?sk=secret", PAGE))
    data = warc(records, is_packed=False)
    pages, issues = read(tmp_path, data + data[:-100], "a.warc")
    assert "secret" not in repr([*issues, *(one.where for one in pages)])
    assert [one.code for one in issues] == ["save-answer", "save-answer", "save-cut"]


def test_players_are_kept_with_their_page(tmp_path: Path) -> None:
    """The page of a player tells what a page alone does not: the address of what is embedded."""
    [page], _ = read(tmp_path, warc(RECORDS))
    assert {media: content() for media, content in page.frames.items()} == {MEDIA: FRAME}
