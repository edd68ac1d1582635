"""`archive publish --save`: the Wayback Machine keeps the pages that changed, and only its index tells what it has."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import publish, save_site
from medium_archive.errors import AccessDenied, NotPublishable, SettingsWrong
from medium_archive.folder import site_captures
from medium_archive.folder.layout import Layout
from medium_archive.hosts import BuildSite, Published, ReadySite, folder
from medium_archive.report import Issue, Progress, Report
from tests import small_archive
from tests.save_bench import ADDRESSES, BASE, COUNTS, FILES, LOOM, PAGES, TIDE, bench
from tests.save_server import KEY, SECRET
from tests.static_host import hosting
from tests.wayback_server import HOST, Kept


def test_each_page_is_asked_for_once_the_most_important_first(tmp_path: Path) -> None:
    """Home, feeds, posts from the newest on, the pages of the sitemap; no page at an old address, none of elsewhere."""
    with bench(tmp_path) as made:
        assert made.counts() == (len(PAGES), 0, 0)
        assert made.server.pages() == ADDRESSES
        captures = site_captures.read(made.layout)
        assert set(captures) == set(ADDRESSES) and all(one.captured > one.asked for one in captures.values())
        asked, lists = len(made.server.saves), made.server.count("list")
        assert made.counts() == (len(PAGES), 0, 0)
        assert (len(made.server.saves), made.server.count("list")) == (asked, lists)  # the second run asks nobody


def test_only_changed_pages_are_asked_for_again(tmp_path: Path) -> None:
    """A post whose text changed, and the home page; no post that only looks different: another theme, other links."""
    with bench(tmp_path) as made:
        made.save()
        made.clock.sleep(7200)
        made.server.saves.clear()
        made.write(f"site/{TIDE}/index.html", "<title>x</title><p>Another theme</p>")
        made.write(f"site/{LOOM}/index.html", "<title>x</title><p>New words</p>")
        made.write(f"{LOOM}/index.md", "New words.")
        made.build()
        made.write("site/index.html", "<title>Home</title><p>Home, with news</p>")
        assert made.counts() == (len(PAGES), 0, 0)
        assert made.server.pages() == [f"{BASE}/", f"{BASE}/{LOOM}/index.html"]


@pytest.mark.parametrize(
    "switches",
    [
        {"statuses": {"": 523}},
        {"statuses": {"": 0}},
        {"statuses": {"": 504}},
        {"failures": {"": "error:no-captures"}},
    ],
)
def test_a_failed_answer_to_a_page_that_is_saved_is_no_failure(tmp_path: Path, switches: dict[str, Any]) -> None:
    """Whatever the answer is, the index decides, and no page is asked for twice."""
    with bench(tmp_path, **switches) as made:
        report = made.save()
        assert [report.counts[name] for name in COUNTS] == [len(PAGES), 0, 0]
        assert not report.issues and report.exit_code == 0
        assert made.server.most_of_one() == 1


def test_a_good_answer_to_a_page_that_is_not_listed_is_no_success(tmp_path: Path) -> None:
    """It is asked for again a day later, not before; an earlier capture does not count."""
    with bench(tmp_path, index_lag=1e9) as made:
        made.server.kept += [Kept(address, "20261129230000", b"old") for address in ADDRESSES]
        report = made.save()
        assert [report.counts[name] for name in COUNTS] == [0, len(PAGES), 0]
        (issue,) = report.issues
        assert issue.code == "not-listed" and f"{BASE}/" in issue.message and "6 pages" in issue.message
        made.clock.sleep(3 * 3600)
        assert made.counts() == (0, len(PAGES), 0) and made.server.most_of_one() == 1
        made.server.index_lag = 30
        made.clock.sleep(86_400)
        assert made.counts() == (len(PAGES), 0, 0) and made.server.most_of_one() == 2


def test_only_a_capture_of_the_page_as_it_was_asked_for_counts(tmp_path: Path) -> None:
    """Not one of before, which the query for another page brings, and none of an error."""
    with bench(tmp_path, index_lag=1e9) as made:
        made.save()
        made.clock.sleep(3600)
        moment = f"{made.server.now():%Y%m%d%H%M%S}"
        home, feed = ADDRESSES[:2]
        made.server.kept += [Kept(home, moment, b"old"), Kept(feed, moment, b"", 503), Kept(ADDRESSES[2], moment, b"")]
        made.clock.sleep(3600)
        made.write("site/index.html", "<title>Home</title><p>News</p>")
        made.save()
        captured = {address for address, one in site_captures.read(made.layout).items() if one.captured}
        assert captured == {ADDRESSES[2]}


def test_what_the_index_lists_late_is_found_by_the_next_run(tmp_path: Path) -> None:
    with bench(tmp_path, index_lag=7200) as made:
        assert made.counts() == (0, len(PAGES), 0)
        made.clock.sleep(7200)
        assert made.counts() == (len(PAGES), 0, 0) and made.server.most_of_one() == 1


@pytest.mark.parametrize("ahead", [-7200.0, 7200.0])
def test_the_clock_of_the_archive_counts(tmp_path: Path, ahead: float) -> None:
    """Not that of this computer, which may be wrong."""
    with bench(tmp_path, ahead=ahead) as made:
        assert made.counts() == (len(PAGES), 0, 0)


def test_pages_that_were_not_saved_are_named_with_the_reason(tmp_path: Path) -> None:
    """One is refused at once, of one the job fails; both are asked for again on another day."""
    switches = {"refusals": {"feed.xml": "error:too-many-daily-captures"}, "failures": {"tags.html": "error:not-found"}}
    with bench(tmp_path, are_saved=False, **switches) as made:
        report = made.save()
        assert [report.counts[name] for name in COUNTS] == [len(PAGES) - 2, 1, 1]
        named = {issue.where: issue.message for issue in report.issues}
        assert set(named) == {f"{BASE}/feed.xml", f"{BASE}/tags.html"} and report.exit_code == 0
        assert "too-many-daily-captures" in named[f"{BASE}/feed.xml"] and "unreachable" in named[f"{BASE}/tags.html"]
        made.server.refusals = made.server.failures = {}
        made.clock.sleep(2 * 86_400)
        assert made.counts() == (len(PAGES), 0, 0)


def test_a_capture_of_the_last_hour_is_not_taken_for_the_new_page(tmp_path: Path) -> None:
    """The archive then gives the job of the earlier capture."""
    with bench(tmp_path) as made:
        made.save()
        made.write("site/index.html", "<title>Home</title><p>News</p>")
        report = made.save()
        assert [report.counts[name] for name in COUNTS] == [len(PAGES) - 1, 0, 1]
        assert [issue.where for issue in report.issues] == [f"{BASE}/"] and "1 hour" in report.issues[0].message
        made.clock.sleep(3700)
        assert made.counts() == (len(PAGES), 0, 0)


def test_the_archive_is_asked_less_often_than_it_allows(tmp_path: Path) -> None:
    """Counted by the server; no request is refused."""
    with bench(tmp_path) as made:
        made.add_posts(40)
        assert made.counts() == (len(PAGES) + 40, 0, 0)
        assert made.most_a_minute() <= 4
        assert {one.status for one in made.server.saves} == {200}
        assert "46 pages" in made.said[0] and "12 minutes" in made.said[0]


def test_too_many_requests_are_waited_for(tmp_path: Path) -> None:
    with bench(tmp_path, a_minute=2) as made:
        assert made.counts() == (len(PAGES), 0, 0)
        assert 429 in {one.status for one in made.server.saves}
        assert any("The run goes on in" in line for line in made.said)


def test_refusals_of_all_pages_end_the_run(tmp_path: Path) -> None:
    """Such as a limit of the account for a day."""
    with bench(tmp_path, refusals={"": "error:max-daily-bandwidth"}) as made:
        report = made.save()
        assert len(made.server.posts) == 5
        assert report.issues[-1].code == "saving-stopped" and "tomorrow" in report.issues[-1].message


def test_only_what_the_host_serves_is_asked_for(tmp_path: Path) -> None:
    """A page that is not there as it is here would be kept in the wrong state; a script that the host adds is no
    difference. The host may need some minutes.
    """
    with bench(tmp_path) as made:
        live = tmp_path / "live"
        for name in ("index.html", "feed.xml", "tags.html", f"{TIDE}/index.html"):
            small_archive.write(live, name, FILES[f"site/{name}"])
        small_archive.write(live, "tags.html", FILES["site/tags.html"] + "<script>count()</script>")
        small_archive.write(live, "feed.xml", "<rss>old</rss>")
        with hosting(live, "/blog") as address:
            made.means = replace(made.means, hosts={**made.means.hosts, "ada.example": address.removesuffix("/blog")})
            report = made.save()
            assert made.server.pages() == [f"{BASE}/", f"{BASE}/{TIDE}/index.html", f"{BASE}/tags.html"]
            (issue,) = report.issues
            assert issue.code == "not-live" and "3 pages" in issue.message and f"{BASE}/feed.xml" in issue.message

            (live / "index.html").unlink()
            made.write("site/index.html", "<title>Home</title><p>News</p>")

            def sleep(seconds: float) -> None:
                made.clock.sleep(seconds)
                if made.clock.now > since + 120:
                    small_archive.write(live, "index.html", "<title>Home</title><p>News</p>")

            since = made.clock.now + 3600
            made.clock.sleep(3600)
            made.means = replace(made.means, sleep=sleep)
            assert made.counts()[0] == 3 and made.server.pages()[-1] == f"{BASE}/"
            assert any("Waiting until the host serves" in line for line in made.said)


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    """At any pause: no page is asked for twice, and the archive not more often."""
    with bench(tmp_path) as made:
        made.add_posts(12)
        moments = iter(range(1, 100))
        count = 0

        def sleep(seconds: float) -> None:
            nonlocal count
            count += 1
            made.clock.sleep(seconds)
            if count == limit:
                raise KeyboardInterrupt

        means, made.means = made.means, replace(made.means, sleep=sleep)
        kills = 0
        with suppress(StopIteration):
            while True:
                count, limit = 0, next(moments)
                try:
                    made.save()
                    break
                except KeyboardInterrupt:
                    kills += 1
        assert kills > 3
        made.means = means
        made.clock.sleep(120)
        assert made.counts() == (len(PAGES) + 12, 0, 0)
        assert made.server.most_of_one() == 1 and made.most_a_minute() <= 4


def test_a_network_that_fails_is_an_error_of_the_save_alone(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        made.server.refused_until = 1e9
        made.means = replace(made.means, hosts={**made.means.hosts, HOST: "http://127.0.0.1:9"})
        report = made.save()
        assert report.exit_code == 40 and report.counts["pages_to_save"] == len(PAGES)
        assert [issue.code for issue in report.issues] == ["saving-stopped"]


def test_wrong_keys_are_told_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment comes before the file; the server quotes what it got."""
    monkeypatch.setenv("WAYBACK_KEY", "wrong-key-123")
    with bench(tmp_path) as made:
        report = made.save()
        assert report.exit_code == 51 and len(made.server.posts) == 1
        shown = json.dumps(report.as_json()) + "".join(made.said)
        assert "does not accept the keys" in shown and "wrong-key-123" not in shown and SECRET not in shown


