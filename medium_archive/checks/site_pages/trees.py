"""The pages of a site as trees, which are read when they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medium_archive.checks.site_pages import page_markup, tree
from medium_archive.checks.site_pages.tree import Element

_HELD = 50  # trees, such as those of lists: one takes about 100 KB, and a large site has 100,000 pages


@dataclass(frozen=True, eq=False)
class Trees(Mapping[str, Element]):
    """The trees of `files` in the folder `site`, by file. The first ones and the last one stay in memory; any other is
    parsed each time. `comments` has the comments of the pages that were parsed, and other parts that no tree has.
    """

    site: Path
    files: Iterable[str]
    comments: dict[str, Sequence[str]] = field(default_factory=dict)
    _held: dict[str, Element] = field(default_factory=dict)
    _files: dict[str, None] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_files", dict.fromkeys(self.files))

    def of(self, files: Iterable[str]) -> Trees:
        """The trees of other files of the site."""
        return Trees(self.site, files, self.comments, self._held)

    def __getitem__(self, file: str) -> Element:
        if file not in self._files:
            raise KeyError(file)
        if file not in self._held:
            content = (self.site / file).read_bytes()
            if found := list(page_markup.unseen(content)):
                self.comments[file] = found
            if len(self._held) >= _HELD:
                self._held.popitem()  # the last one
            self._held[file] = tree.parse(content)
        return self._held[file]

    def __contains__(self, file: object) -> bool:
        return file in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
