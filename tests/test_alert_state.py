"""The state that alerts tell, by the state before and all probes up to now; and the title that says what changed."""

from __future__ import annotations

from datetime import date

import pytest

from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import author_of
from medium_archive.watch import alert_words, alerts, situation
from medium_archive.watch.alert_words import Change, CheckResult
from medium_archive.watch.situation import Role

ME, STORY, MY_FEED = "https://medium.com/@ada", "https://medium.com/@ada/x-abcdef123456", "https://medium.com/feed/@ada"
OTHER, BEA = "https://medium.com/@ada/y-abcdef654321", "https://medium.com/@bea"
OUT, BLIND = "suspended account", "blind"
VERDICTS = {"up": "up", "?": "unknown", "gone": "gone", "out": "suspended", "story out": "suspended"}


def role(address: str) -> Role:
    return "" if author_of(address) == "bea" else situation.by_form(address)


def result(*days: dict[str, str]) -> CheckResult:
    """The last of some daily checks, each with what it saw by address."""
    probes = [
        [
            Probe(
                f"2026-01-{day:02}T07:17:00Z",
                address,
                VERDICTS[seen],  # type: ignore[arg-type]  # verdicts by their names
                {"out": "account", "story out": "story"}.get(seen, ""),
            )
            for address, seen in check.items()
        ]
        for day, check in enumerate(days, 1)
    ]
    return CheckResult(probes[-1], [one for check in probes for one in check], role)


@pytest.mark.parametrize(
    ("before", "days", "after"),
    [
        ((), [{ME: "up", STORY: "up"}], ()),
        ((), [{ME: "?", STORY: "?"}] * 3, ()),
        ((), [{ME: "?", STORY: "?"}] * 7, (BLIND,)),
        ((BLIND,), [*[{ME: "?"}] * 7, {ME: "up", STORY: "?"}], ()),
        ((OUT,), [{ME: "out"}, {ME: "?", STORY: "?"}], (OUT,)),
        ((OUT,), [{ME: "out"}, *[{ME: "?", STORY: "?"}] * 7], (BLIND, OUT)),
        ((BLIND, OUT), [{ME: "?"}, {ME: "out", STORY: "?"}], (OUT,)),
        ((OUT,), [{ME: "out"}, {ME: "up", STORY: "?"}], ()),
        ((OUT,), [{ME: "out"}, {ME: "?", STORY: "up"}], ()),  # nobody saw the profile
        ((OUT,), [{ME: "out"}, {ME: "out", STORY: "up"}], (OUT,)),
        ((OUT,), [{ME: "out"}, {ME: "?", MY_FEED: "up"}], (OUT,)),
        ((), [{ME: "?", MY_FEED: "out"}], (OUT,)),
        ((), [{ME: "up", MY_FEED: "out"}], (f"suspended {MY_FEED}",)),
        ((), [{ME: "out", STORY: "out"}], (OUT,)),
        ((), [{ME: "up", STORY: "out"}], (f"suspended {STORY}",)),
        ((), [{BEA: "out"}], (f"suspended {BEA}",)),
        ((OUT,), [{ME: "out"}, {BEA: "up"}], (OUT,)),
        ((OUT,), [{BEA: "up"}], (OUT,)),  # nothing in the records says otherwise
        ((), [{ME: "up", STORY: "gone"}], (f"gone {STORY}",)),
        ((f"gone {STORY}",), [{STORY: "gone"}, {ME: "up", STORY: "?"}], (f"gone {STORY}",)),
        ((f"gone {STORY}",), [{STORY: "gone"}, {ME: "up", STORY: "up"}], ()),
        ((f"gone {OTHER}",), [{ME: "up"}], (f"gone {OTHER}",)),
        ((), [{OTHER: "gone"}, {ME: "up"}], ()),  # nobody asks about that page
        # A story that is gone says nothing about the account
        ((OUT,), [{ME: "out"}, {ME: "?", STORY: "gone"}], (OUT, f"gone {STORY}")),
        ((OUT, f"gone {STORY}"), [{ME: "out"}, {STORY: "gone"}, {ME: "out", STORY: "?"}], (OUT, f"gone {STORY}")),
        ((OUT, f"gone {STORY}"), [{ME: "out"}, {STORY: "gone"}, {ME: "up", STORY: "gone"}], (f"gone {STORY}",)),
        ((OUT,), [{ME: "out"}, {ME: "gone"}], (f"gone {ME}",)),
        ((f"gone {ME}",), [{ME: "gone"}, {ME: "out"}], (OUT,)),
    ],
)
def test_the_state_follows_from_the_state_before_and_the_probes(
    before: tuple[str, ...], days: list[dict[str, str]], after: tuple[str, ...]
) -> None:
    """An address that was not checked, or is unknown, keeps its state. A feed that is up says nothing about the
    account, and neither do the pages of another author.
    """
    assert alerts.state_of(result(*days), frozenset(before)) == frozenset(after)


@pytest.mark.parametrize(
    ("before", "days", "title", "begins"),
    [
        ((OUT,), [{ME: "out"}, {ME: "up", STORY: "gone"}],
         f"your account is up again, but gone: {STORY}", "Your account is up again: others can see https://medium"),
        ((OUT, f"gone {STORY}"), [{ME: "out", STORY: "gone"}, {ME: "up", STORY: "gone"}],
         f"your account is up again, but still gone: {STORY}", "Your account is up again"),
        ((OUT,), [{ME: "out"}, {ME: "up", MY_FEED: "?"}], "your account is up again", "Your account is up again"),
        ((OUT,), [{ME: "out"}, {ME: "?", STORY: "gone"}],
         f"your account is still suspended; gone: {STORY}", "gone: others"),
        ((BLIND, OUT), [{ME: "?"}, {ME: "out"}], "your account is still suspended", "suspended: Medium shows"),
        ((BLIND, f"suspended {STORY}"), [{STORY: "story out"}, {ME: "up", STORY: "?"}],
         f"still suspended: {STORY}", "Checks can see your pages again."),
        ((BLIND,), [{ME: "up", STORY: "?"}], "checks can see your pages again", "Checks can see your pages again."),
        ((f"gone {STORY}",), [{STORY: "gone"}, {STORY: "story out"}], f"suspended: {STORY}", "suspended: Medium"),
        ((f"gone {STORY}", f"suspended {OTHER}"),
         [{STORY: "gone", OTHER: "story out"}, {STORY: "up", OTHER: "story out"}],
         f"up again: {STORY}, but still suspended: {OTHER}", f"Up again: {STORY}."),
        ((f"gone {STORY}",), [{STORY: "gone"}, {ME: "up", STORY: "up"}], "all pages are up again", "Up again: "),
        ((OUT,), [{ME: "out"}, {ME: "gone"}], f"gone: {ME}", "Your profile is gone. Your account was seen suspended"),
    ],
)  # fmt: skip
def test_what_is_back_comes_first_and_a_suspension_is_never_hidden(
    before: tuple[str, ...], days: list[dict[str, str]], title: str, begins: str
) -> None:
    """In the title and in the text."""
    now = result(*days)
    change = Change(frozenset(before), alerts.state_of(now, frozenset(before)))
    assert alert_words.title(change, now) == f"Medium: {title}"
    text = alert_words.text(change, now, date(2026, 1, len(days)))
    assert text.startswith(begins)
    for state in change.after - {OUT, BLIND}:
        assert state.partition(" ")[2] in text
