"""A run of `archive import` that has something to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.errors import NotAnArchive
from medium_archive.folder import (
    accounts,
    author_files,
    begun_import,
    consistency,
    export_import,
    files,
    forgotten,
    kept_exports,
    last_import,
    lock,
    migration,
    picture_record,
    post_import,
    settings,
    usernames,
)
from medium_archive.folder import posts as store
from medium_archive.folder.accounts import Accounts, Assigned
from medium_archive.folder.edits import Favor, Written
from medium_archive.folder.export_import import Added, Choices, Tally
from medium_archive.folder.last_import import LastImport
from medium_archive.folder.layout import CACHE, Layout
from medium_archive.folder.post_import import AddPictures
from medium_archive.folder.posts import UNREADABLE, count_forgotten
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.medium import account
from medium_archive.report import Issue, Progress, Report, step

if TYPE_CHECKING:
    from medium_archive.checks.completeness import Totals
    from medium_archive.checks.ledgers import Comparison
    from medium_archive.commands.import_exports import Options
    from medium_archive.commands.import_start import Started
    from medium_archive.fetch.local_pictures import FoundPictures
    from medium_archive.medium.export import Export

_UNREAD = "The text can't be read, so its post was taken for a missing one: {}."


def run(started: Started, layout: Layout, options: Options, progress: Progress) -> Report:
    """Add the exports of an import that has begun to the archive; the other arguments and the errors are those of
    `import_exports.import_exports`.
    """
    exports, pool = started.exports, started.pool
    found = read_pictures(options.pictures)
    is_new = check_place(layout)
    of_accounts = [(export, account.of(export)) for export in exports]
    assign = partial(accounts.assign, exports=of_accounts, another=options.another_account)
    assign(accounts.read(layout))  # a refusal writes no lock
    with lock.held(layout):
        assigned = assign(known := accounts.read(layout))
        _clear(layout)
        if is_new:
            author_files.make_settings(layout, assigned)
        author_files.complete(layout)
        migration.keep_old(layout)
        shelf = _open_shelf(layout, known)
        of_pages = {key for key, entry in shelf.entries.items() if entry.is_from_page}
        tally, issues = Tally(), [issue for export in exports for issue in export.issues]
        pool.do_meanwhile(_load_proof)
        choices = Choices(pool, options.favor, picture_adder(shelf, found), started.reading)
        imports = [*known.imports, *export_import.add_missing_history(shelf, known.imports, tally)]
        _begin(layout, exports, options)
        added = _add(shelf, assigned, choices, tally, progress)
        rewritten = _rewrite(shelf, options.favor, progress) if options.again else []
        shelf.gallery.drop_duplicates()
        rewritten += step(progress, "Arranging folders", partial(consistency.arrange_folders, shelf, options.favor))
        issues += (*_unread(shelf), *_add_photo(shelf, found))  # before the records of pictures are written
        step(progress, "Updating links between posts", partial(consistency.update_links, shelf, pool))
        texts = pool.begin(last_import.state_of_texts, layout, len(tally.posts))
        with files.disk_syncing():  # the records need it, and then it is quick
            gone = consistency.mark_gone(shelf)
            if added:
                tally.note(added[-1].keep_private())
            state_of_texts = texts()
        shelf.save_fetched()
        pool.close()  # frees the memory of these processes before the proof starts others
        for key, written in rewritten:
            tally.add(key, written)
        tally.issues += gone
        kept_exports.write(layout, map(shelf.history.counted, [*imports, *(one.line for one in added)]))
        ids = {new.line.sha256: one.account.id for new, one in zip(added, assigned, strict=True)}
        accounts.write(layout, {**known.ids, **ids})
        consistency.save(shelf, shelf.fetched_for())  # also what a killed run has fetched
        migration.finish(layout)
        if not options.offline:
            issues += fetch(shelf, progress)
        issues += (*(_separation_issue(layout, name) for name in known.separated), *_undated(shelf, of_pages))
        account_issues = _account_issues(layout, known, assigned)
        compared = _prove(shelf, tally, progress, options, exports)
        if started.work and not (known.separated or tally.counts["edited"]) and len(tally.posts) >= last_import.FEWEST:
            lasting = [
                *(issue for export in exports for issue in export.issues),
                *account_issues,
                *tally.again(shelf).issues,
            ]
            _remember(
                layout,
                started.work,
                state_of_texts,
                report(layout, shelf, tally.again(shelf), [*lasting, *compared.issues], compared.totals),
            )
    return report(layout, shelf, tally, [*issues, *account_issues, *tally.issues, *compared.issues], compared.totals)


def _clear(layout: Layout) -> None:
    """Remove what an earlier run left, and the record of its state."""
    files.remove_temporary(layout.root)
    last_import.forget(layout)


def _begin(layout: Layout, exports: Sequence[Export], options: Options) -> None:
    """Note that the import of these exports begins to write."""
    begun_import.begin(layout, _sources(exports), offline=options.offline, another_account=options.another_account)


def _sources(exports: Sequence[Export]) -> list[begun_import.Source]:
    return [begun_import.source_of(export.path, len(export.posts())) for export in exports]


def _unread(shelf: Shelf) -> list[Issue]:
    """An issue for each text in whose place is a link or a special file."""
    return [Issue(where, UNREADABLE, _UNREAD.format(problem), "error") for where, problem in shelf.unread.items()]


def _open_shelf(layout: Layout, known: Accounts) -> Shelf:
    """The shelf, with the exports that the archive has."""
    shelf = consistency.open_shelf(layout)
    for one in known.imports:
        shelf.history.note_export(one)
    return shelf


def _add(shelf: Shelf, assigned: Sequence[Assigned], choices: Choices, tally: Tally, progress: Progress) -> list[Added]:
    """Add the exports one after the other. The private pages of the last one may still be read."""
    added: list[Added] = []
    for export in assigned:
        if added:
            tally.note(added[-1].keep_private())
        added.append(export_import.add(shelf, export, choices, tally, progress))
    author_files.complete(shelf.layout)  # now archive.toml has the language
    return added


def _rewrite(shelf: Shelf, favor: Favor, progress: Progress) -> list[tuple[str, Written]]:
    """Write every text again from its original. Gives the key of each post, and what became of its text."""
    export_import.read_older_pages(shelf)
    rewritten: list[tuple[str, Written]] = []
    for key in progress("Rewriting texts", sorted(shelf.paths.keys() & shelf.entries.keys())):
        post_import.read_again(shelf, key)
        if written := post_import.rewrite(shelf, key, favor):
            rewritten.append((key, written))
    return rewritten


def _prove(shelf: Shelf, tally: Tally, progress: Progress, options: Options, exports: Sequence[Export]) -> Comparison:
    """Make the ledger of each post, and write the proof, with which the import of the exports has ended."""
    from medium_archive.commands import import_proof  # noqa: PLC0415  # imported while other processes read posts

    again, favor, jobs = options.again, options.favor, options.jobs
    compared = import_proof.prove(shelf, tally, progress, again=again, favor=favor, jobs=jobs)
    begun_import.end(shelf.layout, _sources(exports))
    return compared


def _load_proof() -> None:
    """Import the modules of the proof."""
    from medium_archive.commands import import_proof  # noqa: F401, PLC0415  # to load it


def read_pictures(folder: Path | None) -> FoundPictures | None:
    """The pictures in a person's folder; None without a folder."""
    if folder is None:
        return None
    from medium_archive.fetch import local_pictures  # noqa: PLC0415  # imports Pillow

    return local_pictures.read(folder)


