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

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from medium_archive import links
from medium_archive.errors import unexpected
from medium_archive.medium.reading.tables import OTHER, TABLES, Entry
from medium_archive.medium.text import attribute, clean, one_line
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
    """The entries of a page, and the issues. `name` is its path in the export, `what` its name in
    `medium.member_kinds.KINDS`. Never raises.
    """
    try:
        return _page(page, name, what)
    except Exception as error:  # one page must not stop the import, and the export keeps it
        message = f"This page of {what} can't be read: {unexpected(error)}. It stays in the export."
        return [], [Issue(name, "page-unclear", message, "error")]


def _page(page: bytes, name: str, what: str) -> tuple[list[Entry], list[Issue]]:
    try:
        root = lxml.html.document_fromstring(clean(page.decode("utf-8", errors="replace")) or "<p></p>")
        found = list(_READERS[what](root, name))
        is_list = root.find(".//ul") is not None or root.find(".//ol") is not None
    except LxmlError:
        found, is_list = [], False
    entries = [entry for entry in found if entry is not None]
    if not is_list and not entries:
        return [], [
            Issue(name, "page-unclear", f"This is not a page of {what} as Medium writes it; it stays in the export.")
        ]
    if unclear := len(found) - len(entries):
        message = f"{unclear} of {len(found)} entries could not be read; they stay in the export."
        return entries, [Issue(name, "entries-unclear", message)]
    return entries, []


def _items(root: HtmlElement) -> Iterator[HtmlElement]:
    """The items of a page, without "No claps" and the like."""
    for item in root.iter("li"):
        if _first(item, "a") is not None or not _NOTHING.fullmatch(one_line(item.text_content())):
            yield item


def _first(element: HtmlElement, name: str) -> HtmlElement | None:
    """The first element of this name inside `element`. lxml's `find` takes much longer."""
    if len(element) and (child := element[0]).tag == name:  # most items begin with their link
        return child
    return next(element.iterdescendants(name), None)


def _linked(table: str, rest: str, given: Callable[[HtmlElement, str], _Values] = lambda item, name: {}) -> _Reader:
    """Entries of a link, maybe a time, and words around them. The words match the pattern `rest`, whose groups are
    columns. `given` adds values from elsewhere. The text of the link is the column `title` or `name`.
    """
    pattern = re.compile(rest)
    has_time = "at" in TABLES[table].columns

    def entries(root: HtmlElement, name: str) -> Iterator[Entry | None]:
        for item in _items(root):
            anchor = _first(item, "a")
            if anchor is None or not anchor.get("href"):
                yield None
                continue
            values = {**given(item, name), **_anchor(anchor, table)}
            time = _first(item, "time") if has_time else None
            if time is not None:
                values["at"] = _moment(_text(time))
            around = _around(item, anchor, time)
            match = pattern.fullmatch(around)
            values.update({k: v for k, v in match.groupdict().items() if v} if match else {OTHER: around})
            yield _entry(table, values)

    return entries


def _anchor(anchor: HtmlElement, table: str) -> _Values:
    columns = TABLES[table].columns
    url = links.encoded(str(anchor.get("href")))
    values: _Values = {"title" if "title" in columns else "name": _text(anchor), "url": url}
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
    return map(one_line, item.text_content().split("\n"))


def _list(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """A reading list and its posts. In every known export the list ends with `<ul>`."""
    title = root.xpath('string(.//*[@data-field="name"]/h2)') or root.xpath("string(.//h1)")
    address = next((str(a) for a in root.xpath(".//footer//a/@href") if "/list/" in a), "")
    of = address.rpartition("/list/")[2] or _id_in_name(name)
    if not of or root.find(".//article") is None:
        return
    yield _entry(
        "lists",
        {
            "list": of,
            "name": one_line(str(title)),
            "description": one_line(str(root.xpath('string(.//*[@data-field="name"]/h4)'))),
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
        at = _moment(_take(time)) if time is not None else ""
        found = item.xpath('.//*[contains(@class, "graf")][1]')
        graf = found[0] if found else item
        if not found and item.text:
            item.text = item.text.lstrip(" -–—")
        marked = graf.xpath('.//*[contains(@class, "markup--highlight")]')
        paragraph = one_line(graf.text_content())
        text = one_line("".join(part.text_content() for part in marked)) or paragraph
        html = _inline(graf).strip()
        note = "" if graf is item else _rest(item, graf)
        values: _Values = {"at": at, "text": text, "paragraph": paragraph, "html": html}
        values |= {"graf": str(graf.get("name", "")), OTHER: "" if note in ("-", "–", "—") else note}
        yield _entry("highlights", values) if text else None


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
    return _linked("interests", "", lambda item, name: {"what": what})(root, name)


def _role(item: HtmlElement, name: str) -> _Values:
    """Editor or writer, from the heading above; and whether the author owns the publication."""
    role = one_line(str(item.xpath("string(preceding::h4[1])"))).lower()
    return {"role": role, "owner": 1 if "(owner)" in item.text_content() else 0}


def _notes(root: HtmlElement, name: str) -> Iterator[Entry | None]:
    """Reposts and notes: Medium's README names them, but no known export has one, so only their text is kept."""
    for item in _items(root):
        anchor = item.find(".//a")
        time = item.find(".//time")
        values: _Values = {"what": name.partition("/")[0], "at": _moment(_take(time)) if time is not None else ""}
        if anchor is not None and anchor.get("href"):
            values["url"] = links.encoded(str(anchor.get("href")))
        text = one_line(item.text_content())
        yield _entry("notes", {**values, "text": text}) if text else None


def _singular(name: str) -> str:
    return _PAGES.sub("", posixpath.basename(name)).removesuffix("s")


def _followed(what: str) -> _Reader:
    return _linked("following", "", lambda item, name: {"what": what})


def _text(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return one_line(element.text_content() if len(element) else element.text or "")


def _take(element: HtmlElement) -> str:
    """The text of an element, which is removed from its item."""
    text = _text(element)
    element.drop_tree()
    return text


def _around(item: HtmlElement, anchor: HtmlElement, time: HtmlElement | None) -> str:
    """The text of an item without its link and its time."""
    known = [anchor] if time is None else [anchor, time]
    if list(item) == known:  # most items contain nothing else
        return one_line("".join((item.text or "", *(element.tail or "" for element in known))))
    if time is not None:
        time.drop_tree()
    return _rest(item, anchor)


def _rest(item: HtmlElement, element: HtmlElement) -> str:
    """The text of an item without one of its elements."""
    element.drop_tree()
    return one_line(item.text_content())


def _moment(text: str) -> str:
    """A time in ISO 8601; any other text unchanged."""
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    hour = int(match[3]) % 12 + (12 if match[5] == "p" else 0)
    return f"{match[1]}-{int(match[2]):02}T{hour:02}:{match[4]}"


def _entry(table: str, values: Mapping[str, str | int]) -> Entry:
    """The entry with its columns in order, and with integers for numbers."""
    ordered: _Values = {}
    for column in TABLES[table].columns:
        if value := values.get(column):
            ordered[column] = int(value) if column in ("count", "position", "owner") else value
    return Entry(TABLES[table], ordered)


_publications = _linked("publications", r"(?:\(owner\))?", _role)

# By the name of a page in `medium.member_kinds.KINDS`
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
