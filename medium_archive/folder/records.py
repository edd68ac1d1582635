"""Records: JSON Lines, sorted, so that a change is one line of a diff (docs/format.md, "Records").

The schema of a file is a frozen dataclass (`schema`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import checksums, files, regular_files, schema
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import SchemaMismatch

T = TypeVar("T")
_QUOTED = 60  # characters
# What one line may have. The longest that is written holds a text of a page, which has at most as many bytes; the
# brackets and commas of values take up to 60 bytes of memory each, the keys 250
_MOST_BYTES, _MOST_SIGNS, _MOST_KEYS = 10_000_000, 1_000_000, 200_000
_TOO_LONG = f"has {{:,}} bytes, and at most {_MOST_BYTES:,} are read"
_TOO_MANY = f"has {{:,}} brackets and commas, and at most {_MOST_SIGNS:,} are read"
_TOO_MANY_KEYS = f"has {{:,}} keys, and at most {_MOST_KEYS:,} are read"
HINT = "Restore the file from git or a copy, or delete it and import your exports again."
_RESTORE = "Restore the file from git or a copy: no import makes it again."
_NOT_IMPORTED: Mapping[str, str] = {  # the files that no import of exports makes
    **dict.fromkeys(
        ("rescued.jsonl", "captures.jsonl", "known.jsonl"),
        "Restore the file from git or a copy, or delete it and import your saved pages again.",
    ),
    **dict.fromkeys(("watch.jsonl", "alerts.jsonl", "appeals.jsonl", "signs.jsonl", "kept_away.jsonl"), _RESTORE),
    "forgotten.jsonl": (
        "Restore the file from a copy, or delete the line: the folder of that post stays hidden in drafts/, and "
        "`archive forget --undo drafts/.NAME` brings it back."
    ),
    **dict.fromkeys(
        ("published.jsonl", "uploads.jsonl", "migrations.jsonl", "site_captures.jsonl"),
        f"{_RESTORE} After a merge in git, keep the lines of both sides, and delete those that begin with <, = and >.",
    ),
}


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A file of records. `lines` are its sound lines as JSON objects, with unknown keys, `records` the same lines as
    records, `problems` the fault of every other line: "line 7 (c0ffee001234) has no path".
    """

    lines: tuple[dict[str, Any], ...] = ()
    records: tuple[T, ...] = ()
    problems: tuple[str, ...] = ()


def parse(path: Path, kind: type[T], loads: Callable[[str], Any] = json.loads) -> Parsed[T]:
    """All lines of a file; a missing file has none. `loads` reads the JSON of a line. Raises RecordsDamaged for a file
    that can't be read as text.
    """
    lines: list[dict[str, Any]] = []
    records: list[T] = []
    problems: list[str] = []
    try:
        with regular_files.opened_inside(path, path.parent) as file:
            # A file with the extension .json is one object
            parts = iter([(file.read().decode("utf-8-sig"), "")]) if path.suffix == ".json" else _lines(file)
            for number, (line, problem) in enumerate(parts, 1):
                name = f"line {number}"
                if problem:
                    problems.append(f"{name} {problem}")
                    continue
                if not line or line.isspace():
                    continue
                try:
                    value = loads(line)
                    if "\\u" in line:
                        _encode(value).encode()  # raises an error for half of a character, which no file can have
                    name += _named_first(value)
                    records.append(schema.decode(value, kind))
                    lines.append(value)
                except SchemaMismatch as mismatch:
                    problems.append(f"{name}{mismatch}")
                except UnicodeEncodeError:
                    problems.append(f"{name} has half of a character")
                except (ValueError, RecursionError):
                    problems.append(f"{name} is not a JSON object")
    except FileNotFoundError:
        return Parsed()
    except UnicodeDecodeError as error:
        raise RecordsDamaged(f"{_named(path)} is damaged: it is not UTF-8.", _hint(path)) from error
    except OSError as error:
        raise RecordsDamaged(
            f"{_named(path)} can't be read: {error.strerror or error}.", "Check the permissions of the file."
        ) from error
    return Parsed(tuple(lines), tuple(records), tuple(problems))


def _lines(file: BufferedReader) -> Iterator[tuple[str, str]]:
    """Each line of a file, with what it has too much of, or "". A line that is too long is not held."""
    encoding = "utf-8-sig"
    while line := file.readline(_MOST_BYTES + 1):
        if len(line) > _MOST_BYTES:
            size = len(line)
            while not line.endswith(b"\n") and (line := file.readline(_MOST_BYTES)):
                size += len(line)
            yield "", _TOO_LONG.format(size)
        else:
            problem = excess(line)
            text = line.decode(encoding).removesuffix("\n")
            for part in text.removesuffix("\r").split("\r") if "\r" in text else (text,):
                yield part, problem
        encoding = "utf-8"


