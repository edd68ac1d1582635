"""The picture that stands for a page where somebody links to it: one of the post's own, else a card with its title.

Cards are drawn once for each title and kept in the archive's cache.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from medium_archive.folder import files
from medium_archive.report import Progress
from medium_archive.site.content import Entry, Frame
from medium_archive.site.holdings import Holdings
from medium_archive.site.images import title_cards
from medium_archive.site.images.title_cards import Card, Colours

_SHOWN_ANYWHERE = re.compile(r"\.(?:gif|jpe?g|png|webp)$", re.IGNORECASE)
_LEAST = 200  # pixels: what is smaller is a sign, no picture
_FLATTEST = 4.0  # times as wide as high, or as high as wide: nothing of it would be seen
_CACHE = ".cache"
_FOLDER = "cards"


@dataclass(frozen=True)
class Preview:
    """`file` is its path in the site; the size is in pixels."""

    file: str
    width: int
    height: int


def colours_of(options: Mapping[str, object]) -> Colours:
    """The colours of the cards, as far as the theme's options name them: `accent`, `paper`, `ink`."""
    known = {name: value for name in Colours.__dataclass_fields__ if isinstance(value := options.get(name), str)}
    return replace(Colours(), **known)


def of_post(entry: Entry, holdings: Holdings) -> Preview | None:
    """The post's cover, else its first picture that any program can show."""
    for file in dict.fromkeys((*([entry.cover.file] if entry.cover else ()), *entry.files)):
        size = holdings.size_of(file) if _SHOWN_ANYWHERE.search(file) else None
        if size and min(size) >= _LEAST and max(size) <= _FLATTEST * min(size):
            return Preview(file, *size)
    return None


@dataclass
class Cards:
    """The cards of one build. `copies` leads from their names in the site to where they lie."""

    root: Path
    colours: Colours
    copies: dict[str, Path] = field(default_factory=dict)

    def draw(self, entries: Sequence[Entry], site: Frame, progress: Progress) -> dict[str, Preview]:
        """A card for each post, and one for the site under "": previews by the pages' files."""
        drawn = {"": self._drawn("site", Card(site.title, "", site.language))}
        for entry in progress("Drawing cards", entries, len(entries)):
            drawn[entry.page] = self._drawn(entry.path, Card(entry.title, site.title, entry.language))
        return drawn

    def finish(self) -> None:
        """Remove the cards that this build did not show."""
        folder = self.root / _CACHE / _FOLDER
        wanted = {path.name for path in self.copies.values()}
        for path in folder.glob("*.png") if folder.is_dir() else ():
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _drawn(self, name: str, card: Card) -> Preview:
        lettering = title_cards.lettering(card)
        about = [title_cards.RECIPE, asdict(card), asdict(self.colours), lettering.mark if lettering else ""]
        content = hashlib.sha256(json.dumps(about).encode()).hexdigest()
        path = self.root / _CACHE / _FOLDER / f"{content}.png"
        if not path.is_file():
            # Git takes no file below this, whatever the archive's own .gitignore says.
            files.write(self.root / _CACHE / ".gitignore", b"*\n")
            files.write(path, title_cards.draw(card, self.colours, lettering))
        file = f"{_FOLDER}/{name}.png"
        self.copies[file] = path
        return Preview(file, *title_cards.SIZE)
