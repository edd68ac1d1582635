"""Medium's export as it comes, a zip or the folder it was unpacked to: which files it holds, and their bytes.

The only module about Medium that opens files. A zip is known by its bytes, never by its name: Medium's link
may serve it as text/html. All checks of `zip_safety` are passed before the first file can be read.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, NamedTuple, Self

from medium_archive.errors import ExportUnreadable, MemberDamaged
from medium_archive.medium import other_formats, zip_safety
from medium_archive.medium.other_formats import ASK_AGAIN, GIVE_EXPORT
from medium_archive.medium.zip_safety import refuse_too_many, safe_name, shown, too_large, unsafe
from medium_archive.report import Issue

Kind = Literal["post", "profile", "about", "private", "left alone", "unknown"]


class Row(NamedTuple):
    pattern: re.Pattern[str]
    kind: Kind
    what: str


def _row(pattern: str, kind: Kind, what: str) -> Row:
    return Row(re.compile(pattern), kind, what)


# 2016-03-10_--------b5223c95a88d.html, draft_post-ca71f6d1ee83.html; until 2023 ids lost their leading zeros.
# A name that not every system can hold is no post's, since the page is kept under it. The end is what Finder
# and Explorer add to a copy: "… 2.html", "… (1).html", "… copy.html", "… - Copy.html".
_POST = re.compile(
    r"(?:.*/)?(?P<date>\d{4}-\d{2}-\d{2}|draft)"
    r"_(?:[^/\x00-\x1f\x7f<>:|?*\"]*-)?(?P<id>[0-9a-f]{8,12})"
    r"(?P<copy>(?: - Copy| copy)?(?: \d+| ?\(\d+\))?)\.html"
)

_PROFILE = re.compile(r"(.*/)?profile/profile\.html")

# Every kind of file in an export; the first row that matches the path inside the export says what it is.
# The folders are optional, because exports of 2017 had none. "private" pages are read by `medium.reading`, which
# knows them by what they are called here; "left alone" is known and stays in the export, unread.
KINDS = (
    _row(r"(?:profile/)?profile\.html", "profile", "profile"),
    _row(r"(?:profile/)?about\.html", "about", "about page"),  # since 2022
    _row(r"(?:profile/)?memberships(?:-\d+)?\.html", "private", "memberships"),
    _row(r"(?:profile/)?charges(?:-\d+)?\.html", "private", "charges"),  # charges-0001.html until 2023
    _row(r"profile/publications\.html", "private", "publications"),
    _row(r"(?:interests/)?(?:publications|tags|topics|writers)\.html", "private", "interests"),
    _row(r"(?:claps/)?claps-\d+\.html", "private", "claps"),
    _row(r"(?:bookmarks/)?bookmarks-\d+\.html", "private", "bookmarks"),
    _row(r"(?:highlights/)?highlights-\d+\.html", "private", "highlights"),
    _row(r"lists/[^/]+\.html", "private", "reading lists"),  # since 2021; Windows turns ":" into "_"
    _row(r"(?:ips/)?ips(?:-\d+)?\.html", "private", "addresses"),  # ips.html at the root since 2024
    _row(r"(?:sessions/)?sessions-\d+\.html", "private", "sessions"),
    _row(r"(?:users-following/)?users-following-\d+\.html", "private", "people followed"),
    _row(r"(?:pubs-following/)?pubs-following-\d+\.html", "private", "publications followed"),
    _row(r"(?:topics-following/)?topics-following-\d+\.html", "private", "topics followed"),
    _row(r"(?:blocks/)?blocked-users-\d+\.html", "private", "people blocked"),
    _row(r"(?:twitter/)?suggested-friends-\d+\.html", "private", "friends suggested"),
    _row(r"partner-program/[^/]+\.html", "private", "earnings"),
    _row(r"(?:reposts|notes)/[^/]+\.html", "private", "reposts and notes"),  # named by README.html in 2026
    _row(r"README\.html", "left alone", "Medium's own README"),  # since 2021
    Row(_POST, "post", "posts"),
)
_UNKNOWN = Row(re.compile(""), "unknown", "unknown files")

# What systems leave behind in folders, beside names that begin with a dot; passed over without a word.
_LEFT_BEHIND = {"__MACOSX", "Icon\r", "Thumbs.db", "desktop.ini"}

_File = tuple[str, Callable[[], bytes]]  # a path, and how to read what lies there


@dataclass(frozen=True)
class Member:
    """One file of an export: its path inside the export, with `/`, and its kind by the table `KINDS`."""

    name: str
    kind: Kind
    content: Callable[[], bytes] = field(repr=False, compare=False)

    @property
    def post_id(self) -> str:
        """The id in the name of a post page, as Medium spelled it; "" for every other file."""
        match = _POST.fullmatch(self.name) if self.kind == "post" else None
        return match["id"] if match else ""

    @property
    def what(self) -> str:
        """What the table `KINDS` calls it: "claps"."""
        return _row_of(self.name).what


class Export:
    """An open export: its members, sorted by name, and what a person should know about them.

    `issues` has the codes "no-posts", "unknown-file", "duplicate-post" and "duplicate-file". Use it in a `with`.
    """

    def __init__(
        self,
        path: Path,
        members: tuple[Member, ...],
        issues: tuple[Issue, ...] = (),
        stream: BinaryIO | None = None,
    ) -> None:
        self.path = path
        self.members = members
        self.issues = issues
        self.is_zip = stream is not None
        self._stream = stream

    def posts(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.kind == "post")

    def read(self, member: Member) -> bytes:
        """Gives one member's bytes. Raises MemberDamaged, and nothing else; the others can still be read."""
        return member.content()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_export(path: Path) -> Export:
    """Takes what Medium's download became on this disk, a zip or a folder (format document, 1.2 and 2).

    The pages may lie at the root, in `posts/` and `drafts/`, and all that under any number of further
    folders. Raises ExportUnreadable (no export, cut off, encrypted, no post) or ExportUnsafe (reading it
    would harm).
    """
    called = shown(path.name or str(path))
    try:
        if not path.exists():
            raise ExportUnreadable(f"There is no file or folder {shown(str(path))}.", GIVE_EXPORT)
        if path.is_dir():
            return Export(path, *_understood(_files_of_folder(path, called), called))
        if not path.is_file():
            raise ExportUnreadable(f"{called} is neither a file nor a folder.", GIVE_EXPORT)
        stream = path.open("rb")
        try:
            return Export(path, *_understood(_files_of_zip(stream, called), called), stream)
        except BaseException:
            stream.close()
            raise
    except OSError as error:
        where = shown(Path(error.filename or path).name)
        raise ExportUnreadable(
            f"{called} can't be read: {error.strerror or 'the system refuses'} ({where}).",
            "Check who may read it, or copy it to a folder of your own and give the copy.",
        ) from error


