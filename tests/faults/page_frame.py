"""Faults in the page of a post outside of its text, in parts whose values are not in the front matter. The list of
parts comes from the elements of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

from tests.faults.kind import Kind, Operation, Target
from tests.faults.words import altered

# Each part as a pattern; the group `value` is what an alteration changes
PARTS = {
    "page charset": r'<meta charset="(?P<value>[^"]+)">\n',
    "page viewport": r'<meta name="viewport" content="(?P<value>[^"]+)">\n',
    "page policy": r'<meta http-equiv="Content-Security-Policy" content="(?P<value>[^"]+)">\n',
    "page color-scheme": r'<meta name="color-scheme" content="(?P<value>[^"]+)">\n',
    "page theme-color": r'<meta name="theme-color" content="(?P<value>[^"]+)"[^>]*>\n',
    "page og:type": r'<meta property="og:type" content="(?P<value>[^"]+)">\n',
    "page og:site_name": r'<meta property="og:site_name" content="(?P<value>[^"]+)">\n',
    "page og:image": r'<meta property="og:image" content="(?P<value>[^"]+)">\n',
    "page og:image:width": r'<meta property="og:image:width" content="(?P<value>[^"]+)">\n',
    "page og:image:height": r'<meta property="og:image:height" content="(?P<value>[^"]+)">\n',
    "page twitter:card": r'<meta name="twitter:card" content="(?P<value>[^"]+)">\n',
    "page JSON-LD wordCount": r'"wordCount": (?P<value>\d+), ',
    "page link to a feed": r'<link rel="alternate"[^>]* href="(?P<value>[^"]+)">\n',
    "page icon": r'<link rel="icon" href="(?P<value>[^"]+)">\n',
    "page stylesheet": r'<link rel="stylesheet" href="(?P<value>[^"]+)">\n',
    "page script": r'<script src="(?P<value>[^"]+)" defer[^>]*></script>\n',
    "page link to the text": r'<a class="skip" href="(?P<value>[^"]+)">[^<]*</a>\n',
    "page link to the front page": r'<a class="home" href="(?P<value>[^"]+)">[^<]*</a>\n',
    "page link in the menu": r'<li><a href="(?P<value>[^"]+)">[^<]*</a></li>\n',
    "page words in the menu": r'<li><a href="[^"]+">(?P<value>[^<]*)</a></li>\n',
    "page link in the footer": r' · <a href="(?P<value>[^"]+)">[^<]*</a>',
    "page reading time": r'<span class="minutes">(?P<value>\d+)[^<]*</span>',
    "page table of contents": r'<nav class="contents".*?href="(?P<value>[^"]+)".*?</nav>\n',
    "page heading in the contents": r'<li class="level-\d"><a href="(?P<value>[^"]+)">[^<]*</a></li>\n',
    "page link of a tag": r'<a class="p-category" rel="tag" href="(?P<value>[^"]+)">[^<]*</a>',
    "page newer post": r'<a class="newer"[^>]* href="(?P<value>[^"]+)">.*?</a>\n',
    "page older post": r'<a class="older"[^>]* href="(?P<value>[^"]+)">.*?</a>\n',
    "page title of a neighbour": r'<a class="(?:newer|older)".*?"title"[^>]*>(?P<value>[^<]*)</span></a>\n',
    "page words of the link to the text": r'<a class="skip"[^>]*>(?P<value>[^<]*)</a>',
    "page name of the menu": r'<nav aria-label="(?P<value>[^"]*)">',
    "page words of the reading time": r'<span class="minutes">\d+ (?P<value>[^<]*)</span>',
    "page words of a neighbour": r'<span class="which">(?P<value>[^<]*)</span>',
    "page words of the original": r'<a class="u-url"[^>]*>(?P<value>[^<]*)</a>',
    "page neighbours": r'<nav class="neighbours".*?href="(?P<value>[^"]+)".*?</nav>\n',
}  # fmt: skip
# Attributes. There is nothing to hide in them, and a page with one of them twice is the same for every browser
ATTRIBUTES = {
    "page words of a button": r' data-copied="(?P<value>[^"]*)"',
    "page id of a heading": r'(?<=<h2) id="(?P<value>[^"]+)"',
    "page rel of a link": r'(?<=") rel="(?P<value>noopener)"',
}
_HEAD = ("<meta", "<link", "<script", '"')


def _kinds(part: str, pattern: str) -> Iterator[Kind]:
    compiled = re.compile(pattern, re.DOTALL)

    def kind(operation: Operation) -> Kind:
        def change(target: Target, random: Random) -> str | None:
            return changed(target.page, compiled, operation, random)

        return Kind("page", part, operation, change)

    yield kind("alter")
    yield kind("delete")
    if part in PARTS:
        yield kind("duplicate")
        if not compiled.pattern.startswith(_HEAD):
            yield kind("hide")


def changed(page: str, part: re.Pattern[str], operation: Operation, random: Random) -> str | None:
    """A page with one operation on a random place of a part; None without such a place, or without a change."""
    places = list(part.finditer(page))
    if not places:
        return None
    match = random.choice(places)
    new = _new(match, operation, random)
    if operation == "move":
        return _moved(page, places, random)
    return None if new is None or new == match[0] else f"{page[: match.start()]}{new}{page[match.end() :]}"


def _new(match: re.Match[str], operation: Operation, random: Random) -> str | None:
    whole = match[0]
    if operation == "alter":
        start, end = match.start("value") - match.start(), match.end("value") - match.start()
        value = _value(match["value"], random)
        return None if value is None else f"{whole[:start]}{value}{whole[end:]}"
    if operation == "delete":
        return ""
    if operation == "duplicate":
        return whole * 2
    tag = re.compile(r"<(\w+)")
    return random.choice(
        (
            tag.sub(r"<\1 hidden", whole, count=1),
            tag.sub(r'<\1 style="display:none"', whole, count=1),
            tag.sub(r'<\1 aria-hidden="true"', whole, count=1),
        )
    )


def _value(old: str, random: Random) -> str | None:
    if old.isdecimal():
        return str(int(old) + random.choice((1, 10)))
    if re.match(r"\d{4}-\d\d-\d\d", old):
        return f"{int(old[:4]) + 1}{old[4:]}"
    if re.fullmatch(r"[\w.:/%#?=&@~+'-]*", old):
        return f"{old}q"
    return altered(old, random) or f"{old}q"


def _moved(page: str, places: list[re.Match[str]], random: Random) -> str | None:
    """A page in which two neighbouring places have changed places."""
    pairs = [(one, other) for one, other in pairwise(places) if one[0] != other[0]]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    between = page[one.end() : other.start()]
    return f"{page[: one.start()]}{other[0]}{between}{one[0]}{page[other.end() :]}"


KINDS: tuple[Kind, ...] = tuple(
    kind for part, pattern in (PARTS | ATTRIBUTES).items() for kind in _kinds(part, pattern)
)
