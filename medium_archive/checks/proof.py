"""The results of the ledgers as a proof, for records/proof.json and reports, and whether that record is still right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import medium_archive
from medium_archive.checks.completeness import Ledger, Miss
from medium_archive.checks.completeness.totals import added_on_page_alone, has_same_text, missing_on_page_alone
from medium_archive.folder import history as history_records
from medium_archive.folder import posts, proof_record
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import TEXT
from medium_archive.folder.proof_record import Amount, Part, Proof, ProvenPost
from medium_archive.report import Issue

if TYPE_CHECKING:
    from medium_archive.checks.snapshot import Snapshot

# Counted up with every change of what the ledger compares or counts (docs/format.md)
RULES = 6
PROGRAM = f"medium-archive {medium_archive.__version__}"
_VERSION = re.compile(r"medium-archive (\d+)\.(\d+)\.(\d+)")
_NUMBERS = [int(number) for number in medium_archive.__version__.split(".")]
_FILES = tuple(f"{folder}/{proof_record.NAME}" for folder in ("records", "private"))
_GONE = "The proof of the last import is missing. Import your newest export again, which writes it."
_NO_PROGRAM = "It does not name a version of this program as its writer: “{}”. {}"
_LATER = (
    "It names a later version of the program ({}) than the version in use ({}). Install the newest version and check "
    "again; if there is no later version, import your newest export again, which writes the file again."
)
_REASON = (
    "The catalog has another reason for the kind of this post (“{}”) than the proof of the last import (“{}”). Run "
    "`archive import --again`, which decides again."
)
_WORDS = (
    "The history has another number of words for this post ({}) than the proof of the last import ({}). Run `archive "
    "import --again`, which counts again."
)
_STATES = (
    "The history has another number of states of this post ({}) than the proof of the last import ({}). Restore the "
    "file from a copy, or import all your exports again."
)
_PATH = (
    "The catalog has the path {} for this post, but its folder is here, and was here at the last import. Restore "
    "catalog.jsonl from a copy, or run `archive import`, which writes the path again."
)
_NOT_EDITED = (
    "It says that you edited the text of {}, but the text is as the program wrote it. If you undid an edit, import "
    "your newest export again, which writes the file again. Else restore the file from a copy."
)
_RULES = (
    "It has the number {} of rules, and {}, so its values can't be compared. Import your newest export again, which "
    "writes the file again."
)
_WRITE_AGAIN = "Import your newest export again, which writes the file again."


def of(exports: Iterable[Import], proven: Iterable[ProvenPost]) -> Proof:
    """The proof about these posts."""
    in_order = sorted(exports, key=lambda one: (one.exported, one.sha256))
    return Proof(PROGRAM, tuple(in_order), tuple(proven), RULES)


def as_recorded(archive: Snapshot, proven: Iterable[ProvenPost]) -> Iterator[ProvenPost]:
    """The same results; one that the record has too is the object of the record, so that memory holds it once."""
    known = {post.id: post for one in archive.proofs.values() for post in one.posts}
    for post in proven:
        recorded = known.get(post.id)
        yield recorded if recorded is not None and recorded == post else post


def of_post(entry: Entry, index_md: str, ledger: Ledger, *, edited: bool) -> ProvenPost:
    """The result for one post. Raises ValueError if its front matter can't be read."""
    stored = posts.parse_head(index_md, entry.path)
    counts = ledger.text.counts.items()
    of_text = [*_parts(ledger.text.missing, edited=edited), *_added(ledger.text.added, edited=edited)]
    of_page = [
        *_parts(missing_on_page_alone(ledger), edited=False),
        *_added(added_on_page_alone(ledger), edited=False),
    ]
    return ProvenPost(
        id=entry.id,
        path=entry.path,
        title=" ".join(stored.title.split()),
        date=stored.date.isoformat(timespec="seconds").replace("+00:00", "Z") if stored.date else "",
        lang=stored.lang,
        original=entry.original,
        sha256=entry.sha256,
        author=stored.author or entry.author,
        draft=True if stored.kind == "draft" else None,
        edited=True if edited else None,
        same_text=True if edited and has_same_text(ledger) else None,
        amounts=tuple(Amount(kind, one.wanted, None if one.found == one.wanted else one.found) for kind, one in counts),
        parts=(*of_text, *(replace(part, on_page=True) for part in of_page)),
    )


def _parts(misses: Sequence[Miss], *, edited: bool) -> Iterator[Part]:
    for miss in misses:
        if miss.group or not edited:
            yield Part(miss.kind, miss.words, miss.group, miss.why, miss.reason)


def _added(misses: Sequence[Miss], *, edited: bool) -> Iterator[Part]:
    for miss in () if edited else misses:
        yield Part(miss.kind, miss.words, added=True)


