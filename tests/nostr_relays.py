"""Real relays of Nostr on this machine: the one in nostr-sdk, and the program nostr-relay."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nostr_sdk import LocalRelayBuilder

_SECONDS = 60.0  # within which the program must start
PROGRAM = pytest.mark.skipif(
    shutil.which("nostr-relay") is None and not os.environ.get("CI"),
    reason="needs the program nostr-relay: pip install nostr-relay, in an environment of its own",
)


@contextmanager
def of_the_library(_folder: Path) -> Iterator[str]:
    """The address of the relay in nostr-sdk."""

    async def start() -> tuple[object, str]:
        relay = LocalRelayBuilder().build()
        await relay.run()
        return relay, str(await relay.url())

    relay, url = asyncio.run(start())
    try:
        yield url.replace("ws://", "http://").rstrip("/")
    finally:
        relay.shutdown()  # type: ignore[attr-defined]  # a LocalRelay has it


@contextmanager
def of_the_program(folder: Path) -> Iterator[str]:
    """The address of nostr-relay, with its database in memory."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = folder / "relay.yaml"
    # JSON is YAML
    values = {"gunicorn": {"bind": f"127.0.0.1:{port}", "workers": 1}, "max_event_size": 100_000}
    config.write_text(json.dumps({**values, "storage": {"sqlalchemy.url": f"sqlite+aiosqlite:///{folder}/relay.db"}}))
    with (folder / "relay.log").open("w") as log:
        process = subprocess.Popen(
            ["nostr-relay", "-c", str(config), "serve"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | {"HOME": str(folder)},
        )
    try:
        _wait(port, process, folder / "relay.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # it forks
        process.wait(_SECONDS)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
