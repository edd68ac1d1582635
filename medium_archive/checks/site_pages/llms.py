"""llms.txt and llms-full.txt: the list of the posts, and their full texts."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.feeds import shown

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
    """A fact for each post whose head and text are in the file, in their order, and one for other text."""
    return list(_found(_squeezed(content.decode("utf-8", "replace")), facts))


def _found(text: str, facts: Facts) -> Iterator[str]:
    place = 0
    for one in facts.stories:
        date = f"{one.date:%Y-%m-%d}" if one.date else ""
        head = " · ".join(filter(None, (_link(one, facts), date)))
        whole = _squeezed(f"# {one.title}{head}{facts.pages[one.page].text}")
        if (begin := text.find(whole, place)) >= 0:
            yield from [f"text {shown(text[place:begin])}"] if begin > place else ()
            yield f"post {one.page}"
            place = begin + len(whole)
    if text[place:]:
        yield f"text {shown(text[place:])}"


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


def _squeezed(text: str) -> str:
    return "".join(text.split())
