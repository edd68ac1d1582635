"""The differences of a saved page: its state against its elements, and both against the public original."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Literal, NamedTuple

from medium_archive.checks.completeness.saved.line import Line, core
from medium_archive.checks.completeness.saved.page import SavedPage
from medium_archive.checks.completeness.saved.shown import Shown
from medium_archive.checks.completeness.saved.state import State

Kind = Literal["text", "marks", "links", "picture", "missing", "added", "order", "facts"]
_WITHOUT_NAME = ("IMG", "IFRAME", "MIXTAPE_EMBED")  # their elements since 2019


class Difference(NamedTuple):
    """`one` is what the first of two says, `other` what the second says."""

    kind: Kind
    one: str
    other: str = ""


def in_page(page: SavedPage) -> tuple[Difference, ...]:
    """What the elements of a page show otherwise than its state says. Nothing, if a page need not have both: a preview,
    and the page of an author who is editing.
    """
    state, shown = page.state, page.shown
    if state is None or not shown.lines or not state.is_whole or state.is_edited or shown.is_edited:
        return ()
    return tuple(_of_elements(state.lines, shown, is_end_hidden=state.is_locked))


def with_original(page: SavedPage, original: State) -> tuple[Difference, ...] | None:
    """What the public original says otherwise than a page: than its state or its elements, whichever is nearer, because
    a browser may have loaded the text after the state. None for a page with neither.
    """
    found = [tuple(_of_states(page.state, original))] if page.state is not None else []
    if page.shown.lines and (page.state is None or found[0]):
        found.append(tuple(_of_elements(original.lines, page.shown, is_end_hidden=False)))
    return min(found, key=len, default=None)


def _of_states(one: State, other: State) -> Iterator[Difference]:
    if (one.version, one.title) != (other.version, other.title):
        yield Difference("facts", f"{one.title} {one.version}", f"{other.title} {other.version}")
    if one.starts != other.starts:
        yield Difference("facts", f"sections at {one.starts}", f"sections at {other.starts}")
    if one.lines == other.lines:
        return
    named, found = _by_name(one.lines), _by_name(other.lines)
    for name, line in named.items():
        if name not in found:
            yield Difference("missing", line.text or line.kind)
        elif line != found[name]:
            changed = next(field for field in Line._fields if getattr(line, field) != getattr(found[name], field))
            yield Difference("text", *(str(getattr(one, changed)) for one in (line, found[name])))
    yield from (Difference("added", line.text or line.kind) for name, line in found.items() if name not in named)
    if sorted(named) == sorted(found) and list(named) != list(found):
        yield Difference("order", "")


def _by_name(lines: Sequence[Line]) -> Mapping[tuple[str, int], Line]:
    """The lines by their names, each with a number for names that occur again."""
    found: dict[tuple[str, int], Line] = {}
    for line in lines:
        number = 0
        while (line.name, number) in found:
            number += 1
        found[line.name, number] = line
    return found


def _of_elements(lines: Sequence[Line], shown: Shown, *, is_end_hidden: bool) -> Iterator[Difference]:
    """`is_end_hidden`: the elements may be the beginning of the text."""
    elements = {line.name: line for line in shown.lines}
    texts = [
        line
        for line in lines
        if line.name and (shown.is_old or line.name in elements or line.kind not in _WITHOUT_NAME)
    ]
    last = max((place for place, line in enumerate(texts) if line.name in elements), default=-1)
    for place, line in enumerate(texts):
        if line.name in elements:
            yield from _of_line(line, elements[line.name], is_spaced=shown.is_spaced)
        elif (line.text or line.picture) and not (is_end_hidden and place > last):
            yield Difference("missing", line.text or line.picture)
    known = {line.name for line in lines}
    yield from (Difference("added", line.text) for line in shown.lines if line.name not in known and line.text)
    order = [line.name for line in texts if line.name in elements]
    if order != [line.name for line in shown.lines if line.name in known]:
        yield Difference("order", "")
    if not shown.is_old:  # else each is in a line of its own
        pictures = {core(line.picture) for line in lines}
        strange = [one for one in shown.pictures if core(one) and core(one) not in pictures]
        yield from (Difference("picture", "", one) for one in strange)


def _of_line(told: Line, seen: Line, *, is_spaced: bool) -> Iterator[Difference]:
    if _letters(told.text, is_spaced) != _letters(seen.text, is_spaced):
        yield Difference("text", told.text, seen.text)
        return
    if told.kind == "IMG" and seen.picture and core(told.picture) != core(seen.picture):
        yield Difference("picture", told.picture, seen.picture)
    for mark in ("strong", "em", "code"):
        one, other = (_letters(getattr(line, mark), True) for line in (told, seen))
        if one != other and (mark, told.kind) != ("code", "PRE"):  # a mark over all code is not drawn
            yield Difference("marks", getattr(told, mark), getattr(seen, mark))
    if told.kind == "MIXTAPE_EMBED":  # the link around the whole card is not part of its text
        return
    has_own = any(not _is_elsewhere(link) for link in seen.links)
    lost = [link for link in told.links if _is_elsewhere(link) and link not in seen.links and not has_own]
    new = [link for link in seen.links if _is_elsewhere(link) and link not in told.links]
    if lost or new:
        yield Difference("links", " ".join(lost), " ".join(new))


def _letters(text: str, is_spaced: bool) -> str:
    """What is compared: all characters, but for spaces that a program may have added."""
    text = unescape(text)  # some programs write a reference for the ampersand of a reference
    return "".join(text.split()) if is_spaced else text


def _is_elsewhere(link: str) -> bool:
    """Whether a link leads to another site. Those to Medium's own pages have more than one form."""
    host = link.partition("//")[2].partition("/")[0]
    return bool(host) and not host.endswith("medium.com")