def picture_adder(shelf: Shelf, found: FoundPictures | None) -> AddPictures | None:
    if found is None:
        return None
    from medium_archive.fetch import local_pictures  # noqa: PLC0415  # imports Pillow

    return partial(local_pictures.add, shelf.gallery, found)


def _undated(shelf: Shelf, of_pages: Iterable[str]) -> Iterable[Issue]:
    """The issues about saved pages that may be newer than the exports which replaced their texts. `of_pages` are the
    posts that had texts of pages before the import.
    """
    replaced = {key for key in of_pages if not shelf.entries[key].is_from_page}
    if not replaced:
        return ()
    from medium_archive.commands import undated_pages  # noqa: PLC0415  # slow to import, and few archives need it

    return undated_pages.issues(shelf, replaced)


def _remember(layout: Layout, work: str, texts: str, again: Report) -> None:
    issues = [(issue.where, issue.code, issue.message, issue.level) for issue in again.issues]
    stored = {"counts": again.counts, "facts": again.facts, "issues": issues, "details": again.details}
    last_import.write(layout, LastImport(work, last_import.state_of(layout, texts), stored))


def _account_issues(layout: Layout, known: Accounts, assigned: Sequence[Assigned]) -> list[Issue]:
    """The issues about exports that name no account, and about user names that changed."""
    outdated = usernames.outdated(kept_exports.read(layout), settings.read(layout.settings))
    return [*accounts.unidentified(known, assigned), *outdated]


