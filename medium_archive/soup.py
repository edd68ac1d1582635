"""BeautifulSoup as this program reads HTML with it: parsed by lxml, each attribute with one value.

Reading and converting a post spends most of its time on the tree, so two parts of BeautifulSoup are replaced here by
shorter code with the same result (tests/test_soup.py compares them). A look-up by names alone needs no general matcher,
and an element or a text that lxml's parser reports needs less than the dozen values that BeautifulSoup computes for
each.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import (
    AttributeValueList,
    Comment,
    Doctype,
    NavigableString,
    PageElement,
    ProcessingInstruction,
    Tag,
)
from lxml.etree import HTMLParser

__all__ = ["Element", "collector_paused", "first", "levels", "parse", "tags"]


class Element(Tag):
    """A tag with quick look-ups by a name, or by a list of names; quickest by a frozenset."""

    # The same for each element of a parsed page, so the class has them
    parser_class = BeautifulSoup
    namespace = prefix = sourceline = sourcepos = None
    known_xml = False
    attribute_value_list_class = AttributeValueList
    cdata_list_attributes = None
    preserve_whitespace_tags = LXMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES
    can_be_empty_element = False
    _namespaces = LXMLTreeBuilder.DEFAULT_NSMAPS
    _place = 0  # of the child that `index` found last

    def index(self, element: PageElement) -> int:
        """The place of a child. Most work goes through the children in order, so the place is near the last one;
        `Tag.index` looks from the first child on, which is quadratic for an element with thousands of children.
        """
        nodes, near = self.contents, self._place
        for place in range(max(0, near - 2), min(len(nodes), near + 3)):
            if nodes[place] is element:
                self._place = place
                return place
        self._place = super().index(element)
        return self._place

    def find_parent(self, name: Any = None, attrs: Any = None, **kwargs: Any) -> Any:
        names = None if attrs or kwargs else _names(name)
        if names is None:
            return super().find_parent(name, attrs, **kwargs)
        above = self.parent
        while above is not None and above.name not in names:
            above = above.parent
        return above

    def find(self, name: Any = None, attrs: Any = None, recursive: bool = True, **kwargs: Any) -> Any:  # type: ignore[override]  # no argument by its place but these
        names = None if attrs or kwargs else _names(name)
        if names is None:
            return next(iter(self.find_all(name, attrs, recursive, limit=1, **kwargs)), None)
        if not recursive:
            return next((node for node in self.contents if isinstance(node, Tag) and node.name in names), None)
        node, end = self.next_element, _after(self)
        while node is not None and node is not end:
            if isinstance(node, Tag) and node.name in names:
                return node
            node = node.next_element
        return None

    def find_all(self, name: Any = None, attrs: Any = None, recursive: bool = True, **kwargs: Any) -> Any:  # type: ignore[override]  # as for `find`
        names = None if attrs or kwargs else _names(name)
        if names is None:
            return super().find_all(name, attrs or {}, recursive, **kwargs)
        below = tags(self) if recursive else (node for node in self.contents if isinstance(node, Tag))
        return [tag for tag in below if tag.name in names]


def tags(element: Tag) -> list[Tag]:
    """All elements inside of an element, in the order of the page."""
    found = []
    node, end = element.next_element, _after(element)
    while node is not None and node is not end:
        if isinstance(node, Tag):
            found.append(node)
        node = node.next_element
    return found


def first(tree: BeautifulSoup, name: str) -> Tag | None:
    """The first element with a name in a tree. The tree has no `next_element`, unlike its elements."""
    node: PageElement | None = tree.contents[0] if tree.contents else None
    while node is not None:
        if isinstance(node, Tag) and node.name == name:
            return node
        node = node.next_element
    return None


def levels(element: Tag) -> int | None:
    """How many levels of elements the page of an element had when it was parsed; None if it was not parsed here."""
    root = element
    while root.parent is not None:
        root = root.parent
    return root.levels if isinstance(root, _Tree) else None


def _after(element: Tag) -> PageElement | None:
    """The node after all nodes inside an element; for an empty element its next node."""
    last: PageElement = element
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]
    return last.next_element


def _names(name: object) -> Collection[str] | None:
    """The names to look for, None if it is not by names alone."""
    if type(name) is str:
        return (name,)
    if type(name) is frozenset:
        return name
    if type(name) in (list, tuple) and all(type(one) is str for one in name):  # type: ignore[attr-defined]  # it is one
        return frozenset(name)  # type: ignore[call-overload, no-any-return]  # all are str
    return None


_LAYOUT = BeautifulSoup.ASCII_SPACES
_KEEP_LAYOUT = LXMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_EMPTY = frozenset(LXMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
# Texts in `rt`, `rp` and `template` are words like others, for which `get_text` would be ""
_KINDS = {name: LXMLTreeBuilder.DEFAULT_STRING_CONTAINERS[name] for name in ("script", "style")}


# Of elements in one another, as in browsers. Real pages have about 60, and much of BeautifulSoup takes a time that is
# quadratic for more
_MOST_LEVELS = 512
_new: Any = object.__new__  # `Tag.__init__` is not wanted


class _Events:
    """Makes the tree from the events of lxml's parser, which calls the methods of this class. In HTML no name has a
    namespace (BeautifulSoup reads one from `{a}b`), and lxml reports the end of each element, the innermost first.

    `start` has no parameter `nsmap`, so lxml need not make that mapping for each element.
    """

    def __init__(self) -> None:
        self.parser = HTMLParser(target=self, recover=True)

    def read(self, html: str, tree: _Tree) -> None:
        """Put the nodes of HTML into a tree."""
        self._open: list[Tag] = [tree]  # the elements around the next node, the innermost last
        self._last: PageElement | None = None  # the node before the next one
        self._text: list[str] = []
        self._levels = 0
        self._kept = 0  # open elements that keep their layout
        self._has_kinds = False  # whether there was an element whose texts have a class of their own
        self.parser.feed(html)
        self.parser.close()
        if self._text:
            self._end_text()
        tree.levels = self._levels
        del self._open, self._last  # or the tree would stay in memory until the next page

    def start(self, tag: Any, attrib: Mapping[Any, Any]) -> None:
        if self._text:
            self._end_text()
        element = _new(Element)
        element.name = tag
        element.attrs = dict(attrib)
        element.contents = []
        if tag in _KEEP_LAYOUT:
            self._kept += 1
        if tag in _KINDS:
            element.interesting_string_types = {_KINDS[tag]}
            self._has_kinds = True
        elif tag in _EMPTY:
            element.can_be_empty_element = True
            if tag == "meta":
                _BUILDER.set_up_substitutions(element)
        # The same as `_add`, without the cost of a call for each element
        around, last = self._open, self._last
        element.parent = parent = around[-1] if len(around) <= _MOST_LEVELS else around[_MOST_LEVELS - 1]
        element.previous_element, element.next_element, element.next_sibling = last, None, None
        if last is not None:
            last.next_element = element
        nodes = parent.contents
        if nodes:
            before = nodes[-1]
            element.previous_sibling, before.next_sibling = before, element
        else:
            element.previous_sibling = None
        nodes.append(element)
        around.append(element)
        self._last = element
        if len(around) > self._levels:  # noqa: PLR1730  # `max` would take longer than all the rest
            self._levels = len(around)

    def end(self, tag: Any) -> None:
        if self._text:
            self._end_text()
        self._open.pop()
        if tag in _KEEP_LAYOUT:
            self._kept -= 1

    def data(self, data: Any) -> None:
        self._text.append(data)

    def comment(self, text: Any) -> None:
        self._put(text, Comment)

    def pi(self, target: str, data: str) -> None:
        self._put(f"{target} {data}", ProcessingInstruction)

    def doctype(self, name: str, pubid: str, system: str) -> None:
        self._put(Doctype.for_name_and_ids(name, pubid, system), Doctype)

    def close(self) -> None:
        """Do nothing; lxml calls this method at the end."""

    def _put(self, text: str, kind: type[NavigableString]) -> None:
        if self._text:
            self._end_text()
        self._text.append(text)
        self._end_text(kind)

    def _end_text(self, kind: type[NavigableString] | None = None) -> None:
        """Add the text that was reported in pieces; white space alone is one character, except in `pre`."""
        text = self._text[0] if len(self._text) == 1 else "".join(self._text)
        self._text.clear()
        is_layout = (not text or text.isspace()) and not text.strip(_LAYOUT)
        if is_layout and not self._kept:
            text = "\n" if "\n" in text else " "
        self._add(str.__new__(kind or (self._kind() if self._has_kinds else NavigableString), text))

    def _kind(self) -> type[NavigableString]:
        """The class of a text at this place: texts in a script and in some other elements have a special class."""
        for tag in reversed(self._open[-_MOST_LEVELS:]):
            if tag.name in _KINDS:
                return _KINDS[tag.name]
        return NavigableString

    def _add(self, node: PageElement) -> None:
        if len(self._open) > _MOST_LEVELS:
            self._go_on()
        parent, last = self._open[-1], self._last
        node.parent = parent
        node.previous_element, node.next_element, node.next_sibling = last, None, None
        if last is not None:
            last.next_element = node
        nodes = parent.contents
        if nodes:
            before = nodes[-1]
            node.previous_sibling, before.next_sibling = before, node
        else:
            node.previous_sibling = None
        nodes.append(node)
        self._last = node

    def _go_on(self) -> None:
        """Prepare for a text in an element that is too deep. Such an element is put beside those around it, so after an
        element inside of it the text belongs into a second element, which comes after that one.
        """
        base, innermost = self._open[_MOST_LEVELS - 1], self._open[-1]
        if base.contents[-1] is not innermost:
            self.start(innermost.name, {})
            self._open[-2:] = self._open[-1:]
            self._kept -= innermost.name in _KEEP_LAYOUT  # one end for both


class _Tree(BeautifulSoup):
    levels = 0  # of elements in one another, in the page that it was read from


# BeautifulSoup needs these values of a tree only while it parses
_OF_PARSING = frozenset(
    ("current_data", "currentTag", "tagStack", "open_tag_counter", "preserve_whitespace_tag_stack",
     "string_container_stack", "_most_recent_element")
)  # fmt: skip
# The values of a tree without nodes. To compute them takes longer than to parse a short post
_BUILDER = LXMLTreeBuilder(multi_valued_attributes=None, attribute_dict_class=dict, string_containers=_KINDS)
_VALUES = {name: value for name, value in vars(BeautifulSoup("", builder=_BUILDER)).items() if name not in _OF_PARSING}
# What this thread parses with. A parser of lxml is used for many pages, because lxml looks up with `inspect` how the
# methods of a target are called whenever a parser is made, which takes longer than parsing a short post
_ready = threading.local()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's garbage collector off the trees of a post while they are in use. It would look at each node many
    times and find none to free. Also a decorator.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def parse(html: str) -> BeautifulSoup:
    """The tree of HTML."""
    tree: _Tree = _new(_Tree)
    vars(tree).update(_VALUES, attrs={}, contents=[])
    events = vars(_ready).pop("events", None) or _Events()
    events.read(html.removeprefix("\ufeff"), tree)
    _ready.events = events  # not after an error
    return tree
