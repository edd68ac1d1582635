"""The engine of `commonmark`. Importing it takes 0.07 s and few texts need it (`quick`), so it has its own module."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, lheading, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, strikethrough
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from medium_archive.checks.completeness.converted.commonmark import BOX, EMBED, embedded

_REFERENCE = re.compile(r"\[\^([^\] \t\n]+)\]")
_SPACED = re.compile(r"\[\^(?=[^\[\]\n]*\])([^\[\]\n]*[ \t][^\[\]\n]*)\](:?)")
_SPACE = "\x1f"  # no text of a page has it


def render(text: str) -> str:
    """The HTML of a Markdown text, also with spaces in the names of footnotes, which the plugin does not read."""
    spaced = {_one_word(label) for label, colon in _SPACED.findall(text) if colon}
    if not spaced:
        return str(ENGINE.render(text))

    def joined(found: re.Match[str]) -> str:
        is_name = _one_word(found[1]) in spaced
        return f"[^{_SPACE.join(found[1].split())}]{found[2]}" if is_name else found[0]

    return str(ENGINE.render(_SPACED.sub(joined, text))).replace(_SPACE, " ")


def _one_word(label: str) -> str:
    return _SPACE.join(label.casefold().split())


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


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule for headings with a line below, but the first line of a box is no part of a heading."""
    quote = state.tokens[-1] if state.tokens else None
    is_first = quote is not None and quote.type == "blockquote_open" and quote.map and quote.map[0] == start
    known = len(state.tokens)
    if not lheading(state, start, end, silent) or not is_first:
        return len(state.tokens) > known
    content = state.tokens[-2].content
    box = BOX.match(content)
    if box is None:
        return True
    state.tokens[-2].content = content[box.end() :]
    if not state.tokens[-2].content:  # the line below is a rule, or the text of the box and maybe of a heading
        del state.tokens[known:]
        is_rule = state.getLines(start + 1, start + 2, 0, False).strip(" \t>").startswith("---")
        if is_rule or not lheading(state, start + 1, end, silent):
            state.line = start
            return False
    heading = state.tokens[known:]
    del state.tokens[known:]
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    line = state.push("inline", "", 0)
    line.content, line.map, line.children = box[0], [start, start + 1], []
    state.push("paragraph_close", "p", -1)
    state.tokens += heading
    return True


def _mark_boxes(state: StateCore) -> None:
    """Give each quote that begins with the first line of a box its class, and remove the line."""
    for quote, opening, inline, closing in zip(*(state.tokens[start:] for start in range(4)), strict=False):
        found = BOX.match(inline.content) if inline.type == "inline" else None
        is_first = quote.type == "blockquote_open" and opening.type == "paragraph_open" and quote.map and opening.map
        if is_first and found and quote.map[0] == opening.map[0]:
            quote.attrSet("class", found[1].lower())
            inline.content = inline.content[found.end() :]
            opening.hidden = closing.hidden = not inline.content


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


def _reference(state: StateInline, silent: bool) -> bool:
    """The plugin's rule for references to footnotes, but upper and lower case are the same, as at GitHub."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None or match[1].casefold() not in _names(state.env):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": match[1]}
    state.pos = match.end()
    return True


def _names(env: Mapping[str, Any]) -> Mapping[str, str]:
    """The names of the footnotes by their lower case, each as the first footnote with this name writes it."""
    footnotes = env.get("footnotes", {})
    refs = footnotes.get("refs", ())
    number, names = footnotes.get("names", (-1, {}))
    if number != len(refs):  # else every reference would look at every footnote
        found = [key.removeprefix(":") for key in refs]
        names = {name.casefold(): name for name in reversed(found)}
        if footnotes:
            footnotes["names"] = len(refs), names
    return names  # type: ignore[no-any-return]  # the names above


def _name_and_number(token: Token, env: dict[str, Any]) -> tuple[str, int]:
    """They are numbered in the order in which the text has them, whether it refers to one first or defines it."""
    name = _names(env)[token.meta["label"].casefold()]
    numbers: dict[str, int] = env.setdefault("numbers", {})
    return escapeHtml(name), numbers.setdefault(name, len(numbers) + 1)


def _write_reference(_: RendererHTML, tokens: Sequence[Token], at: int, options: object, env: dict[str, Any]) -> str:
    name, number = _name_and_number(tokens[at], env)
    return f'<sup class="footnote-reference"><a href="#{name}">{number}</a></sup>'


def _begin_footnote(_: RendererHTML, tokens: Sequence[Token], at: int, options: object, env: dict[str, Any]) -> str:
    name, number = _name_and_number(tokens[at], env)
    label = f'<sup class="footnote-definition-label">{number}</sup>'
    return f'<div class="footnote-definition" id="{name}">{label}\n'


def _end_footnote(_: RendererHTML, tokens: Sequence[Token], at: int, options: object, env: dict[str, Any]) -> str:
    return "</div>\n"


# The engine stops at this depth. Its default for CommonMark, 20, is less than a person might write
ENGINE = _Engine("commonmark", {"maxNesting": 100, "strikethrough_single_tilde": True}).enable(
    ["table", "strikethrough"]
)
ENGINE.use(footnote_plugin, inline=False, move_to_end=False).use(tasklists_plugin)
ENGINE.block.ruler.at("lheading", _heading)
ENGINE.block.ruler.at("paragraph", _paragraph)
ENGINE.core.ruler.after("block", "boxes", _mark_boxes)
ENGINE.inline.ruler.at("strikethrough", _strikethrough)
ENGINE.inline.ruler.at("footnote_ref", _reference)
ENGINE.add_render_rule("footnote_ref", _write_reference)
ENGINE.add_render_rule("footnote_reference_open", _begin_footnote)
ENGINE.add_render_rule("footnote_reference_close", _end_footnote)
ENGINE.core.ruler.push("mark_embeds", _mark_embeds)
