"""Moments in any spelling: as ISO 8601, as Americans, Europeans and Chinese write them, and as seconds since 1970. A
moment is a minute in UTC; where the order of day and month is open, both are moments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

_CLOCK_SIGN = "[:：點点时時]"
_MINUTE = re.compile(rf"{_CLOCK_SIGN}(?<=\d.)[0-5]?\d")
_BEFORE, _AFTER = 48, 48  # characters around it that may have the date
_NEAR = 16  # characters between a date and its time
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = tuple(
    map(
        re.compile,
        (
            r"(?<!\d)(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
            r"(?<!\d)(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号號]",
            r"(?<![\d.])(?P<month>\d{1,2})(?P<sign>[-/.])(?P<day>\d{1,2})(?P=sign)(?P<year>\d{4})",
            rf"(?<!\d){_DAY}[ -](?:of )?{_MONTH},?[ -](?P<year>\d{{4}})",
            rf"\b{_MONTH} {_DAY},? (?P<year>\d{{4}})",
        ),
    )
)
_OPEN = _DATES[2]  # 04/02/2016 is the 4th of February in Europe
_HALVES = "[ap]\\.?m|上午|下午|凌晨|早上|中午|晚上"
_CLOCK = re.compile(
    rf"(?:(?P<before>{_HALVES}) ?)?(?<!\d)(?P<hour>\d{{1,2}}){_CLOCK_SIGN}(?P<minute>[0-5]?\d)"
    rf"(?:分|[:：][0-5]\d(?:[.,]\d+)?)?(?: ?(?P<after>{_HALVES}))? ?(?P<zone>[+-]\d\d:?\d\d)?"
)
_LATE = frozenset(("pm", "p.m", "下午", "晚上", "中午"))
_YEAR = re.compile(r"(?:19|20)\d\d")
# The form of most times on pages: the first colon is its 14th character
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[t ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(z|[+-]\d\d:?\d\d)?(?! ?[ap]\.?m)")
_SECONDS = re.compile(r"1(?<![0-9a-z]1)\d{9}(?:\d{3})?(?![0-9a-z])")  # or milliseconds, from 2001 to 2033


def in_text(text: str) -> set[datetime]:
    """The moments in a folded text."""
    found: set[datetime] = set()
    for match in _MINUTE.finditer(text):
        at = match.start()
        if at >= 16 and (text[at - 3] in "+-" or _ISO.match(text, at - 16)):
            continue  # the colon of a zone, or before seconds
        if at >= 13 and (iso := _ISO.match(text, at - 13)):
            year, month, day, hour, minute = map(int, iso.groups()[:5])
            found.update(_moment(year, month, day, hour, minute, iso[6]))
            continue
        start = max(at - _BEFORE, 0)
        found.update(_around(text[start : match.end() + _AFTER], at - start))
    for match in _SECONDS.finditer(text):
        seconds = int(match[0][:10])
        found.add(datetime.fromtimestamp(seconds - seconds % 60, UTC))
    return found


def of_export(text: str) -> datetime:
    """The moment that an export writes as `values.TIME` says. Raises ValueError."""
    day, clock, half = text.split()
    year, month, day_of_month = map(int, day.split("-"))
    hour, minute = map(int, clock.split(":"))
    return datetime(year, month, day_of_month, hour % 12 + 12 * (half == "pm"), minute, tzinfo=UTC)


def _around(text: str, at: int) -> Iterator[datetime]:
    """The moments of the time whose colon is at a place of a text, for each date next to it."""
    if not _YEAR.search(text):
        return
    clock = next((one for one in _CLOCK.finditer(text) if one.start() <= at < one.end()), None)
    if clock is None:
        return
    half = clock["before"] or clock["after"]
    hour = int(clock["hour"]) if half is None else int(clock["hour"]) % 12 + 12 * (half in _LATE)
    for form in _DATES:
        for date in form.finditer(text):
            if 0 <= clock.start() - date.end() <= _NEAR or 0 <= date.start() - clock.end() <= _NEAR:
                month = date["month"] if date["month"].isdecimal() else _MONTHS.index(date["month"]) + 1
                orders = [(int(month), int(date["day"]))]
                if form is _OPEN:
                    orders.append((orders[0][1], orders[0][0]))
                for one, other in orders:
                    yield from _moment(int(date["year"]), one, other, hour, int(clock["minute"]), clock["zone"])


def _moment(  # noqa: PLR0913, PLR0917  # the parts of a time
    year: int, month: int, day: int, hour: int, minute: int, zone: str | None
) -> Iterator[datetime]:
    with suppress(ValueError, OverflowError):  # there is no such day, hour or year
        yield datetime(year, month, day, hour, minute, tzinfo=UTC) - _offset(zone)


def _offset(zone: str | None) -> timedelta:
    if not zone or zone == "z":
        return timedelta()
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return offset if zone[0] == "+" else -offset
