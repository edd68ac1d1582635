"""What the benchmarks work on: exports that are made up, and the same posts as Markdown for other programs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost, read_posts
from tests.sample_exports import post_name, post_page, write_zip

WORDS_A_POST = 900
_PARAGRAPHS = 20
_TEXT = (
    "the sea keeps no ledger but the harbour does and every lamp is counted twice before the fog comes in while old "
    "boats turn slowly on their ropes and the keeper writes down wind rain birds and the names of ships that pass"
)
_WORDS = _TEXT.split()


def make_export(path: Path, posts: int) -> Path:
    """An export of so many posts of 900 words, from fifteen years, the same at each call."""
    pages = {}
    for number in range(posts):
        post_id = f"{number + 1:012x}"
        date = f"{2010 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
        body = "".join(_paragraph(number, at) for at in range(_PARAGRAPHS))
        pages[post_name(post_id, date)] = post_page(
            f"Post {number} of the harbour", body, post_id, f"{date}T10:00:00.123Z"
        )
    return write_zip(path, pages)


def unpack(exports: list[Path], folder: Path) -> Path:
    """The pages of posts of exports in one folder, for programs that read no zip. Gives the folder."""
    folder.mkdir()
    for export in exports:
        with zipfile.ZipFile(export) as packed:
            for name in packed.namelist():
                if name.endswith(".html") and "posts/" in name and "__MACOSX" not in name:
                    (folder / f"{export.stem}-{Path(name).name}").write_bytes(packed.read(name))
    return folder


def articles(archive: Path) -> Iterator[StoredPost]:
    """The stories of an archive, as other site generators receive them."""
    yield from (post for post in read_posts(Layout(archive), drafts=False)[0] if post.kind == "story")


def _paragraph(number: int, at: int) -> str:
    words = WORDS_A_POST // _PARAGRAPHS
    text = " ".join(_WORDS[(number * 7 + at * 3 + place * (1 + number % 5)) % len(_WORDS)] for place in range(words))
    return f'<p name="{at:04x}" id="{at:04x}" class="graf graf--p">{text} {number} {at}.</p>'
