"""Numbers in few bits, and bits as text: the code of the search index, which search.js reads.

A list of ascending numbers is coded by its middle number, which lies between known limits, then each half in the same
way (binary interpolative coding, Moffat and Stuiver). A list of all possible numbers costs nothing; others cost nearly
as few bits as any code can reach.
"""

from __future__ import annotations

from collections.abc import Sequence

# 91 characters that need no escape in JavaScript and HTML: two of them hold 13 bits.
ALPHABET = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\<')
_BITS_PER_PAIR = 13


class Bits:
    """Bits in the order in which they are added, the highest of a number first."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, value: int, width: int) -> None:
        """A number in `width` bits."""
        if width:
            self._pieces.append(format(value, f"0{width}b"))
            self._length += width

    def add_all(self, others: Bits) -> None:
        """The bits of `others`."""
        self._pieces.extend(others._pieces)
        self._length += others._length

    def add_count(self, value: int) -> None:
        """A number of at least 1; a small one takes few bits (Elias's gamma code)."""
        width = value.bit_length()
        self.add(value, 2 * width - 1)

    def add_below(self, value: int, limit: int) -> None:
        """A number from 0 to below `limit`; all take the same number of bits, or one less."""
        width = (limit - 1).bit_length()
        short = (1 << width) - limit  # the number of values that take one bit less
        if value < short:
            self.add(value, width - 1)
        else:
            self.add(value + short, width)

    def add_ascending(self, values: Sequence[int], limit: int) -> None:
        """Ascending numbers from 0 to below `limit`, all different. The reader must know how many there are."""
        waiting = [(0, len(values), 0, limit)]
        while waiting:
            first, end, low, high = waiting.pop()
            count = end - first
            if not count or count == high - low:
                continue
            middle = (first + end) // 2
            value = values[middle]
            lowest = low + middle - first
            self.add_below(value - lowest, high - (end - middle) + 1 - lowest)
            waiting.append((middle + 1, end, value + 1, high))
            waiting.append((first, middle, low, value))

    def text(self) -> str:
        """The bits as characters of ALPHABET."""
        return as_text("".join(self._pieces))


def bytes_as_text(data: bytes) -> str:
    """Bytes as characters of ALPHABET, the highest bit of the first byte first."""
    return as_text("".join(format(byte, "08b") for byte in data))


def as_text(bits: str) -> str:
    """A text of zeros and ones as characters of ALPHABET; zeros fill the last pair."""
    base = len(ALPHABET)
    characters = []
    for at in range(0, len(bits), _BITS_PER_PAIR):
        value = int(bits[at : at + _BITS_PER_PAIR].ljust(_BITS_PER_PAIR, "0"), 2)
        characters.append(ALPHABET[value // base] + ALPHABET[value % base])
    return "".join(characters)
