"""The feed: RSS 2.0 with the full text, every address in it absolute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html
from lxml import etree
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from medium_archive.report import Issue
from medium_archive.site.content import Entry, Frame

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_MOST_ITEMS = 20
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2: Char
_TEXT_FAILS = (LxmlError, RecursionError, ValueError, ArithmeticError)
# What means something only with the site's stylesheet.
_SITE_ONLY = (
    "class", "id", "tabindex", "loading", "decoding", "fetchpriority", "data-size", "data-language", "dir",
)  # fmt: skip


def rss(site: Frame, entries: Sequence[Entry], addresses: Mapping[str, str], issues: list[Issue]) -> bytes:
    """The newest posts. `addresses` leads from files to where they came from. A post that can't be shown is an issue.

    While the site has no address of its own, a post's link is the one it had at Medium, a picture's too.
    """
    feed = etree.Element("rss", {"version": "2.0"}, {"content": _CONTENT, "atom": _ATOM, "dc": _CREATOR})
    channel = etree.SubElement(feed, "channel")
    _add(channel, "title", site.title)
    _add(channel, "link", f"{site.url}/index.html" if site.url else site.author.url or "https://medium.com")
    _add(channel, "description", site.title)
    _add(channel, "language", site.language)
    if site.url:
        itself = {"href": f"{site.url}/feed.xml", "rel": "self", "type": "application/rss+xml"}
        etree.SubElement(channel, f"{{{_ATOM}}}link", itself)
    dated = [entry for entry in entries if entry.date]
    if dated and dated[0].date:
        _add(channel, "lastBuildDate", format_datetime(dated[0].date.moment, usegmt=True))
    where = _Addresses(site.url, {entry.page: entry.url for entry in entries}, addresses)
    for entry in list(entries)[:_MOST_ITEMS]:
        try:
            channel.append(_item(entry, site, where))
        except _TEXT_FAILS as error:
            issues.append(
                Issue(f"{entry.path}/index.md", "page-failed", f"It could not be put into the feed: {error}", "error")
            )
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


class _Addresses:
    """Where a page or a file of the site is for somebody who reads elsewhere."""

    def __init__(self, base: str, pages: Mapping[str, str], files: Mapping[str, str]) -> None:
        self.base, self.pages, self.files = base, pages, files

    def of(self, target: str) -> str:
        if self.base:
            return f"{self.base}/{quote(target)}"
        return self.pages.get(target) or self.files.get(target, "")

    def absolute(self, reference: str, page: str) -> str:
        """The absolute form of a reference on a page, "" where there is none."""
        try:
            if urlsplit(reference).scheme:
                return reference
        except ValueError:  # a host that is none: "https://[x"
            return ""
        path, mark, fragment = reference.partition("#")
        target = unquote(urljoin(f"/{quote(page)}", path)).removeprefix("/") if path else page
        found = self.of(target)
        return found + mark + fragment if found else ""


def _item(entry: Entry, site: Frame, where: _Addresses) -> etree._Element:
    item = etree.Element("item")
    _add(item, "title", entry.title)
    if link := where.of(entry.page):
        _add(item, "link", link)
    identity = _add(item, "guid", entry.uid or link or entry.path)
    identity.set("isPermaLink", "false")
    if entry.date:
        _add(item, "pubDate", format_datetime(entry.date.moment, usegmt=True))
    if site.author.name:
        _add(item, f"{{{_CREATOR}}}creator", site.author.name)
    for tag in entry.tags:
        _add(item, "category", tag)
    if entry.excerpt:
        _add(item, "description", entry.excerpt)
    _add(item, f"{{{_CONTENT}}}encoded", _full_text(entry, where))
    return item


def _full_text(entry: Entry, where: _Addresses) -> str:
    root = lxml.html.fragment_fromstring(str(entry.body), create_parent="div")
    for picture in list(root.iter("picture")):
        _unwrap(picture)
    for link in list(root.find_class("zoom")):
        link.drop_tag()
    for element in list(root.iter()):
        _settle(element, entry.page, where)
    whole: str = lxml.html.tostring(root, encoding="unicode")
    return whole


def _unwrap(picture: HtmlElement) -> None:
    """Leave the original of a picture alone, for many readers know nothing else; the form beside it that is for all
    browsers, where it has one.
    """
    image = picture.find(".//img")
    for source in picture.iter("source"):
        if source.get("type") in ("image/jpeg", "image/png") and image is not None:
            image.set("src", source.get("srcset", "").split(" ")[0])
    parent = picture.getparent()
    if image is not None and parent is not None:
        image.tail = picture.tail
        parent.replace(picture, image)


def _settle(element: HtmlElement, page: str, where: _Addresses) -> None:
    for name in ("href", "src"):
        if (reference := element.get(name)) is not None:
            if found := where.absolute(reference, page):
                element.set(name, found)
            else:
                del element.attrib[name]
    for name in _SITE_ONLY:
        element.attrib.pop(name, None)
    if element.tag == "img" and not element.get("src"):
        element.drop_tree()
    elif element.tag == "span" and not element.attrib:
        element.drop_tag()  # the colour of code, the parts of a card


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = _NO_XML.sub("", text)
    return element
