"""Numbers of readers by day, as a person saved them from Medium's page of statistics.

No form of such a file is documented, so days and numbers are found by their structure: JSON, whole or as the state of a
page, with objects that have a time and a number; tables of a page; CSV. Several series, as one for each story, are
added up: a day is 0 only if all of them are.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lxml import etree

from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages import state as states
from medium_archive.medium.text import one_line

# The keys of a time and of a number in the answers that Medium's pages of statistics get, the best first
_TIMES = ("date", "day", "timestamp", "timestampms", "periodstartedat", "daystartsat", "collectedat", "time")
_NUMBERS = (
    "views",
    "viewers",
    "readersthatviewedcount",
    "pageviews",
    "viewcount",
    "visitors",
    "reads",
    "count",
    "value",
)
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?\Z", re.DOTALL)
_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([a-z]{3,9})\.?,? (\d{4})\Z", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})\Z", re.IGNORECASE)
_NUMBER = re.compile(r"(\d[\d,.\s']*?)\s*([km]?)\Z", re.IGNORECASE)
_SECONDS, _MILLISECONDS = 1_000_000_000, 1_000_000_000_000  # a time is one of them since 2001
_LONGEST = 60  # characters of a day or of a number
_DEEPEST = 4  # objects between a row and its number
_BEFORE, _LEAST_BEFORE = 7, 3  # days before a day without readers, and how many of them must have a number
_FORMS = (
    "Save the numbers as CSV with lines such as 2026-11-30,41, or as a JSON list of objects with a date and views, and "
    "write dates as YYYY-MM-DD."
)


class NoCounts(ValueError):
    """A file without numbers by day. The message says what is wrong, and what would help."""


@dataclass(frozen=True)
class Drop:
    """A day without readers after days with readers. `days` is how many such days follow each other, `before` the
    numbers of the days before. `is_last`: the file ends with it, so it may be the day on which the file was saved.
    """

    day: date
    days: int
    before: tuple[int, ...]
    is_last: bool


def drops(counts: Mapping[date, int], today: date) -> list[Drop]:
    """The days that are 0 where the days before were not; today's is not over, and is left out."""
    days = sorted(day for day in counts if day < today)
    found: list[Drop] = []
    for place, day in enumerate(days):
        before = tuple(counts[one] for one in days[:place] if (day - one).days <= _BEFORE)
        if counts[day] or len(before) < _LEAST_BEFORE or not all(before):
            continue
        length = next((after for after, one in enumerate(days[place:]) if counts[one]), len(days) - place)
        found.append(Drop(day, length, before, is_last=place == len(days) - 1))
    return found


def read(content: bytes) -> dict[date, int]:
    """The number of each day. Raises NoCounts."""
    try:
        text, _ = states.decoded(content)
    except NoStory as reason:
        raise NoCounts("The file is larger than any page of statistics.") from reason
    found = states.find(text)
    if found.is_answer and found.is_damaged:
        raise NoCounts(f"The file looks like JSON, but it is damaged or cut off. {_FORMS}")
    counts = _added(series for one in found.states for series in _in_json(one.data))
    if not counts and not found.is_answer:
        tables = (
            _tables(text)
            if re.search(r"<(?:html|body|table|!doctype)\b", text[:100_000], re.IGNORECASE)
            else [_rows(text)]
        )
        counts = _added(map(_in_table, tables))
    if len(counts) <= _LEAST_BEFORE:
        raise NoCounts(f"The file has no numbers by day that can be read. {_FORMS}")
    gaps = Counter((later - earlier).days for earlier, later in zip(sorted(counts), sorted(counts)[1:], strict=False))
    if gaps.most_common(1)[0][0] > 1:
        raise NoCounts(f"The file has numbers of weeks or months, and only numbers by day say something. {_FORMS}")
    return counts


def _added(several: Iterable[Iterable[tuple[date, int]]]) -> dict[date, int]:
    counts: Counter[date] = Counter()
    for series in several:
        for day, number in series:
            counts[day] += number
    return dict(counts)


