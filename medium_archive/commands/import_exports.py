"""`archive import EXPORT…`: Medium's zips into the archive folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from medium_archive import names
from medium_archive.checks import completeness
from medium_archive.errors import NotAnArchive
from medium_archive.fetch import author_photo, local_pictures
from medium_archive.fetch import pictures as fetching
from medium_archive.folder import (
    author_files,
    catalog,
    fetched_content,
    files,
    kept_exports,
    lock,
    migration,
    own_links,
    post_folders,
    private_pages,
    settings,
)
from medium_archive.folder.edits import Favor
from medium_archive.folder.history import mark
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.medium import post as post_page
from medium_archive.medium.export import Export, Member, open_export
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.post import Kind
from medium_archive.report import Issue, Progress, Report, silent


@dataclass(frozen=True)
class Options:
    """`pictures` is a folder of pictures that a person has, named by Medium's ids; unless `offline`, what is missing is
    fetched from the network. `favor` says whose words stand where a person and Medium changed the same passage; with
    `again` every text that nobody touched is written anew from its original.
    """

    pictures: Path | None = None
    offline: bool = True
    favor: Favor = "both"
    again: bool = False


def import_exports(
    sources: Sequence[Path], layout: Layout, options: Options = Options(), progress: Progress = silent
) -> Report:
    """Bring exports into the archive, which is made if it isn't there.

    Every export is opened and checked before anything is written. Raises the errors of `open_export`,
    NotAnArchive for a folder that holds other things, NewerArchive, ArchiveInUse, FolderUnwritable.
    """
    with ExitStack() as stack:
        exports = [stack.enter_context(open_export(path)) for path in sources]
        pictures = local_pictures.read(options.pictures) if options.pictures else None
        is_new = _check_place(layout)
        stack.enter_context(lock.held(layout))
        files.remove_temporary(layout.root)
        if is_new:
            author_files.make_settings(layout, exports)
        author_files.complete(layout)
        migration.keep_old(layout)
        shelf = Shelf.open(layout, options.favor)
        fetched_content.recognise(shelf)
        issues: list[Issue] = []
        imports = kept_exports.read(layout)
        imports += _remember(shelf, imports)
        for export in exports:
            issues += export.issues
            imports.append(_import(export, shelf, pictures, progress))
        if options.again:
            for key in progress("Writing anew", sorted(shelf.paths.keys() & shelf.entries.keys())):
                shelf.rewrite(key)
        shelf.gallery.tidy()
        post_folders.arrange(shelf)
        own_links.settle(shelf)
        shelf.mark_gone()
        author_photo.update(shelf, pictures)
        issues += pictures.unclear.values() if pictures else ()
        kept_exports.write(layout, imports)
        fetching.save(shelf, shelf.showing())  # a killed run may have left what its texts don't name yet
        migration.finish(layout)
        if not options.offline:
            fetched = fetching.fetch_into(shelf, settings.read(layout.settings), fetching.Options(), progress)
            issues += fetched.issues
            fetching.save(shelf, fetched.touched)
    totals, losses = completeness.check_archive(layout, progress=progress)
    return _report(layout, shelf, [*issues, *shelf.issues, *losses], totals)


def _check_place(layout: Layout) -> bool:
    """True for a folder where a new archive can be made; raises for one that holds other things, or a newer archive."""
    if layout.settings.exists():
        settings.read(layout.settings)
        return False
    if layout.root.is_dir() and not all(_may_be_there(path.name) for path in layout.root.iterdir()):
        raise NotAnArchive(
            f"{layout.root} holds other things and is no archive.",
            "Name an empty or a new folder with `--archive FOLDER`.",
        )
    if layout.root.exists() and not layout.root.is_dir():
        raise NotAnArchive(f"{layout.root} is a file.", "Name a folder with `--archive FOLDER`.")
    return True


def _may_be_there(name: str) -> bool:
    """What a run leaves that could not write its first file, and what systems put into every folder."""
    return name in (lock.NAME, ".DS_Store", "Thumbs.db", "desktop.ini") or (
        name.startswith(".") and name.endswith(".tmp")
    )


def _remember(shelf: Shelf, imports: Sequence[kept_exports.Import]) -> list[kept_exports.Import]:
    """Read again, from exports/, what an archive of an earlier version doesn't know of the exports it was made from."""
    read = []
    for entry in imports:
        file = shelf.layout.root / entry.file
        if shelf.history.knows(mark(entry.sha256)) or not file.is_file():
            continue
        with open_export(file) as export:
            known = replace(entry, account=author_files.author(export).username)
            shelf.history.exports[mark(entry.sha256)] = known
            for member in export.posts():
                with suppress(*post_page.PAGE_ERRORS):
                    page = export.read(member)
                    shelf.history.note(post_page.read(page, member.name)[0], fingerprint(page), mark(entry.sha256))
            private_pages.keep(export, shelf.layout, entry.exported, shelf.issues)
        read.append(known)
    return read


def _import(
    export: Export,
    shelf: Shelf,
    pictures: local_pictures.FoundPictures | None,
    progress: Progress,
) -> kept_exports.Import:
    kept = replace(kept_exports.keep(shelf.layout, export), account=author_files.author(export).username)
    shelf.history.exports.setdefault(mark(kept.sha256), kept)
    counts: dict[Kind, int] = {"story": 0, "response": 0, "draft": 0}
    for member in progress("Reading posts", export.posts(), len(export.posts())):
        try:
            page = export.read(member)
            counts[_import_post(page, member, shelf, mark(kept.sha256), pictures)] += 1
        except post_page.PAGE_ERRORS as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            message = f"This file could not be read as a post of Medium's: {reason}".rstrip(".") + "."
            shelf.issues.append(Issue(member.name, "no-post", message, "error"))
    day = shelf.history.exports[mark(kept.sha256)].exported
    author_files.bring(export, day, shelf)
    private_pages.keep(export, shelf.layout, day, shelf.issues)
    return replace(kept, exported=day, posts=counts["story"], responses=counts["response"], drafts=counts["draft"])


def _import_post(
    page: bytes,
    member: Member,
    shelf: Shelf,
    export: str,
    pictures: local_pictures.FoundPictures | None,
) -> Kind:
    """Put one post on its shelf; gives its kind."""
    key = catalog.same_post(member.post_id)
    if pictures is None and shelf.is_current(member.post_id, hashlib.sha256(page).hexdigest(), export):
        shelf.counts["unchanged"] += 1
        return kind_of(shelf.entries[key].path)
    post, told = post_page.read(page, member.name)
    shelf.issues += told

    def bring(post_id: str, folder: str) -> None:
        if pictures is not None:
            local_pictures.bring(shelf.gallery, pictures, post_id, folder)

    shelf.put(post, page, names.file_name(member.name.rpartition("/")[2]), export, bring)
    return post.kind


def _report(layout: Layout, shelf: Shelf, issues: Sequence[Issue], totals: completeness.Totals) -> Report:
    kinds = [kind_of(entry.path) for entry in shelf.entries.values() if entry.is_post]
    return Report(
        command="import",
        counts={
            "posts": kinds.count("story"),
            "responses": kinds.count("response"),
            "drafts": kinds.count("draft"),
            **shelf.counts,
            **shelf.gallery.counts,
            **shelf.gists.counts,
        },
        facts={"proof": totals.sentence, "archive": str(layout.root)},
        issues=tuple(issues),
        details={
            "posts": [
                {"id": entry.id, "path": entry.path, "reason": entry.reason}
                for entry in sorted(shelf.entries.values(), key=lambda entry: entry.path)
                if entry.is_post
            ],
            "completeness": totals.as_json(),
        },
    )
