"""The proof with a second Markdown engine and a second HTML parser: every ledger must be the same.

    python -m tests.benchmarks.second_engine ARCHIVE…

The proof reads Markdown with comrak and markdown-it, and Medium's pages with lxml. Here cmark-gfm, the C library behind
GitHub, renders each index.md, and html5lib, which parses as browsers do, reads each original. Prints how many posts
were read, and each post whose ledger or blocks differ; the exit code is 1 if there is one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cmarkgfm
import html5lib
from cmarkgfm.cmark import Options

from medium_archive.checks import completeness
from medium_archive.checks.completeness import addresses, converted, original
from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.converted import Converted, commonmark, quick
from medium_archive.checks.completeness.original import feed
from medium_archive.folder import catalog
from medium_archive.folder.layout import TEXT, Layout

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_SOURCEPOS
_EXTENSIONS = ["table", "strikethrough", "tasklist"]
# A paragraph that begins in the first column is in no list and no quote
_PARAGRAPH = re.compile(r'<p data-sourcepos="(\d+):1-(\d+):\d+">')
_SOURCE_PLACE = re.compile(r' data-sourcepos="[\d:-]+"')
_ADDRESS_ALONE = re.compile(r"<?(https?://[^\s<>]*[^\s<>\\])>?[ \t]*(?:\n_[^\n].*)?", re.DOTALL | re.IGNORECASE)


def render(text: str) -> str:
    """The HTML of a Markdown text by cmark-gfm, with embeds marked as `commonmark.render` does."""
    lines = text.split("\n")

    def marked(match: re.Match[str]) -> str:
        source = "\n".join(lines[int(match[1]) - 1 : int(match[2])])
        embed = _ADDRESS_ALONE.fullmatch(source.strip(" \t\n"))
        return f'<p {commonmark.EMBED}="{embed[1].replace("&", "&amp;")}">' if embed else "<p>"

    html = cmarkgfm.markdown_to_html_with_extensions(text, options=_OPTIONS, extensions=_EXTENSIONS)
    return _SOURCE_PLACE.sub("", _PARAGRAPH.sub(marked, html))


def parse(page: bytes) -> Any:
    """The tree of a page by html5lib."""
    text = original.cleaned(page) or "<p>"
    return html5lib.parse(text, treebuilder="lxml", namespaceHTMLElements=False).getroot()


def differences(layout: Layout) -> Iterator[tuple[str, str]]:
    """For each post its folder, and what differs: "", "Markdown", "original", or "ledger"."""
    for entry in catalog.read(layout).values():
        if not entry.original:
            continue
        content = (layout.root / entry.original).read_bytes()
        page = feed.page(content) if entry.is_from_feed else content
        text = (layout.root / entry.path / TEXT).read_text("utf-8")
        built = layout.site / entry.path / "index.html"
        html = built.read_text("utf-8") if built.is_file() else None
        by_markdown_it = blocks(converted.read_markdown(text))
        if any(blocks(converted.read_markdown(text, engine)) != by_markdown_it for engine in (render, quick.render)):
            yield entry.path, "Markdown"
        elif original.read(page) != original.read(page, parse):
            yield entry.path, "original"
        elif completeness.check(page, text, html) != completeness.check(
            page, text, html, engines=(render,), parser=parse
        ):
            yield entry.path, "ledger"
        else:
            yield entry.path, ""


def blocks(made: Converted) -> list[Block]:
    """The blocks with one spelling of each address, because one engine encodes addresses and the other does not."""
    normal = addresses.normal
    return [block._replace(address=normal(block.address), link=normal(block.link)) for block in made.blocks]


def main(folders: list[str]) -> int:
    posts, different = 0, 0
    for folder in folders:
        for path, what in differences(Layout(Path(folder))):
            posts += 1
            if what:
                different += 1
                print(f"{folder}/{path}: another {what}")  # noqa: T201  # its only output
    print(f"{posts:,} posts, {different} with a difference")  # noqa: T201  # its only output
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
