"""A private value, and the kinds of values that a search treats in a way of their own."""

from __future__ import annotations

from typing import NamedTuple


class Value(NamedTuple):
    """A private text. `kind` is what an issue calls it."""

    text: str
    kind: str


DRAFT = "a draft"  # the kind of the values of a draft
HIGHLIGHT = "something you highlighted"
NOTE = "a note of yours"
PASSAGES = frozenset((DRAFT, HIGHLIGHT, NOTE))  # the kinds of which a part is private too
# The kinds whose values are found by their words alone, whatever is between them. The others may be many thousand
BY_WORDS = frozenset((DRAFT, HIGHLIGHT, NOTE, "a detail of your account", "a publication you write for", "an interest"))
