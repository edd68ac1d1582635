"""Facts about each post from records and settings, a second source of the proof beside the original."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from medium_archive.checks.completeness import Recorded, Site
from medium_archive.errors import ArchiveError
from medium_archive.folder import feed, kept_exports, rescued, settings
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.feed import FeedRecord
from medium_archive.folder.history import History
from medium_archive.folder.layout import Layout
from medium_archive.folder.rescued import RescuedRecord


@dataclass(frozen=True)
class Witness:
    """The records and settings of an archive. `site` is None if archive.toml can't be read: it is not compared then."""

    site: Site | None = None
    feeds: Mapping[str, FeedRecord] = field(default_factory=dict)
    saved: Mapping[str, RescuedRecord] = field(default_factory=dict)
    usernames: frozenset[str] | None = None

    def of(self, entry: Entry) -> Recorded:
        """The facts about one post; old archives have no `kind` and no `slug` in their catalog."""
        if not entry.is_post:
            return Recorded()
        key = same_post(entry.id)
        records = [one for one in (self.feeds.get(key), self.saved.get(key)) if one]
        source = next((one for one in records if one.file == entry.original), None)
        page = source if isinstance(source, RescuedRecord) else None
        return Recorded(
            id=entry.id,
            original=entry.original or None,
            sha256=entry.sha256 or None,
            slug=entry.slug or None,
            kind=entry.kind or None,
            reason=entry.reason or None,
            tags=next((one.tags for one in records if one.tags), ()),
            updated=max((_stamp(one.updated) for one in records), default=""),
            usernames=self.usernames,
            from_feed=entry.is_from_feed,
            page=page.source if page else "",
            captured=page.captured[:10] if page else "",
            version=page.version if page else "",
            is_partial=bool(source and source.partial),
        )


def read(layout: Layout, history: History | None = None) -> Witness:
    """Read records and settings; `history` is that of the archive, if it was read. A file that can't be read is left
    out, and reported by another check.
    """
    try:
        feeds, saved = feed.read(layout), rescued.read(layout)
        usernames = frozenset((history or History.read(layout, kept_exports.read(layout))).main_usernames)
    except ArchiveError:
        feeds, saved, usernames = {}, {}, frozenset()
    return Witness(_site(layout), feeds, saved, usernames or None)


def _site(layout: Layout) -> Site | None:
    try:
        found = settings.read(layout.settings)
    except ArchiveError:
        return None
    everyone = {"": found.author, **found.authors}
    authors = {username.casefold(): one for name, one in everyone.items() if (username := one.username or name)}
    return Site(
        title=found.site.title or found.author.name or "medium-archive",
        url=found.site.url,
        language=found.site.language or "en",
        canonical=found.site.canonical,
        author=found.author.name,
        authors={username: one.name for username, one in authors.items()},
        author_url=found.author.url,
        author_urls={username: one.url for username, one in authors.items()},
        has_own_templates=_has_own_templates(layout),
    )


def _has_own_templates(layout: Layout) -> bool:
    return any(path.suffix == ".html" for folder in ("theme", "themes") for path in (layout.root / folder).rglob("*"))


def _stamp(moment: str) -> str:
    """A moment as the front matter has it: in UTC, with milliseconds."""
    if not moment:
        return ""
    there = datetime.fromisoformat(moment).astimezone(UTC).replace(tzinfo=None)
    return f"{there.isoformat(timespec='milliseconds')}Z"
