"""The parts that two sequences have in common: as difflib finds them, and in a bounded time for equal items."""

from __future__ import annotations

import random
import time
from difflib import SequenceMatcher

from medium_archive.checks.completeness.comparison import matching


def test_the_differences_are_those_of_difflib() -> None:
    chance = random.Random(1)  # noqa: S311  # the same each time
    for _ in range(200):
        one, other = ([chance.choice("abc") for _ in range(chance.randrange(12))] for _ in range(2))
        codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        assert list(matching.differences(one, other)) == [(tag == "equal", (a, b), (c, d)) for tag, a, b, c, d in codes]


def test_thousands_of_equal_items_take_no_minutes() -> None:
    """The item that only one of them has is found."""
    start = time.process_time()
    one, other = ["a"] * 3_000 + ["b"] + ["a"] * 3_000, ["a"] * 6_000
    found = list(matching.differences(one, other))
    assert found == [
        (True, (0, 3000), (0, 3000)),
        (False, (3000, 3001), (3000, 3000)),
        (True, (3001, 6001), (3000, 6000)),
    ]
    assert list(matching.differences(["a"] * 6_000, other)) == [(True, (0, 6000), (0, 6000))]
    assert time.process_time() - start < 1
