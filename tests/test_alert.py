"""`archive check --alert`: one alert when something changes; an alert that could not be sent waits for the next run."""

from __future__ import annotations

import email
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, Envelope, Session

from medium_archive.commands import check
from medium_archive.errors import SettingsWrong
from medium_archive.folder import alert_log, kept_exports, watch_log
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.medium_server import Answering, MediumServer, Reply, challenge, html, profile, story, suspended
from tests.small_archive import make, read_records

ADA, ABOUT = "medium.com/@ada", "medium.com/@ada/about"
ID = "5c8d3a012345"
STORY, SHORT = f"medium.com/@ada/looms-{ID}", f"medium.com/p/{ID}"
FEED = "medium.com/feed/@ada"
RSS = Reply(200, b'<rss version="2.0"><channel><generator>Medium</generator></channel></rss>')
ALERT = check.Options(alert=True)
pytestmark = pytest.mark.usefixtures("no_channels")

START = datetime(2026, 1, 1, 7, 17, tzinfo=UTC)


def no_pause(seconds: float) -> None:
    """Simulated time has no pauses."""


@pytest.fixture
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        yield server


@pytest.fixture
def layout(tmp_path: Path, medium: MediumServer) -> Layout:
    layout = make(tmp_path / "archive")
    exported(layout, START)
    watched = medium.settings(profile=f"https://{ADA}", posts=[f"https://{STORY}"], feed=f"https://{FEED}")
    layout.settings.write_text(layout.settings.read_text("utf-8") + watched, "utf-8")
    return layout


class Post(list[email.message.EmailMessage]):
    """A mail server that can be up or down, always on the same port."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.refused: set[str] = set()

    @contextmanager
    def open(self) -> Iterator[None]:
        outer = self

        class Handler(Message):
            async def handle_RCPT(  # noqa: N802  # aiosmtpd's own
                self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
            ) -> str:
                if address in outer.refused:
                    return "550 no such person"
                envelope.rcpt_tos.append(address)
                return "250 OK"

            def handle_message(self, message: email.message.Message) -> None:
                outer.append(email.message_from_bytes(message.as_bytes(), policy=default))

        controller = Controller(Handler(), hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    post = Post()
    for key, value in {
        "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECURITY": "none", "ALERT_TO": "ada@ada.example",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"ARCHIVE_{key}", value)
    return post


@contextmanager
def hook(port: int, received: list[dict[str, object]], status: int = 200) -> Iterator[None]:
    """A test server that receives a webhook."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """No log in the output of tests."""

    server = HTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def everywhere(medium: MediumServer, answer: Answering) -> None:
    """Every page gives this answer; the feed stays up."""
    medium.answers = {**dict.fromkeys((ADA, ABOUT, STORY, SHORT), answer), FEED: RSS}


def up(medium: MediumServer) -> None:
    everywhere(medium, story(ID))
    medium.answers[ADA] = medium.answers[ABOUT] = profile("ada")


def exported(layout: Layout, moment: datetime) -> None:
    """The archive has an export of that day."""
    kept_exports.write(layout, [Import("0" * 64, "exports/x.zip", f"{moment:%Y-%m-%d}")])


def run(layout: Layout, day: int) -> Report:
    return check.check(layout, (), ALERT, now=lambda: START + timedelta(days=day), sleep=no_pause)


@pytest.mark.slow
def test_a_year_of_daily_checks_sends_one_alert_for_each_change(
    layout: Layout, medium: MediumServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two suspensions and their ends, a week of bot walls and its end, twice an old export. No alert for three single
    errors, for two days of walls during a suspension, or for a new export.
    """
    log = tmp_path / "log"
    command = f"{sys.executable} -c \"import os; print(os.environ['ARCHIVE_ALERT_TITLE'], file=open(r'{log}', 'a'))\""
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", command)
    sent: dict[int, str] = {}
    codes: dict[int, int] = {}
    for day in range(365):
        if day in (0, 120):
            exported(layout, START + timedelta(days=day))
        if 100 <= day < 107 or day in (205, 206):
            everywhere(medium, challenge())
        elif 40 <= day < 43 or 200 <= day < 216:
            everywhere(medium, suspended("account"))
        elif day in (20, 300):
            everywhere(medium, html("502 Bad Gateway", status=502))
        else:
            up(medium)
            if day == 150:
                medium.answers[ADA] = html("500", status=500)
        report = run(layout, day)
        codes[day] = report.exit_code
        lines = log.read_text().splitlines() if log.exists() else []
        if len(lines) > len(sent):
            sent[day] = lines[-1]
    assert sent == {
        40: "Medium: your account is suspended",
        43: "Medium: all pages are up again",
        91: "Medium: it is time for a new export",
        106: "Medium: for 7 days no check could see your pages",
        107: "Medium: all pages are up again",
        200: "Medium: your account is suspended",
        211: "Medium: it is time for a new export",
        216: "Medium: all pages are up again",
    }
    walled = {*range(100, 107), 205, 206}
    assert {day for day, code in codes.items() if code == 60} == {*range(40, 43), *range(200, 216)} - walled
    assert {day for day, code in codes.items() if code == 62} == {20, 300} | walled
    probes = watch_log.read(layout)
    assert len(probes) == 365 * 3
    assert next(probe.at[:10] for probe in probes if probe.verdict == "suspended") == "2026-02-10"


