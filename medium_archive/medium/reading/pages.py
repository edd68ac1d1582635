"""A private page of the export, read into entries.

The pages are lists of up to a hundred entries: a link with a few words around it, or lines of "Label: value". The
unknown text of an entry goes to its column `other`. An entry without known values is counted in an issue and stays in
the export.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from medium_archive import budget, links
from medium_archive.errors import unexpected
from medium_archive.medium import document
from medium_archive.medium.reading import elements
from medium_archive.medium.reading.elements import Values
from medium_archive.medium.reading.linked import Linked
from medium_archive.medium.reading.tables import OTHER, Entry
from medium_archive.medium.text import attribute, clean, one_line
from medium_archive.report import Issue

_Reader = Callable[[HtmlElement, str], Iterator[Entry | None]]

_PAGES = re.compile(r"(?:-\d+)?\.html$")
# Compiled once, because compiling one takes longer than using it
_GRAFS = XPath('.//*[contains(@class, "graf")][1]')
_MARKED = XPath('.//*[contains(@class, "markup--highlight")]')
_INLINE = frozenset({"em", "strong", "code"})

_MEMBERSHIP = {
    "membership id": "id", "memberhip id": "id",  # so spelled until 2019
    "started at": "started", "ended at": "ended", "amount": "amount", "type": "type",
}  # fmt: skip
_CHARGE = {"created at": "at", "amount": "amount"}
_SESSION = {
    "created at": "created", "last seen at": "seen", "last seen location": "location", "user agent": "agent",
}  # fmt: skip
_ADDRESS = {"ip": "address", "created at": "at", "seen at": "at"}  # "Seen at" since 2024


def read(page: bytes, name: str, what: str) -> tuple[list[Entry], list[Issue]]:
    """The entries of a page, and the issues. `name` is its path in the export, `what` its name in
    `medium.member_kinds.KINDS`. Never raises.
    """
    try:
        return _page(page, name, what)
    except Exception as error:  # one page must not stop the import, and the export keeps it
        message = f"This page of {what} can't be read: {unexpected(error)}. It stays in the export."
        return [], [Issue(name, "page-unclear", message, "error")]


def _page(page: bytes, name: str, what: str) -> tuple[list[Entry], list[Issue]]:
    if excess := budget.PAGE.excess(page):
        message = f"This page of {what} is too large to be read: {excess}. It stays in the export."
        return [], [Issue(name, "page-unclear", message, "error")]
    html = clean(page.decode("utf-8", errors="replace"))
    if what in _LINKED:
        linked, kind = _LINKED[what]
        if (plain := linked.read_plain(html, {"what": kind} if kind else {})) is not None:
            return plain, []
    root = document.parse_upper(html)
    if document.is_cut(root) or elements.is_nested(root):
        message = f"This page of {what} is nested too deeply to be read. It stays in the export."
        return [], [Issue(name, "page-unclear", message, "error")]
    found = list(_READERS[what](root, name))
    is_list = root.find(".//ul") is not None or root.find(".//ol") is not None
    entries = [entry for entry in found if entry is not None]
    if not is_list and not entries:
        return [], [
            Issue(name, "page-unclear", f"This is not a page of {what} as Medium writes it; it stays in the export.")
        ]
    if unclear := len(found) - len(entries):
        message = f"{unclear} of {len(found)} entries could not be read; they stay in the export."
        return entries, [Issue(name, "entries-unclear", message)]
    return entries, []


def _labelled(table: str, columns: Mapping[str, str]) -> _Reader:
    """Entries that are lines of "Label: value"."""

    def entries(root: HtmlElement, name: str) -> Iterator[Entry | None]:
        for item in elements.items(root):
            values: Values = {}
            others = []
            for line in _lines(item):
                label, _, value = line.partition(":")
                column = columns.get(label.strip().lower())
                if column and column not in values and value.strip():
                    values[column] = elements.moment(value.strip())
                elif line:
                    others.append(line)
            yield elements.entry(table, {**values, OTHER: "; ".join(others)}) if values else None

    return entries


def _lines(item: HtmlElement) -> Iterator[str]:
    for line in item.iter("br"):
        line.tail = f"\n{line.tail or ''}"
    return map(one_line, item.text_content().split("\n"))


def _list(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """A reading list and its posts. In every known export the list ends with `<ul>`."""
    title = root.xpath('string(.//*[@data-field="name"]/h2)') or root.xpath("string(.//h1)")
    address = next((str(a) for a in root.xpath(".//footer//a/@href") if "/list/" in a), "")
    of = address.rpartition("/list/")[2] or _id_in_name(name)
    if not of or root.find(".//article") is None:
        return
    yield elements.entry(
        "lists",
        {
            "list": of,
            "name": one_line(str(title)),
            "description": one_line(str(root.xpath('string(.//*[@data-field="name"]/h4)'))),
            "created": str(root.xpath("string(.//footer//time/@datetime)")),
            "url": links.encoded(address),
        },
    )
    for position, post in enumerate(Linked("list-posts").read(root), 1):
        yield elements.entry("list-posts", {"list": of, "position": position, **post.values}) if post else None


def _id_in_name(name: str) -> str:
    """`Name-ID.html`, `Reading-list-predefined:USER:READING_LIST.html`; Windows writes `_` for `:`."""
    stem = posixpath.basename(name).removesuffix(".html")
    found = re.search(r"(?:predefined|m2archive)[:_].*|[0-9a-f]{8,12}$", stem)
    return re.sub(r"(predefined|m2archive)_([0-9a-f]+)_?", _colons, found[0]) if found else ""


def _colons(match: re.Match[str]) -> str:
    return f"{match[1]}:{match[2]}" + (":" if match[0].endswith("_") else "")


def _highlights(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    for item in elements.items(root):
        time = elements.first(item, "time")
        at = elements.moment(elements.take(time)) if time is not None else ""
        found = cast("list[HtmlElement]", _GRAFS(item))
        graf = found[0] if found else item
        if not found and item.text:
            item.text = item.text.lstrip(" -–—")
        marked = cast("list[HtmlElement]", _MARKED(graf))
        paragraph = one_line(graf.text_content())
        text = one_line("".join(part.text_content() for part in marked)) or paragraph
        html = _inline(graf).strip()
        note = "" if graf is item else elements.rest(item, graf)
        values: Values = {"at": at, "text": text, "paragraph": paragraph, "html": html}
        values |= {"graf": str(graf.get("name", "")), OTHER: "" if note in ("-", "–", "—") else note}
        yield elements.entry("highlights", values) if text else None


def _inline(element: HtmlElement) -> str:
    """The text of a paragraph as HTML with only em, strong, code, a, br, and mark for the highlight."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if not isinstance(child.tag, str):  # a comment, or what a parser makes of a broken tag
            parts.append(escape(child.tail or "", quote=False))
            continue
        inner = _inline(child)
        if "markup--highlight" in child.get("class", ""):
            inner = f"<mark>{inner}</mark>"
        elif child.tag in _INLINE:
            inner = f"<{child.tag}>{inner}</{child.tag}>"
        elif child.tag == "br":
            inner = "<br>"
        elif child.tag == "a" and str(child.get("href", "")).startswith(("https://", "http://")):
            inner = f'<a href="{attribute(links.encoded(str(child.get("href"))))}">{inner}</a>'
        parts += (inner, escape(child.tail or "", quote=False))
    return "".join(parts)


