"""Former paths of published posts. An earlier version of the program took some responses for stories, or stories for
responses. The former addresses on the site lead to the current pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.folder import kept_exports
from medium_archive.folder.history import History
from medium_archive.folder.layout import FOLDER_OF, Layout


def read(layout: Layout, paths: Mapping[str, str]) -> dict[str, str]:
    """The present path of a post by its former one. `paths` are the present ones by `same_post(id)`.

    Raises RecordsDamaged.
    """
    return of(History.read(layout, kept_exports.read(layout)), paths)


def of(history: History, paths: Mapping[str, str]) -> dict[str, str]:
    """The same, from a history."""
    taken = frozenset(paths.values())
    former: dict[str, str] = {}
    for key, path in paths.items():
        for state in history.states.get(key, ()):
            if state.was:
                before = f"{FOLDER_OF[state.was]}/{path.rpartition('/')[2]}"
                if before not in taken and not path.startswith("drafts/"):
                    former[before] = path
    return former
