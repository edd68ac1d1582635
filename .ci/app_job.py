"""Import the example on the page of `archive app`: python .ci/app_job.py ARCHIVE COMMAND…

Its jobs are processes of the same program, which a file such as archive.pyz must be able to start.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "medium-export.zip"
SECONDS = 120


def run(archive: str, command: list[str]) -> str:
    """What failed; "" if the import was done."""
    app = subprocess.Popen([*command, "app", "--no-browser", "--archive", archive], stderr=subprocess.PIPE, text=True)
    try:
        printed = [app.stderr.readline() for _ in range(2)] if app.stderr else [""]
        door = Path(printed[-1].partition("browser: ")[2].strip()).read_text("utf-8")
        failed = _import(*re.findall(r'action="http://([^/"]+)/enter"|name="key" value="([^"]+)"', door))
        app.wait(SECONDS)
        return failed
    finally:
        app.kill()


def _import(host: tuple[str, str], key: tuple[str, str]) -> str:
    address = host[0]
    headers = {"Origin": f"http://{address}"}
    entered = _ask(address, "/enter", headers, {"key": key[1]}).headers["Set-Cookie"].split("; ")
    headers["Cookie"], base = entered[0], entered[1].removeprefix("Path=")
    _ask(address, f"{base}/jobs/import", headers, {"source": str(EXAMPLE), "offline": "1"})
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        report = json.load(_ask(address, f"{base}/job/report", headers))
        page = _ask(address, f"{base}/job", headers).read().decode()
        if report or "Import: failed" in page:
            _ask(address, f"{base}/end", headers, {})
            return "" if report.get("exit_code") == 0 else page
        time.sleep(0.2)
    return "The import on the page took too long."


def _ask(address: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None) -> HTTPResponse:
    connection = HTTPConnection(address, timeout=SECONDS)
    body = None if form is None else urlencode(form)
    connection.request("GET" if form is None else "POST", path, body, headers)
    return connection.getresponse()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:]) or 0)
