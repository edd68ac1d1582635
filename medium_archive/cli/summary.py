"""A Report on the terminal: first what can be read in five seconds, then the issues, grouped by code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape as plain
from rich.table import Table

from medium_archive.cli import labels
from medium_archive.report import Issue, Report, quantity

__all__ = ["plain", "show"]

_MOST_WARNINGS = 5  # of one code
_WIDEST = 30  # characters of the longest bar
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def show(report: Report, console: Console, *, explain: bool = False) -> None:
    """Print the counts that are not zero, issues by code (a few of each), rows, facts, and the text if there is one."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column()
    for key, number in report.counts.items():
        if number:
            table.add_row(f"{number:,}", labels.count(key, number))
    if report.issues:
        word = "issue" if len(report.issues) == 1 else "issues"
        table.add_row(f"{len(report.issues):,}", f"{word} ({_levels(report.issues)})")
    console.print(table)
    if explain:
        for post in report.details.get("posts", ()):
            console.print(f"{plain(post['path'])}: {plain(post['reason'])}")
    _show_years(report.details.get("years", ()), console)
    _show_issues(report, console)
    for label, value in [*report.rows, *((labels.fact(key), value) for key, value in report.facts.items())]:
        console.print(f"{plain(label)}: {plain(value)}")
    if text := report.details.get("text"):
        console.print(plain(text), highlight=False)


def _show_years(years: Sequence[Mapping[str, int]], console: Console) -> None:
    """A bar for each year, the longest for the year with the most posts."""
    most = max((year["posts"] for year in years), default=0)
    for year in years:
        bar = "█" * round(_WIDEST * year["posts"] / most) or ("▏" if year["posts"] else "")
        amount = f"{quantity(year['posts'], 'post')}, {quantity(year['words'], 'word')}" if year["posts"] else "nothing"
        console.print(f"{year['year']}  [cyan]{bar}[/] [dim]{amount}[/]")


def _levels(issues: Sequence[Issue]) -> str:
    counts: Counter[str] = Counter(issue.level for issue in issues)
    return ", ".join(quantity(counts[level], level) for level in _STYLES if counts[level])


def _show_issues(report: Report, console: Console) -> None:
    by_code: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(report.issues, key=lambda issue: (list(_STYLES).index(issue.level), issue.code)):
        by_code[issue.code].append(issue)
    # Every error is shown, of a code of warnings a few, of a code of notes one
    most = {"error": None, "warning": _MOST_WARNINGS, "note": 1}
    for code, issues in by_code.items():
        level = issues[0].level
        console.print(f"[{_STYLES[level]}]{code}[/] ({len(issues)})")
        shown = issues[: most[level]]
        for issue in shown:
            console.print(f"  {plain(issue.where)}: {plain(issue.message)}")
        if len(issues) > len(shown):
            console.print(f"  … and {len(issues) - len(shown)} more; `--json` lists all.")
