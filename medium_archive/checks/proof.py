"""The results of the ledgers as a proof, for records/proof.json and reports, and whether that record is still right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace

import medium_archive
from medium_archive.checks.completeness import Ledger, Miss
from medium_archive.checks.completeness.totals import added_on_page_alone, missing_on_page_alone
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder import posts, proof_record
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import TEXT
from medium_archive.folder.proof_record import Amount, Part, Proof, ProvenPost
from medium_archive.report import Issue

# Counted up with every change of what the ledger compares or counts (docs/format.md)
RULES = 5
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
    "The history lacks states of this post: the history has {}, the proof of the last import has {}. Restore the file "
    "from a copy, or import all your exports again."
)
_WRITE_AGAIN = "Import your newest export again, which writes the file again."


def of(exports: Iterable[Import], proven: Iterable[ProvenPost]) -> Proof:
    """The proof about these posts."""
    in_order = sorted(exports, key=lambda one: (one.exported, one.sha256))
    return Proof(PROGRAM, tuple(in_order), tuple(proven), RULES)


def of_post(entry: Entry, index_md: str, ledger: Ledger, *, edited: bool) -> ProvenPost:
    """The result for one post. Raises ValueError if its front matter can't be read."""
    stored = posts.parse(index_md, entry.path)
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
            if not archive.entries[key].is_from_feed:
                yield _differs(present[key], "is missing in this file")
        elif key in present and archive.places[key] == archive.entries[key].path:
            if recorded.rules == now.rules:
                yield from _altered(archive, known[key], key)
            before, after = _of_text(known[key]), _of_text(present[key])
            if recorded.rules != now.rules:
                before, after = _without_amounts(before), _without_amounts(after)
            if before != after and not (before.edited or after.edited):
                changed = [one.name for one in fields(before) if getattr(before, one.name) != getattr(after, one.name)]
                yield _differs(before, f"has a different result in this check ({', '.join(changed)})")


def _programs(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each file of the proof that names no version of the program, or a later version. An older version
    gives no issue: the next import writes the file again.
    """
    for file, one in archive.proofs.items():
        version = _VERSION.fullmatch(one.program)
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
    if here and len(here) < len(there):
        yield Issue(where, "record-differs", _STATES.format(len(here), len(there)), "error")
    elif here != there and len(here) == len(there):
        counts = (", ".join(map(str, words)) for words in (here, there))
        yield Issue(where, "record-differs", _WORDS.format(*counts), "error")


def _of_text(post: ProvenPost) -> ProvenPost:
    """The result about the text. The name of the author is compared by the ledger."""
    return replace(post, author="", reason="", words=(), parts=tuple(part for part in post.parts if not part.on_page))


def _without_amounts(post: ProvenPost) -> ProvenPost:
    return replace(post, amounts=(), parts=())


def _differs(post: ProvenPost, what: str) -> Issue:
    return Issue(_FILES[post.is_private], "proof-differs", f"The post {post.path} {what}. {_WRITE_AGAIN}", "error")
