"""`--schedule`: each scheduler accepts what is printed or installed for it."""

from __future__ import annotations

import json
import os
import plistlib
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from lxml import etree
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.errors import CannotSchedule
from medium_archive.folder.layout import Layout
from medium_archive.watch import schedules
from medium_archive.watch.schedules import Scheduler, cron, github, launchd, program, systemd, windows
from medium_archive.watch.schedules.job import Job
from tests.conftest import SAME_PACKAGE, need
from tests.small_archive import make

STRANGE = "50% off & “more” $HOME"  # the name of a folder, with characters that are special to schedulers


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
    """Stands in for the programs of schedulers: gives fixed outputs and records each call with its input."""

    def __init__(self, **outputs: str) -> None:
        self.outputs, self.calls = outputs, list[tuple[tuple[str, ...], str]]()

    def __call__(self, program: Sequence[str], stdin: str = "") -> str:
        self.calls.append((tuple(program), stdin))
        if self.outputs.get(program[0], "").startswith("Error: "):
            raise CannotSchedule(self.outputs[program[0]])
        return self.outputs.get(program[0], "")


class System:
    """Stands in for the programs of schedulers: keeps the table of cron and the tasks of Windows."""

    def __init__(self) -> None:
        self.table, self.tasks = "", set[str]()

    def __call__(self, program: Sequence[str], stdin: str = "") -> str:
        if tuple(program) == ("crontab", "-"):
            self.table = stdin
        if program[0] == "schtasks":
            change = {"/Create": self.tasks.add, "/Delete": self.tasks.remove}.get(program[1])
            if change is not None:
                change(program[3])
            elif program[3] not in self.tasks:
                raise CannotSchedule("schtasks failed: there is no such task")
        return self.table if program[0] == "crontab" else ""


def test_each_archive_has_its_own_minute(layout: Layout) -> None:
    """So not everyone asks Medium at once; printed twice it is the same line."""
    one, again = (schedules.job_for(layout, "check") for _ in range(2))
    assert one == again
    others = {schedules.job_for(Layout(layout.root / str(n)), "check").minute for n in range(60)}
    assert len(others) > 20
    assert 0 not in others


