"""Fonts for the title cards: Pillow's own for Latin, and fonts of the system for every other script.

The program contains no font, because a Chinese font is larger than the program. A text without a font is left out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import PIL
from PIL import ImageFont, features
from PIL.ImageFont import FreeTypeFont

from medium_archive.articles.font_folders import font_folders
from medium_archive.languages import is_traditional

# The names of font files, bold before regular, each with the language that it is for ("" for any). A collection has a
# face for each language, by number.
_NAMES: tuple[tuple[str, str, int], ...] = (
    ("NotoSansCJK-Bold.ttc", "ja", 0), ("NotoSansCJK-Bold.ttc", "ko", 1), ("NotoSansCJK-Bold.ttc", "zh-hans", 2),
    ("NotoSansCJK-Bold.ttc", "zh-hant", 3), ("NotoSansCJK-Regular.ttc", "ja", 0), ("NotoSansCJK-Regular.ttc", "ko", 1),
    ("NotoSansCJK-Regular.ttc", "zh-hans", 2), ("NotoSansCJK-Regular.ttc", "zh-hant", 3),
    ("PingFang.ttc", "", 0), ("Hiragino Sans GB.ttc", "", 0), ("msjhbd.ttc", "zh-hant", 0), ("msyhbd.ttc", "", 0),
    ("YuGothB.ttc", "ja", 0), ("malgunbd.ttf", "ko", 0), ("AppleSDGothicNeo.ttc", "ko", 0),
    ("NotoSans-Bold.ttf", "", 0), ("DejaVuSans-Bold.ttf", "", 0), ("arialbd.ttf", "", 0), ("Arial Bold.ttf", "", 0),
    ("NotoSansArabic-Bold.ttf", "", 0), ("NotoNaskhArabic-Bold.ttf", "", 0), ("GeezaPro.ttc", "", 0),
    ("NotoSansHebrew-Bold.ttf", "", 0), ("NotoSansDevanagari-Bold.ttf", "", 0), ("NotoSansBengali-Bold.ttf", "", 0),
    ("NotoSansTamil-Bold.ttf", "", 0), ("NotoSansThai-Bold.ttf", "", 0), ("Nirmala.ttc", "", 0),
    ("LeelawUI.ttf", "", 0), ("wqy-zenhei.ttc", "", 0), ("wqy-microhei.ttc", "", 0), ("NotoSansCJK-Bold.ttc", "", 2),
    ("NotoSansCJK-Regular.ttc", "", 2),
)  # fmt: skip
_MISSING = "\uffff"  # no font has it: a font draws the same sign for every letter that it lacks
_TRIAL_SIZE = 24  # pixels, for testing whether a font has a letter


@dataclass(frozen=True)
class Face:
    """A font's file and the number of the face in it; `file` is None for Pillow's own."""

    file: Path | None
    number: int = 0

    @property
    def mark(self) -> str:
        """A text that changes when the font does."""
        if self.file is None:
            return f"Pillow {PIL.__version__}"
        status = self.file.stat()
        return f"{self.file.name} {self.number} {status.st_size} {PIL.__version__}"

    def at(self, size: int) -> FreeTypeFont:
        """The font in a size, in pixels."""
        return _load(self, size)


def choose(text: str, language: str) -> Face | None:
    """The first face that has every letter of the text, those for its language first; None if there is no such face."""
    letters = frozenset(letter for letter in text if not letter.isspace())
    for face in (Face(None), *_installed(_family(language))):
        if letters <= _has(face, letters):
            return face
    return None


def can_join() -> bool:
    """Whether this machine can write scripts that join letters, or run from right to left: Pillow needs Raqm for it."""
    return bool(features.check("raqm"))


def _family(language: str) -> str:
    primary = language.lower().replace("_", "-").split("-")[0]
    if primary != "zh":
        return primary
    return "zh-hant" if is_traditional(language) else "zh-hans"


@cache
def _installed(family: str) -> tuple[Face, ...]:
    files = _files()
    faces = [(language, Face(files[name], number)) for name, language, number in _NAMES if name in files]
    own = [face for language, face in faces if language == family]
    return tuple(dict.fromkeys((*own, *(face for language, face in faces if not language))))


@cache
def _files() -> dict[str, Path]:
    """The fonts of _NAMES that are installed, by their names."""
    wanted = {name for name, _, _ in _NAMES}
    found: dict[str, Path] = {}
    for top in font_folders():
        for folder, below, names in os.walk(top):
            below.sort()
            for name in wanted.intersection(names):
                found.setdefault(name, Path(folder, name))
    return found


@cache
def _load(face: Face, size: int) -> FreeTypeFont:
    if face.file is None:
        # With a size it gives an outline font where FreeType is there, as it is in every wheel of Pillow.
        return cast(FreeTypeFont, ImageFont.load_default(size))
    return ImageFont.truetype(face.file, size, index=face.number)


@cache
def _sign_for_missing(face: Face) -> bytes:
    return bytes(face.at(_TRIAL_SIZE).getmask(_MISSING))


_HAS_LETTER: dict[tuple[Face, str], bool] = {}


def _has(face: Face, letters: frozenset[str]) -> frozenset[str]:
    """The letters that a face has, of these."""
    try:
        for letter in letters:
            if (face, letter) not in _HAS_LETTER:
                _HAS_LETTER[face, letter] = bytes(face.at(_TRIAL_SIZE).getmask(letter)) != _sign_for_missing(face)
    except (OSError, ValueError):
        return frozenset()  # a font that can't be read has no letters
    return frozenset(letter for letter in letters if _HAS_LETTER[face, letter])
