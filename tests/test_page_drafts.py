"""A draft of an export stays a draft, whatever an older page or feed says, and in whatever order they come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.import_exports import Options
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.conftest import one_in
from tests.page_archives import AUGUST, JUNE, MAY, PROFILE, changed, page, preview, snapshot
from tests.sample_exports import write_zip
from tests.saved_pages import exported
from tests.saved_pages.tellings import HARBOUR, LOAF
from tests.test_page_import import add_item, feed_item

DAYS = {MAY: b"May 1, 2021", AUGUST: b"August 1, 2021"}


def export(place: Path, day: str) -> Path:
    """An export of a day that has the story as a draft, and another story."""
    draft = re.sub(
        rb"<footer>.*</footer>",
        b'<footer><p><a href="https://medium.com/p/%s">View original.</a></p><p>Exported from '
        b'<a href="https://medium.com">Medium</a> on %s.</p></footer>' % (LOAF.id.encode(), DAYS[day]),
        exported.page(changed(MAY)),
    )
    other = exported.page(HARBOUR).replace(b"March 12, 2019", DAYS[day])
    posts = {f"posts/draft_Bread-{LOAF.id}.html": draft, f"posts/2019-01-09_Harbour-{HARBOUR.id}.html": other}
    return write_zip(place, {"profile/profile.html": PROFILE, **posts})


def in_order(layout: Layout, *sources: Path) -> dict[str, bytes]:
    """Import each by itself; gives every file of the archive."""
    for one in sources:
        import_exports.import_exports([one], layout, Options(jobs=1, offline=True, author="@ada"))
    assert [(one.where, one.code) for one in verify(layout).issues if one.level == "error"] == []
    return snapshot(layout)


@pytest.mark.parametrize(
    ("day", "content", "is_draft"),
    one_in(
        5,
        [
            (AUGUST, page(changed(JUNE)), True),
            (AUGUST, page(changed(JUNE), has_state=False), True),
            (AUGUST, page(preview(changed(JUNE))), True),
            (MAY, page(changed(JUNE)), False),
            (MAY, page(preview(changed(JUNE))), True),
        ],
    ),
    ids=["older", "older, without its state", "an older beginning", "newer", "a newer beginning"],
)
def test_the_later_of_a_draft_and_a_page_decides(tmp_path: Path, day: str, content: bytes, is_draft: bool) -> None:
    """A draft may be a post that its author has withdrawn. A beginning never replaces the draft's text."""
    draft, saved = export(tmp_path / "export.zip", day), tmp_path / "page.html"
    saved.write_bytes(content)
    one = in_order(Layout(tmp_path / "one"), draft, saved)
    other = in_order(Layout(tmp_path / "other"), saved, draft)
    public = [name for name, held in one.items() if b"Bread is time." in held and not name.startswith("private/")]
    assert {name.partition("/")[0] for name in public} == ({"drafts"} if is_draft else {"posts", "original"})
    assert [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)] == []


@pytest.mark.parametrize("is_first", one_in(2, [True, False]))
def test_a_feed_that_is_older_than_a_draft_does_not_publish_it(tmp_path: Path, is_first: bool) -> None:
    """Such as one that a web archive has kept."""
    layout, draft = Layout(tmp_path / "archive"), export(tmp_path / "export.zip", AUGUST)
    if is_first:
        import_exports.import_exports([write_zip(tmp_path / "empty.zip", {"profile/profile.html": PROFILE})], layout)
        add_item(layout, feed_item(0))
    in_order(layout, draft)
    if not is_first:
        add_item(layout, feed_item(0))
    assert [file.parent.parent.name for file in layout.root.glob("*/bread*/index.md")] == ["drafts"]
    assert not (layout.root / f"original/feed/{LOAF.id}.xml").exists()
    assert LOAF.id not in (layout.records / "catalog.jsonl").read_text("utf-8")