def _files_of_zip(stream: BinaryIO, called: str) -> list[_File]:
    if not zip_safety.is_zip(stream):
        raise _not_a_zip(stream, called)
    entries = zip_safety.entries(stream, called)
    return [(entry.name, partial(zip_safety.content, stream, entry)) for entry in entries]


def _files_of_folder(root: Path, called: str) -> list[_File]:
    files: list[_File] = []
    for path in _walk(root, os.path.realpath(root), called):
        # On Linux any bytes may be a name.
        name = os.fsencode(path.relative_to(root)).decode("utf-8", "replace")
        files.append((safe_name(name, called), partial(_file_content, path)))
        refuse_too_many(len(files), called)
    return files


def _walk(folder: Path, root: str, called: str, depth: int = 0) -> Iterator[Path]:
    """Every file below a folder. A link that stays inside is passed over: its file is met by its own name."""
    if (folder / "archive.toml").is_file() and depth:
        return  # an archive that was made inside of the export
    for path in sorted(folder.iterdir()):
        if _is_left_behind(path.name):
            continue
        is_link = path.is_symlink()
        # A folder can be a link without being a symbolic one: a junction of Windows.
        if (is_link or path.is_dir()) and not Path(os.path.realpath(path)).is_relative_to(root):
            raise unsafe(called, f"“{shown(path.name)}” is a link that leads out of the folder")
        if is_link:
            continue
        if path.is_dir():
            if depth >= zip_safety.DEPTH:
                raise unsafe(called, f"“{shown(path.name)}” lies more than {zip_safety.DEPTH} folders deep")
            yield from _walk(path, root, called, depth + 1)
        elif path.is_file():
            yield path
        else:
            raise unsafe(called, f"“{shown(path.name)}” is a device, a pipe or a socket")


def _file_content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(zip_safety.PAGE + 1)
    except OSError as error:
        raise MemberDamaged(
            f"{shown(path.name)} can't be read: {error.strerror}.", "Let yourself read it, then import again."
        ) from error
    if len(content) > zip_safety.PAGE:
        raise too_large(path.name)
    return content


