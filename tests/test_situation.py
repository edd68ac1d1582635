"""The present state of the account and of each page: one rule for the alert, the letter, the status and the page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medium_archive.commands import check
from medium_archive.commands.appeal import appeal
from medium_archive.commands.show_status import status
from medium_archive.errors import NoSuspension
from medium_archive.folder import alert_log, settings, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe
from medium_archive.watch import alerts, situation, suspension, targets, timeline
from medium_archive.watch.alert_words import CheckResult
from medium_archive.watch.situation import Situation
from tests.medium_server import MediumServer, challenge, profile, suspended
from tests.small_archive import make, write

ME, FEED, PAGES = "https://medium.com/@ada", "https://medium.com/feed/@ada", "https://medium.com/looms-weekly"
STORY, OTHER, BOB = f"{ME}/x-abcdef123456", f"{ME}/y-abcdef654321", "https://medium.com/@bob/z-bbbbbb123456"
NAMES = {"me": ME, "story": STORY, "other": OTHER, "feed": FEED, "pages": PAGES}
START = datetime(2026, 1, 1, 7, 17, tzinfo=UTC)


def at(day: float) -> str:
    return (START + timedelta(days=day)).isoformat(timespec="seconds").replace("+00:00", "Z")


def probes(text: str) -> list[Probe]:
    """Probes as `DAY NAME SEEN`, with commas: `5 me out` (an account), `5 story story` (suspended alone), `up`, `gone`,
    `?`. `5>6 me out` is a capture of day 5 that was found on day 6.
    """
    found = []
    for line in filter(str.strip, text.split(",")):
        day, name, seen = line.split()
        taken, is_capture, on = day.partition(">")
        what = {"out": "account", "story": "story", "pages": "publication"}.get(seen, "")
        verdict = "suspended" if what or seen == "unnamed" else {"?": "unknown"}.get(seen, seen)
        probe = Probe(at(float(taken)), NAMES[name], verdict, what, "why", 410 if what else 200)  # type: ignore[arg-type]  # verdicts by their names
        more = {"kind": "witness", "capture": f"https://web.archive.org/web/{taken}/x", "found": at(float(on or 0))}
        found.append(Probe(**{**vars(probe), **more}) if is_capture else probe)
    return found


def of(text: str) -> Situation:
    return situation.of(probes(text), situation.by_form)


def days(found: situation.Sight) -> str:
    return " ".join(str((datetime.fromisoformat(one.at) - START).days) for one in found.probes)


@pytest.mark.parametrize(
    ("text", "account", "saw"),
    [
        ("1 me out, 2 me out", "suspended", "1 2"),
        ("1 me out, 2 me up", "up", "2"),
        ("1 me out, 2 me ?, 3 me out", "suspended", "1 3"),
        # A suspended story does not mean a suspended account
        ("0 me up, 0 story story, 31 me out, 31 story out", "suspended", "31 31"),
        ("1 story story, 1 me ?", "unknown", ""),
        # Only what is up ends it
        ("1 me out, 2 me ?, 2 story gone, 3 me out", "suspended", "1 3"),
        ("1 me out, 2 feed up", "suspended", "1"),
        ("1 me out, 2 me ?, 2 pages up", "suspended", "1"),
        ("1 me out, 2 me ?, 2 story up", "up", "2"),
        ("10 me out, 20 me out, 21 me ?, 21 story up, 22 me out", "suspended", "22"),
        ("1 me out, 2 me gone", "gone", "2"),
        ("1 me out, 2 me gone, 3 me out", "suspended", "3"),
        # Within one check the profile decides
        ("1 me up, 1 feed out", "up", "1"),
        ("1 me up, 1 story out, 1 other out", "up", "1"),
        ("1 me out, 1 story up", "suspended", "1"),
        ("1 me gone, 1 story out", "suspended", "1"),
        ("1 me out, 1 story out, 2 me out, 2 story up", "suspended", "1 2"),
        ("1 story out, 1.001 other up", "up", "1"),
        ("1 story unnamed", "unknown", ""),
        ("1 me unnamed", "suspended", "1"),
        # Captures: within a day like a look, else they date a beginning
        ("1>1.5 me out", "suspended", "1"),
        ("1>2.5 me out", "unknown", ""),
        ("1>20 me out, 20 me out", "suspended", "1 20"),
        ("1>20 me out, 2>20 me up, 20 me out", "suspended", "20"),
        ("1>20 me out, 2 story up, 20 me out", "suspended", "20"),
        ("1>200 me out, 200 me out", "suspended", "200"),
        ("1>99 me out, 50>99 me out, 99 me out", "suspended", "1 50 99"),
        ("1 me out, 50 me ?, 150 me out", "suspended", "150"),  # nobody looked for half a year, or saw nothing
        ("26 me out, 27>30 me up, 30 me ?", "suspended", "26"),
        ("26 me out, 27>30 me up, 30 me out", "suspended", "30"),
        ("26 me out, 27>27.5 me up", "up", "27"),
        ("1>1.8 me out, 1.5 story up", "up", "1"),
        ("1>1.8 me out, 1.5 story story", "unknown", ""),
        ("27 me up, 28>30 me out, 30 me ?", "up", "27"),
        ("10 me out, 12>30 me gone", "suspended", "10"),
    ],
)
def test_the_state_of_the_account(text: str, account: str, saw: str) -> None:
    """And the probes that saw it."""
    found = of(text).account
    assert (found.verdict, days(found)) == (account, saw)


@pytest.mark.parametrize(
    ("text", "where", "state"),
    [
        ("0 me up, 0 story story, 31 me out, 31 story out", STORY, "suspended 0"),
        ("1 story story, 2 me up, 2 story ?", STORY, "suspended 1"),
        ("1 story story, 2 story gone", STORY, "gone 2"),
        ("1 me up, 1 story out", STORY, "suspended 1"),
        ("1 me out, 1 story out", STORY, "unknown "),
        ("1 story gone, 2 me out, 2 story out", STORY, "unknown "),
        ("1 pages pages, 2 me up", PAGES, "suspended 1"),
        ("1 pages pages, 2>2.5 pages up", PAGES, "up 2"),
    ],
)
def test_the_state_of_a_page(text: str, where: str, state: str) -> None:
    """A suspension of the account does not count as one of the page."""
    found = of(text).pages[where]
    assert f"{found.verdict} {days(found)}" == state


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def letter(layout: Layout, text: str, day: float, address: str = "") -> list[str]:
    watch_log.write(layout, probes(text))
    report = appeal(layout, address=address, now=START + timedelta(days=day))
    return [*str(report.details["letter"]).splitlines()[2:5], str(report.details["meanwhile"]).partition("\n")[0]]


def test_a_letter_about_an_account_does_not_begin_with_a_story(layout: Layout) -> None:
    text = "0 me up, 0 story story, 30 me up, 30 story story, 31 me out, 31 story out"
    assert letter(layout, text, 31)[1] == (
        "It has been suspended since February 1, 2026. On January 31, 2026 others could still see it."
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (2, "Today readers who are"),
        (3, "When last seen, on January 3, 2026, readers who were not signed in got status"),
    ],
)
def test_a_letter_says_when_it_was_seen_last(layout: Layout, day: int, words: str) -> None:
    assert letter(layout, "0 me up, 2 me out", day)[2].startswith(words)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("2 me out, 100 me ?", 10, "The account was last seen suspended on 2026-01-03; that is 8 days ago"),
        (
            "2 me out, 3 me gone",
            3,
            "Your profile is gone since 2026-01-04: why. It was last seen suspended on 2026-01-03.",
        ),
        ("2 me out, 3>6 me up, 6 me ?", 6, "https://web.archive.org/web/3/x was up later, on 2026-01-04."),
        ("2 feed out, 2 me ?, 3 feed up", 3, f"{FEED} was up later, on 2026-01-04."),
        ("2>2.5 me out", 10, "that is 8 days ago"),
        ("1 me up, 2>5 me out, 5 me ?", 5, "A web archive saw one on 2026-01-03, too long ago to count."),
        ("1 story story, 2 me up", 20, "The story was last seen suspended on 2026-01-02"),
    ],
)
def test_there_is_no_letter_about_what_may_be_over(layout: Layout, text: str, day: int, words: str) -> None:
    """The message says what was seen and when."""
    with pytest.raises(NoSuspension, match=re.escape(words)):
        letter(layout, text, day)
    assert status(layout, START + timedelta(days=day)).details["watch"]["advice"] != "appeal"


def test_what_else_is_suspended_is_named_and_has_its_letter(layout: Layout) -> None:
    settings_text = layout.settings.read_text("utf-8")
    layout.settings.write_text(f'{settings_text}\n[watch]\nposts = ["{STORY}", "{PAGES}"]\n', "utf-8")
    text = "0 me up, 1 story story, 2 pages pages"
    lines = letter(layout, text, 2)
    assert lines[0] == f"A story of my Medium account {ME} is suspended: {STORY}"
    assert lines[-1] == f"Suspended too: {PAGES}. `archive appeal {PAGES}` writes the letter about it."
    lines = letter(layout, text, 2, "medium.com/looms-weekly")
    assert lines[0] == f"A publication of my Medium account {ME} is suspended: {PAGES}"
    with pytest.raises(NoSuspension, match=re.escape(f"that {OTHER} of yours is suspended, but {STORY}, {PAGES}.")):
        letter(layout, text, 2, OTHER)


def test_stories_that_were_suspended_on_different_days(layout: Layout) -> None:
    """No page is suspended in the letter on a day on which others could see it."""
    text = "0 story up, 1 story story, 1 other up, 5 other up, 6 other story, 6 story story"
    assert letter(layout, text, 6)[1] == (
        "They have been suspended since January 2, 2026, the last of them since January 7, 2026."
    )


def test_a_story_whose_publication_is_suspended(layout: Layout) -> None:
    """It may be somebody else's publication."""
    lines = letter(layout, "0 me up, 0 story up, 1 me up, 1 story pages", 1)
    assert lines[0] == f"A story of my Medium account {ME} is suspended: {STORY}"


