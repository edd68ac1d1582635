"""A private page of the export -> its entries.

The pages are lists, a hundred entries each: an anchor with a few words around it, or lines of "Label: value". What
an entry says beside what is known goes to its column `other`; one that says nothing known is counted in an issue
and stays in the export.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.medium.reading.tables import OTHER, TABLES, Entry
from medium_archive.medium.text import attribute, clean, folded
from medium_archive.report import Issue

_Values = dict[str, str | int]
_Reader = Callable[[HtmlElement, str], Iterator[Entry | None]]

# "2024-04-3 6:25 pm": the month has two digits, day and hour have one or two
_TIME = re.compile(r"(\d{4}-\d\d)-(\d{1,2}) (\d{1,2}):(\d\d) ([ap])m")
_ID = re.compile(r"(?:^|[-/])([0-9a-f]{8,12})/?(?:[?#].*)?$")
_NOTHING = re.compile(r"No [a-z ]+")  # "No blocks", "No memberships", "No data"
_PAGES = re.compile(r"(?:-\d+)?\.html$")
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
    """The entries of a page, and what is to be told of it; `name` is its path in the export, `what` how
    `medium.export.KINDS` calls its kind. Nothing that a page holds can raise.
    """
    try:
        root = lxml.html.document_fromstring(clean(page.decode("utf-8", errors="replace")) or "<p></p>")
        found = list(_READERS[what](root, name))
        is_list = root.find(".//ul") is not None or root.find(".//ol") is not None
    except (LxmlError, ValueError, RecursionError):
        found, is_list = [], False
    entries = [entry for entry in found if entry is not None]
    if not is_list and not entries:
        return [], [Issue(name, "page-unclear", f"No page of {what} as Medium writes them; it stays in the export.")]
    if unclear := len(found) - len(entries):
        message = f"{unclear} of {len(found)} entries could not be understood; they stay in the export."
        return entries, [Issue(name, "entries-unclear", message)]
    return entries, []


def _items(root: HtmlElement) -> Iterator[HtmlElement]:
    """The lines of a page, without those that only say there is nothing."""
    for item in root.iter("li"):
        if item.find(".//a") is not None or not _NOTHING.fullmatch(folded(item.text_content())):
            yield item


def _linked(table: str, rest: str, given: Callable[[HtmlElement, str], _Values] = lambda item, name: {}) -> _Reader:
    """Entries that are an anchor, maybe a time, and words around them that are like `rest`, whose groups are columns;
    `given` adds what stands elsewhere. The anchor's words are the column `title` or `name`.
    """
    pattern = re.compile(rest)

    def entries(root: HtmlElement, name: str) -> Iterator[Entry | None]:
        for item in _items(root):
            anchor = item.find(".//a")
            if anchor is None or not anchor.get("href"):
                yield None
                continue
            values = {**given(item, name), **_anchor(anchor, table)}
            time = item.find(".//time")
            if time is not None and "at" in TABLES[table].columns:
                values["at"] = _moment(_taken(time))
            around = _around(item, anchor)
            match = pattern.fullmatch(around)
            values.update({k: v for k, v in match.groupdict().items() if v} if match else {OTHER: around})
            yield _entry(table, values)

    return entries


def _anchor(anchor: HtmlElement, table: str) -> _Values:
    columns = TABLES[table].columns
    url = links.encoded(str(anchor.get("href")))
    values: _Values = {"title" if "title" in columns else "name": folded(anchor.text_content()), "url": url}
    if "post" in columns and (post := _ID.search(url)):
        values["post"] = post[1]
    return values


def _labelled(table: str, columns: Mapping[str, str]) -> _Reader:
    """Entries that are lines of "Label: value"."""

    def entries(root: HtmlElement, name: str) -> Iterator[Entry | None]:
        for item in _items(root):
            values: _Values = {}
            others = []
            for line in _lines(item):
                label, _, value = line.partition(":")
                column = columns.get(label.strip().lower())
                if column and column not in values and value.strip():
                    values[column] = _moment(value.strip())
                elif line:
                    others.append(line)
            yield _entry(table, {**values, OTHER: "; ".join(others)}) if values else None

    return entries


def _lines(item: HtmlElement) -> Iterator[str]:
    for line in item.iter("br"):
        line.tail = f"\n{line.tail or ''}"
    return map(folded, item.text_content().split("\n"))


def _list(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """A reading list and its posts; the list is closed with `<ul>` in every export that was seen."""
    title = root.xpath('string(.//*[@data-field="name"]/h2)') or root.xpath("string(.//h1)")
    address = next((str(a) for a in root.xpath(".//footer//a/@href") if "/list/" in a), "")
    of = address.rpartition("/list/")[2] or _id_in_name(name)
    if not of or root.find(".//article") is None:
        return
    yield _entry(
        "lists",
        {
            "list": of,
            "name": folded(str(title)),
            "description": folded(str(root.xpath('string(.//*[@data-field="name"]/h4)'))),
            "created": str(root.xpath("string(.//footer//time/@datetime)")),
            "url": links.encoded(address),
        },
    )
    for position, entry in enumerate(_linked("list-posts", "")(root, name), 1):
        yield _entry("list-posts", {"list": of, "position": position, **entry.values}) if entry else None


def _id_in_name(name: str) -> str:
    """`Name-ID.html`, `Reading-list-predefined:USER:READING_LIST.html`; Windows writes `_` for `:`."""
    stem = posixpath.basename(name).removesuffix(".html")
    found = re.search(r"(?:predefined|m2archive)[:_].*|[0-9a-f]{8,12}$", stem)
    return re.sub(r"(predefined|m2archive)_([0-9a-f]+)_?", _colons, found[0]) if found else ""


def _colons(match: re.Match[str]) -> str:
    return f"{match[1]}:{match[2]}" + (":" if match[0].endswith("_") else "")


def _highlights(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    for item in _items(root):
        time = item.find(".//time")
        at = _moment(_taken(time)) if time is not None else ""
        found = item.xpath('.//*[contains(@class, "graf")][1]')
        graf = found[0] if found else item
        if not found and item.text:
            item.text = item.text.lstrip(" -–—")
        marked = graf.xpath('.//*[contains(@class, "markup--highlight")]')
        paragraph = folded(graf.text_content())
        text = folded("".join(part.text_content() for part in marked)) or paragraph
        html = _inline(graf).strip()
        beside = "" if graf is item else _around(item, graf)
        values: _Values = {"at": at, "text": text, "paragraph": paragraph, "html": html}
        values |= {"graf": str(graf.get("name", "")), OTHER: "" if beside in ("-", "–", "—") else beside}
        yield _entry("highlights", values) if text else None


def _inline(element: HtmlElement) -> str:
    """The words of a paragraph as HTML of a closed vocabulary: em, strong, code, a, br, and mark for the highlight."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        inner = _inline(child) if isinstance(child.tag, str) else ""
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
    """Publications, tags, topics or writers, by the page's name; without folders, `publications.html` may be both."""
    if root.find(".//h4") is not None:
        return _publications(root, name)
    what = _singular(name)
    return _linked("interests", "", lambda item, name: {"what": what})(root, name)


