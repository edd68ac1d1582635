"""A rescue in a process of its own, which a test may kill. Its clock is quicker than the real one, and the same in all
processes of a machine.

    python -m tests.rescue_process FOLDER JSON-OF-HOSTS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from medium_archive.commands.rescue import Network, Options, rescue
from medium_archive.folder.layout import Layout

FACTOR = 100  # a minute is 0.6 s


class QuickClock:
    def __call__(self) -> float:
        return time.monotonic() * FACTOR

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / FACTOR)


if __name__ == "__main__":
    _clock = QuickClock()
    _network = Network(json.loads(sys.argv[2]), sleep=_clock.sleep, clock=_clock, wall=_clock)
    _report = rescue(Layout(Path(sys.argv[1])), Options("@ada", offline=True), network=_network)
    sys.stdout.write(json.dumps(_report.as_json()))
