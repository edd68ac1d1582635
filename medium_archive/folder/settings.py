"""archive.toml: a person's settings. Read with tomllib; written once, by the first import, with the profile's
values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit

from medium_archive.errors import NewerArchive, SettingsWrong
from medium_archive.post import Author

SCHEMA = 1


@dataclass(frozen=True)
class Site:
    """What the site is called and where it will live. `url` has no slash at its end, and is "" until it is known."""

    title: str = ""
    url: str = ""
    theme: str = "plain"
    language: str = "en"


@dataclass(frozen=True)
class Settings:
    site: Site = field(default_factory=Site)
    author: Author = field(default_factory=Author)
    schema: int = SCHEMA


def read(path: Path) -> Settings:
    """Raises SettingsWrong, with the key, for what can't be understood, and NewerArchive for a higher schema."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(
            f"{path.name} is not valid TOML: {error}.", "Mend that line, then run this again."
        ) from error
    schema = data.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise SettingsWrong(f"{path.name} has no schema number.", f"Write `schema = {SCHEMA}` as its first line.")
    if schema > SCHEMA:
        raise NewerArchive(
            f"This archive has schema {schema}, and this program knows {SCHEMA}.",
            "Get the newer program: pip install --upgrade medium-archive",
        )
    site = _strings(data, "site", ("title", "url", "theme", "language"))
    author = _strings(data, "author", ("name", "username", "url", "photo"))
    if site.get("url"):
        site["url"] = _base_url(site["url"])
    return Settings(Site(**site), Author(**author), schema)


def new(site: Site, author: Author) -> str:
    """The text of a first archive.toml, with a word about each key."""
    document = tomlkit.document()
    document.add("schema", tomlkit.item(SCHEMA))
    document.add(tomlkit.nl())
    document.add("site", _table(
        ("title", site.title, ""),
        ("url", site.url, "where the site will live, for feeds: https://you.example/blog"),
        ("theme", site.theme, ""),
        ("language", site.language, "of the site's own words"),
    ))  # fmt: skip
    document.add("author", _table(
        ("name", author.name, ""),
        ("username", author.username, ""),
        ("url", author.url, ""),
        ("photo", author.photo, "an address, or a file in this folder"),
    ))  # fmt: skip
    return tomlkit.dumps(document)


def _table(*rows: tuple[str, str, str]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for key, value, comment in rows:
        table.add(key, value)
        if comment:
            table[key].comment(comment)
    return table


def _strings(data: dict[str, Any], name: str, keys: tuple[str, ...]) -> dict[str, str]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise SettingsWrong(f"archive.toml: {name} must be a table.", f"Write it as [{name}], with its keys below.")
    for key in keys:
        if not isinstance(table.get(key, ""), str):
            raise SettingsWrong(f"archive.toml: {name}.{key} must be text.", f'Write it as {key} = "…".')
    return {key: table[key] for key in keys if key in table}


def _base_url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsWrong(
            f"archive.toml: site.url is no web address: {url}", 'Write it as url = "https://you.example".'
        )
    return url.rstrip("/")
