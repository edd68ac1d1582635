"""A started browser: a process group of its own, which is killed as a whole at the end, and pipes to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from medium_archive.watch.browser.failures import BrowserStopped, LookFailed, NoBrowser
from medium_archive.watch.browser.pipe import Pipe

LOG = "messages.txt"  # what the browser prints, in its profile
# For each step of a start. On two processors, Firefox took 4 to 7 alone, up to 41 beside two busy programs, up to
# 124 beside four; beside six it did not start within 120 for a step
START_SECONDS = 120.0
END_SECONDS = 5.0  # for a browser that was asked to end
# Chromium makes its socket in a folder of TMPDIR whose name ends with six random letters
_SOCKET = "/org.chromium.Chromium.abcdef/SingletonSocket"
MOST_BYTES = 103 - len(_SOCKET)  # of TMPDIR: macOS takes no longer path for a socket, and Chromium would not start
# Chromium's pipes are the descriptors 3 and 4. The shell moves them there from its input and output, because between
# `fork` and `exec` Python can't do it without harm to the descriptors that it needs itself
_SHELL = ("/bin/sh", "-c", 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null', "sh")


class BrowserProcess:
    """A browser that runs with a profile. With `piped`, it gets the pipes of the DevTools protocol."""

    _pipe: Pipe | None = None

    def __init__(self, command: Sequence[str], profile: Path, environment: Mapping[str, str], *, piped: bool) -> None:
        self._log = profile / LOG
        environment = {**environment, **_temporary_folder(profile)}
        with self._log.open("wb") as log:
            try:
                if sys.platform == "win32":
                    self._start_on_windows(command, log.fileno(), environment, piped=piped)
                elif piped:
                    self._start([*_SHELL, *command], log.fileno(), environment, subprocess.PIPE)
                else:
                    self._start(command, log.fileno(), environment, subprocess.DEVNULL)
            except OSError as error:
                raise NoBrowser(f"{Path(command[0]).name} can't be started: {error.strerror or error}") from error

    @property
    def pipe(self) -> Pipe:
        """The pipes, for a browser that has some."""
        if self._pipe is None:
            raise BrowserStopped("the browser has no pipes")
        return self._pipe

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def no_start(self, name: str, error: LookFailed) -> NoBrowser:
        """The failure of a start, with the last line that the browser printed."""
        said = self._last_line()
        return NoBrowser(f"{name} does not start: {error}" + (f" (it printed “{said}”)" if said else ""))

    def end(self) -> None:
        """Wait for a browser that was asked to end, then kill it with all the processes that it started."""
        if self._pipe is not None:
            self._pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        if sys.platform == "win32":
            self._job.close()
        else:
            with suppress(OSError):  # the group is gone
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()

    def _last_line(self) -> str:
        with suppress(OSError):
            lines = self._log.read_bytes()[-4096:].decode("utf-8", "replace").splitlines()
            return next((" ".join(line.split())[:200] for line in reversed(lines) if line.strip()), "")
        return ""

    def _start(self, command: Sequence[str], log: int, environment: Mapping[str, str], pipes: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # the browser that the person has, or names
            command, bufsize=0, stdin=pipes, stdout=pipes, stderr=log, env=environment, start_new_session=True
        )
        if self._process.stdin and self._process.stdout:
            self._pipe = Pipe(_owned(self._process.stdout.fileno()), _owned(self._process.stdin.fileno()))
            self._process.stdin.close()
            self._process.stdout.close()

    if sys.platform == "win32":

        def _start_on_windows(
            self, command: Sequence[str], log: int, environment: Mapping[str, str], *, piped: bool
        ) -> None:
            """Chromium gets the handles of its pipes as an option. The job kills its processes when it is closed, also
            when this process is killed.
            """
            import msvcrt  # noqa: PLC0415  # not elsewhere

            from medium_archive.watch.browser.windows_job import Job  # noqa: PLC0415  # not elsewhere

            self._job = Job()
            start = subprocess.STARTUPINFO()
            theirs: tuple[int, ...] = ()
            if piped:
                requests, write_to = os.pipe()
                read_from, answers = os.pipe()
                theirs = (requests, answers)
                handles = [msvcrt.get_osfhandle(end) for end in theirs]
                for handle in handles:
                    os.set_handle_inheritable(handle, True)
                start.lpAttributeList = {"handle_list": handles}
                command = [*command, f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"]
                self._pipe = Pipe(read_from, write_to)
            try:
                self._process = subprocess.Popen(  # noqa: S603  # as above
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, startupinfo=start
                )
                self._job.add(int(self._process._handle))
            finally:
                for end in theirs:
                    os.close(end)


def _temporary_folder(profile: Path) -> dict[str, str]:
    """The profile as the temporary folder, so that a browser that is killed leaves nothing outside of it."""
    return {"TMPDIR": str(profile)} if len(os.fsencode(profile)) <= MOST_BYTES else {}


def _owned(descriptor: int) -> int:
    """Another descriptor of the same end of a pipe, which only its holder closes."""
    return os.dup(descriptor)
