"""Compares the history with the texts of the posts, and the catalog with the history."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from html import unescape

from medium_archive import names
from medium_archive.checks.snapshot import Findings, Snapshot, Text
from medium_archive.errors import ArchiveError
from medium_archive.folder import catalog, history
from medium_archive.folder.catalog import ABOUT, ABOUT_OTHER, SETTINGS, Entry
from medium_archive.folder.history import History, State
from medium_archive.markdown import front_matter
from medium_archive.medium.export import open_export
from medium_archive.medium.text import same_words
from medium_archive.post import Kind
from medium_archive.report import Issue

IN_QUICK = True
_FILE, _PRIVATE = f"records/{history.NAME}", f"private/{history.NAME}"
_RESTORE = "Restore the file from a copy, or import your exports again."
_NO_STATE = f"The history has no line about this post ({_FILE}). {_RESTORE}"
_UNKNOWN = f"The history has a line about the post {{}}, which is not in the catalog. {_RESTORE}"
_DIFFERS = f"The history ({_FILE}) has another {{}} for this post than its text: “{{}}”. {{}}"
_CATALOG = (
    "The catalog has a wrong `{}` for this post: “{}”. By the history and imports.jsonl it must be “{}”. Run "
    "`archive import --again`, which corrects it, or restore the files from a copy."
)
_NAME = (
    f"The history ({_FILE}) has a folder name for this post that the program would never make: “{{}}”. Restore the "
    "file from a copy."
)
_WAS = (
    f"The history ({_FILE}) has `was: {{}}` for this post, of the kind {{}}: the program writes `was` only if an "
    "earlier version gave a published post another kind. Restore the file from a copy."
)
_CATALOG_FILE = f"records/{catalog.NAME}"
_DAY = (
    "The line of {} in the catalog has the day “{}”, which no export of the author has. Restore the file from a copy."
)
_NO_KIND = (
    "The catalog has lost the `kind` of this post. Run `archive import --again`, or restore the file from a copy."
)
_TAG = re.compile(r"<[^>]*>")
_CURES = {
    "title": "Run `archive import --again`.",
    "date": "Restore the file from a copy, or delete its lines about the post and import your exports again.",
    "kind": (
        "Restore it and records/catalog.jsonl from a copy, or delete the lines about the post in both and import your "
        "exports again."
    ),
}


def inspect(archive: Snapshot) -> Findings:
    """Compare the newest state of each post with its text, if no person edited it, and each line of the catalog with
    the states and the exports that they come from.
    """
    known = archive.history
    of_catalog = (*_of_catalog(archive, known), *_of_other_lines(archive))
    return Findings((*_issues(archive, known), *of_catalog, *_names(archive, known)))


def _issues(archive: Snapshot, known: History) -> Iterator[Issue]:
    for key in known.states.keys() - archive.entries.keys():
        yield Issue(_FILE, "record-astray", _UNKNOWN.format(key), "error")
    for key, entry in _posts(archive):
        where = f"{archive.places[key]}/index.md"
        newest = known.newest(key)
        if newest is None:
            yield Issue(where, "record-astray", _NO_STATE, "error")
            continue
        text = archive.text_of(key)
        if entry.is_from_page and newest.exports:
            continue  # the text is newer than all exports
        if text is not None and not text.problem and text.sha256 == entry.written:
            kinds = {state.kind for state in known.states[key]}
            for what, value in _differences(newest, entry, text, kinds):
                yield Issue(where, "record-differs", _DIFFERS.format(what, value, _CURES[what]), "error")


def _posts(archive: Snapshot) -> Iterator[tuple[str, Entry]]:
    """The posts that have a folder and whose newest state the history must have. A copy made by git has no state of a
    draft, also if a person published it.
    """
    is_git_copy = archive.is_git_copy(_PRIVATE)
    for key, entry in archive.entries.items():
        if entry.is_post and key in archive.places and not (is_git_copy and entry.kind == "draft"):
            yield key, entry


def _of_catalog(archive: Snapshot, known: History) -> Iterator[Issue]:
    """An issue for each `gone` or `author` in the catalog that differs from the value that the history gives."""
    for key, entry in _posts(archive):
        marks = {export for state in known.states.get(key, ()) for export in state.exports}
        if not marks or not marks <= known.exports.keys():
            continue  # a post from a feed, or a damaged record
        where = f"{archive.places[key]}/index.md"
        for what, held, wanted in (
            ("gone", entry.gone, known.gone(key)),
            ("author", entry.author, known.author(key)),
        ):
            if held != wanted:
                yield Issue(where, "record-differs", _CATALOG.format(what, held, wanted), "error")


def _of_other_lines(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each post without a kind, and for each day of archive.toml or a page about an author on which no
    export of the author was made.
    """
    for line in archive.lines.get(_CATALOG_FILE, ()):
        key = line["id"]
        if key == SETTINGS or key.partition("-")[0] == ABOUT:
            author = key.removeprefix(ABOUT_OTHER) if key not in (SETTINGS, ABOUT) else ""
            days = {one.exported for one in archive.imports if one.author == author}
            text = archive.texts.get(line["path"])
            if text is not None and (not text.markdown.strip() or text.sha256 != line["written"]):
                days.add("")  # an export without a page about its author has no day for it
            if key == SETTINGS and archive.rescued:
                days.add("")  # made from saved pages, and edited before the first export
            if archive.imports and line.get("exported", "") not in days:
                yield Issue(_CATALOG_FILE, "record-differs", _DAY.format(key, line.get("exported", "")), "error")
    for key, entry in archive.entries.items():
        if entry.is_post and entry.reason and not entry.kind and key in archive.places:
            yield Issue(f"{archive.places[key]}/index.md", "record-differs", _NO_KIND, "error")


