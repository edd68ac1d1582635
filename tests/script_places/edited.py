"""The places where a text that a person writes reaches a page: front matter, Markdown, files beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from tests.script_places.place import Marked, Place
from tests.small_archive import picture, write

GROUP = "edit"
_Markdown = Callable[[str], str]

_SEEN_KEYS = ("title", "subtitle", "author")
_KEYS = (
    "description", "tags", "slug", "lang", "canonical", "also", "cover", "date", "updated", "medium.id", "medium.url",
    "medium.author", "medium.coauthors", "medium.title", "medium.summary", "medium.original", "a key of their own",
)  # fmt: skip
_BODIES: Mapping[str, _Markdown] = {
    "Markdown": lambda text: text,
    "Markdown in a line": lambda text: f"A {_line(text)} b",
    "a heading": lambda text: f"## {_line(text)}",
    "an item": lambda text: f"- {_line(text)}",
    "a quote": lambda text: f"> {_line(text)}",
    "HTML": lambda text: f"<div>\n{text}\n</div>",
    "HTML in a line": lambda text: f"A <em>{_line(text)}</em> b",
    "details": lambda text: f"<details open>\n<summary>{_line(text)}</summary>\n\n{text}\n\n</details>",
    "a cell": lambda text: f"| a | b |\n|---|---|\n| {_line(text)} | c |",
    "a caption": lambda text: f"![A](0.png)\n_{_line(text)}_",
    "a footnote": lambda text: f"A[^1]\n\n[^1]: {_line(text)}",
    "a hint": lambda text: f"<!-- {_line(text)} -->\n![A](0.png)",
    "the hint of a gist": lambda text: f'<!-- gist "{_line(text)}" by {_line(text)}: {_line(text)} -->\n```\nw\n```',
}
_CODE: Mapping[str, _Markdown] = {"code": lambda text: f"~~~~~~\n{text}\n~~~~~~"}
_ADDRESSES: Mapping[str, _Markdown] = {
    "the address of a link": lambda text: f"A [w]({_address(text)})",
    "the address of a link, in brackets": lambda text: f"A [w](<{_line(text)}>)",
    "the title of a link": lambda text: f'A [w](https://x.example "{_quoted(text)}") b',
    "the address of a picture": lambda text: f"![w](<{_line(text)}>)",
    "the description of a picture": lambda text: f"![{_line(text)}](0.png)",
    "the title of a picture": lambda text: f'![w](0.png "{_quoted(text)}")',
    "an address alone": lambda text: f"<{_address(text)}>",
    "the address of a card": lambda text: f'[w](<{_line(text)}> "d")',
    "the title of a card": lambda text: f'[{_line(text)}](https://x.example/a "{_quoted(text)}")',
    "a reference": lambda text: f"A [w][r]\n\n[r]: <{_line(text)}> '{_quoted(text)}'",
    "the language of code": lambda text: f"~~~ {_line(text)}\nx = 1\n~~~",
    "the attribute of an element": lambda text: f'<a href="{escape(text)}" title="{escape(text)}">w</a> b',
    "the attribute of a picture": lambda text: f'<img src="{escape(text)}" alt="{escape(text)}">',
    "the name of a footnote": lambda text: f"A[^{_line(text)}]\n\n[^{_line(text)}]: b",
}
_BELOW = "the text below HTML"
_FILES = ("the name of a file", "a page beside the text", "a drawing beside the text", "an XML file beside the text",
          "words in a drawing", "a handler in a drawing", "a file of text beside the text")  # fmt: skip
PLACES = (
    *(Place(GROUP, f"front matter: {key}", shows=True) for key in _SEEN_KEYS),
    *(Place(GROUP, f"front matter: {key}") for key in _KEYS),
    Place(GROUP, "front matter: title_markdown", is_raw=True),
    *(Place(GROUP, name, is_raw=True) for name in _BODIES),
    *(Place(GROUP, name, shows=True) for name in _CODE),
    Place(GROUP, _BELOW, is_below=True),
    *(Place(GROUP, name) for name in (*_ADDRESSES, *_FILES)),
)


def lay_out(archive: Path, marked: Marked) -> None:
    """Write the texts with one payload in each place."""
    number = marked.payload
    _post(archive, f"{number:03}-keys", "Words.", _front_matter(marked))
    title = marked("front matter: title_markdown")
    _post(archive, f"{number:03}-title", "Words.", f"title: {json.dumps(title)}\ntitle_markdown: {json.dumps(title)}\n")
    bodies = {**_CODE, **_BODIES}
    texts = [f"w{marked.number(name)}\n\n{of(marked(name, is_alone=True))}" for name, of in bodies.items()]
    for place, text in enumerate(texts if marked.is_swallowing else ["\n\n".join(texts)]):
        folder = _post(archive, f"{number:03}-{place:02}", f"{text}\n\nw{marked.number(_BELOW)}")
        picture(folder / "0.png", 8, 8)
    addresses = (f"w{marked.number(name)}\n\n{of(marked(name, is_alone=True))}" for name, of in _ADDRESSES.items())
    folder = _post(archive, f"{number:03}-addresses", "\n\n".join(addresses))
    picture(folder / "0.png", 8, 8)
    _files(_post(archive, f"{number:03}-files", ""), marked)


def _front_matter(marked: Marked) -> str:
    values = {key: marked(f"front matter: {key}", is_alone=key in ("canonical", "also", "cover")) for key in _KEYS[:-1]}
    own: dict[str, str] = {}
    medium: dict[str, str] = {}
    for key, value in values.items():
        (medium if key.startswith("medium.") else own)[key.removeprefix("medium.")] = value
    shown = {key: marked(f"front matter: {key}") for key in _SEEN_KEYS}
    other = {marked("front matter: a key of their own"): marked("front matter: a key of their own")}
    listed = {"tags": [own.pop("tags")], "also": [own.pop("also")]}
    return "".join(
        f"{json.dumps(key)}: {json.dumps(value)}\n"
        for key, value in {**shown, **own, **listed, "medium": medium, **other}.items()
    )


def _post(archive: Path, name: str, text: str, head: str = "") -> Path:
    head = head or f"title: Edit {name}\n"
    write(archive, f"posts/2022-01-01-{name}/index.md", f"---\n{head}---\n\n{text}\n")
    return archive / f"posts/2022-01-01-{name}"


def _files(folder: Path, marked: Marked) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'
    name = "".join(" " if letter in "/\0\n\r\t" else letter for letter in marked("the name of a file"))[:80].strip()
    files = {
        f"{name}.txt": "words",
        "page.html": f"<!doctype html><title>A</title>{marked('a page beside the text')}",
        "drawing.svg": drawing.format(marked("a drawing beside the text", is_alone=True)),
        "data.xml": f'<a xmlns="http://www.w3.org/1999/xhtml">{marked("an XML file beside the text")}</a>',
        "words.svg": drawing.format(f"<text y='20'>{escape(marked('words in a drawing'))}</text>"),
        "handler.svg": drawing.format(
            f'<rect width="9" height="9" onload="{escape(marked("a handler in a drawing"))}"/>'
        ),
        "text.txt": marked("a file of text beside the text"),
    }
    for file, content in files.items():
        write(folder, file, content)
    links = "\n\n".join(f"[file](<{_escaped(file)}>)\n\n![drawing](<{_escaped(file)}>)" for file in files)
    write(folder, "index.md", f"---\ntitle: Files {marked.payload}\n---\n\n{links}\n")


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\<>&" else letter for letter in text)


def _line(text: str) -> str:
    return " ".join(text.splitlines())


def _quoted(text: str) -> str:
    return _line(text).replace('"', '\\"')


def _address(text: str) -> str:
    """Without what would end it."""
    return _line(text).replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
