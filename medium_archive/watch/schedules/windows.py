"""Windows' Task Scheduler: a task in XML. A run that was missed starts later."""

from __future__ import annotations

import subprocess
from html import escape  # the one in xml.sax imports urllib.request
from pathlib import Path

from medium_archive.errors import CannotSchedule
from medium_archive.folder import files
from medium_archive.watch.schedules.job import Job, Run

NAME = "windows"

_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"


def text(job: Job) -> str:
    command = subprocess.list2cmdline(_command(job))
    return f"<!-- Save this as {_place(job)} -->\n{task(job)}\n<!-- Then: {command} -->\n<!-- {_end(job)} -->"


def install(job: Job, run: Run) -> list[str]:
    # Every version of schtasks reads UTF-16 with a byte order mark
    files.write(job.archive / "private" / f"{job.name}.xml", task(job).encode("utf-16"))
    run(_command(job))
    return [f"Added to the Task Scheduler: {job.name}", _end(job)]


def is_installed(job: Job, run: Run) -> bool:
    try:
        run(("schtasks", "/Query", "/TN", job.name))
    except CannotSchedule:
        return False
    return True


def remove(job: Job, run: Run) -> list[str]:
    run(_delete(job))
    file = Path(_place(job))
    with files.disk_errors(file):
        file.unlink(missing_ok=True)
    return [f"Deleted from the Task Scheduler: {job.name}", f"Deleted: {file}"]


def task(job: Job) -> str:
    """The task in XML. Its first day is any day in the past, and it repeats daily."""
    command, *arguments = job.program
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_NAMESPACE}">
  <RegistrationInfo><Description>{escape(job.purpose, quote=False)}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{job.hour:02}:{job.minute:02}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <Hidden>true</Hidden>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(command, quote=False)}</Command>
      <Arguments>{escape(subprocess.list2cmdline(arguments), quote=False)}</Arguments>
    </Exec>
  </Actions>
</Task>"""


def _place(job: Job) -> str:
    return str(job.archive / "private" / f"{job.name}.xml")


def _command(job: Job) -> tuple[str, ...]:
    return ("schtasks", "/Create", "/TN", job.name, "/XML", _place(job), "/F")


def _end(job: Job) -> str:
    return f"To end it: {subprocess.list2cmdline(_delete(job))}"


def _delete(job: Job) -> tuple[str, ...]:
    return ("schtasks", "/Delete", "/TN", job.name, "/F")
