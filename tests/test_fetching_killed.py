"""`archive pictures`, killed again and again: the run after that ends as if nothing had been, and asks for no picture
that was here already.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.fetch_pictures import fetch_pictures
from medium_archive.fetch.checkpoints import Checkpoints
from medium_archive.folder import checksums, fetched_content
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from tests.cdn import Cdn, Faults
from tests.conftest import SAME_PACKAGE
from tests.sample_pictures import Picture, export_with, make_pictures
from tests.small_archive import read_records

pytestmark = pytest.mark.slow  # kills of runs that fetch

FAULTS = Faults(unavailable=0, html=0, hanging=0, gone=0.01, at_least=2)
_LONGEST = 120.0  # seconds for one run


def archive_at(cdn: Cdn, place: Path) -> Layout:
    """An archive of an export that shows the server's pictures, none of them fetched yet."""
    export = place.parent / "export.zip"  # the same file for both, as a zip holds the time it was made
    if not export.exists():
        export_with(cdn.pictures, export, posts=10)
    layout = Layout(place / "archive")
    import_exports.import_exports([export], layout, import_exports.Options(offline=True))
    with layout.settings.open("a", encoding="utf-8") as file:
        file.write(cdn.settings())
    return layout


def start(layout: Layout, export: Path | None) -> subprocess.Popen[bytes]:
    """`archive pictures`, or the import of an export."""
    verb = ["pictures"] if export is None else ["import", str(export)]
    command = [sys.executable, "-m", "medium_archive.cli", *verb, "--quiet", "--archive", str(layout.root)]
    return subprocess.Popen(command, env={**os.environ, **SAME_PACKAGE})


def run(layout: Layout, export: Path | None = None) -> None:
    with start(layout, export) as process:
        assert process.wait(_LONGEST) == 0


def kill_after(layout: Layout, cdn: Cdn, answers: int, moment: float, export: Path | None = None) -> bool:
    """Start a run and kill it a moment after so many answers; False when it was at its end by then."""
    wanted = len(cdn.answers) + answers
    end = time.monotonic() + _LONGEST
    with start(layout, export) as process:
        while len(cdn.answers) < wanted and process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(moment)
        was_running = process.poll() is None
        process.kill()
    return was_running


def finished(layout: Layout, cdn: Cdn) -> set[str]:
    """The ids of the pictures whose files are whole and have different names."""
    ids = {hashlib.sha256(picture.content).hexdigest(): picture.id for picture in cdn.pictures}
    for picture in cdn.pictures:
        if picture.role == "thumbnail":
            small = cdn.content_at(f"https://cdn-images-1.medium.com/fit/c/160/160/{picture.id}")
            ids[hashlib.sha256(small or b"").hexdigest()] = picture.id
    files = [file for file in layout.root.rglob("*") if file.is_file() and not file.name.startswith(".")]
    return {ids[sum] for sum in (hashlib.sha256(file.read_bytes()).hexdigest() for file in files) if sum in ids}


def state(layout: Layout) -> dict[str, bytes]:
    """Every file by its path, but for the moments of `retry`, the port in the settings and what is made of the two."""
    passing = rb'"retry": "[^"]*"|127\.0\.0\.1:\d+|[0-9a-f]{64}(?=  (?:records|private)/(?:pictures|gists)\.jsonl)'
    return {
        str(file.relative_to(layout.root)): re.sub(passing, b"", file.read_bytes())
        for file in layout.root.rglob("*")
        if file.is_file()
    }


def undisturbed(pictures: Sequence[Picture], place: Path) -> dict[str, bytes]:
    with Cdn(pictures, FAULTS) as cdn:
        layout = archive_at(cdn, place)
        run(layout)
        return state(layout)


def kill_and_compare(pictures: Sequence[Picture], place: Path, moments: Sequence[tuple[int, float]]) -> int:
    """Kill a run after each of these numbers of answers, then run to the end. Gives how many were killed at work."""
    wanted = undisturbed(pictures, place / "undisturbed")
    killed = 0
    with Cdn(pictures, FAULTS) as cdn:
        layout = archive_at(cdn, place / "killed")
        for answers, moment in moments:
            here, asked = finished(layout, cdn), cdn.asked.copy()
            killed += kill_after(layout, cdn, answers, moment)
            assert here <= finished(layout, cdn)
            assert {id for id in here if cdn.asked[id] > asked[id]} == set()
        here, asked = finished(layout, cdn), cdn.asked.copy()
        run(layout)
        assert {id for id in here if cdn.asked[id] > asked[id]} == set()
        got = state(layout)
        assert got.keys() == wanted.keys()
        assert [name for name in wanted if got[name] != wanted[name]] == []
    return killed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="what Windows lets a killed program keep open is not for this test")
