"""Numbers in few bits, and bits as text: the code of the search index, which search.js reads. Bits are a text of zeros
and ones, the highest of a number first.

A list of ascending numbers is coded by its middle number, which lies between known limits, then each half in the same
way (binary interpolative coding, Moffat and Stuiver). A list of all possible numbers takes no bits; other lists take
nearly as few bits as any code can reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

# 91 characters that need no escape in JavaScript and HTML: two of them hold 13 bits.
ALPHABET = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"\\<')
_BITS_PER_PAIR = 13


def count(value: int) -> str:
    """The bits of a number of at least 1; a small one takes few (Elias's gamma code)."""
    width = value.bit_length()
    return _binary(value, 2 * width - 1)


def ascending(values: Sequence[int], limit: int) -> str:
    """The bits of ascending numbers from 0 to below `limit`, all different. The reader must know how many there are.

    The numbers that are already coded limit which values are possible for the next one; it takes as many bits as these
    values need, or one less.
    """
    if not values:
        return ""
    pieces: list[str] = []
    waiting: list[tuple[int, int, int, int]] = []
    first, end, low, high = 0, len(values), 0, limit
    while True:
        free = high - low - end + first  # numbers between the limits that are not in the list
        if free:
            middle = (first + end) >> 1
            value = values[middle]
            code = value - low - middle + first  # of 0 to `free`
            width = free.bit_length()
            short = (1 << width) - free - 1  # how many values take one bit less
            if code < short:
                width -= 1
            else:
                code += short
            if width:
                pieces.append(bin(code | 1 << width)[3:])
            after = middle + 1
            if first < middle:
                if after < end:
                    waiting.append((after, end, value + 1, high))
                end, high = middle, value
                continue
            if after < end:
                first, low = after, value + 1
                continue
        if not waiting:
            return "".join(pieces)
        first, end, low, high = waiting.pop()


def text_length(bits: int) -> int:
    """The number of characters for so many bits."""
    return 2 * -(-bits // _BITS_PER_PAIR)


def bytes_as_text(data: bytes) -> str:
    """Bytes as characters of ALPHABET, the highest bit of the first byte first."""
    return as_text(_binary(int.from_bytes(data), 8 * len(data)) if data else "")


def as_text(bits: str) -> str:
    """A text of zeros and ones as characters of ALPHABET; zeros fill the last pair."""
    pairs = _pairs()
    bits += "0" * (-len(bits) % _BITS_PER_PAIR)
    return "".join([pairs[bits[at : at + _BITS_PER_PAIR]] for at in range(0, len(bits), _BITS_PER_PAIR)])


@cache
def _pairs() -> dict[str, str]:
    """The two characters for each 13 bits."""
    base = len(ALPHABET)
    values = range(1 << _BITS_PER_PAIR)
    return {_binary(value, _BITS_PER_PAIR): ALPHABET[value // base] + ALPHABET[value % base] for value in values}


def _binary(value: int, width: int) -> str:
    return bin(value | 1 << width)[3:]
