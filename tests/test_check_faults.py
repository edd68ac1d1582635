"""A check that sees something says so and sends its alert, although the archive can't be read or written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import check
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, lock, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe
from medium_archive.report import Report
from medium_archive.watch import look_files, probe
from medium_archive.watch.look_files import Look, Looks
from tests.medium_server import MediumServer, challenge, suspended
from tests.small_archive import make

ADA, ABOUT, FEED = "medium.com/@ada", "medium.com/@ada/about", "medium.com/feed/@ada"
START = datetime(2026, 11, 23, 7, 17, tzinfo=UTC)
PROFILE = f"https://{ADA}"
READ_ONLY = "read only"


class Bench:
    """An archive of a suspended account, with an alert command that notes the titles."""

    def __init__(self, layout: Layout, titles: Path) -> None:
        self.layout, self._titles, self._day = layout, titles, 0

    def check(self, *, browser: bool = False) -> Report:
        self._day += 1
        now = START + timedelta(days=self._day)
        options = check.Options(alert=True, browser=browser)
        return check.check(self.layout, [PROFILE], options, lambda: now, lambda seconds: None)

    @property
    def titles(self) -> list[str]:
        return self._titles.read_text("utf-8").splitlines() if self._titles.exists() else []


@pytest.fixture
def bench(layout: Layout, no_channels: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    make(layout.root)
    script = tmp_path / "alert.py"
    titles = tmp_path / "titles"
    script.write_text(f"import os\nopen(r'{titles}', 'a').write(os.environ['ARCHIVE_ALERT_TITLE'] + '\\n')\n", "utf-8")
    monkeypatch.setenv("ARCHIVE_ALERT_COMMAND", f'"{sys.executable}" "{script}"')
    monkeypatch.setattr(lock, "WAIT", 0.01)
    monkeypatch.setattr(probe, "PAUSE", 0.0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with MediumServer({ADA: suspended("account"), ABOUT: suspended("account"), FEED: challenge()}) as server:
        layout.settings.write_text(layout.settings.read_text("utf-8") + server.settings(), "utf-8")
        yield Bench(layout, titles)


def looks(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    """A browser that sees the suspension."""
    seen = Probe("2026-11-24T07:17:00Z", PROFILE, "suspended", "account", "why", 410, kind="browser")
    page, shot = b"<title>410 account suspended</title>", b"\xff\xd8 a screenshot"
    monkeypatch.setattr("medium_archive.watch.looks.send", lambda *_: Looks((Look(seen, page, shot),), "Chromium"))


def refuse_writing(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    """Every file of the archive, as on a full disk."""

    write = files.write

    def refuse(path: Path, content: bytes) -> bool:
        if path.is_relative_to(bench.layout.root):
            raise FolderUnwritable(f"The disk is full: {path.name} could not be written.", "Free some space.")
        return write(path, content)

    monkeypatch.setattr(files, "write", refuse)


def damage(name: str, line: str) -> Callable[[Layout], None]:
    def write(layout: Layout) -> None:
        (layout.root / name).parent.mkdir(exist_ok=True)
        (layout.root / name).write_text(line, "utf-8")

    return write


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("records/watch.jsonl", '{"at": "2026-11-01T06:00:00Z", "address": "https://x", "verdict": "up"}\nbroken\n'),
        ("private/alerts.jsonl", '{"at": 5}\n'),
        ("private/signs.jsonl", '{"at": "x"}\nbroken'),
        ("records/imports.jsonl", "broken\n"),
        ("records/catalog.jsonl", "broken\n"),
    ],
)
def test_a_damaged_record_does_not_hide_a_suspension(bench: Bench, name: str, line: str) -> None:
    """The damaged file stays as it is."""
    damage(name, line)(bench.layout)
    report = bench.check()
    assert bench.titles == ["Medium: your account is suspended"]
    assert str(report.details["text"]).startswith("suspended: ")
    assert (report.details["verdict"], report.exit_code) == ("suspended", 25)
    assert report.error is not None
    assert Path(name).name in report.error.message
    assert (bench.layout.root / name).read_text("utf-8") == line


def test_a_file_that_can_not_be_read_does_not_hide_a_suspension(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although its reader has no sentence for that."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(bench.layout.root / "exports/a.zip"))

    monkeypatch.setattr(check, "age_of_export", refuse)
    report = bench.check()
    assert (report.details["verdict"], report.exit_code) == ("suspended", 24)
    assert bench.titles == ["Medium: your account is suspended"]


def test_a_look_that_could_not_be_recorded_is_recorded_later(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the browser kept: another run holds the archive, then a line is damaged, then all is well."""
    looks(monkeypatch, bench)
    with lock.held(bench.layout):
        report = bench.check(browser=True)
    assert (report.exit_code, bench.titles) == (23, ["Medium: your account is suspended"])
    assert "the next check that can write records it" in str(report.error)
    bench.check(browser=True)
    (kept,) = watch_log.read(bench.layout)  # the browser of this test sees it always at the same time
    assert (bench.layout.root / kept.page).read_bytes().startswith(b"<title>410")
    assert (bench.layout.root / kept.screenshot).is_file()
    assert not list((bench.layout.private / look_files.FOLDER).glob("unrecorded-*"))


def test_evidence_is_kept_elsewhere_if_the_archive_is_read_only(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The error names the folder; its files, copied to private/watch/, are recorded by the next check."""
    looks(monkeypatch, bench)
    with monkeypatch.context() as patch:
        refuse_writing(patch, bench)
        report = bench.check(browser=True)
    assert (report.exit_code, bench.titles) == (24, ["Medium: your account is suspended"])
    (folder,) = tmp_path.glob("medium-archive-watch-*")
    assert f"{folder}: copy its files to private/watch/" in str(report.error)
    assert sorted(one.suffix for one in folder.iterdir()) == [".html", ".jpg", ".jsonl"]
    (bench.layout.private / look_files.FOLDER).mkdir(parents=True)
    for one in folder.iterdir():
        one.rename(bench.layout.private / look_files.FOLDER / one.name)
    monkeypatch.setattr("medium_archive.watch.looks.send", lambda *_: Looks())
    found = look_files.read_apart(bench.layout)
    assert [(one.verdict, one.kind) for one in found] == [("suspended", "browser")]
    assert all((bench.layout.root / one.page).is_file() for one in found)


def test_an_alert_that_can_not_be_recorded_is_sent_each_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice rather than never."""
    refuse_writing(monkeypatch, bench)
    for times in (1, 2):
        bench.check()
        assert bench.titles == ["Medium: your account is suspended"] * times


def test_what_is_not_recorded_yet_counts(bench: Bench) -> None:
    """As long as the records are damaged, each check knows what the ones before saw."""
    damage("records/watch.jsonl", "broken\n")(bench.layout)
    bench.check()
    assert "since 2026-11-24" in str(bench.check().details["text"])


@pytest.mark.parametrize("option", ["--json", "--quiet", ""])
def test_both_the_result_and_the_error_are_shown(bench: Bench, option: str) -> None:
    """As one JSON object; with --quiet the error says what the check saw."""
    damage("private/signs.jsonl", "broken\n")(bench.layout)
    arguments = ["check", PROFILE, "--archive", str(bench.layout.root), *([option] if option else [])]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 25
    assert "private/signs.jsonl is damaged" in result.stderr
    assert "The check itself saw: suspended: Medium shows others a suspended account" in result.stderr
    if option == "--json":
        report = json.loads(result.stdout)
        assert (report["error"], report["exit_code"], report["verdict"]) == ("RecordsDamaged", 25, "suspended")
    else:
        assert ("suspended: " in result.stdout) == (not option)
