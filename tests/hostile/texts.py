"""Texts that a person, or a program of theirs, wrote into index.md."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.kind import ARCHIVE, IMPORT, Kind

_SIZES = (1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000)
_LARGE = (1, 100, 10_000, 100_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000)  # bytes
_COMMANDS = (("build",), ("verify",), IMPORT)
_BODIES: dict[str, Callable[[int], str]] = {
    name: lambda size, piece=piece: piece * size  # type: ignore[misc]  # a default to bind it
    for name, piece in {
        "brackets": "[",
        "pictures left open": "![",
        "links left open": "[a](",
        "angle brackets": "<",
        "data sections": "<![CDATA[",
        "comments left open": "<!--",
        "objects left open": "<object> a\n\n",
        "scripts left open": "a <script> b\n\n",
        "instructions left open": "<?",
        "declarations left open": "<!X ",
        "tags left open": "<div a\n\n",
        "values left open": '<div title="a>\n\n',
        "divisions": "<div>",
        "www.": "www.",
        "addresses": "https://x.org ",
        "mail addresses": "a@",
        "stars": "*",
        "stars and words": "*a ",
        "stars and underscores": "**a _b ",
        "tildes": "~",
        "backticks": "`",
        "backticks and words": "`a``b```",
        "quotes": ">",
        "items": "- ",
        "items in lines": "- a\n",
        "headings": "# a\n",
        "rules": "---\n",
        "entities": "&amp;",
        "backslashes": "\\",
        "pipes": "|",
        "rows": "|a|b|\n",
        "tabs": "\t",
        "line ends": "\n",
        "breaks": "a\\\n",
        "hints": "<!-- wide -->\n",
        "links": "[a](b) ",
        "links in a row": "[a](b)",
        "pictures": "![a](b.png)\n\n",
        "pictures in a row": "![a](b.png)",
        "pictures and words in a row": "a ![](b.png) ",
        "tasks": "- [ ] a\n",
        "parentheses": "[a](" + "(" * 8,
        "references": "[a]: /b\n\n[a] ",
        "paragraphs": "a\n\n",
        "fences": "```\na\n```\n",
        "byte order marks": "\ufeff",
        "right to left": "\u202e",
        "combining": "e\u0301",
        "zero width": "\u200b",
        "private use": "\ue000",
    }.items()
}
_BODIES["coloured code"] = lambda size: "```python\n" + 'a = "b"  # c\n' * size + "```\n"
_BODIES["nested quotes"] = lambda size: "> " * size + "a"
_BODIES["nested lists"] = lambda size: "".join(f"{'  ' * n}- a\n" for n in range(min(size, 2_000)))
_BODIES["a table of columns"] = lambda size: f"{'|a' * size}|\n{'|-' * size}|\n{'|b' * size}|\n"
_BODIES["footnotes"] = lambda size: "a" + "".join(f"[^{n}]" for n in range(size)) + _notes(size, lambda _: "b")
_BODIES["footnotes of footnotes"] = lambda size: "a[^0]" + _notes(size, lambda n: f"b[^{n + 1}]")
_LONG: dict[str, Callable[[int], str]] = {
    "a word": lambda size: "w" * size,
    "words": lambda size: "word " * (size // 5),
    "lines": lambda size: "a line of words\n" * (size // 16),
    "an address": lambda size: f"[a](https://x.org/{'w' * size})",
    "a block of code": lambda size: f"```\n{'x' * size}\n```\n",
}
_HEADS: dict[str, Callable[[int], str]] = {
    "a title": lambda size: f"title: {'w' * size}",
    "tags": lambda size: f"tags: [{'a, ' * (size // 3)}]",
    "keys": lambda size: "".join(f"k{n}: a\n" for n in range(size // 8)),
    "a number": lambda size: f"title: {'9' * size}",
    "nested lists": lambda size: f"tags: {'[' * (size // 2)}{']' * (size // 2)}",
    "nested maps": lambda size: f"medium: {'{a: ' * (size // 4)}",
    "aliases": lambda size: (
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, min(size // 20, 64)))
    ),
    "a date": lambda size: f"date: {'2020-' * (size // 5)}",
    "a title in Markdown": lambda size: f"title_markdown: '{'[' * size}'",
    "co-authors": lambda size: "medium:\n  coauthors:\n" + "    - A B (https://x.org)\n" * (size // 26),
}
_BYTES: dict[str, bytes] = {
    "no text": b"",
    "NUL": b"\0" * 100,
    "no UTF-8": b"---\ntitle: A\n---\n\xff\xfe\xfd",
    "UTF-16": "---\ntitle: A".encode("utf-16"),
    "no end of the head": b"---\ntitle: A\n",
    "a head that is a list": b"---\n- a\n---\nb",
    "a head that is a word": b"---\na\n---\nb",
    "two heads": b"---\ntitle: A\n---\n---\ntitle: B\n---\nb",
    "no colon": b"---\ntitle A\n---\nb",
    "a tab": b"---\n\ttitle: A\n---\nb",
    "a Python object": b"---\ntitle: !!python/object/apply:os.system [id]\n---\nb",
    "a binary value": b"---\ntitle: !!binary aGk=\n---\nb",
    "a set": b"---\ntags: !!set {a, b}\n---\nb",
    "a merge key": b"---\n<<: {title: A}\n---\nb",
    "no key": b"---\n? \n: a\n---\nb",
    "a list as key": b"---\n[a, b]: c\n---\nb",
    "an impossible date": b"---\ndate: 2020-13-45\n---\nb",
    "a date of year 0": b"---\ndate: 0000-01-01\n---\nb",
    "a date of year 99999": b"---\ndate: 99999-01-01\n---\nb",
    "not a number": b"---\ntitle: .nan\ndate: .inf\n---\nb",
    "sexagesimal": b"---\ntitle: 1:2:3\n---\nb",
    "a surrogate": b'---\ntitle: "\\ud800"\n---\nb',
    "an escape of NUL": b'---\ntitle: "a\\0b"\n---\nb',
    "medium as a word": b"---\nmedium: a\n---\nb",
    "medium as a list": b"---\nmedium: [a]\n---\nb",
    "an id of another kind": b"---\nmedium:\n  id: {a: b}\n---\nb",
    "an id that is a path": b"---\nmedium:\n  id: ../../etc\n---\nb",
    "a slug that is a path": b"---\nslug: ../../../tmp/x\n---\nb",
    "a cover outside": b"---\ncover: ../../../../etc/passwd\n---\nb",
    "a cover of a device": b"---\ncover: /dev/zero\n---\nb",
    "a cover that is a list": b"---\ncover: [a]\n---\nb",
    "an address without a host": b"---\ncanonical: 'https://[x'\n---\nb",
    "a script as address": b"---\ncanonical: 'javascript:alert(1)'\n---\nb",
    "an unknown language": b"---\nlang: '<x>'\n---\nb",
    "a draft that is a list": b"---\ndraft: [a]\n---\nb",
    "carriage returns": b"---\rtitle: A\r---\rb",
    "a separator of lines": "---\ntitle: A\u2028B\n---\nb".encode(),
    "control characters": b"---\ntitle: A\n---\n" + bytes(range(1, 32)),
    "a link to itself": b"---\ntitle: A\n---\n[a](index.md)",
    "a link outside": b"---\ntitle: A\n---\n[a](../../../../../etc/passwd) ![b](../../../etc/passwd)",
}


def _notes(size: int, words: Callable[[int], str]) -> str:
    return "\n\n" + "".join(f"[^{number}]: {words(number)}\n\n" for number in range(size))


def _write(content: bytes, folder: Path, size: int) -> None:
    (text,) = ARCHIVE.copy(folder).glob("posts/*-a-title/index.md")
    text.write_bytes(content)


def _text(body: Callable[[int], str], folder: Path, size: int) -> None:
    head = "---\ntitle: A Title\ndate: 2020-01-02T10:00:00Z\nmedium:\n  id: 0123456789ab\n---\n\n"
    _write(f"{head}{body(size)}\n".encode(), folder, size)


def _head(head: Callable[[int], str], folder: Path, size: int) -> None:
    _write(f"---\n{head(size)}\n---\n\nWords.\n".encode(), folder, size)


ALL = (
    *(Kind("texts", name, partial(_text, body), _COMMANDS, _SIZES) for name, body in _BODIES.items()),
    *(Kind("texts", f"{name}, long", partial(_text, body), _COMMANDS, _LARGE) for name, body in _LONG.items()),
    *(Kind("texts", f"head: {name}", partial(_head, head), _COMMANDS, _LARGE) for name, head in _HEADS.items()),
    *(Kind("texts", name, partial(_write, content), _COMMANDS) for name, content in _BYTES.items()),
)
