"""The sites that are judged: the example and three exports of real writers, each in a theme and below /repo/."""

from __future__ import annotations

import gzip
import io
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import lxml.html
import tomlkit

from medium_archive.commands import build, import_exports, verify
from medium_archive.folder.layout import Layout
from tests import local_server
from tests.conftest import EXAMPLE_ZIP, EXAMPLES

EXAMPLE = "example"
WRITERS = ("zh-swift-2025", "en-essays-2025", "es-2020")
BELOW = "repo"  # where GitHub Pages puts a project's site

_PACKED = (".html", ".css", ".js", ".xml", ".json", ".svg", ".webmanifest", ".txt")
REPORT = "proof.html"  # what `archive verify --report` writes, judged as a page of the site
IN_PIECES = "in-pieces"  # the query of an address whose page is sent as a slow network sends it
_PIECE, _PAUSE, _PIECES = 600, 0.06, 30  # bytes; seconds, longer than a browser takes to paint; how many have a pause

# What a writer adds by hand: the export has none of it, and there are pages that only it makes.
_TAGS = {
    "2018-02-11-the-lamp-on-the-north-mole": "[lights, harbour]",
    "2018-11-25-harbour-bread-or-how-to-use-a-warm-wall": "[harbour]",
    "2019-06-16-a-clock-that-ticks-in-tides": "[code, tides]",
    "2020-11-01-雨港的屋簷": "[harbour, 雨]",
    "2023-05-21-用-sqlite-記錄一百年的潮位": "[code, tides]",
    "2024-10-06-drawing-the-sea-floor-in-forty-lines": "[code, C++]",
}
_LISTS = ("Lights & Signals",)


@dataclass(frozen=True)
class Site:
    """A built site. `files` is its folder, `address` where it is served, `kinds` a page of each kind by its name."""

    name: str
    theme: str
    files: Path
    address: str
    kinds: dict[str, str]

    @property
    def root(self) -> Path:
        """The folder that is served at /."""
        return self.files.parent


def archive(name: str, place: Path) -> Layout | None:
    """An export, imported; None if it is not on this machine."""
    layout = Layout(place / name)
    if name == EXAMPLE:
        import_exports.import_exports([EXAMPLE_ZIP], layout, import_exports.Options(pictures=EXAMPLES / "pictures"))
        for post, tags in _TAGS.items():
            text = layout.posts / post / "index.md"
            text.write_text(text.read_text("utf-8").replace("---\n", f"---\ntags: {tags}\n", 1), "utf-8")
        _set(layout, lists=list(_LISTS), highlights=True, proof=True)
        return layout
    export = Path(os.environ.get("MEDIUM_EXPORTS") or ".") / f"{name}.zip"
    if not export.is_file():
        return None
    import_exports.import_exports([export], layout)
    _set(layout, proof=True)
    return layout


@contextmanager
def served(layout: Layout, theme: str, place: Path) -> Iterator[Site]:
    """The site of an archive in a theme, behind a server that shows 404.html for what is not there."""
    root = place / f"{layout.root.name}-{theme}"
    root.mkdir()
    with local_server.serving(partial(_Pages, directory=str(root))) as origin:
        _set(layout, theme=theme, url=f"{origin}/{BELOW}")
        report = build.build(layout, out=root / BELOW)
        assert report.exit_code == 0, report.issues
        files = root / BELOW
        verify.verify(layout, report=files / REPORT)
        yield Site(layout.root.name, theme, files, f"{origin}/{BELOW}", kinds(files))


def kinds(files: Path) -> dict[str, str]:
    """A page of each kind that the site has. Of posts: the longest, the one with most pictures, most embeds and most
    code, and the first in Chinese and from right to left.
    """
    found = {
        name: file
        for name, file in (
            ("front page", "index.html"),
            ("second page", "page/2.html"),
            ("archive", "archive.html"),
            ("search", "search.html"),
            ("years", "years.html"),
            ("tags", "tags/index.html"),
            ("responses", "responses/index.html"),
            ("about", "about.html"),
            ("proof", "proof/index.html"),
            ("proof that stands alone", REPORT),
            ("404", "404.html"),
        )
        if (files / file).is_file()
    }
    posts = {path: path.read_text("utf-8") for path in sorted(files.glob("posts/*/index.html"))}
    for name, mark in (("pictures", r'<img [^>]*src="(?!http)'), ("embeds", 'class="embed'), ("code", "<pre")):
        count, path = max(((len(re.findall(mark, text)), path) for path, text in posts.items()), default=(0, files))
        if count:
            found[name] = _name(path, files)
    if posts:
        found["long post"] = _name(max(posts, key=lambda path: len(_words(posts[path]))), files)
    for name, mark in (("Chinese", '<html lang="zh'), ("right to left", ' dir="rtl">')):
        match = next((path for path, text in posts.items() if mark in text[:200]), None)
        if match:
            found[name] = _name(match, files)
    # What leads on by itself, as old addresses do, is nothing to look at
    staying = [
        path for path in sorted(files.rglob("*/*.html")) if 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]
    for folder in sorted({path.relative_to(files).parts[0] for path in staying} - {"posts"}):
        for page in (path for path in staying if path.relative_to(files).parts[0] == folder):
            if page not in (files / "page/2.html", files / f"{folder}/index.html"):
                found[f"in {folder}/"] = _name(page, files)
                break
    known = set(found.values())
    return found | {page.stem: page.name for page in sorted(files.glob("*.html")) if page.name not in known}


def _words(page: str) -> str:
    return str(lxml.html.fromstring(page.encode()).xpath("string(//*[contains(@class, 'e-content')])"))


def _name(path: Path, files: Path) -> str:
    return path.relative_to(files).as_posix()


def _set(layout: Layout, **values: Any) -> None:
    settings = tomlkit.parse(layout.settings.read_text("utf-8"))
    site: Any = settings["site"]
    for name, value in values.items():
        site[name] = value
    layout.settings.write_text(tomlkit.dumps(settings), "utf-8")


class _Pages(SimpleHTTPRequestHandler):
    """Serves files as GitHub Pages does: HTML as UTF-8, text packed, and 404.html for what is not there."""

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        packed = path.suffix in _PACKED and path.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")
        if not packed or self.path.endswith(f"?{IN_PIECES}"):
            return super().send_head()
        content = gzip.compress(path.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def guess_type(self, path: Any) -> str:
        known = super().guess_type(path)
        return f"{known}; charset=utf-8" if known == "text/html" else known

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if not self.path.endswith(f"?{IN_PIECES}"):
            super().copyfile(source, outputfile)
            return
        page = source.read()
        start = page.index(b"<body")
        outputfile.write(page[:start])
        for number, at in enumerate(range(start, len(page), _PIECE)):
            outputfile.write(page[at : at + _PIECE])
            if number < _PIECES:
                time.sleep(_PAUSE)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / BELOW / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def handle(self) -> None:
        with suppress(ConnectionError):  # the page was closed
            super().handle()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""
