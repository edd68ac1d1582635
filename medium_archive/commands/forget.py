"""`archive forget POST`: a post leaves the archive's sight, and stays away until a person wants it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medium_archive import links
from medium_archive.errors import NoSuchPost
from medium_archive.folder import consistency, files, forgotten, last_import, lock, post_folders
from medium_archive.folder import posts as store
from medium_archive.folder import settings as settings_file
from medium_archive.folder.catalog import same_post
from medium_archive.folder.forgotten import Forgotten
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.processes import Pool
from medium_archive.report import Report

_HIDDEN = (
    "No page, export or platform gets it any more, and later imports keep it away. Run `archive build` to take it off "
    "the site. What is published elsewhere stays there. To have it back: archive forget --undo {}"
)
_SHOWN = "It is in the archive again, as it was. Run `archive build` to have it on the site."
_GONE = "Its folder is not here any more, so only its record was removed. Import an export that has the post."
_NOT_FORGOTTEN = "This post is not forgotten, so nothing was changed."
_DRY = "Nothing was changed."


@dataclass(frozen=True)
class _Post:
    """A post that a person may mean: its key, its id ("" for none), its folder, and other names."""

    key: str
    id: str
    path: str
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
        known = forgotten.read(layout)
        one = _find(post, [*_posts(layout), *_hidden(layout, known)])
        if one.is_loose:
            hint = f"Move the file out of {one.path.partition('/')[0]}/, or delete it: no import brings it back."
            raise NoSuchPost(f"{one.path}.md is a single file of yours.", hint)
        before = known.get(one.key)
        if dry_run:
            return _report(layout, before.path if before else one.path, _DRY)
        last_import.forget(layout)
        files.remove_temporary(layout.root)
        shelf = consistency.open_shelf(layout)
        if before is None:
            folder = one.path if forgotten.is_hidden(one.path) else _free(shelf, forgotten.hidden_at(one.path), one.id)
            before = Forgotten(one.id or one.path, one.path, folder)
            # First, so that the next run knows where the post was, if this one is killed
            forgotten.write(layout, [*known.values(), before])
        if not forgotten.is_hidden(one.path):
            _move(shelf, one, before.folder)
        _save(shelf)
        return _report(layout, before.path, _HIDDEN.format(before.path))


def undo(layout: Layout, post: str, *, dry_run: bool = False) -> Report:
    """Let a forgotten post return to its folder. The arguments and errors are those of `forget`."""
    settings_file.read(layout.settings)
    with lock.held(layout):
        known = forgotten.read(layout)
        posts = {one.key: one for one in [*_posts(layout), *_hidden(layout, known)]}
        away = [_as_forgotten(record, posts.get(key)) for key, record in known.items()]
        one = _find(post, [*away, *(one for key, one in posts.items() if key not in known)])
        if one.key not in known:
            if not dry_run:  # a killed run may have removed the record alone
                _save(consistency.open_shelf(layout))
            return _report(layout, one.path, _NOT_FORGOTTEN)
        record, now = known[one.key], posts.get(one.key)
        if dry_run:
            return _report(layout, record.path, _DRY)
        last_import.forget(layout)
        files.remove_temporary(layout.root)
        shelf = consistency.open_shelf(layout)
        place = record.path
        if now is not None and forgotten.is_hidden(now.path):
            place = _place(shelf, record)
            if place != record.path or (layout.root / place).exists():  # its own name is kept free
                place = _free(shelf, place, one.id)
            _move(shelf, now, place)
        _save(shelf)
        # Last, so that the next run knows where the post goes, if this one is killed
        forgotten.write(layout, (other for key, other in known.items() if key != one.key))
        return _report(layout, place, _GONE if now is None else _SHOWN)


def _report(layout: Layout, path: str, text: str) -> Report:
    return Report(
        "forget", counts={"forgotten": len(forgotten.read(layout))}, facts={"post": path}, details={"text": text}
    )


def _posts(layout: Layout) -> Iterator[_Post]:
    """The posts that are not hidden. A text with damaged front matter has its folder alone."""
    found, _ = store.read_posts(layout, drafts=True, with_texts=False)
    keys = {path: key for key, path in Shelf.open(layout).paths.items()}
    for one in found:
        key = keys.get(one.path, one.path)
        yield _Post(key, one.id if key != one.path else "", one.path, (one.slug, one.url), one.is_loose)
    readable = {one.path for one in found}
    for path, key in keys.items():
        if path not in readable and not forgotten.is_hidden(path):
            yield _Post(key, key, path)


def _hidden(layout: Layout, known: Mapping[str, Forgotten]) -> Iterator[_Post]:
    """The posts whose folders are hidden."""
    keys = {path: key for key, path in Shelf.open(layout).paths.items()}
    without_id = {one.folder: one.key for one in known.values() if one.post == one.key and "/" in one.post}
    for file in store.texts(layout.drafts, hidden=True):
        path = store.path_of(file, FOLDER_OF["draft"])
        if forgotten.is_hidden(path) and file.is_file():
            key = keys.get(path) or without_id.get(path, path)
            text, _ = store.try_post(file, path, "draft")
            names = [path.rpartition("/")[2].lstrip("."), *([text.slug, text.url] if text is not None else [])]
            if (record := known.get(key)) is not None:
                names += [record.path, record.path.rpartition("/")[2]]
            yield _Post(key, key if path in keys else "", path, tuple(names))


def _as_forgotten(record: Forgotten, now: _Post | None) -> _Post:
    """A forgotten post by its names before and now."""
    post_id = "" if "/" in record.post else record.post
    return _Post(record.key, post_id, record.path, now.names if now is not None else ())


def _find(wanted: str, posts: Iterable[_Post]) -> _Post:
    """The post that a person means."""
    name = wanted.strip().partition("?")[0].rstrip("/")
    for ending in (f"/{TEXT}", "/index.html"):
        name = name.removesuffix(ending)
    keys = {wanted.strip(), name, name.rpartition("/")[2], same_post(name.lower()), same_post(links.post_id(wanted))}
    keys.discard("")
    found = {
        one.key: one
        for one in posts
        if not keys.isdisjoint({one.path, one.path.rpartition("/")[2], *one.names, same_post(one.id)} - {""})
    }
    exact = [one for one in found.values() if one.path == name]
    matching = exact or list(found.values())
    if len(matching) == 1:
        return matching[0]
    if not matching:
        raise NoSuchPost(f"No post matches {wanted}.", "Give its folder, its slug, its id or its address.")
    listed = ", ".join(sorted(one.path for one in matching))
    raise NoSuchPost(f"{len(matching)} posts match {wanted}: {listed}.", "Name one of them by its folder.")


def _place(shelf: Shelf, record: Forgotten) -> str:
    """The folder to which a post returns. One that was a draft, and was published since, returns as what it is now."""
    entry = shelf.entries.get(record.key)
    if entry is not None and kind_of(record.path) == "draft" and entry.kind in ("story", "response"):
        return post_folders.first_path(shelf, record.key, entry.kind)
    return record.path


def _free(shelf: Shelf, path: str, post_id: str) -> str:
    """The path, or a similar one that no folder has."""
    every = (path, *([f"{path}-{post_id}"] if post_id else []), *(f"{path}-{number}" for number in range(2, 1000)))
    return next(one for one in every if shelf.is_free(one) and not (shelf.layout.root / one).exists())


def _move(shelf: Shelf, one: _Post, path: str) -> None:
    """Move the folder of a post; one without an id is in no record."""
    if one.key in shelf.paths:
        shelf.move(one.key, path)
        return
    before, after = shelf.layout.root / one.path, shelf.layout.root / path
    with files.disk_errors(after):
        after.parent.mkdir(parents=True, exist_ok=True)
        before.rename(after)


def _save(shelf: Shelf) -> None:
    """Let links, originals and records follow."""
    with Pool(jobs=1) as pool:
        consistency.update_links(shelf, pool)
    consistency.save(shelf, ())
