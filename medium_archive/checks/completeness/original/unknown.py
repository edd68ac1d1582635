"""Elements and classes never seen in 6,435 real pages of Medium's exports, and attributes that can't be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.hints import ALIGNMENTS
from medium_archive.checks.completeness.marks import BITS, VALUES
from medium_archive.checks.completeness.original import elements, inline, layout

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_KNOWN = frozenset(BITS) | frozenset(
    ("a", "br", "span", "p", "div", "section", "article", "header", "footer", "main", "label", "figure", "figcaption",
     "img", "blockquote", "pre", "ul", "ol", "menu", "dir", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
     "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary",
     "dl", "dt", "dd", "iframe", "script", "style", "noscript", "template", "video", "audio", "embed", "object",
     "source", "track", "param")
)  # fmt: skip
_GRAFS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "preV2", "figure", "iframe", "blockquote", "pullquote",
     "mixtapeEmbed", "empty", "title", "subtitle", "kicker", "leading", "trailing", "first", "last",
     "startsWithDoubleQuote", "startsWithSingleQuote", "hasDropCap", "hasDropCapModel", "hasDropCapImage",
     "sectionCaption", "layoutOutsetRow", "layoutOutsetRowContinue", "layoutOutsetCenter", "layoutFillWidth",
     "layoutOutsetLeft", "layoutInsetLeft")
)  # fmt: skip
_GRAF = "graf--"
_PLACED = frozenset(("rt", "rp", "ruby", "summary", *elements.HEADINGS))
# Attributes that say something about words, and for which neither Markdown nor a page has a form
_ATTRIBUTES = ("lang", "dir", "title", "cite", "datetime")
_WITH_ATTRIBUTE = lxml.etree.XPath(f".//*[{' or '.join(f'@{name}' for name in (*_ATTRIBUTES, 'data-align'))}]")
_ALIGNED = frozenset(("p", "label", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))


def losses(body: Element) -> Iterator[Loss]:
    """A known loss for each element and each paragraph of an unknown kind, with its words."""
    inside: Element | None = None
    for element in body.iter():
        tag = element.tag
        if tag == "span" or not isinstance(tag, str):
            continue
        if tag not in _KNOWN or (tag in _PLACED and elements.is_out_of_place(element)):
            if inside is None or inside not in element.iterancestors():
                inside = element
                yield Loss("markup", f"<{tag}> {_words(element)}".strip(), why="no form")
        elif _GRAF in (name := element.get("class", "")):
            for word in name.split():
                if word.startswith(_GRAF) and word.removeprefix(_GRAF) not in _GRAFS:
                    yield Loss("markup", f"{word} {_words(element)}".strip(), why="no form")


def lost_attributes(body: Element) -> Iterator[Loss]:
    """A known loss for each attribute that can't be kept, with its value and the words of its element: a language, a
    direction, an explanation, a source, a time. Links, abbreviations, `time` and `bdo` keep their own.
    """
    found: Any = _WITH_ATTRIBUTE(body)
    for element in found:
        tag = element.tag
        for name in _ATTRIBUTES:
            value = one_line(element.get(name, ""))
            if value and VALUES.get(tag) != name and (tag, name) != ("a", "title"):
                yield Loss(
                    "attributes", f"{tag} {name} “{value}” {inline.text_of(element)}".strip(), why="no attribute"
                )
        if tag not in _ALIGNED and (side := element.get("data-align")) in ALIGNMENTS:
            yield layout.lost(side, inline.text_of(element))


def _words(element: Element) -> str:
    """The words in an element, for a message; between those of two elements is a space."""
    return one_line(" ".join(element.itertext()))
