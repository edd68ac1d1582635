"""`archive verify` compares what the site adds to the text of a post: footnotes, own cards, the colours of code."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from medium_archive.articles import footnotes as names
from medium_archive.articles import resolved_html
from medium_archive.checks.site_pages import code_colours, footnotes, tree
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.markdown import reader
from tests.conftest import one_in
from tests.site_changes import POST, change_file, replaced

_PAGE = """<div><p>A<sup class="footnote-reference"><a href="#1" id="to-1">1</a></sup>, again<sup
class="footnote-reference"><a href="#1">1</a></sup>, other<sup class="footnote-reference"><a href="#%C3%BC"
id="to-ü">2</a></sup></p><div class="footnote-definition" id="1"><sup class="footnote-definition-label">1</sup><p>One
<a class="added" href="#to-1">↩</a></p></div><div class="footnote-definition" id="ü"><sup
class="footnote-definition-label">2</sup><p>Two <a class="added" href="#to-%C3%BC">↩</a></p></div></div>"""
_TEXT = "A[^1], again[^1], other[^ü]\n\n[^1]: One\n\n[^ü]: Two\n"


def test_the_footnotes_of_a_page_as_the_site_makes_them_give_no_alarm() -> None:
    assert list(footnotes.wrong(tree.division(_PAGE), _TEXT)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"#to-1"', '"#to-9"'),
        ('"#to-1"', '"#to-ü"'),
        ('<a class="added" href="#to-1">↩</a>', ""),
        ('href="#1">', 'href="#ü">'),
        (' id="to-1"', ""),
        (' id="1"', ""),
        (' id="ü"', ' id="u"'),
    ],
)
def test_a_footnote_that_leads_elsewhere_is_named(old: str, new: str) -> None:
    assert old in _PAGE
    assert list(footnotes.wrong(tree.division(_PAGE.replace(old, new, 1)), _TEXT)) != []


def test_only_classes_that_give_code_a_colour_are_accepted() -> None:
    page = tree.division('<pre><code><span class="k">def</span> <span class="mi">1</span></code></pre>')
    assert list(code_colours.wrong(page)) == []
    for name in ("zz", "mi skip", ""):
        page[0][0][1].set("class", name)
        assert list(code_colours.wrong(page)) == [f"<span class=“{name}”> in code"]


@pytest.fixture(scope="module")
def edited(example: Layout, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A copy of the example with a footnote and a card in a text, and with its site. A test puts back what it
    changes.
    """
    layout = Layout(tmp_path_factory.mktemp("edited") / "archive")
    shutil.copytree(example.root, layout.root)
    text = layout.root / POST / TEXT
    card = '[The Lamp](../2018-02-11-the-lamp-on-the-north-mole/index.md "About the lamp")'
    text.write_text(f"{text.read_text('utf-8')}\nMore[^1].\n\n{card}\n\n[^1]: A note.\n", "utf-8")
    build(layout)
    assert [one for one in verify(layout).issues if one.level != "note"] == []
    return layout


@pytest.mark.parametrize(
    "change",
    one_in(
        2,
        [
            replaced(r'(class="added" href="#to-)1', r"\g<1>2"),
            replaced(r'(class="card".*?class="title">The) Lamp', r"\1 Lump"),
            replaced(r'(class="description">About the) lamp', r"\1 lump"),
            replaced(r'<span class="mf"', '<span class="zz"'),
        ],
    ),
)
def test_a_changed_part_of_an_edited_text_is_named_with_its_page(edited: Layout, change: Callable[[str], str]) -> None:
    page = f"{POST}/index.html"
    before = (edited.site / page).read_text("utf-8")
    change_file(edited, page, change)
    try:
        assert f"site/{page}" in {one.where for one in verify(edited).issues if one.level == "error"}
    finally:
        change_file(edited, page, lambda _: before)


def test_footnotes_at_another_place_have_names_of_their_post() -> None:
    """A page there may show several posts. The number is in the first line of the note."""
    root = resolved_html.parse(reader.render("A[^1], again[^1], other[^ü]\n\n[^1]: One\n\n[^ü]: Two\n\n    More\n"))
    names.set_apart(root, "abc")
    assert [link.get("href") for link in root.iter("a")] == ["#abc-1", "#abc-1", "#abc-%C3%BC"]
    assert [note.get("id") for note in root.iter("div") if note.get("id")] == ["abc-1", "abc-ü"]
    assert [[" ".join(line.text_content().split()) for line in note.iter("p")] for note in root.iter("div")][1:] == [
        ["1 One"], ["2 Two", "More"]
    ]  # fmt: skip
