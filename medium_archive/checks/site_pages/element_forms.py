"""The forms that the elements of a page may have: how the list in `page_elements` writes them.

One line is one form of an element: its tag, its attributes, and the words of its own text. `name` must be there with
any value, which another check compares; `name=value` with this value, a pattern in which a dot is any character;
`name=$key` with the words of a translation, `name=$$key` with its pattern as it stands; `name=&` with the id of the
first heading in the element. With `?` the attribute may be missing. `@site` stands for the language and direction of
the site, which must be there if the page has another language, `@post` for those of a post. `>$key` gives the words
that the element itself may have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

_TOKEN = re.compile(r"([\w-]+)(\??)(?:=(.*))?")


@dataclass(frozen=True)
class Attribute:
    """One attribute of a form: whether it may be missing; the pattern of its value, None for any value; the keys of
    the translations that it may have, and whether as they stand.
    """

    is_optional: bool = False
    pattern: re.Pattern[str] | None = None
    keys: tuple[str, ...] = ()
    is_raw: bool = False
    is_heading: bool = False


@dataclass(frozen=True)
class Form:
    """One form of an element. `language` is "site", "site-lang", "post" or "". `words` are the keys of the words of its
    own text, None if another check compares them.
    """

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    language: str = ""
    words: tuple[str, ...] | None = None

    @property
    def required(self) -> frozenset[str]:
        return frozenset(name for name, one in self.attributes.items() if not one.is_optional)


@cache
def forms(table: str) -> Mapping[str, tuple[Form, ...]]:
    """The forms of each element in a table."""
    found: dict[str, tuple[Form, ...]] = {}
    for line in table.replace("\\\n", "").splitlines():
        tag, *tokens = line.split() or [""]
        if tag:
            found[tag] = (*found.get(tag, ()), _form(tokens))
    return found


def _form(tokens: list[str]) -> Form:
    attributes, language, words = {}, "", None
    for token in tokens:
        if token.startswith("@"):
            language = token[1:]
        elif token.startswith(">$"):
            words = tuple(token[2:].split("|"))
        elif match := _TOKEN.fullmatch(token):
            attributes[match[1]] = _attribute(match[3], is_optional=bool(match[2]))
    return Form(attributes, language, words)


def _attribute(value: str | None, *, is_optional: bool) -> Attribute:
    if value is None:
        return Attribute(is_optional)
    if value == "&":
        return Attribute(is_optional, is_heading=True)
    if value.startswith("$"):
        return Attribute(is_optional, keys=tuple(value.strip("$").split("|")), is_raw=value.startswith("$$"))
    return Attribute(is_optional, re.compile(value))
