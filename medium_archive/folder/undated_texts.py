"""Whole texts of saved pages that do not tell when Medium's text was last changed. A text with a date wins over them,
though they may be newer: then a person should know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from medium_archive.folder import feed, rescued
from medium_archive.folder.catalog import same_post
from medium_archive.folder.rescued import NoStory, Source
from medium_archive.folder.shelf import Shelf
from medium_archive.medium.pages import SavedStory
from medium_archive.medium.text import words_of
from medium_archive.report import Issue

# What is drawn as text; a caption, code or a card may differ between kinds of pages
_KINDS = ("p", "h2", "h3", "h4", "quote", "pull quote", "bullet", "number")
_MAYBE_NEWER = (
    "A page of this post that was saved on {} has words which the text here lacks, and does not tell when Medium's "
    "text was last changed. The text here stays. If that page is the newer one, save it again as “Webpage, Complete”, "
    "and import that."
)


@dataclass(frozen=True)
class UndatedText:
    """The letters of each paragraph, and the day on which the page was saved."""

    day: str
    paragraphs: tuple[str, ...]

    def doubt(self, shelf: Shelf, post_id: str) -> Issue | None:
        """An issue, if it has words that Medium's text in the archive lacks, and was saved after that one."""
        key = same_post(post_id)
        entry, record = shelf.entries.get(key), shelf.rescued.get(key)
        if entry is None or key not in shelf.paths:
            return None
        day = max(entry.exported, record.captured[:10] if record and entry.is_from_page else "")
        present = _letters([_present(shelf, key)])[0] if self.day > day else ""
        if not present or all(one in present for one in self.paragraphs):
            return None
        return Issue(shelf.paths[key], "maybe-newer", _MAYBE_NEWER.format(self.day))


def of_story(story: SavedStory, source: Source, captured: str) -> UndatedText | None:
    """The text of a page that was saved at a time, ISO 8601; None if it is dated, not whole, or made by a reader."""
    if story.version or story.is_partial or story.is_damaged or source == "mirror" or not captured:
        return None
    told = (one.text for one in story.facts.paragraphs if one.kind in _KINDS)
    return UndatedText(captured[:10], tuple(filter(None, _letters(told))))


def of_archive(shelf: Shelf, post_id: str) -> UndatedText | None:
    """The same of a text in the archive."""
    key = same_post(post_id)
    entry, record = shelf.entries.get(key), shelf.rescued.get(key)
    if entry is None or record is None or not entry.is_from_page or record.version:
        return None
    story = _story(shelf, key)
    return of_story(story, record.source, record.captured) if story else None


def _present(shelf: Shelf, key: str) -> str:
    """Medium's text of a post in the archive; "" if its original can't be read."""
    entry = shelf.entries[key]
    if entry.is_from_page:
        story = _story(shelf, key)
        return " ".join(one.text for one in story.facts.paragraphs) if story else ""
    try:
        original = (shelf.layout.root / entry.original).read_bytes()
        if entry.is_from_feed:
            post = feed.read_one(original).post
            return f"{post.title} {words_of(post.body)}"
    except (OSError, feed.NotAMediumFeed):
        return ""
    return words_of(original.decode("utf-8", "replace"))


def _story(shelf: Shelf, key: str) -> SavedStory | None:
    try:
        return rescued.read_one((shelf.layout.root / shelf.entries[key].original).read_bytes())
    except (OSError, NoStory):
        return None


def _letters(texts: Iterable[str]) -> list[str]:
    """Texts without marks, spaces and case, which differ between kinds of pages."""
    return ["".join(filter(str.isalnum, text)).casefold() for text in texts]
