"""The id of a post page: in its name, or in its footer where a person has renamed the file."""

from __future__ import annotations

import re
from html import unescape

from medium_archive import links, names
from medium_archive.medium import page_parts
from medium_archive.medium.member_kinds import POST

_BODY = re.compile(rb'<section[^>]*\bdata-field="body"', re.IGNORECASE)
_ENTRY = re.compile(rb'\bclass="h-entry"', re.IGNORECASE)
_SHORT = re.compile(r'href="https?://medium\.com/p/([0-9a-f]{8,12})"', re.IGNORECASE)
_CANONICAL = re.compile(r'<a\b(?=[^>]*\bclass="[^"]*\bp-canonical\b)[^>]*\bhref="([^"]*)"', re.IGNORECASE)
# Names that a post page may have; other files of an export are not opened
_ENDINGS = frozenset(("html", "htm", "xhtml", "md", "markdown", "txt", ""))


def in_name(name: str) -> str:
    """The id in the name of a post page, in lower case, "" for another name."""
    match = POST.fullmatch(name)
    return match["id"].lower() if match else ""


def in_footer(footer: str) -> str:
    """The id in the footer of a post page: of its short address (`/p/ID`), else of its canonical one; "" for none."""
    if short := _SHORT.search(footer):
        return short[1].lower()
    canonical = _CANONICAL.search(footer)
    return links.post_id(unescape(canonical[1])) if canonical else ""


def in_page(page: bytes) -> str:
    """The id of a page that is a post of Medium's export by its contents, "" for any other file."""
    if b"h-entry" not in page.lower():  # quick: a saved page, which has another form, is large
        return ""
    if not _ENTRY.search(page) or not _BODY.search(page):
        return ""
    text = page.decode("utf-8", "replace")
    place = page_parts.footer_at(text)
    return in_footer(text[place:]) if place >= 0 else ""


def may_be_page(name: str) -> bool:
    """Whether a file with an unknown name is opened to look for a post."""
    _, dot, ending = name.rpartition("/")[2].rpartition(".")
    return (ending.lower() if dot else "") in _ENDINGS


def file_name(name: str, post_id: str) -> str:
    """The name of a page in the archive: the one in the export, with the id if it has none, which makes it unique."""
    file = name.rpartition("/")[2]
    if in_name(name):
        return names.file_name(file)
    stem, dot, ending = file.rpartition(".")
    safe = names.file_name(stem or ending).strip("-")
    return f"{safe or 'post'}-{post_id}{dot}{ending}" if stem else f"{safe or 'post'}-{post_id}"
