"""Whether two pages of a post, from two exports, have the same content."""

from __future__ import annotations

import hashlib
import re
from html import unescape

from medium_archive.medium import page_parts

_STYLE = re.compile(r"<(style|title)\b[^<]*(?:<(?!/\1>)[^<]*)*</\1>")
# It begins with `="`, which is found much faster than white space
_TARGET = re.compile(r'="(?:(?<=\shref=")|(?<=\sdata-image-id=")|(?<=\sdata-media-id="))([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


def fingerprint(page: bytes) -> str:
    """16 hex digits of a hash of a page's words, links and pictures, without white space.

    They change only if the post was edited. The pages themselves differ in every export: the footer has the day of the
    export, and the markup of pictures changes from year to year (format document, 1.3).
    """
    text = _STYLE.sub("", page.decode("utf-8", errors="replace"))
    place = page_parts.footer_at(text)
    content = text[:place] if place > 0 else text.removeprefix("<footer>")
    end = content.rfind(">") + 1  # at each "<" behind it the pattern would look for the end of a tag
    words = _TAG.sub("", content[:end]) + content[end:]
    parts = ["".join(unescape(words).split()), *map(unescape, _TARGET.findall(content))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
