"""The ledger of one post: what its original holds, and what of it is in index.md and on the built page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from medium_archive.checks.completeness import converted, front_matter_facts, head, original, page_facts
from medium_archive.checks.completeness.blocks import TEXTS
from medium_archive.checks.completeness.characters import count_words, one_line, visible
from medium_archive.checks.completeness.comparison import links, own_links, sequences
from medium_archive.checks.completeness.comparison.own_links import OwnPosts
from medium_archive.checks.completeness.converted import Converted, commonmark, quick
from medium_archive.checks.completeness.findings import Findings, Loss
from medium_archive.checks.completeness.original import Original
from medium_archive.checks.completeness.reasons import REASONS, Group
from medium_archive.checks.completeness.recorded import Recorded, Site

# The kinds of the ledger, in the order in which they are shown
KINDS = (
    "words", "title", "short_title", "subtitle", "summary", "date", "address", "front_matter",
    "prose", "headings", "list_items", "quotes", "captions", "table_cells", "details", "definitions",
    "strong", "emphasis", "inline_code", "strikethrough", "other_marks", "links", "attributes", "line_breaks",
    "heading_levels", "list_kinds", "list_levels", "list_starts", "list_numbers", "table_places", "table_headings",
    "containers", "pull_quotes", "section_breaks", "layout",
    "code_lines", "code_languages", "pictures", "picture_descriptions", "embeds", "cards", "order", "markup",
    "page_facts", "page_end",
)  # fmt: skip

# A page of the site doesn't show these, or shows them in another way: its headings begin under its title
_TEXT_ONLY = frozenset({"short_title", "summary", "date", "address", "front_matter", "heading_levels"})
_WORDED = frozenset(
    {
        "title",
        "subtitle",
        "prose",
        "headings",
        "list_items",
        "quotes",
        "captions",
        "table_cells",
        "details",
        "definitions",
    }
)
_QUOTED = 200  # characters of a missing text that are quoted


@dataclass(frozen=True)
class Miss:
    """A part of the original that is missing. `words` quote it, `amount` is in the unit of its kind. `reason` says why
    it can't be kept, and `group` names the total that counts it; both are "" for a loss without a known reason.
    """

    kind: str
    words: str
    reason: str = ""
    amount: int = 1
    group: Group | Literal[""] = ""
    why: str = ""


@dataclass(frozen=True)
class Count:
    """Characters for texts and marks, lines for code, pieces for the rest; `words` counts the words of all texts."""

    wanted: int
    found: int


@dataclass(frozen=True)
class Tally:
    """What index.md or the page holds of the original. `added` is there but not in the original."""

    counts: Mapping[str, Count]
    missing: tuple[Miss, ...] = ()
    added: tuple[Miss, ...] = ()

    @property
    def unexplained(self) -> tuple[Miss, ...]:
        return tuple(miss for miss in self.missing if not miss.reason)


@dataclass(frozen=True)
class Ledger:
    """`text` is about index.md, `page` about the built page; None without a page."""

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


def check(  # noqa: PLR0913  # all but the contents by keyword
    page_of_medium: bytes,
    index_md: str,
    page: str | None = None,
    posts: OwnPosts = OwnPosts(),
    *,
    recorded: Recorded = Recorded(),
    site: Site | None = None,
    engines: Sequence[Callable[[str], str]] = quick.ENGINES,
    parser: Callable[[bytes], Any] | None = None,
) -> Ledger:
    """Compare an original with its index.md, and with its page of the site. `posts` are the posts of the archive, which
    links may lead to now. `recorded` is what the records say about the post. Without `site` only the text of a page is
    compared. Each of `engines` converts Markdown to HTML: the text is read with the first engine; if anything was
    added, or is missing without a reason, it is read again with the next, unless that could take long. `parser`
    replaces the parser that reads the original.

    Raises ValueError for an index.md with unreadable front matter.
    """
    source = original.read(page_of_medium, parser)
    if not_followed := tuple(links.not_followed(source.blocks)):
        source = replace(source, known_losses=source.known_losses + not_followed)
    contents = _contents(source)
    for render in engines:
        made = converted.read_markdown(index_md, render)
        findings = Findings()
        contents["front_matter"] = front_matter_facts.compare(source, made, recorded, findings)
        for words in made.foreign:
            findings.add("markup", words)
        text = _tally(source, made, posts, contents, recorded, findings)
        if not (text.unexplained or text.added) or commonmark.is_slow(index_md):
            break
    if page is None:
        return Ledger(text)
    shown = converted.read_page(page)
    findings = Findings(on_page=True)
    if site is not None:
        page_facts.compare(made, shown, posts.folder, site, findings)
    return Ledger(text, _tally(source, shown, posts, contents, recorded, findings))


def _in_one_spelling(
    source: Original, made: Converted, posts: OwnPosts, *, on_page: bool
) -> tuple[Original, Converted]:
    """Both with the same address in every link to a post of the archive."""
    if not posts.ids:
        return source, made
    title = (made.title,) if made.title else ()
    blocks = (*title, *made.blocks)
    wanted, found = own_links.in_one_spelling(source.blocks, blocks, posts, on_page=on_page)
    if wanted is source.blocks and found is blocks:  # nearly every post
        return source, made
    new_title = found[0] if title else None
    return replace(source, blocks=tuple(wanted)), replace(made, title=new_title, blocks=tuple(found[len(title) :]))


def _tally(  # noqa: PLR0913, PLR0917  # the two sides, and what is known of the post
    source: Original,
    made: Converted,
    posts: OwnPosts,
    contents: Mapping[str, int],
    recorded: Recorded,
    facts: Findings,
) -> Tally:
    on_page = facts.on_page
    source, made = _in_one_spelling(source, made, posts, on_page=on_page)
    findings = head.compare_post(source, made, recorded, on_page=on_page)
    if not on_page:
        head.compare_facts(source, made, findings)
    losses = [*findings.losses, *facts.losses, *source.known_losses]
    missing = tuple(_miss(loss) for loss in losses)
    lost: Counter[str] = Counter()
    for miss in missing:
        if on_page or miss.group != "not_linked":  # index.md keeps an address that no page can link to
            lost[miss.kind] += miss.amount
    lost["words"] = min(contents["words"], sum(count_words(loss.words) for loss in losses if loss.kind in _WORDED))
    counts = {
        kind: Count(contents[kind], contents[kind] - lost[kind])
        for kind in KINDS
        if contents[kind] and not (on_page and kind in _TEXT_ONLY)
    }
    added = tuple(Miss(more.kind, _quoted(more.words), "", more.amount) for more in (*findings.added, *facts.added))
    return Tally(counts, missing, added)


def _miss(loss: Loss) -> Miss:
    words = _quoted(loss.words)
    if not loss.why:
        return Miss(loss.kind, words, amount=loss.amount)
    reason = REASONS[loss.why]
    return Miss(loss.kind, words, reason.sentence, loss.amount, reason.group, loss.why)


def _contents(source: Original) -> Counter[str]:
    """How much the original holds of each kind."""
    blocks = source.blocks
    amounts: Counter[str] = Counter()
    amounts["order"] = len(blocks)
    amounts["containers"] = sum([1 for block in blocks if block.inside])
    amounts["words"] = count_words("\n".join([block.spaced for block in blocks if block.kind in TEXTS]))
    sequences.add_amounts(blocks, amounts)
    for loss in source.known_losses:
        if loss.why != "page address":  # the link is in its block
            amounts[loss.kind] += loss.amount
    amounts["short_title"] = len(visible(source.title))
    amounts["summary"] = sum(len(visible(summary)) for summary in source.summaries)
    amounts["date"] += int(bool(source.date))
    amounts["address"] = int(bool(source.url))
    return amounts


def _quoted(words: str) -> str:
    plain = one_line(words)
    return plain if len(plain) <= _QUOTED else f"{plain[:_QUOTED]}…"
