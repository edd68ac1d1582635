"""A story of a saved page comes into the archive as a post of an export does, and in the same order with both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.checks import ledgers
from medium_archive.commands import import_exports
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, consistency, feed_import, lock, page_import, proof_record, rescued
from medium_archive.folder.layout import Layout
from medium_archive.medium import feed as medium_feed
from medium_archive.medium import pages
from medium_archive.medium.feed import Item
from medium_archive.processes import Pool
from tests.sample_exports import write_zip
from tests.saved_pages import exported, states, written
from tests.saved_pages.tellings import HARBOUR, LOAF, PLAIN, PREVIEW, Telling, part
from tests.test_sync import snapshot

# Told on 11 February 2019; this export is of 12 March 2019
OF_EXPORT = LOAF
NEWER = replace(LOAF, parts=(*LOAF.parts, part("P", "Added in April.")), updated=1554976800000, version="4fed73795ca5")
LOCKED = replace(PREVIEW, id=LOAF.id, slug=LOAF.slug, updated=NEWER.updated, version=NEWER.version)


def page_of(telling: Telling, era: str = "2021", *, has_state: bool = True) -> bytes:
    return written.page(telling, written.ERAS[era], has_state=has_state)


def import_(layout: Layout, *tellings: Telling) -> None:
    place = layout.root.parent / f"{layout.root.name}-{'-'.join(one.id for one in tellings)}.zip"
    held = {f"posts/2019-01-09_{one.title.replace(' ', '-')}-{one.id}.html": exported.page(one) for one in tellings}
    import_exports.import_exports([place if place.exists() else write_zip(place, held)], layout)


def add(layout: Layout, *contents: bytes) -> list[str]:
    """Add saved pages, as a command does it; gives what became of each."""
    found = []
    with lock.held(layout):
        shelf = consistency.open_shelf(layout)
        stories = [story for content in contents for story in pages.read(content).stories]
        found = [page_import.take(shelf, story).change for story in stories]
        consistency.arrange_folders(shelf, "both")
        with Pool(jobs=1) as pool:
            consistency.update_links(shelf, pool)
        consistency.save(shelf, ())
        compared = ledgers.compare(layout, only_ids=[story.post.id for story in stories])
        proof_record.renew(layout, compared.posts)
    return list(found)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive with another post."""
    layout = Layout(tmp_path / "archive")
    import_(layout, HARBOUR)
    return layout


def text_of(layout: Layout, post_id: str = LOAF.id) -> str:
    (found,) = (
        text for file in layout.root.glob("*/*/index.md") if f"id: {post_id}" in (text := file.read_text("utf-8"))
    )
    return found