def _separation_issue(layout: Layout, name: str) -> Issue:
    message = (
        f"An earlier version of the program mixed the posts of two accounts. The account {name} is separate now. Run "
        "`archive import --again`, then import the newest export of each account."
    )
    return Issue(layout.about_of(name).name, "accounts-separated", message)


def check_place(layout: Layout) -> bool:
    """Whether the archive is new. Raises NotAnArchive for a folder with other files, NewerArchive, SettingsWrong."""
    if layout.settings.exists():
        settings.read(layout.settings)
        return False
    if layout.root.is_dir() and not all(map(_may_be_there, layout.root.iterdir())):
        raise NotAnArchive(
            f"{layout.root} contains other files and is not an archive.",
            "Name an empty or new folder with `--archive FOLDER`.",
        )
    if layout.root.exists() and not layout.root.is_dir():
        raise NotAnArchive(f"{layout.root} is a file, not a folder.", "Name a folder with `--archive FOLDER`.")
    return True


def _may_be_there(path: Path) -> bool:
    """Whether a new archive may have this file or folder: a run that failed, or one that only looked for posts, left
    it, or the operating system wrote it.
    """
    name = path.name
    return (
        name in (lock.NAME, ".DS_Store", "Thumbs.db", "desktop.ini")
        or (name.startswith(".") and name.endswith(".tmp"))
        or (name == "private" and path.is_dir() and all(one.name == CACHE for one in path.iterdir()))
    )


def _add_photo(shelf: Shelf, found: FoundPictures | None) -> Iterable[Issue]:
    """Add the photos of the authors to the pictures. Returns the issues about unclear files in the person's folder."""
    chosen = settings.read(shelf.layout.settings)
    photos = [author.photo for author in (chosen.author, *chosen.authors.values())]
    addresses = [photo for photo in photos if photo.startswith(("https://", "http://"))]
    shelf.gallery.set_photos(addresses)
    if found is None:
        return ()
    from medium_archive.fetch import local_pictures  # noqa: PLC0415  # imports Pillow

    for address in addresses:
        local_pictures.add_one(shelf.gallery, found, address, "")
    return found.unclear.values()


def fetch(shelf: Shelf, progress: Progress) -> Iterable[Issue]:
    """Fetch missing pictures and gists; returns the issues."""
    from medium_archive.fetch import pictures as fetching  # noqa: PLC0415  # the HTTP library is slow to import

    fetched = fetching.fetch_into(shelf, settings.read(shelf.layout.settings), fetching.Options(), progress)
    consistency.save(shelf, fetched.touched)
    return fetched.issues


def report(layout: Layout, shelf: Shelf, tally: Tally, issues: Sequence[Issue], totals: Totals) -> Report:
    totals = replace(totals, elsewhere=picture_record.elsewhere_in_posts(shelf.gallery.records.values()))
    posts = [entry for entry in shelf.entries.values() if entry.is_post]
    visible = [entry for entry in posts if not forgotten.is_hidden(entry.path)]
    kinds = [kind_of(entry.path) for entry in visible]
    return Report(
        command="import",
        counts={
            "posts": kinds.count("story"),
            "responses": kinds.count("response"),
            "drafts": kinds.count("draft"),
            "forgotten": count_forgotten(layout),
            **tally.counts,
            "made_drafts": sum(kind_of(entry.path) == "draft" != entry.kind for entry in visible if entry.kind),
            "own_posts": store.count_own(layout, {entry.path for entry in posts}),
            **totals.counts,
            **shelf.gallery.counts,
            **shelf.gists.counts,
        },
        facts={"proof": totals.sentence, "archive": str(layout.root)},
        issues=tuple(issues),
        details={
            "posts": [
                {"id": entry.id, "path": entry.path, "reason": entry.reason}
                for entry in sorted(posts, key=lambda entry: entry.path)
            ],
            "completeness": totals.as_json(),
        },
    )
