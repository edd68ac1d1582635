"""What a page shows outside of the parts that an archive takes: words, links, pictures and frames around the body."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.original import depth, inline, media

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

# Medium's own words between the parts of a footer: "By … on ….", "Exported from … on May 1, 2024."
_OF_MEDIUM = re.compile(r"(By )?((,|and|&) )*(on )?\.?|(Exported from )?(Medium )?on [A-Z][a-z]+ \d{1,2}, \d{4}\.")
_LINKS_OF_MEDIUM = frozenset(("Canonical link", "View original.", "Medium", ""))


def losses(root: Element, taken: Collection[Element]) -> Iterator[Loss]:
    """A known loss for each element that is shown outside of the elements `taken`, and for text right between them."""
    body = root.find("body")
    if body is not None:
        yield from _inside(body, frozenset(taken) | {one for part in taken for one in part.iterancestors()}, taken)


def _inside(element: Element, around: frozenset[Element], taken: Collection[Element]) -> Iterator[Loss]:
    """The losses in an element. `around` are the elements of `taken` and all their ancestors."""
    pending = _parts(element)
    while pending:  # elements here may be in thousands of others
        one = pending.pop()
        if isinstance(one, str):
            yield from _loss("", one)
        elif isinstance(one.tag, str) and one.tag not in inline.CODE_OF_PAGES and one not in taken:
            if one.tag == "footer":
                yield from _footer(one)
            elif one in around:
                pending += _parts(one)
            else:
                yield from _loss(f"<{one.tag}> ", " ".join(_pieces(one)))


def _footer(footer: Element) -> Iterator[Loss]:
    """The lines of a footer, without its by-line, its date, the canonical address and Medium's own words."""
    dates = [one for one in footer.iter("time") if one.get("class") == "dt-published"][:1]
    known = {next(date.iterancestors("a"), date) for date in dates}
    has_canonical = False
    for link in footer.iter("a"):
        name = link.get("class", "")
        is_first = "p-canonical" in name and not has_canonical
        has_canonical |= is_first
        # The text has all authors
        if is_first or "p-author" in name or (not name and depth.text_of(link) in _LINKS_OF_MEDIUM):
            known.add(link)
    for line in (footer, *footer):
        if isinstance(line.tag, str):
            is_footer = line is footer
            words = " ".join(_own_texts(footer) if is_footer else [] if line in known else _pieces(line, known))
            if not _is_of_medium(words):
                yield from _loss("<footer> ", words)


@lru_cache(maxsize=64)  # all pages of an export have the same few
def _is_of_medium(words: str) -> bool:
    return _OF_MEDIUM.fullmatch(one_line(words)) is not None


def _own_texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _pieces(element: Element, known: Collection[Element] = ()) -> Iterator[str]:
    """The texts in an element, and the address of each link, picture and frame in it, without the elements `known`."""
    pending = [element]
    held: list[Element] = []
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
            continue
        held.append(one)
        if not isinstance(one.tag, str) or one in known:
            continue
        if one.tag == "img":
            yield f"{one.get('alt', '')} ({media.picture_address(one)})"
        elif one.tag in media.FRAMES and (address := media.frame_address(one)):
            yield f"({address})"
        elif one.tag == "a" and one.get("href"):
            pending.append(f"({one.get('href')})")  # after its words
        if one.tag not in inline.CODE_OF_PAGES:
            pending += _parts(one)
    while held:  # when lxml gives an element up, it looks through all above it until one that is held
        held.pop()


def _parts(element: Element) -> list[Element | str]:
    """The texts and elements right inside an element, the last one first."""
    parts = [part for child in reversed(element) for part in (child.tail, child)]
    return [part for part in (*parts, element.text) if part is not None]


def _loss(before: str, words: str) -> Iterator[Loss]:
    if shown := one_line(words):
        yield Loss("markup", f"{before}{shown}", why="outside")