def test_a_gap_makes_the_beginning_unsure(layout: Layout) -> None:
    text = "0 me up, 1 me out, 150 me out"
    assert letter(layout, text, 150)[1] == "It has been suspended since May 31, 2026, or earlier."


def test_a_letter_about_another_story_is_no_second_one(layout: Layout, tmp_path: Path) -> None:
    """Nobody wrote about that story."""
    watch_log.write(layout, probes("1 story story"))
    appeal(layout, tmp_path / "first", now=START + timedelta(days=1))
    assert "I wrote to you" in "".join(whole(layout, "1 story story, 9 story story", 9))
    both = whole(layout, "1 story story, 9 story story, 8 other up, 9 other story", 9)
    assert "I wrote to you" not in both and "second letter" not in both


def whole(layout: Layout, text: str, day: int) -> str:
    watch_log.write(layout, probes(text))
    report = appeal(layout, now=START + timedelta(days=day))
    return f"{report.facts['subject']}\n{report.details['letter']}"


def test_a_page_of_another_author_says_nothing_about_the_account(layout: Layout) -> None:
    """Though [watch] names it: neither the alert, the letter nor the advice."""
    with MediumServer() as medium:
        layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(posts=[BOB]), "utf-8")
        write(layout.root, "private/alert.env", "ARCHIVE_ALERT_COMMAND=true\n")
        for answer in (challenge(), profile("ada")):
            medium.answers = {"medium.com/@ada": answer, "medium.com/@ada/about": answer}
            medium.answers |= dict.fromkeys(
                ("medium.com/@bob/z-bbbbbb123456", "medium.com/p/bbbbbb123456"), suspended("account")
            )
            report = check.check(layout, (), check.Options(alert=True), lambda: START, lambda _: None)
            assert report.exit_code == 60
            assert "archive appeal" not in str(report.details["text"])
            titles = [alert.title for alert in alert_log.read(layout)]
            assert titles == [f"Medium: suspended: {BOB}"]
            with pytest.raises(NoSuspension):
                appeal(layout, now=START)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ME, "profile"),
        ("https://ada.medium.com", "profile"),
        (f"{ME}/about", "page"),
        (STORY, "page"),  # its post is not in the archive
        (FEED, "feed"),
        (PAGES, "publication"),
        ("https://medium.com/feed/looms-weekly", ""),
        (BOB, ""),
        ("https://medium.com/@bob", ""),
        ("https://medium.com/@Ada", "profile"),
        ("https://medium.com/looms-weekly/z-abcdef123456", ""),  # anybody may have written it
        ("http://[", ""),
    ],
)
def test_whose_an_address_is(layout: Layout, address: str, expected: str) -> None:
    """That [watch] names an address proves nothing but for a publication."""
    named = f'\n[watch]\nposts = ["{BOB}", "https://medium.com/@bob", "{PAGES}", "https://medium.com/looms-weekly/z-abcdef123456"]\n'
    layout.settings.write_text(layout.settings.read_text("utf-8") + named, "utf-8")
    assert targets.roles(layout, settings.read(layout.settings))(address) == expected


