"""Links from one post of the archive to another. In a text that nobody has edited they lead to the post's present
folder; in a text that a person edited the site finds the post by its id.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from medium_archive.folder import conversion, post_texts
from medium_archive.folder.catalog import same_post
from medium_archive.folder.conversion import UNKNOWN, Linked
from medium_archive.folder.layout import TEXT
from medium_archive.folder.post_texts import NotConvertible
from medium_archive.folder.shelf import Shelf
from medium_archive.post import Post
from medium_archive.processes import Pool

_ID = re.compile(rb"(?<![0-9A-Za-z])[0-9a-f]{8,12}(?![0-9A-Za-z])")
_LOCAL = TEXT.encode()


def current(shelf: Shelf, pool: Pool) -> Iterator[tuple[str, bytes, bytes]]:
    """The text of each post that may link to another, if it can be composed: the post's key, its current text, and the
    text with the links that `shelf.links` gives.
    """
    for (key, present, post), written in pool.run(conversion.write_linked, _linking(shelf)):
        try:
            text = post_texts.compose(shelf, post, shelf.entries[key], written or UNKNOWN)
        except NotConvertible:
            continue
        yield key, present, text


def _linking(shelf: Shelf) -> Iterator[tuple[tuple[str, bytes, Post], Linked]]:
    """Each post that may link to another: its key, its present text, the post, and what of it to write."""
    ids = frozenset(shelf.links.paths)
    for key, path in sorted(shelf.links.paths.items()):
        entry = shelf.entries[key]
        page = entry.sha256, entry.original.rpartition("/")[2]
        if page in shelf.read_pages.without_links:
            continue
        with open(f"{shelf.layout.root}/{path}/{TEXT}", "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes longer
            present = file.read()
        if not _may_link(present, ids):
            continue
        # If an earlier state has the same page, its title must follow
        is_noted = len(shelf.history.states.get(key, ())) == 1
        post = (shelf.read_pages.get(*page) if is_noted else None) or post_texts.read_again(shelf, entry)
        if post is not None:
            body, title = post_texts.body_of(shelf, post, entry), shelf.links.localize(post.title_html, entry.path)
            yield (key, present, post), Linked(body, title, shelf.read_pages.known(*page))


def _may_link(text: bytes, ids: Collection[str]) -> bool:
    """Whether a text can hold a link to a post of the archive, as Medium spells it or as the program does."""
    head, _, body = text.partition(b"\n---\n")
    shown = body + b"".join(line for line in head.split(b"\n") if line.startswith(b"title_markdown:"))
    return _LOCAL in shown or any(same_post(match[0].decode()) in ids for match in _ID.finditer(shown))
