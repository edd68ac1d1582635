"""Whether two pages of a post say the same, whatever export they come from."""

from __future__ import annotations

import hashlib
import re
from html import unescape

_STYLE = re.compile(r"<(style|title)\b.*?</\1>", re.DOTALL)
_TARGET = re.compile(r'\s(?:href|data-image-id|data-media-id)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def fingerprint(page: bytes) -> str:
    """16 hex digits of a page's words, links and pictures, white space left out.

    The footer names the day of the export, and the wrappers of pictures differ from year to year (format document,
    1.3), so the pages themselves differ in every export; these digits don't, unless the post was edited.
    """
    text = _STYLE.sub("", page.decode("utf-8", errors="replace")).rpartition("<footer>")
    said = text[0] or text[2]
    parts = [_SPACE.sub("", unescape(_TAG.sub("", said))), *map(unescape, _TARGET.findall(said))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
