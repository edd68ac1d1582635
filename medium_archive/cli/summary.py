"""A Report for a person: what can be read in five seconds first, issues after it, grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape as plain
from rich.table import Table

from medium_archive.report import Issue, Report

__all__ = ["plain", "show"]

_MOST_OF_A_KIND = 5
_WIDEST = 30  # characters of the longest bar
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def show(report: Report, console: Console, *, explain: bool = False) -> None:
    """Print counts that are not zero, issues by code (a few of each), facts, and a text if there is one."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for name, number in report.counts.items():
        if number:
            table.add_row(f"{number:,}", name)
    if report.issues:
        table.add_row(f"{len(report.issues):,}", f"issues ({_levels(report.issues)})")
    console.print(table)
    if explain:
        for post in report.details.get("posts", ()):
            console.print(f"{plain(post['path'])}: {plain(post['reason'])}")
    _show_years(report.details.get("years", ()), console)
    _show_issues(report, console)
    for name, value in report.facts.items():
        console.print(f"{name}: {plain(value)}")
    if text := report.details.get("text"):
        console.print(plain(text), highlight=False)


def _show_years(years: Sequence[Mapping[str, int]], console: Console) -> None:
    """A bar for each year, the longest for the year with the most posts."""
    most = max((year["posts"] for year in years), default=0)
    for year in years:
        bar = "█" * round(_WIDEST * year["posts"] / most) or ("▏" if year["posts"] else "")
        posts = "1 post" if year["posts"] == 1 else f"{year['posts']:,} posts"
        said = f"{posts}, {year['words']:,} words" if year["posts"] else "nothing"
        console.print(f"{year['year']}  [cyan]{bar}[/] [dim]{said}[/]")


def _levels(issues: tuple[Issue, ...]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for issue in issues:
        counts[issue.level] += 1
    return ", ".join(f"{counts[level]} {level}s" for level in _STYLES if counts[level])


def _show_issues(report: Report, console: Console) -> None:
    by_code: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(report.issues, key=lambda issue: (list(_STYLES).index(issue.level), issue.code)):
        by_code[issue.code].append(issue)
    for code, issues in by_code.items():
        style = _STYLES[issues[0].level]
        console.print(f"[{style}]{code}[/] ({len(issues)})")
        # Notes are for whoever asks; an error is always shown
        shown = (
            issues if issues[0].level == "error" else issues[: _MOST_OF_A_KIND if issues[0].level == "warning" else 1]
        )
        for issue in shown:
            console.print(f"  {plain(issue.where)}: {plain(issue.message)}")
        if len(issues) > len(shown):
            console.print(f"  … and {len(issues) - len(shown)} more; `--json` lists all.")
