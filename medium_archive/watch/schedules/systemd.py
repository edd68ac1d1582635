"""systemd: a service and a timer of the user. A run that was missed starts later."""

from __future__ import annotations

from pathlib import Path

from medium_archive.folder import files
from medium_archive.watch.schedules.job import Job, Run

NAME = "systemd"
_RELOAD = ("systemctl", "--user", "daemon-reload")


def text(job: Job) -> str:
    written = [f"# {path.replace(str(job.home), '~')}\n{content}" for path, content in units(job).items()]
    return "\n".join([*written, "# Then:", *(" ".join(command) for command in _commands(job)), f"# {_end(job)}"])


def install(job: Job, run: Run) -> list[str]:
    done = []
    for path, content in units(job).items():
        files.write(job.home / path, content.encode())
        done.append(f"Written: {path}")
    for command in _commands(job):
        run(command)
        done.append(f"Done: {' '.join(command)}")
    return [*done, _end(job)]


def is_installed(job: Job, run: Run) -> bool:
    return any((job.home / path).is_file() for path in units(job))


def remove(job: Job, run: Run) -> list[str]:
    disable = ("systemctl", "--user", "disable", "--now", f"{job.name}.timer")
    run(disable)
    done = [f"Done: {' '.join(disable)}"]
    for path in map(Path, units(job)):
        with files.disk_errors(path):
            path.unlink(missing_ok=True)
        done.append(f"Deleted: {path}")
    run(_RELOAD)
    return [*done, f"Done: {' '.join(_RELOAD)}"]


def units(job: Job) -> dict[str, str]:
    """The two files by their paths."""
    folder = f"{job.home}/.config/systemd/user"
    start = " ".join(_quoted(argument) for argument in job.program)
    service = (
        f"[Unit]\nDescription={job.purpose}\n\n"
        # with 60, 61 and 62 the check itself succeeded (docs/watch.md)
        f"[Service]\nType=oneshot\nExecStart={start}\nSuccessExitStatus=60 61 62\n"
    )
    timer = (
        f"[Unit]\nDescription={job.purpose}\n\n"
        f"[Timer]\nOnCalendar=*-*-* {job.hour:02}:{job.minute:02}:00\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return {f"{folder}/{job.name}.service": service, f"{folder}/{job.name}.timer": timer}


def _commands(job: Job) -> tuple[tuple[str, ...], ...]:
    return (
        _RELOAD,
        ("systemctl", "--user", "enable", "--now", f"{job.name}.timer"),
    )


def _end(job: Job) -> str:
    paths = " ".join(path.replace(str(job.home), "~") for path in units(job))
    return (
        "It runs while you are logged in, and always after `loginctl enable-linger`. To end it: "
        f"systemctl --user disable --now {job.name}.timer && rm {paths}"
    )


def _quoted(argument: str) -> str:
    """An argument in quotes, with %, $, quotes and backslashes escaped (systemd.service(5), "Command lines")."""
    plain = argument.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'
