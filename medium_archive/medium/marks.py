"""The inline elements that a post keeps (docs/markdown.md, "Plain HTML"), and the runs of text that have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bs4.element import Tag

from medium_archive.medium.text import attribute, clean

# Element -> the mark that it is in plain HTML. Two equal marks that touch are one.
MARKS = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "code": "code",
    "tt": "code",
    "del": "del",
    "s": "del",
    "strike": "del",
    "ins": "ins",
    "u": "u",
    "mark": "mark",
}
# Of marks over the same text, the first is the outermost. Code is always inside of them.
ORDER = ("ins", "del", "u", "mark", "strong", "em", "code")
# Elements that stay apart, each a whole with its own borders: two keys are two keys. The value is the attribute kept.
APART = {
    "sub": "",
    "sup": "",
    "kbd": "",
    "small": "",
    "q": "",
    "cite": "",
    "dfn": "",
    "var": "",
    "samp": "",
    "bdi": "",
    "abbr": "title",
    "time": "datetime",
    "bdo": "dir",
}


@dataclass(frozen=True)
class Link:
    href: str
    title: str = ""

    def opened(self) -> str:
        title = f' title="{attribute(self.title)}"' if self.title else ""
        return f'<a href="{attribute(self.href)}"{title}>'


Mark = Link | str


class Run(NamedTuple):
    """A piece of text with its marks. A break, a piece of code or an element that stays apart has finished `html`
    instead of text. A tuple, because a post has many, and a dataclass takes three times as long to make.
    """

    text: str
    marks: frozenset[Mark] = frozenset()
    html: str = ""

    @property
    def is_space(self) -> bool:
        return not self.html and (not self.text or self.text.isspace())

    @property
    def is_break(self) -> bool:
        return self.html == "<br>"


def rank(mark: Mark) -> int:
    """The place of a mark in the order of nesting; a higher one is further outside."""
    return len(ORDER) if isinstance(mark, Link) else len(ORDER) - 1 - ORDER.index(mark)


def start_tag(element: Tag) -> str:
    """The start tag of an element that stays apart, with the attribute that is kept."""
    name = APART[element.name]
    value = " ".join(clean(str(element.get(name, ""))).split()) if name else ""
    if name == "dir":
        value = value.lower()
    return f'<{element.name} {name}="{attribute(value)}">' if value else f"<{element.name}>"
