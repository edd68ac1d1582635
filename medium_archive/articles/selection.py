"""The options of formats for posts: which posts to export, and whether to write at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medium_archive.post import Kind


@dataclass(frozen=True)
class Published:
    """The options for a format that has no drafts."""

    responses: bool = field(default=False, metadata={"help": "Export responses too."})
    dry_run: bool = field(default=False, metadata={"help": "Only count the files, and write nothing."})


def drafts_as(what: str) -> bool:
    """The option `--drafts` of a format, as a field; `what` is what a draft is in it."""
    chosen: bool = field(default=False, metadata={"help": f"Export drafts too, as {what}."})
    return chosen


@dataclass(frozen=True)
class Selection(Published):
    """The options for a format that has drafts."""

    drafts: bool = drafts_as("drafts")


def kinds(selection: Published) -> tuple[Kind, ...]:
    """The kinds of posts to export: stories, and the kinds that the options name."""
    chosen: list[Kind] = ["story"]
    chosen += ["response"] if selection.responses else []
    chosen += ["draft"] if isinstance(selection, Selection) and selection.drafts else []
    return tuple(chosen)
