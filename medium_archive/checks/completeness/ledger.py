"""The ledger of one post: what its original page held, and what of it is in index.md and on the built page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from medium_archive.checks.completeness import blocks, comparison, converted, original, text_comparison
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.converted import Written
from medium_archive.checks.completeness.findings import Findings
from medium_archive.checks.completeness.original import Original
from medium_archive.checks.completeness.own_links import Neighbours, told_alike

# What can't be kept, and why. Anything else that is missing is a defect.
REASONS: Mapping[str, str] = {
    "emptied": "Medium's export has emptied this embed: its frame names no address.",
    "no address": "The export names no address for this picture.",
    "marks in code": "Markdown's code blocks hold no emphasis; the code itself is kept.",
    "link in code": "Markdown's code blocks hold no links; the code itself is kept.",
    "guessed language": "Medium guessed this language; nobody had chosen it.",
    "one line": "A title is one line: where it broke there is a space.",
    "inner list": "Items of a list within an item follow that item, in its list.",
    "page address": "The page leads only to web and mail addresses that can be followed; index.md keeps this one.",
}

# The ledger's kinds, in the order in which they are shown.
KINDS = (
    "title", "short_title", "subtitle", "summary", "date", "address",
    "prose", "headings", "list_items", "quotes", "captions",
    "strong", "emphasis", "inline_code", "links", "line_breaks",
    "heading_levels", "list_kinds", "pull_quotes", "section_breaks",
    "code_lines", "code_languages", "pictures", "picture_descriptions", "embeds", "cards", "order",
)  # fmt: skip

# What index.md says and a page needn't, or says in another way: a page's headings begin under its title.
_TEXT_ONLY = frozenset({"short_title", "summary", "date", "address", "heading_levels"})
_QUOTED = 200  # characters of a missing text that are quoted


@dataclass(frozen=True)
class Miss:
    """Something of the original that isn't there. `words` names it; `amount` is in the unit of its kind; `reason` is ""
    when nothing explains it.
    """

    kind: str
    words: str
    reason: str = ""
    amount: int = 1


@dataclass(frozen=True)
class Count:
    """Characters for texts and marks, lines for code, pieces for the rest."""

    wanted: int
    found: int


@dataclass(frozen=True)
class Tally:
    """What one place holds of the original. `added` is what stands there and not in the original."""

    counts: Mapping[str, Count]
    missing: tuple[Miss, ...] = ()
    added: tuple[Miss, ...] = ()

    @property
    def unexplained(self) -> tuple[Miss, ...]:
        return tuple(miss for miss in self.missing if not miss.reason)


@dataclass(frozen=True)
class Ledger:
    """`text` is about index.md, `page` about the built page; None where there is none."""

    text: Tally
    page: Tally | None = None

    @property
    def counts(self) -> Mapping[str, Count]:
        return self.text.counts

    @property
    def missing(self) -> tuple[Miss, ...]:
        return self.text.missing + (self.page.missing if self.page else ())

    @property
    def unexplained(self) -> tuple[Miss, ...]:
        return tuple(miss for miss in self.missing if not miss.reason)

    @property
    def added(self) -> tuple[Miss, ...]:
        return self.text.added + (self.page.added if self.page else ())


def check(
    page_of_medium: bytes, index_md: str, page: str | None = None, neighbours: Neighbours = Neighbours()
) -> Ledger:
    """Compare an original with the index.md, and with the site's page, that were made of it. `neighbours` are what
    links to other posts of the archive may lead to now.

    Raises FrontMatterWrong for an index.md whose front matter can't be read.
    """
    source = original.read(page_of_medium)
    held = _held(source)
    text = _tally(*_alike(source, converted.read_markdown(index_md), neighbours), held, on_page=False)
    if page is None:
        return Ledger(text)
    return Ledger(text, _tally(*_alike(source, converted.read_page(page), neighbours), held, on_page=True))


def _alike(source: Original, made: Written, neighbours: Neighbours) -> tuple[Original, Written]:
    """Both with one spelling for each post of the archive that they lead to."""
    if not neighbours.ids:
        return source, made
    title = [made.title] if made.title else []
    wanted, found = told_alike(source.blocks, [*title, *made.blocks], neighbours)
    named = found[0] if title else None
    return replace(source, blocks=tuple(wanted)), replace(made, title=named, blocks=tuple(found[len(title) :]))


def _tally(source: Original, made: Written, held: Mapping[str, int], *, on_page: bool) -> Tally:
    title = next((block for block in source.blocks if block.form == "title"), None)
    findings = _compared(source, made, title, on_page)
    if findings.losses and title is None and (line := _untold_title(source, made)):
        moved = _compared(source, made, line, on_page)
        # A line that became the title left nothing behind; if something is in its place, it is the line, damaged
        findings = findings if moved.added else moved
    if not on_page:
        _compare_facts(source, made, findings)
    missing = [Miss(loss.kind, _short(loss.words), REASONS.get(loss.why, ""), loss.amount) for loss in findings.losses]
    missing += [Miss(aside.kind, _short(aside.words), REASONS[aside.why], aside.amount) for aside in source.asides]
    lost: Counter[str] = Counter()
    for miss in missing:
        lost[miss.kind] += miss.amount
    counts = {
        kind: Count(held[kind], held[kind] - lost[kind])
        for kind in KINDS
        if held[kind] and not (on_page and kind in _TEXT_ONLY)
    }
    added = tuple(Miss(more.kind, _short(more.words), "", more.amount) for more in findings.added)
    return Tally(counts, tuple(missing), added)


def _held(source: Original) -> Counter[str]:
    """What the original holds, by kind."""
    held: Counter[str] = Counter(order=len(source.blocks))
    for block in source.blocks:
        for part in comparison.parts(block, on_page=False):
            held[part.kind] += part.amount
    for aside in source.asides:
        held[aside.kind] += aside.amount
    held["short_title"] = len(blocks.visible(source.title))
    held["summary"] = sum(len(blocks.visible(summary)) for summary in source.summaries)
    held["date"], held["address"] = int(bool(source.date)), int(bool(source.url))
    return held


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _QUOTED else f"{plain[:_QUOTED]}…"


# The head of the page: titles and summaries stand in the front matter


def _compared(source: Original, made: Written, title: Block | None, on_page: bool) -> Findings:
    findings = Findings(on_page)
    comparison.compare(_without_heads(source, made, title, findings), made.blocks, findings)
    return findings


def _without_heads(source: Original, made: Written, title: Block | None, findings: Findings) -> list[Block]:
    """The original's blocks without those that stand in the front matter, which are compared here."""
    subtitles = {blocks.visible(subtitle): subtitle for subtitle in made.subtitles}
    body: list[Block] = []
    above: Block | None = None
    for block in source.blocks:
        # A small heading under the title may be a subtitle that Medium's page doesn't call one
        is_subtitle = block.form == "subtitle" or (block.form == "small" and above is title is not None)
        above = block
        if block is title and (_is_title(block, made) or not _in_body(block, made)):
            _compare_title(block, made.title or Block("heading"), source, findings)
        elif is_subtitle and block.text in subtitles and not _in_body(block, made):
            # In the front matter it is plain text: any marks it had are lost, and found to be
            spoken = subtitles[block.text]
            _compare_line(block, Block("heading", ((block.text, 0, ""),), spoken, block.form), findings)
        elif block.form in _LEVELS:
            body.append(replace(block, form=_LEVELS[block.form]))
        else:
            body.append(block)
    return body


