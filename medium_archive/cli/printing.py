"""What commands print: a Report, or a line. Typer and Rich, which are slow to load, are not needed for it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from medium_archive.cli import conclusion, issue_lines, summary, wrapping
from medium_archive.cli.conclusion import Setting
from medium_archive.cli.wrapping import Line
from medium_archive.report import Report

_COLUMNS = 80  # of a terminal that does not say how many it has
# Commands whose text is to be read; that of others is to be copied (a letter, the lines of a schedule, a diff)
_READ = frozenset({"check", "status", "remind"})
_GOOD, _FAILED, _NEXT = "green", "bold red", "bold"
# The styles of this program as terminals know them (ECMA-48, SGR)
_CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "magenta": 35, "cyan": 36}


def report(
    report: Report,
    *,
    as_json: bool,
    quiet: bool,
    explain: bool = False,
    verbose: bool = False,
    setting: Setting = Setting(),
) -> None:
    """Print the report of a command: as JSON, as lines for people, or if `quiet` only its errors, to standard error.
    `setting` is how the command was called.
    """
    if as_json:
        print_json(report.as_json())
    elif not quiet:
        _print(summary.lines(report, explain=explain, verbose=verbose, is_dry=setting.is_dry), sys.stdout)
        if text := report.details.get("text"):
            _print_text(text, is_to_read=report.command in _READ)
        _conclude(report, setting)
    else:
        _print(issue_lines.lines([one for one in report.issues if one.level == "error"], verbose=True), sys.stderr)


def _print_text(text: str, *, is_to_read: bool) -> None:
    if is_to_read:
        text = wrapping.readable(text)
        text = "\n".join(wrapping.reflowed(text, _width(sys.stdout))) if is_terminal(sys.stdout) else text
    print(text)  # noqa: T201  # the command line prints


def _conclude(report: Report, setting: Setting) -> None:
    """Print the last line of a command: how it went, and what to do next."""
    if last := conclusion.of(report, setting):
        stop = ". " if last.next else ""
        sign = (last.sign(sys.stdout), _GOOD if last.is_good else _FAILED)
        next_one = (last.next.replace(" ", wrapping.NO_BREAK), _NEXT)
        _print([(sign, (f" {last.text}{stop}", ""), next_one)], sys.stdout)


def print_json(values: Mapping[str, Any]) -> None:
    print(json.dumps(values, indent=2))  # noqa: T201  # the command line prints


def say(text: str, style: str = "", more: str = "") -> None:
    """Print a line to standard error: `text` in a style of Rich, followed by plain text."""
    _print([((text, style), (more, ""))], sys.stderr)


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that shows colours (docs/commands.md)."""
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _width(stream: TextIO) -> int:
    """The columns of a terminal."""
    try:
        return int(os.environ.get("COLUMNS", "")) or _COLUMNS
    except ValueError:
        pass
    try:
        return os.get_terminal_size(stream.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS


def _print(lines: Iterable[Line], stream: TextIO) -> None:
    """Print lines; to a terminal with their styles, and broken between words. Rich, which takes 0.1 s to import, is
    needed for styles only on Windows, where not every terminal knows the codes.
    """
    shown = [tuple((wrapping.readable(text), style) for text, style in line) for line in lines]
    if is_terminal(stream):
        width = _width(stream)
        shown = [part for line in shown for part in wrapping.wrapped(line, width)]
    shown = [tuple((text.replace(wrapping.NO_BREAK, " "), style) for text, style in line) for line in shown]
    if os.name == "posix" or not is_terminal(stream) or not any(style for line in shown for _, style in line):
        has_styles = is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        for line in shown:
            print("".join(_styled(text, style) if has_styles else text for text, style in line), file=stream)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, soft_wrap=True, highlight=False)
    for line in shown:
        console.print(Text.assemble(*line))


def _styled(text: str, style: str) -> str:
    """A text between the codes of its style."""
    codes = ";".join(str(_CODES[word]) for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text
