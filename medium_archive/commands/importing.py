"""`archive import EXPORT…`: Medium's zips into the archive folder."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import LxmlError

from medium_archive import names
from medium_archive.checks import completeness
from medium_archive.commands import found_pictures
from medium_archive.commands import pictures as pictures_command
from medium_archive.commands.pictures import fetch_into, save
from medium_archive.errors import MemberDamaged, NotAnArchive
from medium_archive.folder import catalog, evidence, files, index_md, lock, settings, welcome, written
from medium_archive.folder.catalog import ABOUT, Entry
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.medium import pictures as pictures_of_medium
from medium_archive.medium import post as post_page
from medium_archive.medium import profile
from medium_archive.medium.export import Export, Member, open_export
from medium_archive.post import Author, Kind, Picture, Post
from medium_archive.report import Issue, Progress, Report, silent

_SAMPLE_SIZE = 30
# What a page that nobody foresaw can raise on its way to a post: each is one issue, the others go on
_POST_FAILS = (post_page.NoMediumPage, MemberDamaged, RecursionError, ValueError, OverflowError, LxmlError)


@dataclass(frozen=True)
class Options:
    """`pictures` is a folder of pictures that a person has, named by Medium's ids; unless `offline`, what is missing is
    fetched from the network.
    """

    pictures: Path | None = None
    offline: bool = True


def import_exports(
    sources: Sequence[Path], layout: Layout, options: Options = Options(), progress: Progress = silent
) -> Report:
    """Bring exports into the archive, which is made if it isn't there.

    Every export is opened and checked before anything is written. Raises the errors of `open_export`,
    NotAnArchive for a folder that holds other things, NewerArchive, ArchiveInUse, FolderUnwritable.
    """
    with ExitStack() as stack:
        exports = [stack.enter_context(open_export(path)) for path in sources]
        pictures = found_pictures.read(options.pictures) if options.pictures else None
        is_new = _check_place(layout)
        stack.enter_context(lock.held(layout))
        files.remove_temporary(layout.root)
        if is_new:
            # The settings first: a folder that has them is an archive, which the next run completes
            files.write(layout.settings, _first_settings(exports))
        _complete(layout, exports)
        shelf = Shelf.open(layout)
        issues: list[Issue] = []
        imports = evidence.read(layout)
        for export in exports:
            issues += export.issues
            imports.append(_import(export, shelf, pictures, issues, progress))
        _bring_photo(shelf, exports, pictures)
        evidence.write(layout, imports)
        save(shelf, set())
        if not options.offline:
            fetched = fetch_into(shelf, settings.read(layout.settings), pictures_command.Options(), progress)
            issues += fetched.issues
            save(shelf, fetched.touched)
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


def _first_settings(exports: Sequence[Export]) -> bytes:
    posts = list(_sample(exports))
    author = _author(exports, posts)
    languages = Counter(post.lang for post in posts if post.lang)
    site = settings.Site(
        title=author.name or author.username or "My archive",
        language=languages.most_common(1)[0][0] if languages else settings.Site().language,
    )
    return settings.new(site, author).encode()


def _complete(layout: Layout, exports: Sequence[Export]) -> None:
    """The files beside the posts, where they are missing, and a record of what was written there."""
    texts = {layout.root / name: text.encode() for name, text in welcome.FILES.items()}
    for file, text in texts.items():
        if not file.exists():
            files.write(file, text)
    known = written.read(layout)
    if layout.settings.name not in known:
        texts[layout.settings] = _first_settings(exports)
    ours = {file.name: text for file, text in texts.items() if file.read_bytes() == text}
    if ours.keys() - known.keys():
        written.note(layout, ours)


def _sample(exports: Sequence[Export]) -> Iterator[Post]:
    """Some posts of the last export, from all its years: enough to see who writes, and in which language."""
    members = exports[-1].posts()
    for member in members[:: 1 + len(members) // _SAMPLE_SIZE]:
        try:
            yield post_page.read(exports[-1].read(member), member.name)[0]
        except _POST_FAILS:
            continue


def _author(exports: Sequence[Export], posts: Sequence[Post]) -> Author:
    """From the last profile that is given, else from the by-line of a post."""
    for export in reversed(exports):
        page = _read_kind(export, "profile")
        if page is not None:
            return profile.read(page)
    return next((post.author for post in posts if post.author.name), Author())


def _import(
    export: Export,
    shelf: Shelf,
    pictures: found_pictures.FoundPictures | None,
    issues: list[Issue],
    progress: Progress,
) -> evidence.Import:
    counts: dict[Kind, int] = {"story": 0, "response": 0, "draft": 0}
    latest = ""
    for member in progress("Reading posts", export.posts(), len(export.posts())):
        try:
            page = export.read(member)
            kind, exported = _import_post(page, member, shelf, pictures, issues)
        except _POST_FAILS as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            message = f"This file could not be read as a post of Medium's: {reason}".rstrip(".") + "."
            issues.append(Issue(member.name, "no-post", message, "error"))
            continue
        counts[kind] += 1
        latest = max(latest, exported)
    _import_about(export, shelf)
    return evidence.keep(shelf.layout, export, latest, counts)


def _import_post(
    page: bytes,
    member: Member,
    shelf: Shelf,
    pictures: found_pictures.FoundPictures | None,
    issues: list[Issue],
) -> tuple[Kind, str]:
    """Put one post on its shelf; gives its kind and the day of its export."""
    key = catalog.same_post(member.post_id)
    if pictures is None and shelf.is_current(member.post_id, hashlib.sha256(page).hexdigest()):
        shelf.counts["unchanged"] += 1
        entry = shelf.entries[key]
        return kind_of(entry.path), entry.exported
    post, told = post_page.read(page, member.name)
    issues += told

    def bring(post_id: str, folder: str) -> None:
        if pictures is not None:
            found_pictures.bring(shelf.gallery, pictures, post_id, folder)

    shelf.put(post, page, names.file_name(member.name.rpartition("/")[2]), bring)
    return post.kind, post.exported


def _read_kind(export: Export, kind: str) -> bytes | None:
    """The page of a kind there is one of, None when it isn't there or is damaged: a name is not worth the posts."""
    for member in export.members:
        if member.kind == kind:
            try:
                return export.read(member)
            except MemberDamaged:
                return None
    return None


