"""`archive open`, `archive build --open` and `archive serve`: when a browser opens, and what it shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli import browser
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.site.server.server import Server
from tests import small_archive
from tests.conftest import SAME_PACKAGE

NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "BROWSER": ""}
posix = pytest.mark.skipif(os.name != "posix", reason="the browser of the test is a shell script")


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path)


def run(archive: Layout, *arguments: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "--archive", str(archive.root)], env=environment or NO_DISPLAY)
    return result.exit_code, result.output


def recording_browser(folder: Path, *, lines: str = "") -> Path:
    """A browser that writes the address that it gets to the file `shown` beside it."""
    script = folder / "browser"
    script.write_text(
        f'#!/bin/sh\n{lines}\necho "$1" > "{folder}/shown.part"\nmv "{folder}/shown.part" "{folder}/shown"\n'
    )
    script.chmod(0o755)
    return script


def shown(folder: Path) -> str:
    """What the browser got; waits until it has started."""
    end = time.monotonic() + 60
    while not (folder / "shown").exists():
        assert time.monotonic() < end, "no browser was started"
        time.sleep(0.02)
    return (folder / "shown").read_text().strip()


@posix
def test_the_built_site_is_opened(archive: Layout, tmp_path: Path) -> None:
    """By `open`, and by `build --open` when it is built. Nothing else is built or written by `open`."""
    environment = {**NO_DISPLAY, "BROWSER": str(recording_browser(tmp_path))}
    code, output = run(archive, "build", "--open", environment=environment)
    page = archive.site / "index.html"
    assert (code, shown(tmp_path)) == (0, page.as_uri())
    assert f"Your browser shows {page}" in output
    (tmp_path / "shown").unlink()
    (archive.posts / "2020-11-12-looms" / "index.md").write_text("---\ntitle: Changed\n---\n")
    before = {path: path.stat().st_mtime_ns for path in archive.site.rglob("*")}
    assert run(archive, "open", environment=environment)[0] == 0
    assert shown(tmp_path) == page.as_uri()
    assert {path: path.stat().st_mtime_ns for path in archive.site.rglob("*")} == before


def test_a_build_that_opens_the_site_does_not_say_how_to_open_it(
    archive: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "show", bool)
    output = run(archive, "build", "--open")[1]
    assert "Your browser shows" in output and "Next: archive open" not in output
    assert run(archive, "build", "--open", "--quiet") == (0, "")


def test_without_a_site_open_says_what_to_do(archive: Layout) -> None:
    code, output = run(archive, "open")
    assert code == 31
    assert "There is no built site yet." in output and "archive build" in output


def test_without_a_display_the_place_of_the_site_is_printed(archive: Layout) -> None:
    """The commands start no browser, and exit with 0."""
    code, output = run(archive, "build", "--open")
    place = f"No browser can be opened here. The site is at {archive.site / 'index.html'}"
    assert code == 0 and place in output
    code, output = run(archive, "open")
    assert code == 0 and place in output


def test_programs_get_the_address_and_no_browser(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(browser, "show", opened.append)
    run(archive, "build")
    code, output = run(archive, "open", "--json")
    assert (code, json.loads(output)["facts"]) == (0, {"site": (archive.site / "index.html").as_uri()})
    assert run(archive, "build", "--open", "--json")[0] == 2
    assert opened == []


@pytest.mark.parametrize(
    ("environment", "can_show"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"BROWSER": "firefox"}, True),
        ({"BROWSER": "/usr/bin/lynx"}, False),
        ({"BROWSER": f"w3m -o x{os.pathsep}firefox"}, True),
        ({"BROWSER": "lynx", "DISPLAY": ":0"}, False),
    ],
)
def test_a_browser_needs_a_window(environment: dict[str, str], can_show: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A display, or a browser that the person has named and that is no text browser."""
    for name, value in {**NO_DISPLAY, **environment}.items():
        monkeypatch.setenv(name, value)
    assert browser.can_show() == can_show


class Terminal:
    def __init__(self, is_one: bool) -> None:
        self.isatty = lambda: is_one


def test_no_browser_opens_unasked_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal, or in CI."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BROWSER", "firefox")
    monkeypatch.setattr(sys, "stderr", Terminal(True))
    assert browser.may_show_unasked()
    monkeypatch.setenv("CI", "true")
    assert not browser.may_show_unasked()
    monkeypatch.delenv("CI")
    monkeypatch.setattr(sys, "stderr", Terminal(False))
    assert not browser.may_show_unasked()


@pytest.mark.parametrize(
    ("is_looking", "options", "is_opened"), [(True, [], 1), (True, ["--no-open"], 0), (False, [], 0)]
)
def test_serve_opens_the_browser(
    archive: Layout, monkeypatch: pytest.MonkeyPatch, is_looking: bool, options: list[str], is_opened: int
) -> None:
    """At the address that it prints, in a terminal, unless --no-open is given."""
    opened: list[str] = []
    monkeypatch.setattr(browser, "may_show_unasked", lambda: is_looking)
    monkeypatch.setattr(browser, "show", opened.append)

    def interrupt(server: Server) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "wait", interrupt)
    code, output = run(archive, "serve", "--port", "0", *options)
    assert (code, len(opened)) == (0, is_opened)
    assert all(f"The site is at {address} " in output for address in opened)


@posix
def test_a_browser_cannot_take_the_terminal(archive: Layout, tmp_path: Path) -> None:
    """A browser that a name hides, such as a script that starts a text browser, has no terminal to take."""
    run(archive, "build")
    lines = f'(: < /dev/tty) 2> /dev/null && echo taken > "{tmp_path}/terminal"'
    script = recording_browser(tmp_path, lines=lines)
    command = [sys.executable, "-m", "medium_archive.cli", "open", "--archive", str(archive.root)]
    in_terminal = [sys.executable, "-c", f"import pty; pty.spawn({command!r})"]
    environment = {**os.environ, **SAME_PACKAGE, **NO_DISPLAY, "BROWSER": str(script), "TERM": "xterm"}
    subprocess.run(in_terminal, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=120)
    assert shown(tmp_path) == (archive.site / "index.html").as_uri()
    assert not (tmp_path / "terminal").exists()
