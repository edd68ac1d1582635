"""Lines in a terminal break between words, and addresses in them can be read."""

from __future__ import annotations

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from medium_archive.cli import terminal, wrapping
from medium_archive.errors import ArchiveError
from medium_archive.report import Report

ADVICE = "Run `archive check --alert --schedule cron --install`, which looks at your pages every day."


def wrapped(text: str, width: int) -> list[str]:
    return ["".join(piece for piece, _ in line) for line in wrapping.wrapped(((text, ""),), width)]


@given(st.lists(st.text("ab-", min_size=1, max_size=12), min_size=1), st.integers(16, 90))
def test_no_word_is_broken_and_none_is_lost(words: list[str], width: int) -> None:
    """Neither at a hyphen, as in the name of an option."""
    lines = wrapped(" ".join(words), width)
    assert [word for line in lines for word in line.split()] == words
    assert max(map(len, lines)) <= width


def test_further_lines_are_indented() -> None:
    assert wrapped("  exports: Import an export that you have from Medium.", 40) == [
        "  exports: Import an export that you",
        "    have from Medium.",
    ]


def test_a_command_is_in_one_piece() -> None:
    """So that it can be copied, also where it is wider than the terminal."""
    command = "`archive check --alert --schedule cron --install`,"
    assert wrapped(ADVICE, 52) == ["Run", f"  {command}", "  which looks at your pages every day."]
    assert wrapped(ADVICE, 20) == ["Run", f"  {command}", "  which looks at", "  your pages every", "  day."]
    assert wrapped("a `b c", 4) == ["a `b", "  c"]  # no command


def test_a_command_in_a_line_of_its_own_is_in_one_piece(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As what to do about an error has it."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")

    def fail() -> Report:
        raise ArchiveError("It failed.", 'Type this once, and then again:\n  git config --global user.name "Your Name"')

    with pytest.raises(typer.Exit):
        terminal.execute(fail, as_json=False)
    lines = capsys.readouterr().err.splitlines()[1:]
    assert lines == ["Type this once, and then", "  again:", '  git config --global user.name "Your Name"']


def test_a_path_that_is_too_long_is_in_one_piece() -> None:
    """Also if it has Chinese, so that it can be copied."""
    path = "posts/2023-11-18-雨港的夜船與潮位-the-night-ferry/index.md:"
    assert wrapped(f"  {path} a word", 30) == [f"  {path}", "    a word"]
    assert wrapped(f"in {path} here", 30) == ["in", f"  {path}", "  here"]


def test_chinese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    """Each character is as wide as two letters."""
    assert wrapped("雨港的夜船每天開出。", 18) == ["雨港的夜船每天開", "  出。"]
    assert wrapped("雨港的夜船每天開。", 16) == ["雨港的夜船每天", "  開。"]


def test_styles_stay_with_their_words() -> None:
    line = (("one two", "bold"), (" three four", ""))
    assert list(wrapping.wrapped(line, 9)) == [
        (("one two", "bold"),),
        (("  ", ""), ("three", "")),
        (("  ", ""), ("four", "")),
    ]


def test_paragraphs_that_were_broken_by_hand_are_filled_again() -> None:
    """The lines of a numbered step stand under its words."""
    text = "What to do:\n\n1. Save a copy now. Ask Medium for\n   an export.\n2. Write."
    assert list(wrapping.reflowed(text, 30)) == [
        "What to do:", "", "1. Save a copy now. Ask Medium", "   for an export.", "2. Write.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/%E7%94%A8-sqlite-1", "https://a.example/用-sqlite-1"),
        ("https://a.example/%d8%a8%d8%ad%d8%b1", "https://a.example/بحر"),
        ("https://a.example/a%20b%2Fc", "https://a.example/a%20b%2Fc"),
        ("https://a.example/%E2%80%AE", "https://a.example/%E2%80%AE"),  # turns the direction of what follows
        ("https://a.example/%E7%94", "https://a.example/%E7%94"),  # half a character
        ("100%", "100%"),
    ],
)
def test_addresses_are_shown_with_letters(address: str, shown: str) -> None:
    """But what would be invisible, or would change what else is shown, stays encoded."""
    assert wrapping.readable(f"see {address}.") == f"see {shown}."
