"""The time at which a page was saved, in the forms that programs write it; each in UTC, None if it is unclear."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SINGLEFILE = re.compile(r"\w{3} (\w{3}) (\d\d?) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-])(\d\d)(\d\d)")


def of_mail(said: str) -> datetime | None:
    """The time in a header of a mail."""
    try:
        return _in_utc(parsedate_to_datetime(said))
    except (ValueError, TypeError, OverflowError):
        return None


def iso(said: str) -> datetime | None:
    """A time as web archives write it: `2026-11-29T22:40:13Z`, also with parts of a second."""
    try:
        return _in_utc(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        return None


def of_singlefile(said: str) -> datetime | None:
    """A time as JavaScript writes it, in English whatever the language is: `Sun Nov 29 2026 22:40:13 GMT+0100`."""
    match = _SINGLEFILE.match(said)
    if match is None or match[1] not in _MONTHS:
        return None
    day, year, hour, minute, second, hours, minutes = (int(match[number]) for number in (2, 3, 4, 5, 6, 8, 9))
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if match[7] == "-" else 1)
    try:
        return _in_utc(datetime(year, _MONTHS.index(match[1]) + 1, day, hour, minute, second, tzinfo=timezone(ahead)))
    except (ValueError, OverflowError):
        return None


def _in_utc(time: datetime) -> datetime:
    return time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
