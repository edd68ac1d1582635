"""The texts in the feeds are those on the pages of the posts, with absolute addresses and without what only the site's
stylesheet uses. So a text that was altered in all feeds alike is named, and also in a site with one feed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import zip_longest
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.etree
import lxml.html

from medium_archive import markdown
from medium_archive.articles.unwrapping import remove, unwrap
from medium_archive.checks.site_pages import feed_markup, tree
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.feeds import MAX_ITEMS, NOT_XML, atom_id
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot

_OF_STYLESHEET = frozenset(
    (
        "class",
        "id",
        "tabindex",
        "loading",
        "decoding",
        "fetchpriority",
        "data-size",
        "data-address",
        "data-language",
        "dir",
    )
)
_SHOWN_ELSEWHERE = ("image/jpeg", "image/png")  # copies that every browser shows
_PART = re.compile(r"<[^>]*>|[^<]+")
_REL = re.compile(r' rel="[^"]*"')
_OWN_REL = ' rel="noopener"'
_NAME = re.compile(r"</?[a-z][a-z0-9]*")


class Texts:
    """The texts that the feeds must have, from the pages of a site."""

    def __init__(self, archive: Snapshot, facts: Facts, trees: Mapping[str, Element]) -> None:
        self.facts, self.trees = facts, trees
        # Without a base URL, a feed knows the addresses of its own kind of posts only
        self.known = {one.page: one.url for one in facts.stories}
        if not facts.url:
            recorded = ((record, file) for record in archive.pictures for file in record.files)
            self.known |= {archive.picture_now(record, file): record.address for record, file in recorded}

    def of(self, post: Post) -> str:
        """The text of a post as the feeds must have it, "" if its page is missing."""
        root = self.trees.get(post.page)
        content = None if root is None else tree.find(root, "div", "e-content")
        if content is None:
            return ""
        whole = lxml.html.fragment_fromstring(lxml.etree.tostring(content, encoding="unicode", method="html"))
        whole.tail = None
        # The template puts the text on lines of its own
        whole.text = (whole.text or "").removeprefix("\n")
        if len(whole):
            whole[-1].tail = (whole[-1].tail or "").removesuffix("\n")
        else:
            whole.text = whole.text.removesuffix("\n")
        for picture in list(whole.iter("picture")):
            _take_original(picture)
        unwrap(whole, (*whole.find_class("zoom"), *whole.iter("label")))
        for box in whole.iter("input"):  # feeds have signs instead
            box.tail = f"{'☑' if 'checked' in box.attrib else '☐'} {(box.tail or '').lstrip()}"
        remove(whole, whole.iter("input"))
        for element in whole.iter():
            self._set_addresses(element, post.page)
            _leave_out(element)
        remove(whole, (image for image in whole.iter("img") if not image.get("src")))
        unwrap(whole, (span for span in whole.iter("span") if not span.attrib))
        return str(lxml.html.tostring(whole, encoding="unicode"))

    def _set_addresses(self, element: Element, page: str) -> None:
        for name in ("href", "src"):
            if (address := element.get(name)) is None:
                continue
            if absolute := self._absolute(address, page):
                element.set(name, absolute)
            else:
                del element.attrib[name]

    def _absolute(self, address: str, page: str) -> str:
        try:
            if urlsplit(address).scheme:
                return address
        except ValueError:
            return ""
        path, mark, place = address.partition("#")
        target = unquote(urljoin(f"/{quote(page)}", path)).removeprefix("/") if path else page
        known = f"{self.facts.url}/{quote(target)}" if self.facts.url else self.known.get(target, "")
        return f"{known}{mark}{place}" if known else ""


def _take_original(picture: Element) -> None:
    image = picture.find(".//img")
    if image is None:
        return
    for source in picture.iter("source"):
        if source.get("type") in _SHOWN_ELSEWHERE:
            image.set("src", source.get("srcset", "").split(" ")[0])
    image.tail = picture.tail
    picture.getparent().replace(picture, image)


def _leave_out(element: Element) -> None:
    for name in _OF_STYLESHEET & set(element.attrib):
        if name != "dir" or element.tag != "bdo":
            del element.attrib[name]


def differences(
    archive: Snapshot, facts: Facts, trees: Mapping[str, Element], damaged: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Each feed with the first part of each of its texts that differs. `damaged` are pages that differ from what they
    must have: two feeds with the same text show better than such a page what a third must have, and one feed alone is
    not compared with it.
    """
    texts = Texts(archive, facts, trees)
    found: dict[str, list[tuple[str, str]]] = {}
    for file, items in feed_markup.items(archive.layout.site).items():
        for identity, html in items:
            found.setdefault(identity, []).append((file, html))
    for post in facts.stories[:MAX_ITEMS]:
        of_post = found.get(atom_id(post.uid or facts.address(post.page) or post.url or post.path), ())
        texts_of_post = [(file, NOT_XML.sub("", html)) for file, html in of_post]
        wanted = NOT_XML.sub("", texts.of(post)) if of_post else ""
        if post.page in damaged:
            wanted = _of_most(html for _, html in texts_of_post) or (wanted if len(of_post) > 1 else "")
        is_right = any(html == wanted for _, html in texts_of_post)  # a feed that is as the page, or as another feed
        for file, html in texts_of_post if wanted else ():
            if problem := difference(wanted, html, post, is_right=is_right):
                yield file, problem


def _of_most(texts: Iterable[str]) -> str:
    """The text that most feeds have, "" if no two have the same."""
    ((text, count), *_) = [*Counter(texts).most_common(1), ("", 0)]
    return text if count > 1 else ""


def difference(wanted: str, found: str, post: Post, *, is_right: bool) -> str:
    """The first part of a text that a feed lacks or adds; "" if they are the same, or if the page is wrong and the feed
    has what the text of the post gives. `is_right` says that the page is known to be right.
    """
    if wanted == found:
        return ""
    before, now = _PART.findall(wanted), _PART.findall(found)
    if not is_right and _is_of_page(before, now, post):
        return ""
    pairs = zip([*before, "the end"], [*now, "the end"], strict=False)
    part, other = next(((part, other) for part, other in pairs if part != other), ("", ""))
    return f"“{part}”, and not “{other}”, at its place in the text of {post.page}"


def _is_of_page(wanted: list[str], found: list[str], post: Post) -> bool:
    """Whether the page differs from the text of the post in the tags that the feed has otherwise. The text has no
    `rel`; the program gives all links to elsewhere the same one.
    """
    here, there = _names(wanted), _names(found)
    differing = {name for name in here.keys() | there.keys() if here[name] != there[name]}
    if not differing:
        pairs = [(one, other) for one, other in zip_longest(wanted, found, fillvalue="") if one != other]
        return all(_REL.sub("", one) == _REL.sub("", other) and _OWN_REL in other for one, other in pairs)
    of_text = _names(_PART.findall(f"<div>{markdown.read(post.text)}</div>"))
    return all(there[name] == of_text[name] for name in differing)


def _names(parts: list[str]) -> Counter[str]:
    return Counter(name[0] for part in parts if (name := _NAME.match(part)))