_LEVELS = {"title": "large", "subtitle": "small"}


def _is_title(block: Block, made: Written) -> bool:
    return made.title is not None and made.title.text == block.text


def _in_body(block: Block, made: Written) -> bool:
    text = block.text
    return any(other.kind == "heading" and other.text == text for other in made.blocks)


def _compare_title(block: Block, title: Block, source: Original, findings: Findings) -> None:
    named = Findings(findings.on_page)
    _compare_line(replace(block, kind="heading", form="title"), replace(title, kind="heading", form="title"), named)
    findings.losses += named.losses
    # The short title may say more than the page's own: then it is the one that is kept
    if title.text != blocks.visible(source.title):
        findings.added += named.added


def _compare_line(block: Block, line: Block, findings: Findings) -> None:
    """Compare a text with what stands on one line in the front matter."""
    named = Findings(findings.on_page)
    text_comparison.compare(block, line, named)
    findings.losses += [replace(loss, why="one line") if loss.kind == "line_breaks" else loss for loss in named.losses]
    findings.added += named.added


def _untold_title(source: Original, made: Written) -> Block | None:
    """A heading or first line that Medium's page doesn't call its title, and that became it: it left the text."""
    first = next((block for block in source.blocks if _is_title(block, made)), None)
    if first is None:
        return None
    before = sum(block.text == first.text for block in source.blocks if block.kind in blocks.TEXTS)
    now = sum(block.text == first.text for block in made.blocks if block.kind in blocks.TEXTS)
    return first if now < before else None


def _compare_facts(source: Original, made: Written, findings: Findings) -> None:
    """What the page says about the post: its name and its summary in lists, its day, its address."""
    said = "\n".join(block.text for block in source.blocks)
    facts = [("short_title", source.title, made.titles)]
    facts += [("summary", summary, made.summaries) for summary in source.summaries]
    for kind, words, places in facts:
        plain = blocks.visible(words)
        # What is the beginning or the middle of the text itself, maybe cut, is said by the text
        if plain and words not in map(blocks.folded, places) and plain.rstrip("…") not in said:
            findings.lose(kind, words, len(plain))
    if source.date and source.date != made.date:
        findings.lose("date", source.date)
    if source.url and blocks.same_address(source.url) != blocks.same_address(made.url):
        findings.lose("address", source.url)
