"""The items of a private page, their texts, and the entries that are made from them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from medium_archive.medium.reading.tables import NUMBERS, TABLES, Entry
from medium_archive.medium.text import one_line

Values = dict[str, str | int]

# "2024-04-3 6:25 pm": the month has two digits, day and hour have one or two
_TIME = re.compile(r"(\d{4}-\d\d)-(\d{1,2}) (\d{1,2}):(\d\d) ([ap])m")
_MOST_LEVELS = 10
_NOTHING = re.compile(r"No [a-z ]+")  # "No blocks", "No memberships", "No data"


def is_nested(root: HtmlElement) -> bool:
    """Whether items are in items, more than `_MOST_LEVELS` deep. The text of an item is that of those in it too, so a
    page of them would take a time and a memory that is quadratic. Medium writes no item in another one.
    """
    level = 0
    for event, _ in iterwalk(root, events=("start", "end"), tag="li"):
        level += 1 if event == "start" else -1
        if level > _MOST_LEVELS:
            return True
    return False


def items(root: HtmlElement) -> list[HtmlElement]:
    """The items of a page, without "No claps" and the like."""
    return [item for item in root.iter("li") if first(item, "a") is not None or not is_nothing(item)]


def is_nothing(item: HtmlElement) -> bool:
    """Whether an item only says that there are no entries."""
    return _NOTHING.fullmatch(one_line(item.text_content())) is not None


def first(element: HtmlElement, name: str) -> HtmlElement | None:
    """The first element of this name inside `element`. lxml's `find` takes much longer."""
    if len(element) and (child := element[0]).tag == name:  # most items begin with their link
        return child
    return next(element.iterdescendants(name), None)


def text(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return one_line(element.text_content() if len(element) else element.text or "")


def take(element: HtmlElement) -> str:
    """The text of an element, which is removed from its item."""
    words = text(element)
    element.drop_tree()
    return words


def rest(item: HtmlElement, element: HtmlElement) -> str:
    """The text of an item without one of its elements."""
    element.drop_tree()
    return one_line(item.text_content())


def moment(words: str) -> str:
    """A time in ISO 8601; any other text unchanged."""
    match = _TIME.fullmatch(words)
    if match is None:
        return words
    month, day, hour, minute, half = match.groups()
    return f"{month}-{day:0>2}T{int(hour) % 12 + (12 if half == 'p' else 0):02}:{minute}"


def entry(table: str, values: Mapping[str, str | int]) -> Entry:
    """The entry with its columns in order, and with integers for numbers."""
    known = TABLES[table]
    return Entry(
        known,
        {
            column: int(value) if column in NUMBERS else value
            for column in known.columns
            if (value := values.get(column))
        },
    )
