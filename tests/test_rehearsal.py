"""`archive check --rehearse`: a test alert by every way that is set up; it changes nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.rehearsal import TITLE, rehearse
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from tests.small_archive import make

pytestmark = pytest.mark.usefixtures("no_channels")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


def command(log: Path, code: int = 0) -> str:
    """A command that notes its title and its input."""
    script = log.with_suffix(".py")
    script.write_text(
        "import os, sys\n"
        f"open(r'{log}', 'a').write(os.environ['ARCHIVE_ALERT_TITLE'] + '\\n' + sys.stdin.read())\n"
        f"sys.exit({code})\n",
        "utf-8",
    )
    return f'"{sys.executable}" "{script}"'


def everything(layout: Layout) -> Iterator[tuple[str, bytes]]:
    return ((str(path), path.read_bytes()) for path in sorted(layout.root.rglob("*")) if path.is_file())


def test_each_way_gets_a_test_and_nothing_is_recorded(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The title says that it is a test."""
    log = tmp_path / "log"
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", command(log))
    before = list(everything(layout))
    report = rehearse(layout)
    assert report.exit_code == 0
    assert report.rows == (("command", "sent; see whether it arrives"),)
    assert log.read_text("utf-8").startswith(f"{TITLE}\nThis is a test. Nothing has happened to your account")
    assert list(everything(layout)) == before


def test_a_way_that_fails_is_named_and_the_others_are_tried(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code is 1; the reason is shown, and no secret."""
    log = tmp_path / "log"
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", command(log))
    monkeypatch.setenv("ARCHIVE_ALERT_WEBHOOK", "http://127.0.0.1:9/secret")
    done = CliRunner().invoke(app, ["check", "--rehearse", "--json", "--archive", str(layout.root)])
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    (issue,) = [issue for issue in found["issues"] if issue["level"] == "error"]
    assert (issue["code"], issue["where"], issue["level"]) == ("rehearsal-failed", "webhook", "error")
    assert "could not be reached" in issue["message"]
    assert found["rehearsed"]["command"] == ""
    assert "secret" not in done.stdout
    assert log.read_text("utf-8").count(TITLE) == 1


def test_settings_that_a_scheduled_check_would_not_have_are_named(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until they are in private/alert.env."""
    text = command(tmp_path / "log")
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", text)
    (issue,) = rehearse(layout).issues
    assert (issue.code, issue.level) == ("rehearsal-environment", "note")
    assert "no ARCHIVE_ALERT_COMMAND," in issue.message
    layout.private.mkdir()
    (layout.private / "alert.env").write_text(f"ARCHIVE_ALERT_COMMAND={text}\n", "utf-8")
    monkeypatch.delenv("ARCHIVE_ALERT_COMMAND")
    assert rehearse(layout).issues == ()


def test_without_a_way_it_says_what_to_set(layout: Layout) -> None:
    """As `--alert` does."""
    with pytest.raises(SettingsWrong, match="No alert can be sent"):
        rehearse(layout)


def test_it_looks_at_nothing(layout: Layout) -> None:
    """So an address with it, or another option, is a mistake."""
    for given in ["@ada"], ["--browser"], ["--witness"], ["--alert"], ["--mail", "x.eml"], ["--stats", "x.csv"]:
        done = CliRunner().invoke(app, ["check", *given, "--rehearse", "--archive", str(layout.root)])
        assert done.exit_code == 2, given
