"""The files about the authors: archive.toml, about.md, about-NAME.md. They follow the newest export of each account
until a person edits them.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from medium_archive.errors import FolderUnwritable, MemberDamaged, unexpected
from medium_archive.folder import (
    catalog,
    files,
    index_md,
    kept_exports,
    posts,
    regular_files,
    settings,
    settings_text,
    starter_files,
    written_files,
)
from medium_archive.folder.accounts import Assigned
from medium_archive.folder.catalog import ABOUT, ABOUT_OTHER, SETTINGS, Entry
from medium_archive.folder.layout import Layout
from medium_archive.medium import profile
from medium_archive.medium.export import Export, Member
from medium_archive.medium.not_post import PAGE_ERRORS
from medium_archive.post import Author
from medium_archive.processes import Pool
from medium_archive.report import Issue

_SAMPLE_SIZE = 30
_ABOUT = "About"  # the title of the page about the main author


def make_settings(layout: Layout, assigned: Sequence[Assigned]) -> None:
    """Write archive.toml, before all other files: a folder that has it is an archive, which the next run completes.
    In a new archive `update` adds the language, once the posts are read.
    """
    main = [one for one in assigned if not one.author]
    text = _settings(main[-1], {}, {}) if SETTINGS in catalog.read(layout) else _first_settings(main[-1], {})
    files.write(layout.settings, text)


def make_settings_of_pages(layout: Layout, author: Author) -> None:
    """Write archive.toml, as `make_settings` does, for an archive that begins with saved pages of an author."""
    files.write(layout.settings, _of_pages(author))


def follow_pages(layout: Layout, entries: Mapping[str, Entry], name: str) -> Entry | None:
    """Let archive.toml of an archive without exports have the language of most of its posts, and the name of its author
    if it has none, unless a person edited it. Returns its catalog entry, which the first export replaces.
    """
    before, present = entries.get(SETTINGS), _content(layout.settings)
    author = _present(layout).author
    is_ours = hashlib.sha256(present).hexdigest() == before.written if before else present == _of_pages(author)
    if not is_ours or kept_exports.read(layout):
        return None
    found, _ = posts.read_posts(layout, drafts=False, with_texts=False)
    languages = Counter(sorted(post.lang for post in found if post.lang))
    language = languages.most_common(1)[0][0] if languages else settings.Site().language
    text = _of_pages(replace(author, name=author.name or name), language)
    files.write(layout.settings, text)
    return Entry(SETTINGS, layout.settings.name, hashlib.sha256(text).hexdigest())


def _of_pages(author: Author, language: str = settings.Site().language) -> bytes:
    return settings_text.new(settings.Site(title=_title(author), language=language), author).encode()


def complete(layout: Layout) -> None:
    """Write the missing ones of the files that every archive has, and record their checksums. The README is in the
    language of the site, and follows it until a person edits it. drafts/ is made too, so that
    a person can move the folder of a post into it. Raises SettingsWrong.
    """
    with files.disk_errors(layout.drafts):
        layout.drafts.mkdir(exist_ok=True)
    ours: dict[str, bytes] = {}
    for name, text in starter_files.in_language(_present(layout).site.language).items():
        file = layout.root / name
        present = _content(file) if file.exists() else None
        if present is None or (present != text and present in starter_files.texts(name)):
            files.write(file, text)
            present = text
        if present == text:
            ours[name] = text
    known = {one.file: one.sha256 for one in written_files.read(layout)}
    if any(known.get(name) != hashlib.sha256(text).hexdigest() for name, text in ours.items()):
        written_files.note(layout, ours)


def update(  # noqa: PLR0913, PLR0917  # what an export says of its author
    layout: Layout,
    entries: Mapping[str, Entry],
    assigned: Assigned,
    about: bytes,
    exported: str,
    languages: Mapping[str, str],
    *,
    is_newest: bool,
) -> list[Entry]:
    """Write archive.toml and the page about the author from the export of a day. A file that came from a newer export,
    or that a person edited, stays as it is. Returns the catalog entries of the written files. `about` is the text that
    `begin_about` gave. `languages` gives the languages of the posts that this run has read, by their names in the
    export. `is_newest` says that no newer export of the same account was imported.
    """
    export, name = assigned.export, assigned.author
    page = _read(export, "about")
    found = [
        _put(layout.about_of(name), f"{ABOUT_OTHER}{name}" if name else ABOUT, about, exported if page else "", entries)
    ]
    if name:
        found.append(_put_author(layout, entries.get(SETTINGS), assigned, is_newest=is_newest))
    else:
        authors = _present(layout).authors
        text, first = _settings(assigned, authors, languages), _first_settings(assigned, authors)
        found.append(_put(layout.settings, SETTINGS, text, exported, entries, first))
    return [entry for entry in found if entry is not None]


def begin_about(assigned: Assigned, pool: Pool) -> Callable[[], tuple[bytes, list[Issue]]]:
    """Let a process of the pool write the page about the author of an export. Returns a function that waits for its
    text, and for an issue if the page of the export can't be read or converted. The text has only a title then.
    """
    page = _read(assigned.export, "about") or b""
    title = (assigned.account.author.name or assigned.author) if assigned.author else _ABOUT
    return pool.begin(_compose_about, (page, title), 1)


def _compose_about(context: None, about: tuple[bytes, str]) -> tuple[bytes, list[Issue]]:
    """The text of a page with this title, as `begin_about` gives it."""
    page, title = about
    try:
        return index_md.compose_about(profile.read_about(page) if page else "", title).encode(), []
    except Exception as error:  # one page must not stop the import, and the export keeps it
        message = f"This page can't be read: {unexpected(error)}. It stays in the export."
        issue = Issue("profile/about.html", "page-unclear", message, "error")
        return index_md.compose_about("", title).encode(), [issue]


def _content(file: Path) -> bytes:
    """The content of a file; of a link or a pipe, which is a person's and stays, a content that no run wrote."""
    try:
        with files.disk_errors(file):
            return regular_files.read(file, file.parent)
    except FolderUnwritable as error:
        if isinstance(error.__cause__, regular_files.NotRegular):
            return b"\0"
        raise


