"""Replaces the addresses of links in a Markdown text."""

from __future__ import annotations

import re
from html import unescape

from medium_archive.markdown import escapes
from medium_archive.markdown.reader import as_read, read

_LINK = re.compile(r'(<a\b[^>]*? href=")([^"]*)')
# An address that Markdown needs no escape for, in any context
_PLAIN = re.compile(r"[\w./%-]+(?:#[\w-]+)?")
# The end of an element that the writer writes as HTML only if Markdown reads it back differently
_AS_HTML = re.compile(r"</(?:strong|em|del|p|li|h[23]|blockquote|figure|pre|table|dl|details)>")


def replace(text: str, before: str, after: str) -> str | None:
    """The Markdown of the plain HTML `after`, made from `text`, the Markdown of `before`. None if `before` and `after`
    differ in more than the addresses of links, or if `after` must be converted again.
    """
    if _LINK.sub(r"\1", before) != _LINK.sub(r"\1", after) or _AS_HTML.search(text):
        return None
    pairs = [
        (unescape(old[2]), unescape(new[2]))
        for old, new in zip(_LINK.finditer(before), _LINK.finditer(after), strict=True)
    ]
    wanted = {old: new for old, new in pairs if old != new}
    if not wanted or not all(map(_PLAIN.fullmatch, wanted.values())):
        return None
    spelled = {escapes.destination(old): new for old, new in wanted.items()}
    addresses = "|".join(map(re.escape, sorted(spelled, key=len, reverse=True)))
    found, count = re.subn(rf'(?<=\]\()(?:{addresses})(?=\)| ")', lambda match: spelled[match[0]], text)
    # The same characters may also be in code, or an address may be in a block of HTML
    if count != sum(old in wanted for old, _ in pairs) or as_read(read(found)) != as_read(after):
        return None
    return found
