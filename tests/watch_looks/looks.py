"""One look, by the command as a person types it, in an archive and a temporary folder of its own."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from medium_archive.folder.layout import Layout
from tests.conftest import SAME_PACKAGE
from tests.small_archive import make
from tests.watch_looks import processes
from tests.watch_looks.certificates import FINGERPRINT, VALID
from tests.watch_looks.host import WatchHost
from tests.watch_looks.situations import Situation

BROWSER = "chromium --no-sandbox"  # tests may run as root
# The hosts of the stand-in are at its port, and no other host is there
_HOSTS = "MAP medium.com {0}, MAP *.medium.com {0}, MAP *.example {0}, MAP * ~NOTFOUND"
LONGEST = 180.0  # seconds that a look may take
_TEMPORARY = "t"  # short, because the path of a socket is
_IN_THE_MIDDLE = 1.0  # seconds after the first request
_GRACE = 5.0  # seconds in which processes that were killed may end


@dataclass(frozen=True)
class Look:
    """The last probe of a look; the sizes of the files that it kept; what was left of processes and files; whether the
    browser was Chromium, or one in its place.
    """

    probe: Mapping[str, Any]
    code: int
    seconds: float
    kept: Mapping[str, int]
    left: tuple[str, ...]
    is_of_chromium: bool

    @property
    def verdict(self) -> str:
        return str(self.probe["verdict"])

    @property
    def reason(self) -> str:
        return str(self.probe["reason"])

    @property
    def evidence(self) -> str:
        """The kind of look, and what it kept."""
        sizes = ", ".join(f"{Path(name).suffix[1:]} {size / 1024:.1f} KB" for name, size in self.kept.items())
        return f"{self.probe['kind']}{f' ({sizes})' if sizes else ''}"


def plain(situation: Situation, folder: Path) -> Look:
    with _host(situation) as host:
        layout = make(folder / "archive")
        lead(layout, host, situation)
        return _run(situation, layout, folder, (), {})


def with_browser(situation: Situation, folder: Path, display: str, program: str = BROWSER) -> Look:
    """A look of the browser, on this display. Chromium itself connects to the host; for another browser, and for a
    feed, the program does so.
    """
    with _host(situation) as host:
        layout = make(folder / "archive")
        if not is_chromium(program) or situation.is_feed:
            lead(layout, host, situation)
        if situation.certificate != VALID:
            _trust(situation.certificate, folder)
        named = situation.program or with_host(program, host)
        variables = {"DISPLAY": display, "ARCHIVE_BROWSER": named, **situation.environment}
        if situation.ended:
            threading.Thread(target=_end, args=(situation.ended, host, folder), daemon=True).start()
        return _run(situation, layout, folder, ("--browser",), variables)


def is_chromium(program: str) -> bool:
    """Whether this command line starts a Chromium."""
    return "firefox" not in program


def with_host(program: str, host: WatchHost) -> str:
    """The command line of a browser; a Chromium finds the host, and trusts its certificate."""
    if not is_chromium(program):
        return program
    rules = shlex.quote("--host-resolver-rules=" + _HOSTS.format(host.address.removeprefix("http://")))
    return f"{program} --ignore-certificate-errors-spki-list={FINGERPRINT} {rules}"


def lead(layout: Layout, host: WatchHost, situation: Situation) -> None:
    """Let the checks of an archive lead to the host."""
    names = {where.partition("/")[0] for where in situation.shown.answers} | {urlsplit(situation.shown.address).netloc}
    text = layout.settings.read_text("utf-8") + host.settings(*sorted(names))
    if situation.certificate != VALID:
        text = text.replace(host.address, host.address.replace("http:", "https:"))
    layout.settings.write_text(text, "utf-8")


def command(layout: Layout, address: str, *options: str) -> list[str]:
    words = "-m", "medium_archive.cli", "check", address, "--archive", str(layout.root), "--json"
    return [sys.executable, *words, *options]


def environment(folder: Path, variables: Mapping[str, str | None] = {}) -> dict[str, str]:
    """That of a look: whatever it writes outside of its archive is in the folder."""
    for name in ("home", _TEMPORARY):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / _TEMPORARY)}
    return {
        name: value for name, value in {**os.environ, **SAME_PACKAGE, **own, **variables}.items() if value is not None
    }


def left(folder: Path) -> tuple[str, ...]:
    """The processes and the temporary files that a look has left, but for the lock of all looks."""
    end = time.monotonic() + _GRACE
    while (living := processes.of(folder)) and time.monotonic() < end:
        time.sleep(0.1)
    return (*living.values(), *files_left(folder))


def files_left(folder: Path) -> list[str]:
    """The temporary files and folders of a look, but for the lock."""
    return sorted(path.name for path in (folder / _TEMPORARY).iterdir() if path.suffix != ".lock")


def _trust(certificate: str, folder: Path) -> None:
    """Let Chromium trust a certificate, so that only its dates are wrong."""
    store = folder / "home/.pki/nssdb"
    store.mkdir(parents=True)
    (folder / "host.pem").write_text(certificate, "ascii")
    for words in (["-N", "--empty-password"], ["-A", "-t", "C,C,C", "-n", "host", "-i", str(folder / "host.pem")]):
        subprocess.run(["certutil", "-d", f"sql:{store}", *words], check=True)


def _host(situation: Situation) -> WatchHost:
    return WatchHost(
        situation.shown.answers,
        wall=situation.wall,
        press=situation.press,
        worker=situation.worker,
        certificate=situation.certificate,
    )


def _run(
    situation: Situation, layout: Layout, folder: Path, options: tuple[str, ...], variables: Mapping[str, str | None]
) -> Look:
    start = time.monotonic()
    done = subprocess.run(
        command(layout, situation.shown.address, *options),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST,
        env=environment(folder, variables),
        check=False,
    )
    seconds = time.monotonic() - start
    assert done.stdout, f"no result: {done.stderr[-2000:]}"
    report = json.loads(done.stdout)
    assert "probes" in report, report
    probe = report["probes"][-1]
    assert probe["kind"] == ("browser" if options and not situation.is_feed else "plain")
    names = [probe[name] for name in ("screenshot", "page") if probe[name]]
    kept = {name: (layout.root / name).stat().st_size for name in names}
    return Look(
        probe, done.returncode, seconds, kept, left(folder), is_chromium(variables.get("ARCHIVE_BROWSER") or "")
    )


def _end(what: str, host: WatchHost, folder: Path) -> None:
    """Kill the renderers, or the browser, in the middle of a look."""
    end = time.monotonic() + LONGEST
    while not host.requests and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(_IN_THE_MIDDLE)
    for pid, words in processes.of(folder).items():
        is_child = "--type=" in words or "-contentproc" in words
        is_renderer = "--type=renderer" in words or (is_child and words.endswith(" tab "))
        is_browser = not is_child and any(option in words for option in ("--user-data-dir", "--profile"))
        if is_renderer if what == "renderer" else is_browser:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
