"""`archive serve`: what it sends, when it rebuilds, what it shows when a build fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from typer.testing import CliRunner

from medium_archive.cli import rebuilds
from medium_archive.cli.root import app
from medium_archive.commands.serve import Rebuilt, make_server, serve
from medium_archive.errors import ArchiveInUse
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.site.server.handler import EVENTS, SCRIPT
from medium_archive.site.server.server import Server
from tests import small_archive
from tests.conftest import SAME_PACKAGE, one_in


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path)


@pytest.fixture
def server(archive: Layout) -> Iterator[Server]:
    running = make_server(archive, archive.site)
    running.start()
    yield running
    running.stop()


def ask(server: Server, path: str, host: str = "", method: str = "GET") -> HTTPResponse:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=10)
    connection.request(method, quote(path), headers={"Host": host} if host else {})
    return connection.getresponse()


class Stream:
    """The stream of events that an open page receives."""

    def __init__(self, server: Server) -> None:
        self.response = ask(server, EVENTS)

    def next(self) -> dict[str, Any]:
        while True:
            line = self.response.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: "):
                news: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
                return news


def test_served_pages_have_the_reload_script(server: Server, archive: Layout) -> None:
    """The file on the disk does not have it; the search keeps its own script."""
    response = ask(server, "/")
    sent = response.read().decode()
    assert response.status == 200
    assert f'src="{SCRIPT}"' in sent and "script-src 'self'" in sent
    assert SCRIPT not in (archive.site / "index.html").read_text("utf-8")
    assert ask(server, "/search.html").read().decode().count("script-src 'self';") == 1
    assert ask(server, SCRIPT).read().startswith(b"//")


def test_pages_and_pictures_with_any_name_are_served(server: Server, archive: Layout) -> None:
    """A page with a Chinese name is found; a picture has its type and bytes."""
    assert ask(server, "/posts/2019-01-09-檔案/index.html").status == 200
    assert ask(server, "/posts/2019-01-09-檔案").status == 307
    response = ask(server, "/ada.png")
    assert response.getheader("Content-Type") == "image/png"
    assert response.read() == (archive.root / "ada.png").read_bytes()
    assert ask(server, "/ada.png", method="HEAD").read() == b""


@pytest.mark.parametrize("path", ["/nothing.html", "/.archive-files", "/../archive.toml", "/%2e%2e/archive.toml"])
def test_only_files_of_the_site_are_served(server: Server, path: str) -> None:
    """No missing page, no manifest, no file outside the site."""
    response = ask(server, path)
    assert response.status == 404
    sent = response.read().decode()
    assert "There is no such page" in sent and '<base href="/">' in sent


@pytest.mark.parametrize("path", ["/" + "x" * 60_000, "/" + "x/" * 20_000, "/" + "%00" * 1000])
def test_a_path_that_no_file_can_have_is_not_found(server: Server, path: str) -> None:
    assert ask(server, path).status == 404


def test_other_sites_cannot_read_served_pages(server: Server) -> None:
    """A request with another host name is refused."""
    assert ask(server, "/", host="evil.example").status == 403
    assert ask(server, "/", host="localhost:1").status == 200


def test_saving_a_post_reloads_the_open_page(server: Server, archive: Layout) -> None:
    """The event comes once the new page is there."""
    stream = Stream(server)
    assert stream.next() == {"version": 0, "problem": ""}
    small_archive.write(archive.root, "posts/2022-01-01-new/index.md", "---\ntitle: Fresh\n---\n\nNew words.\n")
    assert stream.next() == {"version": 1, "problem": ""}
    assert "New words." in ask(server, "/posts/2022-01-01-new/index.html").read().decode()


def test_the_page_shows_problems_until_they_are_corrected(server: Server, archive: Layout) -> None:
    """Broken settings and a broken post are shown, and no longer once they are correct."""
    stream = Stream(server)
    stream.next()
    settings = archive.settings.read_text("utf-8")
    small_archive.write(archive.root, "archive.toml", "schema = \n")
    assert "archive.toml" in stream.next()["problem"]
    small_archive.write(archive.root, "archive.toml", settings)
    assert stream.next()["problem"] == ""
    small_archive.write(archive.root, "posts/2020-11-12-looms/index.md", "---\ntitle: [\n---\n")
    assert "posts/2020-11-12-looms/index.md" in stream.next()["problem"]


def test_the_archives_own_theme_is_watched(archive: Layout) -> None:
    """An error of a template is shown with its line; the server goes on."""
    theme = archive.root / "themes/mine"
    small_archive.write(theme, "theme.toml", 'name = "mine"\n')
    text = archive.settings.read_text("utf-8").replace('theme = "plain"', 'theme = "mine"')
    small_archive.write(archive.root, "archive.toml", text)
    running = make_server(archive, archive.site)
    running.start()
    try:
        stream = Stream(running)
        assert "has no template index.html" in stream.next()["problem"]
        small_archive.write(theme, "index.html", "\n{{ nothing }}")
        assert "index.html, line 2" in stream.next()["problem"]
        assert ask(running, "/").status == 404
    finally:
        running.stop()


def test_the_site_is_served_under_its_final_path(tmp_path: Path) -> None:
    """With site.url under /blog the server uses /blog: the links of 404.html work at any depth."""
    layout = small_archive.make(tmp_path, url="https://ada.example/blog")
    running = make_server(layout, layout.site)
    running.start()
    try:
        assert running.address.endswith("/blog/")
        assert ask(running, "/blog/index.html").status == 200
        assert ask(running, "/").getheader("Location") == "/blog/"
        missing = ask(running, "/blog/no/such/page.html")
        assert missing.status == 404
        assert 'href="/blog/static/style.css"' in missing.read().decode()
        assert ask(running, "/index.html").status == 404
    finally:
        running.stop()


def test_drafts_are_served_from_a_temporary_folder(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve --drafts` builds elsewhere, because site/ may be published at any time."""
    seen: list[bytes] = []

    def look_and_interrupt(server: Server) -> None:
        seen.append(ask(server, "/drafts/hushed-plans/index.html").read())
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "wait", look_and_interrupt)
    addresses: list[str] = []
    report = serve(archive, port=0, drafts=True, ready=lambda address, watch: addresses.append(address + watch))
    assert b"Whispered." in seen[0]
    assert addresses == [report.facts["address"]]
    assert not archive.site.exists()


