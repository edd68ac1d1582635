"""The three feeds and sitemap.xml: their items with title, address, date and full text."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import lxml.etree

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.post_page import TASK_SIGNS

RSS, ATOM, JSON = "feed.xml", "atom.xml", "feed.json"
MAX_ITEMS = 20
_MAX_ADDRESSES = 50_000
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
}


_OTHER_FORM = "spaces, line ends, characters or comments that the program never writes"
_WITHOUT_TEXT = re.compile(rb"<([^<>/ ]+)([^<>]*)></\1>")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINK = ("href", "rel", "type")
# The attributes of each element; all others have none
_ATTRIBUTES = {
    "rss": ("version",), "guid": ("isPermaLink",), "atom:feed": (_LANG,), "atom:entry": (_LANG,), "atom:link": _LINK,
    "atom:category": ("term",), "atom:content": ("type",),
}  # fmt: skip


class Feeds:
    """The facts that the feeds and the sitemap of a site must have."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.posts = facts.stories[:MAX_ITEMS]
        self.home = facts.address("index.html") or facts.author_url or "https://medium.com"

    def rss(self) -> list[str]:
        facts = self.facts
        wanted = ["rss 2.0", f"title “{facts.title}”", f"link “{self.home}”", f"description “{facts.title}”"]
        wanted.append(f"language “{facts.language}”")
        if facts.url:
            wanted.append(f"atom:link {facts.url}/{RSS} self application/rss+xml")
        if newest := next((one.date for one in self.posts if one.date), None):
            wanted.append(f"lastBuildDate “{format_datetime(newest.astimezone(UTC), usegmt=True)}”")
        for one in self.posts:
            wanted += ["item", *_texts(("title", one.title), ("link", self._link(one)))]
            wanted.append(f"guid “{_plain(self._identity(one))}” false")
            wanted += _texts(("pubDate", format_datetime(one.date.astimezone(UTC), usegmt=True) if one.date else ""))
            wanted += _texts(*(("dc:creator", person.name) for person in one.people))
            wanted += _texts(*(("category", tag) for tag in one.tags))
            wanted += _texts(("description", one.summary))
            wanted.append(self._text("content:encoded", one))
        return wanted

    def atom(self) -> list[str]:
        facts = self.facts
        dated = [(one, moment) for one in self.posts if (moment := one.updated or one.date)]
        wanted = [f"feed {facts.language}", f"atom:id “{facts.url}/”" if facts.url else f"atom:id “{self.home}”"]
        wanted.append(f"atom:title “{facts.title}”")
        if facts.url:
            wanted.append(f"atom:link {facts.url}/{ATOM} self application/atom+xml")
        wanted.append(f"atom:link {self.home} alternate text/html")
        newest = max((moment for _, moment in dated), default=None)
        wanted.append(f"atom:updated “{_second(newest) if newest else '1970-01-01T00:00:00Z'}”")
        wanted += self._person(facts.author, facts.author_url)
        for one, moment in dated:
            identity = self._identity(one)
            wanted += [f"entry {one.language}", f"atom:id “{atom_id(identity)}”", f"atom:title “{_plain(one.title)}”"]
            wanted += [f"atom:link {link} alternate text/html"] if (link := self._link(one)) else []
            wanted += _texts(("atom:published", _second(one.date) if one.date else ""))
            wanted.append(f"atom:updated “{_second(moment)}”")
            wanted += [f"atom:category {_plain(tag)}" for tag in one.tags if NOT_XML.sub("", tag)]
            wanted += _texts(("atom:summary", one.summary))
            wanted.append(self._text("atom:content", one, " html"))
            if self._is_signed(one):
                for person in one.people or one.signed[:1]:
                    wanted += self._person(person.name, person.url)
        return wanted

    def json(self) -> list[str]:
        facts = self.facts
        wanted = [
            "version “https://jsonfeed.org/version/1.1”",
            f"title “{facts.title}”",
            f"home_page_url “{self.home}”",
        ]
        wanted += _texts(("feed_url", f"{facts.url}/{JSON}" if facts.url else ""), ("language", facts.language))
        wanted += self._authors(facts.author, facts.author_url)
        for one in self.posts:
            wanted += ["item", f"id “{_plain(self._identity(one))}”", *_texts(("url", self._link(one)))]
            wanted += [f"title “{_plain(one.title)}”", self._text("content_html", one)]
            wanted += _texts(("language", one.language), ("summary", one.summary))
            wanted += _texts(("date_published", _second(one.date) if one.date else ""))
            wanted += _texts(("date_modified", _second(one.updated) if one.updated else ""))
            for person in one.signed if self._is_signed(one) else ():
                wanted += self._authors(person.name, person.url)
            wanted += [f"tag “{_plain(tag)}”" for tag in one.tags]
        return wanted

    def sitemap(self, files: Sequence[tuple[str, str]]) -> list[str]:
        """The addresses of `files`, each with the time of its last change, "" if that is not known."""
        wanted = ["urlset"]
        for file, changed in files[:_MAX_ADDRESSES]:
            wanted += ["url", f"loc “{self.facts.address(file)}”", *_texts(("lastmod", changed))]
        return wanted

    def _link(self, one: Post) -> str:
        return self.facts.address(one.page) or one.url

    def _identity(self, one: Post) -> str:
        return one.uid or self._link(one) or one.path

    def _is_signed(self, one: Post) -> bool:
        own = (self.facts.author, self.facts.author_url)
        named = [(person.name, person.url) for person in one.signed]
        return bool(self.facts.authors) or named != [own]

    def _person(self, name: str, url: str) -> list[str]:
        return ["atom:author", *_texts(("atom:name", name or self.facts.title), ("atom:uri", url))]

    def _authors(self, name: str, url: str) -> list[str]:
        return [" ".join(("author", *filter(None, (name, url))))] if name or url else []

    def _text(self, name: str, one: Post, kind: str = "") -> str:
        return f"{name} “{shown(self.facts.pages[one.page].text)}”{kind}"


