"""The characters of a post: invalid ones are removed, and white space is folded where only words matter."""

from __future__ import annotations

import codecs
import re
from html import escape, unescape

# Control characters but tab and line end (real posts have U+001B and others; XML and YAML forbid them), and Unicode's
# noncharacters, which the Markdown writer uses as marks.
_PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
_OF_PLANE_0 = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
_DROPPED = re.compile(f"[{_OF_PLANE_0}{_PLANE_ENDS}]")
# Finds each of these ten times as fast, and rare characters like those for old Chinese names
_MAY_BE_DROPPED = re.compile(f"[{_OF_PLANE_0}\U0001fffe-\U0010ffff]")
_NO_XML = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f]")
# Void elements that libxml2 takes for containers: what follows would be inside of them
_VOID = re.compile(r"<(embed|source|track|wbr|keygen)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
# Tags that end a word: the others are inside of text
_BREAKS = re.compile(r"</?(?:br|p|li|figcaption|caption|t[dhr]|d[dt]|summary|h[23])(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")
# HTML text and attribute values with only these simple character references, so that they need no parser
PLAIN_TEXT = r"[^<&]*(?:&(?:amp|lt|gt|quot|nbsp|mdash|ndash|#39|#x27);[^<&]*)*"
PLAIN_VALUE = PLAIN_TEXT.replace("<", '<>"')
_UNSPACED = re.compile("[\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
# The same with Hangul and all other signs of the Far East
_OF_ONE_SIGN = re.compile("[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
# The first byte in UTF-8 of each of these characters; typographic quotes and dashes begin with another
_MAY_BE_UNSPACED = re.compile(rb"[\xe0\xe1\xe3-\xe9]")


def clean(text: str) -> str:
    """The text without invalid characters, and with line ends for carriage returns."""
    # Quick, and enough for most texts: these are not printable to Python, and in many posts
    if text.isprintable() or text.replace("\n", "").replace("\u00a0", "").replace("\u200a", "").isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DROPPED.sub("", text) if _MAY_BE_DROPPED.search(text) else text


def with_ends(html: str) -> str:
    """HTML with an end tag for each void element that libxml2 takes for a container."""
    return _VOID.sub(r"\g<0></\1>", html)


def as_xml(content: bytes) -> bytes:
    """A feed without bytes that XML forbids, which some posts have. In UTF-16 such bytes are parts of letters."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    return _NO_XML.sub(b"", content)


def one_line(text: str) -> str:
    """The text on one line, with one space for every run of white space, no-break and hair spaces included."""
    return " ".join(clean(text).split())


def words_of(html: str) -> str:
    """The text of plain HTML on one line. Breaks and the ends of blocks are spaces, other tags are nothing."""
    if html.count("<") == 2 and html.startswith("<") and html.endswith(">"):  # quick: one element around a text
        text = html[html.index(">") + 1 : html.rindex("<")]
    else:
        text = _TAG.sub("", _BREAKS.sub(" ", html))
    return one_line(unescape(text))


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ only in white space."""
    return "".join(one_line(one).split()) == "".join(one_line(other).split())


def may_be_unspaced(text: str) -> bool:
    """Whether a text may have characters of a script without spaces. A search in bytes takes a third of the time that
    one for these characters takes, and most texts have none.
    """
    return not text.isascii() and _MAY_BE_UNSPACED.search(text.encode("utf-8", "replace")) is not None


def count_words(text: str) -> int:
    """The number of words. In scripts without spaces two characters count as one word."""
    if not may_be_unspaced(text):
        return len(text.split())
    spaced = _UNSPACED.split(text)
    unspaced = len(text) - sum(map(len, spaced))
    return len(" ".join(spaced).split()) + unspaced // 2


def most_words(text: str) -> int:
    """The number of words if each sign of a script of the Far East is one, which is the most that any count gives."""
    count = len(text.split())
    return count if text.isascii() else count + len(_OF_ONE_SIGN.findall(text))


def attribute(text: str) -> str:
    """Text for an attribute of plain HTML, in double quotes. An apostrophe is not escaped."""
    return escape(text).replace("&#x27;", "'")
