"""What a container gives: a page with the pictures saved beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from medium_archive.medium import pictures
from medium_archive.medium.pages import picture_ids

Kind = Literal["page", "complete", "mhtml", "singlefile", "webarchive", "warc", "json", "mail", "reader", "capture"]


@dataclass(frozen=True)
class PictureSource:
    """A picture that was saved with a page. `content` reads its bytes, in any process, and raises MemberDamaged.

    `id` is Medium's, as far as the saved name tells it; `address` is the one it was loaded from, "" if that is unknown.
    `size` is the number of bytes as saved.
    """

    id: str
    where: str
    size: int
    content: Callable[[], bytes] = field(repr=False, compare=False)
    address: str = ""


class Pictures(Mapping[str, PictureSource]):
    """The pictures saved with a page, found by Medium's id in any spelling (picture_ids.py). Of several copies the one
    as it was uploaded counts, else the largest.
    """

    def __init__(self, sources: Iterable[PictureSource] = ()) -> None:
        self._by_key: dict[str, PictureSource] = {}
        self._ids: dict[str, str] = {}  # the first key of each, so that a picture is counted once
        for source in sources:
            for key in picture_ids.keys(source.id):
                known = self._by_key.get(key)
                if known is None or _rank(known) < _rank(source):
                    self._by_key[key] = source
            self._ids.setdefault(picture_ids.keys(source.id)[-1], source.id)

    def __getitem__(self, picture_id: str) -> PictureSource:
        for key in picture_ids.keys(picture_id):
            if key in self._by_key:
                return self._by_key[key]
        raise KeyError(picture_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids.values())

    def __len__(self) -> int:
        return len(self._ids)


def _rank(source: PictureSource) -> tuple[bool, int]:
    return bool(source.address) and pictures.is_whole(source.address), source.size


@dataclass(frozen=True)
class Saved:
    """One page, or one address of a story that a mail names (`kind` is "mail", `content` is empty).

    `content` is the page as Medium sent it, or as the browser held it when it was saved: HTML or JSON, in UTF-8 unless
    an issue says that its encoding is unknown. `address` is "" where the container does not tell it; it is as it was
    saved, so what follows its `?` may be private. `captured` is None where the container does not tell the time.
    `where` names the place for messages: the file, and the page in it.

    `frames` read the pages of the players in it, by Medium's id of the embed, as far as they were saved.
    """

    where: str
    content: bytes = field(repr=False)
    address: str
    captured: datetime | None
    kind: Kind
    pictures: Mapping[str, PictureSource] = field(default_factory=Pictures)
    frames: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """The checksum of the content."""
        return hashlib.sha256(self.content).hexdigest()
