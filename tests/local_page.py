"""`archive app` as a process, and a visitor of its page who can send what no browser would."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from tests.conftest import SAME_PACKAGE

_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class LocalPage:
    """A running `archive app`: the file that opens it, its port, and what a browser has after it was opened."""

    process: subprocess.Popen[bytes]
    door: Path
    port: int
    key: str
    base: str = ""
    cookie: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends with a form of the page."""
        return {"Host": f"127.0.0.1:{self.port}", "Origin": self.origin, "Cookie": self.cookie}

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send exactly this request, with a length for the body if the headers have none."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        lengths = {} if "Content-Length" in headers or "Transfer-Encoding" in headers else {"Content-Length": len(body)}
        for name, value in {**headers, **lengths}.items():
            connection.putheader(name, str(value))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def send_bytes(self, request: bytes) -> bytes:
        """Send these bytes, and read until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_SECONDS) as connection:
            connection.sendall(request)
            pieces = []
            while piece := connection.recv(65_536):
                pieces.append(piece)
            return b"".join(pieces)

    def enter(self) -> None:
        """What the browser does with the file that opens the page."""
        body = urlencode({"key": self.key}).encode()
        answer = self.send("POST", "/enter", {"Host": f"127.0.0.1:{self.port}", "Origin": "null"}, body)
        assert answer.status == 200, answer.text
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        found = re.search(r'href="(/[^/"]+)/"', answer.text)
        assert found
        self.base = found[1]

    def get(self, page: str, **headers: str) -> Answer:
        return self.send("GET", f"{self.base}/{page}", {"Host": self.headers["Host"], "Cookie": self.cookie, **headers})

    def post(self, page: str, **form: str) -> Answer:
        """Send a form; if it saves something, the answer is the page that says so."""
        answer = self.send("POST", f"{self.base}/{page}", self.headers, urlencode(form).encode())
        location = answer.headers.get("location", "").removeprefix(f"{self.base}/")
        is_saved = answer.status == 303 and page != "language" and not location.startswith("job")
        return self.get(location) if is_saved else answer

    def put(self, path: str, body: bytes) -> Answer:
        return self.send("PUT", f"{self.base}/{path}", self.headers, body)

    def drop(self, files: Mapping[str, bytes]) -> str:
        """Drop files, by their paths; returns the name of the drop."""
        name: str = json.loads(self.post("drops").body)["drop"]
        for path, content in files.items():
            assert self.put(f"drops/{name}/{path}", content).status == 201
        return name

    def events(self) -> Iterator[dict[str, Any]]:
        """The events of the job, until it has ended."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_SECONDS) as connection:
            head = (
                f"GET {self.base}/job/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n\r\n"
            )
            connection.sendall(head.encode())
            stream: IO[bytes] = connection.makefile("rb")
            for line in stream:
                if line.startswith(b"data: "):
                    event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                    yield event
                    if event["state"] != "running":
                        return

    def run(self, action: str, **form: str) -> str:
        """Start an action, wait for its end, and return the page of the job."""
        answer = self.post(f"jobs/{action}", **form)
        assert answer.status == 303, answer.text
        assert answer.headers["location"] == f"{self.base}/job"
        for _ in self.events():
            pass
        return self.get("job").text


@contextmanager
def _hang_up_heard() -> Iterator[None]:
    """A process that is started here hears SIGHUP, also where nohup has started the tests."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL) if sys.platform != "win32" else None
    try:
        yield
    finally:
        if sys.platform != "win32":
            signal.signal(signal.SIGHUP, before)


@contextmanager
def opened(
    archive: Path,
    *options: str,
    program: Sequence[str] = ("-m", "medium_archive.cli"),
    cwd: Path | None = None,
    entered: bool = True,
) -> Iterator[LocalPage]:
    """Run `archive app` on an archive, and end it as Ctrl-C does. `program` is what Python runs."""
    command = [sys.executable, *program, "app", "--no-browser", "--archive", str(archive), *options]
    environment = {**os.environ, **SAME_PACKAGE}
    environment.pop("FORCE_COLOR", None)
    with _hang_up_heard():
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, cwd=cwd)
    assert process.stderr is not None
    try:
        printed = [process.stderr.readline().decode() for _ in range(2)]
        door = Path(printed[-1].partition("browser: ")[2].strip())
        assert door.name == "open.html", printed
        found = re.search(
            r'action="http://127\.0\.0\.1:(\d+)/enter".*name="key" value="([^"]+)"', door.read_text(), re.S
        )
        assert found
        page = LocalPage(process, door, int(found[1]), found[2])
        if entered:
            page.enter()
        yield page
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def wait_until(condition: Any, seconds: float = _SECONDS) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
