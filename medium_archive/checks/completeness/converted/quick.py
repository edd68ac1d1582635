"""Markdown to HTML by comrak, a library in Rust: the same HTML as `commonmark.render` in a twentieth of the time.

Some systems have no comrak (pyproject.toml). Comrak's result counts only if nothing was added and every missing part
has a reason. Otherwise markdown-it reads the text again (`ledger.check`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from medium_archive.checks.completeness.converted import commonmark

try:
    import comrak
except ImportError:  # Windows on ARM
    comrak = None  # type: ignore[assignment]  # without comrak, `ENGINES` has only markdown-it

# An address at the beginning of a line may be an embed, so the positions of the paragraphs are needed
_MAY_EMBED = re.compile(r"^ {0,3}<?https?://", re.MULTILINE | re.IGNORECASE)
# A paragraph that begins in the first column is in no list and no quote
_PARAGRAPH = re.compile(r'<p data-sourcepos="(\d+):1-(\d+):\d+">')
_SOURCE_PLACE = re.compile(r' data-sourcepos="[\d:-]+"')


def render(text: str) -> str:
    """The HTML of a Markdown text without front matter, with embeds marked as `commonmark.render` does."""
    # The attribute for positions of paragraphs; and a box, which comrak reads in another way than GitHub
    if ("data-sourcepos" in text or ("[!" in text and commonmark.BOX.search(text))) and not commonmark.is_slow(text):
        return commonmark.render(text)
    if not _MAY_EMBED.search(text):
        return comrak.markdown_to_html(text, _EXTENSIONS, None, _HTML)
    lines = text.split("\n")

    def marked(paragraph: re.Match[str]) -> str:
        address = commonmark.embedded("\n".join(lines[int(paragraph[1]) - 1 : int(paragraph[2])]).strip(" \t\n"))
        return f'<p {commonmark.EMBED}="{address.replace("&", "&amp;")}">' if address else "<p>"

    html = comrak.markdown_to_html(text, _EXTENSIONS, None, _HTML_WITH_PLACES)
    return _SOURCE_PLACE.sub("", _PARAGRAPH.sub(marked, html))


ENGINES: tuple[Callable[[str], str], ...] = (commonmark.render,)
if comrak is not None:
    _EXTENSIONS = comrak.ExtensionOptions(table=True, strikethrough=True, tasklist=True, footnotes=True)
    _HTML = comrak.RenderOptions(unsafe_=True)
    _HTML_WITH_PLACES = comrak.RenderOptions(unsafe_=True, sourcepos=True)
    ENGINES = (render, commonmark.render)
