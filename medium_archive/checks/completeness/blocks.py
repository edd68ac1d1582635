"""What a reader sees of a post, as a row of blocks: the words that both walks speak."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

Kind = Literal["prose", "heading", "item", "quote", "caption", "code", "picture", "embed", "card", "break"]
TEXTS: frozenset[Kind] = frozenset({"prose", "heading", "item", "quote", "caption"})

STRONG, EM, CODE = 1, 2, 4
# Text without white space, its marks, the address it leads to. A line break is the run ("\n", 0, "").
Run = tuple[str, int, str]
LINE_BREAK: Run = ("\n", 0, "")

# Control characters but tab, line feed and carriage return, and Unicode's non-characters: no reader ever saw them.
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
# In UTF-8: U+0080 to U+009F, U+FDD0 to U+FDEF, and the last two of each of the seventeen planes
_INVALID = (
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
    re.compile(rb"[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]"),
)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One block in a run of code: the number of its first line there, its language and whether it was chosen."""

    start: int
    language: str = ""
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """Code blocks that touch, as one: a blank line in code once split a block at Medium, and the parts may be joined.

    `lines` are those that hold something, exactly; `gaps` the number of blank lines before each but the first, or
    BORDER where one block ends and the next begins.
    """

    lines: tuple[str, ...]
    gaps: tuple[int, ...]
    blocks: tuple[CodeBlock, ...]


BORDER = -1


@dataclass(frozen=True, slots=True)
class Block:
    """`form` is a finer kind: "pull", "ordered", "large"; `address` a picture's, embed's or card's; `words` a picture's
    description; `target` where a linked picture leads. `spoken` is the text with its white space, for its words and to
    name what is missing. `is_inner` says that an item stands in a list within an item.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    spoken: str = ""
    form: str = ""
    address: str = ""
    words: str = ""
    target: str = ""
    code: Code | None = None
    is_inner: bool = False

    @property
    def text(self) -> str:
        """The visible characters, without line breaks."""
        return "".join(text for text, _, _ in self.runs if text != "\n")


@dataclass(slots=True)
class Gathering:
    """One block's text as it is met."""

    runs: list[Run] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)

    def text(self, text: str, marks: int, address: str) -> None:
        self.spoken.append(text)
        visible = "".join(text.split())
        if not visible:
            return
        if self.runs:
            last, last_marks, last_address = self.runs[-1]
            if last_marks == marks and last_address == address and last != "\n":
                self.runs[-1] = (last + visible, marks, address)
                return
        self.runs.append((visible, marks, address))

    def empty_link(self, address: str) -> None:
        """A link without words: nobody sees it, yet its address is there."""
        self.runs.append(("", 0, address))

    def line_break(self) -> None:
        self.spoken.append("\n")
        if self.runs:  # one before anything visible breaks no line
            self.runs.append(LINE_BREAK)

    def block(self, kind: Kind, form: str = "") -> Block | None:
        """None when there is nothing to see."""
        while self.runs and self.runs[-1] == LINE_BREAK:
            self.runs.pop()
        if not self.runs:
            return None
        return Block(kind, tuple(self.runs), "".join(self.spoken), form)


def legible(text: bytes) -> str:
    """The text of a file in UTF-8, without the characters that no reader can see."""
    # As bytes: on a whole page this takes a tenth of the time
    plain = text.translate(None, _CONTROLS)
    for invalid in _INVALID:
        if invalid.search(plain):
            plain = invalid.sub(b"", plain)
    return plain.decode("utf-8", "replace")


def visible(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


def folded(text: str) -> str:
    """`text` on one line, its words parted by one space."""
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def same_address(address: str) -> str:
    """Two addresses are one when this is equal: however their characters are encoded, whatever case the host has."""
    plain = unquote(address.strip()) if "%" in address else address.strip()
    scheme, mark, rest = plain.partition("://")
    if not mark:
        return plain
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path}"


# Two of them where the content is of another type than the id says: `1-3Afg.png.webp`
_ENDING = re.compile(r"(?:\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp)?){1,2}$", re.IGNORECASE)


_MEDIUMS = re.compile(r"\d\*")


@lru_cache(maxsize=4096)
def picture_name(address: str) -> str:
    """The name that a picture's address and its file have in common: without the ending, which is the file's own, and
    with "-" for what no file may be called. A picture that isn't Medium's has digits of its address in its file's name.
    """
    name = same_address(address).partition("?")[0].rpartition("/")[2]
    digits = ""
    if "://" in address and not _MEDIUMS.match(name):
        digits = f"-{hashlib.sha256(unquote(address.strip()).encode()).hexdigest()[:8]}"
    return re.sub(r'[<>:"|*\\]', "-", _ENDING.sub("", name)).rstrip(". ") + digits


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def code_run(parts: Iterable[tuple[str, str, bool]]) -> Code | None:
    """Blocks of code that touch, given as text, language and whether it was chosen. None when all are empty."""
    lines: list[str] = []
    gaps: list[int] = []
    blocks: list[CodeBlock] = []
    for text, language, chosen in parts:
        gap = BORDER
        for line in lines_of(text):
            if not line.strip():
                gap += gap != BORDER
                continue
            if gap == BORDER:
                blocks.append(CodeBlock(len(lines), language, chosen))
            if lines:
                gaps.append(gap)
            lines.append(line)
            gap = 0
    return Code(tuple(lines), tuple(gaps), tuple(blocks)) if lines else None