def test_the_keys_are_in_no_file_message_or_address(tmp_path: Path) -> None:
    """Also if the archive quotes them when it refuses a page."""
    code = f"error:quotes LOW {KEY}:{SECRET}"
    with bench(tmp_path, failures={"tags.html": code}, refusals={"feed.xml": code}, are_saved=False) as made:
        report = made.save()
        assert "[secret]" in json.dumps(report.as_json())
        (tmp_path / "private/publish.env").unlink()
        kept = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
        sent = "".join(one.path + one.body for one in made.server.saves)
        for text in (kept, sent, json.dumps(report.as_json()), "".join(made.said)):
            assert KEY not in text and SECRET not in text


def test_a_dry_run_counts_and_asks_nobody(tmp_path: Path) -> None:
    with bench(tmp_path) as made:
        assert made.counts(dry_run=True) == (0, 0, len(PAGES))
        assert not made.server.saves and not made.server.asked


def test_what_is_missing_gets_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAYBACK_KEY", "WAYBACK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    layout = Layout(tmp_path)
    small_archive.write(tmp_path, "archive.toml", "schema = 2\n")
    with pytest.raises(SettingsWrong, match=r"archive\.toml has no address of the site\."):
        save_site.save(layout)
    with pytest.raises(AccessDenied, match="There are no keys for the Wayback Machine"):
        save_site.save(layout, BASE)
    small_archive.write(tmp_path, "private/publish.env", FILES["private/publish.env"])
    with pytest.raises(NotPublishable, match="There is no built site"):
        save_site.save(layout, BASE)


