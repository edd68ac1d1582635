"""Which capture is fetched next, from what the index has, what the archive has, and what was received. Asks nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from medium_archive.fetch.web_archives.capture import Capture
from medium_archive.fetch.web_archives.posts import Found
from medium_archive.fetch.web_archives.received import Received
from medium_archive.folder.catalog import same_post

_MOST_REDIRECTS = 3  # of a post; each may be a chain of five requests
_DIGITS = 14  # of a timestamp


@dataclass(frozen=True)
class Here:
    """What the archive has of a post. Captures of the day `until` (YYYY-MM-DD) and before can't be better than a whole
    text; "" if that is unknown. `is_left_alone`: a person deleted the post, or put it among the drafts.
    """

    is_whole: bool
    until: str = ""
    is_left_alone: bool = False

    def is_newer(self, capture: Capture) -> bool:
        """Whether a capture may have a better text."""
        last = self.until.replace("-", "").ljust(_DIGITS, "9") if self.until else ""
        return not self.is_whole or capture.timestamp > last


Look = Callable[[Capture], Received | None]


def due(found: Found, here: Here | None, look: Look) -> Capture | None:
    """The capture of a post to fetch next: the newest that was not received, until one has the whole text. None if
    there is no such capture. `look` gives what was received.
    """
    if here is not None and here.is_left_alone:
        return None
    for capture in _in_order(found):
        if here is not None and not here.is_newer(capture):
            return None
        received = look(capture)
        if received is None:
            return capture
        if has_whole(found.id, received):
            return None
    return None


def is_whole(found: Found, here: Here | None, look: Look) -> bool:
    """Whether the archive has the whole text, or will have it from what was received."""
    return (here is not None and here.is_whole) or any(
        received is not None and has_whole(found.id, received) for received in map(look, _in_order(found))
    )


def has_whole(post_id: str, received: Received) -> bool:
    return same_post(post_id) in map(same_post, received.whole)


def one_a_week(captures: Iterable[Capture]) -> tuple[Capture, ...]:
    """Of the captures of feeds or profiles, which are the newest first, one for each address and week: they change with
    each visit, and name the newest ten posts.
    """
    weeks: dict[tuple[str, int, int], Capture] = {}
    for capture in captures:
        year, week, _ = capture.time.isocalendar()
        weeks.setdefault((capture.address.partition("?")[0].rstrip("/"), year, week), capture)
    return tuple(weeks.values())


def _in_order(found: Found) -> tuple[Capture, ...]:
    return (*found.captures, *found.redirects[:_MOST_REDIRECTS])
