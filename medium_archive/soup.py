"""BeautifulSoup as this program reads HTML with it: parsed by lxml, each attribute with one value.

Reading and converting a post spends most of its time on the tree, so two parts of BeautifulSoup are replaced here by
shorter code with the same result (tests/test_soup.py compares them). A look-up by names alone needs no general matcher,
and an element or a text that lxml's parser reports needs less than the dozen values that BeautifulSoup computes for
each.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import (
    AttributeDict,
    AttributeValueList,
    Comment,
    Doctype,
    NavigableString,
    PageElement,
    ProcessingInstruction,
    ResultSet,
    Tag,
)

__all__ = ["Element", "collector_paused", "parse"]


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
        below = self.descendants if recursive else self.children
        return next((node for node in below if isinstance(node, Tag) and node.name in names), None)

    def find_all(self, name: Any = None, attrs: Any = None, recursive: bool = True, **kwargs: Any) -> Any:  # type: ignore[override]  # as for `find`
        names = None if attrs or kwargs else _names(name)
        if names is None:
            return super().find_all(name, attrs or {}, recursive, **kwargs)
        below = self.descendants if recursive else self.children
        return ResultSet(None, [node for node in below if isinstance(node, Tag) and node.name in names])


def _names(name: object) -> Collection[str] | None:
    """The names to look for, None if it is not by names alone."""
    if type(name) is str:
        return (name,)
    if type(name) is frozenset:
        return name
    if type(name) in (list, tuple) and all(type(one) is str for one in name):  # type: ignore[attr-defined]  # it is one
        return frozenset(name)  # type: ignore[call-overload, no-any-return]
    return None


_LAYOUT = BeautifulSoup.ASCII_SPACES
_KEEP_LAYOUT = LXMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_EMPTY = frozenset(LXMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())


class _Builder(LXMLTreeBuilder):
    """Makes the tree from what lxml's parser reports. In HTML no name has a namespace (BeautifulSoup reads one from
    `{a}b`), and lxml reports the end of each element, the innermost first.
    """

    def feed(self, markup: str | bytes) -> None:
        assert self.soup is not None  # noqa: S101  # BeautifulSoup has set it
        self._open: list[Tag] = [self.soup]  # the elements around the next node, the innermost last
        self._last: PageElement | None = None  # the node before the next one
        self._text: list[str] = []
        self._has_kinds = False  # whether there was an element whose texts have a class of their own
        super().feed(markup)
        if self._text:
            self._end_text()

    def start(self, tag: Any, attrib: Mapping[Any, Any], nsmap: Any = None) -> None:
        if self._text:
            self._end_text()
        element = Element.__new__(Element)
        element.name = tag
        element.attrs = AttributeDict(attrib)
        element.contents = []
        if tag in self.string_containers:
            element.interesting_string_types = {self.string_containers[tag]}
            self._has_kinds = True
        elif tag in _EMPTY:
            element.can_be_empty_element = True
            if tag == "meta":
                self.set_up_substitutions(element)
        self._add(element)
        self._open.append(element)

    def end(self, tag: Any) -> None:
        if self._text:
            self._end_text()
        self._open.pop()

    def data(self, data: Any) -> None:
        self._text.append(data)

    def comment(self, text: Any) -> None:
        self._put(text, Comment)

    def pi(self, target: str, data: str) -> None:
        self._put(f"{target} {data}", ProcessingInstruction)

    def doctype(self, name: str, pubid: str, system: str) -> None:
        self._put(Doctype.for_name_and_ids(name, pubid, system), Doctype)

    def _put(self, text: str, kind: type[NavigableString]) -> None:
        if self._text:
            self._end_text()
        self._text.append(text)
        self._end_text(kind)

    def _end_text(self, kind: type[NavigableString] | None = None) -> None:
        """Add the text that was reported in pieces; white space alone is one character, except in `pre`."""
        text = "".join(self._text)
        self._text.clear()
        if not text.strip(_LAYOUT) and not any(tag.name in _KEEP_LAYOUT for tag in self._open):
            text = "\n" if "\n" in text else " "
        self._add(str.__new__(kind or (self._kind() if self._has_kinds else NavigableString), text))

    def _kind(self) -> type[NavigableString]:
        """The class of a text at this place: texts in a script and in some other elements have a special class."""
        for tag in reversed(self._open):
            if tag.name in self.string_containers:
                return self.string_containers[tag.name]
        return NavigableString

    def _add(self, node: PageElement) -> None:
        parent, last = self._open[-1], self._last
        node.parent = parent
        node.previous_element, node.next_element = last, None
        if last is not None:
            last.next_element = node
        before = parent.contents[-1] if parent.contents else None
        node.previous_sibling, node.next_sibling = before, None
        if before is not None:
            before.next_sibling = node
        parent.contents.append(node)
        self._last = node


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
    return BeautifulSoup(html, builder=_Builder(multi_valued_attributes=None, attribute_dict_class=AttributeDict))
