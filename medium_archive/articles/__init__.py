"""What platforms and formats receive: the articles of an archive, chosen by allow-list.

`read` gives a `Library`. Only stories are in it unless responses or drafts are named. Nothing of it is written back.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing takes long to load, and a build that finds nothing to do needs only font_folders.py
if TYPE_CHECKING:
    from typing import Any

    from medium_archive.articles.article import Article, Picture
    from medium_archive.articles.library import Library, read

__all__ = ["Article", "Library", "Picture", "read"]
_PLACES = {"Article": "article", "Picture": "article", "Library": "library", "read": "library"}


def __getattr__(name: str) -> Any:
    """A name of this package, from its module. `library` takes long to import, and a build needs only other modules."""
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
