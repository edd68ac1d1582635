"""One kind of fault: what it changes, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, TypeAlias

Operation = Literal["delete", "duplicate", "move", "alter", "hide"]
Place = Literal["text", "page", "record", "file", "site"]


@dataclass(frozen=True)
class Target:
    """The post that a fault is planted in. `text` is its index.md, `page` its page of the site ("" if none is built).
    `others` are the index.md of some other posts, whose values a fault may take. For a fault in a file of the site that
    is no page of a post, `file` is its name and `page` its content.
    """

    id: str
    folder: str
    text: str
    page: str = ""
    file: str = ""
    others: Sequence[str] = field(default=(), repr=False)


# Gives the changed content, None where the post has nothing of the kind. For a record: the changed line, "" without it
Change: TypeAlias = Callable[[Target, Random], str | None]


@dataclass(frozen=True)
class Kind:
    """`part` is what the fault is about: "heading", "key lang", "page time". `place` is the file that it changes."""

    place: Place
    part: str
    operation: Operation
    change: Change = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.part}: {self.operation}"
