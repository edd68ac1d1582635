"""One index.md or one page of the site: the facts about the post, and its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.characters import decoded
from medium_archive.checks.completeness.converted import commonmark, front_matter, inline, visibility
from medium_archive.checks.completeness.converted.body import BodyReader
from medium_archive.checks.completeness.text_builder import TextBuilder

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any


@dataclass(frozen=True)
class Converted:
    """`titles`, `subtitles` and `summaries` are the values of the front matter that may have such a text. `date` is
    in UTC as Medium writes it. A page of the site has no `summaries`, `date` and `url`.
    """

    title: Block | None
    titles: tuple[str, ...]
    subtitles: tuple[str, ...]
    summaries: tuple[str, ...]
    date: str
    url: str
    blocks: tuple[Block, ...]


def read_markdown(index_md: str) -> Converted:
    """Read an index.md as any CommonMark renderer shows it, with the forms of docs/markdown.md.

    Raises front_matter.Unreadable.
    """
    values, text = front_matter.split(decoded(index_md.encode("utf-8", "replace")))
    title, subtitle = values.get("title", ""), values.get("subtitle", "")
    reader = BodyReader()
    # In a division, because the tree would lack a comment at the very start
    body = _parse(f"<div>{commonmark.render(text)}</div>")
    visibility.remove_hidden(body)
    reader.read_inside(body)
    return Converted(
        title=_title(title, values.get("title_markdown", "")),
        titles=(title, values.get("medium.title", "")),
        subtitles=(subtitle,),
        summaries=(values.get("description", ""), values.get("medium.summary", ""), subtitle),
        date=front_matter.moment(values.get("date", "")),
        url=values.get("medium.url", ""),
        blocks=tuple(reader.finished()),
    )


def read_page(page: str) -> Converted:
    """Read the post on a page of the site, without the rest of the page."""
    root = _parse(decoded(page.encode("utf-8", "replace")) or "<p>")
    visibility.remove_hidden(root)
    reader, title, subtitles = BodyReader(on_page=True), None, []
    for element in root.iter("h1", "p", "div"):
        classes = element.get("class", "").split()
        if "p-name" in classes and title is None:
            title = inline.text_inside(element).block("heading")
        elif "subtitle" in classes:
            subtitles.append(inline.text_of(element))
        elif "e-content" in classes:
            reader.read_inside(element)
            break
    titles = (title.spaced,) if title else ()
    return Converted(title, titles, tuple(subtitles), (), "", "", tuple(reader.finished()))


def _title(plain: str, marked: str) -> Block | None:
    if marked:
        # As a heading, because "1. First" alone is a list; with a comment, because a "#" at the end would be dropped
        heading = next(_parse(commonmark.render(f"# {marked} <!-- -->")).iter("h1"), None)
        if heading is not None:
            return inline.text_inside(heading).block("heading")
    text = TextBuilder()
    text.add(plain)
    return text.block("heading")


def _parse(html: str) -> Element:
    return lxml.etree.fromstring(html, lxml.etree.HTMLParser(huge_tree=True))