def _role(item: HtmlElement, name: str) -> _Values:
    """Editor or writer, as the heading above says; and whether the publication is one's own."""
    role = folded(str(item.xpath("string(preceding::h4[1])"))).lower()
    return {"role": role, "owner": 1 if "(owner)" in item.text_content() else 0}


def _notes(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """Reposts and notes: the export's README names them, no export that was seen has one, so their words are kept."""
    for item in _items(root):
        anchor = item.find(".//a")
        time = item.find(".//time")
        values: _Values = {"what": name.partition("/")[0], "at": _moment(_taken(time)) if time is not None else ""}
        if anchor is not None and anchor.get("href"):
            values["url"] = links.encoded(str(anchor.get("href")))
        text = folded(item.text_content())
        yield _entry("notes", {**values, "text": text}) if text else None


def _singular(name: str) -> str:
    return _PAGES.sub("", posixpath.basename(name)).removesuffix("s")


def _followed(what: str) -> _Reader:
    return _linked("following", "", lambda item, name: {"what": what})


def _taken(element: HtmlElement) -> str:
    """The words of an element, which is taken out of its line."""
    text = folded(element.text_content())
    element.drop_tree()
    return text


def _around(item: HtmlElement, element: HtmlElement) -> str:
    """The words of a line beside one of its elements."""
    element.drop_tree()
    return folded(item.text_content())


def _moment(text: str) -> str:
    """A time as ISO 8601 writes it; other text as it is."""
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    hour = int(match[3]) % 12 + (12 if match[5] == "p" else 0)
    return f"{match[1]}-{int(match[2]):02}T{hour:02}:{match[4]}"


def _entry(table: str, values: Mapping[str, str | int]) -> Entry:
    """The entry with its columns in their order, and its numbers as numbers."""
    ordered: _Values = {}
    for column in TABLES[table].columns:
        if value := values.get(column):
            ordered[column] = int(value) if column in ("count", "position", "owner") else value
    return Entry(TABLES[table], ordered)


_publications = _linked("publications", r"(?:\(owner\))?", _role)

# By what `medium.export.KINDS` calls a page
_READERS: Mapping[str, _Reader] = {
    "claps": _linked("claps", r"\+(?P<count>\d{1,9}) — (?:\(\))?"),
    "bookmarks": _linked("bookmarks", r"(?:\(\))?"),
    "highlights": _highlights,
    "reading lists": _list,
    "people followed": _followed("person"),
    "publications followed": _followed("publication"),
    "topics followed": _followed("topic"),
    "interests": _interests,
    "publications": _publications,
    "memberships": _labelled("memberships", _MEMBERSHIP),
    "charges": _labelled("charges", _CHARGE),
    "earnings": _linked("earnings", r"- (?P<amount>\S+)"),
    "sessions": _labelled("sessions", _SESSION),
    "addresses": _labelled("addresses", _ADDRESS),
    "people blocked": _linked("blocked", ""),
    "friends suggested": _linked("suggested", ""),
    "reposts and notes": _notes,
}
