"""The content of a paragraph as plain HTML in one normal form: text, marks, breaks (docs/markdown.md, "Plain HTML").

Medium nests marks in a fixed order, code > a > strong > em, and where one ends it closes and reopens the others. Here
text is split into runs with their marks, and the marks are nested again so that the longest is the outermost. An
element that stays apart (`marks.APART`, ruby) is one run with finished HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from html import escape
from itertools import groupby

from bs4.element import Comment, NavigableString, PageElement, Tag

from medium_archive import links
from medium_archive.medium import pictures, ruby
from medium_archive.medium.marks import APART, MARKS, Link, Mark, Run, rank, start_tag
from medium_archive.medium.strays import BLOCKS
from medium_archive.medium.text import clean

__all__ = ["Link", "Run", "is_auto_link", "is_auto_title", "link", "read", "render", "write"]

_SPACES = re.compile(r"[ \t\n]+")
_NARROW = re.compile("[ \u2009\u200a\u202f]+")  # not an indent: Medium writes a hair space before each dash
_AUTO_MENTION = "Twitter profile for @"
_UNSEEN = frozenset(("script", "style", "img"))
_CODE = frozenset(("code", "pre"))


def read(element: Tag) -> str:
    """Plain inline HTML of the content of an element, "" if nothing in it is visible."""
    if len(element.contents) == 1 and type(element.contents[0]) is NavigableString:
        return _plain(_folded(str(element.contents[0])))
    return render(_runs(element.contents, frozenset()))


def write(pieces: Iterable[tuple[str, frozenset[Mark]]]) -> str:
    """The same for texts with their marks, in which each line end is a break."""
    runs: list[Run] = []
    for text, marks in pieces:
        for number, line in enumerate(text.split("\n")):
            if number:
                runs.append(Run("", marks, "<br>"))
            if line:
                runs.append(Run(_folded(line), marks))
    if len(runs) == 1 and not runs[0].marks:
        return _plain(runs[0].text)
    return found if (found := _in_turn(runs)) is not None else render(runs)


def link(address: str, title: str) -> Link | None:
    """The mark of a link; None without an address, for an anchor leads nowhere."""
    if not address.strip():
        return None
    return Link(links.target(clean(address)), _own_title(title, address))


def _plain(text: str) -> str:
    """The same as `render` for a single text without marks; most paragraphs are such a text."""
    inner = text.strip()
    if inner and not text.startswith(inner):
        inner = _NARROW.sub("", text[: text.index(inner)]) + inner
    return escape(inner, quote=False)


def _in_turn(runs: Sequence[Run]) -> str | None:
    """The same as `render` where texts with one mark follow texts without, and white space is only where a text without
    marks touches another one, as in most paragraphs with marks. None for any other runs.
    """
    if not runs or runs[0].text[:1].isspace() or runs[-1].text[-1:].isspace():
        return None
    parts: list[str] = []
    before: AbstractSet[Mark] | None = None
    for text, marks, html in runs:
        if html or not text or marks == before:
            return None
        before, inner = marks, text.strip()
        if not marks:
            if not inner or (text != inner and text not in {f" {inner}", f"{inner} ", f" {inner} "}):
                return None
            parts.append(escape(text, quote=False))
            continue
        mark, *others = marks
        if others or mark == "code" or text != inner:
            return None
        opened, closed = (mark.opened(), "</a>") if isinstance(mark, Link) else (f"<{mark}>", f"</{mark}>")
        parts.append(f"{opened}{escape(text, quote=False)}{closed}")
    return "".join(parts)


def render(runs: Sequence[Run]) -> str:
    return _nest(_trim(_mark_spaces(_join_code(_split_spaces(runs)))))


def _runs(nodes: Iterable[PageElement], marks: frozenset[Mark]) -> list[Run]:
    """The runs of nodes that have these marks around them."""
    runs: list[Run] = []
    for node in nodes:
        if not isinstance(node, Tag):
            if isinstance(node, NavigableString) and not isinstance(node, Comment):
                runs.append(Run(_folded(str(node)), marks))
        elif node.name == "br":
            runs.append(Run("", marks, "<br>"))
        elif node.name in BLOCKS:
            runs += [Run(" ", marks), *_marked(node, marks), Run(" ", marks)]
        elif node.name not in _UNSEEN:
            runs += _marked(node, marks)
    return runs


def _marked(child: Tag, marks: frozenset[Mark]) -> list[Run]:
    if child.name == "ruby" or child.name in APART:
        return list(_apart(child, marks))
    if child.name != "a":
        mark = MARKS.get(child.name)
        return _runs(child.contents, marks | {mark} if mark else marks)
    found = None if is_auto_link(child) else link(str(child.get("href", "")), str(child.get("title", "")))
    if found is None:
        return _runs(child.contents, marks)
    # A browser ends a link where the next begins
    outside = frozenset(mark for mark in marks if not isinstance(mark, Link))
    inner = _runs(child.contents, outside | {found})
    # The address of an empty link is kept too
    is_seen = any(not (run.is_space or run.is_break) for run in inner)
    return inner if is_seen or _is_around_picture(child) else [Run("", outside, f"{found.opened()}</a>"), *inner]


def _folded(text: str) -> str:
    """A text without invalid characters, and with one space for each run of spaces, tabs and line ends."""
    text = clean(text)
    return _SPACES.sub(" ", text) if "\n" in text or "\t" in text or "  " in text else text


def _is_around_picture(anchor: Tag) -> bool:
    """Whether the picture after the text has the link."""
    return any(pictures.read(img) is not None for img in anchor.find_all("img"))


def _apart(element: Tag, marks: frozenset[Mark]) -> Iterator[Run]:
    """An element that stays apart as one run."""
    # A link that begins inside can't be in another: the outer one then is around each part of the content
    within = frozenset(mark for mark in marks if isinstance(mark, Link) and element.find("a") is not None)
    if element.name == "ruby":
        yield from _whole("<ruby>", "ruby", list(_ruby(element, within)), marks - within)
    else:
        yield from _whole(start_tag(element), element.name, _runs(element.contents, within), marks - within)


def _ruby(element: Tag, marks: frozenset[Mark]) -> Iterator[Run]:
    for name, nodes in ruby.pieces(element):
        runs = _runs(nodes, frozenset() if name else marks)
        yield from _whole(f"<{name}>", name, runs, frozenset()) if name else runs


def _whole(start: str, name: str, runs: Sequence[Run], marks: frozenset[Mark]) -> Iterator[Run]:
    """An element as one run. White space and breaks at its edges go out of it; an empty one is left out."""
    leading, middle, trailing = _split_edges(_split_spaces(runs))
    inner = render(middle)
    yield from (Run(run.text, marks, run.html) for run in leading)
    if inner:
        yield Run("", marks, f"{start}{inner}</{name}>")
    yield from (Run(run.text, marks, run.html) for run in trailing)


def is_auto_link(anchor: Tag) -> bool:
    """Whether Medium made the link: it links `@State` in code to twitter.com/State ("Twitter profile for @State")."""
    return is_auto_title(str(anchor.get("title", ""))) and _inside_code(anchor)


def is_auto_title(title: str) -> bool:
    """Whether Medium wrote the title of a link to a profile at Twitter."""
    return title.startswith(_AUTO_MENTION)


def _inside_code(node: PageElement) -> bool:
    return node.find_parent(_CODE) is not None


def _own_title(title: str, address: str) -> str:
    """The title that a person wrote, "" for one of Medium's: the address, or the name of a Twitter profile."""
    title = _folded(title).strip()
    if title.startswith((_AUTO_MENTION, "http://", "https://")) or links.encoded(title) == links.encoded(address):
        return ""
    return title


