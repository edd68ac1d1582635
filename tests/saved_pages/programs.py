"""The same pages saved by real programs: Chromium, SingleFile and wacz. warcio writes all WARCs of these tests."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

from tests import local_server, sample_containers
from tests.saved_pages import comparison, saves, written
from tests.saved_pages.comparison import STORIES, Row
from tests.saved_pages.saves import Save, Sent
from tests.saved_pages.tellings import Telling

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

_HTML = Save("HTML of the page as shown", saves.html_only, has_pictures=False)
_MHTML = Save("MHTML", saves.mhtml, has_state=False)
SINGLEFILE = (
    Save("SingleFile", saves.singlefile_default, has_state=False, has_pictures=False, has_addresses=False),
    Save("SingleFile, with addresses", saves.singlefile, has_state=False),
)
_WACZ = Save("WACZ", saves.wacz)


def rows(folder: Path) -> Iterator[Row]:
    """A row for each program that is here, and each era of pages."""
    if (chromium := shutil.which("chromium")) is not None:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not on every machine

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for era in written.ERAS:
                yield from of_chromium(era, browser, folder / era)
            browser.close()
    for era in written.ERAS:
        if shutil.which("single-file") and chromium:
            yield from (of_singlefile(era, save, folder / era / save.name) for save in SINGLEFILE)
        if shutil.which("wacz"):
            yield of_wacz(era, folder / era)


def of_chromium(era: str, browser: Browser, folder: Path) -> Iterator[Row]:
    """What Chromium's protocol gives: the page as it is shown, and MHTML."""
    found: Mapping[str, list[comparison.Told]] = {"html": [], "mhtml": []}
    for telling in STORIES:
        for kind, content in _by_chromium(browser, comparison.sent(telling, era)).items():
            path = comparison.write({f"saved.{kind}": content}, folder / telling.id)
            found[kind] += [comparison.read(story, saved) for saved, story in comparison.read_file(path)]
    yield _row(era, _HTML, "Chromium", found["html"])
    yield _row(era, _MHTML, "Chromium", found["mhtml"])


def _by_chromium(browser: Browser, sent: Sent) -> Mapping[str, bytes]:
    def fulfil(route: Route) -> None:
        kind, body = _answer(route.request.url, sent)
        route.fulfill(status=200, body=body, headers={"Content-Type": kind})

    page = browser.new_page()
    page.route("**/*", fulfil)
    page.goto(sent.address)
    page.wait_for_load_state("networkidle")
    saved = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
    shown = page.content()
    page.close()
    return {"html": shown.encode(), "mhtml": saved["data"].encode()}


def _answer(address: str, sent: Sent) -> tuple[str, bytes]:
    name = address.partition("?")[0].rpartition("/")[2]
    if "*" in name:
        return "image/png", comparison.picture_file(name)
    if "/media/" in address:
        return "text/html; charset=utf-8", b"<!doctype html><p>A player of the tide table</p>"
    return "text/html; charset=utf-8", sent.content


@contextmanager
def serving(sent: Sent) -> Iterator[str]:
    """A server on this machine with the page under every address of a page, and with its pictures."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = _answer(self.path, sent)
            local = f"http://{self.headers['Host']}".encode()
            for host in ("miro", "cdn-images-1"):
                body = body.replace(f"https://{host}.medium.com".encode(), local + f"/{host}".encode())
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    with local_server.serving(Handler) as address:
        yield address


def of_singlefile(era: str, save: Save, folder: Path, stories: tuple[Telling, ...] = STORIES[:1]) -> Row:
    """It takes seconds for a page, so it saves few."""
    found = []
    options = ["--browser-arg=--no-sandbox", *(["--save-original-urls"] if save.has_addresses else [])]
    for telling in stories:
        sent, path = comparison.sent(telling, era), folder / f"{telling.id}.html"
        folder.mkdir(parents=True, exist_ok=True)
        with serving(sent) as address:
            command = ["single-file", f"--browser-executable-path={shutil.which('chromium')}"]
            there = sent.address.replace("https://medium.com", address)
            subprocess.run([*command, *options, there, str(path)], check=True, capture_output=True, timeout=60)
        text = path.read_text("utf-8")
        for host in ("miro", "cdn-images-1"):
            text = text.replace(f"{address}/{host}", f"https://{host}.medium.com")
        path.write_text(text.replace(address, "https://medium.com"), "utf-8")
        found += [comparison.read(story, saved) for saved, story in comparison.read_file(path)]
    return _row(era, save, "SingleFile", found, stories)


def of_wacz(era: str, folder: Path) -> Row:
    """A WACZ that the program makes of a WARC by warcio."""
    found = []
    for telling in STORIES:
        sent = comparison.sent(telling, era)
        warc = comparison.write({"crawl.warc.gz": sample_containers.warc(sent.records)}, folder / telling.id)
        path = folder / f"{telling.id}.wacz"
        subprocess.run(["wacz", "create", "-o", str(path), str(warc)], check=True, capture_output=True, timeout=120)
        found += [comparison.read(story, saved) for saved, story in comparison.read_file(path)]
    return _row(era, _WACZ, "wacz", found)


def _row(
    era: str, save: Save, program: str, found: list[comparison.Told], stories: tuple[Telling, ...] = STORIES
) -> Row:
    """Which pictures a browser has loaded, and so has saved, is not planned."""
    wanted = tuple(
        replace(comparison.planned(telling, era, save), files=one.files)
        for telling, one in zip(stories, found, strict=False)
    )
    return Row(era, comparison.wrapper_of(era, save), save.name, program, wanted, tuple(found))
