"""The files about the author: archive.toml and about.md. They follow the newest export until a person edits them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from medium_archive.errors import MemberDamaged
from medium_archive.folder import files, index_md, settings, starter_files, written_files
from medium_archive.folder.catalog import ABOUT, SETTINGS, Entry
from medium_archive.folder.layout import Layout
from medium_archive.medium import post as post_page
from medium_archive.medium import profile
from medium_archive.medium.export import Export
from medium_archive.post import Author, Post

_SAMPLE_SIZE = 30


def make_settings(layout: Layout, exports: Sequence[Export]) -> None:
    """Write archive.toml, before all other files: a folder that has it is an archive, which the next run completes."""
    files.write(layout.settings, _settings(exports[-1]))


def complete(layout: Layout) -> None:
    """Write the missing ones of the files that every archive has, and record their checksums."""
    texts = {name: text.encode() for name, text in starter_files.FILES.items()}
    for name, text in texts.items():
        if not (layout.root / name).exists():
            files.write(layout.root / name, text)
    ours = {name: text for name, text in texts.items() if (layout.root / name).read_bytes() == text}
    if ours.keys() - {one.file for one in written_files.read(layout)}:
        written_files.note(layout, ours)


def update(layout: Layout, entries: Mapping[str, Entry], export: Export, exported: str) -> list[Entry]:
    """Write archive.toml and about.md as the export of a day has them, unless the present one is of a newer export or a
    person's. Gives the entries of those that were written.
    """
    page = _read(export, "about")
    about = index_md.compose_about(profile.read_about(page) if page else "").encode()
    texts = (
        (ABOUT, layout.about, about, exported if page else ""),
        (SETTINGS, layout.settings, _settings(export), exported),
    )
    written: list[Entry] = []
    for key, file, text, day in texts:
        new = Entry(key, file.name, hashlib.sha256(text).hexdigest(), exported=day)
        if _is_wanted(file, text, new, entries.get(key)):
            files.write(file, text)
            written.append(new)
    return written


def author(export: Export, posts: Sequence[Post] = ()) -> Author:
    """The author as in the profile, else as in the by-line of a post."""
    page = _read(export, "profile")
    if page is not None:
        return profile.read(page)
    return next((post.author for post in posts or _sample(export) if post.author.name), Author())


def _is_wanted(file: Path, text: bytes, new: Entry, before: Entry | None) -> bool:
    """Whether a text may replace the present one, which must not be of a newer export or edited."""
    if before is not None and (new.exported, new.written) < (before.exported, before.written):
        return False
    present = file.read_bytes() if file.exists() else None
    is_own = before is not None and present is not None and hashlib.sha256(present).hexdigest() == before.written
    return present is None or present == text or is_own


def _settings(export: Export) -> bytes:
    posts = list(_sample(export))
    who = author(export, posts)
    languages = Counter(post.lang for post in posts if post.lang)
    site = settings.Site(
        title=who.name or who.username or "My archive",
        language=languages.most_common(1)[0][0] if languages else settings.Site().language,
    )
    return settings.new(site, who).encode()


def _sample(export: Export) -> Iterator[Post]:
    """Some posts of all years, which show the author and the language."""
    members = export.posts()
    for member in members[:: 1 + len(members) // _SAMPLE_SIZE]:
        try:
            yield post_page.read(export.read(member), member.name)[0]
        except post_page.PAGE_ERRORS:
            continue


def _read(export: Export, kind: str) -> bytes | None:
    """The only page of a kind, None if it is missing or damaged: the import of posts must not fail for it."""
    for member in export.members:
        if member.kind == kind:
            try:
                return export.read(member)
            except MemberDamaged:
                return None
    return None
