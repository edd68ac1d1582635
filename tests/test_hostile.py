"""What strangers may hand to a command ends with a sentence; `python -m tests.hostile` runs all kinds and sizes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.conftest import ROTATION

if sys.platform != "linux":
    pytest.skip("the memory and the rights of a process are Linux's", allow_module_level=True)

from tests.hostile.command import Outcome
from tests.hostile.kind import Kind, is_fault
from tests.hostile.register import ALL

_GROUPS = tuple(dict.fromkeys(kind.group for kind in ALL))
_SLOW = "slow"  # is not a fault on a machine that has other work; the command tells it
_DAYS = 20  # after which the slow test has run every kind


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For all kinds, so that their archive is made once."""
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def process() -> Iterator[ProcessPoolExecutor]:
    """One that has imported little, because a process of a command begins with the memory of the one that forks it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        yield one


def _outcomes(number: int, folder: Path, size: int, only: int | None) -> list[Outcome]:
    return list(ALL[number].outcomes(folder, size, only=only))


def _run(process: ProcessPoolExecutor, kind: Kind, folder: Path, size: int, only: int | None = None) -> list[Outcome]:
    return process.submit(_outcomes, ALL.index(kind), folder, size, only).result()


@pytest.mark.parametrize("group", _GROUPS)
def test_a_hostile_input_ends_with_a_sentence(folder: Path, process: ProcessPoolExecutor, group: str) -> None:
    kinds = [kind for kind in ALL if kind.group == group]
    kind = kinds[ROTATION % len(kinds)]
    for outcome in _run(process, kind, folder / group, kind.sizes[0], only=1):
        assert is_fault(outcome) in ("", _SLOW), (kind, outcome)


@pytest.mark.slow
@pytest.mark.parametrize("group", _GROUPS)
def test_every_command_ends_with_a_sentence(folder: Path, process: ProcessPoolExecutor, group: str) -> None:
    for kind in [kind for kind in ALL if kind.group == group][ROTATION % _DAYS :: _DAYS]:
        for size in kind.sizes[1:6:2] or kind.sizes:
            for outcome in _run(process, kind, folder / f"{group}, slow", size):
                assert is_fault(outcome) in ("", _SLOW), (kind, size, outcome)
