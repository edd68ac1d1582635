"""Whoever waits at a terminal sees what the program does, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from medium_archive.cli import printing, terminal
from medium_archive.commands import build, import_exports, verify
from medium_archive.folder.layout import Layout
from medium_archive.report import silent, step
from tests.conftest import EXAMPLE_ZIP

T = TypeVar("T")


class Seen:
    """A progress bar that notes its labels."""

    def __init__(self) -> None:
        self.labels: list[str] = []

    def __call__(self, label: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        self.labels.append(label)
        yield from items


def test_each_long_part_of_a_check_has_a_bar(example: Layout) -> None:
    """The proof, the comparison of the site, and the quicker checks together."""
    seen = Seen()
    verify.verify(example, everything=True, progress=seen)
    assert {
        "Reading files",
        "Checking that nothing was lost",
        "Checking records and files",
        "Reading what the site shows",
        "Comparing the site",
    } <= set(seen.labels)


def test_each_long_part_of_an_import_and_a_build_has_a_bar(tmp_path: Path) -> None:
    seen, layout = Seen(), Layout(tmp_path / "archive")
    import_exports.import_exports([EXAMPLE_ZIP], layout, progress=seen)
    assert {"Reading posts", "Updating links between posts", "Checking that nothing was lost"} <= set(seen.labels)
    build.build(layout, progress=seen)
    assert {"Finding related posts", "Writing pages", "Making the search index"} <= set(seen.labels)


def test_what_is_one_step_gives_its_result() -> None:
    assert step(silent, "Thinking", lambda: 42) == 42


def test_one_bar_is_shown_at_a_time(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """What is done while another bar is shown is done without one."""
    monkeypatch.setattr(printing, "is_terminal", lambda _stream: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys, "stderr", sys.__stderr__)
    progress = terminal.progress(as_json=False, quiet=False)
    assert list(progress("Outer", (list(progress("Inner", [1, 2])) for _ in range(2)), 2)) == [[1, 2], [1, 2]]
    assert list(progress("Later", [3], 1)) == [3]
    shown = capfd.readouterr().err
    assert "Outer" in shown and "Later" in shown and "Inner" not in shown
