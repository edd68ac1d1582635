"""The options of formats for posts: which posts to export, and whether to write at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medium_archive.post import Kind


@dataclass(frozen=True)
class Selection:
    """The options of the command."""

    responses: bool = field(default=False, metadata={"help": "Export responses too."})
    drafts: bool = field(default=False, metadata={"help": "Export drafts too, as drafts."})
    dry_run: bool = field(default=False, metadata={"help": "Only count the files, and write nothing."})


def kinds(selection: Selection) -> tuple[Kind, ...]:
    """The kinds of posts to export: stories, and the kinds that the options name."""
    chosen: list[Kind] = ["story"]
    chosen += ["response"] if selection.responses else []
    chosen += ["draft"] if selection.drafts else []
    return tuple(chosen)