def atom_id(identity: str) -> str:
    """The id in the Atom feed of a post with this id in the other feeds: an address or a URN."""
    return identity if urlsplit(identity).scheme else uuid.uuid5(uuid.NAMESPACE_URL, identity).urn


def shown(text: str) -> str:
    """A short fact for a whole text: its beginning, its length and a checksum. The signs of tasks do
    not count, because a page has checkboxes.
    """
    plain = NOT_XML.sub("", text).translate(TASK_SIGNS)
    return f"{plain[:40]}… {len(plain)} characters, {uuid.uuid5(uuid.NAMESPACE_URL, plain).hex[:12]}"


def read_xml(content: bytes) -> list[str]:
    """The facts of a feed or a sitemap."""
    try:
        parser = lxml.etree.XMLParser(resolve_entities=False, huge_tree=True, remove_comments=True)
        root = lxml.etree.fromstring(content, parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return ["text that is not XML"]
    spaces = [f"namespace {one}" for one in root.nsmap.values() if f"{one}" not in _NAMES]
    return [*_of_element(root), *spaces, *([] if _is_as_written(content) else [_OTHER_FORM])]


def _is_as_written(content: bytes) -> bool:
    """Whether an XML file has the spaces, line ends and characters that the builder writes, and no comment."""
    parser = lxml.etree.XMLParser(
        resolve_entities=False, huge_tree=True, remove_blank_text=True, remove_comments=True, remove_pis=True
    )
    root = lxml.etree.fromstring(content, parser)
    wanted = lxml.etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return _WITHOUT_TEXT.sub(rb"<\1\2/>", wanted) == _WITHOUT_TEXT.sub(rb"<\1\2/>", content)


def _of_element(element: Any) -> Iterator[str]:
    space, _, local = str(element.tag).rpartition("}")
    name = f"{_NAMES.get(space.removeprefix('{'), '')}{local}"
    yield from (f"{key} of {name}" for key in element.attrib if key not in _ATTRIBUTES.get(name, ()))
    language = element.get(_LANG, "")
    if name in ("rss", "channel", "urlset", "url", "item", "atom:feed", "atom:entry", "atom:author"):
        plain = f"{name} {element.get('version', '')}{language}".rstrip()
        if (element.text or "").strip():
            yield f"“{_plain(element.text)}” in {name}"
        if name != "channel":
            yield plain.removeprefix("atom:") if language else plain
        for child in element:
            yield from _of_element(child)
            if (child.tail or "").strip():
                yield f"“{_plain(child.tail)}” in {name}"
    elif len(element):
        yield f"elements in {name}"
    elif name in ("atom:link", "atom:category"):
        values = [element.get(key) for key in ("href", "rel", "type", "term")]
        yield f"{name} {' '.join(_plain(value) for value in values if value)}"
    elif name in ("content:encoded", "atom:content"):
        yield f"{name} “{shown(_words_of(element.text or ''))}” {element.get('type', '')}".rstrip()
    elif name == "guid":
        yield f"guid “{_plain(element.text or '')}” {element.get('isPermaLink')}"
    else:
        yield f"{name} “{_plain(element.text or '')}”"


def read_json(content: bytes) -> list[str]:
    """The facts of the JSON feed."""
    try:
        feed = json.loads(content)
        form = [] if content == _json(feed) else [_OTHER_FORM]
        items = feed.pop("items")
        return [*_of_object(feed), *(fact for item in items for fact in ("item", *_of_object(item))), *form]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # JSON of any form
        return ["text that is not a JSON feed"]


def _json(feed: object) -> bytes:
    """A feed in the form that the builder gives it."""
    return f"{json.dumps(feed, ensure_ascii=False, indent=1)}\n".encode()


def _of_object(found: dict[str, Any]) -> Iterator[str]:
    for key, value in found.items():
        if key == "authors":
            yield from (f"author {' '.join(map(str, one.values()))}" for one in value)
        elif key == "tags":
            yield from (f"tag “{_plain(tag)}”" for tag in value)
        elif key == "content_html":
            yield f"content_html “{shown(_words_of(value))}”"
        else:
            yield f"{key} “{_plain(str(value))}”"


@lru_cache(maxsize=2 * MAX_ITEMS)  # the three feeds have the same texts
def _words_of(html: str) -> str:
    return "".join("".join(tree.parse(html.encode("utf-8", "replace")).itertext()).split())


def _texts(*pairs: tuple[str, str]) -> Iterator[str]:
    return (f"{name} “{_plain(text)}”" for name, text in pairs if text)


def _plain(text: str) -> str:
    known = NOT_XML.sub("", text)
    return known.strip() + ("" if known == known.strip() else " (with spaces around it)")


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
