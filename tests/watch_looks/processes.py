"""A desktop for browsers, and the processes of a look (Linux)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def desktop() -> Iterator[tuple[str, int]]:
    """Xvfb, as long as the context lasts: the name of its display, and the number of its process."""
    ours, its = os.pipe()
    words = ["Xvfb", "-displayfd", str(its), "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(words, pass_fds=[its], stderr=subprocess.DEVNULL) as server:
        os.close(its)
        try:
            with os.fdopen(ours, encoding="ascii") as number:
                yield f":{number.readline().strip()}", server.pid
        finally:
            server.terminate()


def of(folder: Path) -> dict[int, str]:
    """The processes that have this folder in their command or their environment, and their descendants: their commands
    by their numbers.
    """
    return _with_descendants(
        {pid for pid, _ in _parents() if any(str(folder) in _read(pid, name) for name in ("cmdline", "environ"))}
    )


def below(parent: int, known: Iterable[int]) -> list[str]:
    """The commands of the living descendants of a process, without those that are known and theirs."""
    others = {parent, *_with_descendants(set(known))}
    return [words for pid, words in _with_descendants({parent}).items() if pid not in others]


def _with_descendants(found: set[int]) -> dict[int, str]:
    parents = dict(_parents())
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: _read(pid, "cmdline").replace("\0", " ") for pid in found}


def _parents() -> Iterator[tuple[int, int]]:
    """The number of each living process, and that of its parent."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            state, parent = (_read(int(entry.name), "stat").rpartition(")")[2].split() or ["Z", "0"])[:2]
            if state not in "ZX":
                yield int(entry.name), int(parent)


def _read(pid: int, name: str) -> str:
    with suppress(OSError):  # it may end at any time
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
    return ""