def test_the_one_file_program_schedules_itself(layout: Layout, tmp_path: Path) -> None:
    """Nothing of it is installed, so Python could not start its module."""
    file = tmp_path / "archive.pyz"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(
            "__main__.py",
            "import pathlib, sys\n"
            "from medium_archive.folder.layout import Layout\n"
            "from medium_archive.watch import schedules\n"
            "print(*schedules.job_for(Layout(pathlib.Path(sys.argv[1])), 'sync').program, sep='\\n')\n",
        )
    command = [sys.executable, file.name, str(layout.root)]
    done = subprocess.run(command, cwd=tmp_path, env=SAME_PACKAGE, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [sys.executable, str(file), "sync", "--archive", str(layout.root)]
    assert schedules.job_for(layout, "sync").program[1:4] == ("-P", "-m", "medium_archive.cli")


def test_crontab_accepts_the_line(job: Job, tmp_path: Path) -> None:
    """crontab checks a file without installing it; the shell reads the command with the right arguments."""
    need("crontab")
    table = tmp_path / "table"
    table.write_text(cron.text(job) + "\n", "utf-8")
    # The option for a dry run is -T in cronie, -n in Debian's cron
    tries = [_run("crontab", option, str(table)) for option in ("-T", "-n")]
    assert tries[0].returncode == 0 or ("invalid option" in tries[0].stderr and tries[1].returncode == 0), tries
    # As cron runs it: it replaces \% by %, and a shell reads the rest
    command = cron.entry(job).split(" ", 5)[5].replace("\\%", "%")
    echo = f"{sys.executable} -c 'import json, sys; print(json.dumps(sys.argv[1:]))'"
    arguments = subprocess.run(
        ["/bin/sh", "-c", command.replace(sys.executable, echo, 1)], capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(arguments) == [*job.program[1:], "--quiet"]


def test_cron_mails_only_a_check_without_alert(layout: Layout) -> None:
    """Other jobs would send an empty mail each day."""
    jobs = schedules.job_for(layout, "check"), schedules.job_for(layout, "sync")
    assert ["--quiet" in cron.entry(job) for job in jobs] == [False, True]


def test_cron_keeps_other_lines_and_replaces_its_own(job: Job) -> None:
    """Also when there was no crontab yet."""
    fake = Fake(crontab=f"MAILTO=ada\n1 1 * * * backup\n{cron.entry(replace(job, minute=59))}\n")
    cron.install(job, fake)
    assert fake.calls[-1] == (("crontab", "-"), f"MAILTO=ada\n1 1 * * * backup\n{cron.entry(job)}\n")
    with pytest.raises(CannotSchedule):
        cron.install(job, Fake(crontab="Error: not allowed"))

    class Empty(Fake):
        def __call__(self, program: Sequence[str], stdin: str = "") -> str:
            super().__call__(program, stdin)
            if program[1] == "-l":
                raise CannotSchedule("crontab refused: no crontab for ada")
            return ""

    empty = Empty()
    cron.install(job, empty)
    assert empty.calls[-1][1] == f"{cron.entry(job)}\n"


def test_systemd_accepts_the_units(job: Job, tmp_path: Path) -> None:
    """`systemd-analyze verify` reports nothing about them."""
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
    reported = [line for line in done.stderr.splitlines() if job.name in line]
    assert (done.returncode, reported) == (0, []), done.stderr
    assert fake.calls[-1][0] == ("systemctl", "--user", "enable", "--now", f"{job.name}.timer")


def test_launchd_accepts_the_property_list(job: Job) -> None:
    """It has the unchanged arguments of the program, and an earlier agent is unloaded first."""
    fake = Fake(launchctl="")
    launchd.install(job, fake)
    (file,) = (job.home / "Library/LaunchAgents").iterdir()
    agent = plistlib.loads(file.read_bytes())
    assert agent["ProgramArguments"] == list(job.program)
    assert agent["StartCalendarInterval"] == {"Hour": job.hour, "Minute": job.minute}
    assert file.stem == agent["Label"]
    assert [call[0][1] for call in fake.calls] == ["bootout", "bootstrap"]
    printed = launchd.text(job)
    assert plistlib.loads(printed.partition("-->\n")[2].rpartition("<!--")[0].encode()) == agent


def test_windows_accepts_the_task(job: Job) -> None:
    """Well-formed XML in UTF-16, with the elements in the order of the schema."""
    fake = Fake()
    windows.install(job, fake)
    (file,) = (job.archive / "private").glob("*.xml")
    root = etree.fromstring(file.read_bytes())
    names = [etree.QName(child).localname for child in root]
    assert names == ["RegistrationInfo", "Triggers", "Settings", "Actions"]
    spaces = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=spaces) == sys.executable
    assert root.findtext(".//t:Arguments", namespaces=spaces) == subprocess.list2cmdline(job.program[1:])
    assert fake.calls == [(("schtasks", "/Create", "/TN", job.name, "/XML", str(file), "/F"), "")]


def test_github_accepts_the_workflow(job: Job, tmp_path: Path) -> None:
    """Checked against the schema that editors use."""
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
    """Suspended for two days, unknown for one, then up: one issue, closed once. An error makes the run fail, and does
    not hide what the check saw.
    """
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

    def end(code: str, seen: str) -> int:
        (tmp_path / "check.txt").write_text(f"archive: x\n{seen}: others …\n")
        return subprocess.run(["bash", "-e", "-c", script], env={**environment, "CODE": code}, check=False).returncode

    ended = [end("0", "up"), end("60", "suspended"), end("60", "suspended"), end("62", "unknown"), end("0", "up")]
    assert ended == [0, 0, 0, 0, 0]
    assert calls.read_text().split("\n") == ["create", "close 7", ""]
    assert [end("22", "up"), end("25", "suspended"), end("25", "suspended"), end("25", "up")] == [22, 25, 25, 25]
    assert calls.read_text().split("\n") == ["create", "close 7", "create", ""]


def test_the_workflow_has_the_options_of_the_command(tmp_path: Path) -> None:
    """Except --alert: there the issue is the alert."""
    layout = make(tmp_path / "archive")
    job = schedules.job_for(layout, "check", ("https://medium.com/@ada?a=1&b=$HOME", "--alert"))
    assert "archive check 'https://medium.com/@ada?a=1&b=$HOME' --archive ." in github.workflow(job)
    assert "archive sync --offline --archive ." in github.workflow(schedules.job_for(layout, "sync", ("--offline",)))
    with pytest.raises(CannotSchedule, match="line break"):
        schedules.job_for(layout, "check", ("https://medium.com/@ada\n* * * * * rm",))


@pytest.mark.parametrize(("days_ago", "commits"), [(10, 0), (55, 1)])
def test_the_workflow_commits_when_nothing_happened_for_months(tmp_path: Path, days_ago: int, commits: int) -> None:
    """GitHub disables schedules after 60 days without a commit. An empty one is made, but not every day."""
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


each_scheduler = pytest.mark.parametrize("scheduler", schedules.ALL, ids=lambda scheduler: scheduler.NAME)


def test_each_scheduler_has_its_own_name() -> None:
    """The name is typed after --schedule."""
    names = [scheduler.NAME for scheduler in schedules.ALL]
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and name.islower() for name in names)


