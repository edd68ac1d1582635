"""White space of a page outside of the text of a post: around the signs between the parts of a line, and in titles,
names and excerpts, which the site writes with one plain space between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.checks.site_pages.tree import Element

# What stands between the parts of a line, by the class of the line; "" for the comma of the language. The reading time
# never begins a line of its own
_BETWEEN = {"byline": "\xa0· ", "when": "\xa0· ", "onward": " · ", "also": ""}
_NO_BREAK = " with a no-break space at its beginning"
_IN_FOOTER = re.compile(r"(?<!\s) · (?!\s)")
_AUTHOR = "p-author"
_ODD = re.compile(r"\S(?! \S)\s+\S")  # other white space between words than one plain space
_SKIPPED = frozenset(("e-content", "p-note", "text"))
_TITLE = "p-name"
_ATTRIBUTES = ("content", "value")
_SHOWN = 60  # characters of a text that are quoted


def texts_of(facts: Facts) -> frozenset[str]:
    """The texts of the archive that each page must show with plain spaces: titles and excerpts, and names and tags that
    nothing in the archive has with other white space.
    """
    posts = (*facts.published, *facts.drafts)
    named = {facts.title, *(person.name for one in posts for person in one.people), *(t for p in posts for t in p.tags)}
    odd = {tree.one_line(text) for text in named if _ODD.search(text)}
    return frozenset({*(text for one in posts for text in (one.title, one.excerpt)), *named} - odd - {""})


def wrong(part: Element | None, known: frozenset[str], comma: str) -> Iterator[str]:
    """What is wrong about the white space in a part of a page. `comma` separates names in the language of the site."""
    stack = [] if part is None else [part]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str):
            continue
        names = tree.classes(element)
        if not _SKIPPED.isdisjoint(names) or (element.tag == "h1" and _TITLE in names):
            continue  # the text of a person, and a title that may have marks
        if element.tag == "p":
            yield from between(element, names, comma)
        every = (element.text, *(child.tail for child in element), *map(element.get, _ATTRIBUTES))
        yield from _other_spaces(every, known)
        if (element.tag == "time" or "minutes" in names) and _ODD.search(element.text or ""):
            yield f"other spaces in “{_short(element.text)}”"
        stack += reversed(element)


def between(line: Element, names: Iterable[str], comma: str) -> Iterator[str]:
    """What is wrong between the parts of a by-line, of a line below a title in a list, or of a line of links."""
    sign = next((_BETWEEN[name] or comma for name in names if name in _BETWEEN), "")
    for part in line if sign else ():
        tail = part.tail or ""
        is_last = part.getnext() is None
        if tail == sign or (is_last and (not tail.strip() or tail.startswith(sign))):
            continue
        if is_last or tail != comma or _AUTHOR not in tree.classes(part):
            kind = _NO_BREAK if sign.startswith("\xa0") else ""
            yield f"“{tail}” between two parts of a line, not “{sign}”{kind}"


def of_footer(footer: Element) -> Iterator[str]:
    """What is wrong around the signs between the links of a footer."""
    for line in footer.iter("p"):
        for text in (line.text, *(part.tail for part in line)):
            if text and text.count("·") != len(_IN_FOOTER.findall(text)):
                yield f"other spaces around “·” in “{_short(text)}”"


def _other_spaces(texts: Iterable[str | None], known: frozenset[str]) -> Iterator[str]:
    for text in texts:
        if text and _ODD.search(text) and tree.one_line(text) in known:
            yield f"other spaces in “{_short(text)}”"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
