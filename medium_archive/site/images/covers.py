"""Covers: the picture of a post in lists."""

from __future__ import annotations

from dataclasses import dataclass

from medium_archive.folder import pickles
from medium_archive.folder.posts import StoredPost
from medium_archive.site.images.variants import Variant, Variants
from medium_archive.site.references import References

_MIN_SIZE = (300, 150)  # pixels: a smaller picture is an icon or a line, and not a cover


@dataclass(frozen=True, slots=True)
class Copies:
    """The smaller copies of a cover in one format: `type` as in `image/avif`, (file of the site, width) of each."""

    type: str
    files: tuple[tuple[str, int], ...]


@pickles.by_position
@dataclass(frozen=True, slots=True)
class Cover:
    """`file` is the original picture, the same in archive and site; width and height in pixels."""

    file: str
    width: int
    height: int
    copies: tuple[Copies, ...]


def choose(
    post: StoredPost, first_picture: str, references: References, variants: Variants
) -> tuple[Cover | None, tuple[Variant, ...]]:
    """The cover of a post with its smaller copies: the one that its front matter names, or else the first picture of
    its text. None if neither is here and large enough.
    """
    named = references.file_of(post.cover) if post.cover else None
    for file in (named, first_picture):
        if not file:
            continue
        measure = references.measures.of(file)
        size = None if measure.problem else measure.size
        if size is None or size[0] < _MIN_SIZE[0] or size[1] < _MIN_SIZE[1]:
            continue
        found = variants.of(file, size)
        copies = tuple(
            Copies(kind, tuple((one.name, one.width) for one in found if one.type == kind))
            for kind in dict.fromkeys(one.type for one in found)
        )
        return Cover(file, *size, copies), found
    return None, ()
