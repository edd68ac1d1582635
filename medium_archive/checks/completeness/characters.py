"""Text as a reader sees it: without characters that no file may hold, and white space of two kinds."""

from __future__ import annotations

import re

# Control characters but tab, line feed and carriage return, and Unicode's noncharacters: no reader sees them.
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
# In UTF-8: U+0080 to U+009F, U+FDD0 to U+FDEF, and the last two code points of each of the 17 planes
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_NO_CHARACTERS = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])|[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]")
# Chinese, Japanese, Thai, Lao, Burmese, Khmer; and the bytes that these characters begin with in UTF-8
_UNSPACED = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_UNSPACED_STARTS = bytes((0xE0, 0xE1, *range(0xE3, 0xEA)))


def is_invalid(code: int) -> bool:
    """Whether a code point is a control character but tab and line end, or a noncharacter: no reader sees it."""
    if code < 0x20:
        return chr(code) not in "\t\n\r"
    return 0x7F <= code < 0xA0 or 0xFDD0 <= code <= 0xFDEF or (code & 0xFFFE == 0xFFFE and code < 0x110000)


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, without the characters that no reader can see."""
    # As bytes: on a whole page this takes a tenth of the time
    plain = content.translate(None, _CONTROLS)
    if b"\xc2" in plain:
        plain = _C1.sub(b"", plain)
    if b"\xef\xb7" in plain or b"\xbf\xbe" in plain or b"\xbf\xbf" in plain:
        plain = _NO_CHARACTERS.sub(b"", plain)
    return plain.decode("utf-8", "replace")


# White space that only separates words: any amount of it is one space. All other white space is text.
ORDINARY_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = " \t\n\r\f"
ODD_SPACE = re.compile(r"[^\S \t\n\r\f]")


def is_blank(text: str | None) -> bool:
    """Whether a text has nothing but ordinary white space."""
    return not text or not text.strip(_SPACES)


def has_layout(text: str) -> bool:
    """Whether a text has ordinary white space other than spaces."""
    return "\n" in text or "\t" in text or "\r" in text or "\f" in text  # a regular expression takes five times as long


def visible(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())


def one_line(text: str) -> str:
    """`text` on one line, with one space between two words. White space of other kinds stays."""
    if has_layout(text) or "  " in text:
        text = ORDINARY_SPACE.sub(" ", text)
    return text.strip(" ")


def plain_spaces(text: str) -> str:
    """`text` on one line, with one ordinary space for any white space."""
    return " ".join(text.split())


def count_words(text: str) -> int:
    """The number of words, as the site counts them: in scripts without spaces each character counts."""
    if text.isascii():
        return len(text.split())
    content = text.encode("utf-8", "surrogatepass")
    if len(content.translate(None, _UNSPACED_STARTS)) == len(content):  # a quick test: curly quotes are not ASCII
        return len(text.split())
    rest = _UNSPACED.split(text)
    return len(" ".join(rest).split()) + len(text) - sum(map(len, rest))