def _names(archive: Snapshot, known: History) -> Iterator[Issue]:
    """An issue for each name of a folder that no version of the program could have made from the page of the post, and
    for each earlier kind that no version could have given it.
    """
    for key, states in known.states.items():
        for state in states:
            where = f"{archive.places.get(key, '')}/index.md"
            if key in archive.places and state.name and not _is_made(archive, known, key, state):
                yield Issue(where, "record-differs", _NAME.format(state.name), "error")
            if (
                key in archive.places
                and state.was is not None
                and (state.is_private or state.was in ("draft", state.kind))
            ):
                yield Issue(where, "record-differs", _WAS.format(state.was, state.kind), "error")


def _is_made(archive: Snapshot, known: History, key: str, state: State) -> bool:
    """Whether a version of the program could have made the name of the folder. It has the day of the page, and for a
    draft words of the page. True if not all pages of the draft can be read. An import that corrects a title in
    the history keeps the wrong one in the name of a published post, because the site may have had that address.
    """
    start = f"{state.published[:10]}-" if state.published else ""
    rest = state.name.removeprefix(start)
    if not state.name.startswith(start) or names.slug(rest.replace("-", " "), names.FOLDER_BYTES) != rest:
        return False
    entry = archive.entries[key]
    original = archive.files.get(entry.original)
    if not state.is_private or archive.is_quick or original is None:
        return True
    about = f"{entry.id} {entry.original} {' '.join(one.title for one in known.states[key])}"
    if _has_words(rest, about, original.path.read_bytes()):
        return True
    if len(known.states[key]) == 1:
        return False
    marks = {export for one in known.states[key] for export in one.exports}
    files = [known.exports[one].file for one in marks if one in known.exports]
    can_be_read = len(files) == len(marks) and all(file in archive.export_pages for file in files)
    return not can_be_read or any(_has_words(rest, "", page) for file in files for page in _pages(archive, file, key))


def _pages(archive: Snapshot, file: str, key: str) -> Iterator[bytes]:
    """The pages of a post in a kept export."""
    names_of_pages = {one.name for one in archive.export_pages[file].pages if one.post == key}
    with suppress(ArchiveError), open_export(archive.files[file].path) as export:
        yield from (export.read(member) for member in export.posts() if member.name in names_of_pages)


def _has_words(name: str, about: str, page: bytes) -> bool:
    """Whether a page, or the text `about` it, has all words of the name of a folder."""
    text = unescape(page.decode("utf-8", "replace"))
    whole = names.slug(f"{about} {_TAG.sub(' ', text)} {_TAG.sub('', text)}", len(text) * 9)
    return all(word in whole for word in name.split("-"))


def _differences(state: State, entry: Entry, text: Text, kinds: Collection[Kind]) -> Iterator[tuple[str, str]]:
    """Each key that differs in the text, with its value in the history. A post keeps the kind of its
    first state, so any of `kinds` is right.
    """
    values, _ = front_matter.split(text.content.decode("utf-8"))
    medium = values.get("medium")
    titles = [values.get("title"), medium.get("title") if isinstance(medium, dict) else ""]
    is_same = any(same_words(state.title, str(title)) for title in titles if title) or not any(titles)
    if not is_same or state.title != state.title.strip(" "):
        yield "title", state.title
    if front_matter.moment(state.published) != front_matter.moment(values.get("date")) or " " in state.published:
        yield "date", state.published
    if entry.kind and entry.kind not in kinds:
        yield "kind", state.kind
