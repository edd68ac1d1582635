"""The feed: whatever a post holds, it is XML, and the others are in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, html

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.site.content import RenderedPost
from medium_archive.site.feeds import items
from tests import small_archive


def test_a_title_with_invalid_xml_characters_is_cleaned(tmp_path: Path) -> None:
    """Control characters and non-characters, in any value; an invalid address is left out."""
    layout = small_archive.make(tmp_path)
    bad = '"a\\u0001b\\uFFFEc\\uFFFFd\\u0008e"'
    small_archive.write(
        tmp_path,
        "posts/2022-01-01-new/index.md",
        f"---\ndate: 2022-01-01\ntitle: {bad}\nsubtitle: {bad}\ntags: [{bad}]\n---\n\n[x](https://[x) Words.\n",
    )
    assert not [issue for issue in build(layout).issues if issue.level == "error"]
    feed = etree.parse(layout.site / "feed.xml")
    (item, *_) = feed.findall("channel/item")
    assert [item.findtext(name) for name in ("title", "category", "description")] == ["abcde"] * 3
    assert "Words." in (item[-1].text or "")


def test_the_parts_of_a_card_and_of_an_embed_are_separate_words(tmp_path: Path) -> None:
    """A feed has no stylesheet that shows them as lines."""
    layout = small_archive.make(tmp_path)
    small_archive.write(
        tmp_path,
        "posts/2022-01-01-new/index.md",
        "---\ndate: 2022-01-01\ntitle: New\n---\n\n"
        '[A card](https://example.com/x "Its words")\n\nhttps://www.youtube.com/watch?v=abc\n',
    )
    build(layout)
    (item, *_) = etree.parse(layout.site / "feed.xml").findall("channel/item")
    text = "".join(map(str, html.fromstring(item[-1].text or "").itertext()))
    assert "A card Its words example.com" in text
    assert "YouTube https://www.youtube.com/watch?v=abc" in text
    assert [issue for issue in verify(layout).issues if issue.where.startswith("site/")] == []


def test_a_post_that_fails_in_the_feed_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are in it."""
    layout = small_archive.make(tmp_path)
    full_text = items._full_text

    def fail_once(post: RenderedPost, addresses: items._Addresses) -> str:
        if post.path == "posts/2020-11-12-looms":
            raise ValueError("no such thing")
        return full_text(post, addresses)

    monkeypatch.setattr(items, "_full_text", fail_once)
    issues = [issue for issue in build(layout).issues if issue.level == "error"]
    assert [(issue.where, issue.code) for issue in issues] == [("posts/2020-11-12-looms/index.md", "page-failed")]
    assert len(etree.parse(layout.site / "feed.xml").findall("channel/item")) == 2