def excess(line: bytes) -> str:
    """What a line has too much of to be read, as a part of a sentence; "" if it may be read."""
    if len(line) > _MOST_BYTES:
        return _TOO_LONG.format(len(line))
    signs = sum(map(line.count, (b"[", b"{", b","))) if len(line) > _MOST_SIGNS else 0
    if signs > _MOST_SIGNS:
        return _TOO_MANY.format(signs)
    # Each key has a colon; a quote in a text, as that of a gist, has a backslash before it
    keys = line.count(b'":') - line.count(b'\\":') if len(line) > _MOST_SIGNS else 0
    return _TOO_MANY_KEYS.format(keys) if keys > _MOST_KEYS else ""


def _named_first(value: object) -> str:
    """The first value of a line, which names what the line is about: " (c0ffee001234)"."""
    first = next(iter(value.values()), None) if isinstance(value, dict) else None
    return f" ({first[:_QUOTED]})" if isinstance(first, str) and first else ""


def read(path: Path, kind: type[T], *, only_sound: bool = False) -> list[T]:
    """Every record of a file; a missing file has none. Raises RecordsDamaged, which names the first damaged line; with
    `only_sound`, damaged lines are left out, and a file that can't be read has none.
    """
    try:
        parsed = parse(path, kind)
    except RecordsDamaged:
        if only_sound:
            return []
        raise
    if parsed.problems and not only_sound:
        raise RecordsDamaged(f"{_named(path)} is damaged: {parsed.problems[0]}.", _hint(path))
    return list(parsed.records)


def read_both(layout: Layout, name: str, kind: type[T]) -> list[T]:
    """The public records, then those of drafts. Raises RecordsDamaged."""
    return read(layout.records / name, kind) + read(layout.private / name, kind)


def write(path: Path, records: Iterable[object]) -> None:
    """Write records sorted by their first key, and their checksum to SHA256SUMS. No record leaves no file."""
    put(path, lines(records))


def lines(records: Iterable[object]) -> bytes:
    """The lines of a file: records, or JSON objects with their keys in order, sorted by their first key."""
    return _joined(map(line, records))


def put(path: Path, content: bytes) -> None:
    """Write a file of records from its lines, and its checksum to SHA256SUMS. Without lines, the file is deleted."""
    if content:
        files.write(path, content)
    else:
        with files.disk_errors(path):
            path.unlink(missing_ok=True)
    checksums.renew(path)


def write_both(layout: Layout, name: str, public: Iterable[object], private: Iterable[object]) -> None:
    """Write the public records, and those of drafts. A record that changes sides is in both files for a moment, so that
    a kill between the two loses none.
    """
    path = layout.private / name
    with files.disk_errors(path):
        before = path.read_text("utf-8-sig").split("\n") if path.is_file() else []
    kept = [line(record) for record in private]
    leaving = {line for line in before if line.strip()} - set(kept)
    put(path, _joined((*kept, *leaving)))
    write(layout.records / name, public)
    if leaving:
        put(path, _joined(kept))


class Fetchable(Protocol):
    """A record of something that is fetched; `files` are there once it is here, `problem` once it could not be had."""

    @property
    def files(self) -> Sequence[object]: ...
    @property
    def problem(self) -> str: ...


def counted(what: str, found: Collection[Fetchable]) -> dict[str, int]:
    """How many of `found` are here, missing for a reason, and not tried, by the keys of a Report."""
    here = sum(bool(record.files) for record in found)
    missing = sum(bool(not record.files and record.problem) for record in found)
    return {
        f"{what}_here": here,
        f"{what}_missing": missing,
        f"{what}_not_tried": len(found) - here - missing,
    }


def _encoder() -> Callable[[object], str]:
    """What `json.dumps` does, with one encoder for all lines: making it takes as long as encoding a line."""
    encoder = json.JSONEncoder(ensure_ascii=False)
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # not in every Python
        return encoder.encode
    write = json.encoder.encode_basestring
    encode = make(None, encoder.default, write, None, ": ", ", ", False, False, True)
    return lambda value: "".join(encode(value, 0))


_encode = _encoder()


def line(record: object) -> str:
    """The line of a record, or of a JSON object, without its end."""
    return _encode(record if isinstance(record, dict) else schema.encode(record))


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _hint(path: Path) -> str:
    return _NOT_IMPORTED.get(path.name, HINT)


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
