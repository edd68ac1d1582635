"""pywb, a real web archive, as a server on this machine, where it is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.common_crawl_server import FILE, CommonCrawlServer
from tests.wayback_server import Kept
from tests.web_servers import Clock

NEEDED = [
    pytest.mark.slow,  # starts a server, which answers twenty requests a second
    pytest.mark.skipif(
        shutil.which("wb-manager") is None and not os.environ.get("CI"),
        reason="needs pywb: pip install pywb, in an environment of its own",
    ),
]


@contextmanager
def serving(folder: Path, *kept: Kept) -> Iterator[str]:
    """The address of a collection that has these captures."""
    folder.mkdir(exist_ok=True)
    (folder / "a.warc.gz").write_bytes(CommonCrawlServer({"x": kept}, Clock()).files[FILE.format("x")])
    for words in (["init", "coll"], ["add", "coll", "a.warc.gz"]):
        subprocess.run(["wb-manager", *words], cwd=folder, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["wayback", "-p", str(port), "-b", "127.0.0.1"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}/coll"
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert server.poll() is None, "pywb ended"
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(0.1)
        else:
            return
    raise AssertionError("pywb does not listen")