def _in_json(data: Any) -> Iterator[list[tuple[date, int]]]:
    """The series in a JSON value: lists of objects or of pairs, and objects whose keys are days."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            series = [
                (day, number)
                for key, held in value.items()
                if (day := _day(key)) and (number := _whole(held)) is not None
            ]
            below: Iterable[Any] = value.values()
        elif isinstance(value, list):
            series = [pair for row in value if (pair := _of_row(row)) is not None]
            below = value
        else:
            continue
        if len(series) > 1:
            yield series
        else:
            waiting.extend(below)


def _of_row(row: Any) -> tuple[date, int] | None:
    """The day and the number of an object, or of a pair."""
    if isinstance(row, list) and len(row) == 2:
        day, number = _day(row[0]), _whole(row[1])
        return (day, number) if day is not None and number is not None else None
    if not isinstance(row, dict):
        return None
    keys = {key.lower().replace("_", ""): held for key, held in row.items()}
    day = next((found for name in _TIMES if name in keys and (found := _day(keys[name])) is not None), None)
    number = _number_in(row) if day is not None else None
    return (day, number) if day is not None and number is not None else None


def _number_in(row: dict[str, Any]) -> int | None:
    """The best number of an object, or of the objects in it."""
    level = [row]
    for _ in range(_DEEPEST):
        keys = {key.lower().replace("_", ""): held for one in reversed(level) for key, held in one.items()}
        for name in _NUMBERS:
            if name in keys and (number := _whole(keys[name])) is not None:
                return number
        level = [held for one in level for held in one.values() if isinstance(held, dict)]
    return None


def _tables(text: str) -> Iterator[list[list[str]]]:
    """The tables of a page."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return
    for table in tree.iter("table") if tree is not None else ():
        yield [
            [one_line("".join(str(piece) for piece in cell.itertext())) for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
        ]


def _rows(text: str) -> list[list[str]]:
    """The rows of CSV, with commas, semicolons or tabs."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = "\n".join(lines[:2])
    delimiter = max("\t;,", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return []


def _in_table(rows: Sequence[Sequence[str]]) -> list[tuple[date, int]]:
    """The days and numbers of a table: the first column of days, and the column with the best name, else the next one
    of numbers.
    """
    dated = [row for row in rows if any(_day(cell) for cell in row)]
    if not dated:
        return []
    place = next(place for place, cell in enumerate(dated[0]) if _day(cell))
    names = next(([re.sub(r"[\s_]", "", cell.lower()) for cell in row] for row in rows if row not in dated), [])
    named = next((names.index(name) for name in _NUMBERS if name in names and names.index(name) != place), None)
    after = [other for other, cell in enumerate(dated[0]) if other != place and _whole(cell) is not None]
    column = named if named is not None else next((one for one in after if one > place), next(iter(after), None))
    if column is None:
        return []
    found = ((_day(row[place]), _whole(row[column])) for row in dated if len(row) > max(place, column))
    return [(day, number) for day, number in found if day is not None and number is not None]


def _day(value: Any) -> date | None:
    """The day of a date or of a time, in UTC."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value >= _SECONDS:
                return datetime.fromtimestamp(value / 1000 if value >= _MILLISECONDS / 2 else value, UTC).date()
            return None
        if not isinstance(value, str) or len(value) > _LONGEST:
            return None
        if value.isdecimal() and len(value) in (10, 13):
            return _day(int(value))
        return _written_day(one_line(value))
    except (ValueError, OverflowError, OSError):
        return None


def _written_day(text: str) -> date | None:
    if match := _ISO.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_FIRST.match(text):
        return date(int(match[3]), _MONTHS.get(match[1][:3].lower(), 0), int(match[2]))
    if match := _DAY_FIRST.match(text):
        return date(int(match[3]), _MONTHS.get(match[2][:3].lower(), 0), int(match[1]))
    return None


def _whole(value: Any) -> int | None:
    """A number of readers: 41, "1,204", "1.2K"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return int(value) if 0 <= value < _SECONDS else None
    match = _NUMBER.match(value.strip()) if isinstance(value, str) and len(value) <= _LONGEST else None
    if match is None:
        return None
    digits = re.sub(r"[,\s']", "", match[1])
    try:
        return int(float(digits) * {"": 1, "k": 1_000, "m": 1_000_000}[match[2].lower()])
    except ValueError:
        return None