def test_a_port_in_use_is_replaced_by_a_free_one(server: Server, archive: Layout) -> None:
    """For a second server on the same port."""
    second = make_server(archive, archive.site, port=urlsplit(server.address).port or 0)
    second.start()
    try:
        assert second.address != server.address
        assert ask(second, "/").status == 200
    finally:
        second.stop()


def test_stopping_ends_every_thread(archive: Layout) -> None:
    """A stopped server neither watches nor answers."""
    before = threading.active_count()
    running = make_server(archive, archive.site)
    running.start()
    running.stop()
    running.wait()
    assert threading.active_count() == before
    with pytest.raises(ConnectionError):
        ask(running, "/")


def test_the_page_shows_any_error_of_a_build(tmp_path: Path) -> None:
    """An unexpected error is shown in the page; the next change is built."""
    errors: list[Exception] = [KeyError("unexpected"), ZeroDivisionError()]
    watched = tmp_path / "text.md"
    running = Server(tmp_path, [watched], lambda: raise_next(errors))
    running.start()
    try:
        stream = Stream(running)
        assert stream.next() == {"version": 0, "problem": "The site could not be built: KeyError: 'unexpected'"}
        watched.write_text("1")
        assert "ZeroDivisionError" in stream.next()["problem"]
        watched.write_text("22")
        assert stream.next() == {"version": 2, "problem": ""}
    finally:
        running.stop()


def raise_next(errors: list[Exception]) -> str:
    if errors:
        raise errors.pop(0)
    return ""


