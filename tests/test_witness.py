"""`archive check --witness`: what a web archive saw, believed by the rules of a look, and never more than that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import check
from medium_archive.commands.appeal import appeal
from medium_archive.commands.watch_history import watch_history
from medium_archive.errors import NoSuspension
from medium_archive.folder import alert_log, watch_log
from medium_archive.report import Report
from tests.medium_server import by_author, challenge, html, profile
from tests.save_server import KEY, SECRET
from tests.wayback_server import HOST
from tests.witness_bench import ADA, FIRST_DAY, OUT, UP, WALL, bench, kept

KEYS = {"WAYBACK_KEY": KEY, "WAYBACK_SECRET": SECRET}
BEFORE, BEGIN, DURING, AFTER = (
    kept(UP, "20261110"),
    kept(OUT, "20261120"),
    kept(OUT, "20261122"),
    kept(UP, "20261128"),
)
FRESH = kept(OUT, "2026112912")


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues if issue.where != "exports"]


def test_captures_before_during_and_after_a_suspension_are_dated_evidence(tmp_path: Path) -> None:
    """The newest of each status, and the first of the last 410s. They are old, so the check stays unknown."""
    with bench(tmp_path, BEFORE, BEGIN, DURING, AFTER) as made:
        report = made.check()
        assert made.told() == [("2026-11-20", "suspended"), ("2026-11-22", "suspended"), ("2026-11-28", "up")]
        assert report.exit_code == 62 and not codes(report)
        (row,) = [value for _, value in report.rows if value.startswith("witness")]
        assert row == f"witness, 2 days old: up: 200, the requested page; https://{HOST}/web/20261128000000/{ADA}"
        with pytest.raises(NoSuspension):
            appeal(made.layout)


def test_a_capture_is_not_fetched_again(tmp_path: Path) -> None:
    """A second check asks for the list alone, and changes no record of a witness."""
    with bench(tmp_path, BEFORE, BEGIN, DURING) as made:
        made.check()
        fetched, told = made.server.count("memento"), made.witnesses()
        made.check()
        assert (made.server.count("memento"), made.witnesses()) == (fetched, told)
        made.server.kept.append(kept(OUT, "20261129"))
        made.check()
        assert made.server.count("memento") == fetched + 1 and len(made.witnesses()) == len(told) + 1


def test_a_capture_of_the_last_day_counts_like_a_look(tmp_path: Path) -> None:
    """Where the looks see nothing: the exit code, the alert, and a beginning that captures date."""
    with bench(tmp_path, BEFORE, BEGIN, FRESH) as made:
        report = made.check()
        assert report.exit_code == 60 and report.details["verdict"] == "suspended"
        text = str(report.details["text"])
        assert "since 2026-11-20; it was up on 2026-11-10" in text
        assert f"only a web archive saw it, on 2026-11-29T12:00:00Z: https://{HOST}/web/20261129120000/{ADA}" in text
        letter = appeal(made.layout)
        assert [one["kind"] for one in letter.details["probes"]] == ["witness", "witness"]


def test_an_older_capture_alone_is_only_evidence(tmp_path: Path) -> None:
    """Neither the exit code nor an alert."""
    with bench(tmp_path, BEFORE, kept(OUT, "2026112723")) as made:
        (made.layout.private / "alert.env").parent.mkdir(exist_ok=True)
        (made.layout.private / "alert.env").write_text("ARCHIVE_ALERT_COMMAND=true\n")
        assert made.check(alert=True).exit_code == 62
        assert made.told()[-1] == ("2026-11-27", "suspended")
        assert all("suspended" not in one.title for one in alert_log.read(made.layout))


def test_a_capture_never_overrules_a_newer_look(tmp_path: Path) -> None:
    """Whatever it says, and also after the look, when the looks see nothing again."""
    with bench(tmp_path, FRESH) as made:
        made.shows(UP)
        assert made.check().exit_code == 0
        made.shows(challenge())
        assert made.check().exit_code == 62
        with pytest.raises(NoSuspension):
            appeal(made.layout)
    with bench(tmp_path / "other", kept(UP, "2026112912")) as made:
        made.shows(OUT)
        assert made.check().exit_code == 60
        made.shows(challenge())
        assert made.check().exit_code == 62
        assert appeal(made.layout).details["probes"][0]["kind"] == "plain"


def test_a_capture_may_show_an_earlier_beginning(tmp_path: Path) -> None:
    """In the result and in the letter; not one of another suspension, after which the page was up."""
    earlier = kept(OUT, "20261001")
    with bench(tmp_path, earlier, BEFORE, BEGIN, DURING) as made:
        made.shows(OUT)
        report = made.check()
        assert report.exit_code == 60 and "since 2026-11-20" in str(report.details["text"])
        assert "suspended since November 20, 2026" in str(appeal(made.layout).details["text"])


@pytest.mark.parametrize(
    ("reply", "verdict", "why"),
    [
        (WALL, "unknown", "a bot wall"),
        (html("Medium", "Sign in"), "unknown", "not a page of Medium's"),
        (profile("bea"), "unknown", "another page"),
        (html("410 account suspended — Medium", "410", 200), "unknown", "not a page of Medium's"),
        (by_author(), "gone", "deleted by the author"),
        (html("Medium", "", 410), "gone", "without a known reason"),
        (UP, "up", "the requested page"),
        (OUT, "suspended", "410 account suspended"),
    ],
)
def test_a_capture_is_judged_like_an_answer_of_medium(tmp_path: Path, reply: Any, verdict: str, why: str) -> None:
    """The status in the index proves nothing: a 200 may be a wall, a 410 may be a deleted page."""
    with bench(tmp_path, kept(reply, "20261129")) as made:
        made.check()
        (told,) = made.witnesses()
        assert told.verdict == verdict and why in told.reason and len(told.sha256) == 64
        assert told.capture == f"https://{HOST}/web/20261129000000/{ADA}"


def test_an_archive_that_got_only_other_answers_can_not_tell(tmp_path: Path) -> None:
    """The walls that it got are counted, and not fetched."""
    walls = [kept(challenge(), f"202611{day}") for day in (27, 28, 29)]
    with bench(tmp_path, *walls) as made:
        report = made.check()
        (issue,) = [one for one in report.issues if one.code == "witness-missing"]
        assert "403 (3 times), the newest on 2026-11-29" in issue.message and issue.where == ADA
        assert report.exit_code == 62 and made.server.count("memento") == 0 and not made.witnesses()


def test_no_capture_is_said_with_what_would_help(tmp_path: Path) -> None:
    """Of the last year: an older one says nothing about today."""
    with bench(tmp_path, kept(OUT, "20251101")) as made:
        (issue,) = [one for one in made.check().issues if one.code == "witness-missing"]
        assert "no capture of the last year" in issue.message and "keys" in issue.message and issue.level == "note"


def test_a_redirect_leads_to_the_capture_that_it_names(tmp_path: Path) -> None:
    """An author may have a subdomain; the evidence is the capture there, with its own time."""
    there = "https://ada.medium.com/"
    redirect = kept(html("", status=302), "2026112910", location=f"https://{HOST}/web/20261129101500id_/{there}")
    with bench(tmp_path, redirect, kept(UP, "20261129101500", there)) as made:
        assert made.check().exit_code == 0
        (told,) = made.witnesses()
        assert (told.at, told.address) == ("2026-11-29T10:15:00Z", ADA)
        assert told.capture == f"https://{HOST}/web/20261129101500/{there}"


def test_the_evidence_has_the_time_of_the_capture_that_was_given(tmp_path: Path) -> None:
    """A redirect of yesterday to a capture of weeks ago says nothing about yesterday."""
    there = "https://ada.medium.com/"
    redirect = kept(html("", status=302), "2026112910", location=f"https://{HOST}/web/20261105000000id_/{there}")
    with bench(tmp_path, redirect, kept(OUT, "20261105", there)) as made:
        assert made.check().exit_code == 62
        assert made.told() == [("2026-11-05", "suspended")]


def test_addresses_can_be_asked_about_without_an_archive(tmp_path: Path) -> None:
    """Then nothing is recorded, and no keys are known."""
    address = "http://127.0.0.1:1/ada"  # no request goes there: it is not on the internet
    with bench(tmp_path, kept(OUT, "20261120", address), kept(OUT, "2026112912", address)) as made:
        report = check.check(
            None,
            [address],
            check.Options(witness=True),
            made.server.time,
            made.clock.sleep,
            clock=made.clock,
            archive_hosts={HOST: made.server.address},
        )
        assert [one["verdict"] for one in report.details["probes"]] == ["unknown", "suspended", "suspended"]
        assert report.exit_code == 60 and "since 2026-11-20" in str(report.details["text"])
        assert not made.witnesses() and not made.server.saves


def test_a_revisit_has_the_status_of_the_capture_with_the_same_content(tmp_path: Path) -> None:
    """The archive notes an unchanged page without its status."""
    revisit = kept(OUT, "20261129", is_revisit=True)
    with bench(tmp_path, BEGIN, DURING, revisit) as made:
        made.check()
        assert made.told() == [("2026-11-20", "suspended"), ("2026-11-29", "suspended")]


def test_a_date_in_the_future_is_not_believed(tmp_path: Path) -> None:
    """It would overrule every look."""
    with bench(tmp_path, kept(UP, "20270101")) as made:
        made.shows(OUT)
        report = made.check()
        assert not made.witnesses() and report.exit_code == 60
        assert "date in the future, 2027-01-01" in next(one.message for one in report.issues if one.where == ADA)


@pytest.mark.parametrize(
    ("switches", "code", "words"),
    [
        ({"limited": 99, "retry_after": 3600}, "witness-unreachable", "too many requests"),
        ({"limited": 99}, "witness-unreachable", "gives no answer"),
        ({"refused_until": 1e9}, "witness-unreachable", "gives no answer"),
        ({"lists_cut": 9}, "witness-unreachable", "something else than a list"),
        ({"excluded": ADA}, "witness-unreachable", "asked to leave this address out"),
    ],
)
def test_an_archive_that_does_not_answer_is_unknown_and_loses_nothing(
    tmp_path: Path, switches: dict[str, Any], code: str, words: str
) -> None:
    """In time, with a sentence; the look stays, and its exit code."""
    with bench(tmp_path, FRESH, **switches) as made:
        begun = made.clock()
        made.shows(OUT)
        report = made.check()
        assert report.exit_code == 60 and not made.witnesses()
        (issue,) = [one for one in report.issues if one.code == code]
        assert words in issue.message and "The other results stay." in issue.message
        assert made.clock() - begun < 300
        assert len(watch_log.read(made.layout)) == 1


def test_a_run_that_is_killed_while_it_waits_keeps_the_looks(tmp_path: Path) -> None:
    with bench(tmp_path, FRESH, limited=99) as made:
        made.shows(OUT)

        def kill(_seconds: float) -> None:
            if made.server.asked:
                raise KeyboardInterrupt

        made.clock.sleep = kill  # type: ignore[method-assign, assignment]  # the test stops the run
        with pytest.raises(KeyboardInterrupt):
            made.check()
        (look,) = watch_log.read(made.layout)
        assert look.verdict == "suspended"


def answers(reply: Any) -> dict[str, tuple[int, bytes]]:
    return {"@ada": (reply.status, reply.body)}


@pytest.mark.parametrize(("reply", "code"), [(UP, 0), (OUT, 60), (WALL, 62)])
@pytest.mark.parametrize("lag", [5.0, 1e9])
def test_with_keys_the_archive_is_asked_for_a_capture(tmp_path: Path, reply: Any, code: int, lag: float) -> None:
    """Also of a page with an error, and also if its index is late; what counts is the capture."""
    with bench(tmp_path, BEFORE, keys=KEYS, answers=answers(reply), index_lag=lag) as made:
        report = made.check()
        (asked,) = made.server.posts
        assert "capture_all=1" in asked.body
        if lag < 100:
            assert report.exit_code == code and made.told()[-1][0] == "2026-11-30"
        else:
            assert codes(report) == ["witness-later"]
            made.server.index_lag = 0
        made.check()
        assert len(made.server.posts) == 1 + (lag > 100)


def test_a_check_of_many_pages_ends_and_the_next_asks_for_the_others(tmp_path: Path) -> None:
    """The archive makes few captures a minute. The rates are those that it allows."""
    pages = [ADA, *(f"{ADA}/x-{number:012x}" for number in range(14))]
    with bench(tmp_path, keys=KEYS, answers={"": (200, b"x")}, index_lag=5.0) as made:
        begun = made.clock()
        made.check(*pages)
        assert 4 <= len(made.server.posts) < 15 and made.clock() - begun < 420
        assert made.server.most_a_minute("list") <= 19
        assert not any(one.status == 429 for one in made.server.saves)
        assert not any(one.status == 429 for one in made.server.asked)
        made.check(*pages)
        assert made.server.most_of_one() == 1


def test_without_keys_nothing_is_asked_for(tmp_path: Path) -> None:
    with bench(tmp_path, BEFORE) as made:
        made.check()
        assert not made.server.saves


def test_a_capture_of_the_last_hour_is_enough(tmp_path: Path) -> None:
    """The archive makes no second one."""
    with bench(tmp_path, kept(UP, f"{FIRST_DAY}0001"), keys=KEYS) as made:
        assert made.check().exit_code == 0 and not made.server.saves


def test_what_the_archive_says_of_a_capture_is_not_believed(tmp_path: Path) -> None:
    """Neither that it failed nor that it was made."""
    with bench(tmp_path, keys=KEYS, answers=answers(OUT), failures={"@ada": "error:gone"}, index_lag=5.0) as made:
        assert made.check().exit_code == 60
    with bench(tmp_path / "other", keys=KEYS, answers=answers(OUT), statuses={"@ada": 523}, index_lag=5.0) as made:
        assert made.check().exit_code == 60
    with bench(tmp_path / "third", keys=KEYS, answers=answers(OUT), index_lag=1e9) as made:
        report = made.check()
        assert report.exit_code == 62 and codes(report) == ["witness-later"]


@pytest.mark.parametrize(
    ("keys", "switches", "words"),
    [
        (KEYS | {"WAYBACK_SECRET": "wrong"}, {}, "does not accept the keys (401)"),
        (KEYS, {"refusals": {"@ada": "error:too-many-daily-captures"}}, "makes no capture now"),
    ],
)
def test_refused_requests_are_named_and_lose_nothing(
    tmp_path: Path, keys: dict[str, str], switches: dict[str, Any], words: str
) -> None:
    """What the archive had stays; no message has a key."""
    with bench(tmp_path, FRESH, keys=keys, **switches) as made:
        report = made.check()
        assert report.exit_code == 60 and made.told() == [("2026-11-29", "suspended")]
        (issue,) = [one for one in report.issues if one.code == "witness-refused"]
        assert words in issue.message and not any(key in str(report.as_json()) for key in keys.values())


def test_history_shows_looks_and_captures_with_their_kind_and_age(tmp_path: Path) -> None:
    with bench(tmp_path, BEFORE, BEGIN, DURING) as made:
        made.check()
        made.check()
        report = watch_history(made.layout, made.server.time())
        assert report.rows == (
            ("2026-11-10", f"{ADA}: up, 1 capture of a web archive, 20 days old, "
             f"https://{HOST}/web/20261110000000/{ADA}"),
            ("2026-11-20", f"{ADA}: suspended, until 2026-11-22, 2 captures of a web archive, the newest 8 days old, "
             f"https://{HOST}/web/20261122000000/{ADA}"),
            ("2026-11-30", f"{ADA}: unknown, 2 checks"),
        )  # fmt: skip
        shown = CliRunner().invoke(app, ["history", "--watch", "--archive", str(made.layout.root)]).output
        assert "2026-11-30: " in shown and "captures of a web archive" in shown


def test_keys_are_never_sent_where_archive_toml_leads_the_host(tmp_path: Path) -> None:
    """An archive may come from somebody else; the command as typed, which only reads there."""
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y%m%d%H%M%S}"
    with bench(tmp_path, kept(UP, yesterday), keys=KEYS) as made:
        made.shows(UP)  # a wall would be asked again after some seconds
        settings = made.layout.settings.read_text("utf-8")
        led = settings.replace("hosts = {", f'hosts = {{"{HOST}" = "{made.server.address}", ')
        made.layout.settings.write_text(led, "utf-8")
        done = CliRunner().invoke(app, ["check", ADA, "--witness", "--archive", str(made.layout.root)])
        assert "witness, " in done.output and made.server.asked and not made.server.saves


def test_a_check_without_the_option_asks_no_web_archive(tmp_path: Path) -> None:
    with bench(tmp_path, FRESH) as made:
        assert made.check(witness=False).exit_code == 62
        assert not made.server.asked and not made.witnesses()
