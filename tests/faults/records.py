"""Faults in what an archive holds of a post besides its text and its page: lines of records, and files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from medium_archive.folder import catalog
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import TEXT, Layout
from tests.faults.kind import Kind, Target
from tests.faults.words import altered

# The records that have lines of posts, and the keys of each line. Another `path` or `written` in the catalog is what a
# folder that a person moved, or a text that a person edited, looks like: verify has notes about these
RECORDS = {
    "catalog": ("original", "sha256", "kind", "slug", "reason", "gone", "author", "unknown"),
    "history": ("id", "title", "published", "kind", "words", "exports", "name", "was", "unknown"),
    "pictures": (
        "address", "id", "width", "height", "sha256", "posts", "role", "cards", "external", "bytes", "problem", "retry",
        "unknown",
    ),
}  # fmt: skip
# Ways of writing a line that change no value
_FORMS: dict[str, Callable[[str], str]] = {
    "order of keys": lambda line: json.dumps(dict(reversed(json.loads(line).items())), ensure_ascii=False),
    "spaces": lambda line: line.replace('": ', '":'),
}
_ADDED = {
    "gone": "2001-02-03", "author": "eve", "name": "zzz", "was": "draft", "unknown": "1", "external": "https://x.example/1.png",
    "problem": "It was not found.", "bytes": 7, "retry": "2001-02-03T00:00:00+00:00", "cards": ["https://x.example"],
}  # fmt: skip

# Gives a file other bytes, or removes it if they are None
Change: TypeAlias = Callable[[Path, bytes | None], None]


@dataclass(frozen=True)
class Files:
    """The files of an archive that a fault changes. `random` chooses among the places of a fault."""

    layout: Layout
    random: Random
    change: Change


def plant(files: Files, kind: Kind, target: Target) -> bool:
    """Plant a fault of a record or a file. False where the post has nothing of the kind."""
    return _plant_in_line(files, kind, target) if kind.place == "record" else _plant_in_file(files, kind, target)


def _plant_in_line(files: Files, kind: Kind, target: Target) -> bool:
    name, _, key = kind.part.removeprefix("line of ").partition(", ")
    for folder in (files.layout.records, files.layout.private):
        path = folder / f"{name}.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        own = [n for n, line in enumerate(lines) if _is_of(line, target.id)]
        if not own:
            continue
        at = files.random.choice(own)
        if kind.operation == "delete":
            del lines[at]
        elif kind.operation == "move":
            _move(files, path, lines, at)
            return True
        elif key in _FORMS:
            lines[at] = _FORMS[key](lines[at])
        elif kind.operation == "duplicate":
            lines.insert(at, lines[at])
        else:
            line = json.loads(lines[at])
            if not _alter(line, key, files.random):
                return False
            lines[at] = json.dumps(line, ensure_ascii=False)
        files.change(path, "".join(f"{line}\n" for line in sorted(lines)).encode())
        return True
    return False


def _move(files: Files, path: Path, lines: Sequence[str], at: int) -> None:
    """Move a line to the file of the other side: that of the drafts, or that of the published posts."""
    other = (files.layout.private if path.parent == files.layout.records else files.layout.records) / path.name
    held = other.read_text("utf-8").splitlines() if other.is_file() else []
    files.change(other, "".join(f"{line}\n" for line in sorted([*held, lines[at]])).encode())
    rest = [line for number, line in enumerate(lines) if number != at]
    files.change(path, "".join(f"{line}\n" for line in rest).encode() if rest else None)


def _is_of(line: str, post_id: str) -> bool:
    if same_post(post_id) not in line:
        return False
    record = json.loads(line)
    posts = record["posts"] if "posts" in record else [record["id"]]
    return any(same_post(one) == same_post(post_id) for one in posts)


def _alter(line: dict[str, Any], key: str, random: Random) -> bool:
    if key == "problem" and not line.get("files"):
        return False  # no file shows that a picture could be fetched
    if key in _ADDED:  # most lines lack these keys
        value = _ADDED[key]
        line[key] = value if line.get(key) != value else f"{value}q"
        return True
    old = line.get(key)
    if key == "role":  # a role that comes before is that of an older page
        line[key] = "card"
        return bool(old != "card")
    if not old:
        return False
    if isinstance(old, list):
        line[key] = [_other(str(one)) for one in old]
    elif isinstance(old, int):
        line[key] = old + 1
    elif key in ("title", "kind", "path", "slug", "original", "reason"):
        line[key] = altered(old, random) or f"{old}q"
    else:
        line[key] = _other(old)
    return True


def _other(value: str) -> str:
    """A value of the same form: another last digit."""
    return f"{value[:-1]}{'0' if value[-1] != '0' else '1'}"


def _plant_in_file(files: Files, kind: Kind, target: Target) -> bool:
    path = _file(files, kind.part.removeprefix("file "), target)
    if path is None or not path.is_file():
        return False
    content = path.read_bytes()
    if kind.operation == "delete":
        files.change(path, None)
    elif kind.operation == "alter":
        at = files.random.randrange(len(content) // 4, len(content) * 3 // 4)
        files.change(path, content[:at] + bytes((content[at] ^ 0x11,)) + content[at + 1 :])
    else:
        files.change(path, None)
        name = f".{path.name}" if kind.operation == "hide" else f"moved-{path.name}"
        files.change(path.with_name(name), content)
    return True


def _file(files: Files, what: str, target: Target) -> Path | None:
    layout = files.layout
    folder = layout.root / target.folder
    match what:
        case "index.md":
            return folder / TEXT
        case "original":
            return layout.root / catalog.read(layout)[same_post(target.id)].original
        case "page":
            return layout.site / target.folder / "index.html"
        case "picture":
            pictures = sorted(path for path in folder.iterdir() if path.suffix not in (".md", "") and path.is_file())
            return files.random.choice(pictures) if pictures else None
    return None


def _nothing(target: Target, random: Random) -> str | None:
    """`plant` changes records and files; there is no text to give."""
    raise AssertionError("a record or a file has no text")


def _kinds() -> Iterator[Kind]:
    for name, keys in RECORDS.items():
        yield Kind("record", f"line of {name}", "delete", _nothing)
        yield Kind("record", f"line of {name}", "duplicate", _nothing)
        yield Kind("record", f"line of {name}", "move", _nothing)
        for form in _FORMS:
            yield Kind("record", f"line of {name}, {form}", "alter", _nothing)
        for key in keys:
            yield Kind("record", f"line of {name}, {key}", "alter", _nothing)
    for name in ("index.md", "original", "page", "picture"):
        # A text with another checksum was edited by a person, so a change of its bytes alone is no fault
        for operation in ("delete", "move", "hide") if name == "index.md" else ("delete", "move", "alter", "hide"):
            yield Kind("file", f"file {name}", operation, _nothing)


KINDS: tuple[Kind, ...] = tuple(_kinds())
