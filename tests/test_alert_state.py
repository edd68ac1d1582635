"""What a person should know of the account, by what was seen of it and what they know."""

from __future__ import annotations

import pytest

from medium_archive.folder import watch
from medium_archive.watch import alerts

ME, MY_FEED, BEA = "https://medium.com/@ada", "https://medium.com/feed/@ada", "https://medium.com/@bea"
OUT, BLIND = "suspended account", "blind"


@pytest.mark.parametrize(
    ("before", "verdicts", "days", "after"),
    [
        ((), {"a": "up", "b": "up"}, 0, ()),
        ((), {"a": "unknown", "b": "unknown"}, 3, ()),
        ((), {"a": "unknown", "b": "unknown"}, 7, (BLIND,)),
        ((BLIND,), {"a": "unknown", "b": "unknown"}, 8, (BLIND,)),
        ((BLIND,), {"a": "up", "b": "unknown"}, 0, ()),
        ((OUT,), {"a": "unknown", "b": "unknown"}, 1, (OUT,)),
        ((OUT,), {"a": "unknown", "b": "unknown"}, 7, (BLIND, OUT)),
        ((BLIND, OUT), {"a": "suspended", "b": "unknown"}, 0, (OUT,)),
        ((OUT,), {"a": "up", "b": "unknown"}, 0, ()),
        ((OUT,), {ME: "unknown", MY_FEED: "up"}, 1, (OUT,)),
        ((), {ME: "unknown", MY_FEED: "suspended"}, 0, (OUT,)),
        ((), {"a": "suspended", "b": "suspended"}, 0, (OUT,)),
        ((), {ME: "up", "b": "suspended"}, 0, ("suspended b",)),
        ((), {BEA: "suspended"}, 0, (f"suspended {BEA}",)),
        ((OUT,), {BEA: "up"}, 0, (OUT,)),
        ((), {"a": "up", "b": "gone"}, 0, ("gone b",)),
        (("gone b",), {"a": "up", "b": "unknown"}, 0, ("gone b",)),
        (("gone b",), {"a": "up", "b": "up"}, 0, ()),
        (("gone b",), {"a": "gone", "b": "unknown"}, 0, ("gone a", "gone b")),
        (("gone c",), {"a": "up", "b": "up"}, 0, ("gone c",)),
        (("gone a", "gone b"), {"a": "up"}, 0, ("gone b",)),
    ],
)
def test_what_a_person_should_know_follows_from_what_was_seen(
    before: tuple[str, ...], verdicts: dict[str, str], days: int, after: tuple[str, ...]
) -> None:
    """What could not be seen, or was not looked at, stays as it was known; a feed that is up, and what others see of
    somebody else, say nothing of this account.
    """
    looks = [watch.Look("2026-01-01T07:17:00Z", where, said) for where, said in verdicts.items()]  # type: ignore[arg-type]  # verdicts by their names
    state = alerts.state_of(looks, frozenset(before), days, lambda address: address != BEA)
    assert state == frozenset(after)
