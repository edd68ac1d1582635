"""Writes the text of a post from an export or a feed, without overwriting what a person changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from medium_archive.folder import edits, files, forgotten, post_folders, post_texts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.conversion import UNKNOWN, Converted, Known
from medium_archive.folder.edits import Favor, PendingText, Written
from medium_archive.folder.history import State
from medium_archive.folder.layout import TEXT, original_at
from medium_archive.folder.post_texts import NotConvertible
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.medium import gists
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.post import Post
from medium_archive.report import Issue

# Called with a post's id and its folder before its text is written; copies the pictures that a person has to the folder
AddPictures = Callable[[str, str], None]


@dataclass(frozen=True)
class Page:
    """A post page of an export: its file name, its bytes with their checksum, its converted post, and the mark of the
    export.
    """

    name: str
    content: bytes
    sha256: str
    converted: Converted
    export: str


@dataclass(frozen=True)
class Original:
    """An original to keep, at a path in the archive, with its checksum. `replaces` is the path of an earlier original,
    to be removed. `is_kept` says that the archive has exactly this one already: a killed run has merged the text with
    it.
    """

    path: str
    content: bytes
    sha256: str
    replaces: str = ""
    is_kept: bool = False


def is_current(shelf: Shelf, post_id: str, sha256: str, export: str) -> bool:
    """Whether exactly this page of this export was imported before, and its text and its original are unchanged."""
    key = same_post(post_id)
    entry, path = shelf.entries.get(key), shelf.paths.get(key)
    return (
        entry is not None
        and entry.sha256 == sha256
        and path is not None
        and any(export in state.exports for state in shelf.history.states.get(key, ()))
        and _has_content(f"{shelf.layout.root}/{entry.original}", sha256)
        and entry.original.startswith("private/") == path.startswith("drafts/")
        and files.checksum(shelf.layout.root / path / TEXT) == entry.written
    )


def _has_content(file: str, sha256: str) -> bool:
    return os.path.isfile(file) and files.checksum(Path(file)) == sha256  # noqa: PTH113  # a Path takes longer


def put(shelf: Shelf, page: Page, favor: Favor, add_pictures: AddPictures | None) -> Written:
    """Add the state of a post in an export to the history. If the archive has a newer page, and that page is in one of
    its exports, do nothing else. Otherwise keep this page as the original and write its index.md, merged with the
    changes of a person.
    """
    post = page.converted.post
    key = same_post(post.id)
    entry, before = shelf.entries.get(key), shelf.history.newest(key)
    shelf.history.note(post, page.converted.fingerprint, page.export)
    sha256 = page.sha256
    if entry is not None and _is_older(shelf, entry, post.exported, sha256, is_draft=post.kind == "draft"):
        return Written("unchanged")
    base = _base(shelf, entry, sha256) if entry is not None else None
    folder = place(shelf, post, entry)
    shelf.gists.replace_post(post.id, gists.addresses(post.body))
    if entry is not None and entry.id != post.id:
        shelf.gallery.replace_post(entry.id, ())
        shelf.gists.replace_post(entry.id, ())
    shelf.gallery.replace_post(post.id, post.pictures)
    if add_pictures is not None:
        add_pictures(post.id, folder)
    path = original_at(folder, f"original/posts/{page.name}")
    if page.converted.name == page.name:
        shelf.read_pages.keep(sha256, page.converted)
    is_kept = _has_content(f"{shelf.layout.root}/{path}", sha256)
    replaces = entry.original if entry is not None and entry.is_of_export else ""
    original = Original(path, page.content, sha256, replaces, is_kept)
    written = write(shelf, post, original, None if is_kept else base, favor, page.converted.known)
    changes = _changes(folder, before, shelf.history.newest(key))
    return replace(written, issues=(*written.issues, *changes)) if changes else written


def _is_older(shelf: Shelf, entry: Entry, exported: str, sha256: str, *, is_draft: bool = False) -> bool:
    """Whether a page of an export is older than the text of a post. The beginning of a text is never the newer one, nor
    a saved page without a state, but that of a later day than a draft's.
    """
    if entry.is_of_export:
        return (exported, sha256) < (entry.exported, entry.sha256) and shelf.is_of_export(entry.sha256)
    if entry.is_from_feed:
        return exported < entry.exported
    saved = shelf.rescued.get(same_post(entry.id))
    if saved is None or exported >= entry.exported:
        return False
    return saved.is_complete if is_draft else saved.may_be_newer


def put_or_discard(shelf: Shelf, page: Page, favor: Favor, add_pictures: AddPictures | None) -> Written:
    """The same as `put`. A new post that can't be converted leaves no trace in the records. Raises NotConvertible."""
    try:
        return put(shelf, page, favor, add_pictures)
    except NotConvertible:
        post_id = page.converted.post.id
        if same_post(post_id) not in shelf.entries:
            shelf.discard(same_post(post_id), post_id)
        raise


