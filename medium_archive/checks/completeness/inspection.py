"""Completeness as one of the checks of `archive verify`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from medium_archive.checks.completeness.archive_ledgers import check_archive
from medium_archive.checks.completeness.ledger import Count
from medium_archive.checks.snapshot import Findings, Snapshot

IN_QUICK = False


def inspect(archive: Snapshot) -> Findings:
    """The ledgers of every post whose original is the one that was imported, and whose text can be read."""
    entries = {
        key: replace(entry, path=archive.places[key])
        for key, entry in archive.entries.items()
        if key in archive.places and not _is_reported(archive, key)
    }
    folders = {entry.path: key for key, entry in archive.entries.items()} | {
        place: key for key, place in archive.places.items()
    }
    totals, issues = check_archive(archive.layout, progress=archive.progress, entries=entries, folders=folders)
    counts = {
        "posts_checked": totals.posts,
        "pages_checked": totals.pages,
        "edited_by_hand": totals.edited,
        "known_losses": totals.explained,
        "unexplained_losses": totals.unexplained,
    }
    return Findings(issues, counts, _facts(totals.text, totals.page), {"completeness": totals.as_json()})


def _is_reported(archive: Snapshot, key: str) -> bool:
    """Another check has said that it can't be compared."""
    entry, text = archive.entries[key], archive.text_of(key)
    gone = entry.original not in archive.files or archive.differs(entry.original, entry.sha256)
    return gone or text is None or bool(text.problem) or b"\0" in text.content or not text.content.strip()


def _facts(text: Mapping[str, Count], page: Mapping[str, Count]) -> dict[str, str]:
    """Each kind as "found of wanted", once for index.md, and for the pages where they hold less of it."""
    facts: dict[str, str] = {}
    for kind, count in text.items():
        facts[kind] = _said(count)
        built = page.get(kind)
        if built is not None and built.wanted - built.found != count.wanted - count.found:
            facts[kind] += f"; on the pages {_said(built)}"
    return facts


def _said(count: Count) -> str:
    return f"{count.found:,} of {count.wanted:,}"
