"""The folder of each post, the same for every order of imports: its name comes from the first export of the post. A
folder that a person named or moved stays where it is, and that of a forgotten post stays hidden.
"""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive import names
from medium_archive.folder import forgotten
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import FOLDER_OF
from medium_archive.folder.shelf import Shelf, kind_of
from medium_archive.post import Kind, Post


def folder_for(shelf: Shelf, post: Post, entry: Entry | None) -> str:
    """The folder of a post that is being imported: the present one, unless the post was published or withdrawn since;
    else a free one, named as the post was first called. `plan` decides finally, once all exports are read.
    """
    key = same_post(post.id)
    present = shelf.paths.get(key)
    if present is not None and forgotten.is_hidden(present):
        return present
    if present is None:
        known = forgotten.read(shelf.layout).get(key)
        path = known.folder if known else first_path(shelf, key, post.kind)
        if known is None and shelf.is_kept_away(key):
            path = forgotten.hidden_at(path)
    elif entry is None or is_moved_by_person(shelf, key) or (entry.kind == "draft") == (post.kind == "draft"):
        return present
    elif is_named_by_program(shelf, key):
        path = first_path(shelf, key, post.kind)
    else:
        path = f"{FOLDER_OF[post.kind]}/{present.rpartition('/')[2]}"
    return path if shelf.is_free(path) else f"{path}-{post.id}"


def first_path(shelf: Shelf, key: str, kind: Kind) -> str:
    """The folder named as the post was first called: as a draft, or since it was published."""
    state = shelf.history.first(key, draft=kind == "draft")
    return f"{FOLDER_OF[state.kind]}/{state.folder_name}" if state else shelf.paths[key]


def slug(shelf: Shelf, key: str) -> str:
    """The slug of a post: the name of its folder without the date. If a person named the folder, it is that of the name
    which the program would have given.
    """
    path = shelf.paths[key]
    if forgotten.is_hidden(path):
        path = home(shelf, key, path)
    state = shelf.history.first(key, draft=path.startswith("drafts/")) or shelf.history.newest(key)
    name = path.rpartition("/")[2]
    if state is None:
        return name
    name = name if _may_be_given(shelf, key, name) else state.folder_name
    return name.removeprefix(state.published[:10]).removeprefix("-")


def home(shelf: Shelf, key: str, hidden: str) -> str:
    """The folder to which the forgotten post in the folder `hidden` returns: the recorded one, else one with its name.
    A draft that was published since returns as what it is now.
    """
    entry, known = shelf.entries.get(key), forgotten.read(shelf.layout).get(key)
    kind: Kind = entry.kind or "story" if entry is not None else "story"
    recorded = known.path if known is not None and known.path.partition("/")[0] in FOLDER_OF.values() else ""
    if recorded and (entry is None or kind == "draft" or kind_of(recorded) != "draft"):
        return recorded
    name = hidden.rpartition("/")[2].lstrip(".")
    state = shelf.history.first(key, draft=kind == "draft")
    if state is not None and (recorded or _may_be_given(shelf, key, name)):
        return first_path(shelf, key, kind)
    return f"{FOLDER_OF[kind]}/{name}"


def is_named_by_program(shelf: Shelf, key: str) -> bool:
    """Whether the program may have given the folder of a post its name."""
    return _may_be_given(shelf, key, shelf.paths[key].rpartition("/")[2])


def _may_be_given(shelf: Shelf, key: str, name: str) -> bool:
    name = names.same_name(name)
    return any(names.same_name(own) == name for own in shelf.history.folder_names(key))


def is_moved_by_person(shelf: Shelf, key: str) -> bool:
    """Whether a person moved the folder of a post to make it of another kind."""
    entry = shelf.entries.get(key)
    return entry is not None and bool(entry.kind) and kind_of(shelf.paths[key]) != entry.kind


def plan(shelf: Shelf) -> dict[str, str]:
    """The folder of each post that no person has placed. If two have the same name, the post that was exported first
    gets it, then the one that was published first; the other gets its id at the end.
    """
    movable = {key for key in shelf.paths if _is_movable(shelf, key)}
    taken = {*shelf.others, *(names.same_name(path) for key, path in shelf.paths.items() if key not in movable)}
    planned: dict[str, str] = {}
    for key in sorted(movable, key=lambda key: _seniority(shelf, key)):
        path = first_path(shelf, key, "draft" if shelf.entries[key].is_private else "story")
        if names.same_name(path) in taken:
            path = _with_id(shelf, key, path)
        planned[key] = path
        taken.add(names.same_name(path))
    return planned


def moves(shelf: Shelf, planned: Mapping[str, str]) -> list[tuple[str, str]]:
    """The moves that lead to a plan, in their order: pairs of a post's key and a folder that is free by then.

    A folder whose name another post needs is moved out of the way first, to a name that it may keep if the run is
    killed between the moves.
    """
    ends = {key: path for key, path in planned.items() if shelf.paths[key] != path}
    wanted = {names.same_name(path): key for key, path in ends.items()}
    in_the_way = (key for key in sorted(ends) if wanted.get(names.same_name(shelf.paths[key]), key) != key)
    return [*((key, _with_id(shelf, key, shelf.paths[key])) for key in in_the_way), *sorted(ends.items())]


def _is_movable(shelf: Shelf, key: str) -> bool:
    return (
        key in shelf.entries
        and bool(shelf.history.states.get(key))
        and is_named_by_program(shelf, key)
        and not is_moved_by_person(shelf, key)
    )


def _seniority(shelf: Shelf, key: str) -> tuple[list[str], str, str]:
    state = shelf.history.first(key, draft=shelf.entries[key].is_private) or shelf.history.in_order(key)[0]
    return shelf.history.days(state)[:1], state.published, key


def _with_id(shelf: Shelf, key: str, path: str) -> str:
    return f"{path}-{shelf.entries[key].id}"
