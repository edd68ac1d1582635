"""The records agree with each other and with the files of the archive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder import forgotten, misplaced_texts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.forgotten import Forgotten
from medium_archive.folder.layout import TEXT
from medium_archive.report import Issue

IN_QUICK = True
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CATALOGS = ("records/catalog.jsonl", "private/catalog.jsonl")
# In these files no two lines may begin with the same value; in others, as private/reading/, no two may be equal
_KEYED_BY_FIRST = frozenset(
    f"{folder}/{name}.jsonl"
    for folder in ("records", "private")
    for name in ("accounts", "catalog", "pictures", "gists", "imports", "written", "forgotten", "kept_away")
)
_QUOTED = 200  # characters; an address of a picture has about 90
_POST_GONE = (
    "This post is missing. Restore its folder from a copy, or {}. To hide a post from the site, move its folder to "
    "drafts/ instead of deleting it."
)
_EXPORT_AGAIN = "import its export again"
_PAGE_AGAIN = "import its saved page again: `archive import {}`"
_DRAFT_GONE = (
    "This draft is missing. Restore its folder from a copy, or {}. An archive keeps every draft of your exports. To "
    "remove its words, restore the draft, then replace them with a sentence of yours."
)
_TWICE = "{} has {} lines. Restore the file from a copy, or delete the wrong line."
_NOT_A_CHECKSUM = "In the line of {}, `{}` is not a checksum. Restore the file from a copy."
_MOVED = "You moved this post from {}. The next `archive import` or `archive pictures` records that."
_SWAPPED = "The text of this post is in {}, the folder of another post. Move each text into its own folder."
_COPY = "It has the same id as the post in {}, which imports keep up to date. Imports leave this copy alone."
_UNKNOWN_POST = "The line of {} names a post that is not in the catalog: {}. Restore the file from a copy."
_FORGOTTEN_THERE = (
    "This post is on record as forgotten, but its folder is here, perhaps because a run was killed. Run `archive "
    "forget {}` again, or add `--undo`."
)
_FORGOTTEN_GONE = (
    "The folder of a forgotten post is missing, so it can't come back. Restore it from a copy, or remove its record: "
    "`archive forget --undo {}`."
)


def inspect(archive: Snapshot) -> Findings:
    """Find damaged lines, double lines, checksums that can't be right, and posts that were moved."""
    found = (*archive.issues, *_files(archive), *_posts(archive), *_shown(archive))
    away = archive.records.get(f"private/{forgotten.NAME}", ())
    number = sum(forgotten.is_hidden(text.folder) for text in archive.texts.values())
    return Findings((*found, *_forgotten(archive, away)), counts={"forgotten": number})


def _forgotten(archive: Snapshot, away: Iterable[Forgotten]) -> Iterator[Issue]:
    """The forgotten posts whose folder is not where it is hidden. The folder of one with an id is looked for by that;
    if it is missing, it is damage as with any other post.
    """
    for one in away:
        if one.key in archive.entries:
            place = archive.places.get(one.key, one.folder)
        else:
            place = next((path for path in (one.folder, one.path) if f"{path}/{TEXT}" in archive.texts), "")
        if not place:
            yield Issue(one.folder, "forgotten-gone", _FORGOTTEN_GONE.format(one.path))
        elif not forgotten.is_hidden(place):
            yield Issue(place, "forgotten-there", _FORGOTTEN_THERE.format(place))


def _files(archive: Snapshot) -> Iterator[Issue]:
    for file, lines in archive.lines.items():
        firsts = Counter(str(next(iter(line.values()), "")) if file in _KEYED_BY_FIRST else str(line) for line in lines)
        for first, count in firsts.items():
            if count > 1:
                yield Issue(file, "record-twice", _TWICE.format(first[:_QUOTED], count), "error")
        for line in lines:
            for key in ("sha256", "written"):
                if key in line and not (isinstance(line[key], str) and _SHA256.fullmatch(line[key])):
                    name = str(next(iter(line.values())))
                    yield Issue(file, "record-damaged", _NOT_A_CHECKSUM.format(name, key), "error")
    ids = Counter(same_post(line["id"]) for file in _CATALOGS for line in archive.lines.get(file, ()))
    for post, count in ids.items():
        if count > 1 and all(count != _in_one(archive, file, post) for file in _CATALOGS):
            yield Issue("private/catalog.jsonl", "record-twice", _TWICE.format(post, count), "error")


def _in_one(archive: Snapshot, file: str, post: str) -> int:
    return sum(same_post(line["id"]) == post for line in archive.lines.get(file, ()))


def _posts(archive: Snapshot) -> Iterator[Issue]:
    recorded = {entry.path: key for key, entry in archive.entries.items()}
    without_folder = {key for key, _ in misplaced_texts.without_folder(archive.layout.root, archive.entries)}
    for key, entry in archive.entries.items():
        if entry.is_about:
            continue
        place = archive.places.get(key)
        if place is None and key in without_folder:
            continue  # the check of the texts says what to do
        if place is None:
            message = _DRAFT_GONE if _is_draft(entry) else _POST_GONE
            yield Issue(f"{entry.path}/index.md", "text-gone", message.format(_again(archive, entry)), "error")
        elif place != entry.path and recorded.get(place, key) != key:
            yield Issue(f"{entry.path}/index.md", "text-swapped", _SWAPPED.format(place), "error")
        elif place != entry.path:
            yield Issue(place, "post-moved", _MOVED.format(entry.path), "note")
    for text in archive.texts.values():
        place = archive.places.get(same_post(text.id))
        if place is not None and text.folder != place and text.folder not in recorded:
            yield Issue(text.folder, "post-copied", _COPY.format(place), "note")


def _again(archive: Snapshot, entry: Entry) -> str:
    """How to bring back a post whose folder is missing."""
    folder = f"private/original/pages/{same_post(entry.id)}"
    if entry.is_from_page and (archive.layout.root / folder).is_dir():
        return _PAGE_AGAIN.format(folder)
    return _EXPORT_AGAIN


def _is_draft(entry: Entry) -> bool:
    return entry.path.startswith("drafts/")


def _shown(archive: Snapshot) -> Iterator[Issue]:
    if all(entry.is_about for entry in archive.entries.values()):
        return
    for file in ("records/pictures.jsonl", "private/pictures.jsonl"):
        for line in archive.lines.get(file, ()):
            unknown = [post for post in line.get("posts", ()) if same_post(post) not in archive.entries]
            # A copy made by git has no lines of drafts, which may show the same pictures as posts
            if unknown and not archive.is_git_copy(_CATALOGS[1]):
                message = _UNKNOWN_POST.format(line["address"], ", ".join(unknown))
                yield Issue(file, "record-astray", message, "error")
