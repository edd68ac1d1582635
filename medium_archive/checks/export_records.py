"""The records about exports agree with the kept exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import unescape

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.errors import ArchiveError, MemberDamaged
from medium_archive.folder import accounts, history, proof_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.export_pages import ExportPage
from medium_archive.folder.history import State, mark
from medium_archive.markdown import front_matter
from medium_archive.medium import post as post_page
from medium_archive.medium.export import open_export
from medium_archive.medium.not_post import PAGE_ERRORS
from medium_archive.medium.safe_names import shown
from medium_archive.report import Issue

IN_QUICK = False
_ACCOUNTS = f"private/{accounts.NAME}"
_TEXT = (
    f"The fingerprint of this post in the history ({history.NAME}) differs from that of its page in {{}}. Restore the "
    "file from a copy, or delete its lines about the post and import your exports again."
)
_DAY = (
    "The day of this post's page in the catalog ({}) differs from the day in {}. Run `archive import --again`, which "
    "corrects it."
)
_ID = (
    "Its user id for {} differs from the one on the profile page of that export, so an import could refuse your "
    "exports. Restore the file from a copy, or delete it: the next import writes it again."
)

_NO_EXPORT = (
    f"The history ({history.NAME}) says that this post is in the export {{}}, which {{}}. Restore the file from a "
    "copy, or delete its lines about the post and import your exports again."
)
_NOT_NOTED = (
    f"The history ({history.NAME}) does not say that this post is in {{}}, which has its page {{}}. Restore the file "
    "from a copy, or import that export again."
)
_UNREAD = (
    "Its page {} can't be read as a post page of Medium: {}. The archive has the post from another export. Ask Medium "
    "for a new export and import it."
)
_STATE = (
    f"The history ({history.NAME}) has the {{}} “{{}}” for this post in the export {{}}, but the page there does not "
    "have it. Restore the file from a copy, or delete its lines about the post and import your exports again."
)
_TAG = re.compile(r"<[^>]*>")
_MOMENT = re.compile(r'datetime="([^"]+)"')
_NO_ID = "It has no line for {}. Restore the file from a copy, or import that export again, which writes the line."


def inspect(archive: Snapshot) -> Findings:
    """Compare fingerprints, days and user ids in the records with those in the exports, and the exports that the
    history names with those that have the pages.
    """
    of_history = (*_texts(archive), *_exports(archive), *_older(archive))
    return Findings((*of_history, *_days(archive), *_ids(archive), *_without_id(archive)))


def _texts(archive: Snapshot) -> Iterator[Issue]:
    files = {mark(one.sha256): one.file for one in archive.imports if one.file in archive.export_pages}
    texts: dict[tuple[str, str], set[str]] = {}
    for marked, file in files.items():
        for page in archive.export_pages[file].pages:
            texts.setdefault((marked, page.post), set()).add(page.text)
    for state in archive.states:
        key = same_post(state.id)
        for marked in state.exports:
            if state.text not in texts.get((marked, key), {state.text}) and key in archive.places:
                where = f"{archive.places[key]}/index.md"
                yield Issue(where, "record-differs", _TEXT.format(shown(files[marked])), "error")


def _exports(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each export that the history names wrongly for a post, or not at all."""
    imported = {mark(one.sha256) for one in archive.imports}
    pages = {
        mark(one.sha256): (one.file, archive.export_pages[one.file].pages)
        for one in archive.imports
        if one.file in archive.export_pages
    }
    texts = {marked: {page.text for page in found} for marked, (_, found) in pages.items()}
    noted: set[tuple[str, str]] = set()
    for state in archive.states:
        key = same_post(state.id)
        for marked in state.exports:
            noted.add((marked, key))
            if marked not in imported:
                yield _astray(archive, key, _NO_EXPORT.format(marked, "imports.jsonl does not name"))
            elif state.text not in texts.get(marked, {state.text}):
                yield _astray(archive, key, _NO_EXPORT.format(shown(pages[marked][0]), "has no such page of the post"))
    for marked, (file, found) in pages.items():
        lacking = [page for page in found if page.post in archive.entries and (marked, page.post) not in noted]
        for page, problem in _problems(archive, file, lacking) if lacking else ():
            if problem:
                yield Issue(file, "no-post", _UNREAD.format(shown(page.name), problem.rstrip(".")), "error")
            else:
                yield _astray(archive, page.post, _NOT_NOTED.format(shown(file), shown(page.name)))


