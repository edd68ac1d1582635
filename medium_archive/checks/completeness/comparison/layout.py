"""Compares the layout of two blocks: their hints, and the lists or `details` that begin there (`Block.layout`)."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.completeness import hints
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.findings import Findings, Loss


def compare(one: Block, other: Block, findings: Findings) -> None:
    """Compare the hints of a block with the hints of the converted block."""
    if other.layout == hints.OF_GIST:
        return
    for hint in sorted(one.layout - other.layout):
        findings.lose("layout", _quoted(hint, one))
    for hint in sorted(other.layout - one.layout):
        findings.add("layout", _quoted(hint, other))


def parts(block: Block, why: str = "") -> Iterator[Loss]:
    """Each hint of a block."""
    return (Loss("layout", _quoted(hint, block), why=why) for hint in sorted(block.layout))


def _quoted(hint: str, block: Block) -> str:
    return f"{hint}: {block.spaced or block.address or block.kind}"
