"""Programs that serve HTTP on this machine, and a counting proxy in front of them."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_START_SECONDS = 180.0


@dataclass(frozen=True)
class Home:
    """A server that runs. `host` is its name in https addresses, `base` where it listens. `settings` and `secrets` are
    those of the platform.
    """

    host: str
    base: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def started(
    command: Sequence[str], port: int, log: Path, environment: Mapping[str, str] = {}, folder: Path | None = None
) -> Iterator[str]:
    """Run a server until the end of the block. Gives its address once it answers."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **environment}, cwd=folder, process_group=0
        )
        try:
            _wait(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, 15)
            server.wait(30)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise AssertionError(f"The server does not answer: {log}")
