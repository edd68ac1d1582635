"""The result of the ledger of one post, and its form in the cache of results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from medium_archive.checks.completeness import Count, Ledger, Miss, Tally
from medium_archive.folder import schema
from medium_archive.folder.proof_record import ProvenPost
from medium_archive.report import Issue


@dataclass(frozen=True)
class PostResult:
    """The ledger of a post, None if it could not be checked. `is_stale` says that its page was built
    before its text, the settings or the theme were changed, and differs from them.
    """

    ledger: Ledger | None
    issues: tuple[Issue, ...]
    proven: tuple[ProvenPost, ...] = ()
    edited: bool = False
    is_stale: bool = False


def encode(result: PostResult, ledger: Ledger) -> list[Any]:
    """A result, with its ledger, as JSON values. Not for a post that could not be checked: it is checked again."""
    return [
        _encode_tally(ledger.text),
        _encode_tally(ledger.page) if ledger.page else None,
        [[*vars(issue).values()] for issue in result.issues],
        [schema.encode(post) for post in result.proven],
        result.edited,
        result.is_stale,
    ]


def decode(value: Any) -> PostResult | None:
    """The result that `encode` got; None for any other value, so that the post is checked."""
    try:
        text, page, issues, proven, edited, is_stale = value
        return PostResult(
            Ledger(_decode_tally(text), None if page is None else _decode_tally(page)),
            tuple(Issue(*issue) for issue in issues),
            tuple(schema.decode(post, ProvenPost) for post in proven),
            bool(edited),
            bool(is_stale),
        )
    except (TypeError, ValueError):  # SchemaMismatch is a ValueError
        return None


def _encode_tally(tally: Tally) -> list[Any]:
    counts = {kind: [count.wanted, count.found] for kind, count in tally.counts.items()}
    return [counts, *([[*vars(miss).values()] for miss in misses] for misses in (tally.missing, tally.added))]


def _decode_tally(value: Any) -> Tally:
    counts, missing, added = value
    return Tally(
        {kind: Count(wanted, found) for kind, (wanted, found) in dict(counts).items()},
        tuple(Miss(*miss) for miss in missing),
        tuple(Miss(*miss) for miss in added),
    )
