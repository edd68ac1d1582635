"""Pages that real programs saved: Chromium, SingleFile, wacz, warcio and the standard library's mailbox."""

from __future__ import annotations

import io
import mailbox
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from warcio.recompressor import Recompressor

from medium_archive.medium.pages import containers
from medium_archive.report import Issue
from tests import local_server
from tests.conftest import need
from tests.sample_containers import ADDRESS, DIGEST, MEDIA, PAGE, RECORDS, warc, zipped
from tests.test_containers import pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

PICTURE = "1*AbCdEfGhIjKlMnOpQrStUv.png"
OTHER = "1*_bCdEfGhIjKlMnOpQrSt_w.jpeg"


def optional(program: str, source: str) -> str:
    """The path of a program that CI does not have; the test is skipped where it is missing."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"needs the program {program}: {source}")
    return path


def answer(path: str) -> tuple[str, bytes]:
    """What the place of Medium's servers answers."""
    if path.endswith((".png", ".jpeg")):
        picture = io.BytesIO()
        Image.new("RGB", (40, 30 if path.endswith(".png") else 20)).save(picture, "PNG")
        return "image/png", picture.getvalue()
    if "/media/" in path:
        return "text/html; charset=utf-8", b"<!doctype html><p>A player of the tide table</p>"
    again = f'<img src="https://miro.medium.com/v2/resize:fit:700/{OTHER}">'.encode()  # SingleFile writes it once
    return "text/html; charset=utf-8", PAGE.replace(b"</article>", again * 2 + b"</article>")


@pytest.mark.slow
def test_chromium_saves_mhtml(browser: Browser, tmp_path: Path) -> None:
    """Its text, address, pictures and players; not the scripts, which Chromium drops."""

    def fulfil(route: Route) -> None:
        kind, body = answer(route.request.url)
        route.fulfill(status=200, body=body, headers={"Content-Type": kind})

    page = browser.new_page()
    page.route("**/*", fulfil)
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    saved = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
    page.close()
    path = tmp_path / "saved"
    path.write_bytes(saved["data"].encode())
    [found] = pages(path)
    assert (found.address, found.kind) == (ADDRESS, "mhtml")
    assert found.captured is not None
    text = found.content.decode()
    assert '<h1 id="a1b2">The harbour at dawn 港口 🌊</h1>' in text
    assert "__APOLLO_STATE__" not in text
    assert found.pictures[PICTURE].content() == answer(".png")[1]
    assert found.pictures[OTHER].content() == answer(".jpeg")[1]
    assert b"A player of the tide table" in found.frames[MEDIA]()


@contextmanager
def serving() -> Iterator[str]:
    """A server on this machine with the page under every address of a page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = answer(self.path)
            local = f"http://{self.headers['Host']}".encode()
            for host in (b"https://miro.medium.com", b"https://medium.com"):
                body = body.replace(host, local)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    with local_server.serving(Handler) as address:
        yield address


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "has_pictures"),
    [
        ([], False),
        (["--save-original-urls"], True),
        (["--compress-content"], True),
        (["--compress-content", "--self-extracting-archive=false"], True),
    ],
)
def test_singlefile_saves_pages(tmp_path: Path, options: list[str], has_pictures: bool) -> None:
    """Plain, with its option to keep addresses, and packed, as a page that unpacks itself or a zip."""
    program, chromium = optional("single-file", "npm install single-file-cli"), need("chromium")
    path = tmp_path / "saved"
    with serving() as address:
        story = f"{address}/@ada/the-harbour-0a1b2c3d4e5f"
        command = [program, f"--browser-executable-path={chromium}", "--browser-arg=--no-sandbox", *options]
        subprocess.run([*command, story, str(path)], check=True, capture_output=True, timeout=60)
    [found] = pages(path)
    assert (found.address, found.kind) == (story, "singlefile")
    assert found.captured is not None
    assert "The harbour at dawn 港口 🌊</h1>" in found.content.decode()
    assert set(found.pictures) == ({PICTURE, OTHER} if has_pictures else set())
    for one in found.pictures:
        assert found.pictures[one].content() == answer(one)[1]
        assert found.pictures[one].address.encode() in found.content


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--no-warc-compression"]])
def test_wget_writes_web_archives(tmp_path: Path, options: list[str]) -> None:
    """With its own form of addresses."""
    program = optional("wget", "from Debian")
    with serving() as address:
        story = f"{address}/@ada/the-harbour-0a1b2c3d4e5f"
        command = [program, "--quiet", "--execute=robots=off", "--page-requisites", "--warc-file=saved", *options]
        subprocess.run([*command, story], check=False, cwd=tmp_path, timeout=60)
    [found] = pages(next(tmp_path.glob("saved.warc*")))
    assert found.address == story
    assert "The harbour at dawn 港口 🌊</h1>" in found.content.decode()
    assert {one: source.content() for one, source in found.pictures.items()} == {
        one: answer(one)[1] for one in (PICTURE, OTHER)
    }


def wacz(*arguments: str) -> None:
    program = optional("wacz", "pip install wacz, in an environment of its own")
    subprocess.run([program, *arguments], check=True, capture_output=True, timeout=120)


@pytest.mark.slow
def test_wacz_makes_archives(tmp_path: Path) -> None:
    """With its own list of checksums; a byte that changes in one is found."""
    (tmp_path / "a.warc.gz").write_bytes(warc())
    path = tmp_path / "a.wacz"
    wacz("create", "-o", str(path), str(tmp_path / "a.warc.gz"))
    [found] = pages(path)
    assert (found.address, found.content) == (ADDRESS, PAGE)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["indexes/index.idx"] += b"\n"
    path.write_bytes(zipped(files, zipfile.ZIP_STORED))
    issues = [one for one in containers.read(path) if isinstance(one, Issue) and one.level != "note"]
    assert [(one.where, one.code) for one in issues] == [("a.wacz/indexes/index.idx", "save-checksum")]


@pytest.mark.slow
def test_wacz_accepts_the_archives_of_these_tests(tmp_path: Path) -> None:
    from tests.sample_containers import wacz as sample  # noqa: PLC0415  # the program has the same name

    path = tmp_path / "a.wacz"
    path.write_bytes(sample())
    wacz("validate", "-f", str(path))


def test_warcio_packs_an_archive_again(tmp_path: Path) -> None:
    """What its own program makes is read like the archive it was made of."""
    (tmp_path / "a.warc").write_bytes(warc(RECORDS, is_packed=False))
    Recompressor(str(tmp_path / "a.warc"), str(tmp_path / "b.warc.gz")).recompress()
    [first], [second] = pages(tmp_path / "a.warc"), pages(tmp_path / "b.warc.gz")
    assert (first.content, set(first.pictures)) == (second.content, set(second.pictures)) == (PAGE, {PICTURE, OTHER})


def test_mailbox_writes_mails(tmp_path: Path) -> None:
    """Many in a file, with lines of a text that begin like the next mail."""
    path = tmp_path / "all"
    with_from = DIGEST.replace(b"0a1b2c3d4e5f", b"0a1b2c3d4e60") + b"\r\n\r\nFrom here on it rains, in 2026\r\n"
    box = mailbox.mbox(path)
    for mail in (DIGEST, with_from, DIGEST):
        box.add(mail)
    box.close()
    assert [one.address for one in pages(path)] == [ADDRESS, ADDRESS.replace("4e5f", "4e60")]
