"""What judges say: how much they looked at, and what they found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What one judge says of one site. `looked_at` says how much it saw, `findings` what is wrong, one line each."""

    judge: str
    looked_at: str
    findings: tuple[str, ...] = ()


def verdict(judge: str, looked_at: str, findings: Iterable[str]) -> Verdict:
    """The same finding counts once."""
    return Verdict(judge, looked_at, tuple(dict.fromkeys(findings)))


def row(site: str, theme: str, one: Verdict) -> str:
    """A line of the table that the command prints."""
    result = f"{len(one.findings)} wrong" if one.findings else "clean"
    return f"{site:16} {theme:8} {one.judge:12} {result:9} {one.looked_at}"
