"""`archive export pdf`: a book for print. Without WeasyPrint one sentence says what to install."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import ImageFile

from medium_archive.commands.export import export
from medium_archive.errors import ProgramMissing
from medium_archive.folder.layout import Layout
from medium_archive.formats import pdf
from medium_archive.formats.book import printer
from tests import small_archive
from tests.contracts.scene import contents
from tests.contracts.test_formats import NEEDS_WEASYPRINT

T = TypeVar("T")
_YEARS = [[f">{year}<", "<outline>", "</outline>"] for year in (2019, 2020, 2021)]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_archive.make(tmp_path_factory.mktemp("pdf") / "archive", language="zh-Hant")


def _noted(labels: list[tuple[str, int]], label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
    labels.append((label, total or 0))
    yield from items


def printed(html: str) -> bytes:
    printer.load()
    with printer.opened("", {}) as press:
        return press.write(press.lay_out(html, 1))


def test_without_weasyprint_a_sentence_says_what_to_install(
    archive: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ProgramMissing) as raised:
        export(archive, pdf, tmp_path / "book.pdf")
    assert raised.value.message == "WeasyPrint is not installed."
    assert raised.value.hint == "Install it: `pip install 'medium-archive[pdf]'`"
    assert list(tmp_path.iterdir()) == []


@NEEDS_WEASYPRINT
@pytest.mark.slow
def test_a_book_for_print_has_a5_pages_with_chapters_and_links(archive: Layout, tmp_path: Path) -> None:
    """The cover, the contents, and at least one page for each of the three posts."""
    report = export(archive, pdf, tmp_path / "book.pdf")
    content = contents(tmp_path / "book.pdf")[""]
    assert content.startswith(b"%PDF-") and content.endswith(pdf.TARGET.mark)
    assert content.count(b"/MediaBox") == content.count(b"/Type /Page/") >= 5
    assert b"/MediaBox [0 0 419.5" in content  # points: 148 mm
    assert b"(https://looms.example/think)" in content
    assert "檔案庫".encode("utf-16-be").hex().encode() in content.lower()
    assert report.counts == {"posts": 3, "pictures": 2}


@NEEDS_WEASYPRINT
@pytest.mark.slow
def test_a_book_for_print_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if an address came through to WeasyPrint."""
    asked: list[object] = []
    monkeypatch.setattr("socket.create_connection", lambda *given, **_: asked.append(given))
    html = '<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><img src="http://127.0.0.1:9/b.png">'
    assert printed(html).startswith(b"%PDF-")
    assert asked == []


@NEEDS_WEASYPRINT
@pytest.mark.slow
def test_a_truncated_picture_is_reported_by_a_build_after_a_book_for_print() -> None:
    """WeasyPrint makes Pillow accept truncated pictures, in the whole process; that ends with the book."""
    printed("<p>Text")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@NEEDS_WEASYPRINT
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="it reads the book with Poppler")
def test_the_contents_and_the_bookmarks_name_the_pages_of_the_posts(archive: Layout, tmp_path: Path) -> None:
    """A bookmark of a year has those of its posts below it."""
    labels: list[tuple[str, int]] = []
    progress = partial(_noted, labels)
    export(archive, pdf, tmp_path / "book.pdf", progress=progress)
    text, outline = (
        subprocess.run([*command, tmp_path / "book.pdf", *out], check=True, capture_output=True, text=True).stdout
        for command, out in ((["pdftotext", "-layout"], ["-"]), (["pdftohtml", "-xml", "-i", "-l", "1"], ["-stdout"]))
    )
    _, contents_page, *posts = text.split("\f")[:-1]
    listed = [int(re.findall(r"\d+", line)[0]) for line in contents_page.splitlines() if ". . ." in line]
    begins = [number for number, text in enumerate(posts, 3) if re.search(r"20\d\d-\d\d-\d\d", text)]
    assert listed == begins == sorted(listed) and len(listed) == 3
    assert [int(re.findall(r"\d+", page)[-1]) for page in posts] == [number for number, _ in enumerate(posts, 3)]
    assert re.findall(r"</?outline>|>20\d\d<", outline) == [
        "<outline>",
        *_YEARS[0],
        *_YEARS[1],
        *_YEARS[2],
        "</outline>",
    ]
    assert labels == [("Laying out posts", 3)]
