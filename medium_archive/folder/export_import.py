"""Adds an export to the archive: its posts, the files about the author, the private pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from medium_archive.errors import ArchiveError
from medium_archive.folder import author_files, kept_exports, post_import, private_pages
from medium_archive.folder.accounts import Assigned
from medium_archive.folder.catalog import same_post
from medium_archive.folder.edits import Favor, Outcome, Written
from medium_archive.folder.export_reading import Reading, ReadPage
from medium_archive.folder.history import mark
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.post_import import AddPictures, Page
from medium_archive.folder.post_texts import NotConvertible
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import account, post_ids
from medium_archive.medium.export import Member, open_export
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.not_post import PAGE_ERRORS
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress

if TYPE_CHECKING:
    from medium_archive.folder.export_reading import Found

# What counts of a text that is written several times in a run: the last of these
_WEIGHT: tuple[Outcome, ...] = ("unchanged", "changed", "edited", "new")


@dataclass(frozen=True)
class Choices:
    """How posts are imported. `favor` as in `edits`; `add_pictures` copies the pictures that a person has to a post,
    None if there are none; `pool` has the processes that read them. `begun` is what they already read of one export.
    """

    pool: Pool

    favor: Favor = "both"
    add_pictures: AddPictures | None = None
    begun: Reading | None = None


@dataclass(frozen=True)
class _OfPage:
    """An issue about the page of a post with this checksum."""

    post_id: str
    sha256: str
    issue: Issue


@dataclass
class Tally:
    """The changes to the texts in this run so far, for its report. `posts` are the keys of the posts in its exports.
    `lasting` are the issues that a second import of the same exports reports again: always, or only if the page is not
    the original of its post (`_OfPage`).
    """

    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0, "edited": 0})
    issues: list[Issue] = field(default_factory=list)
    posts: set[str] = field(default_factory=set)
    lasting: list[Issue | _OfPage] = field(default_factory=list)
    _outcomes: dict[str, Outcome] = field(default_factory=dict)

    def add(self, key: str, written: Written) -> None:
        """Note what became of the text of a post. A text that is written several times counts once, as it was before
        the run and is after it.
        """
        before = self._outcomes.get(key)
        if before is None or _WEIGHT.index(before) < _WEIGHT.index(written.outcome):
            if before is not None:
                self.counts[before] -= 1
            self.counts[written.outcome] += 1
            self._outcomes[key] = written.outcome
        self.issues += written.issues

    def note(self, issues: Sequence[Issue]) -> None:
        """Add issues that the same export has every time."""
        self.issues += issues
        self.lasting += issues

    def again(self, shelf: Shelf) -> Tally:
        """The tally of the same exports, imported once more into the archive as this run leaves it."""
        issues = [
            one.issue if isinstance(one, _OfPage) else one
            for one in self.lasting
            if not isinstance(one, _OfPage) or shelf.entries[same_post(one.post_id)].sha256 != one.sha256
        ]
        return Tally({**Tally().counts, "unchanged": len(self.posts)}, issues)


@dataclass(frozen=True)
class Added:
    """An export whose posts are imported: its line for imports.jsonl. Another process may still read its private pages.
    `keep_private` writes their tables and returns the issues; call it before the next export is added.
    """

    line: Import
    keep_private: Callable[[], list[Issue]]


def add(shelf: Shelf, assigned: Assigned, choices: Choices, tally: Tally, progress: Progress) -> Added:
    """Import every post of an export. A page that is not a post is an issue."""
    export = assigned.export
    username = assigned.account.author.username
    kept = replace(kept_exports.keep(shelf.layout, export), account=username, author=assigned.author)
    shelf.history.note_export(kept)
    languages: dict[str, str] = {}
    private: list[private_pages.Keep] = []

    def is_current(member: Member, sha256: str) -> bool:
        return post_import.is_current(shelf, member.post_id, sha256, mark(kept.sha256))

    may_be_current = choices.add_pictures is None and shelf.entries
    begun = choices.begun
    reading = begun if begun is not None and begun.export is export else None
    if reading is None:
        reading = Reading(export, choices.pool, is_current if may_be_current else None)
    about = author_files.begin_about(assigned, choices.pool)
    # Most of these pages are read after the posts, while the first process completes the folders and links
    reading.do_near_end(
        lambda: private.append(private_pages.begin(export, shelf.layout, assigned.author, choices.pool))
    )
    for member, found in progress("Reading posts", reading.results, len(export.posts())):
        if isinstance(found, ReadPage):
            languages[member.name] = found.converted.post.lang
        try:
            written = _add_post(shelf, member, found, mark(kept.sha256), choices)
        except (*PAGE_ERRORS, NotConvertible) as error:
            message = _unread(member.name, error)
            tally.note([Issue(member.name, "no-post", message, "error")])
        else:
            key = same_post(found.converted.post.id if isinstance(found, ReadPage) else member.post_id)
            tally.add(key, written)
            tally.posts.add(key)
            if isinstance(found, ReadPage):
                post_id, lasting = found.converted.post.id, found.converted.issues
                tally.lasting += [_OfPage(post_id, found.sha256, issue) for issue in lasting]
    day = shelf.history.exports[mark(kept.sha256)].exported
    is_newest = _is_newest(shelf, kept.sha256)
    text, problems = about()
    for entry in author_files.update(shelf.layout, shelf.entries, assigned, text, day, languages, is_newest=is_newest):
        shelf.record(entry)
    tally.note(problems)
    return Added(replace(kept, exported=day), partial(private[0], day))


def _unread(name: str, error: Exception) -> str:
    """The message about a page that can't be read, with what to do where that is known."""
    reason = str(error)
    if reason.startswith(f"{name} is "):  # the issue names the file already
        reason = f"it{reason.removeprefix(name)}"
    hint = error.hint if isinstance(error, ArchiveError) else ""
    return f"This file can't be read as a post page of Medium: {reason.rstrip('.')}. {hint}".rstrip()


