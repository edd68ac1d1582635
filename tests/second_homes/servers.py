"""Programs that serve HTTP on this machine, and what they have of a post."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

_START_SECONDS = 300.0


@dataclass(frozen=True)
class Shown:
    """A post as its readers get it, and what the server says of it. `date` is ISO 8601 in UTC."""

    id: str
    title: str
    slug: str
    date: str
    tags: tuple[str, ...]
    html: str
    excerpt: str = ""
    canonical: str = ""
    cover: str = ""
    address: str = ""


class Home(Protocol):
    """A real server that runs. `settings` and `secrets` are those of its platform."""

    @property
    def settings(self) -> Mapping[str, str]: ...

    @property
    def secrets(self) -> Mapping[str, str]: ...

    def posts(self) -> list[Shown]:
        """All posts that are published, by the server's own interface."""

    def trash(self, id: str) -> None:
        """Delete a post as a person does there."""

    def bring(self, file: Path) -> str:
        """Import a file as a person does there. Gives what the server says of it."""

    def original(self, address: str) -> str:
        """The address of the file that was uploaded, for one that a text shows."""


@dataclass(frozen=True)
class Place:
    """Where a server listens, and how to ask it. `headers` go along with each request."""

    base: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, path: str, body: object = None, method: str = "", headers: Mapping[str, str] = {}) -> Any:
        """The JSON of an answer. Raises HTTPError."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers, **headers}
        request = Request(f"{self.base}{path}", content, headers, method=method or None)  # noqa: S310  # this machine
        try:
            with urlopen(request, timeout=120) as answer:  # noqa: S310  # this machine
                return json.loads(answer.read() or b"null")
        except HTTPError as error:
            error.add_note(error.read().decode("utf-8", "replace")[:1000])
            raise


def checksum(address: str) -> str:
    """The SHA-256 of what is at an address, "" if nothing is there."""
    with suppress(HTTPError), urlopen(address, timeout=120) as answer:  # noqa: S310  # this machine
        return hashlib.sha256(answer.read()).hexdigest()
    return ""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def started(
    command: Sequence[str], port: int, log: Path, environment: Mapping[str, str] = {}, folder: Path | None = None
) -> Iterator[None]:
    """Run a server until the end of the block, which begins when it listens."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **environment}, cwd=folder, process_group=0
        )
        try:
            _wait(server, port, log)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, 15)
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:  # Ghost may wait for its jobs
                os.killpg(server.pid, 9)
                server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise AssertionError(f"The server does not answer: {log}")
