"""Whether some bytes are a page or an answer of Medium's, by what they contain (never by name)."""

from __future__ import annotations

import re

from medium_archive.medium.pages.containers import text_encoding

_STATE = re.compile(
    rb"\bobvInit[\"']?\]?\s*\(|GLOBALS\s*=\s*\{|\]\)\}while\(1\);</x>"
    rb"|\"bodyModel\"\s*:|\"previewContent\"\s*:|\"latestPublishedVersion\"\s*:"
)
_CLIENT = b"__APOLLO_STATE__"
_WORDS = (b"obvInit", b"GLOBALS", b"while(1)", b"bodyModel", b"previewContent", b"latestPublishedVersion")
_MEDIUM = re.compile(
    rb"828256236|(?:miro|glyph|cdn-client|cdn-images-\d|cdn-static-\d)\.medium\.com|d262ilb51hltx0\.cloudfront\.net"
    rb"|medium:(?://|/|\\/\\/)p/[0-9a-f]{8}"
)
_ELEMENTS = re.compile(rb"class=[\"']?[^\"'>]{0,500}\b(?:graf--|pw-post-body|postField)|data-selectable-paragraph")
_MARKUP = re.compile(
    # What was passed is not tried again in another way, of which many comments would have countless
    r"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+|<!doctype\s+html[^>]*+>\s*+)*+"
    r"<(?:html|head|body|article|section|main|div|meta|title|script|link|style|header|nav|h[1-6]|p|a|img|ul|ol|pre|blockquote|figure|span|noscript|iframe)\b",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = b"])}while(1);</x>"


def has_state(content: bytes) -> bool:
    """Whether a page has one of the forms in which Medium writes the data of a post for scripts."""
    # Words are found many times as fast as a pattern that begins in several ways
    return _CLIENT in content or (any(word in content for word in _WORDS) and _STATE.search(content) is not None)


def has_elements(content: bytes) -> bool:
    """Whether a page has the elements of Medium's own texts."""
    return _ELEMENTS.search(content) is not None


def is_mediums(content: bytes) -> bool:
    return has_state(content) or _MEDIUM.search(content) is not None or has_elements(content)


def is_markup(start: bytes) -> bool:
    """Whether a file begins like an HTML page or a part of one."""
    return _MARKUP.match(_text(start)) is not None


def is_json(start: bytes) -> bool:
    """Whether a file begins like JSON, or like an answer of Medium's."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((_PREFIX, b"{", b"["))


def _text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "replace")
    if encoding := text_encoding.without_mark(start):
        return start.decode(encoding, "replace")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
