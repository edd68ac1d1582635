"""`archive sync` with feeds that are broken or strange: either all of it is read, or nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.checks import ledgers
from medium_archive.commands.verify import verify
from medium_archive.folder import proof_record
from medium_archive.folder.layout import Layout
from medium_archive.medium import feed as medium_feed
from tests.conftest import one_in
from tests.medium_server import MediumServer, Reply
from tests.sample_feeds import Text, feed
from tests.test_sync import ALL, begin, codes, snapshot, sync_, texts


@pytest.fixture
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        yield server


@pytest.fixture
def layout(tmp_path: Path, medium: MediumServer) -> Layout:
    layout = Layout(tmp_path / "archive")
    begin(layout, medium, ALL[:2])
    return layout


def damage(layout: Layout) -> list[str]:
    return [issue.message for issue in verify(layout).issues if issue.level == "error"]


@pytest.mark.parametrize("kept", one_in(4, [0.2, 0.5, 0.9, 0.999]))
def test_a_truncated_feed_is_refused(layout: Layout, medium: MediumServer, kept: float) -> None:
    """Nothing of it is written; the whole feed is read later, whatever its ETag."""
    whole = feed(ALL[2:8])
    before = texts(layout)
    report = sync_(layout, medium, whole[: int(len(whole) * kept)])
    assert (report.exit_code, codes(report)[0]) == (40, "feed-unreachable")
    assert "incomplete" in report.issues[0].message
    assert texts(layout) == before
    assert sync_(layout, medium, whole).counts["new_posts"] == 6
    assert damage(layout) == []


@pytest.mark.parametrize(
    "title", one_in(4, ["How </item> ends an <item>", "<item>", "]] > and &lt;", "<!-- <item> -->"])
)
def test_a_title_may_contain_cdata_marks(layout: Layout, medium: MediumServer, title: str) -> None:
    """Each post is kept as it came, without its neighbours."""
    content = feed(ALL[2:5]).replace(b"Letter 3 & <more>", title.encode())
    sync_(layout, medium, content)
    kept = (layout.root / f"original/feed/{ALL[3].id}.xml").read_bytes()
    assert title.encode() in kept
    assert ALL[2].id.encode() not in kept
    assert ALL[4].id.encode() not in kept
    assert damage(layout) == []
    before = snapshot(layout.root)
    sync_(layout, medium, content)
    assert snapshot(layout.root) == before


def test_characters_forbidden_in_xml_lose_no_post(layout: Layout, medium: MediumServer) -> None:
    """Posts hold control characters now and then; the feed as it came is kept with them."""
    content = feed(ALL[2:4]).replace(b"The <em>end</em> of 2", b"The \x1b<em>end</em>\x08 of 2")
    assert sync_(layout, medium, content).counts["new_posts"] == 2
    assert "The *end* of 2." in texts(layout)[ALL[2].id]
    assert b"\x1b" in (layout.root / f"original/feed/{ALL[2].id}.xml").read_bytes()
    assert damage(layout) == []


def test_a_post_of_which_the_feed_has_only_the_beginning_keeps_its_picture_and_words(
    layout: Layout, medium: MediumServer
) -> None:
    """Its links to the whole are Medium's own, and would lead to the snippet itself here."""
    sync_(layout, medium, feed([Text(6)]))
    body_text = texts(layout)[Text(6).id].rpartition("---\n")[2]
    assert body_text == (
        "\n![](https://cdn-images-1.medium.com/max/800/1*lamp6.png)\n\nLetter 6, written in version 1…\n"
    )
    totals, issues = ledgers.check_archive(layout)
    assert totals.lost == 0, issues


def test_the_same_posts_in_two_feeds_count_once(layout: Layout, medium: MediumServer) -> None:
    """The author's and a publication's: each post once, and nothing to do the second time."""
    settings = layout.settings.read_text("utf-8").replace(
        "[watch]\n", '[watch]\nfeed = ["https://medium.com/feed/@ada", "https://medium.com/feed/looms"]\n'
    )
    layout.settings.write_text(settings, "utf-8")
    theirs = replace(ALL[9], creator="Bea")
    for number in range(2):
        before = snapshot(layout.root)
        medium.answers["medium.com/feed/looms"] = Reply(200, feed([*ALL[2:8], theirs], "Looms"))
        report = sync_(layout, medium, feed(ALL[2:8]))
        assert report.counts["by_others"] == 1
        assert report.counts["new_posts"] == (6 if number == 0 else 0)
    assert snapshot(layout.root) == before
    assert damage(layout) == []


def test_feed_items_of_known_posts_are_kept_as_evidence(layout: Layout, medium: MediumServer) -> None:
    """Its text is that of an export; the original of the feed is checked too."""
    sync_(layout, medium, feed(ALL[:2]))
    assert verify(layout).exit_code == 0
    kept = layout.root / f"original/feed/{ALL[0].id}.xml"
    kept.write_bytes(kept.read_bytes().replace(b"letters", b"letterz"))
    assert "original-changed" in codes(verify(layout))
    kept.unlink()
    assert "original-missing" in codes(verify(layout))


def test_an_item_of_a_feed_is_read_as_medium_writes_it() -> None:
    """Title, address without its source, times to the millisecond, tags, language, the reason for its kind."""
    (item,) = medium_feed.read(feed([ALL[4]])).items
    assert (item.post.title, item.post.url) == ("Letter 4 & <more>", ALL[4].url)
    assert item.post.published == ALL[4].published
    assert item.updated == ALL[4].updated
    assert item.tags == ("letters", "number-4", "海")
    assert item.post.kind == "story"
    assert item.post.subtitle == "The line under 4"
    assert "originally published" not in item.post.body
    assert not item.post.body.endswith("<hr>")
    assert [picture.address for picture in item.post.pictures] == [
        "https://cdn-images-1.medium.com/max/800/1*lamp4.png"
    ]


def test_the_proof_has_new_posts_of_the_feed(layout: Layout, medium: MediumServer) -> None:
    """Not only after the next import, and a post that got tags is as the proof says."""
    sync_(layout, medium, feed(ALL[1:3]))
    recorded = proof_record.read(layout)
    assert recorded is not None
    assert {post.id for post in recorded.posts} >= {one.id for one in ALL[1:3]}
    assert damage(layout) == []
