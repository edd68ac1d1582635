"""The feeds as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from medium_archive.site.authors import Author
from medium_archive.site.content import RenderedPost, SiteInfo
from medium_archive.site.feeds.items import Item

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"
_CREATOR = "http://purl.org/dc/elements/1.1/"
RSS, ATOM, JSON = "feed.xml", "atom.xml", "feed.json"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_XML = "http://www.w3.org/XML/1998/namespace"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2: Char
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # for a feed without a post that has a date


def rss(site: SiteInfo, items: Sequence[Item]) -> bytes:
    """The feed as RSS 2.0, which every reader knows."""
    feed = etree.Element("rss", {"version": "2.0"}, {"content": _CONTENT, "atom": _ATOM, "dc": _CREATOR})
    channel = etree.SubElement(feed, "channel")
    _add(channel, "title", site.title)
    _add(channel, "link", _home(site))
    _add(channel, "description", site.title)
    _add(channel, "language", site.language)
    if site.url:
        itself = {"href": f"{site.url}/{RSS}", "rel": "self", "type": "application/rss+xml"}
        etree.SubElement(channel, f"{{{_ATOM}}}link", itself)
    dates = [item.post.date for item in items if item.post.date]
    if dates:
        _add(channel, "lastBuildDate", format_datetime(dates[0].moment.astimezone(UTC), usegmt=True))
    for item in items:
        _add_rss_item(channel, item, site)
    return _xml(feed)


def atom(site: SiteInfo, items: Sequence[Item]) -> bytes:
    """The feed as Atom, without posts that have no date: an Atom entry must have one."""
    feed = etree.Element("feed", {f"{{{_XML}}}lang": site.language}, {None: _ATOM})  # type: ignore[dict-item]  # the stubs know no default namespace
    _add(feed, "id", f"{site.url}/" if site.url else _home(site))
    _add(feed, "title", site.title)
    if site.url:
        etree.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{site.url}/{ATOM}"})
    etree.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _home(site)})
    dated = [(item, changed) for item in items if (changed := _changed(item.post))]
    _add(feed, "updated", _stamp(max((changed for _, changed in dated), default=_EPOCH)))
    _add_atom_author(feed, site.author, site.title)
    for item, changed in dated:
        entry = _add_atom_entry(feed, item, changed)
        if _is_signed(item, site):
            for author in item.post.authors or (item.post.author,):
                _add_atom_author(entry, author, site.title)
    return _xml(feed)


def json_feed(site: SiteInfo, items: Sequence[Item]) -> bytes:
    """The feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    feed: dict[str, Any] = {"version": _JSON_FEED, "title": site.title, "home_page_url": _home(site)}
    if site.url:
        feed["feed_url"] = f"{site.url}/{JSON}"
    feed |= {"language": site.language, **_json_authors((site.author,))}
    feed["items"] = [_json_item(item, site) for item in items]
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _home(site: SiteInfo) -> str:
    return f"{site.url}/index.html" if site.url else site.author.url or "https://medium.com"


def _add_rss_item(channel: etree._Element, item: Item, site: SiteInfo) -> None:
    post = item.post
    element = etree.SubElement(channel, "item")
    _add(element, "title", post.title)
    if item.link:
        _add(element, "link", item.link)
    _add(element, "guid", item.identity).set("isPermaLink", "false")
    if post.date:
        _add(element, "pubDate", format_datetime(post.date.moment.astimezone(UTC), usegmt=True))
    for author in post.authors:
        _add(element, f"{{{_CREATOR}}}creator", author.name)
    for tag in post.tags:
        _add(element, "category", tag)
    if post.excerpt:
        _add(element, "description", post.excerpt)
    _add(element, f"{{{_CONTENT}}}encoded", item.html)


def _add_atom_author(parent: etree._Element, author: Author, site_title: str) -> None:
    element = etree.SubElement(parent, "author")
    _add(element, "name", author.name or site_title)
    if author.url:
        _add(element, "uri", author.url)


def _add_atom_entry(feed: etree._Element, item: Item, changed: datetime) -> etree._Element:
    post = item.post
    element = etree.SubElement(feed, "entry", {f"{{{_XML}}}lang": post.language})
    # An id must be an address; a post without one gets a URN made of its identity.
    uri = item.identity if urlsplit(item.identity).scheme else uuid.uuid5(uuid.NAMESPACE_URL, item.identity).urn
    _add(element, "id", uri)
    _add(element, "title", post.title)
    if item.link:
        etree.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": item.link})
    if post.date:
        _add(element, "published", _stamp(post.date.moment))
    _add(element, "updated", _stamp(changed))
    for tag in post.tags:
        if term := _NOT_XML.sub("", tag):
            etree.SubElement(element, "category", {"term": term})
    if post.excerpt:
        _add(element, "summary", post.excerpt)
    _add(element, "content", item.html).set("type", "html")
    return element


def _is_signed(item: Item, site: SiteInfo) -> bool:
    """Whether an item names its authors. An item that names none has the author of the feed."""
    return bool(site.authors or item.post.coauthors) or item.post.author != site.author


def _json_authors(authors: Sequence[Author]) -> dict[str, Any]:
    known = [{key: value for key, value in (("name", one.name), ("url", one.url)) if value} for one in authors]
    return {"authors": found} if (found := [one for one in known if one]) else {}


def _json_item(item: Item, site: SiteInfo) -> dict[str, Any]:
    post = item.post
    data: dict[str, Any] = {"id": item.identity}
    if item.link:
        data["url"] = item.link
    data |= {"title": post.title, "content_html": item.html, "language": post.language}
    if post.excerpt:
        data["summary"] = post.excerpt
    if post.date:
        data["date_published"] = _stamp(post.date.moment)
    if post.updated:
        data["date_modified"] = _stamp(post.updated.moment)
    if _is_signed(item, site):
        data |= _json_authors((post.author, *post.coauthors))
    return data | ({"tags": list(post.tags)} if post.tags else {})


def _changed(post: RenderedPost) -> datetime | None:
    day = post.updated or post.date
    return day.moment if day else None


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _xml(feed: etree._Element) -> bytes:
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = _NOT_XML.sub("", text)
    return element
