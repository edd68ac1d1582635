"""Adds the captures that a rescue has received to the archive: pages, then feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from medium_archive.commands.page_run import PageRun
from medium_archive.fetch.web_archives.received import Received, ReceivedCaptures
from medium_archive.folder import feed_import
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.post_texts import NotConvertible
from medium_archive.medium import feed
from medium_archive.medium.feed import Item
from medium_archive.medium.not_feed import NotAMediumFeed
from medium_archive.medium.pages.containers import Saved
from medium_archive.report import Issue, Progress

_MOMENT = "%Y%m%d%H%M%S"
_NOT_CONVERTED = "This post of a captured feed can't be converted: {}. The others were added."
# A rescue says this of each post once, when all its captures are in the archive
_OF_EACH_CAPTURE = frozenset(("partial", "page-of-other-author"))


@dataclass
class Added:
    """What became of all captures: how many texts changed and how, by others, and the issues."""

    changes: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)


def add(run: PageRun, received: ReceivedCaptures, progress: Progress) -> Added:
    """Add everything that was received and is not in the archive yet."""
    added = Added()
    issues: set[Issue] = set()
    for one, content in progress("Adding captures", received.contents()):
        if one.kind == "page":
            found = run.add(_saved(one, content))
            added.changes.update(taken.change for _, taken in found.stories)
            issues.update(issue for issue in found.issues if issue.code not in _OF_EACH_CAPTURE)
    for item, where in sorted(
        _items(run, received), key=lambda pair: (pair[0].post.exported, pair[0].post.id, pair[1])
    ):
        try:
            taken = feed_import.take(run.shelf, item)
        except NotConvertible as error:
            issues.add(Issue(where, "no-post", _NOT_CONVERTED.format(error), "error"))
            continue
        run.name([KnownPost(item.post.id, address=item.post.url, title=item.post.title, published=True)])
        if taken.change != "unchanged":
            run.touched.add(item.post.id)
        added.changes[taken.change] += 1
        issues.update(taken.issues)
    added.issues = sorted(issues)
    return added


def _saved(one: Received, content: bytes) -> Saved:
    captured = datetime.strptime(one.timestamp, _MOMENT).replace(tzinfo=UTC)
    return Saved(_where(one), content, one.given or one.address, captured, "capture")


def _items(run: PageRun, received: ReceivedCaptures) -> Iterator[tuple[Item, str]]:
    """The author's posts in the feeds that were received, each with the place of its feed."""
    name = run.owner.author.name or next((name for name, _ in run.names.most_common(1)), "")
    for one, content in received.contents():
        if one.kind == "feed":
            try:
                items = feed.read(content).items
            except NotAMediumFeed:  # an older version of the program could read it
                continue
            for item in items:
                if feed.is_by(item, one.given or one.address, run.owner.is_username, name):
                    yield item, _where(one)


def _where(one: Received) -> str:
    """The address of a capture, for messages."""
    return f"{one.address} ({one.timestamp[:4]}-{one.timestamp[4:6]}-{one.timestamp[6:8]})"
