"""`archive verify` compares what the site adds to the text of a post: footnotes, own cards, the colours of code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medium_archive.checks.site_pages import code_colours, footnotes, tree
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import TEXT, Layout
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


@pytest.mark.parametrize(
    "change",
    [
        replaced(r'(class="added" href="#to-)1', r"\g<1>2"),
        replaced(r'(class="card".*?class="title">The) Lamp', r"\1 Lump"),
        replaced(r'(class="description">About the) lamp', r"\1 lump"),
        replaced(r'<span class="mf"', '<span class="zz"'),
    ],
)
def test_a_changed_part_of_an_edited_text_is_named_with_its_page(
    own_example: Layout, change: Callable[[str], str]
) -> None:
    text = own_example.root / POST / TEXT
    card = '[The Lamp](../2018-02-11-the-lamp-on-the-north-mole/index.md "About the lamp")'
    text.write_text(f"{text.read_text('utf-8')}\nMore[^1].\n\n{card}\n\n[^1]: A note.\n", "utf-8")
    build(own_example)
    assert [one for one in verify(own_example).issues if one.level != "note"] == []
    change_file(own_example, f"{POST}/index.html", change)
    assert f"site/{POST}/index.html" in {one.where for one in verify(own_example).issues if one.level == "error"}