@pytest.mark.slow
def test_a_killed_run_is_completed_by_the_next(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # test data, not a secret
    pictures = make_pictures(160, seed=5)
    moments = [(chance.randint(1, 60), chance.random() / 50) for _ in range(3)]
    assert kill_and_compare(pictures, tmp_path, moments) >= 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="what Windows lets a killed program keep open is not for this test")
@pytest.mark.slow
def test_a_killed_import_is_completed_by_the_next(tmp_path: Path) -> None:
    """Killed before anything is fetched, while gists and pictures come, and at its end."""
    chance = random.Random(8)  # noqa: S311  # test data, not a secret
    pictures = make_pictures(120, seed=9)
    export = export_with(pictures, tmp_path / "export.zip", posts=10)
    states = []
    for name, moments in (("undisturbed", ()), ("killed", (0, 1, 3, 20, 40, 30))):
        with Cdn(pictures, FAULTS) as cdn:
            layout = Layout(tmp_path / name / "archive")
            layout.root.mkdir(parents=True)
            layout.settings.write_text(f"schema = 1\n{cdn.settings()}", "utf-8")
            killed = [kill_after(layout, cdn, answers, chance.random(), export) for answers in moments]
            run(layout, export)
            states.append(state(layout))
    wanted, got = states
    assert any(killed)
    assert got.keys() == wanted.keys()
    assert [name for name in wanted if got[name] != wanted[name]] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has another way to send Ctrl-C")
def test_ctrl_c_does_not_wait_for_a_silent_host(tmp_path: Path) -> None:
    """The program does not wait for pictures under way; the fetched ones are kept, and the next run continues."""
    pictures = make_pictures(60, seed=13)
    with Cdn(pictures, Faults(0, 0, 0, 0, hanging=0.7, third_form=0, gone=0)) as cdn:
        layout = archive_at(cdn, tmp_path)
        heeded = signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs in the background ignores it
        with start(layout, None) as process:
            signal.signal(signal.SIGINT, heeded)
            end = time.monotonic() + _LONGEST
            while sum(answer.fault == "hanging" for answer in cdn.answers) < 4 and time.monotonic() < end:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            try:
                assert process.wait(15) == 130  # the program waits 20 seconds for each
            finally:
                process.kill()
        here = finished(layout, cdn)
        asked = cdn.asked.copy()
        cdn.recover()
        run(layout)
        assert {id for id in here if cdn.asked[id] > asked[id]} == set()
        assert finished(layout, cdn) == {picture.id for picture in pictures}


def test_reasons_for_missing_pictures_are_recorded_during_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed while it fetches has recorded why a picture and a gist are missing."""
    pictures = make_pictures(60, seed=10)
    with Cdn(pictures, Faults(0, 0, 0, 0, 0, 0, gone=1)) as cdn:
        layout = archive_at(cdn, tmp_path)
        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(Checkpoints, "note_result", dying(every_time(Checkpoints.note_result), 40))
            fetch_pictures(layout)
        problems = [
            line.get("problem")
            for name in ("pictures.jsonl", "gists.jsonl")
            for line in read_records(layout.records / name) + read_records(layout.private / name)
        ]
        assert sum(bool(problem) for problem in problems) >= 35


def every_time(note: Callable[[Checkpoints], None]) -> Callable[[Checkpoints], None]:
    """The same without the wait that keeps the writing rare."""

    def noted(checkpoints: Checkpoints) -> None:
        checkpoints._next = 0.0
        note(checkpoints)

    return noted


class Killed(BaseException):
    """Stands for a kill: nothing runs after it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where `undisturbed` is what a run makes that nothing disturbs."""
    place = tmp_path_factory.mktemp("killed")
    with Cdn(make_pictures(40, seed=6)) as cdn:
        fetch_pictures(archive_at(cdn, place / "undisturbed"))
    return place


@pytest.mark.parametrize(
    ("where", "name", "calls"),
    [
        (Shelf, "save_fetched", 1),
        (fetched_content, "insert", 1),
        (fetched_content, "insert", 4),
        (checksums, "write", 1),
        (Shelf, "save", 1),
    ],
)
def test_a_run_killed_while_saving_is_completed_by_the_next(
    where: Any, name: str, calls: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records, the texts and the catalog are many files; a kill may come between any two of them."""
    wanted = state(Layout(place / "undisturbed" / "archive"))
    with Cdn(make_pictures(40, seed=6)) as cdn:
        layout = archive_at(cdn, place / f"{name}-{calls}")
        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(where, name, dying(getattr(where, name), calls))
            fetch_pictures(layout)
        fetch_pictures(layout)
        got = state(layout)
        assert [file for file in wanted if got.get(file) != wanted[file]] == []
        assert got.keys() == wanted.keys()


def dying(function: Callable[..., object], calls: int) -> Callable[..., object]:
    """A function that ends everything at its so many-th call."""
    left = iter(range(calls - 1))

    def maybe(*arguments: Any, **options: Any) -> object:
        if next(left, None) is None:
            raise Killed
        return function(*arguments, **options)

    return maybe
