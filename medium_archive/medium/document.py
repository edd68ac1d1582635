"""Any page of an export as a tree of lxml's."""

from __future__ import annotations

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement


def parse(html: str) -> HtmlElement:
    """A page without an element, which may have comments and declarations, is an empty one."""
    try:
        # lxml refuses a text that begins with a declaration of an encoding, as a page saved as XHTML does
        return lxml.html.document_fromstring(f"\n{html}" if html.startswith("<?xml") else html)
    except LxmlError:
        return lxml.html.document_fromstring("<p></p>")