def test_mail_and_webhook_get_each_alert_once(
    layout: Layout, medium: MediumServer, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Further checks with the same result send nothing."""
    received: list[dict[str, object]] = []
    free = Post().port
    monkeypatch.setenv("ARCHIVE_ALERT_WEBHOOK", f"http://127.0.0.1:{free}/")
    monkeypatch.setenv("ARCHIVE_ALERT_TOPIC", "ada-archive")
    everywhere(medium, suspended("account"))
    with post.open(), hook(free, received):
        reports = [run(layout, day) for day in range(3)]
    assert not [issue for report in reports for issue in report.issues if issue.code == "alert-unsent"]
    (mail,) = post
    assert (mail["Subject"], mail["To"]) == ("Medium: your account is suspended", "ada@ada.example")
    assert "archive appeal" in mail.get_content()
    assert "2026-01-01T07:17:00Z  suspended  https://medium.com/@ada" in mail.get_content()
    (message,) = received
    assert message["topic"] == "ada-archive"
    assert message["title"] == "Medium: your account is suspended"
    assert str(message["text"]) == str(message["content"])
    assert len(str(message["content"])) < 2000  # Discord's limit


def test_an_alert_that_could_not_be_sent_is_sent_by_the_next_run_on_the_missing_channel_only(
    layout: Layout, medium: MediumServer, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server is down, then up; the webhook answers 500, then 200."""
    received: list[dict[str, object]] = []
    free = Post().port
    monkeypatch.setenv("ARCHIVE_ALERT_WEBHOOK", f"http://127.0.0.1:{free}/")
    everywhere(medium, suspended("account"))
    with hook(free, received, 500):
        report = run(layout, 0)
    assert [issue.code for issue in report.issues].count("alert-unsent") == 2
    assert len(received) == 2  # tried twice
    received.clear()
    with post.open():
        run(layout, 1)
    assert len(post) == 1
    with post.open(), hook(free, received):
        report = run(layout, 2)
    assert (len(post), len(received)) == (1, 1)
    assert "alert-unsent" not in [issue.code for issue in report.issues]


def test_a_recipient_whom_the_mail_server_refused_gets_the_mail_later(
    layout: Layout, medium: MediumServer, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other recipient gets it once."""
    monkeypatch.setenv("ARCHIVE_ALERT_TO", "ada@ada.example, bea@bea.example")
    everywhere(medium, suspended("account"))
    post.refused = {"bea@bea.example"}
    with post.open():
        (issue,) = [issue for issue in run(layout, 0).issues if issue.code == "alert-unsent"]
        assert "no such person" in issue.message
        post.refused = set()
        run(layout, 1)
        run(layout, 2)
    assert [mail["To"] for mail in post] == ["ada@ada.example", "bea@bea.example"]


@pytest.mark.slow
def test_waiting_alerts_are_sent_in_their_order(layout: Layout, medium: MediumServer, post: Post) -> None:
    """Suspended and up again while the mail server was down: both alerts are sent."""
    everywhere(medium, suspended("account"))
    run(layout, 0)
    up(medium)
    run(layout, 1)
    with post.open():
        run(layout, 2)
    assert [mail["Subject"] for mail in post] == ["Medium: your account is suspended", "Medium: all pages are up again"]


def test_a_suspended_story_is_named_by_its_address(layout: Layout, medium: MediumServer, post: Post) -> None:
    """The account is up."""
    up(medium)
    medium.answers |= dict.fromkeys((STORY, SHORT), suspended("post"))
    with post.open():
        run(layout, 0)
        run(layout, 1)
    assert [mail["Subject"] for mail in post] == [f"Medium: suspended: https://{STORY}"]


def test_a_feed_that_is_up_does_not_hide_that_no_page_could_be_checked(
    layout: Layout, medium: MediumServer, post: Post
) -> None:
    """A week of bot walls for all but the feed gives an alert; checks of another author's page change nothing."""
    everywhere(medium, challenge())
    medium.answers["medium.com/@bea"] = profile("bea")
    with post.open():
        for day in range(8):
            run(layout, day)
            check.check(layout, ["@bea"], ALERT, now=lambda: START + timedelta(days=day, hours=1), sleep=no_pause)  # noqa: B023  # called at once
    assert [mail["Subject"] for mail in post] == ["Medium: for 7 days no check could see your pages"]


def test_the_suspension_of_another_author_comes_without_advice(
    layout: Layout, medium: MediumServer, post: Post
) -> None:
    """No letter and no export: only that author can do something."""
    medium.answers["medium.com/@bea"] = suspended("account")
    medium.answers["medium.com/@bea/about"] = suspended("account")
    with post.open():
        report = check.check(layout, ["@bea"], ALERT, now=lambda: START, sleep=no_pause)
    (mail,) = post
    assert mail["Subject"] == "Medium: suspended: https://medium.com/@bea"
    for text in (report.details["text"], mail.get_content()):
        assert "Medium shows others a suspended account at https://medium.com/@bea" in text.replace("\n", " ")
        assert "archive appeal" not in text


def test_alert_without_a_channel_is_an_error_before_any_request(layout: Layout, medium: MediumServer) -> None:
    """The hint names the variables."""
    with pytest.raises(SettingsWrong, match="No alert can be sent") as caught:
        run(layout, 0)
    assert "ARCHIVE_ALERT_WEBHOOK" in caught.value.hint
    assert not medium.requests


def test_a_file_can_set_the_variables_for_runs_by_a_scheduler(
    layout: Layout, medium: MediumServer, tmp_path: Path
) -> None:
    """private/alert.env, which git ignores."""
    received: list[dict[str, object]] = []
    free = Post().port
    layout.private.mkdir()
    (layout.private / "alert.env").write_text(f'# mine\nexport ARCHIVE_ALERT_WEBHOOK="http://127.0.0.1:{free}/x"\n')
    everywhere(medium, suspended("account"))
    with hook(free, received):
        run(layout, 0)
    assert len(received) == 1


@pytest.mark.parametrize(
    "values",
    [{"ALERT_TO": ""}, {"SMTP_PORT": "smtp"}, {"SMTP_SECURITY": "ssl3"}],
)
def test_incomplete_settings_of_a_mail_server_are_refused(
    layout: Layout, post: Post, monkeypatch: pytest.MonkeyPatch, values: dict[str, str]
) -> None:
    """At once, not when the first alert is due."""
    for key, value in values.items():
        monkeypatch.setenv(f"ARCHIVE_{key}", value)
    with pytest.raises(SettingsWrong, match="mail server"):
        run(layout, 0)


def test_no_password_is_sent_without_encryption(
    layout: Layout, medium: MediumServer, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By default the server must support TLS; one that does not gets neither password nor mail."""
    monkeypatch.delenv("ARCHIVE_SMTP_SECURITY")
    monkeypatch.setenv("ARCHIVE_SMTP_USER", "ada")
    monkeypatch.setenv("ARCHIVE_SMTP_PASSWORD", "secret")
    everywhere(medium, suspended("account"))
    with post.open():
        report = run(layout, 0)
    (issue,) = [issue for issue in report.issues if issue.code == "alert-unsent"]
    assert "STARTTLS" in issue.message
    assert not post
    assert "secret" not in str(report.as_json())


def test_a_command_that_fails_runs_again_next_time(
    layout: Layout, medium: MediumServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The issue has its exit code, not its output, which may contain secrets."""
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", f'{sys.executable} -c "import sys; sys.exit(3)"')
    everywhere(medium, suspended("account"))
    (issue,) = [issue for issue in run(layout, 0).issues if issue.code == "alert-unsent"]
    assert "exit code 3" in issue.message
    (line,) = read_records(layout.private / alert_log.NAME)
    assert line["unsent"] == ["command"]


def test_an_address_that_no_check_could_see_for_a_week_is_an_issue(layout: Layout, medium: MediumServer) -> None:
    """Also if the other addresses are up."""
    up(medium)
    medium.answers |= dict.fromkeys((STORY, SHORT), challenge())
    numbers = []
    for day in range(8):
        report = check.check(layout, (), now=lambda: START + timedelta(days=day), sleep=no_pause)  # noqa: B023  # called at once
        numbers.append([issue.code for issue in report.issues].count("unknown-for-long"))
    assert numbers == [0, 0, 0, 0, 0, 0, 1, 1]
