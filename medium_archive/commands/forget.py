"""`archive forget POST`: a post leaves the archive's sight, and stays away until a person wants it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from medium_archive.commands import web_place
from medium_archive.errors import NoSuchPost
from medium_archive.folder import (
    consistency,
    files,
    forgotten,
    last_import,
    lock,
    named_posts,
    post_folders,
    post_names,
)
from medium_archive.folder import posts as store
from medium_archive.folder import settings as settings_file
from medium_archive.folder.forgotten import Forgotten
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.named_posts import NamedPost
from medium_archive.folder.shelf import Shelf
from medium_archive.program_start import typed
from medium_archive.report import Report

_HIDDEN = (
    "No export or platform gets it any more, from the next `archive build` on no page shows it, and later imports keep "
    "it away. {} What is published elsewhere "
    "stays there. To have it back: `archive forget --undo {}`"
)
_SHOWN = "It is in the archive again, as it was. Run `archive build` to have it on the site."
_GONE = "Its folder is not here any more, so only its record was removed. Import an export that has the post."
_OWN_GONE = "Its hidden folder is not here any more, so only its record was removed. If you moved it, it is unchanged."
_NOT_FORGOTTEN = "This post is not forgotten, so nothing was changed."
_DRY = "Nothing was changed."


def forget(layout: Layout, post: str, *, dry_run: bool = False) -> Report:
    """Hide the folder of a post, given by its folder, slug, id, address or title, and record it. If a run was killed,
    the next one with the same post completes it. With `dry_run` nothing is changed.

    Raises NoSuchPost if no post or more than one fits, SettingsWrong, NewerArchive, ArchiveInUse, FolderUnwritable,
    RecordsDamaged.
    """
    settings_file.read(layout.settings)
    with lock.held(layout):
        shelf, known = _open(layout, dry_run=dry_run), forgotten.read(layout)
        one = named_posts.find(post, list(named_posts.visible(shelf)), list(named_posts.hidden(shelf, known)))
        if one.is_loose:
            hint = f"Move the file out of {one.path.partition('/')[0]}/, or delete it: no import brings it back."
            raise NoSuchPost(f"{one.path}.md is a single file of yours.", hint)
        record = _record_of(shelf, known, one)
        if dry_run:
            return _report(layout, record.path, _DRY)
        last_import.forget(layout)
        # First, so that the next run knows where the post was, if this one is killed
        forgotten.add(layout, record)
        if not forgotten.is_hidden(one.path):
            named_posts.move(shelf, one, record.folder)
        if not (layout.root / record.path).exists():
            named_posts.follow_copies(shelf, record.path, record.folder)
        named_posts.save(shelf)
        is_only = [other.path for other in forgotten.read(layout).values()].count(record.path) == 1
        shown_again = record.path if is_only else record.folder
        return _report(layout, record.path, _HIDDEN.format(web_place.withdrawal(layout), typed(shown_again)))


def undo(layout: Layout, post: str, *, dry_run: bool = False) -> Report:
    """Let a forgotten post return to its folder. The arguments and errors are those of `forget`."""
    settings_file.read(layout.settings)
    with lock.held(layout):
        shelf, known = _open(layout, dry_run=dry_run), forgotten.read(layout)
        visible, hidden = list(named_posts.visible(shelf)), list(named_posts.hidden(shelf, known))
        there = {one.key for one in hidden}
        away = [_as_forgotten(record, visible) for key, record in known.items() if key not in there]
        one = named_posts.find(post, [*hidden, *away], visible, _kept_away(shelf, post))
        record = known.get(one.key)
        if record is None and not forgotten.is_hidden(one.path) and one.path:
            if not dry_run:  # a killed run may have removed the record alone
                named_posts.save(shelf)
            return _report(layout, one.path, _NOT_FORGOTTEN)
        place, text = one.path, _SHOWN
        if forgotten.is_hidden(one.path):
            place = post_folders.home(shelf, one.key, one.path)
            is_kept = record is not None and place == record.path  # its own name is kept free
            if not is_kept or (layout.root / place).exists():
                place = named_posts.free(shelf, known, place, one.id)
        elif not place or not (layout.root / place / TEXT).exists():
            text = _GONE if one.id else _OWN_GONE
        if dry_run:
            return _report(layout, place, _DRY)
        last_import.forget(layout)
        if place and place != one.path:
            named_posts.move(shelf, one, place)
        named_posts.follow_copies(shelf, record.folder if record is not None else one.path, place)
        named_posts.save(shelf)
        # Last, so that the next run knows where the post goes, if this one is killed
        forgotten.remove(layout, one.key)
        return _report(layout, place or one.id, text)


def _open(layout: Layout, *, dry_run: bool) -> Shelf:
    if not dry_run:
        files.remove_temporary(layout.root)
    return consistency.open_shelf(layout)


def _report(layout: Layout, path: str, text: str) -> Report:
    counts = {"forgotten": store.count_forgotten(layout)}
    return Report("forget", counts=counts, facts={"post": path}, details={"text": text})


def _as_forgotten(record: Forgotten, visible: Iterable[NamedPost]) -> NamedPost:
    """A post that is on record as forgotten, and whose folder is not hidden: a run was killed, or a person moved the
    folder back. If there is no such folder, its path is the one to which it would return.
    """
    own = record.post == record.folder
    found = next((one for one in visible if one.key == record.key or (own and one.path == record.path)), None)
    path, names = (found.path, found.names) if found is not None else (record.path, ())
    former = (record.path, record.folder)
    return NamedPost(record.key, "" if own else record.post, path, former, (*names, *map(named_posts.name_of, former)))


def _kept_away(shelf: Shelf, wanted: str) -> list[NamedPost]:
    """The post that this archive, a copy made by git, keeps away without a record of it. Such a post has no folder."""
    keys = (key for key in post_names.read(wanted) if shelf.is_kept_away(key))
    return [NamedPost(key, key, "") for key in dict.fromkeys(keys)]


def _record_of(shelf: Shelf, known: Mapping[str, Forgotten], one: NamedPost) -> Forgotten:
    """The record of a post: the present one, that of a run that was killed before it moved the folder, or a new one."""
    root, record = shelf.layout.root, known.get(one.key)
    if forgotten.is_hidden(one.path):
        home = post_folders.home(shelf, one.key, one.path)
        return record or Forgotten(one.id or one.path, home, one.path)
    if record is None and not one.id:
        unfinished = (other for other in known.values() if other.post == other.folder and other.path == one.path)
        record = next((other for other in unfinished if not (root / other.folder).exists()), None)
    if record is not None and not (root / record.folder).exists():
        return replace(record, path=one.path)  # a person may have moved the folder back under another name
    folder = named_posts.free(shelf, known, forgotten.hidden_at(one.path), one.id)
    return Forgotten(one.id or folder, one.path, folder)
