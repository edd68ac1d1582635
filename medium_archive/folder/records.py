"""Records: JSON Lines, sorted, so that a change is one line of a diff (docs/format.md, "Records")."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, get_args

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import checksums, files
from medium_archive.medium.status import Verdict
from medium_archive.post import Role

HINT = "Restore the file from git or a copy, or delete it and import your exports again."
# The keys of each file with the types of their values; those of `_NEEDED` must be there.
_TYPES: Mapping[str, Mapping[str, type]] = {
    "catalog.jsonl": dict.fromkeys(
        ("id", "path", "written", "original", "sha256", "exported", "reason", "kind", "gone", "slug"), str
    ),
    "history.jsonl": {
        **dict.fromkeys(("id", "kind", "title", "published", "text"), str),
        "words": int,
        "exports": list,
    },
    "pictures.jsonl": {
        **dict.fromkeys(("address", "id", "role", "sha256", "problem", "retry"), str),
        **dict.fromkeys(("posts", "cards", "files"), list),
        **dict.fromkeys(("width", "height", "bytes"), int),
    },
    "gists.jsonl": {
        **dict.fromkeys(("address", "id", "author", "problem", "retry"), str),
        **dict.fromkeys(("posts", "waiting"), list),
    },
    "imports.jsonl": {
        **dict.fromkeys(("sha256", "file", "exported", "account"), str),
        **dict.fromkeys(("posts", "responses", "drafts"), int),
    },
    "written.jsonl": dict.fromkeys(("file", "sha256"), str),
    "feed.jsonl": {
        **dict.fromkeys(("id", "updated", "text", "file", "sha256"), str),
        "tags": list,
        "partial": bool,
    },
    "feeds.jsonl": dict.fromkeys(("address", "etag", "modified"), str),
    "watch.jsonl": {
        **dict.fromkeys(("at", "address", "verdict", "what", "reason", "title", "sha256"), str),
        **dict.fromkeys(("again", "again_at", "again_verdict", "again_reason", "again_title", "again_sha256"), str),
        **dict.fromkeys(("status", "again_status"), int),
    },
    "published.jsonl": {
        **dict.fromkeys(("post", "platform", "account", "sha256", "at", "id", "address"), str),
        **dict.fromkeys(("title", "slug", "date", "state", "text"), str),
        "tags": list,
    },
    "alerts.jsonl": {**dict.fromkeys(("at", "title", "text"), str), **dict.fromkeys(("state", "unsent"), list)},
}
_NEEDED = {
    "catalog.jsonl": ("id", "path", "written"),
    "history.jsonl": ("id", "kind"),
    "pictures.jsonl": ("address",),
    "gists.jsonl": ("address",),
    "imports.jsonl": ("sha256", "file"),
    "written.jsonl": ("file", "sha256"),
    "feed.jsonl": ("id",),
    "feeds.jsonl": ("address",),
    "watch.jsonl": ("at", "address", "verdict"),
    "published.jsonl": ("post", "platform", "account"),
    "alerts.jsonl": ("at", "title"),
}
# An archive may have come from anybody, and what its records name is moved, and removed
_OUT = re.compile(r"^(?:[/\\]|[A-Za-z]:[/\\])|(?:^|[/\\])\.\.(?:[/\\]|$)")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every record of a file, none when it isn't there. Raises RecordsDamaged, with the line, for one that is none."""
    records, problems = read_sound(path)
    if problems:
        raise RecordsDamaged(f"{_named(path)} is damaged: {problems[0]}.", HINT)
    return records


def read_sound(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The records that can be understood, and what is wrong with each other line: "line 7 has no id". Raises
    RecordsDamaged for a file in which no line can be told.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return [], []
    except UnicodeDecodeError as error:
        raise RecordsDamaged(f"{_named(path)} is damaged: it is no UTF-8.", HINT) from error
    except OSError as error:
        raise RecordsDamaged(
            f"{_named(path)} can't be read: {error.strerror or error}.", "Check that the file may be read."
        ) from error
    records: list[dict[str, Any]] = []
    problems: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if problem := _problem(path.name, record):
            problems.append(f"line {number} {problem}")
        else:
            records.append(record)
    return records, problems


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write records sorted by their first key, keys without a value left out; no record, no file. SHA256SUMS
    follows.
    """
    lines = sorted(
        json.dumps({k: v for k, v in record.items() if v not in ("", None, [], ())}, ensure_ascii=False)
        for record in records
    )
    if lines:
        files.write(path, "".join(f"{line}\n" for line in lines).encode())
    else:
        with files.disk_errors(path):
            path.unlink(missing_ok=True)
    checksums.renew(path)


def write_apart(public: Path, private: Path, lines: Sequence[dict[str, Any]], hidden: Sequence[dict[str, Any]]) -> None:
    """Write `lines` to one file and `hidden` to another. What changes sides is in both for a moment, so that a kill
    between the two loses none.
    """
    leaving = [line for line in read_lines(private) if line not in hidden]
    if leaving:
        write_lines(private, [*hidden, *leaving])
    else:
        write_lines(private, hidden)
    write_lines(public, lines)
    if leaving:
        write_lines(private, hidden)


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


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _problem(name: str, record: object) -> str:
    """What is wrong with a record, "" when nothing is."""
    if not isinstance(record, dict):
        return "is no record"
    for key in _NEEDED.get(name, ()):
        if key not in record:
            return f"has no {key}"
    for key, kind in _TYPES.get(name, {}).items():
        value = record.get(key)
        strings = kind is not list or not isinstance(value, list) or all(isinstance(item, str) for item in value)
        if key in record and not (isinstance(value, kind) and strings):
            return f"has a {key} that is none"
    if any(_OUT.search(path) for path in _paths(record)):
        return "has a path that leads out of the archive"
    if name == "pictures.jsonl" and record.get("role", "figure") not in get_args(Role):
        return "has a role that is none"
    if name == "gists.jsonl" and not _are_files(record.get("files", [])):
        return "has files that are none"
    if name == "watch.jsonl" and record.get("verdict") not in get_args(Verdict):
        return "has a verdict that is none"
    return ""


def _paths(record: Mapping[str, Any]) -> Iterator[str]:
    for value in (record.get("path"), record.get("original"), record.get("file"), *_listed(record.get("files"))):
        if isinstance(value, str):
            yield value


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _are_files(files: object) -> bool:
    return isinstance(files, list) and all(
        isinstance(file, dict) and "name" in file and all(isinstance(value, str) for value in file.values())
        for file in files
    )
