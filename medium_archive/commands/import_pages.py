"""The part of `archive import` that reads saved pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.commands import import_run, page_owner, page_reading, page_run
from medium_archive.commands.page_owner import Owner
from medium_archive.errors import ArchiveError, ExportUnreadable
from medium_archive.folder import begun_import, known_posts
from medium_archive.folder.export_import import Tally
from medium_archive.folder.layout import Layout
from medium_archive.medium import export_search
from medium_archive.medium.other_formats import GIVE_EXPORT
from medium_archive.medium.pages import NoStory, Page, containers
from medium_archive.medium.pages.story import Person
from medium_archive.processes import Pool
from medium_archive.report import Issue, Progress, Report

if TYPE_CHECKING:
    from medium_archive.commands.import_exports import Options

_STATES: tuple[known_posts.State, ...] = ("whole", "partial", "address")
# What a file may be that is neither a page of Medium's nor an export: then the error about exports says more
_OTHER = ("save-unknown", "page-of-other-site")
_COPY = "Copy the web archive again from where it comes from."
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
        first = first or (_told(told, error, path) if told else _neither(error, path))
    return first


def _told(issue: Issue, error: ExportUnreadable, path: Path) -> ExportUnreadable:
    """The error of an issue, whose message says what to do too. If it is about a whole zip, the error about exports
    says more: such a file is mostly an export.
    """
    if issue.code != "save-unreadable" or not export_search.is_zip(path):
        return ExportUnreadable(f"{issue.where}: {issue.message}")
    return ExportUnreadable(error.message, _COPY) if path.suffix.lower() == ".wacz" else error


def _neither(error: ExportUnreadable, path: Path) -> ExportUnreadable:
    """The error about a file that is neither an export nor a saved page."""
    is_other = error.hint == GIVE_EXPORT and path.exists()
    return ExportUnreadable(error.message, _NEITHER) if is_other else error


def run(sources: Sequence[Path], layout: Layout, options: Options, progress: Progress) -> Report:
    """Add the stories of saved pages; the arguments and the errors are those of `import_exports.import_exports`."""
    found = import_run.read_pictures(options.pictures)
    tally, by_others = Tally(), 0
    with Pool(jobs=options.jobs) as pool:
        # It writes no file, so nothing is lost if the import is refused
        reading = page_reading.begin(sources, tally.issues.append, pool)
        owner = page_owner.read(layout, options.author, lambda: _authors(sources))
        if not layout.settings.exists() and not _has_any(sources, owner):
            raise owner.nothing(_authors(sources))
        with page_run.begin(layout, owner, options.favor) as adding:
            adding.restores = True
            begun = [begun_import.source_of(path) for path in sources]
            begun_import.begin(layout, begun, offline=options.offline)
            adding.add_pictures = import_run.picture_adder(adding.shelf, found)
            for saved, read in progress("Reading pages", reading):
                added = adding.add(saved, read)
                for _, taken in added.stories:
                    tally.counts[taken.change] = tally.counts.get(taken.change, 0) + 1
                tally.issues += added.issues
                by_others += added.by_others
            pool.close()  # frees the memory of these processes before the proof starts others
            totals, issues = adding.complete(progress, offline=options.offline, jobs=options.jobs)
            begun_import.end(layout, begun)
            shelf = adding.shelf
            states = known_posts.count(known_posts.read(layout), shelf.entries, shelf.states)
    tally.counts |= {"by_others": by_others, **{f"known_{state}": states.get(state, 0) for state in _STATES}}
    return import_run.report(
        layout, shelf, tally, [*tally.issues, *issues, *(found.unclear.values() if found else ())], totals
    )


def _has_any(sources: Sequence[Path], owner: Owner) -> bool:
    """Whether there is a post of the owner, or the address of one. Mostly the first page has it."""
    found = (page_run.read(saved) for saved in page_reading.saved_in(sources))
    return any(isinstance(page, Page) and owner.has_any(page) for page in found)


def _authors(sources: Sequence[Path]) -> dict[str, str]:
    """The names of the authors of all stories by their user names, those of most stories first."""
    counted: Counter[str] = Counter()
    named: dict[str, Person] = {}
    for person in page_reading.signed(sources):
        key = person.username.casefold()
        counted[key] += 1
        named[key] = min(named.get(key, person), person, key=lambda one: (not one.name, one.username, one.name))
    most = sorted(counted, key=lambda key: (-counted[key], key))
    return {named[key].username: named[key].name for key in most}
