"""`archive check` after earlier looks: it follows stories that were not seen, and believes no look of the future."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from medium_archive.commands import check
from medium_archive.commands.appeal import appeal
from medium_archive.commands.show_status import status
from medium_archive.commands.watch_history import watch_history
from medium_archive.errors import NoSuspension
from medium_archive.folder import catalog, watch_log
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.addresses import place
from medium_archive.medium.status import BY_AUTHOR, Verdict
from medium_archive.watch import targets
from tests.medium_server import MediumServer, not_found, profile, story, suspended
from tests.small_archive import write
from tests.test_check import ADA, layout, medium, no_pause

__all__ = ["layout", "medium"]  # fixtures

OLD = "https://medium.com/@ada/old-0123456789ab"
NEW = [f"https://medium.com/@ada/new-{number}23456789abc" for number in range(3)]
START = datetime(2026, 1, 1, 6, tzinfo=UTC)


def at(day: int) -> str:
    return f"{START + timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}"


def probe(day: int, verdict: Verdict, address: str = OLD, reason: str = "", kind: Kind = "plain") -> Probe:
    what = ("account" if address == ADA else "story") if verdict == "suspended" else ""
    return Probe(at(day), address, verdict, what, reason, 410, kind=kind)


def cataloged(layout: Layout, *, gone: str = "", author: str = "") -> None:
    catalog.write(
        layout, {"0123456789ab": Entry("0123456789ab", "posts/old/index.md", "0" * 64, gone=gone, author=author)}
    )


def followed(layout: Layout, day: int, *probes: Probe, known: str = ADA) -> list[str]:
    found = targets.followed(layout, probes, [place(known)], START + timedelta(days=day))
    return [there.address for there in found]


@pytest.mark.parametrize(
    ("probes", "day", "is_followed"),
    [
        ([probe(0, "suspended")], 5, True),
        ([probe(0, "gone", reason="404, there is no such page")], 5, True),
        ([probe(0, "suspended"), probe(4, "unknown")], 5, True),
        ([probe(0, "suspended"), probe(4, "up", kind="witness")], 5, True),
        ([probe(0, "suspended"), probe(4, "up")], 5, False),
        ([probe(0, "up")], 5, False),
        ([probe(0, "unknown")], 5, False),
        ([probe(0, "suspended", kind="witness")], 5, False),
        ([probe(0, "gone", reason=BY_AUTHOR)], 5, False),
        ([probe(0, "suspended"), probe(4, "gone", reason=BY_AUTHOR)], 5, False),
        ([probe(0, "suspended"), probe(80, "suspended")], 90, True),
        ([probe(0, "suspended"), probe(80, "suspended")], 91, False),
        ([probe(0, "suspended"), probe(40, "up"), probe(80, "suspended")], 91, True),
        ([probe(0, "suspended", "https://medium.com/@bea/else-fffffffff123")], 5, False),
    ],
)
def test_a_story_that_was_not_seen_stays_watched(
    probes: list[Probe], day: int, is_followed: bool, layout: Layout
) -> None:
    """Until a look sees it up, for 90 days; not one that its author deleted, nor somebody else's."""
    cataloged(layout)
    assert followed(layout, day, *probes) == ([OLD] if is_followed else [])


def test_a_story_is_watched_once_and_only_while_it_is_the_authors(layout: Layout) -> None:
    cataloged(layout)
    assert not followed(layout, 5, probe(0, "suspended"), known="https://medium.com/p/0123456789ab")
    cataloged(layout, author="bea")
    assert not followed(layout, 5, probe(0, "suspended"))
    cataloged(layout, gone="2026-01-03")
    assert not followed(layout, 5, probe(0, "suspended"))


def test_the_return_of_a_suspended_story_is_seen_although_there_are_newer_posts(
    layout: Layout, medium: MediumServer
) -> None:
    """The three newest posts are looked at, and it is not among them."""
    cataloged(layout)
    for address in NEW:
        post = address.rpartition("-")[2]
        text = f'---\ntitle: New\ndate: 2025-01-01\nmedium: {{id: {post}, url: "{address}"}}\n---\n\nWords.\n'
        write(layout.root, f"posts/2025-01-01-{post}/index.md", text)
        medium.answers[address.removeprefix("https://")] = story(post)
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    watch_log.write(layout, [probe(0, "suspended")])
    medium.answers |= {"medium.com/@ada": profile("ada")}
    seen = []
    for day, answer in (10, suspended("post")), (20, story("0123456789ab")), (21, not_found()):
        medium.answers |= {OLD.removeprefix("https://"): answer, "medium.com/p/0123456789ab": answer}
        report = check.check(layout, now=lambda day=day: START + timedelta(days=day), sleep=no_pause)  # type: ignore[misc]  # a parameter that is a value
        seen.append({one["address"]: one["verdict"] for one in report.details["probes"]}.get(OLD, ""))
    assert seen == ["suspended", "up", ""]
    assert NEW[0] in {one.address for one in watch_log.read(layout)}


@pytest.mark.parametrize("verdict", ["up", "suspended"])
def test_a_look_of_the_future_decides_nothing(verdict: Verdict, layout: Layout, medium: MediumServer) -> None:
    """A check whose clock was a year ahead; it stays in the records, and each command says so."""
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(posts=[OLD]), "utf-8")
    medium.answers |= {name: suspended("account") for name in ("medium.com/@ada", "medium.com/@ada/about")}
    watch_log.write(layout, [probe(365, verdict, ADA)])
    now = START + timedelta(days=2)
    report = check.check(layout, now=lambda: now, sleep=no_pause)
    assert [one.code for one in report.issues if one.code == "clock"] == ["clock"]
    assert "2027-01-01" in report.issues[0].message
    letter = appeal(layout, now=now)
    assert "since January 3, 2026" in str(letter.details["letter"])
    assert "2027" not in str(letter.details["letter"])
    assert [one.code for one in letter.issues] == ["clock"]
    shown = watch_history(layout, now)
    assert [one.code for one in shown.issues] == ["clock"]
    assert "2027" not in str(shown.rows)
    assert probe(365, verdict, ADA) in watch_log.read(layout)


def test_only_a_look_of_the_future_is_no_suspension_yet(layout: Layout) -> None:
    """It counts when its day has come: then nobody can tell that the clock was wrong."""
    watch_log.write(layout, [probe(365, "suspended", ADA)])
    with pytest.raises(NoSuspension):
        appeal(layout, now=START)
    assert not any(day["state"] == "suspended" for day in status(layout, now=START).details["watch"]["days"])
    assert appeal(layout, now=START + timedelta(days=364)).facts["to"]


def test_clocks_may_differ_by_a_day(layout: Layout) -> None:
    """Records of a computer in another time zone, whose clock is set wrong by that, still count."""
    probes = [probe(1, "up"), probe(2, "up")]
    assert watch_log.believed(probes, START) == probes[:1]
    assert watch_log.clock_issues(probes[:1], START) == []
