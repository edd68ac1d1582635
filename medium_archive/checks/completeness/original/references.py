"""Numeric character references, as the HTML standard reads them (13.2.5.80, numeric character reference end state).

Versions of libxml2 before 2.14 take `&#133;` for a control character, so the parser must not see such a reference.
"""

from __future__ import annotations

import re

from medium_archive.checks.completeness.characters import is_invalid

_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]+)|(?P<decimal>[0-9]+));?", re.IGNORECASE)
_MOST_DIGITS = 8  # a longer number is no character, and the parser replaces it
# The numbers 128 to 159 stand for the characters of windows-1252, which does not define five of them
_WINDOWS = {
    number: bytes([number]).decode("cp1252")
    for number in range(0x80, 0xA0)
    if number not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_REPLACED = {0: "\N{REPLACEMENT CHARACTER}", **_WINDOWS}


def resolved(html: str) -> str:
    """The HTML with the characters that the standard maps, and without references to invalid ones (`is_invalid`). All
    other references stay.
    """
    return _REFERENCE.sub(_resolved, html) if "&#" in html else html


def _resolved(reference: re.Match[str]) -> str:
    digits = (reference["decimal"] or reference["hex"]).lstrip("0")
    if len(digits) > _MOST_DIGITS:
        return reference[0]
    code = int(digits or "0", 10 if reference["decimal"] else 16)
    return _REPLACED.get(code) or ("" if is_invalid(code) else reference[0])
