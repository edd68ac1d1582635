"""Two texts compared to the character: words, marks, links and line breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from medium_archive.checks.completeness import marks
from medium_archive.checks.completeness.blocks import Block, CellPlace, ListPlace, Run
from medium_archive.checks.completeness.characters import ODD_SPACE, plain_spaces, visible
from medium_archive.checks.completeness.comparison import links, matching
from medium_archive.checks.completeness.findings import Findings

_KINDS = {
    "prose": "prose", "heading": "headings", "item": "list_items", "quote": "quotes", "caption": "captions",
    "cell": "table_cells", "summary": "details", "term": "definitions", "definition": "definitions",
}  # fmt: skip
# Of a longer word only a part is quoted: Chinese has no spaces.
_LONG_WORD = 40
_AROUND = 8
_MOST_BY_CHARACTERS = 250_000
_OTHERS = {bit: tag for tag, bit in marks.OTHERS.items()}
_OTHERS = {bit: tag for tag, bit in marks.OTHERS.items()}
# The schemes that the site's sanitiser keeps. An address without a scheme leads to a file of the archive.
_FOLLOWED = ("http://", "https://", "mailto:", "tel:")


def kind_of(block: Block) -> str:
    """The ledger's name for a text's kind."""
    return block.form if block.form in ("title", "subtitle") else _KINDS[block.kind]


def compare(one: Block, other: Block, findings: Findings) -> None:
    """Compare a text with the converted text."""
    if one.kind != other.kind:
        findings.lose(kind_of(one), one.spaced, len(one.text))
    elif one.form != other.form:
        if finer := finer_kind(one, on_page=findings.on_page):
            findings.lose(finer, one.spaced)
        elif finer := finer_kind(other, on_page=findings.on_page):
            findings.add(finer, other.spaced)
    _compare_places(one, other, findings)
    if one.values != other.values:
        _compare_values(one, other, findings)
    if one.runs == other.runs and one.spaced == other.spaced:
        return
    same = _same_ranges(one.text, other.text)
    compare_gaps(one, other, same, findings, kind_of(one))
    if one.runs == other.runs:
        return
    if one.text != other.text:
        _compare_words(one, other, same, findings)
    _compare_marks(one, other, same, findings)
    links.compare(one, other, findings)
    _compare_breaks(one, other, findings)


def _compare_places(one: Block, other: Block, findings: Findings) -> None:
    """Compare the place of an item in its list, or of a cell in its table."""
    was, now = one.place, other.place
    if was == now:
        return
    if isinstance(was, CellPlace):
        findings.lose("table_places", one.spaced)
    elif isinstance(was, ListPlace) and isinstance(now, ListPlace):
        if was.depth != now.depth:
            findings.lose("list_levels", one.spaced)
        elif was.begins != now.begins:
            findings.lose("list_starts", one.spaced)
        elif was.number is not None and was.number != now.number and one.form == other.form:
            findings.lose("list_numbers", f"{was.number}. {one.spaced}")


def _compare_values(one: Block, other: Block, findings: Findings) -> None:
    was, now = Counter(one.values), Counter(other.values)
    for words in (was - now).elements():
        findings.lose("attributes", words)
    for words in (now - was).elements():
        findings.add("attributes", words)


def other_marks(bits: int, text: str) -> Iterator[str]:
    """`sub “2”` for each mark of a text that has no kind of its own in the ledger."""
    return (f"{tag} “{text}”" for bit, tag in _OTHERS.items() if bits & bit)


def finer_kind(block: Block, *, on_page: bool) -> str:
    """The ledger's name for the finer kind of a text, "" if it has none. Levels of headings differ on a page of the
    site, where they begin under the title.
    """
    if block.form == "pull":
        return "pull_quotes"
    if block.kind == "item":
        return "list_kinds"
    if block.form == "header":
        return "table_headings"
    return "heading_levels" if block.form in ("large", "small") and not on_page else ""


def with_plain_spaces(block: Block) -> Block:
    """A text with ordinary white space only, as titles, cards and descriptions have it (docs/markdown.md, "Inline")."""
    if block.spaced.isascii() or not ODD_SPACE.search(block.spaced):
        return block
    runs = [(text if text == "\n" else visible(text), bits, address) for text, bits, address in block.runs]
    kept = tuple(run for run in runs if run[0] or run[2])
    return block._replace(runs=kept, spaced=plain_spaces(block.spaced))


def _same_ranges(text: str, other: str) -> list[tuple[int, int, int]]:
    """(start, start in the other, length) of each stretch that both have. The ends are compared first, because most
    texts differ in one place only.
    """
    if text == other:
        return [(0, 0, len(text))]
    most = min(len(text), len(other))
    head = next((i for i in range(most) if text[i] != other[i]), most)
    most -= head
    tail = next((i for i in range(most) if text[-1 - i] != other[-1 - i]), most)
    middle = _same_middle(text[head : len(text) - tail], other[head : len(other) - tail])
    same = [(head + i, head + j, size) for i, j, size in middle]
    return [(0, 0, head), *same, (len(text) - tail, len(other) - tail, tail)]


def _same_middle(text: str, other: str) -> Iterator[tuple[int, int, int]]:
    """The same stretches in the same order, found by characters, or by longer pieces where that would take too long."""
    if len(text) * len(other) <= _MOST_BY_CHARACTERS:
        yield from SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
        return
    parts, its = _stretches(text), _stretches(other)
    starts, its_starts = _starts(parts), _starts(its)
    for i, j, size in matching.matching_blocks(parts, its):
        yield starts[i], its_starts[j], starts[i + size] - starts[i]


def _stretches(text: str) -> list[str]:
    """The text cut after every character whose number is a multiple of eight: at the same places in any two texts that
    are partly the same, whatever their script.
    """
    parts, start = [], 0
    for at, character in enumerate(text, 1):
        if ord(character) % 8 == 0:
            parts.append(text[start:at])
            start = at
    return [*parts, text[start:]]


def _starts(parts: Iterable[str]) -> list[int]:
    return [0, *accumulate(len(part) for part in parts)]


def _compare_words(one: Block, other: Block, same: Iterable[tuple[int, int, int]], findings: Findings) -> None:
    kept, known = bytearray(len(one.text)), bytearray(len(other.text))
    for i, j, size in same:
        kept[i : i + size] = b"\1" * size
        known[j : j + size] = b"\1" * size
    kind = kind_of(one)
    if one.kind == other.kind:
        for words, amount in _quotes(one, kept):
            findings.lose(kind, words, amount)
    for words, amount in _quotes(other, known):
        findings.add(kind, words, amount)


def compare_gaps(one: Block, other: Block, same: Iterable[tuple[int, int, int]], findings: Findings, kind: str) -> None:
    """Find words that were joined or split: white space between two characters came or went."""
    if one.spaced == other.spaced:
        return
    gaps, its = _gaps(one), _gaps(other)
    if gaps == its:
        return
    words = _words(one)
    for start, there, size in same:
        for at in range(1, size):
            if (start + at in gaps) != (there + at in its):
                findings.lose(kind, _quoted(words, start + at - 1, start + at + 1))


def _gaps(block: Block) -> set[int]:
    """The places where a word begins, without the first word."""
    return {at for at, _ in _words(block)[1:]}


def _quotes(block: Block, kept: bytearray) -> Iterator[tuple[str, int]]:
    """Each stretch that is not kept: the words that it is part of, and its length."""
    words = _words(block)
    start = kept.find(0)
    while start >= 0:
        end = kept.find(1, start)
        end = len(kept) if end < 0 else end
        yield _quoted(words, start, end), end - start
        start = kept.find(0, end)


def _words(block: Block) -> list[tuple[int, str]]:
    """The words of a block with their places in its text."""
    words, at = [], 0
    for word in block.spaced.split(" "):
        words.append((at, word))
        at += len(word)
    return words


def _quoted(words: list[tuple[int, str]], start: int, end: int) -> str:
    touched = []
    for at, word in words:
        if at < end and at + len(word) > start:
            is_long = len(word) > _LONG_WORD
            touched.append(word[max(start - at - _AROUND, 0) : end - at + _AROUND] if is_long else word)
    return " ".join(touched)


def _compare_marks(one: Block, other: Block, same: Iterable[tuple[int, int, int]], findings: Findings) -> None:
    had, its = _marks_of(one.runs), _marks_of(other.runs)
    has = [0] * len(had)
    for i, j, size in same:
        has[i : i + size] = its[j : j + size]
    if had == has:
        return
    for bit, kind in marks.KINDS:
        for words, amount in _quotes(one, _without(bit, had, has)):
            findings.lose(kind, words, amount)
        for words, amount in _quotes(one, _without(bit, has, had)):
            findings.add(kind, words, amount)
    for tag, bit in marks.OTHERS.items():
        for words, amount in _quotes(one, _without(bit, had, has)):
            findings.lose("other_marks", f"{tag} “{words}”", amount)
        for words, amount in _quotes(one, _without(bit, has, had)):
            findings.add("other_marks", f"{tag} “{words}”", amount)


def _without(bit: int, had: Sequence[int], has: Sequence[int]) -> bytearray:
    """0 at each character that lost a mark, else 1."""
    return bytearray(not (one & bit and not other & bit) for one, other in zip(had, has, strict=True))


def _marks_of(runs: Iterable[Run]) -> list[int]:
    bits: list[int] = []
    for text, mark, _ in runs:
        if text != "\n":
            bits += [mark] * len(text)
    return bits


def _compare_breaks(one: Block, other: Block, findings: Findings) -> None:
    wanted, found = list(_breaks(one)), list(_breaks(other))
    if one.text == other.text:
        lost = Counter(wanted) - Counter(found)
        for place in lost.elements():
            findings.lose("line_breaks", links.shown(one, 0, place))
        for place in (Counter(found) - Counter(wanted)).elements():
            findings.add("line_breaks", links.shown(other, 0, place))
    elif len(found) < len(wanted):
        findings.lose("line_breaks", one.spaced, len(wanted) - len(found))


def _breaks(block: Block) -> Iterator[int]:
    """Each line break as the number of visible characters before it."""
    before = 0
    for text, _, _ in block.runs:
        if text == "\n":
            yield before
        else:
            before += len(text)
