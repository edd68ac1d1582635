"""The text of an index.md, composed from a post and from what the records know of its pictures, gists and feed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

from medium_archive.errors import unexpected
from medium_archive.folder import feed, index_md, regular_files, rescued
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.conversion import UNKNOWN, Known
from medium_archive.folder.shelf import Shelf
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.post import Author, Post


class NotConvertible(ValueError):
    """The Markdown of a post can't be written. The message says why."""


def compose(shelf: Shelf, post: Post, entry: Entry, known: Known = UNKNOWN) -> bytes:
    """The index.md of a post with the folder, the original and the slug of an entry. `known` is as in
    `index_md.compose`. Raises NotConvertible and nothing else.
    """
    try:
        return _compose(shelf, post, entry, known)
    except Exception as error:  # one post that can't be written must not stop the others
        raise NotConvertible(unexpected(error)) from error


def _compose(shelf: Shelf, post: Post, entry: Entry, known: Known) -> bytes:
    body, title = (shelf.links.localize(html, entry.path) for html in (post.body, post.title_html))
    if (body, title) != (post.body, post.title_html):
        post = replace(post, body=body, title_html=title)
    text = index_md.compose(
        post,
        slug=entry.slug,
        original=entry.original,
        sha256=entry.sha256,
        files=shelf.gallery.program_names_of(post.id, entry.path),
        extra=_of_records(shelf, entry),
        author=byline(post.author, entry.author, shelf.history.main_usernames),
        known=known,
    )
    return index_md.insert(text, {}, shelf.gists.blocks_of(post.id)).encode()


def _of_records(shelf: Shelf, entry: Entry) -> index_md.Supplement:
    """What feeds and saved pages have of a post. The tags are those of the feed, if it has any."""
    key = same_post(entry.id)
    recorded = (shelf.feed.get(key), shelf.rescued.get(key))
    found = [record.front_matter(is_source=entry.original == record.file) for record in recorded if record]
    if not found:
        return index_md.Supplement()
    source = next((one for one in found if one.source), found[0])
    tags = next((one.tags for one in found if one.tags), ())
    updated = max((one.updated for one in found if one.updated), default=None)
    return replace(source, tags=tags, updated=updated)


def body_of(shelf: Shelf, post: Post, entry: Entry) -> str:
    """The body of a post as its text has it: with links to the posts of the archive, and with its pictures."""
    html = shelf.links.localize(post.body, entry.path)
    return index_md.with_files(html, shelf.gallery.program_names_of(post.id, entry.path))


def byline(signed: Author, account: str, main_usernames: Collection[str]) -> Author:
    """The author that the front matter names, without a value if it is the main one.

    `signed` is the by-line of the page. A draft has none: it is by the owner of the `account` that exported it.
    """
    if signed.username:
        is_other = bool(main_usernames) and signed.username.casefold() not in main_usernames
        return Author(signed.name, url=signed.url) if is_other else Author()
    return Author(url=f"https://medium.com/@{account}") if account else Author()


def compose_again(shelf: Shelf, entry: Entry, slug: str = "", original: str = "") -> bytes | None:
    """The text of a post from its original; `slug` and `original` replace those of its entry in the text.

    None if the original is missing, can't be read or converted, or differs from its checksum in the catalog.
    """
    post = read_again(shelf, entry)
    if post is None:
        return None
    try:
        return compose(shelf, post, replace(entry, slug=slug or entry.slug, original=original or entry.original))
    except NotConvertible:
        return None


def read_again(shelf: Shelf, entry: Entry) -> Post | None:
    """The post in the original of an entry. None if the original is missing, can't be read, or differs from its
    checksum in the catalog.
    """
    file, folder = shelf.layout.root / entry.original, shelf.layout.root / entry.original.partition("/")[0]
    if not entry.original or not regular_files.is_file(file, folder):  # the folder may be a link
        return None
    page = file.read_bytes()
    if hashlib.sha256(page).hexdigest() != entry.sha256:
        return None
    try:
        if entry.is_from_feed:
            return feed.read_one(page).post
        if entry.is_from_page:
            return rescued.read_one(page).post
        post = shelf.read_pages.get(entry.sha256, file.name) or _read(page, file.name)
        # The text will have today's title, so the history has it too
        shelf.history.read_again(post, fingerprint(page), with_kind=False)
    except (NotAMediumPage, feed.NotAMediumFeed, rescued.NoStory):
        return None
    return post


def _read(page: bytes, name: str) -> Post:
    from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import

    return post_page.read(page, name)[0]
