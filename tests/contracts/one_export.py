"""Exports in a process of its own: `python -m tests.contracts.one_export FORMAT ARCHIVE PLACE [kill]`.

The archive is exported to PLACE/whole. With `kill`, it is also exported to PLACE/killed-1, PLACE/killed-2 and so on,
each time in a process that kills itself before one of its changes to the disk: a file opened for writing, renamed or
removed, or a folder made.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from medium_archive import formats
from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout

ROOT = Path(__file__).parents[2]  # tests.conftest would bring the whole program into each process


def run(member: Any, archive: Layout, place: Path, *, kill: bool = False) -> None:
    """Another process has another order of sets, another time zone and another current folder than this one."""
    name = member.NAME if member in formats.ALL else f"{type(member).__module__}:{type(member).__name__}"
    command = [sys.executable, "-m", "tests.contracts.one_export", name, str(archive.root), str(place)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland"}
    command += ["kill"] if kill else []
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _main(name: str, archive: str, place: str, kill: str = "") -> None:
    module, _, of_class = name.partition(":")
    members: dict[str, Any] = {member.NAME: member for member in formats.ALL}
    member = getattr(importlib.import_module(module), of_class)() if of_class else members[name]
    layout, out = Layout(Path(archive)), Path(place)
    export(layout, member, out / "whole")
    if not kill:
        return
    changes = _export_apart(layout, member, out / "counted", sys.maxsize)
    assert changes is not None
    for change in sorted({1, changes // 3, 2 * changes // 3, changes - 2, changes - 1} - {0, -1}):
        assert _export_apart(layout, member, out / f"killed-{change}", change) is None


def _export_apart(layout: Layout, member: Any, out: Path, most: int) -> int | None:
    """How many changes to the disk the export made; None if it was killed because it would have made more than
    `most`.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        made = 0

        def count(event: str, given: tuple[Any, ...]) -> None:
            nonlocal made
            writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
            if writes or event in ("os.rename", "os.remove", "os.mkdir"):
                made += 1
                if made > most:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        export(layout, member, out)
        os.write(writing, str(made).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as text:
        made_there = text.read()
    if os.WIFSIGNALED(status):
        return None
    return int(made_there)


if __name__ == "__main__":
    _main(*sys.argv[1:])
