"""`archive check --browser`, as typed, with a real browser before a stand-in for Medium's host and its walls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAME_PACKAGE, need, one_in
from tests.watch_looks import looks, processes
from tests.watch_looks.certificates import VALID
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
    words = [sys.executable, "-m", "tests.watch_looks.kills", "4"]
    environment = {**os.environ, **SAME_PACKAGE, "PYTHONPATH": f"{SAME_PACKAGE['PYTHONPATH']}:{ROOT}"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