def _understood(files: list[_File], called: str) -> tuple[tuple[Member, ...], tuple[Issue, ...]]:
    """The members of an export and the issues about them. Raises ExportUnreadable when there is neither a post nor the
    profile, which every export has.
    """
    files = [(name, content) for name, content in files if not any(map(_is_left_behind, name.split("/")))]
    root = _root([name for name, _ in files], called)
    found = []
    for path, content in files:
        name = path.removeprefix(root)
        found.append(Member(name, _row_of(name).kind, content))
    has_post = any(member.kind == "post" for member in found)
    if not has_post and not any(member.kind == "profile" for member in found):
        raise _no_post(found, called)
    members, issues = _without_copies(found)
    if not has_post:
        issues.append(Issue(called, "no-posts", f"The export holds no post page, only this: {_listed(found)}."))
    issues += [
        Issue(shown(member.name), "unknown-file", "No known part of an export; it was left where it is.")
        for member in members
        if member.kind == "unknown"
    ]
    return tuple(members), tuple(issues)


def _is_left_behind(part: str) -> bool:
    return part.startswith(".") or part in _LEFT_BEHIND


def _row_of(name: str) -> Row:
    return next((row for row in KINDS if row.pattern.fullmatch(name)), _UNKNOWN)


def _root(names: Sequence[str], called: str) -> str:
    """What stands before the export's own paths: "medium-export/", or "" when nothing does."""
    roots, flat = set(), set()
    for name in names:
        folder, _, file = name.rpartition("/")
        if _POST.fullmatch(file):
            marked = re.fullmatch(r"(.*/)?(?:posts|drafts)(?:/.*)?", folder)
            if marked:
                roots.add(marked[1] or "")
            else:
                flat.add(folder)
    if not roots and not flat:  # an export whose owner reads and never wrote
        roots = {match[1] or "" for match in map(_PROFILE.fullmatch, names) if match}
    if len(roots) > 1:
        listed = ", ".join(sorted(shown(root) or "./" for root in roots))
        raise ExportUnreadable(
            f"{called} holds {len(roots)} exports: {listed}.",
            "Give each of them by itself, the oldest first; unpack the zip for that, if it is one.",
        )
    if roots or not flat:
        return "".join(roots)
    common = posixpath.commonpath(flat)
    return common and f"{common}/"


def _no_post(members: list[Member], called: str) -> ExportUnreadable:
    inner = sorted(member.name for member in members if member.name.lower().endswith(".zip"))
    if inner:
        return ExportUnreadable(
            f"{called} holds no post page, but another zip: {shown(inner[0])}.",
            f"Unpack it and give the inner one: archive import {shown(inner[0].rpartition('/')[2])}",
        )
    if not members:
        return ExportUnreadable(f"{called} holds no file of an export.", GIVE_EXPORT)
    return ExportUnreadable(f"{called} holds no post page, only this: {_listed(members)}.", GIVE_EXPORT)


def _listed(members: list[Member]) -> str:
    known = Counter(_row_of(member.name).what for member in members if member.kind != "unknown")
    unknown = sorted(shown(member.name) for member in members if member.kind == "unknown")
    return ", ".join([f"{what} ({count})" for what, count in known.items()] + unknown[:3] + ["…"] * (len(unknown) > 3))


def _without_copies(found: list[Member]) -> tuple[list[Member], list[Issue]]:
    """One member for each post and each name. Copies with the same bytes are passed over without a word.

    Where they differ the first is kept, in this order: what can be read, a published page before a draft, the
    plain name before "… 2.html", then the names as text.
    """
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in sorted(found, key=_precedence):
        groups[member.post_id or member.name].append(member)
    kept, issues = [], []
    for group in groups.values():
        first, *others = group
        if others:
            digests = [_digest_if_sound(member) for member in group]
            sound = next((place for place, digest in enumerate(digests) if digest), 0)
            first = group.pop(sound)
            if any(digest != digests[sound] for digest in digests):
                what = "post" if first.kind == "post" else "file"
                rest = ", ".join(shown(member.name) for member in group)
                message = f"The export holds this {what} more than once, not the same; left alone: {rest}."
                issues.append(Issue(shown(first.name), f"duplicate-{what}", message))
        kept.append(first)
    return sorted(kept, key=lambda member: member.name), issues


def _precedence(member: Member) -> tuple[bool, bool, str]:
    match = _POST.fullmatch(member.name)
    return (bool(match and match["date"] == "draft"), bool(match and match["copy"]), member.name)


def _digest_if_sound(member: Member) -> bytes:
    """What copies are compared by, so that no two of them are in memory at once; b"" for a damaged one."""
    try:
        return hashlib.sha256(member.content()).digest()
    except MemberDamaged:
        return b""


def _not_a_zip(stream: BinaryIO, called: str) -> ExportUnreadable:
    stream.seek(0)
    start = stream.read(64 * 1024)
    if not start:
        return ExportUnreadable(f"{called} is an empty file.", ASK_AGAIN)
    return other_formats.refusal(start, called)
