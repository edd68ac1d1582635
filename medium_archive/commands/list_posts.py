"""Lists the posts of an archive for a page: those with some words, of a kind, a language, without a picture, one's own.

It changes nothing, and needs no lock: a text that another run moves meanwhile is in the next list.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medium_archive.folder import forgotten, picture_record, regular_files, signatures
from medium_archive.folder import posts as store
from medium_archive.folder import settings as settings_file
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.signatures import Signature
from medium_archive.markdown import front_matter
from medium_archive.post import Kind
from medium_archive.report import Issue, Report

FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class Wanted:
    """Which posts: all `words` are in the title or the text; `kind` is that of a post, or FORGOTTEN; the language is
    that of the post; it `lacks` a picture; it `is_own`, so it never was at Medium. `start` and `most` cut the list;
    after its end, the last part of it is meant.
    """

    words: str = ""
    kind: str = ""
    language: str = ""
    lacks: bool = False
    is_own: bool = False
    start: int = 0
    most: int = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """One post in the list. `moment` is its date in seconds, None for a post without one."""

    path: str
    where: str
    id: str
    title: str
    kind: str
    moment: float | None
    day: str
    language: str
    is_own: bool
    is_loose: bool


_Read = tuple[_Row | None, tuple[Issue, ...]]


@dataclass
class Memory:
    """What the next list of the same archive need not read again."""

    texts: dict[str, tuple[Signature | None, _Read]] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()
    signs: Sequence[Signature | None] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)


def list_posts(layout: Layout, wanted: Wanted, memory: Memory) -> Report:
    """The posts that are wanted, newest first, those without a date last; `posts` counts them all. The details have one
    part of them, where it starts, and the languages that there are.

    Raises SettingsWrong, NewerArchive, FolderUnwritable, RecordsDamaged.
    """
    language = settings_file.read(layout.settings).site.language
    with memory.lock:
        every, issues = _read(layout, memory)
        lacking = _lacking(layout, memory)
    is_forgotten = wanted.kind == FORGOTTEN
    here = [row for row in every if row.kind != FORGOTTEN]
    shown = [row for row in every if row.kind == FORGOTTEN] if is_forgotten else here
    found = [row for row in shown if _is_wanted(layout, row, wanted, language, lacking)]
    found.sort(key=lambda row: (-row.moment if row.moment is not None else float("inf"), row.path))
    start = min(wanted.start, max(len(found) - 1, 0) // wanted.most * wanted.most)
    return Report(
        "list_posts",
        counts={"posts": len(found)},
        issues=tuple(issues),
        details={
            "languages": sorted({row.language or language for row in here}),
            "start": start,
            "posts": [_shown(row, lacking) for row in found[start : start + wanted.most]],
        },
    )


def _read(layout: Layout, memory: Memory) -> tuple[list[_Row], list[Issue]]:
    """Every post, forgotten ones too, with the errors of texts that can't be read. A file that has not changed is not
    read again.
    """
    rows: list[_Row] = []
    issues: list[Issue] = []
    before, memory.texts = memory.texts, {}
    for kind, name in FOLDER_OF.items():
        for file in store.texts(layout.root / name, hidden=True):
            path = store.path_of(file, name)
            sign = signatures.of(os.fspath(file))
            known = before.get(path)
            is_known = known is not None and known[0] is not None and signatures.is_same(file, known[0], sign)
            row, of_text = known[1] if known is not None and is_known else _row(file, path, kind)
            memory.texts[path] = sign, (row, of_text)
            issues += of_text
            if row is not None:
                rows.append(row)
    return rows, issues


def _row(file: Path, path: str, kind: Kind) -> _Read:
    post, issues = store.try_post(file, path, kind)
    errors = tuple(issue for issue in issues if issue.level == "error")
    if post is None:
        return None, errors
    row = _Row(
        path,
        post.where,
        post.id,
        post.title,
        FORGOTTEN if forgotten.is_hidden(path) else post.kind,
        post.date.timestamp() if post.date else None,
        post.date.date().isoformat() if post.date else "",
        post.lang,
        post.is_own,
        post.is_loose,
    )
    return row, errors


def _shown(row: _Row, lacking: frozenset[str]) -> dict[str, Any]:
    return {
        "path": row.path,
        "title": row.title,
        "kind": row.kind,
        "date": row.day,
        "language": row.language,
        "lacks_pictures": _lacks(row, lacking),
        "is_own": row.is_own,
        "is_single_file": row.is_loose,
    }


def _is_wanted(layout: Layout, row: _Row, wanted: Wanted, language: str, lacking: frozenset[str]) -> bool:
    if (wanted.kind and wanted.kind != row.kind) or (wanted.is_own and not row.is_own):
        return False
    if wanted.language and (row.language or language) != wanted.language:
        return False
    if wanted.lacks and not _lacks(row, lacking):
        return False
    words = wanted.words.casefold().split()
    title = row.title.casefold() if words else ""
    left = [word for word in words if word not in title]
    return not left or _has(layout, row, left)  # last: it reads the text


def _has(layout: Layout, row: _Row, words: list[str]) -> bool:
    """Whether the text has all words; not a text that can't be read."""
    try:
        text = front_matter.below(regular_files.text(layout.root / row.where, layout.root)).casefold()
    except (OSError, UnicodeDecodeError):
        return False
    return all(word in text for word in words)


def _lacks(row: _Row, lacking: frozenset[str]) -> bool:
    return bool(row.id) and same_post(row.id) in lacking


def _lacking(layout: Layout, memory: Memory) -> frozenset[str]:
    """The keys of the posts that show a picture which is not in the archive."""
    files = (folder / picture_record.NAME for folder in (layout.records, layout.private))
    signs = [signatures.of(str(file)) for file in files]
    if signs != memory.signs:
        records = picture_record.read(layout).values()
        memory.lacking = frozenset(same_post(post) for one in records if not one.files for post in one.posts)
        memory.signs = signs
    return memory.lacking
