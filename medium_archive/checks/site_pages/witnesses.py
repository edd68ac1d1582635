"""Decides which part of the site is right if the page of a post differs from another part. The right part is the part
that agrees with the text in the archive.

Lists, feeds and numbers repeat parts of a post. If only the page of the post is damaged, only this page is reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import lxml.etree

from medium_archive import markdown
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.post_page import PostPage
from medium_archive.checks.site_pages.tree import Element
from medium_archive.folder.posts import StoredPost

RSS, JSON = "feed.xml", "feed.json"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_AROUND = 12  # characters before and after a difference


def items_of_feeds(site: Path) -> dict[str, list[str]]:
    """The HTML of each item in the RSS and JSON feeds, by the id of the item. A feed that can't be read has
    no items.
    """
    found: dict[str, list[str]] = {}
    for identity, html in (*in_rss(site / RSS), *in_json(site / JSON)):
        found.setdefault(identity, []).append(html)
    return found


def in_rss(file: Path) -> Iterator[tuple[str, str]]:
    try:
        parser = lxml.etree.XMLParser(resolve_entities=False, huge_tree=True)
        root = lxml.etree.fromstring(file.read_bytes(), parser)
    except (OSError, ValueError, lxml.etree.XMLSyntaxError):
        return
    for item in root.iter("item"):
        yield item.findtext("guid") or "", item.findtext(_CONTENT) or ""


def in_json(file: Path) -> Iterator[tuple[str, str]]:
    try:
        items = [(str(one["id"]), str(one["content_html"])) for one in json.loads(file.read_bytes())["items"]]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # JSON of any form
        return
    yield from items


def text_of(html: str) -> str:
    """The text of a piece of HTML without white space."""
    return "".join("".join(tree.parse(html.encode("utf-8", "replace")).itertext()).split())


def settled(page: PostPage, stored: StoredPost, in_feeds: Sequence[str]) -> PostPage:
    """The values of a page in which the number of words, the reading time and the text come from the part of the site
    that agrees with the archive: the page itself or another part. `in_feeds` is the HTML of the post in the feeds.
    """
    others = [text for html in in_feeds[:1] if (text := text_of(html)) != page.text]
    others += map(text_of, in_feeds[1:] if others else ())
    is_counted = page.stated_words in (0, page.words)
    if is_counted and not others:
        return page
    root = tree.parse(markdown.read(stored.with_text.text).encode("utf-8", "replace"))
    if not is_counted:
        amount = sum(tree.amounts(root))
        if abs(page.stated_words - amount) < abs(page.words - amount):
            page = replace(page, words=page.stated_words, minutes=page.stated_minutes or page.minutes)
    whole = "".join("".join(root.itertext()).split())
    right = next((text for text in others if is_right(text, page.text, whole)), page.text)
    return replace(page, text=right)


def is_right(one: str, other: str, whole: str) -> bool:
    """Whether, at the place where two texts differ, `one` has the words of the whole text and `other` has other words.
    At other places both may have words that the site added.
    """
    one, other, whole = f"\0{one}\0", f"\0{other}\0", f"\0{whole}\0"  # so that the edges can be missed
    start = _shared(one, other)
    end = min(_shared(one[::-1], other[::-1]), len(one) - start, len(other) - start)
    before, after = max(start - _AROUND, 0), max(end - _AROUND, 0)
    return one[before : len(one) - after] in whole and other[before : len(other) - after] not in whole


def _shared(one: str, other: str) -> int:
    """How many characters at the beginning of two texts are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))


def files_of_tags(trees: Mapping[str, Element], root: str) -> Iterator[tuple[str, str]]:
    """The names of tags with their pages: as the list of tags has them, and as the heading of each page says."""
    for file, page in trees.items():
        if file == "tags/index.html":
            main = page.find(".//main")
            for link in main.iter("a") if main is not None else ():
                yield tree.words(link), tree.own_file(link.get("href", ""), file, root) or ""
        elif (heading := next(page.iter("h1"), None)) is not None:
            yield tree.words(heading), file