def place(shelf: Shelf, post: Post, entry: Entry | None) -> str:
    """The folder for a post. If the post is in another folder, that folder is moved."""
    key, path = same_post(post.id), post_folders.folder_for(shelf, post, entry)
    if shelf.paths.get(key) != path:
        shelf.move(key, path)
    return path


def write(  # noqa: PLR0913, PLR0917  # what a text is made of
    shelf: Shelf,
    post: Post,
    original: Original,
    base: bytes | None,
    favor: Favor,
    known: Known = UNKNOWN,
) -> Written:
    """Write the text of a post to its folder, then its original, and record both. `base` is the text that the program
    would have written from the original before, None if it is of no use; `known` as in `post_texts.compose`.
    """
    key = same_post(post.id)
    before = shelf.entries.get(key)
    entry = Entry(
        post.id, shelf.paths[key], "", original.path, original.sha256, post.exported, post.reason,
        kind=kind_of(post_folders.first_path(shelf, key, post.kind)), slug=post_folders.slug(shelf, key),
        author=shelf.history.author(key),
    )  # fmt: skip
    text = post_texts.compose(shelf, post, entry, known)
    is_new_page = not original.is_kept and (before is None or before.sha256 != entry.sha256)
    pending = _pending(shelf, before, text, base, is_new_page=is_new_page)
    written = edits.write(shelf.layout.root, entry.path, pending, favor)
    place = f"{shelf.layout.root}/{original.path}"
    files.put(place, original.content, files.size_of(place))
    if original.replaces not in ("", original.path):
        with files.disk_errors(shelf.layout.root / original.replaces):
            (shelf.layout.root / original.replaces).unlink(missing_ok=True)
    shelf.record(replace(entry, written=hashlib.sha256(text).hexdigest()))
    return written


def read_again(shelf: Shelf, key: str) -> None:
    """Decide again whether a post is a story, a response or a draft, and when it was exported, from its original."""
    entry = shelf.entries[key]
    file = shelf.layout.root / entry.original
    if not entry.original or not entry.is_of_export or not file.is_file():
        return
    page = file.read_bytes()
    if hashlib.sha256(page).hexdigest() != entry.sha256:
        return
    from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import

    with suppress(NotAMediumPage):
        post, _ = post_page.read(page, file.name)
        shelf.history.read_again(post, fingerprint(page), with_kind=True)
        shelf.record(replace(entry, reason=post.reason, exported=post.exported))


def rewrite(shelf: Shelf, key: str, favor: Favor, slug: str = "") -> Written | None:
    """Write a post's text again from its original, maybe with another slug; None if it has no readable original. What a
    person changed stays.
    """
    entry = shelf.entries[key]
    base, text = post_texts.compose_again(shelf, entry), post_texts.compose_again(shelf, entry, slug)
    if text is None:
        return None
    written = edits.write(shelf.layout.root, entry.path, _pending(shelf, entry, text, base), favor)
    shelf.record(replace(entry, written=hashlib.sha256(text).hexdigest(), slug=slug or entry.slug))
    return written


def restore(shelf: Shelf, key: str) -> Written | None:
    """Write the text of a post again whose folder is missing; None if it has no readable original."""
    entry = shelf.entries[key]
    text = post_texts.compose_again(shelf, entry)
    if text is None:
        return None
    path = entry.path if shelf.is_free(entry.path) else f"{entry.path}-{entry.id}"
    shelf.move(key, path)
    entry = replace(entry, path=path, written=hashlib.sha256(text).hexdigest())
    written = edits.write(shelf.layout.root, path, _pending(shelf, entry, text, None), "both")
    shelf.record(entry)
    return written


def _pending(
    shelf: Shelf, entry: Entry | None, text: bytes, base: bytes | None, *, is_new_page: bool = False
) -> PendingText:
    if entry is None:
        return PendingText(text, base=base, is_new_page=is_new_page)
    pictures = shelf.gallery.files_of(entry.id, shelf.paths[same_post(entry.id)])
    return PendingText(text, entry.written, base, is_new_page, pictures)


def _base(shelf: Shelf, entry: Entry, sha256: str) -> bytes | None:
    """What the program would have written before the page changed; None if no person edited the text or the page is the
    same.
    """
    file = shelf.layout.root / entry.path / TEXT
    is_edited = file.is_file() and files.checksum(file) != entry.written
    return post_texts.compose_again(shelf, entry) if is_edited and entry.sha256 != sha256 else None


def _changes(folder: str, before: State | None, now: State | None) -> tuple[Issue, ...]:
    """Notes on what an export has changed of a post: published, withdrawn, retitled; none of a forgotten one."""
    if before is None or now is None or forgotten.is_hidden(folder):
        return ()
    if before.is_private and not now.is_private:
        return (Issue(folder, "published-since", "This draft has been published; its folder was moved.", "note"),)
    if now.is_private and not before.is_private:
        return (Issue(folder, "withdrawn", "Medium now has this post as a draft; its folder was moved.", "note"),)
    if now.title != before.title and now.text != before.text:  # else this version reads the same title differently
        message = f"Its title at Medium is now “{now.title}”; its address stays."
        return (Issue(folder, "retitled", message, "note"),)
    return ()