def _is_newest(shelf: Shelf, sha256: str) -> bool:
    """Whether an export is the newest of its account."""
    this = shelf.history.exports[mark(sha256)]
    same = (one for one in shelf.history.exports.values() if one.author == this.author)
    return all((one.exported, one.sha256) <= (this.exported, this.sha256) for one in same)


def _add_post(shelf: Shelf, member: Member, found: Found | None, export: str, choices: Choices) -> Written:
    if found is None:
        # A killed run may have written the texts, and not the line of the export
        shelf.history.note_day(export, shelf.entries[same_post(member.post_id)].exported)
        return Written("unchanged")
    if not isinstance(found, ReadPage):
        raise found
    converted = found.converted
    name = post_ids.file_name(member.name, converted.post.id)
    page = Page(name, found.content, found.sha256, converted, export)
    written = post_import.put_or_discard(shelf, page, choices.favor, choices.add_pictures)
    return replace(written, issues=(*converted.issues, *written.issues)) if converted.issues else written


def add_missing_history(shelf: Shelf, imports: Sequence[Import], tally: Tally) -> list[Import]:
    """Read the exports again that an archive of schema 1 was made from: it has no history and nothing private of them.
    Gives their lines for imports.jsonl, with the account.
    """
    known: list[Import] = []
    for kept in imports:
        file = shelf.layout.root / kept.file
        if shelf.history.knows(mark(kept.sha256)) or not file.is_file():
            continue
        from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import

        with open_export(file) as export:
            again = replace(kept, account=account.of(export).author.username)
            shelf.history.note_export(again)
            for member in export.posts():
                with suppress(*PAGE_ERRORS):
                    page = export.read(member)
                    shelf.history.note(post_page.read(page, member.name)[0], fingerprint(page), mark(kept.sha256))
            tally.issues += private_pages.keep(export, shelf.layout, kept.exported, kept.author)
        known.append(again)
    return known


def read_older_pages(shelf: Shelf) -> None:
    """Note how this version of the program reads the pages of older exports, of which no original is kept."""
    older: dict[str, set[str]] = defaultdict(set)
    for key, states in shelf.history.states.items():
        newest = shelf.history.newest(key)
        for state in states:
            if newest is not None and state.text != newest.text:
                for export in state.exports:
                    older[export].add(key)
    for export, keys in sorted(older.items()):
        file = shelf.layout.root / shelf.history.exports[export].file if export in shelf.history.exports else None
        if file is None or not file.is_file():
            continue
        from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import

        with suppress(ArchiveError), open_export(file) as opened:
            for member in opened.posts():
                if same_post(member.post_id) in keys:
                    with suppress(*PAGE_ERRORS):
                        page = opened.read(member)
                        post = post_page.read(page, member.name)[0]
                        shelf.history.note(post, fingerprint(page), export, with_kind=True)
