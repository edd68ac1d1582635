"""BeautifulSoup as this program reads HTML with it: parsed by lxml, each attribute with one value.

BeautifulSoup looks up elements by a general matcher, which it makes for each call. Here a look-up by names alone, of
which reading and converting a post has hundreds, is a short loop with the same result.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import AttributeDict, ResultSet, Tag

__all__ = ["Element", "parse"]


class Element(Tag):
    """A tag with quick look-ups by a name, or by a list of names."""

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
    if type(name) in (list, tuple) and all(type(one) is str for one in name):  # type: ignore[attr-defined]  # it is one
        return frozenset(name)  # type: ignore[call-overload, no-any-return]
    return None


def parse(html: str) -> BeautifulSoup:
    """The tree of HTML."""
    return BeautifulSoup(
        html,
        "lxml",
        multi_valued_attributes=None,
        # lxml gives strings alone, so no value has to be converted
        attribute_dict_class=AttributeDict,
        element_classes={Tag: Element},
    )
