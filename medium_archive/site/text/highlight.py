"""Code in colour, at build time: spans with the short classes of Pygments. A theme's stylesheet has their colours."""

from __future__ import annotations

from functools import lru_cache

import lxml.html
from lxml.html import HtmlElement
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Error, Name, Other, Punctuation, Text, Token, Whitespace
from pygments.util import ClassNotFound

# A longer block is data rather than code, and a lexer may need seconds for it.
_MAX_CHARACTERS = 100_000
# Tokens without a span, since no theme gives them a colour: in a long post they would be seven of eight elements, and a
# phone lays out each. Errors are among them: Medium often guesses the wrong language.
_PLAIN = (Token, Text, Whitespace, Punctuation, Name, Name.Other, Other, Error)


def highlight(code: HtmlElement, language: str) -> None:
    """Colour a `code` element that contains only text. With an unknown language it stays as it is."""
    text = code.text or ""
    if len(code) or not text or len(text) > _MAX_CHARACTERS:
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
    """(class, text) in the order of the text; () for a language without a lexer, and if the lexer changes the text."""
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
