"""The texts can be read, and are as the program wrote them or as a person edited them."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.snapshot import Findings, Snapshot, Text, checksum
from medium_archive.folder import misplaced_texts, post_texts, text_damage
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.program_start import typed
from medium_archive.report import Issue

IN_QUICK = True
_FRONT_MATTER = "The front matter can't be read: {}. Correct the lines between `---` at the top of the file."
_OF_EXPORT = ("original/posts/", "private/original/")  # the originals of posts that an export has
_DIFFERS = (
    "It differs from what the program wrote: you edited it. (If you did not, it was damaged: restore it from a copy, "
    "or delete it and import its export again; the zip is in exports/.)"
)
_ONE_BIT = (
    "It differs from what the program wrote in one bit, in line {}. A failing disk can cause that. If you did not "
    "change that letter yourself, restore it from a copy."
)
_CUT = (
    "It is only the beginning of what the program wrote. If you did not delete the rest, restore it from a copy, or "
    "delete it and import its export again."
)
_ID = "Its `medium.id` is not {}, the id in the catalog. Write it back, so that the next import finds the post."


def inspect(archive: Snapshot) -> Findings:
    """Check the text of every post and about.md. An edit is a note, a text that can't be read an error."""
    found: list[Issue] = []
    for text in archive.texts.values():
        found += _readable(archive, text)
    damaged = {issue.where for issue in found if issue.code == text_damage.CODE}
    for key, entry in archive.entries.items():
        one = archive.text_of(key)
        if one is None:
            if entry.is_about:
                message = "The page about the author is missing. Restore it, or import an export again."
                found.append(Issue(entry.path, "text-gone", message, "error"))
            continue
        if one.file not in damaged and one.sha256 != entry.written:
            found.append(_difference(archive, entry, one))
        if (
            not entry.is_about
            and one.file not in damaged
            and same_post(one.id) != key
            and entry.id.encode() not in one.content
        ):
            found.append(Issue(one.file, "id-changed", _ID.format(entry.id)))
    folders = {text.folder for text in archive.texts.values()} | {entry.path for entry in archive.entries.values()}
    found += misplaced_texts.among(archive.files, folders)
    found += [issue for _, issue in misplaced_texts.without_folder(archive.layout.root, archive.entries)]
    return Findings(tuple(found), counts={"texts_checked": len(archive.texts)})


def _readable(archive: Snapshot, text: Text) -> Iterator[Issue]:
    if damage := text_damage.find(text.content, is_about=not text.folder):
        yield Issue(text.file, text_damage.CODE, text_damage.message(damage, _exports(archive, text)), "error")
    elif text.problem:
        yield Issue(text.file, "front-matter", _FRONT_MATTER.format(text.problem.rstrip(".")), "error")


def _exports(archive: Snapshot, text: Text) -> str:
    """The folder of the exports, if one is kept and the text is of a post that an export has; else ""."""
    entries = (entry for entry in archive.entries.values() if entry.path == text.folder)
    is_known = any(entry.original.startswith(_OF_EXPORT) for entry in entries)
    has_export = is_known and any(name.startswith("exports/") for name in archive.files)
    return typed(str(archive.layout.exports)) if has_export else ""


def _difference(archive: Snapshot, entry: Entry, text: Text) -> Issue:
    before, content = _as_written(archive, entry), text.content
    if before is not None and len(before) == len(content):
        other = [at for at in range(len(before)) if before[at] != content[at]]
        if len(other) == 1 and (before[other[0]] ^ content[other[0]]).bit_count() == 1:
            line = content.count(b"\n", 0, other[0]) + 1
            return Issue(text.file, "text-one-bit", _ONE_BIT.format(line))
    if before is not None and content and before.startswith(content):
        return Issue(text.file, "text-cut", _CUT)
    return Issue(text.file, "text-differs", _DIFFERS, "note")


def _as_written(archive: Snapshot, entry: Entry) -> bytes | None:
    """What the program wrote, made again from the original; None if this version would write something else."""
    made = post_texts.compose_again(archive.shelf, entry) if archive.shelf and entry.original in archive.files else None
    return made if made is not None and checksum(made) == entry.written else None
