"""A year of the watch: looks of each kind, three suspensions, forty blind days. What a person gets to see of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby

import pytest

from medium_archive.commands.appeal import appeal
from medium_archive.folder import watch_log
from medium_archive.folder.alert_log import Alert
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.status import Verdict, What
from medium_archive.watch import alerts, situation, timeline
from medium_archive.watch.alert_words import CheckResult
from medium_archive.watch.faults import Faults
from tests.small_archive import make
from tests.test_alert_kinds import counting

ADA, STORY = "https://medium.com/@ada", "https://medium.com/@ada/looms-5c8d3a012345"
START = datetime(2026, 1, 1, 7, 17, tzinfo=UTC)
ACCOUNT = (range(60, 63), range(150, 166))  # suspended
POST = range(250, 253)  # one story is suspended
WALLED = (range(100, 110), range(300, 310))  # neither a request nor a browser sees a page
AWAY = range(200, 221)  # the computer is off
CAPTURED = {
    20: 23,
    151: 154,
    210: 221,
    152: 320,
}  # days of captures by a web archive, and of the checks that found them


@dataclass
class Year:
    """What was sent, by day, and all probes."""

    sent: dict[int, Alert] = field(default_factory=dict)
    probes: list[Probe] = field(default_factory=list)


def moment(day: float) -> str:
    return (START + timedelta(days=day)).isoformat(timespec="seconds").replace("+00:00", "Z")


def truth(day: int, address: str) -> tuple[Verdict, What]:
    if any(day in days for days in ACCOUNT):
        return "suspended", "account"
    return ("suspended", "story") if day in POST and address == STORY else ("up", "")


def look(day: int, address: str, kind: Kind) -> Probe:
    """A request sees a page on every third day, a browser on every day without a wall."""
    hour = {"plain": 0, "browser": 0.01, "witness": 0.2}[kind]
    if kind != "witness" and any(day in days for days in WALLED):
        return Probe(moment(day + hour), address, "unknown", "", "403, a bot wall: “Just a moment...”", 403, kind=kind)
    if kind == "plain" and day % 3:
        return Probe(moment(day), address, "unknown", "", "403, a bot check of Cloudflare's", 403)
    verdict, what = truth(day, address)
    title = f"410 {what.replace('story', 'post')} suspended — Medium" if what else "Ada – Medium"
    return Probe(
        moment(day + hour),
        address,
        verdict,
        what,
        f"410, “{title}”" if what else "200, the requested page",
        410 if what else 200,
        title,
        kind=kind,
        screenshot=f"private/watch/{day}.png" if kind == "browser" else "",
        capture=f"https://web.archive.org/web/{START + timedelta(days=day):%Y%m%d}/{address}"
        if kind == "witness"
        else "",
        found=moment(CAPTURED[day]) if kind == "witness" else "",
    )


def checked(day: int) -> list[Probe]:
    """The probes of the check of a day: a browser looks where a request saw nothing."""
    plain = [look(day, address, "plain") for address in (ADA, STORY)]
    browser = [look(day, probe.address, "browser") for probe in plain if probe.verdict == "unknown"]
    witness = [look(captured, ADA, "witness") for captured, found in CAPTURED.items() if found == day]
    return [*plain, *browser, *witness]


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = make(tmp_path_factory.mktemp("year") / "archive")
    layout.settings.write_text(f'{layout.settings.read_text("utf-8")}\n[watch]\nposts = ["{STORY}"]\n', "utf-8")
    return layout


@pytest.fixture(scope="module")
def year(layout: Layout) -> Year:
    year = Year()
    for day in range(365):
        if day in AWAY:
            continue
        probes = checked(day)
        year.probes = sorted([*year.probes, *probes], key=lambda probe: probe.at)
        now = START + timedelta(days=day, minutes=30)
        result = CheckResult(counting(probes, year.probes, now), year.probes, situation.by_form)

        def note(alert: Alert, day: int = day) -> None:
            year.sent[day] = alert

        alerts.send(layout, {"note": note}, result, now, Faults())
    return year


def until(year: Year, day: int) -> list[Probe]:
    return [probe for probe in year.probes if probe.at < moment(day + 0.5)]


def strip(year: Year, day: int) -> str:
    """The 90 days up to this day, in runs: "60| 3S 27|"."""
    found = timeline.of(until(year, day), (START + timedelta(days=day)).date())
    signs = "".join(row for _, row in timeline.rows(found))
    return " ".join(f"{len(list(run))}{sign}" for sign, run in groupby(signs))


def test_one_alert_tells_of_each_change_and_nothing_else_is_sent(year: Year) -> None:
    """None for walls that a browser got around, for the weeks away, or for a capture of months ago."""
    assert {day: alert.title for day, alert in year.sent.items()} == {
        60: "Medium: your account is suspended",
        63: "Medium: all pages are up again",
        106: "Medium: for 7 days no check could see your pages",
        110: "Medium: all pages are up again",
        150: "Medium: your account is suspended",
        166: "Medium: all pages are up again",
        250: f"Medium: suspended: {STORY}",
        253: "Medium: all pages are up again",
        306: "Medium: for 7 days no check could see your pages",
        310: "Medium: all pages are up again",
    }


def test_an_alert_says_how_it_was_seen(year: Year) -> None:
    """By a request on the first day, by a browser with its screenshot on another."""
    assert "seen by a request of this program, without signing in" in year.sent[60].text
    assert "seen with your browser, which kept a screenshot: private/watch/250.png" in year.sent[250].text
    assert "archive appeal" in year.sent[150].text


def test_an_alert_says_what_a_person_asks_next(year: Year) -> None:
    """What was seen last, what would help, how long a suspension lasted."""
    assert "The last look that saw a page was on 2026-04-10: up." in year.sent[106].text
    assert "open your profile in a private window" in year.sent[106].text
    assert "`archive check --witness` asks web archives" in year.sent[306].text
    assert "It was seen suspended from 2026-03-02 to 2026-03-04." in year.sent[63].text
    assert "It was seen suspended from 2026-05-31 to 2026-06-15." in year.sent[166].text
    assert all(len(line) < 250 for alert in year.sent.values() for line in alert.text.splitlines())


def test_the_strip_shows_suspensions_and_blind_days(year: Year) -> None:
    """The day of a capture during the weeks away is seen."""
    assert strip(year, 70) == "19. 60| 3S 8|"
    assert strip(year, 170) == "19| 10? 40| 16S 5|"
    assert strip(year, 260) == "29| 10. 1| 10. 29| 3S 8|"
    assert strip(year, 364) == "25| 10? 55|"


@pytest.mark.parametrize(
    ("day", "blind", "advice"),
    [(70, 0, ""), (108, 9, "person"), (222, 20, "schedule"), (308, 11, "witness"), (364, 10, "")],
)
def test_it_counts_blind_days_and_says_what_would_help(year: Year, day: int, blind: int, advice: str) -> None:
    """Forty in the year, of which each strip has those of its ninety days."""
    found = timeline.of(until(year, day), (START + timedelta(days=day)).date())
    assert (found.blind, found.advice) == (blind, advice)


@pytest.mark.parametrize(
    ("day", "lines"),
    [
        (
            160,
            [
                f"My Medium account {ADA} is suspended.",
                "It has been suspended since May 31, 2026. On May 30, 2026 others could still see it.",
                "Today readers who are not signed in get status 410 and the page “410 account suspended — Medium”.",
                "I saw this with an automatic check on 4 days and a signed-out browser on 7 days.",
                f"A web archive saw it too: https://web.archive.org/web/20260601/{ADA}",
            ],
        ),
        (
            252,
            [
                f"A story of my Medium account {ADA} is suspended: {STORY}",
                "It has been suspended since September 8, 2026. On September 7, 2026 others could still see it.",
                "Today readers who are not signed in get status 410 and the page “410 post suspended — Medium”.",
                "I saw this with an automatic check on 1 day and a signed-out browser on 2 days.",
            ],
        ),
    ],
)
def test_the_letter_says_since_when_and_how_it_was_seen(year: Year, layout: Layout, day: int, lines: list[str]) -> None:
    """Of the present suspension only."""
    watch_log.write(layout, until(year, day))
    letter = str(appeal(layout, now=START + timedelta(days=day)).details["letter"])
    assert letter.splitlines()[2 : 2 + len(lines)] == lines
    days = set(re.findall(r"2026-\d\d-\d\d", letter))
    first = START + timedelta(days=150 if day == 160 else 250)
    assert min(days) == f"{first:%Y-%m-%d}"
