"""`archive open`: the front page of the built site."""

from __future__ import annotations

from pathlib import Path

from medium_archive.commands import web_place
from medium_archive.errors import NotBuilt
from medium_archive.folder.layout import Layout
from medium_archive.report import Report


def front_page(layout: Layout) -> Path:
    """The front page of the site. Raises NotBuilt."""
    page = layout.site / "index.html"
    if not page.is_file():
        raise NotBuilt("There is no built site yet.", "Run `archive build`, or `archive build --open`.")
    return page.resolve()


def way_to_publish(layout: Layout) -> str:
    """The command that puts the site on the web, without its first word: at the place that is known, else with an
    example.
    """
    return web_place.way(layout) or "publish github you/blog"


def report(page: Path) -> Report:
    return Report("open", facts={"site": page.as_uri()})
