"""Every way out of the program before servers of every wrong kind; `python -m tests.hostile_servers` runs them all."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROTATION, need

if sys.platform != "linux":
    pytest.skip("the memory of a process is Linux's", allow_module_level=True)

from tests.hostile_servers import kinds, mail_servers
from tests.hostile_servers.__main__ import ALL
from tests.hostile_servers.certificates import Certificates
from tests.hostile_servers.kind import Kind
from tests.hostile_servers.mails import WAYS as MAILS
from tests.hostile_servers.process import Commands
from tests.hostile_servers.scene import Way, bench
from tests.hostile_servers.ways import ALL as READING

_SLOW = "slow"  # is no fault on a machine that has other work; the command tells it
_EVERY = 150  # kinds, of which a way meets one
# The clock of its server stays behind that of the runs, so the next run may take a page for saved: see the table
_BY_HAND = ("publish --save, requests",)


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    made = Commands()
    yield made
    made.close()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    need("openssl")
    return Certificates(tmp_path_factory.mktemp("certificates"))


def faults(way: Way, chosen: list[Kind], folder: Path, commands: Commands, certificates: Certificates) -> list[str]:
    found = []
    with bench(way, folder / "way", commands, certificates) as made:
        for kind in chosen:
            result = made.result(kind)
            found += [f"{way.name}, {kind}: {fault}" for fault in result.faults if fault != _SLOW]
    shutil.rmtree(folder / "way")
    return found


def test_a_command_ends_well_and_the_next_one_is_whole(
    tmp_path: Path, commands: Commands, certificates: Certificates
) -> None:
    """The pictures, before one kind of two groups."""
    groups = [[kind for kind in kinds.ALL if kind.group == group] for group in kinds.GROUPS if group != "stages"]
    two = (groups[ROTATION % len(groups)], groups[(ROTATION + 2) % len(groups)])
    chosen = [group[ROTATION % len(group)] for group in two]
    assert faults(READING[0], chosen, tmp_path, commands, certificates) == []


@pytest.mark.slow
@pytest.mark.parametrize("way", [way for way in ALL if way.name not in _BY_HAND], ids=lambda way: way.name)
def test_each_way_out_ends_well_and_the_next_run_is_whole(
    way: Way, tmp_path: Path, commands: Commands, certificates: Certificates
) -> None:
    every = mail_servers.KINDS if way in MAILS else kinds.ALL
    chosen = list(every[(ROTATION + 41 * ALL.index(way)) % _EVERY :: _EVERY])
    assert faults(way, chosen, tmp_path, commands, certificates) == []
