"""The feeds, RSS 2.0, Atom and JSON Feed 1.1: the newest posts with their full text, every address in it absolute."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
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
RSS, ATOM, JSON = "feed.xml", "atom.xml", "feed.json"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_XML = "http://www.w3.org/XML/1998/namespace"
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2: Char
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without a dated post
_TEXT_FAILS = (LxmlError, RecursionError, ValueError, ArithmeticError)
# What means something only with the site's stylesheet.
_SITE_ONLY = (
    "class", "id", "tabindex", "loading", "decoding", "fetchpriority", "data-size", "data-language", "dir",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One post of the feeds. `link` is "" where it has no address; `identity` is one for ever; `html` its full text."""

    entry: Entry
    link: str
    identity: str
    html: str


def items(site: Frame, entries: Sequence[Entry], addresses: Mapping[str, str], issues: list[Issue]) -> tuple[Item, ...]:
    """The newest posts. `addresses` leads from files to where they came from. A post that can't be shown is an issue.

    While the site has no address of its own, a post's link is the one it had at Medium, a picture's too.
    """
    where = _Addresses(site.url, {entry.page: entry.url for entry in entries}, addresses)
    made = []
    for entry in list(entries)[:_MOST_ITEMS]:
        try:
            link = where.of(entry.page)
            made.append(Item(entry, link, entry.uid or link or entry.path, _full_text(entry, where)))
        except _TEXT_FAILS as error:
            issues.append(
                Issue(f"{entry.path}/index.md", "page-failed", f"It could not be put into the feed: {error}", "error")
            )
    return tuple(made)


def rss(site: Frame, posts: Sequence[Item]) -> bytes:
    """The feed that every reader knows."""
    feed = etree.Element("rss", {"version": "2.0"}, {"content": _CONTENT, "atom": _ATOM, "dc": _CREATOR})
    channel = etree.SubElement(feed, "channel")
    _add(channel, "title", site.title)
    _add(channel, "link", _home(site))
    _add(channel, "description", site.title)
    _add(channel, "language", site.language)
    if site.url:
        itself = {"href": f"{site.url}/{RSS}", "rel": "self", "type": "application/rss+xml"}
        etree.SubElement(channel, f"{{{_ATOM}}}link", itself)
    dates = [post.entry.date for post in posts if post.entry.date]
    if dates:
        _add(channel, "lastBuildDate", format_datetime(dates[0].moment, usegmt=True))
    for post in posts:
        _add_rss_item(channel, post, site)
    return _xml(feed)


def atom(site: Frame, posts: Sequence[Item]) -> bytes:
    """The feed as RFC 4287 has it. It asks for a time with each post, so those without a date are not in it."""
    feed = etree.Element("feed", {f"{{{_XML}}}lang": site.language}, {None: _ATOM})  # type: ignore[dict-item]  # the stubs know no default namespace
    _add(feed, "id", f"{site.url}/" if site.url else _home(site))
    _add(feed, "title", site.title)
    if site.url:
        etree.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{site.url}/{ATOM}"})
    etree.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _home(site)})
    dated = [(post, changed) for post in posts if (changed := _changed(post.entry))]
    _add(feed, "updated", _stamp(max((changed for _, changed in dated), default=_NO_TIME)))
    author = etree.SubElement(feed, "author")
    _add(author, "name", site.author.name or site.title)
    if site.author.url:
        _add(author, "uri", site.author.url)
    for post, changed in dated:
        _add_atom_entry(feed, post, changed)
    return _xml(feed)


def json_feed(site: Frame, posts: Sequence[Item]) -> bytes:
    """The feed as https://www.jsonfeed.org/version/1.1/ has it."""
    author = {key: value for key, value in (("name", site.author.name), ("url", site.author.url)) if value}
    feed: dict[str, Any] = {"version": _JSON_FEED, "title": site.title, "home_page_url": _home(site)}
    if site.url:
        feed["feed_url"] = f"{site.url}/{JSON}"
    feed |= {"language": site.language} | ({"authors": [author]} if author else {})
    feed["items"] = [_json_item(post) for post in posts]
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


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


def _home(site: Frame) -> str:
    return f"{site.url}/index.html" if site.url else site.author.url or "https://medium.com"


def _add_rss_item(channel: etree._Element, post: Item, site: Frame) -> None:
    entry = post.entry
    item = etree.SubElement(channel, "item")
    _add(item, "title", entry.title)
    if post.link:
        _add(item, "link", post.link)
    _add(item, "guid", post.identity).set("isPermaLink", "false")
    if entry.date:
        _add(item, "pubDate", format_datetime(entry.date.moment, usegmt=True))
    if site.author.name:
        _add(item, f"{{{_CREATOR}}}creator", site.author.name)
    for tag in entry.tags:
        _add(item, "category", tag)
    if entry.excerpt:
        _add(item, "description", entry.excerpt)
    _add(item, f"{{{_CONTENT}}}encoded", post.html)


def _add_atom_entry(feed: etree._Element, post: Item, changed: datetime) -> None:
    entry = post.entry
    item = etree.SubElement(feed, "entry", {f"{{{_XML}}}lang": entry.language})
    # An id must be an address; what has none yet gets one made of its name.
    known = post.identity if urlsplit(post.identity).scheme else uuid.uuid5(uuid.NAMESPACE_URL, post.identity).urn
    _add(item, "id", known)
    _add(item, "title", entry.title)
    if post.link:
        etree.SubElement(item, "link", {"rel": "alternate", "type": "text/html", "href": post.link})
    if entry.date:
        _add(item, "published", _stamp(entry.date.moment))
    _add(item, "updated", _stamp(changed))
    for tag in entry.tags:
        if term := _NO_XML.sub("", tag):
            etree.SubElement(item, "category", {"term": term})
    if entry.excerpt:
        _add(item, "summary", entry.excerpt)
    _add(item, "content", post.html).set("type", "html")


def _json_item(post: Item) -> dict[str, Any]:
    entry = post.entry
    item: dict[str, Any] = {"id": post.identity}
    if post.link:
        item["url"] = post.link
    item |= {"title": entry.title, "content_html": post.html, "language": entry.language}
    if entry.excerpt:
        item["summary"] = entry.excerpt
    if entry.date:
        item["date_published"] = _stamp(entry.date.moment)
    if entry.updated:
        item["date_modified"] = _stamp(entry.updated.moment)
    return item | ({"tags": list(entry.tags)} if entry.tags else {})


def _changed(entry: Entry) -> datetime | None:
    day = entry.updated or entry.date
    return day.moment if day else None


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _xml(feed: etree._Element) -> bytes:
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


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
