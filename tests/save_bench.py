"""An archive with a live site, and the stand-in of the Wayback Machine that is asked to keep it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medium_archive.commands import save_site
from medium_archive.commands.save_site import Means
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.folder.location import BUILD_RECORD
from medium_archive.report import Report
from tests import small_archive
from tests.save_server import KEY, SECRET, SaveServer
from tests.static_host import hosting
from tests.wayback_server import HOST
from tests.web_servers import Clock

BASE = "https://ada.example/blog"
TIDE, LOOM, REPLY = "posts/2024-02-01-tide", "posts/2020-11-12-looms", "responses/2021-01-01-潮"
FILES = {
    "archive.toml": f'schema = 2\n[site]\nurl = "{BASE}"\n',
    **{f"{folder}/index.md": f"The text of {folder}." for folder in (TIDE, LOOM, REPLY)},
    **{f"site/{folder}/index.html": f"<title>x</title><p>{folder}</p>" for folder in (TIDE, LOOM, REPLY)},
    "site/index.html": "<title>Home</title><p>Home of Ada</p>",
    "site/feed.xml": "<rss/>",
    "site/tags.html": "<title>Tags</title><p>tides</p>",
    "site/old-address.html": '<title>x</title><meta http-equiv="refresh" content="0; url=tags.html">',
    "site/sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + "".join(f"<url><loc>{BASE}/{path}</loc></url>" for path in ("index.html", f"{TIDE}/index.html", "tags.html"))
    + "<url><loc>https://other.example/x.html</loc></url></urlset>",
    "private/publish.env": f"WAYBACK_KEY={KEY}\nWAYBACK_SECRET={SECRET}\n",
}
PAGES = ("", "feed.xml", f"{TIDE}/index.html", f"{LOOM}/index.html", "responses/2021-01-01-%E6%BD%AE/index.html",
         "tags.html")  # fmt: skip
ADDRESSES = [f"{BASE}/{page}" for page in PAGES]
COUNTS = ("pages_saved", "pages_asked_for", "pages_to_save")


@dataclass
class Bench:
    """An archive whose site is live, and the stand-in of the Wayback Machine."""

    layout: Layout
    server: SaveServer
    clock: Clock
    means: Means
    said: list[str]

    def save(self, **options: Any) -> Report:
        return save_site.save(self.layout, say=self.said.append, means=self.means, **options)

    def counts(self, **options: Any) -> tuple[int, ...]:
        """The pages that are saved, asked for, and left."""
        report = self.save(**options)
        return tuple(report.counts[name] for name in COUNTS)

    def write(self, name: str, text: str) -> None:
        small_archive.write(self.layout.root, name, text)

    def build(self) -> None:
        """Record that the site was made from the texts as they are now."""
        folders = (self.layout.posts, self.layout.responses)
        texts = [path for folder in folders for kind in ("*/index.md", "*.md") for path in folder.glob(kind)]
        names = {path.relative_to(self.layout.root).as_posix(): files.checksum(path) for path in texts}
        made_from = {name: (sha256, ()) for name, sha256 in names.items()}
        record = {"request": {"url": "", "drafts": False}, "report": {"issues": []}, "made_from": made_from}
        self.write(BUILD_RECORD, json.dumps(record))

    def most_a_minute(self) -> int:
        times = [one.at for one in self.server.posts]
        return max(sum(start <= at < start + 60 for at in times) for start in times)

    def add_posts(self, count: int) -> None:
        for number in range(count):
            self.write(f"posts/2019-01-01-{number}/index.md", f"{number}")
            self.write(f"site/posts/2019-01-01-{number}/index.html", f"<title>x</title><p>{number}</p>")
        self.build()


@contextmanager
def bench(folder: Path, **switches: Any) -> Iterator[Bench]:
    for name, text in FILES.items():
        small_archive.write(folder, name, text)
    clock = Clock()
    with hosting(folder / "site", "/blog") as live, SaveServer([], clock, **switches) as server:
        hosts = {HOST: server.address, "ada.example": live.removesuffix("/blog")}
        made = Bench(Layout(folder), server, clock, Means(hosts, (), clock.sleep, clock, server.time), [])
        made.build()
        yield made