def _put(  # noqa: PLR0913, PLR0917  # what decides about a file
    file: Path, key: str, text: bytes, day: str, entries: Mapping[str, Entry], first: bytes | None = None
) -> Entry | None:
    """Write a file if it is wanted; returns its entry. `first` is the text of a new archive, which is not recorded."""
    new = Entry(key, file.name, hashlib.sha256(text).hexdigest(), exported=day)
    if not _is_wanted(file, text, new, entries.get(key), first):
        return None
    files.write(file, text)
    return new


def _put_author(layout: Layout, before: Entry | None, assigned: Assigned, *, is_newest: bool) -> Entry | None:
    """Write the table [authors.NAME] into archive.toml. It is added to one that a person edited only once."""
    present, content = _present(layout), _content(layout.settings)
    who = assigned.account.author
    if before is None or hashlib.sha256(content).hexdigest() != before.written:
        if assigned.is_new:
            text = settings_text.with_author(content.decode("utf-8-sig"), assigned.author, who)
            files.write(layout.settings, text.encode())
        return None
    if not is_newest and assigned.author in present.authors:
        return None
    text = settings_text.new(present.site, present.author, {**present.authors, assigned.author: who})
    files.write(layout.settings, text.encode())
    return replace(before, written=hashlib.sha256(text.encode()).hexdigest())


def _present(layout: Layout) -> settings.Settings:
    return settings.read(layout.settings) if layout.settings.exists() else settings.Settings()


def _is_wanted(file: Path, text: bytes, new: Entry, before: Entry | None, first: bytes | None) -> bool:
    """Whether a text may replace the present one: not if the present text is from a newer export or was edited."""
    if before is not None and (new.exported, new.written) < (before.exported, before.written):
        return False
    present = _content(file) if os.path.lexists(file) else None
    if before is None:
        return present in (None, text, first)
    return present in (None, text) or hashlib.sha256(present or b"").hexdigest() == before.written


def _settings(assigned: Assigned, authors: Mapping[str, Author], known: Mapping[str, str]) -> bytes:
    languages = Counter(lang for lang in _sample(assigned.export, known) if lang)
    language = languages.most_common(1)[0][0] if languages else settings.Site().language
    return _first_settings(assigned, authors, language)


def _first_settings(
    assigned: Assigned, authors: Mapping[str, Author], language: str = settings.Site().language
) -> bytes:
    who = assigned.account.author
    site = settings.Site(title=_title(who), language=language)
    return settings_text.new(site, who, authors).encode()


def _title(author: Author) -> str:
    return author.name or author.username or "My archive"


def _sample(export: Export, known: Mapping[str, str]) -> Iterator[str]:
    """The languages of some posts of all years; `known` are those of the posts that were read."""
    members = export.posts()
    for member in members[:: 1 + len(members) // _SAMPLE_SIZE]:
        if member.name in known:
            yield known[member.name]
            continue
        try:
            yield _language(export, member)
        except PAGE_ERRORS:
            continue


def _language(export: Export, member: Member) -> str:
    from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import, and the post was rarely not read

    return post_page.read(export.read(member), member.name)[0].lang


def _read(export: Export, kind: str) -> bytes | None:
    """The only page of a kind, None if it is missing or damaged: the import of posts must not fail for it."""
    for member in export.members:
        if member.kind == kind:
            try:
                return export.read(member)
            except MemberDamaged:
                return None
    return None
