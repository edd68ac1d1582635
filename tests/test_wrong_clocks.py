"""A clock set back or forward, or one that jumps: no command fails by it, and the next one is whole."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import check
from medium_archive.commands.appeal import appeal
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.fetch.pictures import Options
from medium_archive.folder import alert_log, appeal_log, watch_log
from medium_archive.folder.appeal_log import Appeal
from medium_archive.folder.layout import Layout
from medium_archive.folder.sign_log import Sign
from medium_archive.watch import signs
from tests.cdn import Cdn, Faults
from tests.clocks import wall_clock
from tests.conftest import one_in
from tests.interruptions import state
from tests.medium_server import MediumServer, Reply, profile, suspended
from tests.sample_feeds import Text, feed
from tests.sample_pictures import export_with, make_pictures
from tests.save_bench import bench as save_bench
from tests.small_archive import make, read_records

_DAY = 86_400.0
Clock = Callable[[], float]


def _of(moment: str) -> float:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()


def _fixed(moment: float) -> Callable[[], Clock]:
    return lambda: lambda: moment


def _by(seconds: float, after: int = 0) -> Callable[[], Clock]:
    """So much ahead of the right clock, from some look at it on."""
    right = time.time

    def clock() -> Clock:
        looks = itertools.count()
        return lambda: right() + (seconds if next(looks) >= after else 0.0)

    return clock


CLOCKS: Mapping[str, Callable[[], Clock]] = {
    "1970": _fixed(0.0),
    "2000": _fixed(_of("2000-01-01")),
    "a day back": _by(-_DAY),
    "an hour back": _by(-3600.0),
    "an hour ahead": _by(3600.0),
    "a day ahead": _by(_DAY),
    "2038": _fixed(2.0**31 - 1),
    "2100": _fixed(_of("2100-01-01")),
    "9999": _fixed(_of("9999-12-31T23:59:59")),
    "jumps back": _by(-400 * _DAY, 4),
    "jumps ahead": _by(400 * _DAY, 4),
}
COMMANDS = (
    "import export.zip --offline", "pictures", "build", "status", "check", "sync", "remind", "history --watch",
    "export epub book.epub", "build", "verify --quick",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with an export, and settings that lead to servers on this machine."""
    pictures = make_pictures(4, seed=5)
    posts = [Text(number) for number in range(3)]
    monkeypatch.setattr("medium_archive.watch.probe.PAUSE", 0.0)
    with Cdn(pictures, Faults(0, 0, 0, 0, 0, 0, 0.25)) as cdn, MediumServer() as medium:
        shown = {name: profile("ada") for name in ("medium.com/@ada", "medium.com/@ada/about")}
        medium.answers |= {**shown, "medium.com/feed/@ada": Reply(200, feed(posts), {"Content-Type": "text/xml"})}
        export_with(pictures, tmp_path / "export.zip", posts=3, gists=())
        watched = 'profile = "https://medium.com/@ada"\nposts = []\nfeed = "https://medium.com/feed/@ada"\n'
        (tmp_path / "more.toml").write_text(f"{cdn.settings()}{medium.settings()}{watched}", "utf-8")
        yield tmp_path


def run_all(place: Path, folder: str) -> list[int]:
    """The exit codes of the commands, one after the other, in an archive."""
    codes = []
    for command in COMMANDS:
        words = [str(place / word) if "." in word else word for word in command.split()]
        words = [word.replace("book.epub", f"{folder}-{time.time()}.epub") for word in words]
        done = CliRunner().invoke(app, [*words, "--archive", str(place / folder)], catch_exceptions=False)
        codes.append(done.exit_code)
        settings = place / folder / "archive.toml"
        if command.startswith("import") and "[watch]\nhosts" not in settings.read_text("utf-8"):
            settings.write_text(settings.read_text("utf-8") + (place / "more.toml").read_text("utf-8"), "utf-8")
    return codes


def contents(root: Path) -> dict[str, bytes]:
    """Texts, pictures, originals and the site."""
    kept = ("posts/", "drafts/", "responses/", "original/", "site/")
    return {name: content for name, content in state(root).items() if name.startswith(kept)}


@pytest.mark.parametrize("name", one_in(4, CLOCKS))
def test_no_command_depends_on_the_clock(name: str, place: Path) -> None:
    """All end as with the right clock, and make the same texts and the same site, then and with the right clock."""
    wanted = run_all(place, "right")
    with wall_clock(CLOCKS[name]()):
        codes = run_all(place, "wrong")
    assert codes == wanted
    assert contents(place / "wrong") == contents(place / "right")
    assert run_all(place, "wrong") == run_all(place, "right")
    assert contents(place / "wrong") == contents(place / "right")


