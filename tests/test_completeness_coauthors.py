"""The proof compares every author of a post with the by-line of its page, and with what the page says to programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.checks import witness
from medium_archive.checks.completeness import Ledger, OwnPosts, check
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.account_exports import BEN, export, import_
from tests.conftest import THEMES, one_in
from tests.sample_exports import post_name, post_page, write_zip

_BYLINE = b'<a href="https://medium.com/@ada" class="p-author h-card">Ada Example</a>'
_OTHERS = (
    '<a href="https://medium.com/@bo" class="p-author h-card">Bo, PhD</a> and '
    '<a href="https://medium.com/@xiaoming" class="p-author h-card">陳小明</a>'
).encode()
PAGE = post_page().replace(_BYLINE, _BYLINE + b", " + _OTHERS)


def made(layout: Layout, folder: Path, theme: str = "plain") -> Path:
    """The page of a post by three authors in an archive of the first of them."""
    more = {post_name("b" * 12): post_page("Other", post_id="b" * 12)}
    import_(layout, write_zip(folder / "a.zip", {post_name(): PAGE, **more}))
    text = layout.settings.read_text("utf-8").replace('theme = "plain"', f'theme = "{theme}"')
    layout.settings.write_text(text, "utf-8")
    build(layout)
    (page,) = layout.site.glob("posts/*a-title/index.html")
    return page


def compared(layout: Layout, page: Path, html: str) -> Ledger:
    path = page.parent.relative_to(layout.site).as_posix()
    text = (layout.root / path / "index.md").read_text("utf-8")
    return check(PAGE, text, html, OwnPosts(path), site=witness.read(layout).site)


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_that_names_all_authors_is_whole(layout: Layout, tmp_path: Path, theme: str) -> None:
    page = made(layout, tmp_path, theme)
    ledger = compared(layout, page, page.read_text("utf-8"))
    assert ledger.page is not None
    assert (ledger.page.missing, ledger.page.added) == ((), ())
    assert verify(layout).exit_code == 0


_BO = '<a class="p-author h-card" dir="auto" href="https://medium.com/@bo">Bo, PhD</a>'
_CHEN = '<a class="p-author h-card" dir="auto" href="https://medium.com/@xiaoming">陳小明</a>'
_META = '<meta name="author" content="Bo, PhD">'
_GRAPH = '<meta property="article:author" content="https://medium.com/@bo">'
_PERSON = '{"@type": "Person", "name": "Bo, PhD", "url": "https://medium.com/@bo"}'
# What stands in the page, what in its place, and what the proof names
FAULTS = [
    (_BO, "", "p-author: Bo, PhD"),
    (_BO, _BO * 2, "p-author: Bo, PhD"),
    (_BO, _BO.replace("Bo", "Mo"), "p-author: Bo, PhD"),
    (_BO, _BO.replace("<a", "<a hidden"), "p-author: Bo, PhD"),
    (_BO, f'<template>{_BO}</template>', "p-author: Bo, PhD"),
    (_BO, _BO.replace("@bo", "@mo"), "p-author address: https://medium.com/@mo"),
    (_BO, _BO.replace(' href="https://medium.com/@bo"', ""), "p-author address: https://medium.com/@bo"),
    (f"{_BO}, {_CHEN}", f"{_CHEN}, {_BO}", "p-author: Ada Example, Bo, PhD, 陳小明"),
    (f"{_BO}, {_CHEN}", f"{_BO.replace('@bo', '@xiaoming')}, {_CHEN.replace('@xiaoming', '@bo')}",
     "p-author address: https://medium.com/@xiaoming"),
    (_META, "", "author: Bo, PhD"),
    (_META, _META * 2, "author: Bo, PhD"),
    (_META, _META.replace("Bo", "Mo"), "author: Mo, PhD"),
    (_GRAPH, "", "article:author: https://medium.com/@bo"),
    (_GRAPH, _GRAPH * 2, "article:author: https://medium.com/@bo"),
    (_GRAPH, _GRAPH.replace("@bo", "@mo"), "article:author: https://medium.com/@mo"),
    (f"{_PERSON}, ", "", "JSON-LD author: Bo, PhD"),
    (_PERSON, f"{_PERSON}, {_PERSON}", "JSON-LD author: Bo, PhD"),
    (_PERSON, _PERSON.replace("Bo", "Mo"), "JSON-LD author: Mo, PhD"),
    (_PERSON, _PERSON.replace("@bo", "@mo"), "JSON-LD author url: https://medium.com/@mo"),
    (_PERSON, _PERSON.replace("Person", "Organization"), "JSON-LD author @type: Organization"),
    (_PERSON, '"Bo, PhD"', "JSON-LD author @type: Person"),
]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_each_fault_in_the_names_of_co_authors_is_named(layout: Layout, tmp_path: Path, theme: str) -> None:
    """Deleted, doubled, altered, hidden, moved: in the by-line, for search engines, in Open Graph, in JSON-LD."""
    page = made(layout, tmp_path, theme)
    html = page.read_text("utf-8")
    for old, new, words in FAULTS:
        assert html.count(old) == 1, old
        ledger = compared(layout, page, html.replace(old, new))
        assert ledger.page is not None
        assert words in [miss.words for miss in (*ledger.page.missing, *ledger.page.added)], (old, new)


def _by_hand(value: str) -> Callable[[str], str]:
    return lambda text: text.replace("medium:\n", f"medium:\n  coauthors: {value}\n", 1)


@pytest.mark.parametrize(
    "value",
    one_in(
        3,
        [
            "Bo (https://medium.com/@bo)",
            "Bo, PhD (https://medium.com/@bo), Cy",
            "Bo, Cy, Bo",
            "[Bo, PhD]",
            '["Bo, PhD"]',
            '["Bo, PhD (https://medium.com/@bo)", Cy, 7]',
            "7",
            '""',
            "{a: 1}",
            "Bo (javascript:alert(1))",
            '" (https://medium.com/@cy)"',
            '" (https://cy.medium.com/)"',
            '" (https://cy.example/)"',
            "Ben Example (https://medium.com/@ben)",
            '" (https://medium.com/@ben)"',
            "Ben Example",
            "Ada Example (https://medium.com/@ada)",
            "نورا, 陳小明, <b>Bo</b>",
        ],
    ),
)
def test_co_authors_whom_a_person_writes_are_no_fault(layout: Layout, tmp_path: Path, value: str) -> None:
    """The proof reads them with its own code, and finds the same names on the page, in an archive of several, too."""
    import_(layout, export(tmp_path / "a.zip", "a", with_profile=True))
    import_(layout, export(tmp_path / "b.zip", "b", name="Ben Example", username="ben", user_id=BEN), another=True)
    (text,) = layout.root.glob("posts/*-post-a/index.md")
    text.write_text(_by_hand(value)(text.read_text("utf-8")), "utf-8")
    build(layout)
    report = verify(layout)
    assert report.exit_code == 0, report.issues
    assert not [issue for issue in report.issues if issue.level != "note"]
