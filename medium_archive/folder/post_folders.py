"""Which folder each post lies in, whatever the order in which the exports came: what its first export calls it. Folders
that a person has named or moved stay where they are.
"""

from __future__ import annotations

from dataclasses import replace

from medium_archive import names
from medium_archive.folder.shelf import Shelf, kind_of


def arrange(shelf: Shelf) -> None:
    """Move what lies elsewhere, and let the texts have the slugs that go with it."""
    plan = _plan(shelf)
    moves = {key: path for key, path in plan.items() if shelf.paths[key] != path}
    wanted = {names.same_name(path): key for key, path in moves.items()}
    for key in sorted(moves):
        if wanted.get(names.same_name(shelf.paths[key]), key) != key:
            # Where another is to lie: out of the way, under a name that it may keep if the run is killed here
            shelf.move(key, _with_id(shelf, key, shelf.paths[key]))
    for key, path in sorted(moves.items()):
        shelf.move(key, path)
    for key, path in plan.items():
        shelf.entries[key] = replace(shelf.entries[key], kind=kind_of(path))
    for key in sorted(shelf.paths.keys() & shelf.entries.keys()):
        slug = shelf.slug(key)
        if shelf.entries[key].slug != slug and shelf.history.states.get(key):
            shelf.rewrite(key, slug)


def _plan(shelf: Shelf) -> dict[str, str]:
    """The folder of each post that nobody else has placed. Of two that are called the same, the one that was exported
    first has the plain name, then the one that was published first.
    """
    free = {key for key in shelf.paths if _is_ours(shelf, key)}
    taken = shelf.others | {names.same_name(path) for key, path in shelf.paths.items() if key not in free}
    plan: dict[str, str] = {}
    for key in sorted(free, key=lambda key: _seniority(shelf, key)):
        path = shelf.first_path(key, "draft" if shelf.entries[key].is_private else "story")
        if names.same_name(path) in taken:
            path = _with_id(shelf, key, path)
        plan[key] = path
        taken.add(names.same_name(path))
    return plan


def _is_ours(shelf: Shelf, key: str) -> bool:
    return (
        key in shelf.entries
        and bool(shelf.history.states.get(key))
        and shelf.is_named_by_program(key)
        and not shelf.is_moved_by_person(key)
    )


def _seniority(shelf: Shelf, key: str) -> tuple[list[str], str, str]:
    state = shelf.history.first(key, draft=shelf.entries[key].is_private) or shelf.history.in_order(key)[0]
    return shelf.history.days(state)[:1], state.published, key


def _with_id(shelf: Shelf, key: str, path: str) -> str:
    return f"{path}-{shelf.entries[key].id}"
