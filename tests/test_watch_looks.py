"""Looks at a stand-in for Medium's host and its walls, by the command as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import one_in
from tests.watch_looks import looks
from tests.watch_looks.situations import SITUATIONS


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(6, SITUATIONS, of_ci=6))
def test_a_plain_look_says_only_what_a_reader_sees(name: str, tmp_path: Path) -> None:
    """Or that it can't see it."""
    assert looks.plain(SITUATIONS[name], tmp_path).verdict == SITUATIONS[name].plain