def _import_about(export: Export, shelf: Shelf) -> None:
    """about.md from what the profile says; a person's own about.md stays."""
    about = _read_kind(export, "about")
    text = index_md.compose_about(profile.read_about(about) if about else "").encode()
    file = shelf.layout.about
    entry = shelf.entries.get(ABOUT)
    untouched = entry is not None and file.is_file() and files.checksum(file) == entry.written
    if not file.exists() or (about is not None and untouched):
        files.write(file, text)
        shelf.entries[ABOUT] = Entry(ABOUT, file.name, hashlib.sha256(text).hexdigest())
    elif entry is None and file.read_bytes() == text:
        shelf.entries[ABOUT] = Entry(ABOUT, file.name, hashlib.sha256(text).hexdigest())


def _bring_photo(shelf: Shelf, exports: Sequence[Export], pictures: found_pictures.FoundPictures | None) -> None:
    photo = _author(exports, ()).photo
    if not photo:
        return
    shelf.gallery.add(Picture(photo, pictures_of_medium.picture_id(photo), role="photo"), "")
    if pictures is not None:
        found_pictures.bring_one(shelf.gallery, pictures, photo, "")


def _report(layout: Layout, shelf: Shelf, issues: Sequence[Issue], totals: completeness.Totals) -> Report:
    kinds = [kind_of(entry.path) for key, entry in shelf.entries.items() if key != ABOUT]
    here = len(shelf.gallery.records) - shelf.gallery.missing
    return Report(
        command="import",
        counts={
            "posts": kinds.count("story"),
            "responses": kinds.count("response"),
            "drafts": kinds.count("draft"),
            **shelf.counts,
            "pictures here": here,
            "pictures to fetch": shelf.gallery.missing,
        },
        facts={"proof": totals.sentence, "archive": str(layout.root)},
        issues=tuple(issues),
        details={
            "posts": [
                {"id": entry.id, "path": entry.path, "reason": entry.reason}
                for key, entry in sorted(shelf.entries.items(), key=lambda item: item[1].path)
                if key != ABOUT
            ],
            "completeness": totals.as_json(),
        },
    )
