"""Draws the results as bars, an SVG file that needs no other file and is readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.benchmarks.rows import OURS, SMALL, Result

# The rows that other programs have too, and what a reader is told of each
_TITLES = {
    "import": "Turning the export into Markdown",
    "build": "Building the site from nothing",
    "same": "Building again when nothing has changed",
    "edit": "Building after one post has changed",
}
_LINE, _LABEL, _WIDTH = 22, 150, 720  # pixels
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}.row{font-weight:600}.bar{fill:#9aa5b1}.ours{fill:#1a7f5a}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.bar{fill:#6b7785}.ours{fill:#3fb68b}}"
)


def draw(results: Sequence[Result], file: Path) -> None:
    """Write a group of bars for each row that has a title, the longest for the slowest program of the row."""
    parts: list[str] = []
    y = _LINE
    for row, title in _TITLES.items():
        members = [result for result in results if result.row == row]
        if not members:
            continue
        most = max((one.measured.median("wall") for one in members if not one.measured.failure), default=0) or 1
        parts.append(f'<text class="row" x="0" y="{y}">{escape(title)}</text>')
        y += _LINE
        for one in members:
            seconds = one.measured.median("wall")
            failure = one.measured.failure
            width = 0 if failure else max(1, (_WIDTH - _LABEL - 120) * seconds / most)
            kind = "ours" if one.name in (OURS, SMALL) else "bar"
            shown = failure[:60] if failure else f"{seconds:.2f} s"
            parts.append(f'<text x="0" y="{y}">{escape(one.name)}</text>')
            parts.append(f'<rect class="{kind}" x="{_LABEL}" y="{y - 12}" width="{width:.0f}" height="14"/>')
            parts.append(f'<text x="{_LABEL + width + 6:.0f}" y="{y}">{escape(shown)}</text>')
            y += _LINE
        y += _LINE // 2
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" role="img">'
        f"<title>Wall time of each program, medians in seconds</title><style>{_STYLE}</style>{''.join(parts)}</svg>\n",
        "utf-8",
    )