def test_a_site_is_saved_after_it_was_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the address that the host gives it. Without keys or an address, nothing is sent; where none is sent, nothing
    is saved.
    """
    for name in ("WAYBACK_KEY", "WAYBACK_SECRET"):
        monkeypatch.delenv(name, raising=False)
    layout, ready = Layout(tmp_path), ReadySite(tmp_path / "site", ())
    events: list[str] = []
    url, has_site = "", True

    def send(_layout: Layout, _settings: object, build_site: BuildSite, _progress: Progress) -> Published:
        site = build_site(url)
        events.append("sent")
        return Published(site if has_site else None, {"sent": 2}, {"place": "here"})

    def save(address: str) -> Report:
        events.append(address)
        issues = (Issue("x", "not-live", "y", "error"),)
        return Report("save", {"pages_saved": 7}, {"address": address}, issues, own_code=40)

    host: Any = SimpleNamespace(NAME="paper", publish=send)
    settings = folder.Settings(tmp_path / "www")
    monkeypatch.setattr(publish, "build_and_check", lambda *_: ready)
    small_archive.write(tmp_path, "archive.toml", "schema = 2\n")
    with pytest.raises(AccessDenied):
        publish.publish(layout, host, settings, save=save)
    small_archive.write(tmp_path, "private/publish.env", FILES["private/publish.env"])
    with pytest.raises(SettingsWrong):
        publish.publish(layout, host, settings, save=save)
    assert not events
    url = BASE
    report = publish.publish(layout, host, settings, save=save)
    assert events == ["sent", BASE]
    assert dict(report.counts) == {"files": 0, "megabytes": 0, "sent": 2, "pages_saved": 7} and report.exit_code == 40
    assert dict(report.facts) == {"address": BASE, "place": "here"} and report.command == "publish paper"
    has_site = False
    assert [one.code for one in publish.publish(layout, host, settings, save=save).issues] == ["not-saved"]
    assert events == ["sent", BASE, "sent"]


def test_the_command_saves_a_site_that_was_sent_before(tmp_path: Path) -> None:
    """Without a host nothing is sent; a dry run to a host saves nothing."""
    for name, text in FILES.items():
        small_archive.write(tmp_path, name, text)
    (tmp_path / "private/publish.env").unlink()
    empty = {"WAYBACK_KEY": "", "WAYBACK_SECRET": ""}
    for arguments in (
        ["--save"],
        ["--save", "--url", "https://else.example"],
        ["folder", str(tmp_path / "x"), "--save"],
    ):
        done = CliRunner().invoke(app, ["publish", *arguments, "--archive", str(tmp_path)], env=empty)
        assert done.exit_code == 51 and "https://archive.org/account/s3.php" in done.output
    done = CliRunner().invoke(app, ["publish", "--save", "--check", "--archive", str(tmp_path)])
    assert done.exit_code == 2 and "not both" in done.output
