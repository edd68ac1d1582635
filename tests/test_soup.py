"""Quick look-ups in a tree find what BeautifulSoup's own find."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from medium_archive import soup

HTML = (
    '<section class="a b"><p>One <a href="x" title="t">two <b>three</b></a><br></p><ul><li>Item <ul><li>inner</li>'
    '</ul></li></ul><figure><img src="y" data-is-featured="true"><figcaption>Words</figcaption></figure>'
    "<!-- comment --><style>p {}</style><pre><code>x</code></pre></section>"
)
NAMES = ["p", "li", "img", "none", "html", ["ul", "p"], ("b", "code"), [], ["none"], True, None]


def both() -> tuple[Tag, Tag]:
    quick, plain = soup.parse(HTML), BeautifulSoup(HTML, "lxml", multi_valued_attributes=None)
    one, other = quick.section, plain.section
    assert isinstance(one, soup.Element)
    assert isinstance(other, Tag)
    return one, other


def test_the_tree_is_the_same() -> None:
    one, other = both()
    assert str(one) == str(other)
    assert [(tag.name, dict(tag.attrs)) for tag in one.find_all(True)] == [
        (tag.name, dict(tag.attrs)) for tag in other.find_all(True)
    ]


@pytest.mark.parametrize("name", NAMES, ids=str)
@pytest.mark.parametrize("recursive", [True, False])
def test_below_an_element_the_same_is_found(name: str | list[str], recursive: bool) -> None:
    one, other = both()
    assert list(map(str, one.find_all(name, recursive=recursive))) == list(
        map(str, other.find_all(name, recursive=recursive))
    )
    assert str(one.find(name, recursive=recursive)) == str(other.find(name, recursive=recursive))


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_above_an_element_the_same_is_found(name: str | list[str]) -> None:
    one, other = both()
    for tag, same in zip(one.find_all(True), other.find_all(True), strict=True):
        assert str(tag.find_parent(name)) == str(same.find_parent(name))


def test_attributes_and_text_are_looked_up_as_before() -> None:
    one, other = both()
    for tree in (one, other):
        assert str(tree.find("img", attrs={"data-is-featured": "true"}))[:9] == "<img data"
        assert len(tree.find_all("a", href=True)) == 1
        assert len(tree.find_all("li", limit=1)) == 1
        assert tree.find("b", string="three") is not None
        assert tree.find("b", string="four") is None
        bold = tree.b
        assert bold is not None
        assert bold.find_parent("a", href=True) is not None
        assert bold.find_parent("a", href="z") is None
    assert one["class"] == other["class"] == "a b"
