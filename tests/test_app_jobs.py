"""The commands that `archive app` runs: each is this program, in a process of its own, whatever happens to it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive import program_start
from medium_archive.app.actions import Place
from medium_archive.app.jobs import Job, Jobs
from medium_archive.folder.layout import Layout
from tests import local_page
from tests.account_exports import import_ as import_export
from tests.conftest import EXAMPLE_ZIP, SAME_PACKAGE
from tests.local_page import LocalPage

_PACKED = """import pathlib, sys
with open(pathlib.Path(sys.argv[0]).with_name("started"), "a") as started:
    started.write(sys.argv[1] + "\\n")
from medium_archive.cli.app import main
main()
"""
_SLOW = """import pathlib, sys, time
if sys.argv[1] == "app":
    from medium_archive.cli.app import main
    main()
print('{"progress": "Checking", "done": 0, "total": 1}', file=sys.stderr, flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(3)
    pathlib.Path(sys.argv[0]).with_name("ended").touch()
"""


def _pack(file: Path, code: str) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("__main__.py", code)


def test_the_one_file_program_runs_its_jobs_itself(layout: Layout, tmp_path: Path) -> None:
    """Nothing of it is installed, so Python could not start its module."""
    file = tmp_path / "archive.pyz"
    _pack(file, _PACKED)
    with local_page.opened(layout.root, program=(file.name,), cwd=tmp_path) as page:
        assert "Import: done" in page.run("import", source=str(EXAMPLE_ZIP), offline="1")
    assert (tmp_path / "started").read_text().split() == ["app", "import"]


def test_no_file_of_the_current_folder_is_run(tmp_path: Path) -> None:
    """Jobs and schedules start where the person is, for example in a folder of downloads."""
    (tmp_path / "typer.py").write_text("raise SystemExit('run')")
    environment = {**os.environ, **SAME_PACKAGE}
    del environment["PYTHONSAFEPATH"]
    command = [*program_start.command(), "status", "--help"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("argument", ["a\0b", "a" * 10_000_000], ids=["NUL", "too long"])
def test_a_command_that_cannot_start_has_failed(layout: Layout, argument: str) -> None:
    """It does not run for good, and the next one can."""

    place = Place(layout, lambda _drop: (), layout.root / "proof.html")

    async def last() -> Job | None:
        jobs = Jobs()
        assert jobs.start("check", {}, ("check", argument), place)
        async for job in jobs.events():
            found = job
        assert jobs.start("check", {}, ("--version",), place)
        await jobs.close()
        return found

    job = asyncio.run(asyncio.wait_for(last(), 30))
    assert job and job.state == "failed" and job.cause


@pytest.mark.parametrize("page_of", ["jobs/publish-github", "jobs/import", "archive", "settings"])
def test_no_value_of_a_form_has_a_control_character(layout: Layout, page_of: str) -> None:
    import_export(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        answer = page.post(page_of, repository="ada/blog", source="a\nb", archive="a\rb", title="a\x1bb", branch="a\0b")
        assert answer.status == 400 and "Type the text again." in answer.text
        assert "No command has run yet" in page.get("job").text


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_program_waits_for_a_job_that_takes_long_to_stop(layout: Layout, tmp_path: Path, name: str) -> None:
    """So nothing goes on after it has ended."""
    _pack(tmp_path / "archive.pyz", _SLOW)
    with local_page.opened(layout.root, program=("archive.pyz",), cwd=tmp_path) as page:
        assert page.post("jobs/import", source=str(EXAMPLE_ZIP)).status == 303
        assert next(event for event in page.events() if event["label"])
        page.process.send_signal(getattr(signal, name))
        assert page.process.wait(60) == 0
        assert (tmp_path / "ended").exists()


@pytest.fixture
def rehearsed(layout: Layout, tmp_path: Path) -> Iterator[LocalPage]:
    """The page after a rehearsal: its button sends the site."""
    import_export(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        page.run("publish-folder", folder=str(tmp_path / "out"), dry_run="1")
        yield page


def test_the_button_of_an_older_page_starts_nothing(rehearsed: LocalPage, tmp_path: Path) -> None:
    """Another tab may show the page of a job that was not the last one: its button would run that one."""
    rehearsed.run("publish-folder", folder=str(tmp_path / "other"), dry_run="1")
    for form in ({"job": "1"}, {}):
        answer = rehearsed.post("again", dry_run="", **form)
        assert answer.status == 400 and "This is the latest one." in answer.text
        assert rehearsed.post("archive", archive=str(tmp_path / "new"), again="1", **form).status == 400
    assert not (tmp_path / "out").exists() and not (tmp_path / "other").exists()
    assert '<input type="hidden" name="job" value="2">' in rehearsed.get("job").text


def test_the_stop_of_an_older_page_stops_nothing(layout: Layout, tmp_path: Path) -> None:
    """Another tab may show a job that has ended since: its button would stop the one that runs now."""
    _pack(tmp_path / "archive.pyz", _SLOW)
    with local_page.opened(layout.root, program=("archive.pyz",), cwd=tmp_path) as page:
        assert page.post("jobs/import", source=str(EXAMPLE_ZIP)).status == 303
        assert next(event for event in page.events() if event["label"])
        for form in ({}, {"job": "0"}, {"job": "2"}):
            answer = page.post("stop", **form)
            assert answer.status == 400 and "nothing was stopped" in answer.text
        assert not next(page.events())["is_stopping"]
        assert page.post("stop", job="1").status == 303
        *_, last = page.events()
        assert last["state"] == "stopped"


def test_send_it_now_sends_the_archive_that_was_rehearsed(rehearsed: LocalPage, layout: Layout, tmp_path: Path) -> None:
    """Even if another one was chosen since."""
    other = Layout(tmp_path / "another")
    shutil.copytree(layout.root, other.root)
    rehearsed.post("archive", archive=str(other.root))
    assert rehearsed.post("again", dry_run="", job="1").status == 303
    for _ in rehearsed.events():
        pass
    assert f"--archive {layout.root}" in rehearsed.get("job").text
    assert (tmp_path / "out" / "index.html").is_file()
