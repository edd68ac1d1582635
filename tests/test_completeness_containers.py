"""The proof compares the containers of each block: quotes, list items, table cells, definitions and `details`."""

from __future__ import annotations

import pytest

from medium_archive import markdown
from tests.sample_ledger import kinds, small
from tests.sample_post import IMAGE, graf
from tests.test_markup import plain

LIST = "<ul><li>a</li><li>b</li></ul>"
CODE = graf("pre", "x = 1<br>y = 2")
TABLE = "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"
TERMS = "<dl><dt>a</dt><dd>b</dd></dl>"
HEADING = "<h3>A</h3>"
PICTURE = f'<figure><img src="{IMAGE}/1*a.png"></figure>'
BLOCKS = {
    "list": LIST, "code": CODE, "table": TABLE, "terms": TERMS, "heading": HEADING, "details": "<details>a</details>",
    "quote": "<blockquote>a</blockquote>", "picture": PICTURE, "rule": "<hr>",
}  # fmt: skip
CONTAINERS = {
    "quote": "<blockquote><p>q</p>{}</blockquote>",
    "item": "<ul><li><p>q</p>{}</li></ul>",
    "cell": "<table><tr><td><p>q</p>{}</td></tr></table>",
    "definition": "<dl><dd><p>q</p>{}</dd></dl>",
    "details": "<details><summary>q</summary>{}</details>",
    "item of an item": "<ul><li>o<ul><li><p>q</p>{}</li></ul></li></ul>",
    "quote in details": "<details><summary>s</summary><blockquote><p>q</p>{}</blockquote></details>",
}
MOVES = [
    (block, container)
    for block in BLOCKS
    for container in CONTAINERS
    if (block, container.partition(" in")[0]) != ("picture", "quote")  # a picture ends a quote anyway
]


@pytest.mark.parametrize(("block", "container"), MOVES)
def test_a_block_that_moved_into_a_container_or_out_of_it_is_named(block: str, container: str) -> None:
    inside = CONTAINERS[container].format(BLOCKS[block])
    below = CONTAINERS[container].format("") + BLOCKS[block]
    for original, other in ((inside, below), (below, inside)):
        whole = small(original, text=markdown.write(plain(original)))
        assert (whole.missing, whole.added) == ((), ())
        assert kinds(small(original, text=markdown.write(plain(other))))


PARTS = {
    "items": ("<ul><li>a</li><li>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    "code of the next item": (
        f"<ul><li>a</li><li>{CODE}<p>b</p></li></ul>",
        f"<ul><li><p>a</p>{CODE}</li><li>b</li></ul>",
    ),
    "cells": (
        f"<table><tr><td>a</td><td>{CODE}<p>b</p></td></tr></table>",
        f"<table><tr><td><p>a</p>{CODE}</td><td>b</td></tr></table>",
    ),
    "definitions": ("<dl><dd>a</dd><dd>b</dd></dl>", "<dl><dd><p>a</p><p>b</p></dd></dl>"),
    "lists of definitions": ("<dl><dd>a</dd></dl><dl><dd>b</dd></dl>", "<dl><dd>a</dd><dd>b</dd></dl>"),
    "details": ("<details>a</details><details>b</details>", "<details><p>a</p><p>b</p></details>"),
    "quotes with a picture between": (
        f"<blockquote>a</blockquote>{PICTURE}<blockquote><p>b</p><p>c</p></blockquote>",
        f"<blockquote>a</blockquote>{PICTURE}<blockquote>b</blockquote><hr><blockquote>c</blockquote>",
    ),
    "quote in a list": (
        "<blockquote><ul><li>a</li></ul></blockquote>",
        "<ul><li><blockquote>a</blockquote></li></ul>",
    ),
}


@pytest.mark.parametrize(("one", "other"), PARTS.values(), ids=PARTS)
def test_containers_that_were_joined_or_split_are_named(one: str, other: str) -> None:
    for original, changed in ((one, other), (other, one)):
        whole = small(original, text=markdown.write(plain(original)))
        assert (whole.missing, whole.added) == ((), ())
        ledger = small(original, text=markdown.write(plain(changed)))
        assert ledger.unexplained or ledger.added


def test_quotes_that_touch_are_one() -> None:
    """Medium makes a quote of each paragraph; a reader sees one quote."""
    html = "<blockquote>a</blockquote><blockquote>b</blockquote>"
    whole = small(html, text="> a\n>\n> b")
    assert (whole.missing, whole.added) == ((), ())
    assert kinds(small(html, text="> a\n\n> b")) == {"containers"}


@pytest.mark.parametrize(
    "between", ['<figure class="graf graf--figure graf--iframe"></figure>', "<table><tr><td></td></tr></table>"]
)
def test_quotes_stay_apart_with_an_empty_embed_or_table_between_them(between: str) -> None:
    html = f"<blockquote>a</blockquote>{between}<blockquote>b</blockquote>"
    ledger = small(html, text=markdown.write(plain(html)))
    assert (ledger.unexplained, ledger.added) == ((), ())


def test_an_embed_before_a_text_in_a_cell_or_definition_follows_the_text() -> None:
    """Pictures and embeds in a line of text come after it, also in a list item."""
    frame = '<iframe src="https://x.org/embed/1A"></iframe>'
    for html in (f"<dl><dd>{frame}a</dd></dl>", f"<table><tr><td>{frame}a</td></tr></table>"):
        for page in (html, f"<ul><li>{html}</li></ul>", f"<details>{html}</details>"):
            ledger = small(page, text=markdown.write(plain(page)))
            assert (ledger.missing, ledger.added) == ((), ()), page


def test_a_text_between_the_cells_of_a_row_is_one_line() -> None:
    """Words with and without marks that stand in no cell are one paragraph, with their marks."""
    html = "<em><table><tr><td>a</td>b <kbd>c</kbd></tr></table></em>"
    ledger = small(html, text=markdown.write(plain(html)))
    assert (ledger.missing, ledger.added) == ((), ())