LINES = st.tuples(
    st.sampled_from([ME, STORY, OTHER, FEED, PAGES, BOB]),
    st.sampled_from(["up", "unknown", "gone", "out", "story", "unnamed"]),
    st.sampled_from(["plain", "browser", "fresh", "old"]),
)
HISTORIES = st.lists(st.lists(LINES, max_size=4), min_size=1, max_size=8)


def history(checks: list[list[tuple[str, str, str]]]) -> list[list[Probe]]:
    """Probes of daily checks. All lines of a check have one time, but captures are of the time before."""
    found = []
    for day, lines in enumerate(checks):
        seen = []
        for address, told, kind in lines:
            what = {"out": "account", "story": "publication" if address == PAGES else "story"}.get(told, "")
            verdict = "suspended" if told in ("out", "story", "unnamed") else told
            taken = {"fresh": 0.6, "old": 2.4}.get(kind, 0.0)
            more = {"kind": "witness", "capture": "c", "found": at(day)} if taken else {"kind": kind}
            seen.append(Probe(at(day - taken), address, verdict, what, "why", **more))  # type: ignore[arg-type]  # by their names
        found.append(seen)
    return found


def role(address: str) -> situation.Role:
    return "" if address == BOB else situation.by_form(address)


@given(HISTORIES, st.randoms())
def test_the_order_of_lines_changes_nothing(checks: list[list[tuple[str, str, str]]], random: st.DataObject) -> None:
    """Neither within a check nor in the file."""
    lines = [probe for one in history(checks) for probe in one]
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives random.Random
    for address in (None, *{one.address for one in lines}):
        a, b = (situation.of(one, role) for one in (lines, shuffled))
        left, right = (one.account if address is None else one.pages.get(address) for one in (a, b))
        assert (left is None) == (right is None)
        if left and right:
            assert (left.verdict, left.since, left.last, left.last_up) == (
                right.verdict, right.since, right.last, right.last_up
            )  # fmt: skip


