"""Finds what the templates of the program never write outside of the text of a post: elements, attributes and values,
comments, and words at places where a page has none.

`page_elements` is the closed list. A page made from a person's own template may have anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medium_archive.checks.completeness.page_facts import direction
from medium_archive.checks.site_pages import element_forms, page_elements, site_words, tree
from medium_archive.checks.site_pages.element_forms import Attribute, Form
from medium_archive.checks.site_pages.tree import Element

_DECLARATION = re.compile(rb"<!doctype html>\s*<html[\s>]", re.IGNORECASE)
_UNSEEN = re.compile(rb"<(?:[!?]|/[^a-z])[^>]{0,80}")
_SEPARATORS = " ·,،，、"
# The content of these is compared by other checks: the text of a post or of a page about an author
_TEXTS = frozenset(("e-content", "p-note"))
_TITLE = "p-name"
_SHOWN = 60  # characters of a value or of words that are quoted
_LANGUAGE = frozenset(("lang", "dir"))


@dataclass(frozen=True)
class Tongue:
    """The languages of a site and of one of its pages, and those of all posts."""

    site: str
    page: str
    posts: frozenset[str]


def unseen(content: bytes) -> Iterator[str]:
    """Comments, other markup that no reader sees, and what follows the last element, in the bytes of a page. All `<` in
    texts are escaped.
    """
    start = _DECLARATION.match(content)
    if start is None:
        yield "a beginning other than <!doctype html>"
    for match in _UNSEEN.finditer(content, start.end() if start else 0):
        yield match[0].decode("utf-8", "replace")
    if rest := content.rpartition(b"</html>")[2].strip():
        yield f"text after </html>: {_short(rest.decode('utf-8', 'replace'))}"


def foreign(parts: Iterable[Element], table: str, tongue: Tongue) -> Iterator[str]:
    """What is wrong about elements and all elements in them, but for the texts of posts."""
    forms, words = element_forms.forms(table), site_words.of(tongue.site)
    stack = [(one, forms) for one in reversed([*parts])]
    while stack:
        element, known = stack.pop()
        tag = element.tag
        if not isinstance(tag, str):
            continue
        yield from _differences(element, known.get(tag), tongue, words)
        names = element.get("class", "").split() if len(element) else ()
        if not _TEXTS.isdisjoint(names):
            continue
        if tag == "h1" and _TITLE in names:
            known = page_elements.inline()
        stack += [(child, known) for child in reversed(element)]


def _differences(
    element: Element, forms: tuple[Form, ...] | None, tongue: Tongue, words: Mapping[str, str]
) -> Iterator[str]:
    if forms is None:
        yield f"<{element.tag}>"
        return
    nearest: tuple[tuple[bool, bool, int], list[str]] | None = None
    for form in forms:
        wrong = list(_attributes(element, form, tongue, words))
        found = wrong or list(_words(element, form, words))
        if not found:
            return
        rank = bool(wrong), not _has_class(element, form), len(found)
        if nearest is None or rank < nearest[0]:
            nearest = rank, found
    yield from nearest[1] if nearest else ()


def _has_class(element: Element, form: Form) -> bool:
    rule, name = form.attributes.get("class"), element.get("class")
    return rule is None if name is None else bool(rule and rule.pattern and rule.pattern.fullmatch(name))


def _attributes(element: Element, form: Form, tongue: Tongue, words: Mapping[str, str]) -> Iterator[str]:
    items = dict(element.attrib)
    known = form.attributes
    language = form.language
    for name, value in items.items():
        rule = known.get(name)
        if rule is None:
            if not (language and name in _LANGUAGE):
                yield f"<{element.tag} {name}>"
        elif not _is_right(rule, value, element, words):
            yield f"<{element.tag} {name}=“{_short(value)}”>"
    if len(items) < len(known) or not known.keys() <= items.keys():
        yield from (f"<{element.tag}> without {name}" for name in form.required if name not in items)
    if language:
        yield from _wrong_language(element, language, tongue)


def _is_right(rule: Attribute, value: str, element: Element, words: Mapping[str, str]) -> bool:
    if rule.pattern is not None:
        return rule.pattern.fullmatch(value) is not None
    if rule.keys:
        value = tree.one_line(value)
        return any(_is_word(value, words.get(key, ""), is_raw=rule.is_raw) for key in rule.keys)
    if rule.is_heading:
        heading = next(element.iter("h2", "h3"), None)
        return heading is not None and heading.get("id") == value
    return True


def _is_word(text: str, word: str, *, is_raw: bool = False) -> bool:
    return text == tree.one_line(word) or (not is_raw and site_words.pattern(word).fullmatch(text) is not None)


def _wrong_language(element: Element, language: str, tongue: Tongue) -> Iterator[str]:
    there, way = element.get("lang"), element.get("dir")
    if language == "post":
        if there not in tongue.posts or way != direction(there):
            yield f"<{element.tag} lang=“{there}” dir=“{way}”>"
        return
    wanted = tongue.site if tongue.site != tongue.page else None
    if there != wanted:
        yield f"<{element.tag} lang=“{there}”>" if there else f"<{element.tag}> without lang"
    if way != (direction(wanted) if wanted and language == "site" else None):
        yield f"<{element.tag} dir=“{way}”>" if way else f"<{element.tag}> without dir"


def _words(element: Element, form: Form, words: Mapping[str, str]) -> Iterator[str]:
    """The texts of the element itself that are not among the words of its form."""
    if form.words is None:
        return
    comma = words.get("comma", "").strip()
    for text in _own_texts(element):
        shown = text.strip(_SEPARATORS)
        if not shown:
            continue
        known = [words.get(key, "") for key in form.words]
        if not any(_is_word(shown, word) or _is_word(shown, word.strip(_SEPARATORS + comma)) for word in known):
            yield f"<{element.tag}> “{_short(shown)}”"


def around(root: Element, body: Element | None, kind: str) -> Iterator[str]:
    """What is wrong about `html`, `body` and `main` themselves, and about words between the parts of a page. `kind` is
    the pattern of the class of `body`.
    """
    yield from (f"<html {name}>" for name in root.attrib if name not in _LANGUAGE)
    for element in (root, *(() if body is None else (body,))):
        yield from (f"text “{_short(text)}”" for text in _own_texts(element))
        yield from (f"<{one.tag}>" for one in element if element is root and one.tag not in ("head", "body"))
    if body is None:
        return
    yield from (f"<body {name}>" for name in body.attrib if name not in ("class", "data-streams"))
    if not re.fullmatch(kind, body.get("class", "")) or body.get("data-streams") != "":
        yield f"<body class=“{body.get('class')}”>"
    mains = [one for one in body if one.tag == "main"]
    if len(mains) != 1 or dict(mains[0].attrib) != {"id": "text"}:
        yield "another <main> than <main id=“text”>"


def _own_texts(element: Element) -> Iterator[str]:
    for text in (element.text, *(child.tail for child in element)):
        if words := tree.one_line(text):
            yield words


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
