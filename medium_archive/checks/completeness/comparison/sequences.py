"""Two sequences of blocks compared: what the second lacks of the first, by kind, with its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from medium_archive.checks.completeness import marks
from medium_archive.checks.completeness.blocks import LINE_BREAK, TEXTS, Block, Kind
from medium_archive.checks.completeness.comparison import code, followed, layout, links, non_text, texts
from medium_archive.checks.completeness.comparison.alignment import Alignment, align, key
from medium_archive.checks.completeness.findings import Findings, Loss

_KINDS: Mapping[Kind, str] = {
    "picture": "pictures",
    "embed": "embeds",
    "card": "cards",
    "break": "section_breaks",
    "lost embed": "layout",  # a comment keeps its place, like a hint
}


def compare(wanted: Sequence[Block], found: Sequence[Block], findings: Findings) -> None:
    """Add to `findings` what `found` lacks of `wanted`, and what it has beyond it."""
    if wanted == found:
        return
    alignment = None
    if len(wanted) == len(found):
        different = tuple([(one, other) for one, other in zip(wanted, found, strict=True) if one != other])
        if all(key(one) == key(other) for one, other in different):
            alignment = Alignment(different)  # nearly every post: no search is needed
    if alignment is None:
        alignment = align(wanted, found)
    for one, other in alignment.pairs:
        if one != other:
            _compare_pair(one, other, findings)
    for block in alignment.moved:
        findings.lose("order", block.spaced or block.address or block.kind)
    for block in alignment.missing:
        findings.losses.extend(parts(block, on_page=findings.on_page))
    for block in alignment.added:
        findings.added.extend(parts(block, on_page=findings.on_page))


def parts(block: Block, *, on_page: bool) -> Iterator[Loss]:
    """Everything that a block holds, by kind: what is lost if the whole block is missing."""
    if block.kind in TEXTS:
        yield from _text_parts(block, on_page)
    elif block.code is not None:
        for line in block.code.lines:
            yield Loss("code_lines", line)
        for part in block.code.blocks:
            if part.language:
                yield Loss("code_languages", f"{part.language}: {block.code.lines[part.start]}")
    else:
        yield Loss(_KINDS[block.kind], block.address or block.kind)
        if block.alt:
            yield Loss("picture_descriptions", block.alt)
        if block.link and block.kind == "picture":
            yield Loss("links", f"{block.address} ({block.link})")
        yield from layout.parts(block)


def add_amounts(blocks: Iterable[Block], amounts: Counter[str]) -> None:
    """Add the amount of each part of each block (`parts`)."""
    prose = 0
    for block in blocks:
        runs = block.runs
        if (
            block.kind == "prose"
            and len(runs) == 1
            and not (runs[0][1] or runs[0][2] or block.form or block.values or block.layout)
        ):
            prose += len(block.text)  # nearly every text
        else:
            _add_amounts(block, amounts)
    amounts["prose"] += prose


def _add_amounts(block: Block, amounts: Counter[str]) -> None:
    if block.kind in TEXTS:
        _add_amounts_of_text(block, amounts)
        return
    if block.code is not None:
        amounts["code_lines"] += len(block.code.lines)
        if languages := sum(1 for part in block.code.blocks if part.language):
            amounts["code_languages"] += languages
        return
    for part in parts(block, on_page=False):
        amounts[part.kind] += part.amount


def _add_amounts_of_text(block: Block, amounts: Counter[str]) -> None:
    """Add the amounts of `_text_parts` on index.md, without their words."""
    amounts[texts.kind_of(block)] += len(block.text)
    for text, bits, _ in block.runs:
        if bits:
            for bit, kind in marks.KINDS:
                if bits & bit:
                    amounts[kind] += len(text)
            if others := len(list(texts.other_marks(bits, text))):
                amounts["other_marks"] += others * len(text)
    if count := len(list(links.of(block))):
        amounts["links"] += count
    if breaks := block.runs.count(LINE_BREAK):
        amounts["line_breaks"] += breaks
    if block.values:
        amounts["attributes"] += len(block.values)
    if finer := texts.finer_kind(block, on_page=False):
        amounts[finer] += 1
    if block.layout:
        amounts["layout"] += len(block.layout)


def _compare_pair(one: Block, other: Block, findings: Findings) -> None:
    if (one.inside, one.opens) != (other.inside, other.opens):
        _compare_containers(one, other, findings)
    if one.layout != other.layout:
        layout.compare(one, other, findings)
    if one.kind in TEXTS:
        texts.compare(one, other, findings)
    elif one.code is not None and other.code is not None:
        code.compare(one.code, other.code, findings)
    elif one.kind == "picture":
        non_text.compare_picture(one, other, findings)
    elif one.kind == "embed":
        non_text.compare_embed(one, other, findings)
    elif one.kind == "card":
        non_text.compare_card(one, other, findings)


def _compare_containers(one: Block, other: Block, findings: Findings) -> None:
    """Compare the containers around two blocks, unless another difference already reports the move: the kinds of the
    blocks, or their places in lists or tables.
    """
    words = one.spaced or one.address or (one.code.lines[0] if one.code else one.kind)
    if one.inside.count("details") != other.inside.count("details"):  # a reader sees the content only after a click
        findings.lose("details", words)
    elif one.kind == other.kind and not (one.place and other.place and one.place != other.place):
        findings.lose("containers", words)


def _text_parts(block: Block, on_page: bool) -> Iterator[Loss]:
    yield Loss(texts.kind_of(block), block.spaced, len(block.text))
    for text, bits, _ in block.runs:
        if bits:
            for bit, kind in marks.KINDS:
                if bits & bit:
                    yield Loss(kind, text, len(text))
            for words in texts.other_marks(bits, text):
                yield Loss("other_marks", words, len(text))
    for link in links.of(block):
        if not on_page or followed.is_followed(link.address):
            yield Loss("links", f"{links.words(block, link)} ({link.address})")
    if breaks := block.runs.count(LINE_BREAK):
        yield Loss("line_breaks", block.spaced, breaks)
    for words in block.values:
        yield Loss("attributes", words)
    if finer := texts.finer_kind(block, on_page=on_page):
        yield Loss(finer, block.spaced)
    yield from layout.parts(block)
