"""The files of an export for a generator, made from its `Idiom`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from medium_archive.articles import Library, resolved_markdown
from medium_archive.articles.destinations import Destinations, PostDestinations
from medium_archive.articles.entries import Entry, read
from medium_archive.errors import SettingsWrong
from medium_archive.formats.generator.idiom import Idiom, Site
from medium_archive.formats.values import File
from medium_archive.markdown import front_matter

if TYPE_CHECKING:
    from medium_archive.folder.settings import Settings

# Spaces and ASCII punctuation but `-`, `.`, `_` and `@`: programs decode `%`, end an address at `#`, and so on
_UNSAFE = re.compile(r"[\s!-,/:-?\[-^`{-\x7f]+")


def files(library: Library, idiom: Idiom) -> Iterator[File]:
    """The files of the export: texts with their pictures, then the files that the generator needs for a build.

    Raises SettingsWrong.
    """
    settings = library.settings
    entries = read(library, idiom.entry_name or _name)
    destinations = Destinations.of(library, entries)
    keys = settings.export.get(idiom.name, {})
    now = datetime.now(UTC)
    published = {path for path, entry in entries.items() if not (entry.is_draft or (entry.date and entry.date > now))}
    public = destinations.among(published) if idiom.hides_unpublished else destinations
    for path, entry in entries.items():
        _check_keys(idiom, keys, idiom.values(entry, "", ""))
        to = PostDestinations(entry, idiom, public if path in published else destinations)
        yield from _post(entry, idiom, to, keys, settings)
    for path, content in idiom.site(Site.of(settings)).items():
        yield File(path, content.encode())


def _name(entry: Entry) -> str:
    """The name of the folder of a post, in which every generator finds the text and makes a page: without `.` and `_`
    at its beginning, and with composed letters. The import gives a folder no other name; a person may.
    """
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", entry.name)).lstrip("._") or "post"


def _post(
    entry: Entry, idiom: Idiom, destinations: PostDestinations, keys: Mapping[str, str], settings: Settings
) -> Iterator[File]:
    article = entry.article
    body = resolved_markdown.render(article.markdown, idiom.engine, destinations)
    cover = destinations.picture(article.cover.reference) if article.cover is not None else ""
    lang = article.lang if article.lang != settings.site.language else ""
    values = _chosen(idiom.values(entry, cover, lang), keys)
    content = (idiom.header(values) + body + "\n") if idiom.header else front_matter.join(values, body)
    path = idiom.text(entry)
    yield File(path, content.encode(), counts={"posts": 1}, issues=destinations.issues, post=article.path)
    for name, source in destinations.files.items():
        yield File(name, source=source, counts={"pictures": 1}, post=article.path)


def _chosen(values: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The front matter with the names from [export.NAME], without empty values and without keys whose name is ""."""
    named = {keys.get(key, key): value for key, value in values.items()}
    return {key: value for key, value in named.items() if key and value not in ("", None, [], False)}


def _renames_to(name: str, keys: Mapping[str, str]) -> bool:
    return any(to.casefold() == name.casefold() for key, to in keys.items() if key != to)


def _check_keys(idiom: Idiom, keys: Mapping[str, str], known: Mapping[str, Any]) -> None:
    name = idiom.name
    if wrong := sorted(keys.keys() - known.keys()):
        raise SettingsWrong(
            f"archive.toml: export.{name}.keys has “{wrong[0]}”, which is no key of this format.",
            f"Use only these: {', '.join(known)}.",
        )
    if hiding := [key for key in idiom.hiding if keys.get(key, key) != key or _renames_to(key, keys)]:
        raise SettingsWrong(
            f"archive.toml: export.{name}.keys changes “{hiding[0]}”, which decides whether a post is published.",
            "Delete this key there: else your drafts or posts of the future could be public.",
        )
    names = Counter(keys.get(key, key).casefold() for key in known)
    if double := [one for one, number in names.items() if one and number > 1]:
        raise SettingsWrong(
            f"archive.toml: export.{name}.keys gives the name “{double[0]}” to two keys.", "Use each name only once."
        )
