"""Numbers in few bits, and bits as text: what the index of the search is written with, and search.js reads.

Ascending lists are coded by their middle: it lies between known bounds, then either half does (Moffat and Stuiver's
binary interpolative coding). A list of all there is costs nothing, and any costs about what information theory asks.
"""

from __future__ import annotations

from collections.abc import Sequence

# 91 characters that need no escape in a string of JavaScript, nor in HTML: two of them hold 13 bits.
ALPHABET = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\<')
_BITS_A_PAIR = 13


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
        """What was added to others."""
        self._pieces.extend(others._pieces)
        self._length += others._length

    def add_count(self, value: int) -> None:
        """A number from 1 on, small ones in few bits (Elias's gamma code)."""
        width = value.bit_length()
        self.add(value, 2 * width - 1)

    def add_below(self, value: int, limit: int) -> None:
        """A number from 0 to below `limit`, all of them in about as many bits."""
        width = (limit - 1).bit_length()
        short = (1 << width) - limit  # so many numbers do with a bit less
        if value < short:
            self.add(value, width - 1)
        else:
            self.add(value + short, width)

    def add_ascending(self, values: Sequence[int], limit: int) -> None:
        """Ascending numbers from 0 to below `limit`, no two alike. How many must be known to who reads them."""
        waiting = [(0, len(values), 0, limit)]
        while waiting:
            first, end, low, high = waiting.pop()
            many = end - first
            if not many or many == high - low:
                continue
            middle = (first + end) // 2
            value = values[middle]
            lowest = low + middle - first
            self.add_below(value - lowest, high - (end - middle) + 1 - lowest)
            waiting.append((middle + 1, end, value + 1, high))
            waiting.append((first, middle, low, value))

    def text(self) -> str:
        """All of them in letters of ALPHABET."""
        return as_text("".join(self._pieces))


def bytes_as_text(data: bytes) -> str:
    """Bytes in letters of ALPHABET, the first one's highest bit first."""
    return as_text("".join(format(byte, "08b") for byte in data))


def as_text(bits: str) -> str:
    """Zeros and ones in letters of ALPHABET; what is missing at the end counts as zeros."""
    base = len(ALPHABET)
    letters = []
    for at in range(0, len(bits), _BITS_A_PAIR):
        value = int(bits[at : at + _BITS_A_PAIR].ljust(_BITS_A_PAIR, "0"), 2)
        letters.append(ALPHABET[value // base] + ALPHABET[value % base])
    return "".join(letters)
