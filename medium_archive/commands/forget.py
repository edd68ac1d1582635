"""`archive forget POST`: a post leaves the archive's sight, and stays away until a person wants it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from medium_archive.errors import NoSuchPost
from medium_archive.folder import (
    consistency,
    files,
    forgotten,
    last_import,
    lock,
    post_folders,
    post_names,
    published,
)
from medium_archive.folder import posts as store
from medium_archive.folder import settings as settings_file
from medium_archive.folder.catalog import same_post
from medium_archive.folder.forgotten import Forgotten
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.folder.shelf import Shelf
from medium_archive.processes import Pool
from medium_archive.report import Report

_HIDDEN = (
    "No page, export or platform gets it any more, and later imports keep it away. Run `archive build` to take it off "
    "the site. What is published elsewhere stays there. To have it back: `archive forget --undo {}`"
)
_SHOWN = "It is in the archive again, as it was. Run `archive build` to have it on the site."
_GONE = "Its folder is not here any more, so only its record was removed. Import an export that has the post."
_OWN_GONE = "Its hidden folder is not here any more, so only its record was removed. If you moved it, it is unchanged."
_NOT_FORGOTTEN = "This post is not forgotten, so nothing was changed."
_DRY = "Nothing was changed."


@dataclass(frozen=True)
class _Post:
    """A post that a person may mean: its key, which is its path if it has no id, its id ("" for none), its folder, its
    former folders, and other names.
    """

    key: str
    id: str
    path: str
    former: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_loose: bool = False


def forget(layout: Layout, post: str, *, dry_run: bool = False) -> Report:
    """Hide the folder of a post, given by its folder, slug, id or address, and record it. If a run was killed, the next
    one with the same post completes it. With `dry_run` nothing is changed.

    Raises NoSuchPost if no post or more than one fits, SettingsWrong, NewerArchive, ArchiveInUse, FolderUnwritable,
    RecordsDamaged.
    """
    settings_file.read(layout.settings)
    with lock.held(layout):
        shelf, known = _open(layout, dry_run=dry_run), forgotten.read(layout)
        one = _find(post, list(_posts(shelf)), list(_hidden(shelf, known)))
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
            _move(shelf, one, record.folder)
        if not (layout.root / record.path).exists():
            _follow_copies(shelf, record.path, record.folder)
        _save(shelf)
        is_only = [other.path for other in forgotten.read(layout).values()].count(record.path) == 1
        return _report(layout, record.path, _HIDDEN.format(record.path if is_only else record.folder))


def undo(layout: Layout, post: str, *, dry_run: bool = False) -> Report:
    """Let a forgotten post return to its folder. The arguments and errors are those of `forget`."""
    settings_file.read(layout.settings)
    with lock.held(layout):
        shelf, known = _open(layout, dry_run=dry_run), forgotten.read(layout)
        visible, hidden = list(_posts(shelf)), list(_hidden(shelf, known))
        there = {one.key for one in hidden}
        away = [_as_forgotten(record, visible) for key, record in known.items() if key not in there]
        one = _find(post, [*hidden, *away], visible, _kept_away(shelf, post))
        record = known.get(one.key)
        if record is None and not forgotten.is_hidden(one.path) and one.path:
            if not dry_run:  # a killed run may have removed the record alone
                _save(shelf)
            return _report(layout, one.path, _NOT_FORGOTTEN)
        place, text = one.path, _SHOWN
        if forgotten.is_hidden(one.path):
            place = post_folders.home(shelf, one.key, one.path)
            is_kept = record is not None and place == record.path  # its own name is kept free
            if not is_kept or (layout.root / place).exists():
                place = _free(shelf, known, place, one.id)
        elif not place or not (layout.root / place / TEXT).exists():
            text = _GONE if one.id else _OWN_GONE
        if dry_run:
            return _report(layout, place, _DRY)
        last_import.forget(layout)
        if place and place != one.path:
            _move(shelf, one, place)
        _follow_copies(shelf, record.folder if record is not None else one.path, place)
        _save(shelf)
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


def _posts(shelf: Shelf) -> Iterator[_Post]:
    """The posts that are not hidden. A text with damaged front matter has its folder alone."""
    found, _ = store.read_posts(shelf.layout, drafts=True, with_texts=False)
    keys = {path: key for key, path in shelf.paths.items()}
    for one in found:
        key = keys.get(one.path, one.path)
        yield _Post(key, one.id if key != one.path else "", one.path, (), (one.slug, one.url), one.is_loose)
    readable = {one.path for one in found}
    for path, key in keys.items():
        if path not in readable and not forgotten.is_hidden(path):
            yield _Post(key, key, path)


def _hidden(shelf: Shelf, known: Mapping[str, Forgotten]) -> Iterator[_Post]:
    """The posts whose folders are hidden."""
    keys = {path: key for key, path in shelf.paths.items()}
    for file in store.texts(shelf.layout.drafts, hidden=True):
        path = store.path_of(file, FOLDER_OF["draft"])
        if forgotten.is_hidden(path) and file.is_file():
            key = keys.get(path, path)
            text, _ = store.try_post(file, path, "draft")
            names = [path.rpartition("/")[2].lstrip("."), *([text.slug, text.url] if text is not None else [])]
            record = known.get(key)
            former = (record.path,) if record is not None else ()
            yield _Post(key, key if path in keys else "", path, former, (*names, *map(_name, former)))


def _as_forgotten(record: Forgotten, visible: Iterable[_Post]) -> _Post:
    """A post that is on record as forgotten, and whose folder is not hidden: a run was killed, or a person moved the
    folder back. If there is no such folder, its path is the one to which it would return.
    """
    own = record.post == record.folder
    found = next((one for one in visible if one.key == record.key or (own and one.path == record.path)), None)
    path, names = (found.path, found.names) if found is not None else (record.path, ())
    former = (record.path, record.folder)
    return _Post(record.key, "" if own else record.post, path, former, (*names, *map(_name, former)))


def _kept_away(shelf: Shelf, wanted: str) -> list[_Post]:
    """The post that this archive, a copy made by git, keeps away without a record of it. Such a post has no folder."""
    keys = (key for key in post_names.read(wanted) if shelf.is_kept_away(key))
    return [_Post(key, key, "") for key in dict.fromkeys(keys)]


def _record_of(shelf: Shelf, known: Mapping[str, Forgotten], one: _Post) -> Forgotten:
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
    folder = _free(shelf, known, forgotten.hidden_at(one.path), one.id)
    return Forgotten(one.id or folder, one.path, folder)


def _find(wanted: str, *groups: list[_Post]) -> _Post:
    """The post that a person means. Folders count before other names, and among equals the earlier group."""
    keys = frozenset(post_names.read(wanted))
    matching: list[_Post] = []
    for is_exact in (True, False):
        for group in groups:
            matching = matching or [one for one in group if not keys.isdisjoint(_names(one, is_exact=is_exact))]
    if len(matching) == 1:
        return matching[0]
    if not matching:
        raise NoSuchPost(f"No post matches {wanted}.", "Give its folder, its slug, its id or its address.")
    listed = ", ".join(sorted(one.path for one in matching))
    raise NoSuchPost(f"{len(matching)} posts match {wanted}: {listed}.", "Name one of them by its folder.")


def _names(one: _Post, *, is_exact: bool) -> set[str]:
    if is_exact:
        return {one.path, *one.former}
    return {_name(one.path), *one.names, same_post(one.id)} - {""}


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _free(shelf: Shelf, known: Mapping[str, Forgotten], path: str, post_id: str) -> str:
    """The path, or a similar one that no folder and no other forgotten post has."""
    kept = {record.folder for record in known.values()}
    every = (path, *([f"{path}-{post_id}"] if post_id else []), *(f"{path}-{number}" for number in range(2, 1000)))
    return next(
        one for one in every if one not in kept and shelf.is_free(one) and not (shelf.layout.root / one).exists()
    )


def _move(shelf: Shelf, one: _Post, path: str) -> None:
    """Move the folder of a post; one without an id is in no record."""
    if one.key in shelf.paths:
        shelf.move(one.key, path)
        return
    before, after = shelf.layout.root / one.path, shelf.layout.root / path
    with files.disk_errors(after):
        after.parent.mkdir(parents=True, exist_ok=True)
        before.rename(after)


def _follow_copies(shelf: Shelf, before: str, now: str) -> None:
    """Let the records of the copies of a post without an id name the folder that it has now."""
    remotes = published.read(shelf.layout)
    if any(place.post == before for place in remotes):
        drafts = {key for key, entry in shelf.entries.items() if entry.is_private}
        published.write(shelf.layout, published.renamed(remotes, {before: now}), drafts)


def _save(shelf: Shelf) -> None:
    """Let links, originals and records follow."""
    with Pool(jobs=1) as pool:
        consistency.update_links(shelf, pool)
    consistency.save(shelf, ())
