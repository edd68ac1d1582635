"""Code in colour, at build time: in spans of pygments' short classes, which a theme's stylesheet colours."""

from __future__ import annotations

from functools import lru_cache

import lxml.html
from lxml.html import HtmlElement
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Error, Name, Other, Punctuation, Text, Token, Whitespace
from pygments.util import ClassNotFound

# Beyond this a block is data, not code that somebody reads, and a lexer may take seconds over it.
_MOST_CHARACTERS = 100_000
# What no theme sets apart has no span: in a long post it would be seven of eight elements, and a phone lays out each.
# An error among them: Medium's guess at a language is often wrong, so it says nothing.
_PLAIN = (Token, Text, Whitespace, Punctuation, Name, Name.Other, Other, Error)


def highlight(code: HtmlElement, language: str) -> None:
    """Colour the text of a `code` element that holds only text. An unknown language leaves it as it is."""
    text = code.text or ""
    if len(code) or not text or len(text) > _MOST_CHARACTERS:
        return
    runs = _runs(text, language)
    if not runs:
        return
    code.text = None
    last: HtmlElement | None = None
    for name, run in runs:
        if name:
            last = lxml.html.Element("span", {"class": name})
            last.text = run
            code.append(last)
        elif last is None:
            code.text = (code.text or "") + run
        else:
            last.tail = (last.tail or "") + run


@lru_cache(maxsize=8192)
def _runs(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """(class, text) in the order of the text; () where no lexer knows the language or it changes the text."""
    lexer = _lexer(language)
    if lexer is None:
        return ()
    runs: list[tuple[str, str]] = []
    for kind, run in lexer.get_tokens(text):
        name = _class_name(kind)
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + run)
        elif run:
            runs.append((name, run))
    return tuple(runs) if "".join(run for _, run in runs) == text else ()


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=256)
def _class_name(kind: object) -> str:
    if kind in _PLAIN:
        return ""
    while kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]  # token types are built at run time
    return STANDARD_TYPES[kind]  # type: ignore[index]  # as above
