"""The articles of a library, each with the place that it has in an export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from medium_archive import names
from medium_archive.folder.layout import FOLDER_OF

if TYPE_CHECKING:
    from datetime import datetime

    from medium_archive.articles import Article, Library


@dataclass(frozen=True)
class Entry:
    """An article and its place. `folder` is "posts", "responses" or "drafts". `name` is unique in the folder, even if
    the file system does not distinguish upper and lower case.
    """

    article: Article
    folder: str
    name: str

    @property
    def path(self) -> str:
        """The path of the post in the site, without slashes at its ends. It is the same as in the archive's
        own site.
        """
        return f"{self.folder}/{self.name}"

    def address(self, site: str) -> str:
        """The page of the post on the web: below `site`, the base URL of the archive's site, else at Medium; "" if it
        has none.
        """
        return f"{site}/{quote(self.path)}/" if site and not self.is_draft else self.article.url

    @property
    def is_draft(self) -> bool:
        return self.article.kind == "draft"

    @property
    def date(self) -> datetime | None:
        return self.article.published


def read(library: Library, name_of: Callable[[Entry], str] | None = None) -> dict[str, Entry]:
    """The entries of all articles by their paths in the archive, newest first. `name_of` gives the wanted name of an
    entry, if it is not the name of the folder. Of two entries that want the same name the older one gets it, so that
    a new post does not change the name of another.
    """
    taken: set[str] = set()
    named: dict[str, Entry] = {}
    found = [Entry(article, FOLDER_OF[article.kind], article.path.rpartition("/")[2]) for article in library.articles()]
    for entry in reversed(found):
        folder = entry.folder
        wanted = name = names.file_name(name_of(entry) if name_of else entry.name)
        number = 2
        while names.same_name(f"{folder}/{name}") in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(names.same_name(f"{folder}/{name}"))
        named[entry.article.path] = replace(entry, name=name)
    return dict(reversed(named.items()))
