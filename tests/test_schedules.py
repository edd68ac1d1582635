"""`--schedule`: what is printed is what each system's own clock takes."""

from __future__ import annotations

import json
import os
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from lxml import etree
from typer.testing import CliRunner

from medium_archive.cli.app import app
from medium_archive.errors import CantSchedule
from medium_archive.folder.layout import Layout
from medium_archive.watch import schedules
from medium_archive.watch.schedules import cron, github, launchd, systemd, windows
from medium_archive.watch.schedules.job import Job
from tests.conftest import need
from tests.small_archive import make

STRANGE = "50% off & “more” $HOME"  # a folder's name with what clocks have a meaning for


@pytest.fixture(params=["archive", STRANGE])
def layout(request: pytest.FixtureRequest, tmp_path: Path) -> Layout:
    return make(tmp_path / str(request.param))


@pytest.fixture(params=["check", "sync"])
def job(request: pytest.FixtureRequest, layout: Layout, tmp_path: Path) -> Job:
    made = schedules.job_for(layout, str(request.param), ("--alert",) if request.param == "check" else ())
    return replace(made, home=tmp_path / "home")


def _run(*program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(program, capture_output=True, text=True, check=False)


class Fake:
    """Programs that note what they are given."""

    def __init__(self, **says: str) -> None:
        self.says, self.got = says, list[tuple[tuple[str, ...], str]]()

    def __call__(self, program: Sequence[str], text: str = "") -> str:
        self.got.append((tuple(program), text))
        if self.says.get(program[0], "").startswith("Error: "):
            raise CantSchedule(self.says[program[0]])
        return self.says.get(program[0], "")


def test_the_minute_is_ones_own_and_stays(layout: Layout) -> None:
    """Not everybody asks Medium at once; printed twice it is the same line."""
    one, again = (schedules.job_for(layout, "check") for _ in range(2))
    assert one == again
    others = {schedules.job_for(Layout(layout.root / str(n)), "check").minute for n in range(60)}
    assert len(others) > 20
    assert 0 not in others


def test_crontab_takes_the_line(job: Job, tmp_path: Path) -> None:
    """crontab checks a file and puts nothing in place; the command in it is the one that was meant."""
    need("crontab")
    table = tmp_path / "table"
    table.write_text(cron.text(job) + "\n", "utf-8")
    # cronie calls its dry run -T, Debian's cron -n
    tries = [_run("crontab", option, str(table)) for option in ("-T", "-n")]
    assert tries[0].returncode == 0 or ("invalid option" in tries[0].stderr and tries[1].returncode == 0), tries
    # As cron runs it: an escaped % is a %, the rest is the shell's
    command = cron.line(job).split(" ", 5)[5].replace("\\%", "%")
    tell = f"{sys.executable} -c 'import json, sys; print(json.dumps(sys.argv[1:]))'"
    said = subprocess.run(
        ["/bin/sh", "-c", command.replace(sys.executable, tell, 1)], capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(said) == [*job.program[1:], "--quiet"]


def test_cron_mails_what_nothing_else_tells(layout: Layout) -> None:
    """A look without --alert is told by cron's mail; a sync has nothing to tell each day."""
    jobs = schedules.job_for(layout, "check"), schedules.job_for(layout, "sync")
    assert ["--quiet" in cron.line(job) for job in jobs] == [False, True]


def test_cron_keeps_the_other_lines_and_replaces_its_own(job: Job) -> None:
    """Also where there was no crontab yet."""
    fake = Fake(crontab=f"MAILTO=ada\n1 1 * * * backup\n{cron.line(replace(job, minute=59))}\n")
    cron.install(job, fake)
    assert fake.got[-1] == (("crontab", "-"), f"MAILTO=ada\n1 1 * * * backup\n{cron.line(job)}\n")
    with pytest.raises(CantSchedule):
        cron.install(job, Fake(crontab="Error: not allowed"))

    class Empty(Fake):
        def __call__(self, program: Sequence[str], text: str = "") -> str:
            super().__call__(program, text)
            if program[1] == "-l":
                raise CantSchedule("crontab refused: no crontab for ada")
            return ""

    empty = Empty()
    cron.install(job, empty)
    assert empty.got[-1][1] == f"{cron.line(job)}\n"


def test_systemd_takes_the_units(job: Job, tmp_path: Path) -> None:
    """systemd-analyze verify finds nothing to say of them."""
    need("systemd-analyze")
    fake = Fake()
    systemd.install(job, fake)
    folder = job.home / ".config/systemd/user"
    units = sorted(str(path) for path in folder.iterdir())
    assert len(units) == 2
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    done = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", *units],
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(job.home)},
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in done.stderr.splitlines() if job.name in line]
    assert (done.returncode, about_ours) == (0, []), done.stderr
    assert fake.got[-1][0] == ("systemctl", "--user", "enable", "--now", f"{job.name}.timer")


