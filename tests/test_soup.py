"""The tree is BeautifulSoup's own, and quick look-ups in it find what BeautifulSoup's own find."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import PageElement, Script, Stylesheet, Tag

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


ODD = [
    "",
    " ",
    "text",
    "<p>a",
    "<p>a<p>b</p></p></div>",
    "<b>a<i>b</b>c</i>",
    "<ul><li>a<li>b</ul>c<table><td>d<tr><th>e</table>",
    "<p> <b> </b>\n<i>\t\n</i>\u00a0<u>\u00a0</u>\x0b</p>\r\n<p>\r</p> ",
    "<pre> <b> </b>\n\n</pre><textarea> \n</textarea> <pre>\n</pre> \n ",
    "<!-- a --><!----><!-- --><p><!--b--> c <!--\n--></p><!--",
    "<!DOCTYPE html><html lang=x><head><meta charset=gbk><title>T</title></head><body class='a  b'>x</body></html> y",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd"><p> </p>',
    "<meta http-equiv=content-type content='text/html; charset=latin-1'><link href=a>",
    "<?php echo 1 ?><p>a<?pi?>b</p><![CDATA[c]]>",
    "<ruby>a<rt>b<i>c</i></rt><rp>)</rp></ruby>d<template><p>e</p> </template><style>f{}</style><script>g < h</script>",
    "<p>a&nbsp;b&amp;c&lt;d&#0;e&#128;f&#xD800;g&unknown;h&copy i&#x1F600;j &",
    "<p>a\0b\x01c\ufffed\uffffe\U0001f600fg",
    "<p a=1 a=2 B=c d='&quot;&lt;' e i:j=k xml:lang=l>m</p><svg viewBox='0 0'><path d=''/></svg><x:y z>",
    "<img src=a><br/><hr><input><wbr>b<embed>c</embed><source></source><iframe>d<p>e</iframe>f<col>",
    "<br></br></p><form><form>a</form></form><a>b<a>c</a><h1>d<h2>e</h1>f",
    "<div>" * 300 + "deep",
    "<p>" + "long " * 20_000 + "<b>text</b>",
]


def plain_tree(html: str) -> BeautifulSoup:
    """The tree as BeautifulSoup makes it, in which the words of readings and templates are words like others."""
    containers = {"script": Script, "style": Stylesheet}
    return BeautifulSoup(
        html, "lxml", multi_valued_attributes=None, attribute_dict_class=dict, string_containers=containers
    )


def described(tree: BeautifulSoup) -> Iterator[object]:
    """Each node of a tree with all its attributes, and the positions of the nodes that it refers to."""
    nodes: list[PageElement] = [tree]
    for node in nodes:
        nodes += node.contents if isinstance(node, Tag) else ()
    places = {id(node): place for place, node in enumerate(nodes)} | {id(None): None}
    for node in nodes:
        near = (node.parent, node.previous_element, node.next_element, node.previous_sibling, node.next_sibling)
        yield [places[id(one)] for one in near], node.hidden, node.known_xml
        if not isinstance(node, Tag):
            yield type(node), str(node)
            continue
        yield node.name, [(name, type(value), value) for name, value in node.attrs.items()], type(node.attrs)
        yield node.namespace, node.prefix, node.sourceline, node.sourcepos, node.can_be_empty_element
        yield node.interesting_string_types, node.preserve_whitespace_tags, node.cdata_list_attributes
        yield node._namespaces, node.attribute_value_list_class, node.parser_class


def test_the_tree_equals_that_of_beautifulsoup() -> None:
    assert list(described(soup.parse(HTML))) == list(described(plain_tree(HTML)))


@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")  # a processing instruction is meant
@pytest.mark.parametrize("html", ODD, ids=lambda html: html[:20].encode("ascii", "backslashreplace").decode())
def test_the_tree_of_odd_html_equals_that_of_beautifulsoup(html: str) -> None:
    assert list(described(soup.parse(html))) == list(described(plain_tree(html)))


def test_an_attribute_keeps_a_name_that_looks_like_one_with_a_namespace() -> None:
    paragraph = soup.parse("<p {b}src=c>").p
    assert paragraph is not None
    assert paragraph.attrs == {"{b}src": "c"}


def test_the_trees_of_all_sample_pages_equal_those_of_beautifulsoup() -> None:
    root = Path(__file__).parent.parent
    pages = sorted((*(root / "examples").rglob("*.html"), *(root / "tests" / "cases").glob("*.md")))
    assert len(pages) > 20
    for page in pages:
        html = page.read_text(encoding="utf-8", errors="replace")
        assert list(described(soup.parse(html))) == list(described(plain_tree(html))), page


@pytest.mark.parametrize("name", NAMES, ids=str)
@pytest.mark.parametrize("recursive", [True, False])
def test_a_search_below_an_element_finds_what_beautifulsoup_finds(name: str | list[str], recursive: bool) -> None:
    one, other = both()
    assert list(map(str, one.find_all(name, recursive=recursive))) == list(
        map(str, other.find_all(name, recursive=recursive))
    )
    assert str(one.find(name, recursive=recursive)) == str(other.find(name, recursive=recursive))


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_a_search_above_an_element_finds_what_beautifulsoup_finds(name: str | list[str]) -> None:
    one, other = both()
    for tag, same in zip(one.find_all(True), other.find_all(True), strict=True):
        assert str(tag.find_parent(name)) == str(same.find_parent(name))


def test_a_search_by_attributes_or_text_finds_what_beautifulsoup_finds() -> None:
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


def test_the_levels_of_a_page_count_its_deepest_element() -> None:
    """The tree itself, `html` and `body` count too. The count starts again with each page."""
    deep, flat = soup.parse("<p>a</p><div><div><b>b</b></div></div><p>c</p>").p, soup.parse("<p>a</p>").p
    assert deep is not None
    assert flat is not None
    assert (soup.levels(deep), soup.levels(flat), soup.levels(Tag(name="p"))) == (6, 4, None)


def test_the_place_of_a_child_is_right_after_every_change() -> None:
    """`index` looks first where it found the last child."""
    parent = soup.parse("<div>" + "<i>a</i>b" * 20 + "</div>").div
    assert parent is not None
    chance = random.Random(1)  # noqa: S311  # the same each time
    for _ in range(400):
        place = chance.randrange(len(parent.contents))
        child = parent.contents[place]
        assert parent.index(child) == place
        if chance.random() < 0.3:
            child.extract()
            parent.insert(chance.randrange(len(parent.contents) + 1), child)
        elif chance.random() < 0.3:
            child.insert_before(Tag(name="b"))
    with pytest.raises(ValueError, match="not in"):
        parent.index(Tag(name="b"))
