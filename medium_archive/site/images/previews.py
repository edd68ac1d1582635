"""Previews: the picture that other programs show for a link to a page: a picture of the post, else a title card.

Cards are drawn once for each title and kept in the archive's cache.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from medium_archive.articles import title_cards
from medium_archive.articles.picture_file import Measures
from medium_archive.articles.title_cards import Card, Colours
from medium_archive.folder import files, pickles
from medium_archive.processes import Pool
from medium_archive.report import Progress
from medium_archive.site.content import RenderedPost, SiteInfo

_COMMON_FORMAT = re.compile(r"\.(?:gif|jpe?g|png|webp)$", re.IGNORECASE)
_MIN_SIZE = 200  # pixels: a smaller picture is an icon
_MAX_RATIO = 4.0  # of the longer to the shorter side: a preview of a narrower picture would show nothing
_CACHE = ".cache"
_FOLDER = "cards"


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Preview:
    """`file` is its path in the site; the size is in pixels."""

    file: str
    width: int
    height: int


class Facts(Protocol):
    """An object that remembers facts, as `Memory` does."""

    def fact(self, about: Hashable) -> object: ...

    def keep_fact(self, about: Hashable, found: object) -> None: ...


@dataclass
class Previews:
    """The previews of one build. `copies` maps the names of title cards in the site to their files in the cache.
    `memory` has the names of the cards in the cache. Cards are drawn in `jobs` processes.
    """

    root: Path
    measures: Measures
    colours: Colours
    memory: Facts
    jobs: int = 0
    copies: dict[str, Path] = field(default_factory=dict)

    def draw(
        self, posts: Sequence[RenderedPost], responses: Sequence[RenderedPost], site: SiteInfo, progress: Progress
    ) -> dict[str, Preview]:
        """The previews by the file of the page; "" has the preview for all other pages. A post without a picture gets a
        title card. The result is empty on a site without extras, and while the site's address is unknown, because other
        programs need that address to show a preview.
        """
        if not site.url or not site.extras:
            return {}
        own = {post.page: preview for post in (*posts, *responses) if (preview := _of_post(post, self.measures))}
        cards = [("", "site", Card(site.title, "", site.language))]
        cards += [
            (post.page, post.path, Card(post.title, site.title, post.language))
            for post in posts
            if post.page not in own
        ]
        folder = self.root / _CACHE / _FOLDER
        work = (((page, name, card), None if self._is_drawn(card) else card) for page, name, card in cards)
        drawn, is_ignored = {}, False
        with Pool(_Desk(folder, self.colours), self.jobs) as pool:
            for (page, name, card), made in pool.run(_draw, progress("Drawing cards", work, len(cards))):
                if made is not None:
                    if not is_ignored:
                        # Git ignores every file below, whatever the archive's own .gitignore says
                        files.write(self.root / _CACHE / ".gitignore", b"*\n")
                        is_ignored = True
                    self._keep(card, *made)
                file = f"{_FOLDER}/{name}.png"
                self.copies[file] = folder / f"{self.memory.fact(('card', card, self.colours))}.png"
                drawn[page] = Preview(file, *title_cards.PREVIEW.size)
        return own | drawn

    def prune(self) -> None:
        """Remove the cards that this build does not use from the cache."""
        folder = self.root / _CACHE / _FOLDER
        wanted = {path.name for path in self.copies.values()}
        for path in folder.glob("*.png") if folder.is_dir() else ():
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _is_drawn(self, card: Card) -> bool:
        known = self.memory.fact(("card", card, self.colours))
        return known is not None and (self.root / _CACHE / _FOLDER / f"{known}.png").is_file()

    def _keep(self, card: Card, checksum: str, picture: bytes | None) -> None:
        """Write a new card to the cache, and remember its name. `picture` is None if the cache has the card already."""
        self.memory.keep_fact(("card", card, self.colours), checksum)
        if picture is not None:
            files.write(self.root / _CACHE / _FOLDER / f"{checksum}.png", picture)


@dataclass(frozen=True)
class _Desk:
    """The values that each process needs to draw cards: the folder of the cache, and the colours."""

    folder: Path
    colours: Colours


def _draw(desk: _Desk, card: Card) -> tuple[str, bytes | None]:
    """The checksum of everything that a card is made from, and its picture; None if the cache has the picture."""
    how = title_cards.lettering(card)
    about = [title_cards.RECIPE, asdict(card), asdict(desk.colours), how.mark if how else ""]
    checksum = hashlib.sha256(json.dumps(about).encode()).hexdigest()
    is_there = (desk.folder / f"{checksum}.png").is_file()
    return checksum, None if is_there else title_cards.draw(card, desk.colours, how)


def _of_post(post: RenderedPost, measures: Measures) -> Preview | None:
    """The post's cover, else its first picture in a format that every program can show."""
    for file in dict.fromkeys((*([post.cover.file] if post.cover else ()), *post.files)):
        size = measures.of(file).size if _COMMON_FORMAT.search(file) else None
        if size and min(size) >= _MIN_SIZE and max(size) <= _MAX_RATIO * min(size):
            return Preview(file, *size)
    return None
