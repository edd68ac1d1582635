"""A text that is to be written where a person may have written meanwhile: theirs is kept, or the two are merged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from medium_archive.folder import files, index_md, merging
from medium_archive.report import Issue

# Whose words stand where a person and Medium changed the same passage: with "both" the person's, and Medium's beside.
Favor = Literal["both", "ours", "theirs"]
Outcome = Literal["new", "changed", "unchanged", "edited"]
# Where the text comes from; every export says it anew, though nothing else has changed
_SOURCE = re.compile(rb"(?<=[\r\n])  (?:original|sha256): [^\r\n]*(?:\r\n|\r|\n)")
_AIM = re.compile(rb"\]\([^\s()]*")
_ADDRESS = re.compile(rb"<(https?://[^\s<>]*)>")
_KEY = re.compile(rb"[\r\n]([A-Za-z_]+):")
_HEAD_END = re.compile(rb"[\r\n]---")
INCOMING = "index.incoming.md"
YOURS = "index.yours.md"


@dataclass(frozen=True)
class Draught:
    """What the program wants to write. `written` is the checksum of what it wrote last, "" for nothing; `base` what it
    would have written before Medium changed the post, None where that is unknown. `homes` names the pictures that are
    here, by their address.
    """

    text: bytes
    written: str = ""
    base: bytes | None = None
    is_page_changed: bool = False
    homes: Mapping[str, str] = field(default_factory=dict)


def bring(file: Path, where: str, draught: Draught, favor: Favor) -> tuple[Outcome, list[Issue]]:
    """Write the text if there is none, or one that nobody touched; else merge. `where` names the file in issues."""
    with files.disk_errors(file):
        there = file.read_bytes() if file.exists() else None
    if there is None:
        files.write(file, draught.text)
        message = "The text was not here any more; it was written again."
        return "new", [Issue(where, "restored", message, "note")] if draught.written else []
    if there == draught.text:
        return "unchanged", []
    if not there.strip(b"\0"):
        # What a pulled plug leaves of a file; nobody saves an empty text to keep it
        files.write(file, draught.text)
        return "changed", [Issue(where, "restored", "The text was empty; it was written again from the original.")]
    if hashlib.sha256(there).hexdigest() == draught.written:
        files.write(file, draught.text)
        return "unchanged" if _says_the_same(there, draught.text) else "changed", []
    if not draught.written and _without_aims(there) == _without_aims(draught.text):
        return "unchanged", []  # of a run that was killed: `own_links.settle` will see
    return "edited", _keep(file, where, there, draught, favor)


def blend(file: Path, text: bytes, written: str, base: bytes | None) -> bool:
    """Put what little is new into a text that is there, without a word about it: where a person wrote the same lines,
    theirs stand. `written` and `base` as in `Draught`. True if anything was written; a text that is gone stays so.
    """
    with files.disk_errors(file):
        if not file.is_file():
            return False
        there = file.read_bytes()
    if hashlib.sha256(there).hexdigest() == written:
        return files.write(file, text)
    if base is None:
        return False
    merged = merging.merge(base, there, text).text
    # A person may have written the same key on another line
    return not _says_twice(merged) and files.write(file, merged)


def _says_twice(text: bytes) -> bool:
    """Whether the front matter has a key twice, which no YAML may."""
    end = _HEAD_END.search(text, 3)
    keys = _KEY.findall(text[: end.start()] if end else b"")
    return len(keys) != len(set(keys))


def _keep(file: Path, where: str, there: bytes, draught: Draught, favor: Favor) -> list[Issue]:
    merged = merging.Merged(there)
    if draught.base is not None:
        merged = merging.merge(draught.base, there, draught.text)
    elif draught.is_page_changed:
        merged = merging.Merged(there, draught.text)
    incoming = file.with_name(INCOMING)
    with files.disk_errors(incoming):
        waiting = incoming.read_bytes() if incoming.exists() else b""
    issues = [_of_merge(where, there, merged.text)]
    theirs = _theirs(waiting, merged, draught)
    text = _with_homes(merged.text, draught)
    stay = text + (theirs or b"") if favor != "ours" else text
    if _lines(waiting) - _lines(stay + b"\n".join((there, draught.base or b"", draught.text))):
        yours = _kept_beside(file, waiting)
        message = f"{INCOMING} held words that are neither yours nor Medium's of today: it is in {yours} beside it now."
        issues.append(Issue(where, "incoming-kept", message, "note"))
    if theirs is not None and favor == "both":
        files.write(incoming, theirs)
        issues.append(
            Issue(
                where,
                "both-changed",
                f"You and Medium changed the same passage: yours stands, Medium's is in {INCOMING} beside it. Take "
                "over what you want and delete that file, or import again with --theirs or --ours.",
            )
        )
    if theirs is not None and favor == "theirs":
        yours = _kept_beside(file, text)
        files.write(file, _with_homes(theirs, draught))
        issues[0] = Issue(where, "theirs-taken", f"Medium's text was taken; yours is in {yours} beside it.", "note")
    else:
        files.write(file, text)
    if favor != "both":
        with files.disk_errors(incoming):
            incoming.unlink(missing_ok=True)
    return issues


def _theirs(waiting: bytes, merged: merging.Merged, draught: Draught) -> bytes | None:
    """The text with Medium's words where a person and Medium disagree, now or since an import that nobody has settled
    yet; None where they don't.
    """
    if draught.base is None or not waiting:
        return merged.incoming or waiting or None
    newer = merging.merge(draught.base, waiting, draught.text)
    return newer.incoming or newer.text


def _lines(text: bytes) -> set[bytes]:
    return {line.strip() for line in _SOURCE.sub(b"", text).splitlines()} - {b""}


def _kept_beside(file: Path, text: bytes) -> str:
    """A person's words are never thrown away, asked or not: the name of the file that has them now."""
    name, number = YOURS, 1
    while (file.parent / name).exists() and (file.parent / name).read_bytes() != text:
        number += 1
        name = f"index.yours-{number}.md"
    files.write(file.parent / name, text)
    return name


def _of_merge(where: str, there: bytes, merged: bytes) -> Issue:
    if _says_the_same(merged, there):
        return Issue(where, "edit-kept", "You edited this post; your text was kept as it is.", "note")
    return Issue(where, "merged", "Medium changed this post: what is new there was put into your edited text.", "note")


def _without_aims(text: bytes) -> bytes:
    """A text without the addresses that its links lead to."""
    return _AIM.sub(b"](", _ADDRESS.sub(rb"[\1](\1)", text.replace(b"\\", b"")))


def _says_the_same(one: bytes, other: bytes) -> bool:
    return _SOURCE.sub(b"", one) == _SOURCE.sub(b"", other)


def _with_homes(text: bytes, draught: Draught) -> bytes:
    # Surrogates carry what is no UTF-8 through unharmed
    plain = text.decode("utf-8", "surrogateescape")
    return index_md.settled(plain, draught.homes, {}).encode("utf-8", "surrogateescape")
