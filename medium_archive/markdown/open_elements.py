"""Tags, elements and comments that a person began in a text and did not end. A browser takes all that follows for a
part of them, and the page would leave it out with them. So their start is text.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape

# Elements whose content is not read as HTML, or that a page leaves out with their content
_SWALLOWING = frozenset(
    (
        "iframe", "math", "noembed", "noframes", "noscript", "object", "plaintext", "script", "style", "svg",
        "template", "textarea", "title", "xmp",
    )
)  # fmt: skip
_CODE = frozenset(("script", "style"))  # what is in them has no tags
# A line of a text can't end in one of these before the elements in it end
_LINES = frozenset(("a", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "strong", "td", "th"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)  # fmt: skip
# A quick test: nearly no text has one of them. With a class for the first letters the search takes half the time
_FIRST, _REST = (sorted(set(parts)) for parts in zip(*((n[0], n[1:]) for n in _SWALLOWING), strict=True))
_MAYBE = re.compile(rf"<[{''.join(_FIRST)}](?:{'|'.join(_REST)})[\s/>]", re.IGNORECASE)
# As quick tests: what no text of the renderer has, which escapes "<" and ">" in words and in values
_MAYBE_OPEN = re.compile(r"<(?:[^>]*<|\?|!\[)")
_MAYBE_OPEN_VALUE = re.compile(r"=\s*+(?:\"[^\"<>]*+|'[^'<>]*+)>")
_START = re.compile(r"<(?:!--|!\[CDATA\[|[?!]|/?[a-z]|/)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][^\s/<>]*+)(?:=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|(?![\"']))|[^<>=])*+>", re.IGNORECASE)
# A tag with "<" in a value, as CommonMark defines a tag. In a block of HTML the value may have been left open: then a
# line that begins with a tag follows
_TAG_WITH_TAGS = re.compile(
    r"<()([a-z][^\s/<>]*+)"
    r"(?:\s++[a-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'(?:[^'\n]|\n(?! *<))*+'|\"(?:[^\"\n]|\n(?! *<))*+\"))?+)*+"
    r"\s*+/?+>",
    re.IGNORECASE,
)
_LONGEST = 4_000  # characters of such a tag, so that the time of a text of them stays linear
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_DECLARATION = re.compile(r"<(?:!|/(?![a-z]))[^<>]*+>", re.IGNORECASE)  # or what a browser takes for one


def as_text(html: str) -> str:
    """The HTML of a text in which the starts of tags, elements and comments that do not end are text."""
    if not _may_have_open(html):
        return html
    parts: list[str] = []
    end = 0
    for start, stop in sorted(_Reader(html).read()):
        parts += (html[end:start], escape(html[start:stop], quote=False))
        end = stop
    return "".join((*parts, html[end:]))


def _may_have_open(html: str) -> bool:
    return (
        html.rfind("<") > html.rfind(">")
        or html.rfind("<!--") > html.rfind("-->")
        or bool(_MAYBE_OPEN.search(html) or _MAYBE_OPEN_VALUE.search(html) or _MAYBE.search(html))
    )


class _Reader:
    """Reads HTML once, from its start to its end: its time is linear."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._open: list[tuple[str, int, int]] = []  # elements: name, start and end of the start tag
        self._names: Counter[str] = Counter()  # of these
        self._found: list[tuple[int, int]] = []
        self._ends: dict[str, int] = {}  # what was looked for → where it is next

    def read(self) -> list[tuple[int, int]]:
        """Where the starts of what does not end are."""
        place = 0
        while start := _START.search(self._html, place):
            end = self._after_tag(start.start()) if start[0][-1].isalpha() else self._after_other(start)
            if not end:
                self._found.append(start.span())
            place = end or start.end()
        self._end("")
        return self._found

    def _after_other(self, start: re.Match[str]) -> int:
        """Where a comment, an instruction or a declaration ends, 0 if it does not."""
        wanted = _ENDS.get(start[0].upper())
        if wanted is None:
            declaration = _DECLARATION.match(self._html, start.start())
            return declaration.end() if declaration else 0
        end = self._next(wanted, start.start() + len("<!"))  # <!--> is a whole comment
        if end == len(self._html):
            return 0
        # A browser ends what is no comment at its first ">"
        return end + len(wanted) if wanted == "-->" else self._next(">", start.end()) + len(">")

    def _after_tag(self, start: int) -> int:
        """Where a tag ends, 0 if it does not."""
        tag = _TAG.match(self._html, start) or _TAG_WITH_TAGS.match(self._html, start, start + _LONGEST)
        if tag is None:
            return 0
        name = tag[2].lower()
        if tag[1]:
            if self._names[name]:
                self._end(name)
        elif name in _CODE and (end := self._end_of_code(name, tag.end())):
            return end
        elif name not in _VOID and not tag[0].endswith("/>"):
            self._open.append((name, start, tag.end()))
            self._names[name] += 1
        return tag.end()

    def _end_of_code(self, name: str, start: int) -> int:
        """Where the end tag of an element begins, 0 if it has none in its line."""
        end = self._next(f"</{name}", start)
        around = self._open[-1][0] if self._open else ""
        is_ended = end < len(self._html) and (around not in _LINES or end < self._next(f"</{around}", start))
        return end if is_ended else 0

    def _end(self, ended: str) -> None:
        """End the innermost open element of this name, all for "", and with it those in it, which have no end tag."""
        name = None
        while self._open and name != ended:
            name, start, stop = self._open.pop()
            self._names[name] -= 1
            # Nothing ends plaintext
            if name in _SWALLOWING and (name != ended or name == "plaintext"):
                self._found.append((start, stop))

    def _next(self, wanted: str, start: int) -> int:
        """Where a text is next, in letters of any case; the length of the HTML if it is nowhere."""
        if self._ends.get(wanted, -1) < start:
            found = re.compile(re.escape(wanted), re.IGNORECASE).search(self._html, start)
            self._ends[wanted] = found.start() if found else len(self._html)
        return self._ends[wanted]
