"""The requests and the pause of the last minutes, in a file: an archive counts on when a run is killed and goes on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from medium_archive.folder import files, regular_files

MINUTE = 60.0
_LONGEST_PAUSE = 86_400.0  # a later moment comes from a wrong clock


class Recent:
    """What an archive was asked lately, by the clock on the wall. The file may be deleted or damaged: then nothing was.
    Threads may share it.
    """

    def __init__(self, path: Path, wall: Callable[[], float] = time.time) -> None:
        self._path, self._wall = path, wall
        self._lock = threading.Lock()
        self._asked: dict[str, list[float]] = {}
        self._ready_at = 0.0
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            found = json.loads(regular_files.read(path, path.parent))
            self._ready_at = float(found["ready_at"])
            self._asked = {name: [float(moment) for moment in moments] for name, moments in found["asked"].items()}

    def ages(self, name: str) -> list[float]:
        """How many seconds ago the requests of a kind were sent, of those of the last minute."""
        now = self._wall()
        return [now - moment for moment in self._asked.get(name, ()) if 0 <= now - moment < MINUTE]

    def pause(self) -> float:
        """The seconds that the archive must still be left alone."""
        left = self._ready_at - self._wall()
        return left if 0 < left <= _LONGEST_PAUSE else 0.0

    def note_request(self, name: str) -> None:
        """Note that a request of a kind is sent now. Raises FolderUnwritable."""
        with self._lock:
            now = self._wall()
            lately = (moment for moment in self._asked.get(name, ()) if 0 <= now - moment < MINUTE)
            self._asked[name] = [*lately, now]
            self._write()

    def note_pause(self, seconds: float) -> None:
        """Note that nothing may be sent for a while. Raises FolderUnwritable."""
        with self._lock:
            self._ready_at = self._wall() + seconds
            self._write()

    def _write(self) -> None:
        files.write(self._path, json.dumps({"asked": self._asked, "ready_at": self._ready_at}).encode())
