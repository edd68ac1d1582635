"""One index.md or one page of the site: the facts about the post, and its blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.blocks import Block
from medium_archive.checks.completeness.characters import decoded
from medium_archive.checks.completeness.converted import (
    commonmark,
    front_matter,
    inline,
    page_head,
    visibility,
    vocabulary,
)
from medium_archive.checks.completeness.converted.body import BodyReader
from medium_archive.checks.completeness.converted.page_head import PageHead
from medium_archive.checks.completeness.marks import READINGS
from medium_archive.checks.completeness.text_builder import TextBuilder

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any


@dataclass(frozen=True)
class Converted:
    """`titles`, `subtitles` and `summaries` are the values of the front matter that may have such a text. `date` is
    in UTC as Medium writes it. A page of the site has no `summaries`, `date` and `url`. `values` are all values of the
    front matter and `keys` its keys as they stand there; `head` is what a page shows and tells programs of the post.
    `marked_title` is title_markdown. It is the title as well, unless its words differ from those of the title.
    `foreign` are elements, attributes and unquoted values in an index.md that no text of the program has.
    """

    title: Block | None
    titles: tuple[str, ...]
    subtitles: tuple[str, ...]
    summaries: tuple[str, ...]
    date: str
    url: str
    blocks: tuple[Block, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    head: PageHead | None = None
    marked_title: Block | None = None
    foreign: tuple[str, ...] = ()


def read_markdown(index_md: str, render: Callable[[str], str] = commonmark.render) -> Converted:
    """Read an index.md as `render` shows it, with the forms of docs/markdown.md.

    Raises front_matter.Unreadable.
    """
    pairs, text, unquoted = front_matter.split(decoded(index_md.encode("utf-8", "replace")))
    values = dict(pairs)
    title, subtitle = values.get("title", ""), values.get("subtitle", "")
    reader = BodyReader()
    # In a division, because the tree would lack a comment at the very start
    html = render(text)
    body = _parse(f"<div>{html}</div>")
    foreign = tuple(vocabulary.foreign_to_text(body))  # also what is hidden
    if foreign or visibility.may_hide_plain(html):
        visibility.remove_hidden(body)
    reader.read_inside(body)
    plain, marked = TextBuilder(), _marked_title(values.get("title_markdown", ""), render)
    plain.add(title)
    return Converted(
        title=marked if marked is not None and _words_of(marked) == "".join(title.split()) else plain.block("heading"),
        marked_title=marked,
        titles=(title, values.get("medium.title", "")),
        subtitles=(subtitle,),
        summaries=(values.get("description", ""), values.get("medium.summary", ""), subtitle),
        date=front_matter.moment(values.get("date", "")),
        url=values.get("medium.url", ""),
        blocks=tuple(reader.finished()),
        values=values,
        keys=tuple(key for key, _ in pairs),
        foreign=(*foreign, *(f"{value} without quotes" for value in unquoted)),
    )


def read_page(page: str) -> Converted:
    """Read the post on a page of the site, without the rest of the page."""
    root = _parse(decoded(page.encode("utf-8", "replace")) or "<p>")
    head_of = page_head.Reader(root)  # before what only programs read is removed
    _remove_hidden(root, page)
    reader, title, subtitles, is_below = BodyReader(on_page=True), None, [], False
    for element in root.iter("h1", "p", "div"):
        classes = element.get("class", "").split()
        if "e-content" in classes:
            reader.read_inside(element)
            is_below = True
        elif is_below:
            pass
        elif "p-name" in classes and title is None:
            title = inline.text_inside(element).block("heading")
        elif "subtitle" in classes:
            subtitles.append(inline.text_of(element))
    titles = (title.spaced,) if title else ()
    head = head_of.read(root)
    return Converted(title, titles, tuple(subtitles), (), "", "", tuple(reader.finished()), head=head)


def _remove_hidden(root: Element, page: str) -> None:
    """Remove the hidden elements of the post; the whole post, if an element around it is hidden. What is hidden
    outside of the post stays.
    """
    start, end = page.find("<article"), page.rfind("</article>")
    article = next(root.iter("article"), None)
    is_clean = start >= 0 and end > start and not visibility.may_hide(page[start:end])
    if not is_clean or article is None or visibility.is_inside_hidden(article):
        visibility.remove_hidden(root)


def _marked_title(marked: str, render: Callable[[str], str]) -> Block | None:
    if not marked:
        return None
    # As a heading, because "1. First" alone is a list; with a comment, because a "#" at the end would be dropped
    heading = next(_parse(render(f"# {marked} <!-- -->")).iter("h1"), None)
    return inline.text_inside(heading).block("heading") if heading is not None else None


def _words_of(title: Block) -> str:
    """The characters of a title but spaces, without the readings of ruby."""
    return "".join("".join(run for run, bits, _ in title.runs if not bits & READINGS).split())


def _parse(html: str) -> Element:
    # As bytes, because libxml2 converts every other form to UTF-8 first; no reader looks up an id
    parser = lxml.etree.HTMLParser(huge_tree=True, encoding="utf-8", collect_ids=False)
    return lxml.etree.fromstring(html.encode(), parser)
