"""Medium's export, a zip or the folder it was unpacked to: its files and their bytes.

A zip is recognised by its bytes, not by its name, because Medium's link may send it as text/html. All checks of
`zip_safety` are passed before the first file can be read.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO, Self

from medium_archive import names
from medium_archive.errors import ExportUnreadable, ExportUnsafe, MemberDamaged
from medium_archive.medium import export_folder, other_formats, post_ids, zip_safety
from medium_archive.medium.member_kinds import POST, PROFILE, Kind, is_left_behind, row_of
from medium_archive.medium.other_formats import GIVE_EXPORT
from medium_archive.medium.safe_names import shown
from medium_archive.medium.zip_entries import AGAIN, Entry, damaged
from medium_archive.report import Issue

_IN_FOLDER = re.compile(r"(.*/)?(?:posts|drafts)(?:/.*)?", re.IGNORECASE)
_UNKNOWN = "This is not a known part of an export; it stays in the export."
_SAVED = " If it is a page that you saved, copy it to another folder, and import that."
SAVED_PAGE = re.compile(r"\.(?:x?html?|mht(?:ml)?|webarchive|warc(?:\.gz)?|wacz|eml|mbox)$", re.IGNORECASE)
# Medium adds a number of its own to the name, browsers " (1)"; a person may type `*` for it
_EXPORT_NAME = re.compile(r"medium-export.*\.zip", re.IGNORECASE)
_File = tuple[str, Callable[[], bytes]]  # a path, and a function that reads the file, in any process


@dataclass(frozen=True)
class Member:
    """One file of an export: its path inside the export, with `/`, and its kind by the table `KINDS`. `post_id` is the
    id of a post page, from its name, else from its footer; "" for any other file.
    """

    name: str
    kind: Kind
    content: Callable[[], bytes] = field(repr=False, compare=False)
    post_id: str = ""

    @property
    def what(self) -> str:
        """Its name in the table `KINDS`: "claps"."""
        return row_of(self.name).what if self.kind != "post" else "posts"


class Export:
    """An open export: its members, sorted by name, and the issues about them. Use it in a `with`.

    `issues` has the codes "no-posts", "unknown-file", "duplicate-post" and "duplicate-file". `check_sizes` does the
    last check: it unpacks each file of a zip, which takes long, and raises ExportUnsafe for one that is longer than it
    declares.
    """

    def __init__(
        self,
        path: Path,
        members: tuple[Member, ...],
        issues: tuple[Issue, ...] = (),
        stream: BinaryIO | None = None,
        check_sizes: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self.check_sizes = check_sizes
        self.members = members
        self.issues = issues
        self.is_zip = stream is not None
        self._stream = stream

    def posts(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.kind == "post")

    def read(self, member: Member) -> bytes:
        """The bytes of a member. Raises MemberDamaged and nothing else; the other members can still be read."""
        return member.content()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_export(path: Path) -> Export:
    """Open an export, a zip or a folder (format document, 1.2 and 2).

    The pages may be at its root or in `posts/` and `drafts/`, and all of that in other folders. Raises ExportUnreadable
    (no export, incomplete, encrypted, no post) or ExportUnsafe (reading it would do harm).
    """
    export = open_before_check(path)
    try:
        export.check_sizes()
    except BaseException:
        export.close()
        raise
    return export


def open_before_check(path: Path) -> Export:
    """The same without the last check, `check_sizes`. Do it before anything is written; pages can be read before,
    because reading one unpacks at most as much as it declares.
    """
    called = shown(path.name or str(path))
    try:
        if not path.exists():
            raise ExportUnreadable(f"There is no file or folder {shown(str(path))}.", _meant(path) or GIVE_EXPORT)
        if path.is_dir():
            return Export(path, *_members(export_folder.files(path, called), called))
        if not path.is_file():
            raise ExportUnreadable(f"{called} is neither a file nor a folder.", GIVE_EXPORT)
        stream = path.open("rb")
        try:
            entries = _entries(stream, called)
            files: list[_File] = [(entry.name, _FileOfZip(path, entry, stream)) for entry in entries]
            check = partial(zip_safety.refuse_longer_than_declared, stream, entries, called)
            return Export(path, *_members(files, called), stream, check)
        except BaseException:
            stream.close()
            raise
    except OSError as error:
        where = shown(Path(error.filename or path).name)
        raise ExportUnreadable(
            f"{called} can't be read: {error.strerror or 'permission denied'} ({where}).",
            "Check its permissions, or copy it to a folder of yours and import the copy.",
        ) from error


def _meant(path: Path) -> str:
    """What to do about a file that is not there: import the export beside it, or the file with nearly that name. "" if
    neither is there.
    """
    with suppress(OSError):
        there = sorted(one.name for one in path.parent.iterdir())
        if near := names.near(path.name, there):
            return f"Did you mean {shown(str(path.with_name(near)))}?"
        exports = [name for name in there if _EXPORT_NAME.fullmatch(name) and str(path.with_name(name)).isprintable()]
        if exports and _EXPORT_NAME.fullmatch(path.name):
            newest = max(exports, key=lambda name: path.with_name(name).stat().st_mtime)
            which = "there is" if len(exports) == 1 else f"there are {len(exports)} exports, the newest is"
            command = f"archive import {shlex.quote(str(path.with_name(newest)))}"
            return f"In {path.parent} {which} {newest}. Type: `{command}`"
    return ""


def _entries(stream: BinaryIO, called: str) -> tuple[Entry, ...]:
    if not zip_safety.is_zip(stream):
        raise _not_a_zip(stream, called)
    return zip_safety.entries(stream, called)


@dataclass(frozen=True)
class _FileOfZip:
    """Reads a file of a zip. Another process, which gets it without the open `stream`, opens the zip again: processes
    that share a stream share its position.
    """

    path: Path
    entry: Entry
    stream: BinaryIO | None = None

    def __reduce__(self) -> tuple[type[_FileOfZip], tuple[Path, Entry]]:
        return _FileOfZip, (self.path, self.entry)

    def __call__(self) -> bytes:
        if self.stream is not None:
            return zip_safety.content(self.stream, self.entry)
        try:
            with self.path.open("rb") as stream:
                return zip_safety.content(stream, self.entry)
        except OSError as error:
            raise damaged(self.entry) from error


def _members(files: list[_File], called: str) -> tuple[tuple[Member, ...], tuple[Issue, ...]]:
    """The members of an export and the issues about them. Raises ExportUnreadable without a post and the profile page,
    which every export has.
    """
    files = [(name, content) for name, content in files if not any(map(is_left_behind, name.split("/")))]
    id_in_page = cache(_id_in_page)  # a folder of saved pages is large, and each is asked for twice
    root = _root(files, called, id_in_page)
    found = [_member(path.removeprefix(root), content, partial(id_in_page, path, content)) for path, content in files]
    has_post = any(member.kind == "post" for member in found)
    if not has_post and not any(member.kind == "profile" for member in found):
        raise _no_post(found, called)
    members, issues = _without_copies(found)
    if not has_post:
        issues.append(Issue(called, "no-posts", f"The export has no post page, only: {_listed(found)}."))
    issues += [
        Issue(shown(member.name), "unknown-file", _UNKNOWN + (_SAVED if SAVED_PAGE.search(member.name) else ""))
        for member in members
        if member.kind == "unknown"
    ]
    return tuple(members), tuple(issues)


def _member(name: str, content: Callable[[], bytes], id_in_page: Callable[[], str]) -> Member:
    """A file as a member. A page that a person has renamed is known by its contents."""
    row = row_of(name)
    if row.kind == "post":
        return Member(name, "post", content, post_ids.in_name(name))
    if row.kind == "unknown" and (post_id := id_in_page()):
        return Member(name, "post", content, post_id)
    return Member(name, row.kind, content)


def _id_in_page(name: str, content: Callable[[], bytes]) -> str:
    if not post_ids.may_be_page(name):
        return ""
    try:
        return post_ids.in_page(content())
    except (MemberDamaged, ExportUnsafe):  # damaged or too large: then it is an unknown file
        return ""


def _root(files: Sequence[_File], called: str, id_in_page: Callable[[str, Callable[[], bytes]], str]) -> str:
    """The folder of the export inside the zip or folder: "medium-export/", or ""."""
    paths = [name for name, _ in files]
    pages = [name for name in paths if POST.fullmatch(name.rpartition("/")[2])]
    profiles = [match for match in map(PROFILE.fullmatch, paths) if match]
    if not pages and not profiles:
        pages = [name for name, content in files if id_in_page(name, content)]
    roots, flat = set(), set()
    for name in pages:
        folder = name.rpartition("/")[0]
        if marked := _IN_FOLDER.fullmatch(folder):
            roots.add(marked[1] or "")
        else:
            flat.add(folder)
    if not pages:
        roots = {match[1] or "" for match in profiles}
    if len(roots) > 1:
        listed = ", ".join(sorted(shown(root) or "./" for root in roots))
        raise ExportUnreadable(
            f"{called} contains {len(roots)} exports: {listed}.",
            "Import each of them alone, the oldest first. If it is a zip, unpack it first.",
        )
    if roots or not flat:
        return "".join(roots)
    common = posixpath.commonpath(flat)
    return common and f"{common}/"


def _no_post(members: list[Member], called: str) -> ExportUnreadable:
    inner = sorted(member.name for member in members if member.name.lower().endswith(".zip"))
    if inner:
        return ExportUnreadable(
            f"{called} has no post page, but another zip: {shown(inner[0])}.",
            f"Unpack it and import the inner zip: `archive import {shown(inner[0].rpartition('/')[2])}`",
        )
    if not members:
        return ExportUnreadable(f"{called} has no file of an export.", GIVE_EXPORT)
    return ExportUnreadable(f"{called} has no post page, only: {_listed(members)}.", GIVE_EXPORT)


def _listed(members: list[Member]) -> str:
    known = Counter(row_of(member.name).what for member in members if member.kind != "unknown")
    unknown = sorted(shown(member.name) for member in members if member.kind == "unknown")
    return ", ".join([f"{what} ({count})" for what, count in known.items()] + unknown[:3] + ["…"] * (len(unknown) > 3))


def _without_copies(found: list[Member]) -> tuple[list[Member], list[Issue]]:
    """One member for each post and each name. Copies with the same bytes are skipped.

    Of different copies the first is kept, in this order: one that can be read, a published page before a draft, a name
    of Medium's before another, the plain name before "… 2.html", then by name.
    """
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in sorted(found, key=_precedence):
        groups[member.post_id or member.name].append(member)
    kept, issues = [], []
    for group in groups.values():
        first, *others = group
        if others:
            digests = [_digest_if_readable(member) for member in group]
            readable = next((place for place, digest in enumerate(digests) if digest), 0)
            first = group.pop(readable)
            if any(digest != digests[readable] for digest in digests):
                what = "post" if first.kind == "post" else "file"
                rest = ", ".join(shown(member.name) for member in group)
                message = f"The export has this {what} more than once, with different contents; not imported: {rest}."
                issues.append(Issue(shown(first.name), f"duplicate-{what}", message))
        kept.append(first)
    return sorted(kept, key=lambda member: member.name), issues


def _precedence(member: Member) -> tuple[bool, bool, bool, str]:
    match = POST.fullmatch(member.name)
    is_draft = match is not None and match["date"].lower() == "draft"
    return (is_draft, match is None, match is not None and bool(match["copy"]), member.name)


def _digest_if_readable(member: Member) -> bytes:
    """A hash to compare copies, so that only one is in memory at a time; b"" for a damaged one."""
    try:
        return hashlib.sha256(member.content()).digest()
    except MemberDamaged:
        return b""


def _not_a_zip(stream: BinaryIO, called: str) -> ExportUnreadable:
    stream.seek(0)
    start = stream.read(64 * 1024)
    if not start:
        return ExportUnreadable(f"{called} is an empty file.", AGAIN)
    return other_formats.refusal(start, called)
