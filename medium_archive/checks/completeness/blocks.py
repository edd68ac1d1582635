"""A post as a list of blocks, as a reader sees them. Both sides of the comparison are read into this form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["prose", "heading", "item", "quote", "caption", "code", "picture", "embed", "card", "break"]
TEXTS: frozenset[Kind] = frozenset({"prose", "heading", "item", "quote", "caption"})

STRONG, EM, CODE = 1, 2, 4
# Text without white space, its marks, the address of its link. A line break is the run ("\n", 0, "").
Run = tuple[str, int, str]
LINE_BREAK: Run = ("\n", 0, "")
# Text, language, and whether a person chose the language
CodePart = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One block in a run of code: the number of its first line there, its language, and whether a person chose it."""

    start: int
    language: str = ""
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """Code blocks that touch, as one: Medium used to split a block at a blank line, and the parts may be joined now.

    `lines` are the lines that are not blank, exactly. `gaps` are the numbers of blank lines before each line but the
    first, or BORDER where one block ends and the next begins.
    """

    lines: tuple[str, ...]
    gaps: tuple[int, ...]
    blocks: tuple[CodeBlock, ...]


BORDER = -1


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `spaced` is the text with its white space, to find words and to quote them. `form` is a finer kind:
    "pull", "ordered", "large". `address` is that of a picture, an embed or a card; `alt` describes a picture, `link` is
    the address that a linked picture leads to. `is_inner` marks an item of a list inside an item.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    spaced: str = ""
    form: str = ""
    address: str = ""
    alt: str = ""
    link: str = ""
    code: Code | None = None
    is_inner: bool = False

    @property
    def text(self) -> str:
        """The visible characters, without line breaks."""
        return "".join(text for text, _, _ in self.runs if text != "\n")


@dataclass(slots=True)
class TextBuilder:
    """The text of one block while it is read."""

    runs: list[Run] = field(default_factory=list)
    spaced: list[str] = field(default_factory=list)

    def add(self, text: str, marks: int = 0, address: str = "") -> None:
        self.spaced.append(text)
        visible = "".join(text.split())
        if not visible:
            return
        if self.runs:
            last, last_marks, last_address = self.runs[-1]
            if last_marks == marks and last_address == address and last != "\n":
                self.runs[-1] = (last + visible, marks, address)
                return
        self.runs.append((visible, marks, address))

    def add_empty_link(self, address: str) -> None:
        """Add a link without text: it is invisible, but its address must be kept."""
        self.runs.append(("", 0, address))

    def add_line_break(self) -> None:
        self.spaced.append("\n")
        if self.runs:  # before the first visible character it breaks no line
            self.runs.append(LINE_BREAK)

    def block(self, kind: Kind, form: str = "") -> Block | None:
        """The block; None if it has no text and no link."""
        while self.runs and self.runs[-1] == LINE_BREAK:
            self.runs.pop()
        if not self.runs:
            return None
        return Block(kind, tuple(self.runs), "".join(self.spaced), form)


@dataclass(slots=True)
class BlockList:
    """Blocks in reading order while they are read. Code blocks that touch become one block."""

    found: list[Block] = field(default_factory=list)
    pending_code: list[CodePart] = field(default_factory=list)

    def add(self, block: Block | None) -> None:
        if block is not None:
            self.end_code()
            self.found.append(block)

    def add_code(self, part: CodePart) -> None:
        self.pending_code.append(part)

    def end_code(self) -> None:
        """Put the code blocks that were added last into one block."""
        if self.pending_code:
            if code := code_run(self.pending_code):
                self.found.append(Block("code", code=code))
            self.pending_code = []


def code_run(parts: Iterable[CodePart]) -> Code | None:
    """Code blocks that touch, as one; None if all are empty."""
    lines: list[str] = []
    gaps: list[int] = []
    blocks: list[CodeBlock] = []
    for text, language, chosen in parts:
        gap = BORDER
        for line in _lines_of(text):
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


def _lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
