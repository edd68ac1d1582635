"""What probes of several kinds and days say together: a look decides, and a capture of a web archive is evidence."""

from __future__ import annotations

from datetime import datetime

import pytest

from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.status import Verdict
from medium_archive.watch import testimony, verdict

ME, STORY, FEED = "https://medium.com/@ada", "https://medium.com/@ada/x-abcdef123456", "https://medium.com/feed/@ada"
SHORT: dict[str, Verdict] = {"up": "up", "out": "suspended", "gone": "gone", "?": "unknown"}
KINDS: dict[str, Kind] = {"look": "plain", "browser": "browser", "web": "witness"}


def moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


def probes(text: str) -> list[Probe]:
    """Probes as `DAY KIND VERDICT [feed|story]`, one a line or after a comma, the oldest first."""
    found = []
    for line in filter(str.strip, text.replace(",", "\n").split("\n")):
        day, kind, seen, *where = line.split()
        address = {"story": STORY, "feed": FEED}.get(where[0] if where else "", ME)
        what = "account" if seen == "out" else ""
        found.append(Probe(f"2026-{day}T07:00:00Z", address, SHORT[seen], what, kind=KINDS[kind]))
    return sorted(found, key=lambda one: one.at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11-10 look up, 11-11 look ?, 11-12 look ?", 2),
        ("03-01 web ?, 04-01 web ?, 11-11 look ?, 11-12 look ?", 2),  # a wall of long ago does not make a day blind
        ("11-10 look ?, 11-11 web up, 11-12 look ?", 1),
        ("11-10 look ?, 11-11 browser up, 11-11 look ?", 0),
    ],
)
def test_for_how_many_days_nothing_was_seen(text: str, expected: int) -> None:
    assert verdict.days_unknown(probes(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11-10 look ?, 11-11 browser ?", "browser unknown"),
        ("11-10 look ?, 11-11 browser up, 11-12 web out", "browser up"),
        ("11-10 look ?, 11-09 web out", "witness suspended"),
        ("11-10 look ?, 11-11 web ?", "plain unknown"),
        ("11-10 look out, 11-11 web up", "plain suspended"),
    ],
)
def test_one_probe_of_a_check_decides_about_an_address(text: str, expected: str) -> None:
    """A look before a capture, and what saw something before what did not."""
    (one,) = verdict.deciding(probes(text))
    assert f"{one.kind} {one.verdict}" == expected


@pytest.mark.parametrize(
    ("capture", "looks", "counts"),
    [
        ("11-30", "11-30 look ?", True),
        ("11-29", "", True),
        ("11-28", "", False),
        ("11-29", "11-28 look up", True),
        ("11-29", "11-30 look up", False),
        ("11-29", "11-30 look out story", False),  # a look at any page of the account
        ("11-29", "11-30 look up feed", True),
    ],
)
def test_a_capture_counts_for_a_day_and_until_a_look_sees_something(capture: str, looks: str, counts: bool) -> None:
    (one,) = probes(f"{capture} web out")
    told = testimony.Testimony(newest={ME: one})
    assert bool(told.counting(probes(looks), moment("2026-11-30T06:59:00Z"))) is counts


def test_the_age_of_a_capture_is_told_in_hours_then_in_days() -> None:
    now = moment("2026-11-30T08:00:00Z")
    told = {"2026-11-30T07:30:00Z": "less than an hour old", "2026-11-30T06:00:00Z": "2 hours old",
            "2026-11-20T06:00:00Z": "10 days old", "yesterday": "of unknown age"}  # fmt: skip
    assert {at: testimony.age(at, now) for at in told} == told
