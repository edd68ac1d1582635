"""The timeline of the watch, and the strip of it in `archive status`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.show_status import status
from medium_archive.folder import sign_log, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.sign_log import Sign
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.status import Verdict
from medium_archive.watch import timeline
from tests.small_archive import make

ADA = "https://medium.com/@ada"
STORY = "https://medium.com/@ada/x-abcdef123456"
FEED = "https://medium.com/feed/@ada"
TODAY = date(2026, 6, 30)


def probe(days_ago: int, verdict: Verdict, kind: Kind = "plain", address: str = ADA, hour: int = 7) -> Probe:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, hour, 17, tzinfo=UTC) - timedelta(days=days_ago)
    return Probe(
        at.isoformat().replace("+00:00", "Z"), address, verdict, kind=kind, capture="c" if kind == "witness" else ""
    )


def of(*probes: Probe) -> timeline.Timeline:
    return timeline.of(sorted(probes, key=lambda probe: probe.at), TODAY)


def strip(found: timeline.Timeline) -> str:
    return "".join(signs for _, signs in timeline.rows(found))


def test_a_day_shows_the_worst_that_was_seen_and_by_which_look() -> None:
    """Unknown only if no look saw a page; a feed that is up sees none."""
    found = of(
        probe(6, "unknown"),
        probe(5, "unknown"),
        probe(5, "up", "browser", hour=8),
        probe(4, "up"),
        probe(4, "gone", address=STORY),
        probe(3, "unknown"),
        probe(3, "up", address=FEED),
        probe(1, "unknown", "witness"),
        probe(2, "unknown"),
        probe(2, "suspended", "witness", hour=3),
        probe(0, "up"),
        probe(0, "up", "browser", hour=8),
    )
    assert strip(found) == "." * 83 + "?|G?S.|"
    assert [day.kinds for day in found.days[-7:]] == [
        ("plain",), ("browser",), ("plain",), ("plain",), ("witness",), (), ("plain", "browser")
    ]  # fmt: skip
    assert found.kinds == {"plain": 2, "browser": 2, "witness": 1}


def test_blind_days_begin_with_the_first_look() -> None:
    """A capture of an earlier year is not a look; a day that is not over may still be looked at."""
    old = Probe("2019-01-01T00:00:00Z", ADA, "up", kind="witness", capture="c")
    assert of(old, probe(20, "up"), probe(10, "up"), probe(1, "unknown")).blind == 18
    assert of(probe(1, "up")).blind == 0
    assert of(probe(0, "unknown")).blind == 1
    assert of().blind == 0


@pytest.mark.parametrize(
    ("probes", "advice"),
    [
        ([probe(day, "up") for day in range(20)], ""),
        ([probe(day, "up" if day > 1 else "unknown") for day in range(20)], ""),
        ([probe(20, "up"), probe(9, "up"), probe(1, "up")], "schedule"),
        ([probe(day, "unknown") for day in range(20)], "browser"),
        ([probe(day, "unknown", "browser") for day in range(20)], "witness"),
        ([*(probe(day, "unknown", "browser") for day in range(20)), probe(60, "unknown", "witness")], "person"),
        # What helped since needs no advice
        ([probe(day, "unknown" if day > 14 else "up") for day in range(60)], ""),
        ([], ""),
        ([*(probe(day, "suspended") for day in range(3, 6)), probe(1, "unknown")], "appeal"),
        ([probe(5, "suspended"), probe(4, "up")], "schedule"),
    ],
)
def test_the_advice_is_the_one_thing_that_would_help(probes: list[Probe], advice: str) -> None:
    """By what was missing on most of the blind days of the last two weeks."""
    assert of(*probes).advice == advice


def test_changes_of_one_day_are_one_and_keep_their_evidence() -> None:
    """Neither “unknown” nor the first look that is up counts as a change."""
    shot = Probe("2026-06-21T08:00:00Z", ADA, "suspended", kind="browser", screenshot="private/watch/a.png")
    found = of(
        probe(20, "up"), probe(20, "up", address=STORY), probe(10, "suspended"), probe(10, "suspended", address=STORY),
        shot, probe(8, "unknown"), probe(5, "suspended"), probe(3, "up"), probe(2, "up", address=STORY),
    )  # fmt: skip
    assert [(change.at[:10], change.verdict, len(change.probes)) for change in found.changes] == [
        ("2026-06-28", "up", 1), ("2026-06-27", "up", 1), ("2026-06-20", "suspended", 2)
    ]  # fmt: skip
    assert found.changes[-1].evidence == (shot,)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def test_status_shows_a_strip_with_a_legend(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """In ASCII, without colours, in 80 columns; JSON has the days."""
    now = datetime.now(UTC)
    verdicts: list[Verdict] = ["up", "up", "up", "suspended", "suspended", "unknown", *["up"] * 84]  # type: ignore[list-item]  # verdicts by their names
    watch_log.write(
        layout,
        [
            Probe((now - timedelta(days=day)).isoformat(timespec="seconds").replace("+00:00", "Z"), ADA, verdict)
            for day, verdict in enumerate(verdicts)
        ],
    )
    monkeypatch.setenv("NO_COLOR", "1")
    shown = CliRunner().invoke(app, ["status", "--archive", str(layout.root)]).stdout.splitlines()
    start = shown.index("Your pages on Medium in the last 90 days (UTC):")
    assert [line[14:] for line in shown[start + 1 : start + 4]] == ["|" * 30, "|" * 30, "|" * 24 + "?SS|||"]
    assert shown[start + 4] == "  | up: 87   S suspended: 2   ? looked, but could not see: 1"
    assert shown[start + 5] == "  days seen by: checks of this program (89)"
    assert all(line.isascii() and len(line) <= 80 for line in shown[start : start + 6])
    watch = json.loads(CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout)["watch"]
    assert len(watch["days"]) == 90
    assert watch["days"][-4] == {
        "day": (now - timedelta(days=3)).date().isoformat(),
        "state": "suspended",
        "kinds": ["plain"],
    }
    assert (watch["blind"], watch["advice"]) == (1, "")


def test_status_shows_the_newest_sign(layout: Layout) -> None:
    """Until a look sees the profile up."""
    now = datetime.now(UTC)
    days = [(now - timedelta(days=day)).isoformat(timespec="seconds").replace("+00:00", "Z") for day in range(5)]
    watch_log.write(layout, [Probe(days[4], ADA, "up"), Probe(days[1], ADA, "unknown")])
    sign_log.note(layout, [Sign(days[3], "feed", reason="One."), Sign(days[2], "mail", reason="A mail.")])
    shown = CliRunner().invoke(app, ["status", "--archive", str(layout.root)]).stdout
    assert f"  a sign, which proves nothing: {days[2][:10]}  your account: A mail. (and 1 more)\n" in shown
    watch_log.write(layout, [*watch_log.read(layout), Probe(days[0], ADA, "up")])
    assert "a sign" not in CliRunner().invoke(app, ["status", "--archive", str(layout.root)]).stdout


def test_status_of_an_account_that_nothing_looks_at_says_so(layout: Layout) -> None:
    """One line; none in an archive that knows no account."""
    watch = status(layout).details["watch"]
    assert watch["advice"] == "schedule"
    assert "archive check --alert --schedule" in watch["advice_text"]
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(text.replace('username = "ada"\nurl = "https://medium.com/@ada"\n', ""), "utf-8")
    assert "watch" not in status(layout).details
