"""Two rows of blocks compared: what of the first isn't in the second, by kind, with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from medium_archive.checks.completeness import blocks, non_text, text_comparison
from medium_archive.checks.completeness.alignment import Alignment, aligned, key
from medium_archive.checks.completeness.blocks import TEXTS, Block, Kind
from medium_archive.checks.completeness.findings import Findings, Loss

PIECES: Mapping[Kind, str] = {"picture": "pictures", "embed": "embeds", "card": "cards", "break": "section_breaks"}


def compare(wanted: Sequence[Block], found: Sequence[Block], findings: Findings) -> None:
    """Find what `found` lacks of `wanted`, and what it has beyond it."""
    if len(wanted) == len(found) and all(
        one == other or key(one) == key(other) for one, other in zip(wanted, found, strict=True)
    ):
        # Nearly every post: nothing has to be looked for
        alignment = Alignment(tuple(zip(wanted, found, strict=True)))
    else:
        alignment = aligned(wanted, found)
    for one, other in alignment.pairs:
        if one != other:
            compare_pair(one, other, findings)
    for block in alignment.moved:
        findings.lose("order", block.spoken or block.address or block.kind)
    for block in alignment.lacking:
        findings.losses.extend(parts(block, on_page=findings.on_page))
    for block in alignment.beyond:
        findings.added.extend(parts(block, on_page=findings.on_page))


def compare_pair(one: Block, other: Block, findings: Findings) -> None:
    """Compare a block with what became of it."""
    if one.kind in TEXTS:
        text_comparison.compare(one, other, findings)
    elif one.code is not None and other.code is not None:
        non_text.compare_code(one.code, other.code, findings)
    elif one.kind == "picture":
        non_text.compare_picture(one, other, findings)
    elif one.kind == "embed":
        non_text.compare_embed(one, other, findings)
    elif one.kind == "card":
        non_text.compare_card(one, other, findings)


def parts(block: Block, *, on_page: bool) -> Iterator[Loss]:
    """All that a block holds, by kind: what is lost when the whole of it is, and what there was to keep."""
    if block.kind in TEXTS:
        yield from _text_parts(block, on_page)
    elif block.code is not None:
        for line in block.code.lines:
            yield Loss("code_lines", line)
        for part in block.code.blocks:
            if part.language:
                yield Loss("code_languages", f"{part.language}: {block.code.lines[part.start]}")
    else:
        yield Loss(PIECES[block.kind], block.address or block.kind)
        if block.words:
            yield Loss("picture_descriptions", block.words)
        if block.target:
            yield Loss("links", f"{block.address} ({block.target})")


def _text_parts(block: Block, on_page: bool) -> Iterator[Loss]:
    yield Loss(text_comparison.kind_of(block), block.spoken, len(block.text))
    for text, marks, _ in block.runs:
        if marks:
            for mark, name in text_comparison.MARKS:
                if marks & mark:
                    yield Loss(name, text, len(text))
    for text, address in text_comparison.links(block):
        yield Loss("links", f"{text} ({address})")
    if breaks := block.runs.count(blocks.LINE_BREAK):
        yield Loss("line_breaks", block.spoken, breaks)
    if finer := text_comparison.finer_kind(block, on_page=on_page):
        yield Loss(finer, block.spoken)
