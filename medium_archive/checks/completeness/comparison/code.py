"""Compares the code of an original with the converted code: every character, the blocks, their languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from medium_archive.checks.completeness.blocks import BORDER, Code, CodeBlock
from medium_archive.checks.completeness.comparison import matching
from medium_archive.checks.completeness.findings import Findings

_QUOTED = re.compile(
    r"""\"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|//[^\n]*|\#[^\n]*|/\*.*?\*/""", re.DOTALL
)  # texts and comments: their brackets do not count


def compare(one: Code, other: Code, findings: Findings) -> None:
    """Compare lines, the blank lines between them, where blocks begin, and the language of each block."""
    places: dict[int, int] = {}
    if one.lines == other.lines:
        places = {number: number for number in range(len(one.lines))}
        if one.gaps != other.gaps:
            _compare_gaps(one, other, findings)
        _compare_edges(one, other, findings)
    else:
        for is_equal, (i1, i2), (j1, j2) in matching.differences(one.lines, other.lines):
            if is_equal:
                places.update(zip(range(i1, i2), range(j1, j2), strict=True))
                continue
            for line in one.lines[i1:i2]:
                findings.lose("code_lines", line)
            for line in other.lines[j1:j2]:
                findings.add("code_lines", line)
    _compare_languages(one, other, places, findings)


def _compare_gaps(one: Code, other: Code, findings: Findings) -> None:
    ends = [block.start for block in one.blocks[1:]] + [len(one.lines)]
    joined: dict[int, int] = {}  # the blank lines before a line that began a block of the original
    for start, end in _extents(other):
        inside = [(block, until) for block, until in zip(one.blocks, ends, strict=True) if start <= block.start < end]
        # Medium's old editor split code at blank lines, or each line from the next
        has_lines = any(until - block.start > 1 for block, until in inside)
        joined |= {block.start: block.blank + has_lines for block, _ in inside[1:]}
        if len(inside) > 1 and not _was_one(one, [block for block, _ in inside], end):
            findings.lose("code_lines", f"(a block of its own) {one.lines[inside[1][0].start]}")
    for number, (wanted, found) in enumerate(zip(one.gaps, other.gaps, strict=True), 1):
        if found != (joined.get(number, wanted) if wanted == BORDER else wanted):
            findings.lose("code_lines", f"(blank lines before) {one.lines[number]}", max(wanted, 1))


def _compare_edges(one: Code, other: Code, findings: Findings) -> None:
    """Find blank lines that were added or removed at the beginning and at the end of a block."""
    pairs = list(zip(one.blocks, other.blocks, strict=False))
    if [block.start for block in one.blocks] != [block.start for block in other.blocks]:  # some blocks were joined
        pairs = [
            (replace(one.blocks[0], below=one.blocks[-1].below), replace(other.blocks[0], below=other.blocks[-1].below))
        ]
    for wanted, found in pairs:
        for was, now, where in ((wanted.above, found.above, "before"), (wanted.below, found.below, "at the end of")):
            words = f"(blank lines {where}) {other.lines[found.start]}"
            if now > was:
                findings.add("code_lines", words, now - was)
            elif now < was:
                findings.lose("code_lines", words, was - now)


def _was_one(code: Code, blocks: Sequence[CodeBlock], end: int) -> bool:
    """Whether these blocks were one block, which Medium's old editor split at blank lines: the first block opens a
    bracket that the last block closes.
    """
    depth = 0
    ends = [block.start for block in blocks[1:]] + [end]
    for block, until in zip(blocks, ends, strict=True):
        if not block.is_old or (block is not blocks[0] and depth <= 0):
            return False
        bare = _QUOTED.sub("", "\n".join(code.lines[block.start : until]))
        depth += sum((character in "([{") - (character in ")]}") for character in bare)
    return depth == 0


def _extents(code: Code) -> Iterator[tuple[int, int]]:
    """The first line of each block, and the line after its last one."""
    starts = [block.start for block in code.blocks]
    return zip(starts, [*starts[1:], len(code.lines)], strict=True)


def _compare_languages(one: Code, other: Code, places: Mapping[int, int], findings: Findings) -> None:
    there: dict[int, set[str]] = {}  # the languages that the lines of each block had, by its first line
    for block, (start, end) in zip(one.blocks, _extents(one), strict=True):
        place = next((places[n] for n in range(start, end) if n in places), None)
        now = _block_at(other, place) if place is not None else None
        language = now.language.lower() if now is not None else ""
        if now is not None:
            there.setdefault(now.start, set()).add(block.language.lower())
        if block.language and language != block.language.lower():
            why = "" if block.chosen or language else "guessed language"
            findings.lose("code_languages", f"{block.language}: {one.lines[start]}", why=why)
    for block in other.blocks:
        if block.language and block.language.lower() not in there.get(block.start, ()):
            findings.add("code_languages", f"{block.language}: {other.lines[block.start]}")


def _block_at(code: Code, line: int) -> CodeBlock:
    return next(block for block in reversed(code.blocks) if block.start <= line)