def _split_spaces(runs: Iterable[Run]) -> list[Run]:
    """Split white space at the edges of text into separate runs, so that no mark begins or ends with it."""
    split: list[Run] = []
    for run in runs:
        text = run.text
        if run.html or (text and not (text[0].isspace() or text[-1].isspace())):
            split.append(run)
            continue
        without_leading = text.lstrip()
        inner = without_leading.rstrip()
        pieces = (text[: len(text) - len(without_leading)], inner, without_leading[len(inner) :])
        split += [Run(piece, run.marks) for piece in pieces if piece]
    return split


def _join_code(runs: list[Run]) -> list[Run]:
    """Finish pieces of inline code. Marks of a whole piece are written outside of it, as in Markdown."""
    if not any("code" in run.marks for run in runs):
        return runs
    joined: list[Run] = []
    for is_code, group in groupby(runs, key=lambda run: "code" in run.marks):
        if not is_code:
            joined.extend(group)
            continue
        pieces = list(group)
        leading, pieces, trailing = _split_edges(pieces)
        joined.extend(_without(run, {"code"}) for run in leading)
        if pieces:
            shared = frozenset.intersection(*(run.marks for run in pieces))
            inner_runs = _mark_spaces([_without(run, shared) for run in pieces])
            # Markdown has no space next to a break, where it is invisible; other space in code is kept
            inner = _nest(_trim(inner_runs) if any(run.is_break for run in inner_runs) else inner_runs)
            joined.append(Run("", shared - {"code"}, f"<code>{inner}</code>"))
        joined.extend(_without(run, {"code"}) for run in trailing)
    return joined