def test_launchd_gets_a_property_list(job: Job) -> None:
    """With the program's arguments as they are, and put in place of an earlier one."""
    fake = Fake(launchctl="")
    launchd.install(job, fake)
    (file,) = (job.home / "Library/LaunchAgents").iterdir()
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"] == list(job.program)
    assert agent["StartCalendarInterval"] == {"Hour": job.hour, "Minute": job.minute}
    assert file.stem == agent["Label"]
    assert [got[0][1] for got in fake.got] == ["bootout", "bootstrap"]
    printed = launchd.text(job)
    assert plistlib.loads(printed.partition("-->\n")[2].rpartition("<!--")[0].encode()) == agent


def test_windows_gets_a_task(job: Job) -> None:
    """Well-formed, in the order that the schema of tasks asks for, in UTF-16 as it says of itself."""
    fake = Fake()
    windows.install(job, fake)
    (file,) = (job.archive / "private").glob("*.xml")
    root = etree.fromstring(file.read_bytes())
    names = [etree.QName(child).localname for child in root]
    assert names == ["RegistrationInfo", "Triggers", "Settings", "Actions"]
    spaces = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=spaces) == sys.executable
    assert root.findtext(".//t:Arguments", namespaces=spaces) == subprocess.list2cmdline(job.program[1:])
    assert fake.got == [(("schtasks", "/Create", "/TN", job.name, "/XML", str(file), "/F"), "")]


def test_github_takes_the_workflow(job: Job, tmp_path: Path) -> None:
    """By the schema that editors check workflows with."""
    file = tmp_path / "workflow.yml"
    file.write_text(github.workflow(job), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    steps = yaml.safe_load(file.read_text("utf-8"))["jobs"][job.command]["steps"]
    for step in steps:
        subprocess.run(["bash", "-n", "-c", step.get("run", ":")], check=True)


def test_the_workflow_opens_one_issue_and_closes_it(tmp_path: Path) -> None:
    """Suspended on two days, unknown on one, then up: one issue, one end of it; an error of the run fails."""
    workflow = yaml.safe_load(github.workflow(schedules.job_for(make(tmp_path / "archive"), "check")))
    script = next(step["run"] for step in workflow["jobs"]["check"]["steps"] if "issue" in step.get("name", ""))
    state, calls = tmp_path / "open", tmp_path / "calls"
    (tmp_path / "gh").write_text(
        f'#!/bin/bash\ncase "$1 $2" in\n"issue list") cat {state} 2>/dev/null ;;\n'
        f'"issue create") echo 7 > {state}; echo create >> {calls} ;;\n'
        f'"issue close") rm {state}; echo "close $3" >> {calls} ;;\nesac\ntrue\n'
    )
    (tmp_path / "gh").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path)}
    ended = [
        subprocess.run(["bash", "-e", "-c", script], env={**environment, "CODE": code}, check=False).returncode
        for code in ("0", "60", "60", "62", "0", "22")
    ]
    assert ended == [0, 0, 0, 0, 0, 22]
    assert calls.read_text().split("\n") == ["create", "close 7", ""]


