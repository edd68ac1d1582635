"""Characters of a post: what no text file should hold is dropped, white space is folded where only words matter."""

from __future__ import annotations

import codecs
import re
from html import escape

# Control characters but tab and line end (U+001B and others stand in real posts; XML and YAML forbid them), and
# Unicode's noncharacters, which the Markdown writer uses as marks of its own.
_PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff" + _PLANE_ENDS + "]")
_NO_XML = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
_FOLDED = re.compile(r"\s+")
_UNSPACED = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def clean(text: str) -> str:
    """The text without characters that no file should hold; a carriage return becomes a line end."""
    return _DROPPED.sub("", text.replace("\r", "\n"))


def as_xml(content: bytes) -> bytes:
    """A feed without what XML forbids; posts hold it now and then. One in UTF-16 has such bytes in its letters."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    return _NO_XML.sub(b"", content)


def folded(text: str) -> str:
    """One line, every run of white space (Medium's no-break and hair spaces too) one space: to compare, or to name."""
    return _FOLDED.sub(" ", clean(text)).strip()


def same_words(one: str, other: str) -> bool:
    """Whether two texts show the same words, whatever the white space between them."""
    return "".join(folded(one).split()) == "".join(folded(other).split())


def count_words(text: str) -> int:
    """Words, also of scripts that set no spaces between them: two characters are about one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + unspaced // 2


def attribute(text: str) -> str:
    """Text between the double quotes of an attribute of plain HTML; an apostrophe stands there as it is."""
    return escape(text).replace("&#x27;", "'")
