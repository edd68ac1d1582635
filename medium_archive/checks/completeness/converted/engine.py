"""The engine of `commonmark`. Importing it takes 0.07 s and few texts need it (`quick`), so it has its own module."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, strikethrough
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from medium_archive.checks.completeness.converted.commonmark import EMBED, embedded


class _Engine(MarkdownIt):
    """markdown-it that keeps the address of every link as it is written, whatever its scheme. Its output is never shown
    in a browser, so no link can do harm.
    """

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the name in markdown-it
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the name in markdown-it
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # the name in markdown-it
        return link


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule for paragraphs, but it strips only spaces and tabs at the edges (CommonMark 0.31, section
    4.8).

    markdown-it also strips no-break and ideographic spaces. A text that begins with such a space would look like a
    card.
    """
    is_read = paragraph(state, start, end, silent)
    if is_read and not silent:
        state.tokens[-2].content = state.getLines(start, state.line, state.blkIndent, False).strip(" \t\n")
    return is_read


def _mark_embeds(state: StateCore) -> None:
    """Mark embeds before rendering: HTML does not tell `<https://…>` from a link with its address as text."""
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "paragraph_open" and token.level == 0 and (address := embedded(inline.content)):
            token.attrSet(EMBED, address)


def _strikethrough(state: StateInline, silent: bool) -> bool:
    """markdown-it's rule for one or two tildes, but one tilde does nothing inside a word: `H~2~O`."""
    scanned = state.scanDelims(state.pos, True) if not silent and state.src[state.pos] == "~" else None
    if scanned is None or scanned.length != 1:
        return strikethrough.tokenize(state, silent)
    is_read = strikethrough.tokenize(state, silent)
    outside = state.scanDelims(state.pos - 1, False)
    state.delimiters[-1].open, state.delimiters[-1].close = outside.can_open, outside.can_close
    return is_read


# The engine stops at this depth. Its default for CommonMark, 20, is less than a person might write
ENGINE = _Engine("commonmark", {"maxNesting": 100, "strikethrough_single_tilde": True}).enable(
    ["table", "strikethrough"]
)
ENGINE.use(footnote_plugin).use(tasklists_plugin)
ENGINE.block.ruler.at("paragraph", _paragraph)
ENGINE.inline.ruler.at("strikethrough", _strikethrough)
ENGINE.core.ruler.push("mark_embeds", _mark_embeds)
