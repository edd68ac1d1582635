"""Each saved page stays as it was saved, in private/, and the text tells where it is from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from medium_archive.commands.verify import verify
from medium_archive.errors import RecordsDamaged
from medium_archive.folder import captures, rescued
from medium_archive.folder.layout import Layout
from tests import page_archives
from tests.page_archives import CAPTURED, JUNE, add, capture, changed, page, preview, text
from tests.saved_pages.tellings import LOAF

ADDRESS = "https://medium.com/@ada/bread-and-salt-0a1b2c3d4e5f?sk=canary0123"
NEWER = changed(JUNE)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def problems(layout: Layout) -> list[tuple[str, str]]:
    return [(one.where, one.code) for one in verify(layout).issues if one.level != "note"]


def test_a_page_stays_byte_for_byte(layout: Layout) -> None:
    """With a line that tells when and how it was saved, and what is in it. The text names its day and its version."""
    older, newer = page(LOAF), page(preview(NEWER))
    add(layout, capture(older, ADDRESS), replace(capture(newer), kind="mhtml", captured=None))
    first, second = sorted(captures.read(layout), key=lambda one: one.source, reverse=True)
    assert [(layout.root / one.file).read_bytes() for one in (first, second)] == [older, newer]
    assert (first.address, first.captured, first.source) == (ADDRESS, "2022-03-04T05:06:00+00:00", "page")
    assert (first.version, first.words, first.said) == (LOAF.version, LOAF.words, LOAF.words)
    assert (second.captured, second.source, second.partial, second.said) == ("", "mhtml", True, 1189)
    record = rescued.read(layout)[LOAF.id.lstrip("0")]
    assert [first.is_used(record), second.is_used(record)] == [True, False]
    assert "source: page\n  captured: '2022-03-04'\n  version: 3fed73795ca4\n" in text(layout)
    assert problems(layout) == []


def test_a_damaged_page_is_found(layout: Layout) -> None:
    add(layout, capture(page(LOAF)))
    (one,) = captures.read(layout)
    file = layout.root / one.file
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert problems(layout) == [(one.file, "original-changed")]
    file.unlink()
    assert problems(layout) == [(one.file, "original-missing")]


@pytest.mark.slow
def test_damaged_records_of_pages_are_made_again_from_the_pages(layout: Layout) -> None:
    """The error says how."""
    add(layout, capture(page(LOAF)))
    before = page_archives.snapshot(layout)
    for name in ("records/rescued.jsonl", "private/captures.jsonl", "records/known.jsonl"):
        (layout.root / name).write_text("damaged\n")
        with pytest.raises(RecordsDamaged) as error:
            add(layout, capture(page(LOAF)))
        assert "import your saved pages again" in error.value.hint
        (layout.root / name).unlink()
        add(layout, capture(page(LOAF)))
        assert page_archives.snapshot(layout) == before


@pytest.mark.slow
def test_a_page_that_is_saved_again_changes_no_text(layout: Layout, tmp_path: Path) -> None:
    """In whatever order: the text names the first day."""
    first, later = (capture(page(NEWER), captured=CAPTURED + timedelta(days)) for days in (0, 9))
    other = Layout(tmp_path / "other")
    for one in (first, later):
        add(layout, one)
    for one in (later, first):
        add(other, one)
    assert page_archives.snapshot(layout) == page_archives.snapshot(other)
    assert "captured: '2022-03-04'" in text(layout)
    assert len(captures.read(layout)) == 2
    assert problems(layout) == []
