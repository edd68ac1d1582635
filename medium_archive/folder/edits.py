"""Writes an index.md that a person may have edited since: their words are kept, and the two texts merged."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from medium_archive.folder import files, index_md, merging, regular_files
from medium_archive.folder.layout import INCOMING, TEXT
from medium_archive.report import Issue

# Whose words stay in a passage that a person and Medium both changed: with "both" the person's, and Medium's are
# written to index.incoming.md
Favor = Literal["both", "ours", "theirs"]
Outcome = Literal["new", "changed", "unchanged", "edited"]
# The source of the text, which each export changes though all else is the same
_SOURCE = re.compile(rb"(?<=[\r\n])  (?:original|sha256): [^\r\n]*(?:\r\n|\r|\n)")
_TARGET = re.compile(rb"\]\([^\s()]*")
_ADDRESS = re.compile(rb"<(https?://[^\s<>]*)>")
_PARTIAL = re.compile(rb"(?<=[\r\n])  partial: true[ \t]*(?:\r\n|\r|\n)")
_OF_MEDIUM = re.compile(rb"(?<=[\r\n])medium:[ \t]*(?:\r\n|\r|\n)(?:  [^\r\n]*(?:\r\n|\r|\n))*")
_KEY = re.compile(rb"[\r\n]([A-Za-z_]+):")
_HEAD_END = re.compile(rb"[\r\n]---")
_MOST_OF_HEAD = 16_000
YOURS = "index.yours.md"
_BEGINNING = " Your text has only the beginning; when you have added the rest, delete the line `partial: true` in it."


@dataclass(frozen=True)
class PendingText:
    """A text that the program wants to write. `written` is the checksum of the one that it wrote last, "" for none;
    `base` the text that it would have written before Medium changed the post, None if that is unknown. `pictures` gives
    the file of each picture that is here, by its address.
    """

    text: bytes
    written: str = ""
    base: bytes | None = None
    is_new_page: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What became of a text, for the report."""

    outcome: Outcome
    issues: tuple[Issue, ...] = ()


def write(root: Path, folder: str, pending: PendingText, favor: Favor) -> Written:
    """Write the index.md of a folder if there is none, or if no person has edited it; else merge the two."""
    where = f"{folder}/{TEXT}"
    place = os.path.join(root, where)  # noqa: PTH118  # most texts of an import are new, and a Path takes longer
    if files.size_of(place) is None:
        files.put(place, pending.text, None)
        restored = Issue(where, "restored", "The text was missing; it was written again from the original.", "note")
        return Written("new", (restored,) if pending.written else ())
    if problem := regular_files.problem(place, os.fspath(root)):
        message = f"The text can't be read, so it was not brought up to date: {problem}."
        return Written("unchanged", (Issue(where, "unreadable", message, "error"),))
    file = Path(place)
    with files.disk_errors(file):
        present = file.read_bytes()
    if present == pending.text:
        return Written("unchanged")
    if not present.strip(b"\0"):
        # A power cut can leave an empty file; no author saves an empty text on purpose
        files.write(file, pending.text)
        restored = Issue(where, "restored", "The text was empty; it was written again from the original.")
        return Written("changed", (restored,))
    if hashlib.sha256(present).hexdigest() == pending.written:
        files.write(file, pending.text)
        return Written("unchanged" if _reads_the_same(present, pending.text) else "changed")
    if not pending.written and _without_targets(present) == _without_targets(pending.text):
        return Written("unchanged")  # a killed run wrote it; `own_links.outdated` compares the links
    return Written("edited", tuple(_merge(file, where, present, pending, favor)))


def blend(file: Path, text: bytes, written: str, base: bytes | None) -> bool:
    """Put small changes into a present text without an issue; where a person wrote the same lines, theirs stay.
    `written` and `base` as in `PendingText`. True if anything was written; a missing text is not written again.
    """
    with files.disk_errors(file):
        if not regular_files.is_file(file, file.parent):
            return False
        present = regular_files.read(file, file.parent)
    if hashlib.sha256(present).hexdigest() == written:
        return files.write(file, text)
    if base is None:
        return False
    merged = merging.merge(base, present, text).text
    # A person may have written the same key on another line
    return not _has_double_key(merged) and files.write(file, merged)


def _has_double_key(text: bytes) -> bool:
    """Whether the front matter has a key twice, which no YAML may."""
    keys = _KEY.findall(_head(text))
    return len(keys) != len(set(keys))


