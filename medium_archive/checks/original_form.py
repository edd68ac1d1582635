"""The original of a post, which an export, a feed or a saved page had, in the form of an export's page."""

from __future__ import annotations

from medium_archive.checks.completeness.original import feed, saved_page
from medium_archive.folder.catalog import Entry


def as_page(entry: Entry, content: bytes) -> bytes:
    """The content of an original as the page that an export would have."""
    if entry.is_from_feed:
        return feed.page(content)
    return saved_page.page(content) if entry.is_from_page else content
