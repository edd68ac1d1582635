"""`archive check --browser`, as typed, with a real browser before a stand-in for Medium's host and its walls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.folder import watch_log
from tests.conftest import SAME_PACKAGE, need, one_in
from tests.small_archive import make
from tests.watch_looks import looks, processes
from tests.watch_looks.certificates import VALID
from tests.watch_looks.host import WatchHost
from tests.watch_looks.situations import SENTENCES, SITUATIONS


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A desktop for the browser."""
    need("chromium")
    need("Xvfb")
    with processes.desktop() as (name, _):
        yield name


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: Chromium's socket has no room for one of pytest's."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def check(name: str, folder: Path, display: str) -> None:
    situation = SITUATIONS[name]
    if situation.certificate != VALID:
        need("certutil")
    look = looks.with_browser(situation, folder, display)
    assert (look.verdict, look.left) == (situation.browser, ()), look.reason
    assert SENTENCES.get(name, "") in look.reason


@pytest.mark.parametrize("name", ["a profile, behind a wall that reloads"])
def test_a_browser_sees_what_is_behind_a_wall(name: str, folder: Path, display: str) -> None:
    """A plain look is blind there."""
    check(name, folder, display)


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(2, SITUATIONS, of_ci=2))
def test_a_browser_says_only_what_a_reader_sees(name: str, folder: Path, display: str) -> None:
    """In each situation of the table of `python -m tests.watch_looks`; nothing is left behind."""
    check(name, folder, display)


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(6, SITUATIONS, of_ci=6))
def test_a_plain_look_says_only_what_a_reader_sees(name: str, tmp_path: Path) -> None:
    """Or that it can't see it."""
    assert looks.plain(SITUATIONS[name], tmp_path).verdict == SITUATIONS[name].plain


@pytest.mark.slow
def test_a_look_that_is_killed_leaves_nothing_after_the_next(display: str) -> None:
    """`python -m tests.watch_looks.kills`, with a few kills."""
    words = [sys.executable, "-m", "tests.watch_looks.kills", "3"]
    environment = {**os.environ, **SAME_PACKAGE}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_looks_at_the_same_time_take_turns(folder: Path, display: str) -> None:
    """They share the temporary folder of a user, where each removes what killed ones left."""
    situation = SITUATIONS["a profile, behind a wall that reloads"]
    with WatchHost(situation.shown.answers, wall=situation.wall) as host:
        variables = {"DISPLAY": display, "ARCHIVE_BROWSER": looks.with_host(looks.BROWSER, host)}
        started = [
            subprocess.Popen(
                looks.command(make(folder / name), situation.shown.address, "--browser"),
                env=looks.environment(folder, variables),
                stdout=subprocess.DEVNULL,
            )
            for name in ("a", "b", "c")
        ]
        assert [one.wait(looks.LONGEST) for one in started] == [0, 0, 0]
    assert looks.left(folder) == ()


@pytest.mark.slow
@pytest.mark.parametrize("program", [looks.BROWSER, "firefox-esr"])
def test_a_browser_follows_a_plain_look_that_saw_nothing(program: str, folder: Path, display: str) -> None:
    """With `[watch] browser = true`; the result is what the browser saw, and both looks are recorded."""
    need(program.partition(" ")[0])
    situation = SITUATIONS["a suspended account, behind a wall with a form"]
    with WatchHost(situation.shown.answers, wall=situation.wall) as host:
        layout = make(folder / "archive")
        looks.lead(layout, host, situation)
        with layout.settings.open("a", encoding="utf-8") as file:
            file.write("browser = true\n")
        environment = looks.environment(folder, {"DISPLAY": display, "ARCHIVE_BROWSER": program})
        words = looks.command(layout, situation.shown.address)
        assert subprocess.run(words, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 60
    assert [(one.kind, one.verdict) for one in watch_log.read(layout)] == [
        ("plain", "unknown"),
        ("browser", "suspended"),
    ]
    assert looks.left(folder) == ()
