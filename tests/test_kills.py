"""A command that is killed while it writes: the next run completes it, `archive verify` finds no error, and the result
is that of a run without a kill. `python -m tests.kills` tries more moments.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import need
from tests.kills.__main__ import kill
from tests.kills.works import ALL, Work

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no groups of processes to kill"),
]


@pytest.mark.parametrize("work", ALL, ids=lambda work: work.name)
def test_the_next_run_completes_a_killed_one(work: Work, tmp_path: Path) -> None:
    if work.name == "publish":
        need("git")
    changes, well, wrong = kill(work, kills=2, posts=12, place=tmp_path)
    assert wrong == []
    assert well == 2 <= changes
