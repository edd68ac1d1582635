"""The posts of the feeds with their full text, in which every address is absolute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from medium_archive.articles import tasks
from medium_archive.articles.unwrapping import remove, unwrap
from medium_archive.report import Issue
from medium_archive.site.content import RenderedPost, SiteInfo

MAX_ITEMS = 20
# What lxml and Python raise for a text that is too deep, or can't be parsed.
_TEXT_FAILURES = (LxmlError, RecursionError, ValueError, ArithmeticError)
# Attributes that mean something only with the site's stylesheet.
_SITE_ONLY = (
    "class", "id", "tabindex", "loading", "decoding", "fetchpriority", "data-size", "data-address", "data-language",
    "dir",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A post of the feeds. `link` is "" while it has no address; `identity` never changes; `html` is the full text."""

    post: RenderedPost
    link: str
    identity: str
    html: str


def read(
    site: SiteInfo,
    posts: Sequence[RenderedPost],
    sources: Mapping[str, str],
    most: int = MAX_ITEMS,
) -> tuple[tuple[Item, ...], tuple[Issue, ...]]:
    """The newest posts, at most `most`, and an issue for each that can't be in a feed. `sources` maps files to where
    they came from.

    While the site has no address, the link of a post is the one that it had at Medium, that of a picture its
    source.
    """
    addresses = _Addresses(site.url, {post.page: post.url for post in posts}, sources)
    items: list[Item] = []
    issues: list[Issue] = []
    for post in posts[:most]:
        try:
            link = addresses.of(post.page)
            items.append(Item(post, link, post.uid or link or post.path, _full_text(post, addresses)))
        except _TEXT_FAILURES as error:
            problem = f"It could not be put into the feed: {error}"
            issues.append(Issue(post.where, "page-failed", problem, "error"))
    return tuple(items), tuple(issues)


class _Addresses:
    """The absolute addresses of the site's pages and files."""

    def __init__(self, base: str, pages: Mapping[str, str], sources: Mapping[str, str]) -> None:
        self.base, self.pages, self.sources = base, pages, sources

    def of(self, target: str) -> str:
        if self.base:
            return f"{self.base}/{quote(target)}"
        return self.pages.get(target) or self.sources.get(target, "")

    def absolute(self, reference: str, page: str) -> str:
        """The absolute form of a reference on a page, "" if it has none."""
        try:
            if urlsplit(reference).scheme:
                return reference
        except ValueError:  # a host that is not valid: "https://[x"
            return ""
        path, mark, fragment = reference.partition("#")
        target = unquote(urljoin(f"/{quote(page)}", path)).removeprefix("/") if path else page
        address = self.of(target)
        return address + mark + fragment if address else ""


def _full_text(post: RenderedPost, addresses: _Addresses) -> str:
    root = lxml.html.fragment_fromstring(str(post.body), create_parent="div")
    for picture in list(root.iter("picture")):
        _replace_by_original(picture)
    unwrap(root, root.find_class("zoom"))
    tasks.show_as_signs(root)
    for element in root.iter():
        _make_absolute(element, post.page, addresses)
    remove(root, (image for image in root.iter("img") if not image.get("src")))
    unwrap(root, (span for span in root.iter("span") if not span.attrib))  # the colours of code, the parts of a card
    html: str = lxml.html.tostring(root, encoding="unicode")
    return html


def _replace_by_original(picture: HtmlElement) -> None:
    """Replace a `picture` by its `img`, since many readers know nothing else: the original, or its JPEG or PNG if
    browsers can't show the original.
    """
    image = picture.find(".//img")
    for source in picture.iter("source"):
        if source.get("type") in ("image/jpeg", "image/png") and image is not None:
            image.set("src", source.get("srcset", "").split(" ")[0])
    parent = picture.getparent()
    if image is not None and parent is not None:
        image.tail = picture.tail
        parent.replace(picture, image)


def _make_absolute(element: HtmlElement, page: str, addresses: _Addresses) -> None:
    for name in ("href", "src"):
        if (reference := element.get(name)) is not None:
            if address := addresses.absolute(reference, page):
                element.set(name, address)
            else:
                del element.attrib[name]
    for name in _SITE_ONLY:
        if not (name == "dir" and element.tag == "bdo"):  # whose only meaning it is
            element.attrib.pop(name, None)