def errors(layout: Layout) -> list[tuple[str, str, str]]:
    return [(one.where, one.code, one.message) for one in verify(layout).issues if one.level == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("has_state", [True, False])
def test_a_saved_page_becomes_a_post(layout: Layout, has_state: bool) -> None:
    """The proof agrees, and so does the site."""
    assert add(layout, page_of(LOAF, has_state=has_state)) == ["new"]
    text = text_of(layout)
    assert "source: page" in text
    assert "partial" not in text
    assert "tags:\n- bread\n- salt-and-water" in text
    assert ("updated: 2019-02-11T10:00:00.500Z" in text) == has_state
    assert f"original: original/pages/{LOAF.id}.json" in text
    record = rescued.read(layout)[catalog.same_post(LOAF.id)]
    assert (record.version, record.words) == (LOAF.version if has_state else "", LOAF.words)
    build(layout)
    assert errors(layout) == []


def test_twice_is_once(layout: Layout) -> None:
    add(layout, page_of(LOAF), page_of(PLAIN, "2017"))
    before = snapshot(layout.root)
    assert add(layout, page_of(PLAIN, "2017"), page_of(LOAF)) == ["unchanged", "unchanged"]
    assert snapshot(layout.root) == before


# As a proxy or an archive leaves it that takes the page for one in another encoding
DAMAGED = page_of(NEWER).replace("👩‍🍳".encode(), b"\x80")

ORDERS: dict[str, tuple[Sequence[Telling | bytes], str, str]] = {
    "an export of the same version": ((OF_EXPORT, page_of(LOAF)), "", "original/posts/"),
    "a newer page": ((OF_EXPORT, page_of(NEWER)), "Added in April.", "original/pages/"),
    "a newer beginning": ((OF_EXPORT, page_of(LOCKED)), "", "original/posts/"),
    "a newer page without its state": ((OF_EXPORT, page_of(NEWER, has_state=False)), "", "original/posts/"),
    "two versions": ((page_of(LOAF), page_of(NEWER)), "Added in April.", "original/pages/"),
    "a whole page and a newer beginning": ((page_of(LOAF), page_of(LOCKED)), "", "original/pages/"),
    "a newer page of which letters are lost": ((page_of(LOAF), DAMAGED), "", "original/pages/"),
    "an export and a page of which letters are lost": ((OF_EXPORT, DAMAGED), "", "original/posts/"),
    "a page with its state and one without": ((page_of(LOAF), page_of(LOAF, has_state=False)), "", "original/pages/"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("sources", "words", "original"), ORDERS.values(), ids=ORDERS)
def test_the_order_does_not_matter(
    layout: Layout, tmp_path: Path, sources: Sequence[Telling | bytes], words: str, original: str
) -> None:
    """The better text of a post wins: a whole one, then the newer one; an export of that day or later over a page."""
    other = Layout(tmp_path / "other")
    import_(other, HARBOUR)
    for archive, order in ((layout, sources), (other, sources[::-1])):
        for source in order:
            if isinstance(source, bytes):
                add(archive, source)
            else:
                import_(archive, source, HARBOUR)
    text = text_of(layout)
    assert text == text_of(other)
    assert ("Added in April." in text, "In the middle of a page." in text) == (bool(words), True)
    assert f"original: {original}" in text
    assert catalog.read(layout) == catalog.read(other)
    assert rescued.read(layout) == rescued.read(other)
    assert errors(layout) == errors(other) == []


def test_a_preview_says_that_it_is_one(layout: Layout) -> None:
    """A whole text takes its place."""
    add(layout, page_of(LOCKED))
    assert "partial: true" in text_of(layout)
    assert errors(layout) == []
    assert add(layout, page_of(LOAF)) == ["changed"]
    assert "partial" not in text_of(layout)
    assert errors(layout) == []


@pytest.mark.slow
@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_feed_and_a_page_give_one_text(layout: Layout, is_first: bool, days: int) -> None:
    """The newer text, that of the page on the same day, whichever came first."""
    item = feed_item(days)
    change = (
        [add_item(layout, item), *add(layout, page_of(LOAF))]
        if is_first
        else [*add(layout, page_of(LOAF)), add_item(layout, item)]
    )
    assert change[0] == "new"
    text = text_of(layout)
    assert ("source: feed" in text, "Of the feed." in text) == (days > 0, days > 0)
    assert "- bread" in text
    assert errors(layout) == []


def test_a_feed_that_is_older_than_the_text_changes_nothing(layout: Layout) -> None:
    """As a web archive, or a server behind the others, may give it."""
    assert add_item(layout, feed_item(3)) == "new"
    before = snapshot(layout.root)
    assert add_item(layout, feed_item(1)) == "unchanged"
    assert snapshot(layout.root) == before


def feed_item(days: int) -> Item:
    """The post in a feed, changed so many days after the page."""
    moment = datetime(2019, 2, 11 + days, 10, 0, 0, tzinfo=UTC)
    content = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Stories by Ada Example on Medium</title><generator>Medium</generator>"
        "<item><title>Bread and Salt</title>"
        f"<link>https://medium.com/@ada/{LOAF.slug}</link>"
        f"<guid>https://medium.com/p/{LOAF.id}</guid>"
        "<dc:creator>Ada Example</dc:creator><pubDate>Wed, 09 Jan 2019 06:16:00 GMT</pubDate>"
        f"<atom:updated>{moment:%Y-%m-%dT%H:%M:%S}.000Z</atom:updated>"
        "<content:encoded><![CDATA[<h3>Bread and Salt</h3><p>Of the feed.</p>]]></content:encoded>"
        "</item></channel></rss>"
    )
    (item,) = medium_feed.read(content.encode()).items
    return item


def add_item(layout: Layout, item: Item) -> str:
    with lock.held(layout):
        shelf = consistency.open_shelf(layout)
        change = feed_import.take(shelf, item).change
        consistency.save(shelf, ())
        proof_record.renew(layout, ledgers.compare(layout, only_ids=[item.post.id]).posts)
    return change


@pytest.mark.slow
def test_an_edit_stays(layout: Layout) -> None:
    add(layout, page_of(LOAF))
    (file,) = (file for file in layout.root.glob("posts/*/index.md") if LOAF.id in file.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("Said a baker.", "Said my baker."), "utf-8")
    assert add(layout, page_of(NEWER)) == ["changed"]
    assert "Said my baker." in text_of(layout)
    assert "Added in April." in text_of(layout)
    assert errors(layout) == []


def test_a_post_deleted_or_hidden_by_hand_stays_so(layout: Layout) -> None:
    """For a run that looks for posts by itself."""
    add(layout, page_of(LOAF), page_of(PLAIN, "2017"))
    for file in list(layout.root.glob("*/*/index.md")):
        if LOAF.id in file.read_text("utf-8"):
            file.unlink()
            file.parent.rmdir()
        elif PLAIN.id in file.read_text("utf-8"):
            layout.drafts.mkdir(exist_ok=True)
            file.parent.rename(layout.drafts / file.parent.name)
    assert add(layout, page_of(NEWER), page_of(PLAIN, "2017")) == ["unchanged", "unchanged"]
    assert not (layout.root / f"original/pages/{PLAIN.id}.json").exists()
    assert (layout.root / f"private/pages/{PLAIN.id}.json").is_file()
    assert PLAIN.id not in (layout.records / rescued.POSTS).read_text("utf-8")
    assert [code for _, code, _ in errors(layout)] == ["text-gone"]


@pytest.mark.slow
def test_nothing_private_reaches_what_git_takes(layout: Layout) -> None:
    add(layout, page_of(LOAF, "2017"), page_of(PLAIN, "2019"))
    build(layout)
    private = ("private", "exports")
    taken = [
        file
        for file in layout.root.rglob("*")
        if file.is_file() and file.relative_to(layout.root).parts[0] not in private
    ]
    held = [one for file in taken for one in (*states.CANARIES, LOAF.user_id) if one.encode() in file.read_bytes()]
    assert (len(taken) > 20, held) == (True, [])


def test_a_changed_original_is_found(layout: Layout) -> None:
    """By its checksum; the words are compared by tests/test_pages_proof.py."""
    add(layout, page_of(LOAF))
    file = layout.root / f"original/pages/{LOAF.id}.json"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"Bread is time.", b"Bread is salt."))
    assert "original-changed" in {issue.code for issue in verify(layout).issues}
    file.write_bytes(good)
    assert errors(layout) == []
    file.unlink()
    assert "original-missing" in {issue.code for issue in verify(layout).issues}
