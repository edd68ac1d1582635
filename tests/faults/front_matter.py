"""Faults in the front matter of an index.md, key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from tests.faults.kind import Kind, Operation, Target
from tests.faults.words import altered

# The keys of docs/markdown.md that the program writes, those of the mapping `medium` with its name before them
KEYS = (
    "title", "title_markdown", "subtitle", "description", "date", "slug", "lang", "tags", "cover", "draft", "author",
    "medium.id", "medium.url", "medium.title", "medium.summary", "medium.original", "medium.sha256", "medium.author",
    "medium.coauthors",
)  # fmt: skip
# Keys that only a person writes, or that a fault may add: with a value that changes what a reader sees
ADDED = {
    "canonical": "https://example.org/other",
    "draft": "true",
    "subtitle": "A line that the post never had",
    "description": "A line that the post never had",
    "lang": "ja",
    "cover": "planted.png",
    "tags": "\n- planted",
    "updated": "2031-01-01T00:00:00.000Z",
    "author": "Somebody Else",
    "title_markdown": "'*Another* title'",
    "medium.coauthors": "Somebody Else",
}


def value(text: str, key: str) -> re.Match[str] | None:
    """The lines of a key in the front matter. `head` is the key with its colon, `value` the rest."""
    front = text[: text.index("\n---\n", 3) + 1]
    name = key.rpartition(".")[2]
    indent = "  " if "." in key else ""
    return re.search(
        rf"^(?P<head>{indent}{re.escape(name)}:)(?P<value>[^\n]*\n(?:{indent}[- ] [^\n]*\n)*)", front, re.MULTILINE
    )


def _with(text: str, match: re.Match[str], lines: str) -> str:
    return f"{text[: match.start()]}{lines}{text[match.end() :]}"


def _other_value(target: Target, key: str, random: Random) -> str | None:
    """The lines of the key in another post, with another value."""
    own = value(target.text, key)
    for other in random.sample(list(target.others), len(target.others)):
        found = value(other, key)
        if found and own and found["value"] != own["value"]:
            return found[0]
    return None


def _altered(key: str, lines: str, random: Random) -> str | None:
    head, _, rest = lines.partition(":")
    match key:
        case "date" | "updated":
            return re.sub(r"T(\d)(\d)", lambda m: f"T{m[1]}{(int(m[2]) + 1) % 4}", lines, count=1)
        case "draft":
            return None
        case "lang":
            return f"{head}: {'fr' if 'fr' not in rest else 'it'}\n"
        case "medium.id" | "medium.sha256":
            at = lines.rindex("\n") - 1
            at -= lines[at] == "'"
            return f"{lines[:at]}{'0' if lines[at] != '0' else '1'}{lines[at + 1 :]}"
        case "medium.url" | "medium.original" | "cover" | "slug" | "medium.author":
            return re.sub(r"(\w)('?\n)\Z", r"\1q\2", lines)
    changed = altered(rest, random)
    return f"{head}:{changed}" if changed else None


def _kinds(key: str) -> Iterator[Kind]:
    def kind(operation: Operation) -> Kind:
        def planted(target: Target, random: Random) -> str | None:
            match = value(target.text, key)
            if match is None:
                return None
            lines: str | None = None
            if operation == "delete":
                lines = ""
            elif operation == "hide":
                lines = re.sub("^", "# ", match[0].rstrip("\n"), flags=re.MULTILINE) + "\n"
            elif operation == "alter":
                lines = _altered(key, match[0], random)
            elif operation == "move":  # the value comes from another post
                lines = _other_value(target, key, random)
            elif operation == "duplicate":  # a YAML reader takes the last one
                other = _other_value(target, key, random)
                lines = match[0] + other if other else None
            return None if lines is None or lines == match[0] else _with(target.text, match, lines)

        return Kind("text", f"key {key}", operation, planted)

    operations: tuple[Operation, ...] = ("delete", "hide", "alter", "move", "duplicate")
    yield from map(kind, operations)


def _adds(key: str, new: str) -> Kind:
    def planted(target: Target, random: Random) -> str | None:
        if value(target.text, key) is not None:
            return None
        group, _, name = key.rpartition(".")
        at = target.text.index("\nmedium:\n") + (len("\nmedium:\n") if group else 1)
        return f"{target.text[:at]}{'  ' if group else ''}{name}: {new}\n{target.text[at:]}"

    return Kind("text", f"added key {key}", "alter", planted)


KINDS: tuple[Kind, ...] = (
    *(
        kind
        for key in KEYS
        for kind in _kinds(key)
        if (key, kind.operation) not in {("draft", "move"), ("draft", "duplicate"), ("draft", "alter")}
    ),
    *(_adds(key, new) for key, new in ADDED.items()),
)
