"""The originals are the ones that were imported, and the catalog names each of them."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder.catalog import same_post
from medium_archive.report import Issue

IN_QUICK = True
_CHANGED = (
    "This original is not the page that was imported{}, so the post can't be checked against it. "
    "Restore it from a copy, or delete it and import its export again."
)
_GONE = "The original of {} is missing. Restore it from a copy, or import its export again."
_FEED_CHANGED = "This original is not what the feed had for the post. Restore it from a copy."
_FEED_GONE = "The original of this post, from a feed, is missing. Restore it from a copy."
_PAGE_CHANGED = "This is not the saved page that was kept. Restore it from a copy, or import the page again."
_PAGE_GONE = "A saved page of this post is missing. Restore it from a copy, or import the page again."
_UNKNOWN = "The catalog does not name this original, so nothing was checked against it. Import its export again."
_UNLISTED = "The catalog has no line for this post ({}), so it can't be checked. Import its export again."


def inspect(archive: Snapshot) -> Findings:
    """Compare the originals with their checksums, and find originals and posts that the catalog does not name."""
    return Findings((*_originals(archive), *_unknown_originals(archive), *_unlisted_posts(archive)))


def _originals(archive: Snapshot) -> Iterator[Issue]:
    for entry in archive.entries.values():
        if entry.original and entry.original not in archive.files:
            yield Issue(entry.original, "original-missing", _GONE.format(entry.path), "error")
        elif entry.original and archive.differs(entry.original, entry.sha256):
            why = "" if entry.sha256 else ", or the catalog has lost its checksum"
            yield Issue(entry.original, "original-changed", _CHANGED.format(why), "error")
    texts = {entry.original for entry in archive.entries.values()}
    for one in archive.told_elsewhere:
        if one.file and one.file not in texts and one.file not in archive.files:
            yield Issue(one.file, "original-missing", _FEED_GONE, "error")
        elif one.file not in texts and archive.differs(one.file, one.sha256):
            yield Issue(one.file, "original-changed", _FEED_CHANGED, "error")
    for capture in archive.captures:
        if capture.file not in archive.files:
            yield Issue(capture.file, "original-missing", _PAGE_GONE, "error")
        elif archive.differs(capture.file, capture.sha256):
            yield Issue(capture.file, "original-changed", _PAGE_CHANGED, "error")


def _unknown_originals(archive: Snapshot) -> Iterator[Issue]:
    known = {entry.original for entry in archive.entries.values()}
    for file in archive.files:
        folder, _, name = file.rpartition("/")
        if folder in ("original/posts", "private/original") and not name.startswith(".") and file not in known:
            yield Issue(file, "not-in-catalog", _UNKNOWN, "error")


def _unlisted_posts(archive: Snapshot) -> Iterator[Issue]:
    """Posts with an id of Medium's and no line. Posts without such an id are a person's own."""
    for text in archive.texts.values():
        if text.id and same_post(text.id) not in archive.entries:
            yield Issue(text.folder, "not-in-catalog", _UNLISTED.format(same_post(text.id)), "note")
