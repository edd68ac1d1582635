"""The pages of `archive app` about the account: its state, what is watched, alerts, the daily look, the letter."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.folder.layout import Layout
from medium_archive.watch import channels, schedules
from tests import local_page, small_archive
from tests.local_page import LocalPage
from tests.test_watch_page import PNG, watched

SECRETS = {"SMTP_PASSWORD": "pass-word-1", "ALERT_WEBHOOK": "https://hooks.example/secret-2"}
MAIL = {"SMTP_HOST": "mail.example", "ALERT_TO": "ada@mail.example"}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """Of a suspended account; without a channel of alerts, and without the schedulers of this computer."""
    for key in channels.KEYS:
        monkeypatch.delenv(f"ARCHIVE_{key}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    layout = small_archive.make(tmp_path / "archive")
    watched(layout)
    return layout


@pytest.fixture
def page(archive: Layout) -> Iterator[LocalPage]:
    with local_page.opened(archive.root) as running:
        yield running


def test_a_suspension_is_seen_in_one_glance_and_leads_to_the_letter(page: LocalPage) -> None:
    shown = page.get("watch").text
    assert '<p class="verdict suspended">Suspended since' in shown and f'href="{page.base}/appeal"' in shown
    assert shown.count('<li class="up"') == 37 and "<b>" not in shown.partition("410, ")[2][:60]
    page.post("language", language="zh-Hant")
    assert '<p class="verdict suspended">自' in page.get("watch").text


def test_the_letter_can_be_read_and_saved_in_each_language(page: LocalPage) -> None:
    shown = page.get("appeal").text
    assert "trust@medium.com" in shown and "suspended since" in shown
    for name, begin in (("english", "Hello,"), ("zh-Hant", "（"), ("zh-Hans", "（")):
        saved = page.get(f"appeal/{name}.txt")
        assert saved.status == 200 and saved.headers["content-type"].startswith("text/plain"), name
        assert begin in saved.text and saved.text.strip()[:40] in shown, name
    assert page.get("appeal/french.txt").status == 404


def test_the_letter_becomes_a_mail(page: LocalPage, tmp_path: Path) -> None:
    shown = page.run("appeal", folder=str(tmp_path / "letter"))
    assert "Write the letter as a mail: done" in shown
    assert {"appeal.eml", "letter.txt", "letter.zh.txt"} <= {file.name for file in (tmp_path / "letter").iterdir()}


def test_without_a_suspension_the_page_says_that_there_is_no_letter(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path / "archive")
    with local_page.opened(layout.root) as page:
        assert "no letter to write" in page.get("appeal").text
        assert page.get("appeal/english.txt").status == 404
        assert "Nothing has looked yet." in page.get("watch").text


def test_what_is_watched_is_listed_and_can_be_changed(page: LocalPage, archive: Layout) -> None:
    assert "https://medium.com/@ada</code> (your profile)" in page.get("watch").text
    posts = "https://blog.example/a-0123456789ab\r\n\r\nhttps://blog.example/b-0123456789ac\r\n"
    answer = page.post("watched", profile="https://blog.example", posts=posts, feed="", browser="1")
    assert "Saved. The next look uses it." in answer.text
    assert "https://blog.example</code> (your profile)" in answer.text
    written = archive.settings.read_text("utf-8")
    assert 'posts = ["https://blog.example/a-0123456789ab", "https://blog.example/b-0123456789ac"]' in written
    assert "browser = true" in written and "feed" not in written
    refused = page.post("watched", profile="blog", posts="", feed="", browser="")
    assert refused.status == 400 and "not a web address: blog" in refused.text and 'value="blog"' in refused.text


def test_no_secret_of_an_alert_is_shown_again(page: LocalPage, archive: Layout) -> None:
    """Not after it was saved, and not with a form that is refused."""
    refused = page.post("alerts", **SECRETS, SMTP_HOST="mail.example", ALERT_TO="")
    assert refused.status == 400 and 'value="mail.example"' in refused.text
    saved = page.post("alerts", **SECRETS, **MAIL)
    assert "Saved. Send a test alert" in saved.text and "mail ada@mail.example" in saved.text
    for shown in (refused.text, saved.text, page.get("watch").text):
        assert not [secret for secret in SECRETS.values() if secret in shown]
    assert SECRETS["SMTP_PASSWORD"] in (archive.private / "alert.env").read_text()


def test_an_empty_field_keeps_a_secret_and_a_tick_deletes_it(page: LocalPage, archive: Layout) -> None:
    page.post("alerts", **SECRETS, **MAIL)
    page.post("alerts", SMTP_PASSWORD="", ALERT_WEBHOOK="", SMTP_PORT="25", **MAIL)
    assert SECRETS["SMTP_PASSWORD"] in (archive.private / "alert.env").read_text()
    page.post("alerts", ALERT_WEBHOOK="", **{"ALERT_WEBHOOK.forget": "1"})
    kept = (archive.private / "alert.env").read_text()
    assert "hooks.example" not in kept and SECRETS["SMTP_PASSWORD"] in kept


def test_a_test_alert_is_sent(page: LocalPage, archive: Layout, tmp_path: Path) -> None:
    script = tmp_path / "note.py"
    script.write_text(f"import sys; open({str(tmp_path / 'noted')!r}, 'w').write(sys.stdin.read())")
    (archive.private / "alert.env").write_text(f'ARCHIVE_ALERT_COMMAND="{sys.executable}" "{script}"\n')
    assert "Send a test alert: done" in page.run("rehearse")
    assert "This is a test." in (tmp_path / "noted").read_text()


def test_the_daily_look_is_set_up_and_ended(page: LocalPage, archive: Layout) -> None:
    """The page says that it is."""
    file = archive.root / ".github/workflows/medium-archive-check.yml"
    assert "Set up the daily look: done" in page.run("schedule", scheduler="github", witness="1")
    assert "--witness" in file.read_text() and "Set up with github" in page.get("watch").text
    assert "End the daily look: done" in page.run("unschedule", scheduler="github")
    assert not file.exists() and "Set up with github" not in page.get("watch").text


def test_every_scheduler_can_be_chosen(page: LocalPage) -> None:
    shown = page.get("watch").text
    for scheduler in schedules.ALL:
        assert f'name="scheduler" value="{scheduler.NAME}" required' in shown


@pytest.mark.parametrize("name", ["", "sundial", "--install", "cron --install", "github\nrm"])
def test_no_other_scheduler_is_taken(page: LocalPage, name: str) -> None:
    for action in ("schedule", "unschedule"):
        assert page.post(f"jobs/{action}", scheduler=name).status == 400
    assert "No command has run yet" in page.get("job").text


def test_a_form_can_set_no_command_of_a_shell(page: LocalPage, archive: Layout) -> None:
    """Nor a line of its own in the file, nor another variable."""
    page.post("alerts", ALERT_COMMAND="touch /tmp/x", PATH="/evil", DISPLAY=":9", **MAIL)
    assert page.post("alerts", ALERT_TO="a@b.example\nARCHIVE_ALERT_COMMAND=touch /tmp/x").status == 400
    written = (archive.private / "alert.env").read_text()
    assert "COMMAND" not in written and "evil" not in written and "DISPLAY" not in written


@pytest.mark.parametrize("address", ["--out=/tmp/evil", "-h", "javascript:alert(1)"])
def test_an_address_is_no_option(page: LocalPage, tmp_path: Path, address: str) -> None:
    page.run("appeal", folder=str(tmp_path / "letter"), address=address)
    assert f"-- {address}" in page.get("job").text.replace("&#39;", "") or f"-- '{address}'" in page.get("job").text
    assert not os.path.exists("/tmp/evil")  # noqa: PTH110, S108  # never made


def test_a_screenshot_is_shown_and_no_other_file(page: LocalPage, archive: Layout) -> None:
    """The page that a look kept could have scripts."""
    shown = page.get("watch/pictures/private/watch/a.png")
    assert (shown.status, shown.body, shown.headers["content-type"]) == (200, PNG, "image/png")
    (archive.private / "secret.png").write_bytes(PNG)
    for other in (
        "private/watch/a.html",
        "private/secret.png",
        "private/watch/../secret.png",
        "private/watch/..%2fsecret.png",
        "%2fetc%2fpasswd",
        "private/watch/%00.png",
        "archive.toml",
    ):
        assert page.get(f"watch/pictures/{other}").status in (403, 404), other


@pytest.mark.parametrize("path", ["appeal", "appeal/english.txt", "watch/pictures/private/watch/a.png"])
def test_nothing_of_it_is_readable_without_the_cookie(page: LocalPage, path: str) -> None:
    refused = page.send("GET", f"{page.base}/{path}", {"Host": page.headers["Host"]})
    assert (refused.status, refused.body) == (403, b"Forbidden")


@pytest.mark.parametrize("action", ["alerts", "watched", "jobs/schedule", "jobs/rehearse", "jobs/appeal"])
def test_nothing_of_it_changes_from_elsewhere(page: LocalPage, archive: Layout, action: str) -> None:
    """By a link, or by a form of another page."""
    assert page.get(action).status in (404, 405)
    foreign = {**page.headers, "Origin": "https://evil.example"}
    assert page.send("POST", f"{page.base}/{action}", foreign, b"SMTP_HOST=evil&scheduler=github").status == 403
    assert not (archive.private / "alert.env").exists() and not (archive.root / ".github").exists()