def _astray(archive: Snapshot, key: str, message: str) -> Issue:
    where = f"{archive.places[key]}/index.md" if key in archive.places else f"records/{history.NAME}"
    return Issue(where, "record-differs", message, "error")


def _problems(archive: Snapshot, file: str, pages: Sequence[ExportPage]) -> Iterator[tuple[ExportPage, str]]:
    """Each page of an export, with why it can't be read, "" if it can. An import leaves such a page out."""
    for page, content in _contents(archive, file, pages):
        try:
            post_page.read(content, page.name)
        except PAGE_ERRORS as error:
            yield page, str(error)
        else:
            yield page, ""


def _contents(archive: Snapshot, file: str, pages: Sequence[ExportPage]) -> Iterator[tuple[ExportPage, bytes]]:
    wanted = {page.name: page for page in pages}
    with suppress(ArchiveError), open_export(archive.files[file].path) as export:
        for member in export.posts():
            if member.name in wanted:
                with suppress(MemberDamaged):
                    yield wanted[member.name], export.read(member)


def _older(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each title and date in the history that is not in the page that it comes from, if no text shows
    what is right: for an older state, or for a post that a person edited.
    """
    states: dict[tuple[str, str, str], State] = {}
    for key, known in archive.history.states.items():
        newest = archive.history.newest(key) if key in archive.entries and not _is_edited(archive, key) else None
        for state in known:
            if state != newest and state.exports:
                states[min(state.exports), key, state.text] = state
    wanted = {marked for marked, _, _ in states}
    files = {mark(one.sha256): one.file for one in archive.imports if one.file in archive.export_pages}
    for marked, file in files.items() if wanted else ():
        found = [one for one in archive.export_pages[file].pages if (marked, one.post, one.text) in states]
        for page, content in _contents(archive, file, found) if marked in wanted else ():
            state = states[marked, page.post, page.text]
            for what, value in _not_in(content.decode("utf-8", "replace"), state):
                yield _astray(archive, page.post, _STATE.format(what, value, shown(file)))


def _is_edited(archive: Snapshot, key: str) -> bool:
    text = archive.text_of(key) if key in archive.places else None
    return text is None or text.sha256 != archive.entries[key].written


def _not_in(page: str, state: State) -> Iterator[tuple[str, str]]:
    """The title of a state if the page lacks a word of it, and the date if the page has another."""
    text = unescape(f"{_TAG.sub(' ', page)} {_TAG.sub('', page)}")
    words = state.title.rstrip("…").split()
    if not words or not all(word in text for word in words):
        yield "title", state.title
    moments = [front_matter.moment(one) for one in _MOMENT.findall(page)]
    if state.published and front_matter.moment(state.published) not in moments:
        yield "date", state.published


def _days(archive: Snapshot) -> Iterator[Issue]:
    pages = {
        (page.post, page.sha256): (file, page.day)
        for file, found in archive.export_pages.items()
        for page in found.pages
    }
    for key, entry in archive.entries.items():
        file, day = pages.get((key, entry.sha256), ("", entry.exported))
        if day != entry.exported and key in archive.places:
            where = f"{archive.places[key]}/index.md"
            yield Issue(where, "record-differs", _DAY.format(entry.exported, shown(file)), "error")


def _ids(archive: Snapshot) -> Iterator[Issue]:
    files = {one.sha256: one.file for one in archive.imports}
    for line in archive.lines.get(_ACCOUNTS, ()):
        file = files.get(line["export"], "")
        found = archive.export_pages.get(file)
        if found is not None and same_post(line.get("id", "")) != same_post(found.user_id):
            yield Issue(_ACCOUNTS, "record-differs", _ID.format(shown(file)), "error")


def _without_id(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each export without a line in accounts.jsonl. Versions of the program without accounts.jsonl did not
    write a proof either, so without a proof nothing is reported.
    """
    if archive.is_git_copy(_ACCOUNTS) or f"records/{proof_record.NAME}" not in archive.files:
        return
    recorded = {line["export"] for line in archive.lines.get(_ACCOUNTS, ())}
    for one in archive.imports:
        if one.sha256 not in recorded:
            yield Issue(_ACCOUNTS, "record-astray", _NO_ID.format(shown(one.file)), "error")
