"""Tables as GitHub's Markdown has them: one row of headings, rows of as many cells, one alignment for a column."""

from __future__ import annotations

import re

from bs4.element import Tag

_ALIGNED = {"": "---", "text-align: left": ":--", "text-align: center": ":-:", "text-align: right": "--:"}
_BLOCKS = ("p", "h2", "h3", "ul", "ol", "pre", "blockquote", "figure", "table", "dl", "details", "hr")


def is_simple(table: Tag) -> bool:
    """Whether Markdown has a form for the table."""
    head, *body = ([cell for cell in row.children if isinstance(cell, Tag)] for row in table.find_all("tr"))
    sections = [child.name for child in table.children if isinstance(child, Tag)]
    thead = table.find("thead")
    return (
        sections in (["thead"], ["thead", "tbody"])
        and isinstance(thead, Tag)
        and len(thead.contents) == 1
        and all(cell.name == "th" for cell in head)
        and all(len(row) == len(head) and all(cell.name == "td" for cell in row) for row in body)
        and all(set(cell.attrs) <= {"style"} for row in (head, *body) for cell in row)
        and all(len({_style(row[n]) for row in (head, *body)}) == 1 for n in range(len(head)))
        and table.find(_BLOCKS) is None
        and not any(re.search(r"\\[\s\S]*\||\\\Z", code.get_text()) for code in table.find_all("code"))
    )


def write(rows: list[list[str]], head: list[Tag]) -> str:
    """A table from the Markdown of its cells, the row of headings first. `head` holds the cells of that row."""
    lines = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines.insert(1, [_ALIGNED[_style(cell)] for cell in head])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _style(cell: Tag) -> str:
    return str(cell.get("style", ""))