def _without(run: Run, marks: AbstractSet[Mark]) -> Run:
    return Run(run.text, run.marks - marks, run.html)


def _split_edges(runs: list[Run]) -> tuple[list[Run], list[Run], list[Run]]:
    """Leading white space and breaks, the runs between, trailing white space and breaks."""
    start, end = 0, len(runs)
    while start < end and (runs[start].is_space or runs[start].is_break):
        start += 1
    while end > start and (runs[end - 1].is_space or runs[end - 1].is_break):
        end -= 1
    return runs[:start], runs[start:end], runs[end:]


def _mark_spaces(runs: list[Run]) -> list[Run]:
    """Give white space and breaks the marks of both neighbours: all marks inside a mark, none at its edge."""
    if not any(run.marks for run in runs):
        return runs
    result = list(runs)
    position = 0
    while position < len(runs):
        end = position
        while end < len(runs) and (runs[end].is_space or runs[end].is_break):
            end += 1
        if end > position:
            before = runs[position - 1].marks if position else frozenset()
            after = runs[end].marks if end < len(runs) else frozenset()
            result[position:end] = [Run(run.text, before & after, run.html) for run in runs[position:end]]
        position = end + 1
    return result


def _trim(runs: list[Run]) -> list[Run]:
    """Remove invisible runs at the edges of a line (but not an indent of no-break spaces), and double spaces."""
    leading, middle, _ = _split_edges(runs)
    while any(run.is_break for run in leading):  # the white space before a break is at the end of an empty line
        leading.pop(0)
    indent = _NARROW.sub("", "".join(run.text for run in leading)) if middle else ""
    kept: list[Run] = [Run(indent)] if indent else []
    for run in middle:
        while run.is_break and kept and kept[-1].is_space:
            kept.pop()
        before = kept[-1] if kept else None
        text = run.text
        if before is not None and before.is_break and run.is_space:
            text = _NARROW.sub("", text)
        elif before is not None and not run.html and before.text.endswith(" "):
            text = text.lstrip(" ")
        if text or run.html:
            kept.append(run if text == run.text else Run(text, run.marks, run.html))
    return kept


def _nest(runs: list[Run]) -> str:
    """Nest marks: of those that begin at the same place the longest is the outermost."""
    parts: list[str] = []
    position = 0
    while position < len(runs):
        run = runs[position]
        if not run.marks:
            parts.append(run.html or escape(run.text, quote=False))
            position += 1
            continue
        reach = {mark: _reach(runs, position, mark) for mark in run.marks}
        mark = max(run.marks, key=lambda mark: (reach[mark], rank(mark)))
        inner = _nest([_without(one, {mark}) for one in runs[position : reach[mark]]])
        opened, closed = (mark.opened(), "</a>") if isinstance(mark, Link) else (f"<{mark}>", f"</{mark}>")
        parts.append(f"{opened}{inner}{closed}")
        position = reach[mark]
    return "".join(parts)


def _reach(runs: list[Run], start: int, mark: Mark) -> int:
    end = start
    while end < len(runs) and mark in runs[end].marks:
        end += 1
    return end
