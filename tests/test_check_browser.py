"""`archive check` with a browser: which pages it looks at, what it records, and the files that it keeps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from medium_archive.commands import check
from medium_archive.errors import CannotSchedule
from medium_archive.folder import watch_log
from medium_archive.folder.layout import Layout
from medium_archive.watch import schedules
from tests.medium_server import MediumServer, Reply, challenge, profile, suspended
from tests.small_archive import make

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for a browser needs descriptors 3 and 4")

ADA, FEED = "https://medium.com/@ada", "https://medium.com/feed/@ada"
FAKE = Path(__file__).parent / "fake_browser.py"


class Bench:
    """An archive whose account a stand-in for Medium's host and a fake browser show as they are told."""

    def __init__(self, layout: Layout, server: MediumServer, page: Path) -> None:
        self.layout, self.server, self._page = layout, server, page
        self._now = datetime(2026, 11, 23, 7, 17, tzinfo=UTC)

    def shows(self, reply: Reply) -> None:
        """What the browser shows at every address."""
        self._page.write_text(f"{reply.status}\n{reply.body.decode()}", "utf-8")

    def check(self, *addresses: str, browser: bool = False) -> tuple[int, list[watch_log.Probe]]:
        """The exit code of a check on the next day, and its probes."""
        self._now += timedelta(days=1)
        report = check.check(self.layout, addresses, check.Options(browser=browser), self._later, lambda seconds: None)
        return report.exit_code, [one for one in watch_log.read(self.layout) if one.at[:10] == f"{self._now:%Y-%m-%d}"]

    def _later(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    @property
    def files(self) -> set[str]:
        return {f"private/watch/{path.name}" for path in (self.layout.private / "watch").glob("*")}

    def set(self, **watch: object) -> None:
        text = self.layout.settings.read_text("utf-8").partition("\n[watch]")[0]
        self.layout.settings.write_text(text + self.server.settings(**watch).replace("True", "true"), "utf-8")


@pytest.fixture
def bench(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """An archive behind a bot wall."""
    make(layout.root)
    page = tmp_path / "page"
    monkeypatch.setenv("ARCHIVE_BROWSER", f"{sys.executable} {FAKE} good {page} --no-sandbox")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("medium_archive.watch.browser.look.SETTLED_SECONDS", 0.0)
    server = MediumServer({"medium.com/@ada": challenge(), "medium.com/@ada/about": challenge()})
    with server:
        one = Bench(layout, server, page)
        one.set()
        one.shows(profile("ada"))
        yield one


def test_a_check_with_a_browser_asks_nothing_else(bench: Bench) -> None:
    """Only a feed is requested by the program: no browser looks at it."""
    code, (seen,) = bench.check(ADA, browser=True)
    assert (code, seen.verdict, seen.kind) == (0, "up", "browser")
    assert not bench.server.requests
    _, found = bench.check(ADA, FEED, browser=True)
    assert {(one.address, one.kind) for one in found} == {(ADA, "browser"), (FEED, "plain")}


def test_the_browser_follows_a_request_that_saw_nothing(bench: Bench) -> None:
    """With `browser = true`: both are recorded, and what the browser saw is the result."""
    code, _ = bench.check(ADA)
    assert code == 62
    bench.set(browser=True)
    bench.shows(suspended("account"))
    code, found = bench.check(ADA)
    assert code == 60
    assert [(one.kind, one.verdict) for one in found] == [("plain", "unknown"), ("browser", "suspended")]


def test_the_browser_does_not_look_at_what_a_request_saw(bench: Bench) -> None:
    """Up, suspended or gone."""
    bench.set(browser=True)
    for reply, code in ((profile("ada"), 0), (suspended("account"), 60)):
        bench.server.answers |= {"medium.com/@ada": reply, "medium.com/@ada/about": reply}
        assert bench.check(ADA)[0] == code
    assert not bench.files


def test_of_a_page_that_is_up_only_the_last_look_is_kept(bench: Bench) -> None:
    """The files of all others stay, and the same content is there once."""
    _, (suspension,) = bench.check(ADA, browser=True)
    bench.shows(suspended("account"))
    _, (suspension,) = bench.check(ADA, browser=True)
    bench.shows(profile("ada", "Other words."))
    _, (last,) = bench.check(ADA, browser=True)
    assert bench.files == {suspension.page, suspension.screenshot, last.page}
    assert suspension.screenshot == last.screenshot  # the fake browser has one picture
    assert (bench.layout.root / suspension.page).read_bytes() == suspended("account").body
    assert [one.page for one in watch_log.read(bench.layout)] == ["", suspension.page, last.page]


def test_a_file_that_a_record_names_elsewhere_is_not_removed(bench: Bench) -> None:
    """Records may be edited by hand."""
    _, (seen,) = bench.check(ADA, browser=True)
    kept = watch_log.Probe("2026-11-01T00:00:00Z", ADA, "up", kind="browser", page="posts/../archive.toml")
    watch_log.write(bench.layout, [kept, seen])
    bench.check(ADA, browser=True)
    assert bench.layout.settings.is_file()


def test_a_check_that_saw_nothing_says_what_would_help(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser, if none has looked; else what is in its way."""

    def text(*, browser: bool) -> str:
        options = check.Options(browser=browser)
        return str(check.check(bench.layout, [ADA], options, sleep=lambda seconds: None).details["text"])

    assert "`archive check --browser` looks with your own browser" in text(browser=False)
    bench.shows(Reply(200, b"<title>A hotel</title>"))
    assert text(browser=True).endswith("Check again later.")
    feed = check.check(bench.layout, [FEED], check.Options(), sleep=lambda seconds: None)
    assert "--browser" not in str(feed.details["text"])  # no browser looks at a feed
    monkeypatch.setenv("ARCHIVE_BROWSER", "no-such-program")
    assert text(browser=True).endswith("which is not a program on this computer: correct it.")


def test_a_schedule_keeps_the_option(bench: Bench) -> None:
    """A daily check looks with the browser too, except at GitHub's machines, which have no desktop."""
    job = schedules.job_for(bench.layout, "check", ["--browser"])
    for scheduler in schedules.ALL:
        if scheduler.NAME == "github":
            with pytest.raises(CannotSchedule, match="desktop"):
                scheduler.text(job)
        else:
            assert "--browser" in scheduler.text(job)