@each_scheduler
def test_each_scheduler_says_how_to_end_a_job(job: Job, scheduler: Scheduler) -> None:
    """With what is printed, and as the last line of what is installed."""
    assert "To end it: " in scheduler.text(job)
    assert "To end it: " in scheduler.install(job, Fake())[-1]


@each_scheduler
def test_each_scheduler_only_prints_without_install(job: Job, scheduler: Scheduler) -> None:
    """No file is written."""
    before = sorted(job.archive.parent.rglob("*"))
    assert scheduler.text(job) == scheduler.text(job)
    assert sorted(job.archive.parent.rglob("*")) == before


@each_scheduler
def test_each_scheduler_installs_a_job_once(job: Job, scheduler: Scheduler) -> None:
    """A second time the same files are written and the same programs run."""
    results = []
    for _ in range(2):
        fake = Fake()
        lines = scheduler.install(job, fake)
        files = {path: path.read_bytes() for path in job.archive.parent.rglob("*") if path.is_file()}
        results.append((lines, fake.calls, files))
    assert results[0] == results[1]


@each_scheduler
def test_each_scheduler_knows_its_job_and_ends_it(job: Job, scheduler: Scheduler) -> None:
    """No file of it stays; a job of another archive does."""
    system = System()
    other = replace(job, key="abcdef", archive=job.archive.parent / "other")
    assert not scheduler.is_installed(job, system)
    scheduler.install(other, system)
    before = set(job.archive.parent.rglob("*"))
    scheduler.install(job, system)
    assert scheduler.is_installed(job, system)
    assert scheduler.remove(job, system)
    assert not scheduler.is_installed(job, system) and scheduler.is_installed(other, system)
    assert {path for path in job.archive.parent.rglob("*") if path.is_file()} <= before


def test_a_daily_run_is_ended_by_the_command_line(tmp_path: Path) -> None:
    """One that was never installed is an error, and so are options that contradict each other."""
    layout = make(tmp_path / "archive")
    daily = ["check", "--schedule", "github", "--archive", str(layout.root)]
    file = layout.root / ".github/workflows/medium-archive-check.yml"
    runner = CliRunner()
    assert runner.invoke(app, [*daily, "--install"]).exit_code == 0 and file.is_file()
    assert runner.invoke(app, [*daily, "--remove"]).exit_code == 0 and not file.exists()
    assert runner.invoke(app, [*daily, "--remove"]).exit_code == 64
    assert runner.invoke(app, [*daily, "--remove", "--install"]).exit_code == 2
    assert runner.invoke(app, ["check", "--remove", "--archive", str(layout.root)]).exit_code == 2


def test_the_workflow_runs_in_the_folder_of_the_archive(tmp_path: Path) -> None:
    """The archive may be a folder of the repository."""
    layout = make(tmp_path / "repository" / "medium")
    (tmp_path / "repository" / ".git").mkdir()
    job = schedules.job_for(layout, "check")
    github.install(job, Fake())
    file = tmp_path / "repository/.github/workflows/medium-archive-check.yml"
    assert yaml.safe_load(file.read_text("utf-8"))["jobs"]["check"]["defaults"]["run"]["working-directory"] == "medium"


def test_on_github_an_issue_takes_the_place_of_an_alert(tmp_path: Path) -> None:
    """The workflow and the installation say so, if an alert was asked for."""
    layout = make(tmp_path / "archive")
    plain, alerting = (schedules.job_for(layout, "check", options) for options in ((), ("--alert",)))
    assert "in place of" not in github.workflow(plain).lower()
    assert "In place of that it opens an issue" in github.workflow(alerting)
    assert yaml.safe_load(github.workflow(plain)) == yaml.safe_load(github.workflow(alerting))
    assert "takes the place of --alert" in github.install(alerting, Fake())[0]
    assert len(github.install(plain, Fake())) == 1


def test_the_command_line_prints_what_a_scheduler_needs(tmp_path: Path) -> None:
    """An unknown schedule has its own exit code."""
    layout = make(tmp_path / "archive")
    runner = CliRunner()
    for scheduler in schedules.ALL:
        done = runner.invoke(app, ["check", "--alert", "--schedule", scheduler.NAME, "--archive", str(layout.root)])
        assert done.exit_code == 0
        assert "check" in done.stdout
    done = runner.invoke(app, ["check", "--schedule", "sundial", "--archive", str(layout.root)])
    assert done.exit_code == 64


def test_a_program_that_is_missing_or_fails_is_reported() -> None:
    """With the program's own message."""
    with pytest.raises(CannotSchedule, match="Could not run no-such-program"):
        program.run(["no-such-program"])
    with pytest.raises(CannotSchedule, match="failed: no"):
        program.run([sys.executable, "-c", "import sys; sys.exit('no')"])
