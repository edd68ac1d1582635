"""Any page of an export, and any saved page, as a tree of lxml's."""

from __future__ import annotations

import re

import lxml.html
from lxml.etree import LxmlError, TreeBuilder, XPath
from lxml.html import HtmlElement

MOST_LEVELS = 255  # around an element; libxml2 drops deeper elements, and all that comes after them
_IS_CUT = XPath(f"boolean({'/'.join('*' * MOST_LEVELS)})")
_DECLARATION = re.compile(r"<\?xml", re.IGNORECASE)


def parse(html: str) -> HtmlElement:
    """A page with all its levels. One without an element, which may have comments and declarations, is an empty one."""
    root = parse_upper(html)
    if not is_cut(root):
        return root
    builder = TreeBuilder(parser=lxml.html.html_parser)
    return lxml.html.document_fromstring(_undeclared(html), parser=lxml.html.HTMLParser(target=builder))


def parse_upper(html: str) -> HtmlElement:
    """The same without elements that are deeper than `MOST_LEVELS`, and without all that comes after them."""
    try:
        return lxml.html.document_fromstring(_undeclared(html))
    except LxmlError:
        return lxml.html.document_fromstring("<p></p>")


def is_cut(root: HtmlElement) -> bool:
    """Whether elements of a page were dropped because they are too deep."""
    return bool(_IS_CUT(root))


def _undeclared(html: str) -> str:
    """lxml refuses a text that begins with a declaration of an encoding, as a page saved as XHTML does."""
    return f"\n{html}" if _DECLARATION.match(html) else html
