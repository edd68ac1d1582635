"""Footnotes are at the end of a page, in the order of the references to them; tasks are checkboxes with labels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medium_archive import markdown
from medium_archive.articles import resolved_html, tasks
from medium_archive.checks.site_pages import text_body
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import TEXT, Layout
from tests.conftest import examples

_OWN = "posts/2025-01-01-knots"
_TEXT = """---
title: Knots
date: 2025-01-01
---
[^b]: Second.

One[^a] and two[^b], one again[^a].

[^a]: First[^c].

    With a second paragraph.

> In a quote
>
> [^c]: Third.

- [x] a *wet* rope
  - [ ] a dry one

The end.
"""


def _notes(html: str) -> list[tuple[str, str]]:
    root = resolved_html.parse(html)
    notes = root.xpath("./div[@class='footnote-definition']")
    return [(note.get("id", ""), note[0].text_content()) for note in notes]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("[^b]: B\n\nx[^a] y[^b]\n\n[^a]: A\n\nend", [("a", "1"), ("b", "2")]),
        ("x[^a] y[^b]\n\n[^b]: B\n\n[^a]: A[^c]\n\n[^c]: C", [("a", "1"), ("b", "2"), ("c", "3")]),
        ("[^z]: nobody refers to it\n\nx[^a]\n\n[^a]: A", [("a", "1"), ("z", "2")]),
        ("> x[^a]\n>\n> [^a]: A\n\ny", [("a", "1")]),
        ("x[^A]\n\n[^a]: A\n\n[^b]: B[^b]", [("a", "1"), ("b", "2")]),
    ],
)
def test_footnotes_are_at_the_end_in_the_order_of_the_references(text: str, notes: list[tuple[str, str]]) -> None:
    assert _notes(markdown.read(text)) == notes


def test_a_reference_has_the_number_of_its_footnote() -> None:
    html = markdown.read("[^b]: B\n\nx[^a] y[^b] z[^a]\n\n[^a]: A")
    links = resolved_html.parse(html).xpath(".//sup[@class='footnote-reference']/a")
    assert [(link.get("href"), link.text) for link in links] == [("#a", "1"), ("#b", "2"), ("#a", "1")]


_PARTS = st.lists(
    st.sampled_from(
        ["x[^a]", "y[^b] z[^c]", "[^a]: A", "[^b]: B[^a]", "[^c]: C[^b] D[^d]", "> [^d]: q", "- i[^d]", "w"]
    ),
    min_size=1,
    max_size=8,
    unique=True,
).map("\n\n".join)


@settings(max_examples=examples(300), deadline=None)
@given(_PARTS)
def test_the_proof_finds_the_footnotes_where_the_page_has_them(text: str) -> None:
    """With an engine and an order of its own."""
    assert _notes(text_body._render(text)) == _notes(markdown.read(text))


@pytest.fixture
def layout(own_example: Layout) -> Layout:
    (own_example.root / _OWN).mkdir()
    (own_example.root / _OWN / TEXT).write_text(_TEXT, "utf-8")
    build(own_example)
    return own_example


def test_a_page_has_labels_for_tasks_and_ways_back_from_footnotes(layout: Layout) -> None:
    page = (layout.site / _OWN / "index.html").read_text("utf-8")
    assert '<li><label><input type="checkbox" disabled checked>\na <em>wet</em> rope</label><ul>' in page
    assert page.index("The end.") < page.index("First") < page.index("Second.") < page.index("Third.")
    assert page.count('aria-label="Back to the text">↩</a>') == 3
    assert [one for one in verify(layout).issues if one.level == "error"] == []


def test_a_feed_has_a_sign_for_each_task(layout: Layout) -> None:
    """Many readers leave out checkboxes."""
    feed = (layout.site / "feed.json").read_text("utf-8")
    assert "☑ a <em>wet</em> rope" in feed
    assert "☐ a dry one" in feed
    assert "<input" not in feed


def test_other_places_get_signs_too() -> None:
    root = resolved_html.parse(markdown.read("- [x] one\n- [ ] two\n\n  more"))
    tasks.show_as_signs(root)
    assert [" ".join(item.text_content().split()) for item in root.iter("li")] == ["☑ one", "☐ twomore"]
