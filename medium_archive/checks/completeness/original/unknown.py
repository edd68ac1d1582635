"""Elements and classes never seen in 6,435 real pages of Medium's exports, and attributes that can't be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.findings import Loss
from medium_archive.checks.completeness.hints import ALIGNMENTS
from medium_archive.checks.completeness.marks import BITS, VALUES
from medium_archive.checks.completeness.original import elements, inline, layout, media

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_KNOWN = frozenset(BITS) | frozenset(
    ("a", "br", "span", "p", "div", "section", "article", "header", "footer", "main", "label", "figure", "figcaption",
     "img", "blockquote", "pre", "ul", "ol", "menu", "dir", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
     "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary",
     "dl", "dt", "dd", "iframe", "script", "style", "noscript", "template", "video", "audio", "embed", "object",
     "source", "track", "param")
)  # fmt: skip
# Without content, a reader sees nothing of these, and nothing of them can be lost
_NOTHING = frozenset(("wbr", "form", "map"))
_GRAFS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "preV2", "figure", "iframe", "blockquote", "pullquote",
     "mixtapeEmbed", "empty", "title", "subtitle", "kicker", "leading", "trailing", "first", "last",
     "startsWithDoubleQuote", "startsWithSingleQuote", "hasDropCap", "hasDropCapModel", "hasDropCapImage",
     "sectionCaption", "layoutOutsetRow", "layoutOutsetRowContinue", "layoutOutsetCenter", "layoutFillWidth",
     "layoutOutsetLeft", "layoutInsetLeft")
)  # fmt: skip
_GRAF = "graf--"
_PLACED = frozenset(("rt", "rp", "ruby", "summary", *elements.HEADINGS))
# Of a player, the page has its first address; of a picture, that of the <img>
_SOURCES = {"source": ("src", "srcset"), "track": ("src", "label")}
_PLAIN = _KNOWN - _PLACED  # nothing of these is lost if they have no attributes
_PLAIN_WITH_CLASS = _PLAIN - {
    "a",
    "ul",
    "menu",
    *_SOURCES,
}  # nor of these, if their class is known and no attribute is in `_LOST`
_CLASS = ["class"]
# Attributes that say something about words, and for which neither Markdown nor a page has a form
_ATTRIBUTES = ("lang", "dir", "title", "cite", "datetime", "abbr", "poster")
_LAYOUT = ("data-align", "align", "hidden", "style")
_LOST = frozenset((*_ATTRIBUTES, *_LAYOUT))
# What a style says about words; all else is the look of a page
_STYLES = re.compile(
    r"(?:^|;)\s*((?:(?:text-align|list-style(?:-type)?|text-decoration(?:-line)?|font-weight|font-style|vertical-align)"
    r"\s*:[^;]*)|display\s*:\s*none|visibility\s*:\s*hidden)",
    re.IGNORECASE,
)
# The alignment of these is kept, or is not about words
_CELLS = ("td", "th", "tr", "thead", "tbody", "tfoot", "col", "colgroup", "table", "img", "hr", "iframe")
_ALIGNED = frozenset(("p", "label", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))


def losses(body: Element) -> list[Loss]:
    """A known loss for each element and each paragraph of an unknown kind, with its words; then one for each attribute
    that can't be kept.
    """
    markup: list[Loss] = []
    attributes: list[Loss] = []
    inside: Element | None = None
    for element in body.iter("*"):
        tag = element.tag
        names = element.keys()
        # First the two forms of nearly every element: without attributes, and with only a class
        if tag in _PLAIN if not names else names == _CLASS and (tag == "span" or _is_known(tag, element.get("class"))):
            continue
        if not _LOST.isdisjoint(names) and element is not body:
            attributes += _lost_attributes(element, names)
        if tag == "span" or (
            tag in _PLAIN_WITH_CLASS and not ("class" in names and _unknown_grafs(element.get("class")))
        ):
            continue
        if tag in _SOURCES:
            attributes += _lost_sources(element)
        elif tag not in _KNOWN or (tag in _PLACED and elements.is_out_of_place(element)):
            if inside is None or inside not in element.iterancestors():
                inside = element
                markup += _unknown(element)
        elif tag == "a" and not element.get("href", "").strip():
            markup += (_attribute(element, name) for name in ("name", "href") if element.get(name) is not None)
        elif tag in ("ul", "menu") and element.get("type"):
            markup.append(_attribute(element, "type"))
        elif tag in elements.HEADINGS and element.getparent().tag == "dt":
            markup.append(Loss("markup", f"<{tag}> {_words(element)}", why="no form"))
        elif "class" in names:
            for word in _unknown_grafs(element.get("class")):
                markup.append(Loss("markup", f"{word} {_words(element)}".strip(), why="no form"))
    return markup + attributes


@lru_cache(maxsize=1024)
def _is_known(tag: str, names: str) -> bool:
    """Whether an element with these classes and no other attribute loses nothing."""
    return tag in _PLAIN_WITH_CLASS and not _unknown_grafs(names)


@lru_cache(maxsize=1024)
def _unknown_grafs(names: str) -> tuple[str, ...]:
    """The classes that name an unknown kind of paragraph."""
    grafs = [word for word in names.split() if word.startswith(_GRAF)] if _GRAF in names else ()
    return tuple(word for word in grafs if word.removeprefix(_GRAF) not in _GRAFS)


def _lost_attributes(element: Element, names: Sequence[str]) -> Iterator[Loss]:
    """A known loss for each of the element's attributes `names` that can't be kept, with its value and the words of the
    element: a language, a direction, an explanation, a source, a time. Links, abbreviations, `time` and `bdo` keep
    their own.
    """
    tag = element.tag
    for name in _ATTRIBUTES:
        value = one_line(element.get(name)) if name in names else ""
        if value and VALUES.get(tag) != name and not (name == "title" and _has_title(element)):
            yield Loss("attributes", f"{tag} {name} “{value}” {inline.text_of(element)}".strip(), why="no attribute")
    if not any(name in names for name in _LAYOUT):
        return
    for words in _layout(element):
        yield Loss("attributes", f"{tag} {words} {inline.text_of(element)}".strip(), why="no attribute")
    if tag not in _ALIGNED and (side := element.get("data-align")) in ALIGNMENTS:
        yield layout.lost(side, inline.text_of(element))


def _lost_sources(element: Element) -> Iterator[Loss]:
    """A known loss for each further address of a player or a picture, and for the name of subtitles."""
    player = next(element.iterancestors("video", "audio"), None)
    shown = media.frame_address(player) if player is not None and element.tag == "source" else ""
    for name in _SOURCES[element.tag]:
        if (value := one_line(element.get(name, ""))) and value != one_line(shown):
            yield _attribute(element, name)


def lost_markup(summary: Element) -> Iterator[Loss]:
    """A known loss for each mark, link and picture in a summary, of which only the words are kept."""
    for element in summary.iterdescendants():
        if isinstance(element.tag, str) and element.tag not in ("span", "br", "p", "div"):
            address = element.get("href") or element.get("src") or ""
            words = f"<{element.tag}> {_words(element)}{f' ({address})' if address else ''}"
            yield Loss("markup", words, why="no form")


def lost_links(links: Iterable[Element], kept: Element) -> Iterator[Loss]:
    """A known loss for each link with words in a card, which is one link."""
    for link in links:
        is_same = link.get("href") == kept.get("href") or inline.address_of(link) == inline.address_of(kept)
        if not is_same and inline.text_of(link):
            yield Loss("links", f"{inline.text_of(link)} ({link.get('href')})", why="no form")


def _has_title(element: Element) -> bool:
    """Whether an element is a link that keeps its title: a link with an address that contains more than a picture."""
    if element.tag != "a":
        return False
    is_of_medium = inline.own_title(element) == ""
    has_address = bool(element.get("href", "").strip())
    return is_of_medium or (has_address and (bool(_words(element)) or element.find(".//img") is None))


def _layout(element: Element) -> Iterator[str]:
    """Attributes for the layout of words that can't be kept, with their values."""
    if element.get("hidden") is not None:
        yield f"hidden “{element.get('hidden') or 'hidden'}”"
    if element.tag not in _CELLS and (side := one_line(element.get("align", ""))):
        yield f"align “{side}”"
    for style in _STYLES.findall(element.get("style", "")):
        if element.tag not in ("td", "th") or not style.lower().startswith("text-align"):
            yield f"style “{one_line(style)}”"


def _attribute(element: Element, name: str) -> Loss:
    words = f"{element.tag} {name} “{element.get(name, '')}” {inline.text_of(element)}"
    return Loss("attributes", words.strip(), why="no attribute")


def _unknown(element: Element) -> Iterator[Loss]:
    """The loss of an element of an unknown kind; none if there is nothing to lose."""
    tag, words = element.tag, _words(element)
    if words:
        yield Loss("markup", f"<{tag}> {words}", why="no form")
    elif len(element) or tag not in _NOTHING:
        yield Loss("markup", f"<{tag}>", why="no words")


def _words(element: Element) -> str:
    """The words in an element, for a message; between those of two elements is a space."""
    return one_line(" ".join(element.itertext()))