def differences(archive: Snapshot, now: Proof) -> Iterator[Issue]:
    """An issue for each difference between the proof `now` and records/proof.json or private/proof.json. These may
    differ: a post that a person edited or moved after the import, the version of the program, and the amounts that were
    counted by other rules.
    """
    recorded = _recorded(archive)
    if recorded is None:
        if archive.imports and _FILES[0] not in archive.files:
            yield Issue(_FILES[0], "proof-gone", _GONE, "note")
        return
    yield from _programs(archive)
    if recorded.exports != now.exports:
        message = f"The list of exports in this file differs from records/imports.jsonl. {_WRITE_AGAIN}"
        yield Issue(_FILES[0], "proof-differs", message, "error")
    known = {same_post(post.id): post for post in recorded.posts}
    present = {same_post(post.id): post for post in now.posts}
    for key in sorted(known.keys() | present.keys()):
        if key not in archive.entries:
            yield _differs(known[key], "is not in the catalog")
        elif key not in known:
            is_in_git = not (present[key].is_private and archive.is_git_copy(_FILES[1]))
            if is_in_git and archive.entries[key].is_of_export:
                yield _differs(present[key], "is missing in this file")
        elif key in present and archive.places[key] == archive.entries[key].path:
            if recorded.rules == now.rules:
                yield from _altered(archive, known[key], key)
            yield from _of_post(known[key], present[key], are_same_rules=recorded.rules == now.rules)
        elif key in present and archive.places[key] == known[key].path:
            message = _PATH.format(archive.entries[key].path)
            yield Issue(f"{known[key].path}/{TEXT}", "record-differs", message, "error")


def _of_post(recorded: ProvenPost, now: ProvenPost, *, are_same_rules: bool) -> Iterator[Issue]:
    """The issue about a post whose result differs from the recorded one."""
    before, after = _of_text(recorded), _of_text(now)
    if not are_same_rules:
        before, after = _of_any_rules(before), _of_any_rules(after)
    elif before.edited or after.edited:
        if before.edited and replace(before, edited=None, same_text=None) == after:
            yield Issue(_FILES[before.is_private], "proof-edited", _NOT_EDITED.format(before.path), "note")
        before, after = _of_original(before), _of_original(after)
    if before != after and not (before.edited or after.edited):
        changed = [one.name for one in fields(before) if getattr(before, one.name) != getattr(after, one.name)]
        yield _differs(before, f"has a different result in this check ({', '.join(changed)})")


def _programs(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each file of the proof that names no version of the program, or a later version. An older version
    gives no issue: the next import writes the file again.
    """
    for file, one in archive.proofs.items():
        version = _VERSION.fullmatch(one.program)
        public = archive.proofs.get(_FILES[0], one)
        if (one.program, one.rules) != (public.program, public.rules):
            message = _RULES.format(one.rules, f"{_FILES[0]} has {public.rules} of {public.program}")
            yield Issue(file, "proof-differs", message, "error")
        elif one.rules > RULES and version and [int(number) for number in version.groups()] <= _NUMBERS:
            message = _RULES.format(one.rules, f"the program that wrote it has no more than {RULES}")
            yield Issue(file, "proof-differs", message, "error")
        if version is None:
            yield Issue(file, "proof-differs", _NO_PROGRAM.format(one.program, _WRITE_AGAIN), "error")
        elif [int(number) for number in version.groups()] > _NUMBERS:
            yield Issue(file, "proof-newer", _LATER.format(one.program, PROGRAM))


def _recorded(archive: Snapshot) -> Proof | None:
    """Both files as one proof. None if the public file is missing or can't be read, which another check reports."""
    found = [archive.proofs[file] for file in _FILES if file in archive.proofs]
    if not found or _FILES[0] not in archive.proofs:
        return None
    return replace(found[0], posts=tuple(post for part in found for post in part.posts))


def _altered(archive: Snapshot, post: ProvenPost, key: str) -> Iterator[Issue]:
    """An issue for each value of the records that the proof repeats, and that differs there now."""
    where, entry, history = f"{post.path}/{TEXT}", archive.entries[key], archive.history
    if entry.reason != post.reason:
        yield Issue(where, "record-differs", _REASON.format(entry.reason, post.reason), "error")
    here, there = history.words(key), post.words
    # A feed may have added states since the import. If the history has no state at all, the check of history reports it
    of_feeds = sum(not state.exports for state in history.states.get(key, ()))
    is_git_copy = archive.is_git_copy(f"private/{history_records.NAME}")
    if here and not is_git_copy and not len(there) <= len(here) <= len(there) + of_feeds:
        yield Issue(where, "record-differs", _STATES.format(len(here), len(there)), "error")
    elif here != there and len(here) == len(there):
        counts = (", ".join(map(str, words)) for words in (here, there))
        yield Issue(where, "record-differs", _WORDS.format(*counts), "error")


def _of_text(post: ProvenPost) -> ProvenPost:
    """The result about the text."""
    return replace(post, reason="", words=(), parts=tuple(part for part in post.parts if not part.on_page))


def _of_any_rules(post: ProvenPost) -> ProvenPost:
    """The result without what other rules count or name otherwise."""
    return replace(post, author="", amounts=(), parts=())


def _of_original(post: ProvenPost) -> ProvenPost:
    """What an edit by a person can't change. Which keys the front matter must have depends on the title."""
    amounts = tuple(Amount(one.kind, one.wanted) for one in post.amounts if one.wanted and one.kind != "front_matter")
    values = replace(post, title="", date="", lang="", author="", draft=None, edited=None, same_text=None)
    return replace(values, amounts=amounts, parts=())


def _differs(post: ProvenPost, what: str) -> Issue:
    return Issue(_FILES[post.is_private], "proof-differs", f"The post {post.path} {what}. {_WRITE_AGAIN}", "error")
