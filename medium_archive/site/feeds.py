"""The feed: RSS 2.0 with the full text, every address in it absolute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from urllib.parse import quote, unquote, urljoin, urlsplit

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from medium_archive.site.content import Entry, Frame

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_MOST_ITEMS = 20
# What means something only with the site's stylesheet.
_SITE_ONLY = ("class", "id", "tabindex", "loading", "data-size", "data-language", "dir")


def rss(site: Frame, entries: Sequence[Entry], addresses: Mapping[str, str]) -> bytes:
    """The newest posts. `addresses` leads from files to where they came from.

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
        _add_item(channel, entry, site, where)
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
        if urlsplit(reference).scheme:
            return reference
        path, mark, fragment = reference.partition("#")
        target = unquote(urljoin(f"/{quote(page)}", path)).removeprefix("/") if path else page
        found = self.of(target)
        return found + mark + fragment if found else ""


def _add_item(channel: etree._Element, entry: Entry, site: Frame, where: _Addresses) -> None:
    item = etree.SubElement(channel, "item")
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


def _full_text(entry: Entry, where: _Addresses) -> str:
    root = lxml.html.fragment_fromstring(str(entry.body), create_parent="div")
    for element in list(root.iter()):
        _settle(element, entry.page, where)
    whole: str = lxml.html.tostring(root, encoding="unicode")
    return whole


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
    element.text = "".join(c for c in text if c >= " " or c in "\t\n")
    return element
