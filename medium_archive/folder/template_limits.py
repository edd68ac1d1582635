"""What the templates of a page may use up: steps, processor time, and the size of texts and lists (docs/themes.md)."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from jinja2.exceptions import SecurityError

STEPS = 12_000_000  # a list of 100,000 posts takes some 6,000,000
SECONDS = 60  # of the processor; such a list takes a few
TEXT = 64 << 20  # characters of one text, or of all texts in a list
ITEMS = 1_000_000  # of one list
WIDTH = 100_000  # to which a text may be padded, and items in one part of a list
BITS = 4096  # of a whole number
SMALL = 10_000  # a text or list of fewer items costs no step
_ITEMS_A_STEP = 100
_LOOK = 20_000  # steps between two looks at the clock
_DEPTH = 100  # of lists in lists
_UNKNOWN = 1000  # characters that a value of the program takes in a repeated list
_CONTAINERS = (list, tuple, dict)


class Budget:
    """What is left for one page. Every method that finds too little left raises SecurityError with a sentence."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Begin another page."""
        self.left = STEPS
        self._look = STEPS - _LOOK
        self._end = time.thread_time() + SECONDS

    def spend(self, steps: int) -> None:
        """Take steps."""
        self.left -= steps
        if self.left < self._look:
            self._look = self.left - _LOOK
            if self.left < 0:
                raise SecurityError(f"it takes more than {STEPS:,} steps for one page")
            if time.thread_time() > self._end:
                raise SecurityError(f"it takes more than {SECONDS} seconds for one page")

    def loop(self, items: Iterable[Any], steps: int) -> Iterable[Any]:
        """The items of a loop whose body takes so many steps."""
        steps = max(steps, 1)
        if not hasattr(items, "__len__"):
            items = list(islice(items, self.left // steps + 1))
        self.spend(len(items) * steps)  # type: ignore[arg-type]  # it has a length
        return items

    def grown(self, value: Any) -> Any:
        """A text or list that a template made; a large one takes steps by its size."""
        if isinstance(value, (str, *_CONTAINERS)) and len(value) > SMALL:
            if len(value) > (TEXT if isinstance(value, str) else ITEMS):
                raise SecurityError(f"it makes a text or list of {len(value):,} items")
            self.spend(len(value) // _ITEMS_A_STEP)
        return value

    def join(self, parts: Iterable[str]) -> str:
        """The parts of a page or macro as one text."""
        held = parts if isinstance(parts, list) else list(parts)
        if (size := sum(map(len, held))) > SMALL:
            self.reserve(size)
        return "".join(held)

    def reserve(self, size: int) -> None:
        """Take the steps for a text of so many characters before it is made."""
        if size > TEXT:
            raise SecurityError(f"it makes a text of more than {TEXT:,} characters")
        if size > SMALL:
            self.spend(size // _ITEMS_A_STEP)

    def weigh(self, value: Any, unknown: int = 1) -> int:
        """The characters and items in a value and the lists in it. A list of lists can hold the same one many times, so
        that its text is much longer than what it takes in memory. `unknown` is what any other value counts.
        """
        if isinstance(value, str):
            return len(value)
        if not isinstance(value, _CONTAINERS):
            return unknown
        total, seen, waiting = 0, 0, [(value, 1)]
        while waiting:
            one, depth = waiting.pop()
            if depth > _DEPTH:
                raise SecurityError(f"it puts lists into lists, {_DEPTH} deep")
            inside = [*one, *one.values()] if isinstance(one, dict) else one
            seen += len(inside)
            for item in inside:
                if isinstance(item, str):
                    total += len(item) + 1
                elif isinstance(item, _CONTAINERS):
                    waiting.append((item, depth + 1))
                else:
                    total += unknown
            if total > TEXT or seen > ITEMS:
                raise SecurityError(f"it makes a list of more than {ITEMS:,} items or {TEXT:,} characters")
        if seen > SMALL:
            self.spend(seen // _ITEMS_A_STEP)
        return total + seen

    def weighed(self, value: Any) -> Any:
        """The same value, once its weight is known to be small enough."""
        self.weigh(value)
        return value

    def repeated(self, value: Any, times: int) -> Any:
        """A text or list, repeated."""
        if len(value) * times > (TEXT if isinstance(value, str) else ITEMS):
            raise SecurityError(f"it repeats a text or list {times:,} times")
        self.reserve(self.weigh(value, _UNKNOWN) * max(times, 0))
        return value * times


def width(value: Any) -> Any:
    """A number that says how wide or how many. Raises SecurityError if it is too large."""
    if isinstance(value, (int, float)) and not -WIDTH <= value <= WIDTH:
        raise SecurityError(f"it asks for more than {WIDTH:,} places")
    return value


def number(value: Any) -> Any:
    """A number. Raises SecurityError for a whole number of too many digits."""
    if isinstance(value, int) and value.bit_length() > BITS:
        raise SecurityError("it makes a number of more than a thousand digits")
    return value
