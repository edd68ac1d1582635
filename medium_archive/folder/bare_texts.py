"""Texts that a person wrote without front matter, or as a single file: their title, date and relative addresses."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from medium_archive.folder.layout import TEXT
from medium_archive.markdown import front_matter
from medium_archive.report import Issue

ENDING = ".md"
_NOTES = ("readme", "license", "changelog")  # about a folder, by a custom of programmers
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-|\Z)")
_TAG = re.compile(r"<[^>]*>")
_NOTE = (
    "It has no front matter: its title is {} “{}”, its date that of the {}, {}. To choose them, begin the file with "
    "the lines `---`, `title: …`, `date: {}`, `---`."
)
_START_LOST = (
    "Its first line `---` is missing, so its title, date and all the lines above `---` are taken for its text. Put the "
    "line `---` back at the very top of the file."
)
# The lines of a front matter whose first line is gone, up to the line that ends it
_HEAD = re.compile(
    r"\ufeff?\s*(?:title|title_markdown|subtitle|description|author|date|slug|lang|tags|medium):(?: [^\n]*)?\n"
    r"(?:(?:[a-z_]+:|[ -] )[^\n]*\n)*---[ \t]*(?:\n|\Z)"
)


@dataclass(frozen=True)
class Body:
    """The Markdown of a text without its head. `line` is the line of the file in which it begins. A text without front
    matter has the `title` of its first heading, as Markdown, "" if it has none.
    """

    markdown: str
    line: int = 1
    title: str = ""
    is_bare: bool = False


def is_note(name: str) -> bool:
    """Whether a Markdown file is about its folder, as README.md is."""
    return name.lower().partition(".")[0] in _NOTES


def is_loose(name: str) -> bool:
    """Whether a file right in the folder of a kind is a post: `posts/loose.md` is one like `posts/loose/index.md`."""
    return name.endswith(ENDING) and name != TEXT and not name.startswith((".", "_")) and not is_note(name)


def file_of(path: str, *, is_loose: bool) -> str:
    """The file of the post with a path, both relative to the archive."""
    return f"{path}{ENDING}" if is_loose else f"{path}/{TEXT}"


def file_in(root: Path, path: str) -> str:
    """The same for a post of the archive at `root`: its loose text, if that is there and the folder has no text."""
    loose = file_of(path, is_loose=True)
    is_loose = not os.path.exists(root / path / TEXT) and os.path.isfile(root / loose)  # noqa: PTH110, PTH113  # a Path raises PermissionError
    return loose if is_loose else file_of(path, is_loose=False)


def body(text: str, *, is_loose: bool) -> Body:
    """The body of a text. In a loose file relative addresses begin in the folder of the file. The body has them as in
    an index.md, which is one folder below.
    """
    below = front_matter.below(text)
    line = text.count("\n", 0, len(text) - len(below)) + 1
    is_bare, title = len(below) == len(text), ""
    if is_bare or is_loose:
        from medium_archive.markdown import positions  # noqa: PLC0415  # slow to import, and few texts need it

        below = below.lstrip("\ufeff")
        if is_bare and (heading := positions.first_heading(below)) is not None:
            title = heading.markdown
            if heading.is_first:
                line += below.count("\n", 0, len(below) - len(heading.rest))
                below = heading.rest
        below = positions.from_folder(below, "../") if is_loose else below
    return Body(below, line, title, is_bare)


def plain(title: str) -> str:
    """The words of a title in Markdown."""
    from medium_archive.markdown import read_inline  # noqa: PLC0415  # as above

    return html.unescape(_TAG.sub("", read_inline(title)))


def title_of(folder: str) -> str:
    """The words of the name of a folder, without its date."""
    words = _DAY.sub("", folder, count=1) if _DAY.match(folder) else folder
    return words.replace("-", " ").replace("_", " ").strip() or folder


def date_of(folder: str, file: Path) -> tuple[datetime, str]:
    """The day in the name of the folder, else that of the last change of the file in UTC; and which of them it is.
    Raises OSError.
    """
    if (match := _DAY.match(folder)) and (day := front_matter.moment(match[1])) is not None:
        return day, "folder"
    changed = datetime.fromtimestamp(os.stat(file).st_mtime, UTC)  # noqa: PTH116  # `file` may be a text
    return changed.replace(hour=0, minute=0, second=0, microsecond=0), "file"


def lacks_start(text: str) -> bool:
    """Whether a text without front matter begins with the lines of one, without the `---` above them."""
    return _HEAD.match(text) is not None


def start_lost(where: str) -> Issue:
    """The warning about such a text."""
    return Issue(where, "front-matter-start", _START_LOST)


def note(where: str, title: str, date: datetime, *, is_heading: bool, of: str) -> Issue:
    """The note about a text without front matter."""
    day, what = date.date().isoformat(), "the first heading," if is_heading else "the name of the folder,"
    return Issue(where, "no-front-matter", _NOTE.format(what, title, of, day, day), "note")
