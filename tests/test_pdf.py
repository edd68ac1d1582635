"""`archive export pdf`: a book for print. Without WeasyPrint one sentence says what to install."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import ImageFile

from medium_archive.commands.export import export
from medium_archive.errors import ProgramMissing
from medium_archive.folder.layout import Layout
from medium_archive.formats import pdf
from tests import small_archive
from tests.contracts.scene import contents
from tests.contracts.test_formats import NEEDS_WEASYPRINT


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_archive.make(tmp_path_factory.mktemp("pdf") / "archive", language="zh-Hant")


def test_without_weasyprint_a_sentence_says_what_to_install(
    archive: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ProgramMissing) as raised:
        export(archive, pdf, tmp_path / "book.pdf")
    assert raised.value.message == "WeasyPrint is not installed."
    assert raised.value.hint == "Install it: pip install 'medium-archive[pdf]'"
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
    assert pdf._printer()(html, {}).startswith(b"%PDF-")
    assert asked == []


@NEEDS_WEASYPRINT
@pytest.mark.slow
def test_a_truncated_picture_is_reported_by_a_build_after_a_book_for_print() -> None:
    """WeasyPrint makes Pillow accept truncated pictures, in the whole process; that ends with the book."""
    pdf._printer()("<p>Text", {})
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
