"""`archive sync`: adds the ten newest posts of each feed, between two exports."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from medium_archive.checks import ledgers
from medium_archive.errors import SettingsWrong
from medium_archive.fetch import pictures as fetching
from medium_archive.folder import (
    consistency,
    feed,
    feed_import,
    feed_items,
    files,
    lock,
    migration,
    proof_record,
    sign_log,
)
from medium_archive.folder import settings as settings_file
from medium_archive.folder.catalog import same_post
from medium_archive.folder.feed import Validators
from medium_archive.folder.feed_items import FeedItems
from medium_archive.folder.gists import GistRecord
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.post_texts import NotConvertible
from medium_archive.folder.settings import Settings
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import feed as medium_feed
from medium_archive.medium.addresses import place
from medium_archive.medium.feed import Item
from medium_archive.medium.not_feed import NotAMediumFeed
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress, Report, silent
from medium_archive.watch import feed_signs, probe
from medium_archive.watch.export_age import age_of_export
from medium_archive.watch.targets import feeds
from medium_archive.web import Answer, Limits, RequestFailed

_NETWORK = 40
_LIMITS = Limits(seconds=60, max_bytes=32 * 1024 * 1024, attempts=2, max_redirects=8)
# Not Modified (RFC 9110, 15.4.5)
_NOT_MODIFIED = 304


@dataclass(frozen=True)
class Options:
    """Unless `offline`, the pictures of new posts are fetched too: they may disappear with the account."""

    offline: bool = False


@dataclass
class _Fetched:
    """The answers of the feeds. `validators` are for the next run, once everything is in the archive."""

    items: list[Item] = field(default_factory=list)
    validators: dict[str, Validators] = field(default_factory=dict)
    named: dict[str, FeedItems] = field(default_factory=dict)  # the same, for the next run
    lists: dict[str, tuple[Item, ...]] = field(default_factory=dict)  # all items by feed
    issues: list[Issue] = field(default_factory=list)
    read: int = 0
    not_modified: int = 0
    by_others: int = 0


def sync(
    layout: Layout,
    options: Options = Options(),
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
) -> Report:
    """Read the feeds in [watch], or the author's, and add what is new to the archive.

    The exit code is 40 if no feed could be read. Raises SettingsWrong if no feed is known, NewerArchive, ArchiveInUse,
    FolderUnwritable, RecordsDamaged.
    """
    settings = settings_file.read(layout.settings)
    addresses = feeds(settings)
    if not addresses:
        raise SettingsWrong(
            "archive.toml does not name a feed.",
            'Add feed = "https://medium.com/feed/@you" to [watch].',
        )
    with lock.held(layout):
        named, known = feed_items.read(layout), feed.read_validators(layout)
        fetched = _fetch(settings, addresses, known, named, sleep)
        has_unfinished = not fetched.lists.keys() <= known.keys()
        if fetched.lists:
            # Until the end, so that the next run knows of a killed one and reads the whole feed
            feed.write_validators(layout, (one for one in known.values() if one.address not in fetched.lists))
        files.remove_temporary(layout.root)
        migration.keep_old(layout)
        shelf = consistency.open_shelf(layout)
        counts = {"new": 0, "changed": 0, "tagged": 0, "unchanged": 0}
        issues: list[Issue] = []
        taken_ids: list[str] = []
        for item in sorted(fetched.items, key=lambda item: (item.post.exported, item.post.id)):
            try:
                taken = feed_import.take(shelf, item)
            except NotConvertible as error:
                message = f"This post of the feed can't be converted: {error}."
                issues.append(Issue(item.post.url, "no-post", message, "error"))
                continue
            counts[taken.change] += 1
            if taken.change != "unchanged":
                taken_ids.append(item.post.id)
            issues += taken.issues
            if item.is_partial and taken.change in ("new", "changed"):
                message = (
                    "The feed has only the beginning of this post for members. The next export contains all of it."
                )
                issues.append(Issue(shelf.paths[same_post(item.post.id)], "partial", message))
        if counts["new"] or counts["changed"]:
            issues += [issue for _, written in consistency.arrange_folders(shelf, "both") for issue in written.issues]
        with Pool(jobs=1) as pool:
            consistency.update_links(shelf, pool)
        consistency.save(shelf, ())
        migration.finish(layout)
        if not options.offline and (counts["new"] or counts["changed"] or _lacks_pictures(shelf, fetched.items)):
            found = fetching.fetch_into(shelf, settings, fetching.Options(), progress, sleep)
            fetched.issues += found.issues
            consistency.save(shelf, found.touched)
        if has_unfinished:  # a killed run may have taken any of them, and proved none
            taken_ids = [item.post.id for item in fetched.items]
        if taken_ids:
            compared = ledgers.compare(layout, only_ids=taken_ids)
            proof_record.renew(layout, compared.posts)
            issues += [issue for issue in compared.issues if issue.level == "error"]
        issues += _note_signs(layout, shelf, fetched, named)
        feed.write_validators(layout, fetched.validators.values())
    fetched.issues += issues
    return _report(layout, shelf, fetched, counts)


def _fetch(
    settings: Settings,
    addresses: Sequence[str],
    known: dict[str, Validators],
    named: dict[str, FeedItems],
    sleep: Callable[[float], None],
) -> _Fetched:
    fetched = _Fetched(validators=dict(known))
    with probe.client(settings.watch, _LIMITS, sleep) as web:
        for address in addresses:
            try:
                # What is not known to have been named must come once more
                answer = web.get(address, _conditions(known.get(address)) if address in named else {})
            except RequestFailed as failure:
                fetched.issues.append(Issue(address, "feed-unreachable", failure.message))
                continue
            if answer.status == _NOT_MODIFIED:
                fetched.not_modified += 1
                continue
            try:
                items = _items(answer)
            except NotAMediumFeed as error:
                message = f"The answer ({answer.status}) can't be used: {error}. Run `archive check`."
                fetched.issues.append(Issue(address, "feed-unreachable", message))
                continue
            own = [item for item in items if _is_own(item, address, settings)]
            fetched.items += own
            fetched.lists[address] = items
            fetched.named[address] = feed_signs.items_of(address, items, own)
            fetched.read += 1
            fetched.by_others += len(items) - len(own)
            fetched.validators[address] = Validators(
                address, answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
            )
    return fetched


def _lacks_pictures(shelf: Shelf, items: Sequence[Item]) -> bool:
    """Whether a picture or a gist of these posts was never requested: a run was killed before that."""
    ids = {item.post.id for item in items if shelf.paths.get(same_post(item.post.id))}
    records: list[PictureRecord | GistRecord] = [*shelf.gallery.records.values(), *shelf.gists.records.values()]
    return any(not (record.files or record.problem) and not ids.isdisjoint(record.posts) for record in records)


def _note_signs(layout: Layout, shelf: Shelf, fetched: _Fetched, before: dict[str, FeedItems]) -> list[Issue]:
    """Note what feeds named `before` and name no more, and what they name now. Gives an issue for each sign."""

    def is_here(post_id: str) -> bool:
        path, entry = shelf.paths.get(same_post(post_id), ""), shelf.entries.get(same_post(post_id))
        return bool(path) and not path.startswith("drafts/") and entry is not None and not entry.gone

    now = datetime.now(UTC)
    signs = [
        sign
        for address, items in fetched.lists.items()
        if address in before
        for sign in feed_signs.find(before[address], items, is_here, now)
    ]
    sign_log.note(layout, signs)
    if fetched.named:
        feed_items.write(layout, (before | fetched.named).values())
    return [
        Issue(sign.source if sign.about == sign_log.ACCOUNT else sign.about, "feed-sign", sign.reason) for sign in signs
    ]


def _items(answer: Answer) -> tuple[Item, ...]:
    if answer.status != 200:
        raise NotAMediumFeed("it is not a feed")
    return medium_feed.read(answer.body).items


def _conditions(validators: Validators | None) -> dict[str, str]:
    named = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified} if validators else {}
    return {name: value for name, value in named.items() if value}


def _is_own(item: Item, address: str, settings: Settings) -> bool:
    """Whether a post is the author's: the feed of a publication has posts of several."""
    author = settings.author
    usernames = {author.username.lower(), place(settings.watch.profile or author.url).username.lower()} - {""}
    return medium_feed.is_by(item, address, lambda username: username.lower() in usernames, author.name)


def _report(layout: Layout, shelf: Shelf, fetched: _Fetched, counts: dict[str, int]) -> Report:
    age = age_of_export(layout, datetime.now(UTC))
    has_failed = not fetched.read and not fetched.not_modified
    return Report(
        command="sync",
        counts={
            "new_posts": counts["new"],
            "changed": counts["changed"],
            "tagged": counts["tagged"],
            "unchanged": counts["unchanged"],
            "by_others": fetched.by_others,
            "feeds_unchanged": fetched.not_modified,
            **shelf.gallery.counts,
        },
        facts={**age.facts, "archive": str(layout.root)},
        issues=(*fetched.issues, *age.issues),
        code=_NETWORK if has_failed else 0,
    )
