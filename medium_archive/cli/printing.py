"""What commands print: a Report, or a line. Typer and Rich, which are slow to load, are not needed for it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from medium_archive.cli import conclusion, summary
from medium_archive.cli.conclusion import Setting
from medium_archive.report import Report


def report(report: Report, *, as_json: bool, quiet: bool, explain: bool = False, setting: Setting = Setting()) -> None:
    """Print the report of a command: as JSON, as lines for people, or not at all if `quiet`. `setting` is how the
    command was called.
    """
    if as_json:
        print_json(report.as_json())
    elif not quiet:
        _print(summary.lines(report, explain=explain), sys.stdout)
        conclude(report, setting)


def conclude(report: Report, setting: Setting) -> None:
    """Print the last line of a command: how it went, and what to do next."""
    if last := conclusion.of(report, setting):
        style = "" if last.is_good else _FAILED
        sign, text = last.shown(sys.stdout)
        _print([((sign, style), (text, ""))], sys.stdout)


_FAILED = "bold red"


def print_json(values: Mapping[str, Any]) -> None:
    print(json.dumps(values, indent=2))  # noqa: T201  # the command line prints


def say(text: str, style: str = "", more: str = "") -> None:
    """Print a line to standard error: `text` in a style of Rich, followed by plain text."""
    _print([((text, style), (more, ""))], sys.stderr)


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that shows colours (docs/commands.md)."""
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _print(lines: Iterable[summary.Line], stream: TextIO) -> None:
    """Print lines, with their styles to a terminal. Rich is imported for styles only: it takes 0.1 s."""
    shown = list(lines)
    if not is_terminal(stream) or not any(style for line in shown for _, style in line):
        for line in shown:
            print("".join(text for text, _ in line), file=stream)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, soft_wrap=True, highlight=False)
    for line in shown:
        console.print(Text.assemble(*line))