def _interests(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """Publications, tags, topics or writers, by the name of the page. In an export without folders, `publications.html`
    may be the page of the interests or of the author's publications.
    """
    if root.find(".//h4") is not None:
        return _publications(root, name)
    what = _singular(name)
    return Linked("interests").read(root, lambda item: {"what": what})


def _publications(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """Publications, with the role of editor or writer, from the heading above; and whether the author owns them."""
    roles: dict[HtmlElement, str] = {}
    role = ""
    for element in root.iter("h4", "li"):
        if element.tag == "h4":
            role = one_line(element.text_content()).lower()
        else:
            roles[element] = role
    return _PUBLICATIONS.read(
        root, lambda item: {"role": roles[item], "owner": 1 if "(owner)" in item.text_content() else 0}
    )


def _notes(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """Reposts and notes: Medium's README names them, but no known export has one, so only their text is kept."""
    for item in elements.items(root):
        anchor = item.find(".//a")
        time = item.find(".//time")
        values: Values = {
            "what": name.partition("/")[0],
            "at": elements.moment(elements.take(time)) if time is not None else "",
        }
        if anchor is not None and anchor.get("href"):
            values["url"] = links.encoded(str(anchor.get("href")))
        text = one_line(item.text_content())
        yield elements.entry("notes", {**values, "text": text}) if text else None


def _singular(name: str) -> str:
    return _PAGES.sub("", posixpath.basename(name)).removesuffix("s")


def _linked(linked: Linked, what: str = "") -> _Reader:
    return lambda root, name: linked.read(root, lambda item: {"what": what} if what else {})


_PUBLICATIONS = Linked("publications", r"(?:\(owner\))?")
# Pages of links, with their kind in a table of several
_LINKED: Mapping[str, tuple[Linked, str]] = {
    "claps": (Linked("claps", r"\+(?P<count>\d{1,9}) — (?:\(\))?"), ""),
    "bookmarks": (Linked("bookmarks", r"(?:\(\))?"), ""),
    "people followed": (Linked("following"), "person"),
    "publications followed": (Linked("following"), "publication"),
    "topics followed": (Linked("following"), "topic"),
    "earnings": (Linked("earnings", r"- (?P<amount>\S+)"), ""),
    "people blocked": (Linked("blocked"), ""),
    "friends suggested": (Linked("suggested"), ""),
}
# By the name of a page in `medium.member_kinds.KINDS`
_READERS: Mapping[str, _Reader] = {
    **{name: _linked(linked, what) for name, (linked, what) in _LINKED.items()},
    "highlights": _highlights,
    "reading lists": _list,
    "interests": _interests,
    "publications": _publications,
    "memberships": _labelled("memberships", _MEMBERSHIP),
    "charges": _labelled("charges", _CHARGE),
    "sessions": _labelled("sessions", _SESSION),
    "addresses": _labelled("addresses", _ADDRESS),
    "reposts and notes": _notes,
}
