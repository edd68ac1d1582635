"""The files of records have the bytes that the program writes, and each line is in the file of its side.

A file has one form: lines in order, keys in order, lists in order, the line ends and spaces of the program. Lines about
drafts are in private/. So a line that was doubled, moved or written in another way is named, whatever it is about.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder import (
    accounts,
    captures,
    catalog,
    feed,
    forgotten,
    gists,
    history,
    known_posts,
    picture_record,
    proof_record,
    records,
    rescued,
    schema,
    site_captures,
)
from medium_archive.folder import written_files as written
from medium_archive.folder.catalog import same_post
from medium_archive.report import Issue

IN_QUICK = True
_ORDER = "The lines are not in order, as after a merge by git. Run `archive pictures`, which sorts them."
_FILE = (
    "The file is not as the program writes it: it has other spaces or line ends, an empty line, or another order. "
    "Restore it from a copy, or run `archive import --again`, which writes it again."
)
_LINE = (
    "The line of {} is not as the program writes it: it has its keys in another order, other spaces, or a key too few. "
    "Restore the file from a copy, or run `archive import --again`, which writes it again."
)
_LIST = "In the line of {}, the list `{}` is not in order, or has a value twice. Restore the file from a copy."
_TWICE = "It has {} twice. Import your newest export again, which writes the file again."
_QUOTED = 60  # characters
_SIDE = "The line of {} belongs in {}. Restore both files from a copy, or run `archive import --again`."
# The lists that are sorted and have no value twice
_SORTED: Mapping[str, tuple[str, ...]] = {
    picture_record.NAME: ("posts", "cards", "files"),
    gists.NAME: ("posts", "waiting"),
    history.NAME: ("exports",),
}
# The keys that name what a line is about
_NAMES = ("address", "id", "file", "post", "list", "export")
_PUBLIC = ("imports.jsonl", written.NAME, feed.FEEDS, site_captures.NAME, forgotten.KEPT_AWAY)
_ONE_SIDE = dict.fromkeys(_PUBLIC, "records") | dict.fromkeys((accounts.NAME, captures.NAME, forgotten.NAME), "private")


def inspect(archive: Snapshot) -> Findings:
    """Compare the bytes of each file of records with those that its lines give, and find lines on the wrong side."""
    return Findings((*_forms(archive), *_sides(archive)))


def _forms(archive: Snapshot) -> Iterator[Issue]:
    # An unknown key or a damaged line is an issue of its own
    named = {issue.where for issue in archive.issues}
    for file, found in archive.records.items():
        if not found:
            continue
        held = archive.files[file].path.read_bytes()
        if file.endswith(f"/{proof_record.NAME}"):
            # Earlier versions wrote no `rules`
            if file not in named and held != proof_record.content(found[0]) and b'"rules"' in held:
                yield Issue(file, "record-form", _FILE)
            twice = [post for post, count in Counter(one.id for one in found[0].posts).items() if count > 1]
            yield from (Issue(file, "record-twice", _TWICE.format(post), "error") for post in twice)
            continue
        wanted = records.lines(found)
        if held != wanted:
            kind = type(found[0]) if file in named else None
            yield from _of_lines(file, held.split(b"\n"), wanted.split(b"\n"), kind)
        for key in _SORTED.get(file.rpartition("/")[2], ()):
            for one in found:
                values = getattr(one, key)
                if len(values) > 1 and list(values) != sorted(set(values)):
                    yield Issue(file, "record-form", _LIST.format(_first(one), key))


def _of_lines(file: str, held: Sequence[bytes], wanted: Sequence[bytes], kind: type[Any] | None) -> Iterator[Issue]:
    """An issue for each line that differs; one about the file if its lines are right. `kind` is the schema of a file
    that has lines with an issue of their own.
    """
    if sorted(held[:-1]) == wanted[:-1]:
        yield Issue(file, "record-order", _ORDER)
        return
    known = set(wanted)
    other = [line for line in held if line not in known]
    if kind is not None:
        other = [line for line in other if _is_sound(line, kind)]
        if not other:
            return
    elif len(other) == len(held) - 1 or not other:
        yield Issue(file, "record-form", _FILE)
        return
    for line in other:
        yield Issue(file, "record-form", _LINE.format(_name(line)))


def _name(line: bytes) -> str:
    """What a line is about, also if its keys are in another order."""
    try:
        value = {} if records.excess(line) else json.loads(line)
        return str(next(value[key] for key in _NAMES if key in value))
    except (ValueError, TypeError, RecursionError, StopIteration):  # JSON of any form
        return line[:_QUOTED].decode("utf-8", "replace")


def _is_sound(line: bytes, kind: type[Any]) -> bool:
    """Whether no other check has an issue about a line: it can be read, and has no unknown key."""
    if records.excess(line):
        return False
    try:
        value = json.loads(line)
        return not schema.unknown_keys(value, schema.decode(value, kind))
    except (ValueError, RecursionError):
        return False


def _first(record: Any) -> str:
    """The first value of a line, which names what the line is about."""
    return str(getattr(record, fields(record)[0].name))


def _sides(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each line of a post that is in records/ although its folder is in drafts/, or the other way round.
    The catalog has the folder as it was when the records were written, so a folder that a person moved since is none.
    """
    drafts = {key for key, entry in archive.entries.items() if entry.is_private}
    for file, found in archive.records.items():
        folder, _, name = file.rpartition("/")
        for one in found if folder in ("records", "private") else ():
            wanted = _side(name, one, drafts, archive.entries)
            if wanted and wanted != folder:
                yield Issue(file, "record-astray", _SIDE.format(_first(one), f"{wanted}/{name}"), "error")


def _side(name: str, one: Any, drafts: set[str], known: Mapping[str, Any]) -> str:
    """The folder in which a line must be, "" if both are right or nothing tells it."""
    if name == catalog.NAME:
        return _folder(is_private=one.is_private)
    if name == history.NAME and same_post(one.id) in known:
        return _folder(is_private=one.is_private or same_post(one.id) in drafts)
    if name in (feed.POSTS, rescued.POSTS) and same_post(one.id) in known:
        return _folder(is_private=same_post(one.id) in drafts)
    if name == known_posts.NAME:
        key = same_post(one.id)
        return _folder(is_private=key in drafts if key in known else not one.published)
    if name in (picture_record.NAME, gists.NAME):
        sides = {same_post(post) in drafts for post in one.posts if same_post(post) in known}
        files = getattr(one, "files", ()) if name == picture_record.NAME else ()
        sides |= {file.startswith("drafts/") for file in files}
        if not one.posts and not files:
            return "records"
        return _folder(is_private=sides.pop()) if len(sides) == 1 else ""
    return _ONE_SIDE.get(name, "")


def _folder(*, is_private: bool) -> str:
    return "private" if is_private else "records"
