"""llms.txt and llms-full.txt: the list of the posts, and their full texts."""

from __future__ import annotations

from collections.abc import Iterator

import lxml.html

from medium_archive.checks.completeness.converted import commonmark
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.feeds import shown
from medium_archive.checks.site_pages.post_page import checksum_of

INDEX, FULL = "llms.txt", "llms-full.txt"


def wanted_index(facts: Facts) -> list[str]:
    """The lines of the list."""
    lines = [f"# {_line(facts.title)}", "", f"> {_line(facts.author or facts.title)}", "", "## Posts", ""]
    return [*lines, *(_entry(one, facts) for one in facts.stories), ""]


def read_index(content: bytes) -> list[str]:
    """The lines of the list in the site."""
    return content.decode("utf-8", "replace").split("\n")


def wanted_texts(facts: Facts) -> list[str]:
    """A fact for each post."""
    return [f"post {one.page}" for one in facts.stories]


def read_texts(content: bytes, facts: Facts) -> list[str]:
    """A fact for each post whose head and text are in the file, in their order, and one for each other text."""
    return list(_found("\n\n" + content.decode("utf-8", "replace"), facts))


def _found(text: str, facts: Facts) -> Iterator[str]:
    places: list[tuple[int, int, Post]] = []
    end = 0
    for one in facts.stories:
        head = f"\n\n{_head(one, facts)}\n"
        if (begin := text.find(head, end)) >= 0:
            end = begin + len(head) - 1  # a post without text is followed by the next at once
            places.append((begin, end, one))
    ends = [begin for begin, _, _ in places] + [len(text)]
    if before := text[: ends[0]].strip():
        yield f"text {shown(before)}"
    for (_, begin, one), end in zip(places, ends[1:], strict=True):
        words = _words(text[begin:end])
        yield f"post {one.page}" if checksum_of(words) == facts.pages[one.page].text_sum else f"text {shown(words)}"


def _head(one: Post, facts: Facts) -> str:
    date = f"{one.date:%Y-%m-%d}" if one.date else ""
    known = " · ".join(filter(None, (_link(one, facts), date)))
    return "\n\n".join(filter(None, (f"# {_line(one.title)}", known)))


def _words(text: str) -> str:
    """The words of a Markdown text without white space."""
    root = lxml.html.fragment_fromstring(commonmark.render(text), create_parent="div")
    return "".join(root.text_content().split())


def _entry(one: Post, facts: Facts) -> str:
    title = _line(one.title)
    for sign in "\\[]":
        title = title.replace(sign, f"\\{sign}")
    summary = f": {_line(one.summary)}" if one.summary else ""
    link = _link(one, facts)
    return f"- [{title}]({link}){summary}" if link else f"- {title}{summary}"


def _link(one: Post, facts: Facts) -> str:
    return facts.address(one.page) or one.url


def _line(text: str) -> str:
    return " ".join(text.split())
