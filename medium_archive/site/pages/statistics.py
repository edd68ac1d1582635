"""“Writing over the years”: posts and words by year, month and week, and the longest silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from medium_archive.site.content import Day, RenderedPost

WEEKS = 53
_FEWEST = 2  # posts
_MAX_SPAN = 100  # years; a longer span, as with a post dated 1026, has only the years with posts


@dataclass(frozen=True)
class Month:
    """The number of posts and of their words; of Han, kana and Hangul, characters are counted."""

    posts: int
    words: int


@dataclass(frozen=True)
class Year:
    """A year, its twelve months, and the words of its weeks; the first week begins on the first of January."""

    year: int
    months: tuple[Month, ...]
    weeks: tuple[int, ...]

    @property
    def posts(self) -> int:
        return sum(month.posts for month in self.months)

    @property
    def words(self) -> int:
        return sum(month.words for month in self.months)


@dataclass(frozen=True)
class Silence:
    """The longest time between two posts, in whole days."""

    days: int
    first: Day
    last: Day


@dataclass(frozen=True)
class Statistics:
    """`years` are in order, with years without a post between others; `first` and `last` are the days of posts."""

    years: tuple[Year, ...]
    posts: int
    words: int
    first: Day
    last: Day
    silence: Silence | None


def of(posts: Sequence[RenderedPost]) -> Statistics | None:
    """The statistics of the posts with a date, None without two of them: one post has no years to compare."""
    dated = sorted(((one.date, one.length) for one in posts if one.date), key=lambda pair: pair[0].moment)
    if len(dated) < _FEWEST:
        return None
    days = [day for day, _ in dated]
    silences = [
        Silence((after.moment.date() - before.moment.date()).days, before, after) for before, after in pairwise(days)
    ]
    found = {day.year for day in days}
    span = range(min(found), max(found) + 1)
    years = span if len(span) <= _MAX_SPAN else sorted(found)
    return Statistics(
        years=tuple(_year(year, [(day, words) for day, words in dated if day.year == year]) for year in years),
        posts=len(dated),
        words=sum(words for _, words in dated),
        first=days[0],
        last=days[-1],
        silence=max(silences, key=lambda silence: silence.days, default=None),
    )


def _year(year: int, written: list[tuple[Day, int]]) -> Year:
    posts, words, weeks = [0] * 12, [0] * 12, [0] * WEEKS
    for day, count in written:
        posts[day.moment.month - 1] += 1
        words[day.moment.month - 1] += count
        weeks[(day.moment.timetuple().tm_yday - 1) // 7] += count
    return Year(year, tuple(Month(*pair) for pair in zip(posts, words, strict=True)), tuple(weeks))
