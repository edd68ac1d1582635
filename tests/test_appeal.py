"""The letter of `archive appeal`, `archive remind`, and the advice about a suspended account."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from medium_archive.commands import remind
from medium_archive.commands.appeal import appeal
from medium_archive.commands.show_status import status
from medium_archive.errors import NoSuspension
from medium_archive.folder import watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.status import Verdict
from medium_archive.watch import advice, situation
from tests.small_archive import make, write

ADA = "https://medium.com/@ada"
STORY = "https://medium.com/@ada/x-abcdef123"
FEED = "https://medium.com/feed/@ada"
START = datetime(2026, 2, 10, 7, 17, tzinfo=UTC)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def probe(day: int, verdict: Verdict, address: str = ADA, what: str = "account") -> Probe:
    at = (START + timedelta(days=day)).isoformat().replace("+00:00", "Z")
    if verdict != "suspended":
        return Probe(at, address, verdict)
    return Probe(at, address, verdict, what, "410", 410, "410 account suspended — Medium")


def recorded(layout: Layout, *probes: Probe) -> None:
    watch_log.write(layout, probes)


def test_the_letter_names_the_account_and_the_times_and_guesses_no_reason(layout: Layout) -> None:
    """It is short, in English, and only about the present suspension."""
    recorded(
        layout,
        probe(-9, "suspended"),
        probe(-8, "up"),
        probe(-1, "up"),
        probe(0, "suspended"),
        probe(1, "unknown"),
        probe(2, "suspended"),
    )
    report = appeal(layout, now=START + timedelta(days=2))
    text = str(report.details["letter"])
    assert report.facts["subject"] == f"Suspended account: {ADA}: please review"
    assert "suspended since February 10, 2026. On February 9, 2026 others could still see it." in text
    assert text.count("2026-02-") == 2
    assert "2026-02-10 07:17:00  automatic check\n  2026-02-12 07:17:00  automatic check" in text
    assert "I have received no reason" in text
    assert "Thank you,\nAda Example\n" in text
    assert len(text.split()) < 150
    assert text in str(report.details["text"])
    assert "What to do meanwhile" in str(report.details["text"])
    assert "What to do meanwhile" not in text


def test_the_letter_about_many_checks_stays_short(layout: Layout) -> None:
    """It has the first and the last times."""
    recorded(layout, *(probe(day, "suspended") for day in range(40)))
    text = str(appeal(layout, now=START + timedelta(days=40)).details["letter"])
    assert "… 32 more …" in text
    assert len(text.splitlines()) < 45


def test_a_suspension_ends_when_the_profile_is_up(layout: Layout) -> None:
    """Or a story, if the profile is not seen; a feed that is up does not end it."""
    now = START + timedelta(days=3)
    recorded(layout, probe(0, "suspended"), probe(0, "suspended", STORY), probe(1, "up", FEED))
    assert f"My Medium account {ADA} is suspended." in str(appeal(layout, now=now).details["letter"])
    for address in (ADA, STORY):
        recorded(layout, probe(0, "suspended"), probe(0, "suspended", STORY), probe(2, "up", address))
        with pytest.raises(NoSuspension):
            appeal(layout, now=now)


def test_there_is_no_letter_about_another_author(layout: Layout) -> None:
    """Their page can be checked too."""
    recorded(layout, probe(0, "suspended", "https://medium.com/@bea"))
    with pytest.raises(NoSuspension):
        appeal(layout)


@pytest.mark.parametrize("verdicts", [(), ("up",), ("suspended", "up"), ("gone",), ("unknown",)])
def test_there_is_no_letter_without_a_suspension(layout: Layout, verdicts: tuple[Verdict, ...]) -> None:
    """So that no one sends it by mistake."""
    recorded(layout, *(probe(day, verdict) for day, verdict in enumerate(verdicts)))
    with pytest.raises(NoSuspension):
        appeal(layout)


def test_the_advice_has_the_steps_in_their_order() -> None:
    """A copy first, then the letter, then the own site."""
    probes = [probe(0, "suspended"), probe(1, "suspended")]
    text = advice.summary(probes[1:], situation.of(probes, situation.by_form))
    assert text.startswith(f"suspended: Medium shows others a suspended account at {ADA}, since 2026-02-10 or earlier.")
    places = [
        text.index(word) for word in ("archive import", "archive pictures", "archive appeal", 'canonical = "self"')
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("exported", "fact", "issues"),
    [
        ("2026-02-10", "2026-02-10", 0),
        ("2026-02-09", "2026-02-09, 1 day ago", 0),
        ("2025-11-12", "2025-11-12, 90 days ago", 0),
        ("2025-11-11", "2025-11-11, 91 days ago", 1),
        ("", "none", 1),
    ],
)
def test_an_old_export_is_an_issue(layout: Layout, exported: str, fact: str, issues: int) -> None:
    """From 91 days on; the command always says once how to get a new one."""
    line = {"sha256": "0" * 64, "file": "exports/x.zip", **({"exported": exported} if exported else {})}
    write(layout.root, "records/imports.jsonl", json.dumps(line) + "\n")
    report = remind.remind(layout, START)
    assert report.facts["newest_export"] == fact
    assert [issue.code for issue in report.issues] == ["export-old"] * issues
    said = [str(report.details.get("text", "")), *(issue.message for issue in report.issues)]
    assert " ".join(said).count("https://medium.com/me/export") == 1
    assert "newest_export" in status(layout).facts
