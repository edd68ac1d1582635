"""Obsidian: a note for each post, and a folder of attachments. By its documentation: not tried.

- The file name of a note is its title, so it is made from the title of the post: unique even without regard to case,
  and without characters that Obsidian or Windows refuses. Links are relative paths, which other programs can read too,
  or wikilinks.
- Properties must be flat. HTML can't show a file of the vault, so pictures, captions and rows are Markdown, as in the
  archive. A pull quote is a callout. `#word`, `%%`, `==`, `$`, `[[`, `^[` and `^word` at the end of a line have a
  meaning of their own in Obsidian (a tag, a comment and so on), so a paragraph with one of them is HTML.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from medium_archive.articles.engine import Engine
from medium_archive.articles.entries import Entry
from medium_archive.articles.selection import Selection
from medium_archive.formats.generator.format import Generator
from medium_archive.formats.generator.idiom import Idiom, Site, first_values
from medium_archive.formats.values import NEW_FOLDER, File

if TYPE_CHECKING:
    from medium_archive.articles import Library

_README = """# {title}

A vault for [Obsidian](https://obsidian.md), made by `archive export obsidian`: open this folder as a vault.
Or move it into yours. Notes are in Posts/ (and Responses/, Drafts/), pictures in Attachments/.
The next export replaces only files that you have not changed.
"""
_DIFFERS = re.compile(r"(?:^|\s)\\?#\w|%%|==|\$|\[\[|!\[\[|\^\[|(?:^|\s)\\?\^[A-Za-z\d-]+\s*$", re.MULTILINE)
_FORBIDDEN = re.compile(r"[\[\]#^|]")  # in the name of a note that links lead to
_MOST = 80  # characters: with folders, names stay far below the 260 of Windows


def _text(entry: Entry) -> str:
    return f"{entry.folder.title()}/{entry.name}.md"


def _values(entry: Entry, cover: str, lang: str) -> dict[str, Any]:
    article = entry.article
    return {
        **first_values(entry),
        "updated": article.updated,
        "tags": ["-".join(re.sub(r"[^\w/-]+", " ", tag).split()) for tag in article.tags],
        "cover": cover,
        "source": article.url,
        "canonical": article.canonical,
        "also": list(article.also),
        "lang": lang,
        "draft": entry.is_draft,
    }


def _relative(path: str) -> str:
    """The relative path from a note to a file of the vault, percent-encoded."""
    return quote(posixpath.join("..", path))


def _site(site: Site) -> dict[str, str]:
    return {"README.md": _README.format(title=site.title)}


def _title(entry: Entry) -> str:
    """The name of the note before it is made unique."""
    return " ".join(_FORBIDDEN.sub(" ", entry.article.title).split())[:_MOST].strip(" .") or entry.name


IDIOM = Idiom(
    name="obsidian",
    example="~/Notes/Medium",
    summary="Write your posts as notes for Obsidian: one for each post, with properties and attachments.",
    engine=Engine(differs=_DIFFERS, figures="markdown", marks=_DIFFERS, callouts=True),
    text=_text,
    picture=lambda entry, name: f"Attachments/{entry.path}/{name}",
    shown=lambda entry, name: f"../Attachments/{quote(entry.path)}/{name}",
    link=lambda _, other: _relative(_text(other)),
    values=_values,
    site=_site,
    hiding=("draft",),
    hides_unpublished=False,
    entry_name=_title,
)


@dataclass(frozen=True)
class Settings(Selection):
    """The options of the command."""

    wikilinks: bool = field(
        default=False, metadata={"help": "Write links between notes as wikilinks instead of relative links."}
    )


class Notes(Generator):
    """The format, with wikilinks if the user wants them. Notes are not a site: files beside posts stay as they are."""

    Settings = Settings
    TARGET = replace(NEW_FOLDER, as_it_is=True)

    def files(self, library: Library, settings: Selection) -> Iterator[File]:
        wikilinks = isinstance(settings, Settings) and settings.wikilinks
        engine = replace(self.idiom.engine, wikilinks=wikilinks)
        site = replace(library.settings.site, own_scripts=True)
        library = replace(library, settings=replace(library.settings, site=site))
        return Generator(replace(self.idiom, engine=engine)).files(library, settings)
