"""Covers: the picture that stands for a post in a list."""

from __future__ import annotations

from dataclasses import dataclass

from medium_archive.folder.posts import StoredPost
from medium_archive.site.holdings import Holdings
from medium_archive.site.images.variants import Variant, Variants

_LEAST = (300, 150)  # pixels: a smaller picture is a sign or a line, and is no cover


@dataclass(frozen=True)
class Copies:
    """The smaller copies of a cover in one format: `type` as in `image/avif`, (file of the site, width) of each."""

    type: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Cover:
    """`file` is the picture itself, in archive and site alike; width and height in pixels."""

    file: str
    width: int
    height: int
    copies: tuple[Copies, ...]


def choose(
    post: StoredPost, first: str, holdings: Holdings, variants: Variants | None
) -> tuple[Cover | None, tuple[Variant, ...]]:
    """The cover of a post, the one its front matter names or else the first picture of its text, with its smaller
    copies; None where there is none that is here and large enough.
    """
    folder = post.path if post.path in holdings.folders else ""
    named = holdings.file_of(folder, post.cover) if post.cover else None
    for file in (named, first):
        size = holdings.size_of(file) if file and not holdings.problem_of(file) else None
        if not file or size is None or size[0] < _LEAST[0] or size[1] < _LEAST[1]:
            continue
        found = variants.of(file, size) if variants else ()
        copies = tuple(
            Copies(kind, tuple((one.name, one.width) for one in found if one.type == kind))
            for kind in dict.fromkeys(one.type for one in found)
        )
        return Cover(file, *size, copies), found
    return None, ()
