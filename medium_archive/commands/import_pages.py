"""The part of `archive import` that reads saved pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.commands import import_run, page_owner, page_run
from medium_archive.commands.page_owner import Owner
from medium_archive.commands.page_run import Reading
from medium_archive.errors import ArchiveError, ExportUnreadable
from medium_archive.folder import known_posts
from medium_archive.folder.export_import import Tally
from medium_archive.folder.layout import Layout
from medium_archive.medium import pages
from medium_archive.medium.other_formats import GIVE_EXPORT
from medium_archive.medium.pages import NoStory, Page, containers
from medium_archive.medium.pages.containers import Saved
from medium_archive.medium.pages.story import Person
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress, Report

if TYPE_CHECKING:
    from medium_archive.commands.import_exports import Options

_STATES: tuple[known_posts.State, ...] = ("whole", "partial", "address")
# What a file may be that is neither a page of Medium's nor an export: then the error about exports says more
_OTHER = ("save-unknown", "page-of-other-site")
_BATCH, _BATCH_BYTES = 32, 8_000_000
_SAVE = "Save the page of the story from a browser, and import that file."
_NEITHER = (
    "Import pages of your stories that you saved from a browser, or your export: the zip from Medium, or the folder it "
    "was unpacked to."
)


def refusal(refused: Mapping[Path, ExportUnreadable]) -> ArchiveError | None:
    """Why there is nothing to import in files that are no exports; None if one of them has a story, or the address of
    one: then all of them are read as saved pages, and each bad one is an issue.
    """
    first: ArchiveError | None = None
    for path, error in refused.items():
        issues: list[Issue] = []
        for one in containers.read(path) if path.exists() else ():
            if isinstance(one, Issue):
                issues.append(one)
            elif isinstance(found := page_run.read(one), NoStory):
                issues.append(Issue(one.where, found.code, str(found)))
            else:
                return None
        told = next((one for one in issues if one.code not in _OTHER and one.level != "note"), None)
        first = first or (_told(told) if told else _neither(error, path))
    return first


def _told(issue: Issue) -> ExportUnreadable:
    return ExportUnreadable(f"{issue.where}: {issue.message}", "" if issue.code == "save-of-export" else _SAVE)


def _neither(error: ExportUnreadable, path: Path) -> ExportUnreadable:
    """The error about a file that is neither an export nor a saved page."""
    is_other = error.hint == GIVE_EXPORT and path.exists()
    return ExportUnreadable(error.message, _NEITHER) if is_other else error


def run(sources: Sequence[Path], layout: Layout, options: Options, progress: Progress) -> Report:
    """Add the stories of saved pages; the arguments and the errors are those of `import_exports.import_exports`."""
    found = import_run.read_pictures(options.pictures)
    owner = page_owner.read(layout, options.author, lambda: _authors(sources))
    if not layout.settings.exists() and not _has_any(sources, owner):
        raise owner.nothing(_authors(sources))
    tally, by_others = Tally(), 0
    with page_run.begin(layout, owner, options.favor) as adding:
        adding.restores = True
        adding.add_pictures = import_run.picture_adder(adding.shelf, found)
        for saved, reading in progress("Reading pages", _read(sources, tally.issues.append, options.jobs)):
            added = adding.add(saved, reading)
            for _, taken in added.stories:
                tally.counts[taken.change] = tally.counts.get(taken.change, 0) + 1
            tally.issues += added.issues
            by_others += added.by_others
        totals, issues = adding.complete(progress, offline=options.offline, jobs=options.jobs)
        shelf = adding.shelf
        states = known_posts.count(known_posts.read(layout), shelf.entries, shelf.states)
    tally.counts |= {"by_others": by_others, **{f"known_{state}": states.get(state, 0) for state in _STATES}}
    return import_run.report(
        layout, shelf, tally, [*tally.issues, *issues, *(found.unclear.values() if found else ())], totals
    )


def _pages(sources: Sequence[Path], note: Callable[[Issue], object]) -> Iterator[Saved]:
    """The pages in all sources; their issues are noted."""
    for path in sources:
        for one in containers.read(path):
            if isinstance(one, Saved):
                yield one
            else:
                note(one)


def _read(
    sources: Sequence[Path], note: Callable[[Issue], object], jobs: int
) -> Iterator[tuple[Saved, Reading | None]]:
    """Each page with what it has. If there are many, other processes read them, one batch ahead."""
    with Pool(jobs=jobs) as pool:
        waiting: Iterator[tuple[Saved, Reading | None]] = iter(())
        count = 0
        for batch in _batches(_pages(sources, note)):
            count += len(batch)
            # The pictures stay in this process
            work = [(one, replace(one, pictures={}, frames={})) for one in batch]
            begun = pool.run(_read_one, work, least=count)
            yield from waiting
            waiting = begun
        yield from waiting


def _read_one(context: None, saved: Saved) -> Reading:
    return page_run.convert(saved)


def _batches(pages: Iterable[Saved]) -> Iterator[list[Saved]]:
    """Groups of pages, small enough that two of them take little memory."""
    batch: list[Saved] = []
    for one in pages:
        batch.append(one)
        if len(batch) == _BATCH or sum(len(held.content) for held in batch) > _BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def _has_any(sources: Sequence[Path], owner: Owner) -> bool:
    """Whether there is a post of the owner, or the address of one. Mostly the first page has it."""
    found = (page_run.read(saved) for saved in _pages(sources, lambda issue: None))
    return any(isinstance(page, Page) and owner.has_any(page) for page in found)


def _authors(sources: Sequence[Path]) -> dict[str, str]:
    """The names of the authors of all stories by their user names, those of most stories first."""
    counted: Counter[str] = Counter()
    named: dict[str, Person] = {}
    for saved in _pages(sources, lambda issue: None):
        for person in _signed(saved):
            key = person.username.casefold()
            counted[key] += 1
            named[key] = min(named.get(key, person), person, key=lambda one: (not one.name, one.username, one.name))
    most = sorted(counted, key=lambda key: (-counted[key], key))
    return {named[key].username: named[key].name for key in most}


def _signed(saved: Saved) -> Iterator[Person]:
    """The author of each story in a page. The head tells it of nearly every page, and is read much faster."""
    with suppress(NoStory):
        if (person := pages.signed(saved.content, saved.address)) is not None:
            yield person
            return
        found = page_run.read(saved)
        for story in found.stories if isinstance(found, Page) else ():
            yield from (person for person in story.facts.authors[:1] if person.username)