def test_a_build_waits_for_an_import_to_end(tmp_path: Path) -> None:
    """The page says once that another run is writing; after that run the site is built without another change."""
    errors: list[Exception] = [ArchiveInUse("Another run is writing.", "Wait.") for _ in range(3)]
    running = Server(tmp_path, [], lambda: raise_next(errors))
    running.start()
    try:
        stream = Stream(running)
        news = [stream.next(), stream.next()]
    finally:
        running.stop()
    assert news == [
        {"version": 0, "problem": "Another run is writing.\nWait."},
        {"version": 1, "problem": ""},
    ]


def test_a_new_server_can_use_the_port_of_the_last(server: Server, archive: Layout) -> None:
    """Also while a page is open, as when a person restarts the server."""
    stream = Stream(server)
    stream.next()
    server.stop()
    second = make_server(archive, archive.site, port=urlsplit(server.address).port or 0)
    second.start()
    try:
        assert second.address == server.address
    finally:
        second.stop()


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no such signals")
@pytest.mark.parametrize("name", one_in(3, ["SIGTERM", "SIGHUP", "SIGINT"]))
def test_a_terminated_server_removes_its_drafts(
    archive: Layout, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """By a signal, a closed terminal or Ctrl-C: the temporary folder of `--drafts` is removed."""
    place = tmp_path_factory.mktemp("temporary")
    number = getattr(signal, name)
    heeded = signal.signal(number, signal.SIG_DFL)  # who runs in the background, or under nohup, ignores some
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "medium_archive.cli",
            "serve",
            "--drafts",
            "--port",
            "0",
            "--archive",
            str(archive.root),
        ],
        env={**SAME_PACKAGE, "TMPDIR": str(place), "PATH": ""},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        signal.signal(number, heeded)
        try:
            assert process.stderr is not None
            assert "The site is at" in process.stderr.readline()
            assert list(place.glob("*/drafts/hushed-plans/index.html"))
            process.send_signal(number)
            assert process.wait(60) == 0
        finally:
            process.kill()
        assert "Traceback" not in process.stderr.read()
    assert list(place.iterdir()) == []


def test_each_rebuild_is_told_once(archive: Layout) -> None:
    """With the files that changed, and the problems in them: errors, and warnings about these files."""
    builds: list[Rebuilt] = []
    running = make_server(archive, archive.site, built=builds.append)
    running.start()
    try:
        stream = Stream(running)
        stream.next()
        for text in (
            "---\ntitle: Fresh\n---\n\nNew words.\n",
            "---\ntitle: [\n---\n",
            "---\ntitle: F\ndate: soon\n---\n",
        ):
            small_archive.write(archive.root, "posts/2022-01-01-new/index.md", text)
            stream.next()
    finally:
        running.stop()
    first, broken, warned = builds
    assert {build.changed for build in builds} == {("posts/2022-01-01-new/index.md",)}
    assert first.problems == ()
    assert [line.partition(":")[0] for line in broken.problems] == ["posts/2022-01-01-new/index.md"]
    assert [line.partition(":")[0] for line in warned.problems] == ["posts/2022-01-01-new/index.md"]


def test_a_rebuild_is_printed_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Its problems follow, each in a line."""
    rebuilds.say(Rebuilt(("posts/a/index.md", "posts/b/index.md"), 0.26, ()))
    rebuilds.say(Rebuilt(("posts/a/index.md",), 0.1, ("posts/a/index.md: It is wrong.",)))
    rebuilds.say(Rebuilt((), 0, ("archive.toml: It is wrong.",)))
    assert capsys.readouterr().err.splitlines() == [
        "posts/a/index.md and 1 more: built in 0.3 s",
        "posts/a/index.md:",
        "  posts/a/index.md: It is wrong.",
        "archive.toml: It is wrong.",
    ]


def test_a_port_that_another_program_uses_is_named(own_example: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    def served(_layout: Layout, *, ready: Any, **_more: object) -> Report:
        ready("http://127.0.0.1:45389/", "")
        return Report("serve")

    monkeypatch.setattr("medium_archive.commands.serve.serve", served)
    command = ["serve", "--no-open", "--archive", str(own_example.root), "--port"]
    said = "Another program uses port 8932"
    assert said in CliRunner().invoke(app, [*command, "8932"]).stderr
    assert said not in CliRunner().invoke(app, [*command, "45389"]).stderr
