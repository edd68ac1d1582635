"""The laws hold after each step of the life of an archive; `python -m tests.fuzz life` takes more steps."""

from __future__ import annotations

import pytest

from tests.conftest import examples, need
from tests.fuzz import life


@pytest.mark.slow
def test_the_laws_hold_after_each_step() -> None:
    need("git")
    life.live(examples(100), in_one_life=10)
