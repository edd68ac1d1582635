"""What strangers may hand to a command ends with a sentence; `python -m tests.hostile` runs all kinds and sizes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import ROTATION

if sys.platform != "linux":
    pytest.skip("the memory and the rights of a process are Linux's", allow_module_level=True)

from tests.hostile.kind import is_fault
from tests.hostile.register import ALL

_GROUPS = tuple(dict.fromkeys(kind.group for kind in ALL))
_SLOW = "slow"  # is not a fault on a machine that has other work; the command tells it
_DAYS = 20  # after which the slow test has run every kind


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For all kinds, so that their archive is made once."""
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("group", _GROUPS)
def test_a_hostile_input_ends_with_a_sentence(folder: Path, group: str) -> None:
    kinds = [kind for kind in ALL if kind.group == group]
    kind = kinds[ROTATION % len(kinds)]
    for outcome in kind.outcomes(folder / group, kind.sizes[0], only=1):
        assert is_fault(outcome) in ("", _SLOW), (kind, outcome)


@pytest.mark.slow
@pytest.mark.parametrize("group", _GROUPS)
def test_every_command_ends_with_a_sentence(folder: Path, group: str) -> None:
    for kind in [kind for kind in ALL if kind.group == group][ROTATION % _DAYS :: _DAYS]:
        for size in kind.sizes[1:6:2] or kind.sizes:
            for outcome in kind.outcomes(folder / f"{group}, slow", size):
                assert is_fault(outcome) in ("", _SLOW), (kind, size, outcome)
