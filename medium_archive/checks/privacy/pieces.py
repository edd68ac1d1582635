"""Reads a file as folded texts of a limited size, so that a large file needs little memory, and a word that is near is
searched in a short text only. Each text begins with the end of the one before, so a value is whole in one of them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from medium_archive.checks.privacy.folding import Text, fold, without_marks

LEAST = 4096  # characters that two pieces share at least
_SIZE = 1 << 16  # bytes of a file that is one text, and characters of a piece
_LOOKED_AT = 4096  # bytes; a file with a zero among them is binary
_WITH_MARKS = frozenset((".html", ".xml", ".svg", ".md"))
_SPACES = "\t\n\r "
_WORD = "0123456789abcdefghijklmnopqrstuvwxyz"
# Where an escape of HTML, of JSON or of an address begins. Of the bytes of one letter, 80 to BF follow the first one
_ESCAPE = re.compile(r"[&\\]|%[0-7C-Fc-f]|(?<!%[0-9A-Fa-f]{2})%\Z")


def of_file(path: Path, name: str = "", shared: int = LEAST) -> Iterator[Text]:
    """The name of a file and its text, without marks if it is a page or Markdown. Of a binary file only the name.
    Pieces share so many characters. Raises OSError.
    """
    with path.open("rb") as file:
        content = file.read(_SIZE + 1)
        if b"\0" in content[:_LOOKED_AT]:
            content = b""
        has_marks = path.suffix in _WITH_MARKS
        if len(content) > _SIZE:
            yield Text(fold(name))
            yield from _of_large(content, file, shared, has_marks=has_marks)
        else:
            text = content.decode("utf-8", "replace")
            yield Text(fold(f"{name} {without_marks(text) if has_marks else text}"))


def _of_large(content: bytes, file: BufferedReader, shared: int, *, has_marks: bool) -> Iterator[Text]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    marks, outside, inside = _Marks(), _Pieces(shared), _Pieces(shared)
    while content:
        block = decoder.decode(content)
        if has_marks:
            block, tags = marks.parted(block)
            yield from inside.of(tags)
        yield from outside.of(block)
        content = file.read(_SIZE)
    yield outside.last()
    yield inside.last()


class _Marks:
    """Parts a page as `without_marks` does, block by block. Each tag is once in a block."""

    def __init__(self) -> None:
        self._is_open = False  # the last block ended in a tag

    def parted(self, block: str) -> tuple[str, str]:
        """The text of the next block, and its tags."""
        text, *parts = block.split("<")
        tag = ""
        if self._is_open:
            tag, end, text = text.partition(">")
            self._is_open = not end
        halves = [part.partition(">") for part in parts]
        if halves:
            self._is_open = not halves[-1][1]
        tags = [tag, *dict.fromkeys(one for one, _, _ in halves[:-1]), *(one for one, _, _ in halves[-1:])]
        return " ".join([text, *(one for _, _, one in halves)]), " ".join(tags)


class _Pieces:
    """The pieces of a text that is given block by block. `shared` is at least the length of what is searched for."""

    def __init__(self, shared: int) -> None:
        self._shared = shared
        self._size = max(_SIZE, 4 * shared)
        self._waiting: list[str] = []
        self._length = 0
        self._before = ""  # the folded end of the last piece

    def of(self, block: str) -> Iterator[Text]:
        """The next piece, as soon as there is enough text for one."""
        self._waiting.append(block)
        self._length += len(block)
        if self._length >= self._size:
            text = "".join(self._waiting)
            end = _end_of_piece(text)
            self._waiting, self._length = [text[end:]], len(text) - end
            folded = self._folded(text[:end])
            # A word at the end may go on; it is whole in the next piece
            yield Text(folded.rstrip(_WORD))
            cut = max(len(folded) - self._shared, 0)
            self._before = folded[cut:].lstrip(_WORD) if cut and folded[cut - 1] in _WORD else folded[cut:]

    def last(self) -> Text:
        """What is left."""
        return Text(self._folded("".join(self._waiting)))

    def _folded(self, text: str) -> str:
        """The text after the end of the last piece. The letters around it keep a space at its ends."""
        folded = fold(f"x{text}x")[1:-1]
        return self._before + (folded[1:] if folded.startswith(" ") and self._before.endswith(" ") else folded)


def _end_of_piece(text: str) -> int:
    """Where a long text may be cut without cutting an escape in two: after a space, else before an escape, else
    anywhere, because there is none.
    """
    start = len(text) - LEAST
    end = max(text.rfind(space, start) for space in _SPACES) + 1
    if not end:
        end = max((match.start() for match in _ESCAPE.finditer(text, start)), default=0)
    return end or len(text)
