"""The state that alerts tell: which pages are suspended or gone, by the state before and the last probes."""

from __future__ import annotations

import pytest

from medium_archive.folder import watch_log
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
def test_the_state_follows_from_the_state_before_and_the_probes(
    before: tuple[str, ...], verdicts: dict[str, str], days: int, after: tuple[str, ...]
) -> None:
    """An address that was not checked, or is unknown, keeps its state. A feed that is up says nothing about the
    account, and neither do the pages of another author.
    """
    probes = [watch_log.Probe("2026-01-01T07:17:00Z", where, verdict) for where, verdict in verdicts.items()]  # type: ignore[arg-type]  # verdicts by their names
    state = alerts.state_of(probes, frozenset(before), days, lambda address: address != BEA)
    assert state == frozenset(after)
