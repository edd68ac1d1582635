"""No secret and no private value leaves the archive when posts are published, by any way that others can see."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from medium_archive.folder.layout import Layout
from medium_archive.web.request import redact
from tests import small_archive
from tests.conftest import EXAMPLES
from tests.contracts.stand_in import Reply
from tests.contracts.wordpress_server import WordPressServer
from tests.web_servers import RawServer, always_responds, answer

CANARIES = [line for line in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if line]
_PROCESSES = Path("/proc")


@pytest.mark.parametrize("refused", [False, True])
def test_a_run_shows_no_secret_and_sends_no_private_value(
    own_example: Layout, monkeypatch: pytest.MonkeyPatch, *, refused: bool
) -> None:
    """Not in its output, errors, records and files, the list of processes, addresses, bodies, nor to any other host;
    also where the server refuses everything and quotes the request.
    """
    secret = WordPressServer.secrets["WORDPRESS_PASSWORD"]
    with WordPressServer() as server, RawServer(always_responds(answer(b"{}"))) as elsewhere:
        settings = own_example.settings.read_text("utf-8")
        table = f'[publish.wordpress]\nurl = "{server.address}"\nuser = "ada"\nallow = "127.0.0.1"\n'
        small_archive.write(own_example.root, "archive.toml", f"{settings}\n{table}")
        small_archive.write(own_example.root, "private/publish.env", f"WORDPRESS_PASSWORD={secret.value}\n")
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, elsewhere.address)
        if refused:
            quoted = f"{secret.value} {b64encode(f'ada:{secret.value}'.encode()).decode()}"
            server.fault = lambda request, number: (
                Reply.json({"code": "no", "message": quoted}, 400) if server.is_write(request) else None
            )
        shown, listed = _run(own_example)
        assert elsewhere.connections == 0
        sent = "".join(f"{request.path} {request.body.decode('utf-8', 'replace')}" for request in server.requests)
    assert server.writes
    kept = "".join(
        path.read_bytes().decode("utf-8", "replace")
        for path in own_example.root.rglob("*")
        if path.is_file() and path.name != "publish.env"
    )
    for name, text in {"output": shown, "processes": listed, "requests": sent, "files": kept}.items():
        assert redact(text, [secret]) == text, name
    assert not [canary for canary in CANARIES if canary in sent]


def _run(layout: Layout) -> tuple[str, str]:
    """Publish in a process of its own. Returns what it printed, and the command lines of all processes meanwhile."""
    command = [sys.executable, "-m", "medium_archive.cli", "publish", "wordpress", "--archive", str(layout.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        listed = ""
        while True:
            listed += _command_lines()
            try:
                output, _ = process.communicate(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
            return output.decode(), listed


def _command_lines() -> str:
    """The command line of each process; "" where there is no /proc."""
    found = []
    for path in _PROCESSES.glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().decode("utf-8", "replace"))
        except OSError:  # it has ended
            continue
    return "".join(found)
