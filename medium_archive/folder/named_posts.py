"""Posts as a person names them, in every way of `post_names`, and what a command does with the one that is meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from medium_archive.errors import NoSuchPost
from medium_archive.folder import consistency, files, forgotten, post_names, posts, published
from medium_archive.folder.catalog import same_post
from medium_archive.folder.forgotten import Forgotten
from medium_archive.folder.layout import FOLDER_OF, TEXT
from medium_archive.folder.shelf import Shelf
from medium_archive.processes import Pool

_MOST_SIMILAR = 3
_NAME_IT = "Give its folder, its slug, its id, its address, or its title in quotes."


@dataclass(frozen=True)
class NamedPost:
    """A post that a person may mean: its key, which is its path if it has no id, its id ("" for none), its folder, its
    former folders, other names, and its title ("" if it is not known).
    """

    key: str
    id: str
    path: str
    former: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_loose: bool = False
    title: str = ""


def visible(shelf: Shelf) -> Iterator[NamedPost]:
    """The posts that are not hidden. One whose text can't be read has its folder alone."""
    found, _ = posts.read_posts(shelf.layout, drafts=True, with_texts=False)
    keys = {path: key for key, path in shelf.paths.items()}
    for one in found:
        key = keys.get(one.path, one.path)
        yield NamedPost(
            key, one.id if key != one.path else "", one.path, (), (one.slug, one.url), one.is_loose, one.title
        )
    readable = {one.path for one in found}
    for path, key in keys.items():
        if path not in readable and not forgotten.is_hidden(path):
            yield NamedPost(key, key, path)
    for name in FOLDER_OF.values():
        for file in posts.texts(shelf.layout.root / name):
            path = posts.path_of(file, name)
            if path not in readable and path not in keys and file.is_file():
                yield NamedPost(path, "", path, is_loose=file.name != TEXT)


def hidden(shelf: Shelf, known: Mapping[str, Forgotten]) -> Iterator[NamedPost]:
    """The posts whose folders are hidden."""
    keys = {path: key for key, path in shelf.paths.items()}
    for file in posts.texts(shelf.layout.drafts, hidden=True):
        path = posts.path_of(file, FOLDER_OF["draft"])
        if forgotten.is_hidden(path) and file.is_file():
            key = keys.get(path, path)
            text, _ = posts.try_post(file, path, "draft")
            names = [path.rpartition("/")[2].lstrip("."), *([text.slug, text.url] if text is not None else [])]
            record = known.get(key)
            former = (record.path,) if record is not None else ()
            title = text.title if text is not None else ""
            id_of = key if path in keys else ""
            yield NamedPost(key, id_of, path, former, (*names, *map(name_of, former)), title=title)


def find(wanted: str, *groups: list[NamedPost]) -> NamedPost:
    """The post that a person means. Folders count before other names, these before titles, and among equals the earlier
    group. Raises NoSuchPost if no post or more than one fits.
    """
    if not wanted.strip():
        raise NoSuchPost("The name of the post is empty.", _NAME_IT)
    keys, title = frozenset(post_names.read(wanted)), _plain(wanted)
    matching: list[NamedPost] = []
    for is_exact in (True, False):
        for group in groups:
            matching = matching or [one for one in group if not keys.isdisjoint(_names(one, is_exact=is_exact))]
    for group in groups:
        matching = matching or [one for one in group if title and title == _plain(one.title)]
    if len(matching) == 1:
        return matching[0]
    if not matching:
        similar = _similar(title, [one for group in groups for one in group])
        hint = f"{_NAME_IT} Similar: {', '.join(similar)}" if similar else _NAME_IT
        raise NoSuchPost(f"No post matches {wanted}.", hint)
    raise post_names.ambiguous(wanted, (one.path for one in matching))


def _plain(title: str) -> str:
    """A title as two people may write it: capital letters and spaces do not count."""
    return " ".join(title.casefold().split())


def _similar(wanted: str, posts: Sequence[NamedPost]) -> list[str]:
    """The folders of the few posts whose titles, or names of folders, are most like some words."""
    known: dict[str, str] = {}
    for one in posts:
        for name in (_plain(one.title), name_of(one.path).casefold()):
            known.setdefault(name, one.path)
    holding = [path for name, path in known.items() if wanted and wanted in name]
    like = [known[name] for name in difflib.get_close_matches(wanted, list(known), _MOST_SIMILAR)]
    return list(dict.fromkeys([*holding, *like]))[:_MOST_SIMILAR]


def _names(one: NamedPost, *, is_exact: bool) -> set[str]:
    if is_exact:
        return {one.path, *one.former}
    return {name_of(one.path), *one.names, same_post(one.id)} - {""}


def name_of(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def free(shelf: Shelf, known: Mapping[str, Forgotten], path: str, post_id: str) -> str:
    """The path, or a similar one that no folder and no other forgotten post has."""
    kept = {record.folder for record in known.values()}
    every = (path, *([f"{path}-{post_id}"] if post_id else []), *(f"{path}-{number}" for number in range(2, 1000)))
    return next(
        one for one in every if one not in kept and shelf.is_free(one) and not (shelf.layout.root / one).exists()
    )


def move(shelf: Shelf, one: NamedPost, path: str) -> None:
    """Move the folder of a post; one without an id is in no record."""
    if one.key in shelf.paths:
        shelf.move(one.key, path)
        return
    before, after = shelf.layout.root / one.path, shelf.layout.root / path
    with files.disk_errors(after):
        after.parent.mkdir(parents=True, exist_ok=True)
        before.rename(after)


def follow_copies(shelf: Shelf, before: str, now: str) -> None:
    """Let the records of the copies of a post without an id name the folder that it has now."""
    remotes = published.read(shelf.layout)
    if any(place.post == before for place in remotes):
        drafts = {key for key, entry in shelf.entries.items() if entry.is_private}
        published.write(shelf.layout, published.renamed(remotes, {before: now}), drafts)


def save(shelf: Shelf) -> None:
    """Let links, originals and records follow."""
    with Pool(jobs=1) as pool:
        consistency.update_links(shelf, pool)
    consistency.save(shelf, ())
