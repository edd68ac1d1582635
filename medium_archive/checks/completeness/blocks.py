"""A post as a list of blocks, as a reader sees them. Both sides of the comparison are read into this form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal[
    "prose", "heading", "item", "quote", "caption", "cell", "summary", "term", "definition",
    "code", "picture", "embed", "card", "break", "lost embed",
]  # fmt: skip
# The kinds of elements that contain blocks. A `list` contains items, a `table` cells, `terms` definitions
Container = Literal["quote", "list", "item", "table", "cell", "details", "terms", "definition"]
TEXTS: frozenset[Kind] = frozenset(
    {"prose", "heading", "item", "quote", "caption", "cell", "summary", "term", "definition"}
)

# Text without ordinary white space, its marks (`marks.BITS`), the address of its link. A line break is ("\n", 0, "").
Run = tuple[str, int, str]
LINE_BREAK: Run = ("\n", 0, "")
# Text, language, whether a person chose the language, and whether it is of Medium's old editor
CodePart = tuple[str, str, bool, bool]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One block in a run of code: the number of its first line in the run, its language, whether a person chose the
    language, whether the block is from Medium's old editor, which split blocks, the number of blank lines before
    it, also those at the end of the block before, and the numbers of blank lines at its beginning and at its end.
    """

    start: int
    language: str = ""
    chosen: bool = True
    is_old: bool = False
    blank: int = 0
    above: int = 0
    below: int = 0


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


class ListPlace(NamedTuple):
    """The place of an item: how many lists are around it, whether it begins its list, and its number in an ordered
    list. A further text of an item neither begins a list nor has a number.
    """

    depth: int
    begins: bool
    number: int | None = None


class CellPlace(NamedTuple):
    """The place of a cell: its row and its position there, both from 1, how many columns and rows it takes, and the
    part of the table: "thead", "tbody", "tfoot".
    """

    row: int
    position: int
    columns: int = 1
    rows: int = 1
    part: str = "tbody"


class Block(NamedTuple):
    """One block. A `lost embed` is the place of an embed that Medium's export has emptied. `spaced` is the text on one
    line with single spaces, to find words and to quote them. `form` is a finer kind: "pull", "ordered", "large".
    `address` is the address of a picture, an embed or a card; `alt` describes a picture, `link` is the address that a
    linked picture leads to.

    `place` is the place of an item in its list (`ListPlace`) or of a cell in its table (`CellPlace`). `inside` are the
    containers around the block, the outermost first; the last `opens` of them begin with this block. `values` are the
    attributes of elements in the text that hold words: the title of a link or an abbreviation, the moment of a `time`.
    `layout` are its hints (`hints`): "wide", "center". The first block of a list of letters or of an open `details`
    also has the hints of that list or `details`.
    """

    kind: Kind
    runs: tuple[Run, ...] = ()
    spaced: str = ""
    form: str = ""
    address: str = ""
    alt: str = ""
    link: str = ""
    code: Code | None = None
    place: ListPlace | CellPlace | None = None
    inside: tuple[Container, ...] = ()
    opens: int = 0
    values: tuple[str, ...] = ()
    layout: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The visible characters, without line breaks."""
        if len(self.runs) == 1:
            return "" if self.runs[0] == LINE_BREAK else self.runs[0][0]
        return "".join([text for text, _, _ in self.runs if text != "\n"])


@dataclass(slots=True)
class BlockList:
    """Blocks in reading order while they are read. Code blocks that touch become one block. `inside` are the containers
    around the next block; the first `opened` of them already contain a block. `goes_on` says that a container was
    continued after an interruption, and that no block was added since.
    """

    found: list[Block] = field(default_factory=list)
    pending_code: list[CodePart] = field(default_factory=list)
    inside: tuple[Container, ...] = ()
    opened: int = 0
    goes_on: bool = False
    _place_of_code: tuple[tuple[Container, ...], int] = ((), 0)  # its `inside` and `opens`, as in `Block`

    def touches(self, container: Container) -> bool:
        """Whether the last block is in a container of this kind that a container beginning now would touch."""
        depth = len(self.inside)
        last = self._place_of_code[0] if self.pending_code else self.found[-1].inside if self.found else ()
        return self.opened == depth and not self.goes_on and last[depth : depth + 1] == (container,)

    def enter(self, container: Container, *, goes_on: bool = False) -> None:
        """Begin a container. With `goes_on` it continues the container that ended last."""
        self.inside += (container,)
        if goes_on:
            self.opened, self.goes_on = len(self.inside), True
        else:
            self.end_code()

    def leave(self) -> None:
        """End the innermost container. Code at the end of a quote may go on in the next quote."""
        if self.inside[-1] != "quote":
            self.end_code()
        self.inside = self.inside[:-1]
        self.opened, self.goes_on = min(self.opened, len(self.inside)), False

    def add(self, block: Block | None, depth: int | None = None) -> None:
        """Add a block. With `depth` it ends all but the first `depth` containers; they begin again with the next
        block.
        """
        if block is None:
            return
        if self.pending_code:
            self.end_code()
        inside = self.inside if depth is None else self.inside[:depth]
        if inside:
            block = _placed(block, inside, len(inside) - self.opened)
        self.found.append(block)
        self.opened, self.goes_on = len(inside), False

    def add_code(self, part: CodePart) -> None:
        opens = len(self.inside) - self.opened
        if self.pending_code and (opens or self._place_of_code[0] != self.inside):
            self.end_code()
        if not self.pending_code:
            self._place_of_code = self.inside, opens
        self.pending_code.append(part)
        if part[0].strip():
            self.opened, self.goes_on = len(self.inside), False

    def end_code(self) -> None:
        """Put the code blocks that were added last into one block."""
        if self.pending_code:
            if code := code_run(self.pending_code):
                self.found.append(_placed(Block("code", code=code), *self._place_of_code))
            self.pending_code = []


def _placed(block: Block, inside: tuple[Container, ...], opens: int) -> Block:
    return block._replace(inside=inside, opens=max(opens, 0)) if inside else block


def code_run(parts: Iterable[CodePart]) -> Code | None:
    """Code blocks that touch, as one; None if all are empty."""
    lines: list[str] = []
    gaps: list[int] = []
    blocks: list[CodeBlock] = []
    blank = 0  # lines since the last line of code
    for text, language, chosen, is_old in parts:
        first, before = len(lines), blank
        for line in _lines_of(text):
            if not line.strip():
                blank += 1
                continue
            if len(lines) == first:
                above, before = blank - before, blank
            if lines:
                gaps.append(BORDER if len(lines) == first else blank)
            lines.append(line)
            blank = 0
        if len(lines) > first:
            blocks.append(CodeBlock(first, language, chosen, is_old, before, above, blank))
    return Code(tuple(lines), tuple(gaps), tuple(blocks)) if lines else None


def _lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
