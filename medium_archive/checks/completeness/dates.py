"""Compares a date as a page shows it with the moment that it stands for.

The words are not written a second time. In any language and order, their numbers must be the day and the year.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_NAMES = (
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)  # of the months, in the languages that the site speaks (CLDR)
_MONTHS = {name: number for names in _NAMES for number, name in enumerate(names.split(), 1)}
_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:\D(?:(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)?)?")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


def exists(moment: str) -> bool:
    """Whether a date and time in ISO 8601 exists in the calendar and on the clock; False for any other text."""
    found = _DAY.match(moment)
    if found is None:
        return False
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return True


def is_shown_as(words: str, moment: str) -> bool:
    """Whether words may stand for a moment in ISO 8601: they name its year, its day and no other month."""
    year, month, day = (int(part) for part in moment[:10].split("-"))
    numbers = [int(number) for number in _NUMBER.findall(words)]
    months = [_MONTHS[word] for word in _WORD.findall(words.casefold()) if word in _MONTHS]
    if months and months != [month]:
        return False
    if len(numbers) == 3:
        return not months and numbers in ([year, month, day], [day, month, year], [month, day, year])
    # The name of the month may be in a language that has no list here
    return sorted(numbers) == sorted((year, day))
