"""Faults in how blocks are laid out: hints, rows of pictures, lists, tables, details, in an index.md and on a page."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from random import Random

from lxml.html import HtmlElement

from tests.faults import page_body
from tests.faults.kind import Kind, Operation, Target
from tests.faults.markdown_blocks import alter, join, split

_FIGURE_HINTS = ("wide", "full width", "left", "cover")
_TEXT_HINTS = ("center", "right", "kicker", "drop cap")
_HINT = re.compile(r"<!-- ([a-z, ]+) -->\n")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def _has_hint(words: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda block: (match := _HINT.match(block)) is not None and match[1] in words


def _without_hint(block: str, random: Random) -> str | None:
    return block.partition("-->\n")[2] or None


def _other_hint(words: tuple[str, ...]) -> Callable[[str, Random], str | None]:
    def change(block: str, random: Random) -> str | None:
        match = _HINT.match(block)
        others = [one for one in words if match is None or one != match[1]]
        return f"<!-- {random.choice(others)} -->\n{_HINT.sub('', block, count=1)}"

    return change


def _no_hint(block: str, random: Random) -> str | None:
    """A word that makes the hint a comment like any other."""
    return _HINT.sub(lambda match: f"<!-- {match[1]}, planted -->\n", block, count=1)


def _is_picture(block: str) -> bool:
    return block.startswith("![") and _PICTURE.match(block) is not None


def _is_row(block: str) -> bool:
    return _is_picture(_HINT.sub("", block, count=1)) and len(re.findall(r"^!\[", block, re.MULTILINE)) > 1


def _row_in_two(block: str, random: Random) -> str | None:
    return re.sub(r"\n(?=!\[)", "\n\n", block, count=1)


def _rows_in_one(target: Target, random: Random) -> str | None:
    """Two figures under each other, the first without a caption, become a row."""
    head, blocks = split(target.text)
    places = [n for n in range(1, len(blocks)) if _is_picture(blocks[n]) and re.fullmatch(_PICTURE, blocks[n - 1])]
    if not places:
        return None
    at = random.choice(places)
    return join(head, [*blocks[: at - 1], f"{blocks[at - 1]}\n{blocks[at]}", *blocks[at + 1 :]])


def _replaced(old: str, new: str) -> Callable[[str, Random], str | None]:
    def change(block: str, random: Random) -> str | None:
        return re.sub(old, new, block, count=1)

    return change


def _has(pattern: str) -> Callable[[str], bool]:
    return lambda block: re.search(pattern, block) is not None and not block.startswith("```")


def _attribute(name: str, changed: Callable[[str | None], str | None]) -> Callable[[HtmlElement, Random], bool]:
    """Set an attribute to what `changed` makes of its value; None stands for no such attribute."""

    def change(element: HtmlElement, random: Random) -> bool:
        new = changed(element.get(name))
        if new is None:
            element.attrib.pop(name, None)
        else:
            element.set(name, new)
        return True

    return change


def _tag(name: str) -> Callable[[HtmlElement, Random], bool]:
    def change(element: HtmlElement, random: Random) -> bool:
        element.tag = name
        return True

    return change


def _page_row_in_two(figure: HtmlElement, random: Random) -> bool:
    cells = figure.xpath("./div[@class='row']/div")
    if len(cells) < 2:
        return False
    second = copy.deepcopy(cells[-1])
    cells[-1].drop_tree()
    other = figure.makeelement("figure", {})
    other.append(second)
    other.tail, figure.tail = figure.tail, None
    figure.addnext(other)
    return True


def _page(part: str, xpath: str, change: Callable[[HtmlElement, Random], bool], operation: Operation = "alter") -> Kind:
    return page_body.alter(f"page {part}", xpath, change, operation)


_IS_TABLE, _IS_LIST = _has(r"^\| "), _has(r"^- ")

KINDS: tuple[Kind, ...] = (
    alter("hint of a figure", _has_hint(_FIGURE_HINTS), _without_hint, "delete"),
    alter("hint of a figure", _has_hint(_FIGURE_HINTS), _other_hint(_FIGURE_HINTS)),
    alter("hint of a figure", _has_hint(_FIGURE_HINTS), _no_hint, "hide"),
    alter("hint of a figure", _is_picture, _other_hint(_FIGURE_HINTS), "duplicate"),
    alter("hint of a text", _has_hint(_TEXT_HINTS), _without_hint, "delete"),
    alter("hint of a text", _has_hint(_TEXT_HINTS), _other_hint(_TEXT_HINTS)),
    alter("hint of a text", _has_hint(_TEXT_HINTS), _no_hint, "hide"),
    alter("hint of a text", _has(r"^[^\W\d_]"), _other_hint(_TEXT_HINTS), "duplicate"),
    alter("row of pictures in two", _is_row, _row_in_two),
    Kind("text", "rows of pictures in one", "alter", _rows_in_one),
    alter("alignment of a column", _IS_TABLE, _replaced(r"(?m)^(\|) ?-", r"\1 :-:")),
    alter("heading of a table", _has(r"<th\b"), _replaced(r"<th\b([^>]*)>(.*?)</th>", r"<td\1>\2</td>")),
    alter("open details", _has("<details"), lambda b, random: _toggled(b)),
    alter("letters of a list", _has("<ol type="), _replaced(r' type="a"', ' type="I"')),
    alter("letters of a list", _has("<ol type="), _replaced(r' type="a"', ""), "delete"),
    alter("order of numbers", _has("<ol[^>]* reversed"), _replaced(r' reversed(="")?', ""), "delete"),
    alter("number of an item", _has("<li value="), _replaced(r"<li value=\"\d+\"", "<li"), "delete"),
    alter("task of an item", _IS_LIST, _replaced("- ", "- [ ] "), "duplicate"),
    alter("task of an item", _IS_LIST, _replaced("- ", "- [x] ")),
    _page("hint of a figure", "./figure[@class='wide' or @class='full' or @class='left' or @class='cover']",
          _attribute("class", lambda old: None), "delete"),
    _page("hint of a figure", "./figure[not(@class)][.//img or .//span[@class='missing added']]",
          _attribute("class", lambda old: "wide")),
    _page("hint of a text", "./p[@class='center' or @class='kicker' or @class='drop-cap']",
          _attribute("class", lambda old: None), "delete"),
    _page("hint of a text", "./p[not(@class)]", _attribute("class", lambda old: "center")),
    _page("row of pictures in two", "./figure[contains(@class, 'with-row')]", _page_row_in_two),
    _page("heading of a table", ".//th", _tag("td")),
    _page("alignment of a cell", ".//td", _attribute("class", lambda old: "align-right" if not old else None)),
    _page("open details", ".//details", _attribute("open", lambda old: "" if old is None else None)),
    _page("letters of a list", "./ol[@type]", _attribute("type", lambda old: None), "delete"),
    _page("letters of a list", "./ol[not(@type)]", _attribute("type", lambda old: "a")),
    _page("order of numbers", "./ol", _attribute("reversed", lambda old: "" if old is None else None)),
    _page("number of an item", "./ol/li", _attribute("value", lambda old: "77" if old is None else None)),
)  # fmt: skip


def _toggled(block: str) -> str:
    return block.replace("<details>", "<details open>") if "<details>" in block else block.replace(" open>", ">")
