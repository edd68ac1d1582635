"""`archive check --browser` with the real programs, under a screen that nobody sees."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.folder.settings import Watch
from medium_archive.medium.addresses import place
from medium_archive.watch import looks
from medium_archive.watch.browser import processes, profile
from medium_archive.watch.look_files import Look
from tests.conftest import need
from tests.medium_server import MediumServer, Reply, app, challenge, html, redirect, suspended
from tests.medium_server import profile as profile_page

pytestmark = pytest.mark.slow  # a browser takes seconds to start
TITLED = (
    b"<html><head><title>Medium</title></head><body><script>document.title = '410 account suspended'; "
    b"document.body.append('This account is under investigation or was found in violation of the Medium Rules.')"
    b"</script></body></html>"
)
# The page of a cache, whose script finds out what has become of the account
LATER = (
    "<script>setTimeout(() => { document.head.innerHTML = '<title>410 account suspended — Medium</title>'; "
    "document.body.textContent = 'This account is under investigation'; }, 300)</script>"
)
ADA = "https://medium.com/@ada"
_PATIENCE = 600.0  # seconds


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """The name of a display."""
    reading, writing = os.pipe()
    command = (need("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp")
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture(params=["chromium --no-sandbox", "firefox-esr"])
def variables(
    request: pytest.FixtureRequest, screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, str]:
    """The environment of a check with one of the browsers, with a temporary folder of its own and as much time as a
    browser needs beside other tests.
    """
    need(request.param.split()[0])
    for limit in ("chromium.START", "chromium.OPEN", "firefox.START", "firefox.OPEN", "conversation.ANSWER"):
        monkeypatch.setattr(f"medium_archive.watch.browser.{limit}_SECONDS", _PATIENCE)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return {"DISPLAY": screen, "ARCHIVE_BROWSER": request.param}


def look(server: MediumServer, variables: Mapping[str, str]) -> Look:
    found = looks.send(
        [place(ADA)], Watch(hosts=server.hosts()), variables, lambda: datetime.now(UTC), lambda seconds: None
    )
    (one,) = found.looks
    return one


def behind_wall(page: Reply) -> MediumServer:
    """A host that wants a cookie, which a script sets, before it shows a page."""

    def answer(headers: Mapping[str, str]) -> Reply:
        script = "<script>document.cookie = 'passed=1'; setTimeout(() => location.reload(), 200)</script>"
        wall = html("Just a moment...", script, 403, headers={"cf-mitigated": "challenge"})
        return page if "passed=1" in headers.get("cookie", "") else wall

    return MediumServer({"medium.com/@ada": answer, "medium.com/@ada/about": answer})


@pytest.mark.parametrize(("page", "verdict"), [(profile_page("ada"), "up"), (suspended("account"), "suspended")])
def test_a_browser_passes_a_wall_that_lets_browsers_pass(
    variables: Mapping[str, str], tmp_path: Path, page: Reply, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sees what is behind it, under its own name, and leaves nothing behind."""
    monkeypatch.setattr("medium_archive.watch.browser.look.WALL_SECONDS", _PATIENCE)
    with behind_wall(page) as server:
        seen = look(server, variables)
    assert (seen.probe.verdict, seen.probe.status) == (verdict, page.status)
    assert seen.screenshot.startswith(b"\xff\xd8")  # a JPEG
    assert all("medium-archive" not in headers["user-agent"] for headers in server.headers)
    assert any(name in server.headers[0]["user-agent"] for name in ("Chrome/", "Firefox/"))
    assert not list(tmp_path.glob(f"{profile.PREFIX}*"))
    assert not processes.users_of(str(tmp_path))


def test_a_wall_that_stays_is_unknown(variables: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the advice to pass it oneself."""
    monkeypatch.setattr("medium_archive.watch.browser.look.WALL_SECONDS", 1.0)
    with MediumServer({"medium.com/@ada": challenge()}) as server:
        seen = look(server, variables)
    assert seen.probe.verdict == "unknown"
    assert "pass the check in the window yourself" in seen.probe.reason


def test_a_run_that_was_killed_leaves_nothing_after_the_next(variables: Mapping[str, str], tmp_path: Path) -> None:
    """Chromium ends by itself when its pipes end; the next run ends Firefox."""
    script = (
        "import os, tempfile, time; tempfile.tempdir = os.environ['FOLDER']\n"
        "from medium_archive.watch.browser import look\n"
        "with look.looker(os.environ) as one: one.start(); print('started', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, **variables, "FOLDER": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline()
        killed.kill()
    if "chromium" in variables["ARCHIVE_BROWSER"]:
        end = time.monotonic() + 10
        while processes.users_of(str(tmp_path)) and time.monotonic() < end:
            time.sleep(0.05)
        assert not processes.users_of(str(tmp_path))
    assert list(tmp_path.glob(f"{profile.PREFIX}*"))
    with behind_wall(profile_page("ada")) as server:
        assert look(server, variables).probe.verdict == "up"
    assert not list(tmp_path.glob(f"{profile.PREFIX}*"))
    assert not processes.users_of(str(tmp_path))


def test_what_a_host_may_answer_besides_a_page_is_unknown(
    variables: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its reason, over a real connection, and the browser goes on."""
    monkeypatch.setattr("medium_archive.watch.browser.look.WALL_SECONDS", 90.0)  # beside other tests
    with MediumServer() as server:
        host = server.address.replace("127.0.0.1", "localhost")
        name = host.removeprefix("http://")
        server.answers |= {
            f"{name}/@loop": redirect(f"{host}/@loop"),
            f"{name}/@file": Reply(200, b"x" * 9, {"Content-Type": "application/octet-stream"}),
            f"{name}/@alert": html("Medium", "<script>while (true) alert('no')</script>"),
            f"{name}/@leave": html("Medium", "<script>onbeforeunload = event => event.preventDefault()</script>"),
            f"{name}/@frame": html("Medium", f"<iframe src='{host}/@out'></iframe>"),
            f"{name}/@out": suspended("account"),
            f"{name}/@title": Reply(200, TITLED, {"Content-Type": "text/html; charset=utf-8"}),
            f"{name}/@late": html("Ada", LATER, head=app("@late")),
            f"{name}/@gone": Reply(404),
        }
        names = ("@loop", "@file", "@alert", "@leave", "@frame", "@title", "@late", "@gone")
        found = looks.send(
            [place(f"{host}/{name}") for name in names],
            Watch(allow=("localhost",)),
            variables,
            lambda: datetime.now(UTC),
            lambda seconds: None,
        )
    seen = {name: one.probe for name, one in zip(names, found.looks, strict=True)}
    assert seen["@gone"].verdict == "gone", seen["@gone"].reason
    assert {seen[name].verdict for name in names[:-1]} == {"unknown"}
    for name, words in (("@loop", "redirects without end"), ("@file", "file to download"), ("@alert", "dialog")):
        assert words in seen[name].reason