def test_a_workflow_looks_at_what_was_asked_for(tmp_path: Path) -> None:
    """With the options of the command; alerts are the issue's there."""
    layout = make(tmp_path / "archive")
    job = schedules.job_for(layout, "check", ("https://medium.com/@ada?a=1&b=$HOME", "--alert"))
    assert "archive check 'https://medium.com/@ada?a=1&b=$HOME' --archive ." in github.workflow(job)
    assert "archive sync --offline --archive ." in github.workflow(schedules.job_for(layout, "sync", ("--offline",)))
    with pytest.raises(CantSchedule, match="line end"):
        schedules.job_for(layout, "check", ("https://medium.com/@ada\n* * * * * rm",))


@pytest.mark.parametrize(("days_ago", "commits"), [(10, 0), (55, 1)])
def test_a_workflow_that_finds_nothing_for_months_is_not_switched_off(
    tmp_path: Path, days_ago: int, commits: int
) -> None:
    """GitHub does so after 60 days without a commit; so one is made, of nothing, but not every day."""
    workflow = yaml.safe_load(github.workflow(schedules.job_for(make(tmp_path / "archive"), "sync")))
    script = next(step["run"] for step in workflow["jobs"]["sync"]["steps"] if "Keep" in step.get("name", ""))
    then = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    name = {f"GIT_{who}_{what}": "ada" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **name}
    for line in (
        "git init --quiet --bare --initial-branch=main ../remote.git",
        "git init --quiet --initial-branch=main",
        "git add --all .",
        f"GIT_AUTHOR_DATE={then} GIT_COMMITTER_DATE={then} git commit --quiet --message begun",
        "git remote add origin ../remote.git && git push --quiet --set-upstream origin main",
    ):
        subprocess.run(["bash", "-c", line], cwd=tmp_path / "archive", env=environment, check=True)
    for _ in range(2):
        subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path / "archive", env=environment, check=True)
    done = subprocess.run(
        ["git", "rev-list", "--count", "main"], cwd=tmp_path / "remote.git", capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == 1 + commits


@pytest.mark.parametrize("clock", schedules.CLOCKS)
def test_each_clock_says_how_to_end_it(layout: Layout, tmp_path: Path, clock: str) -> None:
    """With what is printed, and with what was put in place."""
    job = replace(schedules.job_for(layout, "check"), home=tmp_path / "home")
    module = schedules.CLOCKS[clock]
    assert "To end it: " in module.text(job)
    assert "To end it: " in module.install(job, Fake())[-1]


def test_a_workflow_lies_in_the_repository_and_works_in_the_archive(tmp_path: Path) -> None:
    """The archive may be a folder of it."""
    layout = make(tmp_path / "repository" / "medium")
    (tmp_path / "repository" / ".git").mkdir()
    job = schedules.job_for(layout, "check")
    github.install(job, Fake())
    file = tmp_path / "repository/.github/workflows/medium-archive-check.yml"
    assert yaml.safe_load(file.read_text("utf-8"))["jobs"]["check"]["defaults"]["run"]["working-directory"] == "medium"


def test_the_command_line_prints_the_lines(tmp_path: Path) -> None:
    """With the options that the run is to have; an unknown clock is named with those there are."""
    layout = make(tmp_path / "archive")
    runner = CliRunner()
    for clock in schedules.CLOCKS:
        done = runner.invoke(app, ["check", "--alert", "--schedule", clock, "--archive", str(layout.root)])
        assert done.exit_code == 0
        assert "check" in done.stdout
    done = runner.invoke(app, ["check", "--schedule", "sundial", "--archive", str(layout.root)])
    assert done.exit_code == 64


def test_a_program_that_is_missing_or_refuses_is_one_sentence() -> None:
    """With what it said."""
    with pytest.raises(CantSchedule, match="can't be run"):
        schedules.run_program(["no-such-program"])
    with pytest.raises(CantSchedule, match="refused: no"):
        schedules.run_program([sys.executable, "-c", "import sys; sys.exit('no')"])