@pytest.mark.parametrize("name", CLOCKS)
def test_a_picture_that_failed_by_a_wrong_clock_is_tried_again(name: str, place: Path) -> None:
    """Within a month; a record dated far ahead would keep it from being tried for as long."""
    layout = Layout(place / "archive")
    CliRunner().invoke(app, ["import", str(place / "export.zip"), "--offline", "--archive", str(layout.root)])
    layout.settings.write_text(layout.settings.read_text("utf-8") + (place / "more.toml").read_text("utf-8"), "utf-8")
    with wall_clock(CLOCKS[name]()):
        fetch_pictures(layout, sleep=lambda _: None)
        due = fetch_pictures(layout, dry_run=True).counts["pictures_to_fetch"]
        assert due == 0 or name.startswith(("jumps", "9999"))  # at the end of time there is no later
    kept = [one for folder in (layout.records, layout.private) for one in read_records(folder / "pictures.jsonl")]
    assert len({one["id"] for one in kept if one.get("problem")}) == 1
    with wall_clock(_by(32 * _DAY)()):
        assert fetch_pictures(layout, Options(), dry_run=True).counts["pictures_to_fetch"] == 1


def noon(day: int, year: int = 2026) -> datetime:
    return datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)


def test_an_alert_of_a_clock_ahead_hides_no_later_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A suspension, seen by a clock ahead; then up again, and suspended again. Each is told once."""
    layout = make(tmp_path / "archive")
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", "true")
    with MediumServer() as medium:
        watched = 'profile = "https://medium.com/@ada"\nposts = ["https://medium.com/@ada"]\nfeed = ""\n'
        layout.settings.write_text(f"{layout.settings.read_text('utf-8')}{medium.settings()}{watched}", "utf-8")

        def look(reply: Reply, now: datetime) -> list[tuple[str, ...]]:
            medium.answers |= {"medium.com/@ada": reply, "medium.com/@ada/about": reply}
            check.check(layout, (), check.Options(alert=True), lambda: now, lambda _: None)
            return [tuple(one for one in alert.state if one != "old export") for alert in alert_log.read(layout)]

        account = ("suspended account",)
        assert look(suspended("account"), noon(0, year=2100)) == [account]
        assert look(profile("ada"), noon(1)) == [account, ()]
        assert look(profile("ada"), noon(2)) == [account, ()]
        assert look(suspended("account"), noon(3)) == [account, (), account]
        assert look(suspended("account"), noon(4)) == [account, (), account]
        assert look(profile("ada"), noon(5)) == [account, (), account, ()]


def test_a_sign_of_a_clock_ahead_does_not_last_till_then() -> None:
    ahead, good = Sign("2100-01-01T00:00:00Z", "feed"), Sign("2026-01-09T00:00:00Z", "feed")
    assert signs.current([ahead, good], [], noon(10)) == [good]


def test_a_letter_of_a_clock_ahead_is_not_the_last_one(tmp_path: Path) -> None:
    """Else no second letter would ever be due, and the next would name a day that is to come."""
    layout = make(tmp_path / "archive")
    at = [watch_log.latest(noon(day) - timedelta(days=1)) for day in (0, 1)]
    address = "https://medium.com/@ada"
    watch_log.write(layout, [watch_log.Probe(one, address, "suspended", "account") for one in at])
    appeal_log.add(layout, Appeal("2100-01-01T00:00:00Z", "account", (address,), 1))
    assert "2100" not in str(appeal(layout, again=True, now=noon(2)).details["letter"])


def test_a_page_that_was_asked_for_by_a_clock_ahead_is_asked_for_again(tmp_path: Path) -> None:
    """Its record says a time at which the index has no capture yet."""
    with save_bench(tmp_path, statuses={"": 0}, are_saved=False) as made:
        now = made.means.now
        ahead = type(made.means)(made.means.hosts, (), made.clock.sleep, made.clock, lambda: now() + timedelta(9999))
        right, made.means = made.means, ahead
        asked = made.counts()[1]
        assert asked > 0
        made.means, made.server.statuses, made.server.are_saved = right, {}, True
        made.clock.now += 2 * 3600
        assert made.counts()[0] == asked
