"""The options of books: which posts a book has, and its title."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from medium_archive.articles.selection import Selection, drafts_as


@dataclass(frozen=True)
class BookSelection(Selection):
    """The options of the command. A book has the posts that match all of them."""

    year: int | None = field(default=None, metadata={"metavar": "YEAR", "help": "Only posts of this year."})
    tag: str = field(default="", metadata={"metavar": "TAG", "help": "Only posts with this tag."})
    reading_list: str = field(
        default="", metadata={"metavar": "NAME", "help": "Only posts in your reading list with this name or id."}
    )
    addresses: Path | None = field(
        default=None,
        metadata={"metavar": "FILE", "help": "Only posts that this file names: one address or folder per line."},
    )
    drafts: bool = drafts_as("the last chapters")
    title: str = field(
        default="", metadata={"metavar": "TITLE", "help": "The title of the book. Default: the title of your site."}
    )
