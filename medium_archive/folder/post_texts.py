"""The text of an index.md, composed from a post and from what the records know of its pictures, gists and feed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from medium_archive.folder import feed, index_md
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import post as post_page
from medium_archive.post import Post


def compose(shelf: Shelf, post: Post, entry: Entry) -> bytes:
    """The index.md of a post with the folder, the original and the slug of an entry."""
    body, title = (shelf.links.localize(html, entry.path) for html in (post.body, post.title_html))
    record = shelf.feed.get(same_post(post.id))
    text = index_md.compose(
        replace(post, body=body, title_html=title),
        slug=entry.slug,
        original=entry.original,
        sha256=entry.sha256,
        files=shelf.gallery.program_names_of(post.id, entry.path),
        feed=record.front_matter(is_source=entry.original == record.file) if record else index_md.Feed(),
    )
    return index_md.insert(text, {}, shelf.gists.blocks_of(post.id)).encode()


def compose_again(shelf: Shelf, entry: Entry, slug: str = "", original: str = "") -> bytes | None:
    """The text of a post from its original; `slug` and `original` replace those of its entry in the text.

    None if the original is missing, can't be read, or differs from its checksum in the catalog.
    """
    file = shelf.layout.root / entry.original
    if not entry.original or not file.is_file():
        return None
    page = file.read_bytes()
    if hashlib.sha256(page).hexdigest() != entry.sha256:
        return None
    try:
        post = feed.read_one(page).post if entry.is_from_feed else post_page.read(page, file.name)[0]
    except (post_page.NotAMediumPage, feed.NotAMediumFeed, RecursionError):
        return None
    return compose(shelf, post, replace(entry, slug=slug or entry.slug, original=original or entry.original))
