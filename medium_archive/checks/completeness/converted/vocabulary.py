"""Finds elements and attributes that the program never writes into an index.md or the page of a post: scripts, hidden
elements, and elements outside of plain HTML.

The lists follow docs/markdown.md, "Plain HTML"; for pages they also hold the elements that the site adds around
pictures, embeds and code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import lxml.etree

from medium_archive.checks.completeness import hints
from medium_archive.checks.completeness.characters import one_line
from medium_archive.checks.completeness.converted.commonmark import EMBED

# The types of lxml's stubs leave out that a child may be a comment; the readers here ask for the tag first.
Element: TypeAlias = Any

_BARE = (
    "br em strong del s ins u mark sub sup kbd small q cite dfn var samp ruby rt rp hr ul table caption thead tbody "
    "tfoot tr dl dt dd summary figcaption bdi code figure h2 h3 blockquote pre p"
)
# The attributes of each element
_PLAIN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_BARE.split(), frozenset[str]()),
    "a": frozenset(("href", "title", "class")),
    "abbr": frozenset(("title",)),
    "bdo": frozenset(("dir",)),
    "details": frozenset(("open",)),
    "img": frozenset(("src", "alt")),
    "li": frozenset(("value",)),
    "ol": frozenset(("start", "type", "reversed")),
    "td": frozenset(("colspan", "rowspan")),
    "th": frozenset(("colspan", "rowspan", "scope")),
    "time": frozenset(("datetime",)),
}
_AROUND = ("html", "body")
_STYLED = ("td", "th")  # a style can only be an alignment
IN_TEXT = {
    **_PLAIN,
    **{name: _PLAIN[name] | {"class"} for name in ("code", "figure", "h2", "h3", "blockquote")},
    **{name: _PLAIN[name] | {"style"} for name in _STYLED},
    "p": frozenset(("class", EMBED)),
    "pre": frozenset(("class", "data-file", "data-author", "data-address")),
}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ON_PAGE = {
    **_PLAIN,
    **{name: _PLAIN[name] | {"class"} for name in ("bdi", "figure", "p", *_STYLED)},
    "blockquote": frozenset(("class", "role")),
    **dict.fromkeys(_HEADINGS, frozenset(("class", "id"))),
    "a": frozenset(("href", "rel", "class", "title", "aria-label", "download", "data-size")),
    "code": frozenset(("class", "data-guessed")),
    "div": frozenset(("class", "tabindex")),
    "img": frozenset(("src", "alt", "width", "height", "class", "fetchpriority", "loading", "decoding")),
    "input": frozenset(("type", "disabled", "checked", "aria-label")),
    "label": frozenset[str](),
    "picture": frozenset[str](),
    "pre": frozenset(("class", "tabindex", "dir", "data-language", "data-guessed")),
    "source": frozenset(("type", "srcset", "sizes")),
    "span": frozenset(("class", "role", "aria-label", "data-size", "data-address")),
}
# Classes, where they are few
_CLASSES = {
    "a": re.compile("embed|card|zoom|address|added"),
    "blockquote": re.compile("pull|center|right|note|tip|important|warning|caution"),
    "div": re.compile(r"row|r\d+|code|continued|table|file|absent"),
    "figure": re.compile("wide|full|left|cover|center|right|lost|gist|with-row"),
    "p": re.compile("center|right|kicker|drop-cap|added|whose"),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), re.compile("center|right|minor")),
}
_ALIGNMENT = re.compile(r"text-align: ?(?:left|center|right);?")
# Spans are many, where code is coloured: those with a class alone need no look
_SUSPECTS = lxml.etree.XPath(".//*[not(self::span) or count(@*) != 1 or not(@class)]")
_HAS_MANY_IN_ONE = lxml.etree.XPath("boolean(.//*[2000])")  # XPath compares those in one element with each other
# Read by `iter`: XPath compares each comment with those before it
_COMMENTS = (lxml.etree.Comment, lxml.etree.ProcessingInstruction)
_HINTED = ("body", "div", "li", "details")  # elements that may contain a hint
_ANYWHERE = lxml.etree.XPath(
    "//style | //iframe | //frame | //object | //embed | //applet | //base | //meta[@http-equiv] | //*[@style]"
    " | //*[@inert] | //*[@*[starts-with(name(), 'on')]] | //script"
)


def foreign_to_text(body: Element) -> Iterator[str]:
    """Each element, attribute or comment of an index.md that no text of the program has, as `<iframe>` or `<p style>`.
    `body` is the tree of the whole document, in a division.
    """
    for comment in body.iter(*_COMMENTS):
        words = (comment.text or "").strip()
        if comment.getparent().tag not in _HINTED or not (hints.of_comment(words) or hints.GIST.fullmatch(words)):
            yield f"<!-- {one_line(words)} -->"
    elements = (element for element in body.iter("*") if element.tag not in _AROUND)
    next(elements, None)  # the division
    for element in elements:
        if not element.keys() and element.tag in IN_TEXT:
            continue  # nearly every element
        if "task-list" not in element.get("class", ""):  # the box of a task is its layout
            yield from _foreign(element, IN_TEXT)


def foreign_to_page(content: Element) -> Iterator[str]:
    """Each element, attribute or comment in the text of a post that no page has there."""
    yield from (f"<!-- {one_line(comment.text or '')} -->" for comment in content.iter(*_COMMENTS))
    found: Any = content.iterdescendants("*") if _HAS_MANY_IN_ONE(content) else _SUSPECTS(content)
    for element in found:
        yield from _foreign(element, _ON_PAGE)
        if (rel := element.get("rel")) is not None and rel != "noopener":
            yield f"<{element.tag} rel={rel}>"
        elif rel is None and element.tag == "a" and element.get("href", "").startswith(("http://", "https://")):
            yield "<a> without rel"
        classes = _CLASSES.get(element.tag)
        for word in element.get("class", "").split() if classes else ():
            if classes is not None and not classes.fullmatch(word):
                yield f"<{element.tag} class={word}>"


def _foreign(element: Element, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    allowed = known.get(element.tag)
    if allowed is None:
        yield f"<{element.tag}>"
        return
    for name, value in element.items():
        if name == "style" and element.tag in _STYLED and not _ALIGNMENT.fullmatch(value):
            yield f"<{element.tag} style={value}>"
        elif name not in allowed or (name == "dir" and element.tag == "pre" and value != "ltr"):
            yield f"<{element.tag} {name}>"


def foreign_around(root: Element) -> Iterator[str]:
    """Each element or attribute outside of the text that runs, loads or hides something, and that no page has. A page
    has its own script as a file, its facts for programs, and a policy of what may be loaded.
    """
    found: Any = _ANYWHERE(root)
    for element in found:
        if any("e-content" in one.get("class", "").split() for one in element.iterancestors()):
            continue
        tag = element.tag
        handlers = [name for name, _ in element.items() if name.startswith("on") or name in ("style", "inert")]
        if handlers:
            yield f"<{tag} {handlers[0]}>"
        elif tag == "meta":
            if element.get("http-equiv", "").lower() not in ("content-security-policy", "content-type"):
                yield f"<meta http-equiv={element.get('http-equiv')}>"
        elif tag != "script" or not _is_of_site(element):
            yield f"<{tag}>"


def _is_of_site(script: Element) -> bool:
    if script.get("type") == "application/ld+json":
        return bool(script.getparent().tag == "head")
    source = str(script.get("src", ""))
    return "static/" in source and "://" not in source and not (script.text or "").strip()
