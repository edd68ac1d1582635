"""Post pages that are long, nested or full of one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.hostile.kind import IMPORT, Kind, export
from tests.sample_exports import post_name, post_page

SIZES = (1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000)
_LARGE = (1, 100, 10_000, 100_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000)  # bytes
_PICTURE = '<img class="graf-image" src="https://cdn-images-1.medium.com/max/800/1*abc.png">'
_CARD = (
    '<div class="graf graf--mixtapeEmbed"><a href="https://x.org/a" class="markup--anchor '
    'markup--mixtapeEmbed-anchor"><strong>t</strong><br><em>d</em>x.org</a></div>'
)
_GRAF = '<p class="graf graf--p">{}</p>'
Body = Callable[[int], str]


def _times(piece: str, around: str = "{}") -> Body:
    return lambda size: around.format(piece * size)


def _nested(start: str, end: str) -> Body:
    return lambda size: start * size + "w" + end * size


BODIES: dict[str, Body] = {
    "paragraphs": _times(_GRAF.format("word")),
    "links in a paragraph": _times('<a href="https://x.org/1">l</a> ', _GRAF),
    "paragraphs that are links": _times(_GRAF.format('<a href="https://x.org/1">l</a>')),
    "links to posts": _times('<a href="https://medium.com/p/bbbbbbbbbbbb">l</a> ', _GRAF),
    "marks": _times("<strong>b</strong>w ", _GRAF),
    "line breaks": _times("w<br>", _GRAF),
    "characters with a meaning": _times("*_`[&lt;", _GRAF),
    "brackets": _times("[", _GRAF),
    "quotes": _times('<blockquote class="graf graf--blockquote">w</blockquote>'),
    "items": _times('<li class="graf graf--li">w</li>', '<ul class="postList">{}</ul>'),
    "headings": _times('<h3 class="graf graf--h3">w</h3>'),
    "code blocks": _times('<pre class="graf graf--pre">x = 1\n</pre>'),
    "lines of code": _times("x = 1\n", '<pre class="graf graf--pre">{}</pre>'),
    "figures": _times(f'<figure class="graf graf--figure">{_PICTURE}</figure>'),
    "pictures in a paragraph": _times(_PICTURE, _GRAF),
    "cards": _times(_CARD),
    "rows": _times("<tr><td>a</td><td>b</td></tr>", "<table>{}</table>"),
    "cells": _times("<td>a</td>", "<table><tr>{}</tr></table>"),
    "sections": _times("<section><p>w</p></section>"),
    "comments": _times("<!-- c -->w "),
    "attributes": _times(' data-a="b"', "<p{}>w</p>"),
    "entities": _times("&amp;&#8217;", _GRAF),
    "footers": _times("<footer>w</footer>"),
    "bodies": _times('<section data-field="body" class="e-content">w</section>'),
    "open divisions": _times("<div>"),
    "open paragraphs": _times("<p>w"),
    "open marks": _times("<b>w"),
    "ends": _times("</p></div></section>"),
    "starts of tags": _times("<"),
    "nested divisions": _nested("<div>", "</div>"),
    "nested quotes": _nested("<blockquote>", "</blockquote>"),
    "nested lists": _nested("<ul><li>w", "</li></ul>"),
    "nested tables": _nested("<table><tr><td>", "</td></tr></table>"),
    "nested marks": lambda size: _GRAF.format("<em>" * size + "w" + "</em>" * size),
    "nested links": lambda size: _GRAF.format('<a href="https://x.org/1">' * size + "w" + "</a>" * size),
    "nested figures": _nested("<figure>", "</figure>"),
    "nested definitions": _nested("<dd>", "</dd>"),
    "nested terms": _nested("<dt>", "</dt>"),
    "nested summaries": _nested("<summary>", "</summary>"),
    "nested captions": _nested("<caption>", "</caption>"),
    "nested table heads": _nested("<thead>", "</thead>"),
    "nested readings": _nested("<rt>", "</rt>"),
    "nested templates": _nested("<template>", "</template>"),
    "nested objects": _nested("<object>", "</object>"),
}
_LONG: dict[str, Body] = {
    "a word": lambda size: _GRAF.format("w" * size),
    "words": lambda size: _GRAF.format("word " * (size // 5)),
    "Chinese": lambda size: _GRAF.format("檔案" * (size // 6)),
    "a line of code": lambda size: f'<pre class="graf graf--pre">{"w" * size}</pre>',
    "an address": lambda size: _GRAF.format(f'<a href="https://x.org/{"w" * size}">w</a>'),
    "an attribute": lambda size: f'<p data-a="{"w" * size}">w</p>',
    "a comment": lambda size: f"<!--{'w' * size}-->w",
}


def _page(body: Body, folder: Path, size: int) -> None:
    export(folder, {post_name(): post_page(body=body(size))})


def _around(part: str, folder: Path, size: int) -> None:
    words = "w " * (size // 2)
    page = post_page(**{part: words}, **({"heading": "A"} if part == "title" else {}))  # type: ignore[arg-type]  # texts
    export(folder, {post_name(): page})


def _levels_before(part: str, folder: Path, size: int) -> None:
    levels = b"<div>" * size + b"w" + b"</div>" * size
    export(folder, {post_name(): post_page().replace(part.encode(), part.encode() + levels, 1)})


_COMMANDS = (IMPORT, ("build",), ("verify",))


def _kinds(group: str, bodies: dict[str, Body], sizes: Sequence[int]) -> list[Kind]:
    return [Kind(group, name, partial(_page, body), _COMMANDS, sizes) for name, body in bodies.items()]


ALL = (
    *_kinds("pages", BODIES, SIZES),
    *_kinds("pages", _LONG, _LARGE),
    *(
        Kind("pages", f"levels after {part}", partial(_levels_before, part), _COMMANDS, SIZES)
        for part in ("<body>", "<header>", "<footer>")
    ),
    Kind("pages", "a title", partial(_around, "title"), _COMMANDS, _LARGE),
    Kind("pages", "a subtitle", partial(_around, "subtitle"), _COMMANDS, _LARGE),
)