@given(HISTORIES)
def test_alert_status_and_letter_agree(checks: list[list[tuple[str, str, str]]]) -> None:
    """After every check of any history; and no letter begins before a look that saw the page up."""
    state: frozenset[str] = frozenset()
    seen: list[Probe] = []
    for day, probes_of_day in enumerate(history(checks)):
        seen += probes_of_day
        result = CheckResult(probes_of_day, seen, role)
        state = alerts.state_of(result, state)
        own = sorted((one for one in seen if role(one.address)), key=lambda one: one.at)
        today = (START + timedelta(days=day)).date()
        shown = timeline.of(own, today, role)
        account = shown.situation.account
        assert ("suspended account" in state) == account.is_suspended
        for address, sight in result.situation.pages.items():
            if sight.is_suspended and any(one.address == address for one in probes_of_day):
                assert f"suspended {address}" in state
        try:
            chosen = suspension.choose(shown.situation, ME, today)
        except NoSuspension:
            chosen = None
        assert (shown.advice == "appeal") == (chosen is not None)
        if chosen is None:
            continue
        assert (chosen.what == "account") == account.is_suspended
        assert state & {"suspended account", *(f"suspended {address}" for address in chosen.pages)}
        assert BOB not in {one.address for one in chosen.probes}
        for probe in chosen.probes:
            assert not any(one.address == probe.address and one.verdict == "up" and one.at >= probe.at for one in own)