def _merge(file: Path, where: str, present: bytes, pending: PendingText, favor: Favor) -> list[Issue]:
    """Merge a pending text into one that a person edited, as `favor` says. What a person wrote is never thrown away."""
    merged = merging.Merged(present)
    if pending.base is not None:
        merged = merging.merge(pending.base, present, pending.text)
    elif pending.is_new_page:
        merged = merging.Merged(present, pending.text)
    incoming = file.with_name(INCOMING)
    with files.disk_errors(incoming):
        waiting = b""
        if regular_files.is_file(incoming, incoming.parent):
            waiting = regular_files.read(incoming, incoming.parent)
    issues = [_of_merge(where, present, merged.text)]
    theirs = _theirs(waiting, merged, pending)
    text = _with_pictures(merged.text, pending)
    is_beginning = False
    if theirs is not None and favor != "theirs":
        text, is_beginning = _as_beginning(present, text, pending.text)
    kept = text + (theirs or b"") if favor != "ours" else text
    if _lines(waiting) - _lines(kept + b"\n".join((present, pending.base or b"", pending.text))):
        yours = _keep_aside(file, waiting)
        message = f"{INCOMING} had words that are neither in your text nor in Medium's; it was saved as {yours}."
        issues.append(Issue(where, "incoming-kept", message, "note"))
    if theirs is not None and favor == "both":
        files.write(incoming, theirs)
        issues.append(
            Issue(
                where,
                "both-changed",
                f"You and Medium changed the same passage. Your text stays, Medium's is in {INCOMING} in the same "
                "folder. Copy from it what you want and delete it, or import again with --theirs or --ours."
                f"{_BEGINNING if is_beginning else ''}",
            )
        )
    if theirs is not None and favor == "theirs":
        yours = _keep_aside(file, text)
        files.write(file, _with_pictures(theirs, pending))
        issues[0] = Issue(
            where, "theirs-taken", f"Medium's version replaced your text, which was saved as {yours}.", "note"
        )
    else:
        files.write(file, text)
    if favor != "both":
        with files.disk_errors(incoming):
            incoming.unlink(missing_ok=True)
    return issues


def is_marked_partial(folder: Path) -> bool:
    """Whether the text in a folder says that it is only a part of a post."""
    with suppress(OSError), regular_files.opened(folder / TEXT) as file:
        return _PARTIAL.search(_head(file.read(_MOST_OF_HEAD))) is not None
    return False


def _as_beginning(present: bytes, merged: bytes, whole: bytes) -> tuple[bytes, bool]:
    """A merged text with the mark of a beginning that it had before, if it does not have the end of the whole one; and
    whether it has that mark.
    """
    mark = _PARTIAL.search(_head(present))
    if mark is None or whole.rstrip().splitlines()[-1] in merged.splitlines():
        return merged, False
    if _PARTIAL.search(_head(merged)) is not None:
        return merged, True
    place = _OF_MEDIUM.search(_head(merged))
    return (merged[: place.end()] + mark[0] + merged[place.end() :], True) if place else (merged, False)


def _head(text: bytes) -> bytes:
    """The front matter with the line end before its last line."""
    end = _HEAD_END.search(text, 3)
    return text[: end.start() + 1] if end else b""


def _theirs(waiting: bytes, merged: merging.Merged, pending: PendingText) -> bytes | None:
    """The text with Medium's words for each passage that both changed, now or since an import whose `waiting` text
    nobody has resolved yet; None if there is no such passage.
    """
    if pending.base is None or not waiting:
        return merged.incoming or waiting or None
    newer = merging.merge(pending.base, waiting, pending.text)
    return newer.incoming or newer.text


def _lines(text: bytes) -> set[bytes]:
    return {line.strip() for line in _SOURCE.sub(b"", text).splitlines()} - {b""}


def _keep_aside(file: Path, text: bytes) -> str:
    """Save a person's text under a free name in the same folder; gives the name."""
    name, number = YOURS, 1
    while os.path.lexists(file.parent / name) and not _holds(file.parent / name, text):
        number += 1
        name = f"index.yours-{number}.md"
    files.write(file.parent / name, text)
    return name


def _holds(file: Path, text: bytes) -> bool:
    return regular_files.is_file(file, file.parent) and regular_files.read(file, file.parent) == text


def _of_merge(where: str, present: bytes, merged: bytes) -> Issue:
    if _reads_the_same(merged, present):
        return Issue(where, "edit-kept", "You edited this post; your text was kept as it is.", "note")
    return Issue(where, "merged", "Medium changed this post; its changes were merged into your edited text.", "note")


def _without_targets(text: bytes) -> bytes:
    """A text without the addresses that its links lead to."""
    return _TARGET.sub(b"](", _ADDRESS.sub(rb"[\1](\1)", text.replace(b"\\", b"")))


def _reads_the_same(one: bytes, other: bytes) -> bool:
    return _SOURCE.sub(b"", one) == _SOURCE.sub(b"", other)


def _with_pictures(text: bytes, pending: PendingText) -> bytes:
    # "surrogateescape" keeps bytes that are not UTF-8 as they are
    plain = text.decode("utf-8", "surrogateescape")
    return index_md.insert(plain, pending.pictures, {}).encode("utf-8", "surrogateescape")
