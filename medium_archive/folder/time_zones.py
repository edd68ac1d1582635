"""The time zone of the site: in it, a moment becomes the day that a reader sees."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from medium_archive.errors import SettingsWrong

DEFAULT = "UTC"
_MOST_NEAR = 3  # names in a message
_LIKENESS = 0.8  # of 1: less would offer Pacific/Apia for Asia
_SHOWN = 60  # characters of a wrong name in a message
_DISTANCE = re.compile(r"(?:etc/)?(?:utc|gmt)?\s*[+\-−＋－]?\s*\d{1,2}:?(?:\d\d)?", re.IGNORECASE)
# In the IANA database the sign of these is that of POSIX: Etc/GMT+8 is 8 hours behind UTC
_BY_DISTANCE = ("Etc/", "GMT")
_OF_THIS_COMPUTER = ("localtime", "posixrules")  # files of systems, which hold another zone on each computer


@lru_cache(maxsize=8)
def find(name: str) -> tzinfo | None:
    """The zone with a name of the IANA database, `Asia/Taipei`; None for UTC, which "" means too, so that nothing is
    converted. Raises SettingsWrong if there is none, or if this computer has no zones.
    """
    if name in ("", DEFAULT):
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  # slow to import, and most sites are in UTC

    try:
        if name not in _OF_THIS_COMPUTER:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, as "Asia"
        pass
    raise _unknown(name)


def at(moment: datetime, zone: tzinfo | None) -> datetime:
    """The same moment on the clocks of a zone, with their distance from UTC in whole minutes, as HTML and ISO 8601
    write it. None is UTC. At an end of the calendar, where a zone has no such day, it stays in UTC.
    """
    if zone is None:
        return moment
    try:
        offset = moment.astimezone(zone).utcoffset() or timedelta(0)
        minutes = int(offset.total_seconds() / 60)  # clocks had seconds before 1900
        return moment.astimezone(timezone(timedelta(minutes=minutes)) if minutes else UTC)
    except OverflowError:
        return moment


def _unknown(name: str) -> SettingsWrong:
    from zoneinfo import available_timezones  # noqa: PLC0415  # as above

    names = available_timezones() - set(_OF_THIS_COMPUTER)
    if not names:
        return SettingsWrong(
            f"archive.toml: site.timezone is {_shown(name)}, but this computer has no list of time zones.",
            "Install it: `pip install tzdata`",
        )
    if _DISTANCE.fullmatch(name):
        hint = 'Write the name of a place: timezone = "Asia/Taipei" is UTC+8.'
    else:
        near = _near(name, {one for one in names if not one.startswith(_BY_DISTANCE)})
        hint = f"Did you mean {' or '.join(near)}?" if near else 'Write it as timezone = "Asia/Taipei".'
    return SettingsWrong(f"archive.toml: site.timezone is {_shown(name)}, and no time zone has this name.", hint)


def _shown(name: str) -> str:
    return f"“{name[:_SHOWN]}”"


def _near(name: str, names: set[str]) -> list[str]:
    """The names that are most like a wrong one, or whose city is: "taipei" may mean Asia/Taipei."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    wanted = name[:_SHOWN].casefold().replace(" ", "_")
    spelled: dict[str, list[str]] = {}
    for one in sorted(names):
        for key in {one.casefold(), one.casefold().rpartition("/")[2]}:
            spelled.setdefault(key, []).append(one)
    parts = (wanted, wanted.rpartition("/")[2])
    keys = [key for part in parts for key in get_close_matches(part, list(spelled), 2, _LIKENESS)]
    return list(dict.fromkeys(one for key in keys for one in spelled[key]))[:_MOST_NEAR]
