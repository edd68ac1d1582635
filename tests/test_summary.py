"""What a command prints for people is short; with `--verbose` it is whole."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from medium_archive.cli import summary
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Level, Report


def lines_of(*issues: Issue, verbose: bool = False) -> list[str]:
    """The lines about issues."""
    found = summary.lines(Report("x", issues=issues), verbose=verbose)
    return ["".join(text for text, _ in line) for line in found][1:]


def many(number: int, level: Level, code: str = "odd", message: str = "Odd {}.") -> list[Issue]:
    return [Issue(f"posts/{place}", code, message.format(place), level) for place in range(number)]


def run(layout: Layout, *arguments: str) -> list[str]:
    return CliRunner().invoke(app, [*arguments, "--archive", str(layout.root)]).stdout.splitlines()


def test_a_check_lists_what_it_compared_only_if_asked(example: Layout) -> None:
    """The numbers of characters, links and pictures by kind; the sentence of the proof has the most important."""
    short, whole = run(example, "verify"), run(example, "verify", "--verbose")
    ratios = [line for line in whole if re.search(r": [\d,]+ of [\d,]+", line)]
    assert len(ratios) > 20
    assert not set(ratios) & set(short)
    assert [line for line in short if line.startswith("proof: ")] == [line for line in whole if line[:7] == "proof: "]
    assert short[-1] == whole[-1]


def test_numbers_of_the_proof_stand_once() -> None:
    """Its sentence has them; with `--verbose` they are counts too."""
    report = Report("import", {"posts": 2, "words_kept": 4}, {"proof": "no word lost; kept as plain words: 4"})
    short, whole = ([line[0][0] for line in summary.lines(report, verbose=verbose)] for verbose in (False, True))
    assert "4  parts kept as plain words" not in short
    assert "4  parts kept as plain words" in whole


def test_a_few_notes_are_shown_and_many_are_named() -> None:
    assert lines_of(*many(2, "note")) == ["odd (2)", "  posts/0: Odd 0.", "  posts/1: Odd 1."]
    notes = [*many(3, "note"), *many(1, "note", "strange")]
    assert lines_of(*notes) == ["notes: odd (3), strange (1); --verbose shows them"]
    assert len(lines_of(*notes, verbose=True)) == 6


def test_every_error_is_shown_and_of_warnings_the_first() -> None:
    assert len(lines_of(*many(9, "error"))) == 10
    assert lines_of(*many(7, "warning"))[-1] == "  … and 2 more; --verbose shows all"
    assert len(lines_of(*many(7, "warning"), verbose=True)) == 8


def test_the_same_advice_stands_once() -> None:
    """A whole message above the places, its last sentences below them."""
    same = many(2, "warning", message="It is gone. Write it again.")
    assert lines_of(*same) == ["odd (2): It is gone. Write it again.", "  posts/0", "  posts/1"]
    alike = many(2, "warning", message="It has {}. Write it again, please. Thanks.")
    assert lines_of(*alike) == [
        "odd (2)", "  posts/0: It has 0.", "  posts/1: It has 1.", "  Write it again, please. Thanks.",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["verify --verbose", "status", "build"])
def test_a_terminal_of_80_columns_shows_whole_words(
    command: str, example: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider, but for a path or an address that is too long."""
    monkeypatch.chdir(example.root)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    shown = re.sub(r"\x1b\[[\d;]*m", "", CliRunner().invoke(app, command.split()).stdout)
    monkeypatch.delenv("FORCE_COLOR")
    piped = CliRunner().invoke(app, command.split()).stdout
    assert shown.split() == piped.split()
    for line in shown.splitlines():
        assert len(line) <= 80 or " " not in line.strip()
