"""The places around the posts: settings, texts about the author, records, private lists, files of a theme."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomlkit

from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.script_places.place import Marked, Place
from tests.small_archive import write

SETTINGS, THEME = "settings and records", "theme"
_KEYS = ("site.title", "author.name", "author.username", "author.url", "author.photo",
         "site.old_domains", "authors: the name of a table", "authors.name")  # fmt: skip
_SEEN = ("site.title", "author.name")
_ABOUT = ("about.md", "the title of about.md")
_PRIVATE = ("the name of a list", "the title in a list", "the address in a list", "a highlight")
_RECORDS = ("the address of a copy", "the platform of a copy", "the account of a copy", "the slug in the catalog",
            "the address of a picture", "the user name in an import", "the address in the catalog")  # fmt: skip
SETTING_PLACES = (
    *(Place(SETTINGS, name, shows=name in _SEEN) for name in _KEYS),
    Place(SETTINGS, "about.md", is_raw=True),
    *(Place(SETTINGS, name) for name in (_ABOUT[1], *_PRIVATE, *_RECORDS)),
)
_TEMPLATES = {
    "own-head.html": "{}",
    "own-footer.html": "<p>{}</p>",
    "own.css": "h1 {{ color: red }}\n{}",
    "related.html": "<p>{}</p>",
    "404.html": '{{% extends "base/404.html" %}}{{% block main %}}{}{{% endblock %}}',
    "site.webmanifest": "{}",
    "static/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>',
}
THEME_PLACES = tuple(Place(THEME, name) for name in _TEMPLATES)


def lay_out_settings(archive: Path, marked: Marked) -> Layout:
    """An archive with one payload in each place of the settings and records."""
    layout = small_archive.make(archive, url="https://ada.example/blog")
    settings = tomlkit.parse(layout.settings.read_text("utf-8"))
    for key in _KEYS[:5]:
        table, _, name = key.partition(".")
        settings[table][name] = marked(key, is_alone=key == "author.url")
    settings["site"] |= {
        "old_domains": [marked("site.old_domains")],
        "lists": [marked("the name of a list")],
        "highlights": True,
        "proof": True,
        "llms": True,
    }
    settings["authors"] = {marked("authors: the name of a table"): {"name": marked("authors.name"), "username": "bea"}}
    layout.settings.write_text(tomlkit.dumps(settings), "utf-8")
    title = json.dumps(marked("the title of about.md"))
    write(
        archive,
        "about.md",
        f"---\ntitle: {title}\n---\n\nw{marked.number('about.md')}\n\n{marked('about.md', is_alone=True)}\n",
    )
    _private(layout, marked)
    _records(layout, marked)
    return layout


def _private(layout: Layout, marked: Marked) -> None:
    days = {"first": "2025-10-12", "last": "2025-10-12"}
    name, title = marked("the name of a list"), marked("the title in a list")
    address = marked("the address in a list", is_alone=True)
    tables: dict[str, dict[str, Any]] = {
        "lists": {"list": "aa", "name": name},
        "list-posts": {"list": "aa", "position": 1, "title": title, "url": address},
        "highlights": {"at": "2025-01-01T10:00", "html": f"<p>{marked('a highlight')}</p>"},
    }
    for table, record in tables.items():
        _lines(layout.private / f"reading/{table}.jsonl", [{**days, **record}])


def _records(layout: Layout, marked: Marked) -> None:
    copy = {
        "post": "5c8d3a",
        "platform": marked("the platform of a copy"),
        "account": marked("the account of a copy", is_alone=True),
        "id": "1",
        "address": marked("the address of a copy", is_alone=True),
        "state": "published",
        "at": "2025-01-01T00:00:00Z",
    }
    _lines(layout.records / "published.jsonl", [copy])
    post = {
        "id": "5c8d3a",
        "path": "posts/2020-11-12-looms",
        "written": "0" * 64,
        "kind": "story",
        "slug": marked("the slug in the catalog"),
        "author": marked("the address in the catalog"),
    }
    _lines(layout.records / "catalog.jsonl", [post])
    account = marked("the user name in an import")
    _lines(layout.records / "imports.jsonl", [{"sha256": "0" * 64, "file": "exports/a.zip", "account": account}])
    pictures = small_archive.read_records(layout.records / "pictures.jsonl")
    more = {"address": marked("the address of a picture"), "width": 100, "height": 100, "problem": "w"}
    _lines(layout.records / "pictures.jsonl", [*pictures, more])


def lay_out_theme(archive: Path, marked: Marked) -> Layout:
    """An archive whose theme has one payload in each of its files. A payload that is a tag of Jinja is text there."""
    layout = small_archive.make(archive, url="https://ada.example/blog")
    for name, around in _TEMPLATES.items():
        text = f"w{marked.number(name)} {{% raw %}}{marked(name, is_alone=True)}{{% endraw %}}"
        write(archive, f"theme/{name}", around.format(text if not name.startswith("static/") else marked(name)))
    with (archive / "theme/own-footer.html").open("a", encoding="utf-8") as file:
        file.write("<img src=\"{{ to('static/drawing.svg') }}\" alt=''>")
    return layout


def _lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")
