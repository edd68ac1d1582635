"""The text of archive.toml, written by the first import with the values of the profile, and changed without losing a
comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import tomlkit

from medium_archive.folder.settings import SCHEMA, Site
from medium_archive.post import Author


def new(site: Site, author: Author, authors: Mapping[str, Author] = MappingProxyType({})) -> str:
    """The text of a first archive.toml, with comments. `authors` are those of the other accounts, by their names."""
    document = tomlkit.document()
    document.add("schema", tomlkit.item(SCHEMA))
    document.add(tomlkit.nl())
    document.add("site", _table(
        ("title", site.title, ""),
        ("url", site.url, "where the site will live, for feeds: https://you.example/blog"),
        ("theme", site.theme, ""),
        ("language", site.language, "of the site's own words"),
    ))  # fmt: skip
    document.add("author", _table_of_author(author))
    if authors:
        document.add("authors", _table_of_authors(authors))
    return tomlkit.dumps(document)


def with_author(text: str, name: str, author: Author) -> str:
    """The text of an archive.toml with a table [authors.NAME] for an author that it does not have; all else stays."""
    document = tomlkit.parse(text)
    if "authors" not in document:
        document.add("authors", _table_of_authors({name: author}))
    elif name not in document["authors"]:
        document["authors"].add(name, _table_of_author(author))
    return tomlkit.dumps(document)


def _table_of_authors(authors: Mapping[str, Author]) -> tomlkit.items.Table:
    table = tomlkit.table(is_super_table=True)
    for name in sorted(authors):
        table.add(name, _table_of_author(authors[name]))
    return table


def _table_of_author(author: Author) -> tomlkit.items.Table:
    return _table(
        ("name", author.name, ""),
        ("username", author.username, ""),
        ("url", author.url, ""),
        ("photo", author.photo, "an address, or a file in this folder"),
    )


def _table(*rows: tuple[str, str, str]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for key, value, comment in rows:
        table.add(key, value)
        if comment:
            table[key].comment(comment)
    return table
