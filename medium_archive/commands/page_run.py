"""A run that adds stories of saved pages or captures to an archive: what `archive import PAGES…` and `archive rescue`
share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medium_archive.commands import import_proof, undated_pages
from medium_archive.commands.import_run import check_place, fetch
from medium_archive.commands.page_owner import Owner
from medium_archive.errors import MemberDamaged
from medium_archive.folder import (
    author_files,
    captures,
    consistency,
    conversion,
    files,
    known_posts,
    last_import,
    lock,
    migration,
    page_import,
    sign_log,
)
from medium_archive.folder.captures import Capture
from medium_archive.folder.catalog import same_post
from medium_archive.folder.conversion import Known
from medium_archive.folder.decoding import NoPicture, kind_of
from medium_archive.folder.edits import Favor
from medium_archive.folder.export_import import Tally
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.layout import Layout
from medium_archive.folder.page_import import Taken
from medium_archive.folder.post_import import AddPictures
from medium_archive.folder.post_texts import NotConvertible
from medium_archive.folder.rescued import Source
from medium_archive.folder.shelf import Shelf
from medium_archive.folder.sign_log import ACCOUNT, Sign
from medium_archive.medium import pages
from medium_archive.medium.pages import NoStory, Page, SavedStory, losses
from medium_archive.medium.pages.containers import Kind, PictureSource, Saved
from medium_archive.medium.pages.losses import Loss
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress, quantity

if TYPE_CHECKING:
    from medium_archive.checks.completeness import Totals

_SOURCES: Mapping[Kind, Source] = {"reader": "mirror", "capture": "capture"}
_NOT_CONVERTED = "This post of a saved page can't be converted: {}. The others were added."
_PARTIAL = (
    "This page has only a part of “{}”{}: {}. Save the whole page while you are signed in, or look for another "
    "copy; an import of it replaces this text."
)
_LACKS = "The saved page lacks parts of this post: {}. Import an export once you have one: its text replaces this one."
_POST_SUSPENDED = (
    "The data of this page says that Medium has suspended the post “{}”. That is a sign and no verdict: "
    "`archive check {}` shows what others see."
)
_ACCOUNT_SUSPENDED = (
    "The data of this page says that Medium has suspended the account @{}. That is a sign and no verdict: "
    "`archive check` shows what others see."
)
_LIST = (
    "This page has the text of no post. It names {} of the author, which `archive status` lists as far as they are not "
    "here. Save the pages of the posts themselves, or look for them with `archive rescue`."
)
_NEWER = (
    "A saved page has a part of a newer version of this post{}. The older text stays, because it is whole. Save the "
    "whole page, or import a newer export."
)


@dataclass(frozen=True)
class Reading:
    """What a page has, or why it has nothing. `texts` are the Markdown of its stories, in their order."""

    page: Page | NoStory
    texts: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Added:
    """What became of one page. `stories` are those that were taken, each with its change; `issues` say why others were
    not, and what a person should know of those that were.
    """

    stories: tuple[tuple[SavedStory, Taken], ...] = ()
    issues: tuple[Issue, ...] = ()
    by_others: int = 0


@dataclass
class PageRun:
    """The archive, and what the run has done. `touched` are the ids of posts with a new text, or with new pictures;
    `named` the posts that pages name. With `restores`, a post whose folder is missing is written again.
    """

    shelf: Shelf
    owner: Owner
    favor: Favor = "both"
    add_pictures: AddPictures | None = None
    restores: bool = False
    touched: set[str] = field(default_factory=set)
    kept: list[Capture] = field(default_factory=list)
    named: dict[str, KnownPost] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)  # posts that were named, and are by other people
    names: Counter[str] = field(default_factory=Counter)  # of the author, in the stories
    signs: list[Sign] = field(default_factory=list)
    lost: dict[str, tuple[Loss, ...]] = field(default_factory=dict)  # of the posts with a new text

    def add(self, saved: Saved, reading: Reading | None = None) -> Added:
        """Add what a page has: its own stories with their pictures, and the posts of the author that it names.
        `reading` is what `convert` gave for it, if it was read before.
        """
        reading = reading or convert(saved)
        page = reading.page
        if isinstance(page, NoStory):
            return Added(issues=(Issue(saved.where, page.code, str(page), "error"),))
        named = self.owner.named(page)
        self.name(
            KnownPost(one.id, address=one.address, title=one.title, published=one.is_public or None) for one in named
        )
        added: list[tuple[SavedStory, Taken]] = []
        issues: list[Issue] = []
        issues += [
            self._sign(saved, ACCOUNT, _ACCOUNT_SUSPENDED.format(username))
            for username in page.suspended
            if self.owner.is_username(username)
        ]
        if not page.stories and saved.kind != "mail":
            issues.append(Issue(saved.where, "page-of-list", _LIST.format(quantity(len(named), "post")), "note"))
        by_others = 0
        for story, known in zip(page.stories, reading.texts, strict=True):
            refusal = self.owner.refuse(story, self.names.keys())
            if refusal is not None:
                by_others += 1
                issues.append(Issue(saved.where, refusal.code, str(refusal)))
                continue
            try:
                added.append((story, self._add(saved, story, known)))
            except NotConvertible as error:
                issues.append(Issue(saved.where, "no-post", _NOT_CONVERTED.format(error), "error"))
                continue
            if story.facts.is_suspended:
                reason = _POST_SUSPENDED.format(story.post.title, story.post.url)
                issues.append(self._sign(saved, story.post.url, reason))
            issues += [Issue(saved.where, one.code, one.message, one.level) for one in story.issues]
            issues += [*added[-1][1].issues, *self._wholeness(saved, story)]
        return Added(tuple(added), tuple(issues), by_others)

    def _add(self, saved: Saved, story: SavedStory, known: Known) -> Taken:
        captured = captures.moment(saved.captured)
        source = _SOURCES.get(saved.kind, "page")
        taken = page_import.take(
            self.shelf, story, self.favor, source=source, captured=captured, restores=self.restores, known=known
        )
        if same_post(story.post.id) in self.shelf.paths:
            self.kept.append(captures.keep(self.shelf.layout, saved, story))
        if taken.change in ("new", "changed"):
            self.lost[same_post(story.post.id)] = story.losses
        post = story.post
        is_public = post.kind != "draft"
        self.name([KnownPost(post.id, address=post.url, title=post.title, published=is_public or None)])
        self.names.update(one.name for one in story.facts.authors if one.name and self.owner.is_own(one))
        if self._add_pictures(story, saved.pictures) or taken.change != "unchanged":
            self.touched.add(post.id)
        return taken

    def _sign(self, saved: Saved, about: str, reason: str) -> Issue:
        """Note a sign, and give the issue about it."""
        self.signs.append(Sign(sign_log.moment(saved.captured), "state", about, reason, saved.where))
        return Issue(saved.where, "page-suspended", reason)

    def _add_pictures(self, story: SavedStory, saved: Mapping[str, PictureSource]) -> bool:
        """Take the pictures that were saved with a page, if its post lacks them or has a smaller copy. A damaged one is
        fetched later, as if it had not been saved.
        """
        key = same_post(story.post.id)
        gallery, path = self.shelf.gallery, self.shelf.paths.get(key)
        if path is None or not (saved or self.add_pictures):
            return False
        post_id = self.shelf.entries[key].id
        if self.add_pictures is not None:
            self.add_pictures(post_id, path)
        has_added = self.add_pictures is not None
        widths = {picture.id: picture.width for picture in story.post.pictures}
        for address in sorted(gallery.shown_by.get(post_id, ())):
            record = gallery.records[address]
            source = saved.get(record.id) if record.id else None
            if source is None or (record.files and source.size <= (record.bytes or 0)):
                continue
            with suppress(NoPicture, MemberDamaged, OSError):
                kind = kind_of(content := source.content())
                if not record.files or kind.width <= (widths.get(record.id) or kind.width):
                    has_added |= gallery.keep_larger(address, content, kind, path)
        return has_added

    def _wholeness(self, saved: Saved, story: SavedStory) -> Iterator[Issue]:
        """The issue about a page that has only a part of a post."""
        key = same_post(story.post.id)
        if not story.is_partial or key not in self.shelf.paths:
            return
        entry = self.shelf.entries[key]
        words = f", {story.words_here:,} of {quantity(story.words_said, 'word')}" if story.words_said else ""
        if self.shelf.is_partial(key):
            yield Issue(saved.where, "partial", _PARTIAL.format(story.post.title, words, story.why_partial))
        elif story.post.exported > entry.exported:
            yield Issue(entry.path, "newer-at-medium", _NEWER.format(words))

    def name(self, posts: Iterable[KnownPost]) -> None:
        """Note that posts of the author exist or existed."""
        posts = list(posts)
        before = {key: self.named[key] for one in posts if (key := same_post(one.id)) in self.named}
        self.named |= known_posts.merged(before, posts)

    def forget(self, ids: Iterable[str]) -> None:
        """Note that these posts are not the author's, though an earlier run named them."""
        self.forgotten.update(map(same_post, ids))

    def save(self) -> None:
        """Save all that was added, so that a kill loses nothing. The texts then show the pictures that are here."""
        shelf = self.shelf
        known_posts.update(shelf.layout, shelf.entries, shelf.states, self.named.values(), self.forgotten)
        if self.kept:
            captures.write(shelf.layout, self.kept)
        if self.signs:
            sign_log.note(shelf.layout, self.signs)
        consistency.save(shelf, self.touched)

    def complete(self, progress: Progress, *, offline: bool, jobs: int = 0) -> tuple[Totals, tuple[Issue, ...]]:
        """The steps that end a run: folders, links, author files, records, missing pictures unless `offline`, and the
        proof. Gives the totals of the proof, and the issues.
        """
        shelf, layout, tally = self.shelf, self.shelf.layout, Tally()
        for key, written in consistency.arrange_folders(shelf, self.favor):
            tally.add(key, written)
        shelf.gallery.drop_duplicates()
        name = min(self.names, key=lambda name: (-self.names[name], name), default="")
        with files.disk_syncing(), Pool(jobs=1) as pool:  # the records need it, and then it is quick
            consistency.update_links(shelf, pool)
            if (entry := author_files.follow_pages(layout, shelf.entries, name)) is not None:
                shelf.record(entry)
        author_files.complete(layout)  # now archive.toml has the language
        self.save()
        migration.finish(layout)
        if not offline:
            tally.issues += fetch(shelf, progress)
        tally.issues += undated_pages.issues(shelf, {same_post(one.post) for one in self.kept})
        tally.issues += [
            Issue(shelf.paths[key], "page-lacks", _LACKS.format(losses.listed(lost)), "note")
            for key, lost in self.lost.items()
            if lost and key in shelf.paths
        ]
        compared = import_proof.prove(shelf, tally, progress, again=False, favor=self.favor, jobs=jobs)
        return compared.totals, (*tally.issues, *compared.issues)


def read(saved: Saved) -> Page | NoStory:
    """What a page has, or why it has nothing. It needs no archive, so any process may do it."""
    if saved.kind == "mail":
        return Page(known=pages.at_address(saved.address))
    try:
        return pages.read(saved.content, saved.address)
    except NoStory as reason:
        return reason


def convert(saved: Saved) -> Reading:
    """What a page has, with the Markdown of its stories."""
    page = read(saved)
    stories = page.stories if isinstance(page, Page) else ()
    return Reading(page, tuple(conversion.text_of(one.post) for one in stories))


@contextmanager
def begin(layout: Layout, owner: Owner, favor: Favor = "both") -> Iterator[PageRun]:
    """A run, which has the archive for itself. A new archive is made, of this owner. Raises NotAnArchive, NewerArchive,
    ArchiveInUse, FolderUnwritable, RecordsDamaged, SettingsWrong.
    """
    is_new = check_place(layout)
    with lock.held(layout):
        files.remove_temporary(layout.root)
        last_import.forget(layout)
        if is_new:
            author_files.make_settings_of_pages(layout, owner.author)
        author_files.complete(layout)
        migration.keep_old(layout)
        yield PageRun(consistency.open_shelf(layout), owner, favor)
