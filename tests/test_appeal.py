"""`archive appeal`, `archive remind`, and what is said when an account is suspended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from medium_archive.commands import remind
from medium_archive.commands.appeal import appeal
from medium_archive.commands.show_status import status
from medium_archive.errors import NoSuspension
from medium_archive.folder import watch
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch import Look
from medium_archive.medium.status import Verdict
from medium_archive.watch import verdict as advice
from tests.small_archive import make, write

ADA = "https://medium.com/@ada"
STORY = "https://medium.com/@ada/x-abcdef123"
FEED = "https://medium.com/feed/@ada"
START = datetime(2026, 2, 10, 7, 17, tzinfo=UTC)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def look(day: int, verdict: Verdict, address: str = ADA, what: str = "account") -> Look:
    at = (START + timedelta(days=day)).isoformat().replace("+00:00", "Z")
    if verdict != "suspended":
        return Look(at, address, verdict)
    return Look(at, address, verdict, what, "410", 410, "410 account suspended — Medium")


def noted(layout: Layout, *looks: Look) -> None:
    watch.add(layout, [], looks)


def test_the_letter_has_the_account_the_times_and_no_guess(layout: Layout) -> None:
    """Short, in English; only of the present suspension."""
    noted(
        layout,
        look(-9, "suspended"),
        look(-8, "up"),
        look(-1, "up"),
        look(0, "suspended"),
        look(1, "unknown"),
        look(2, "suspended"),
    )
    report = appeal(layout)
    text = str(report.details["text"])
    assert report.facts["subject"] == f"Suspended account: {ADA}: please review"
    assert "since February 10, 2026" in text
    assert text.count("2026-02-") == 2
    assert "2026-02-10 07:17:00\n  2026-02-12 07:17:00" in text
    assert "I have not been told of a reason" in text
    assert text.endswith("Thank you,\nAda Example")
    assert len(text.split()) < 150


def test_the_letter_about_many_looks_stays_short(layout: Layout) -> None:
    """The first and the last times; all of them are in the records."""
    noted(layout, *(look(day, "suspended") for day in range(40)))
    text = str(appeal(layout).details["text"])
    assert "… 32 more …" in text
    assert len(text.splitlines()) < 45


def test_the_letter_about_a_story_names_the_story(layout: Layout) -> None:
    """The account is not suspended then, and is not said to be."""
    noted(layout, look(0, "up"), look(0, "suspended", STORY, "story"))
    text = str(appeal(layout).details["text"])
    assert STORY in text
    assert "a story of mine is suspended" in text
    assert "my account" not in text


def test_a_suspension_ends_with_the_account_whichever_posts_are_looked_at_by_then(layout: Layout) -> None:
    """The newest posts of today are others than those that were seen suspended; the feed alone ends nothing."""
    noted(layout, look(0, "suspended"), look(0, "suspended", STORY), look(1, "up", FEED))
    assert STORY in str(appeal(layout).details["text"])
    watch.add(layout, watch.read(layout), [look(2, "up")])
    with pytest.raises(NoSuspension):
        appeal(layout)


def test_the_letter_is_not_about_somebody_else(layout: Layout) -> None:
    """Their page can be looked at too; it is nothing to write about."""
    noted(layout, look(0, "suspended", "https://medium.com/@bea"))
    with pytest.raises(NoSuspension):
        appeal(layout)


@pytest.mark.parametrize("verdicts", [(), ("up",), ("suspended", "up"), ("gone",), ("unknown",)])
def test_there_is_no_letter_where_nothing_is_suspended(layout: Layout, verdicts: tuple[Verdict, ...]) -> None:
    """Nobody should send one by mistake."""
    noted(layout, *(look(day, verdict) for day, verdict in enumerate(verdicts)))
    with pytest.raises(NoSuspension):
        appeal(layout)


def test_what_to_do_is_said_in_its_order() -> None:
    """A copy first, the letter, the mirror; and since when."""
    looks = [look(0, "suspended"), look(1, "suspended")]
    text = advice.sentence(looks[1:], looks, lambda _: True)
    assert text.startswith(
        "suspended: since 2026-02-10T07:17:00Z at the latest others see that this account is suspended"
    )
    places = [
        text.index(word) for word in ("archive import", "archive pictures", "archive appeal", 'canonical = "self"')
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("exported", "said", "issues"),
    [
        ("2026-02-10", "2026-02-10", 0),
        ("2026-02-09", "2026-02-09, 1 day ago", 0),
        ("2025-11-12", "2025-11-12, 90 days ago", 0),
        ("2025-11-11", "2025-11-11, 91 days ago", 1),
        ("", "none", 1),
    ],
)
def test_an_old_export_is_said_as_such(layout: Layout, exported: str, said: str, issues: int) -> None:
    """With the way to ask for the next; nothing of it below three months."""
    line = {"sha256": "0" * 64, "file": "exports/x.zip", **({"exported": exported} if exported else {})}
    write(layout.root, "records/imports.jsonl", json.dumps(line) + "\n")
    report = remind.remind(layout, START)
    assert report.facts["newest_export"] == said
    assert [issue.code for issue in report.issues] == ["export-old"] * issues
    assert "https://medium.com/me/export" in str(report.details["text"])
    assert "newest_export" in status(layout).facts
