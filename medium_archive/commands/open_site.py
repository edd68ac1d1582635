"""`archive open`: the front page of the built site."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from medium_archive import hosts
from medium_archive.errors import NotBuilt, SettingsWrong
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.report import Report


def front_page(layout: Layout) -> Path:
    """The front page of the site. Raises NotBuilt."""
    page = layout.site / "index.html"
    if not page.is_file():
        raise NotBuilt("There is no built site yet.", "Run `archive build`, or `archive build --open`.")
    return page.resolve()


def way_to_publish(layout: Layout) -> str:
    """The command that puts the site on the web, without its first word: with the host that archive.toml names, else
    with an example.
    """
    known: Container[str] = ()
    with suppress(SettingsWrong):  # the site can be seen all the same, and each command that builds names the error
        known = settings.read(layout.settings).publish
    return next((f"publish {host.NAME}" for host in hosts.ALL if host.NAME in known), "publish github you/blog")


def report(page: Path) -> Report:
    return Report("open", facts={"site": page.as_uri()})
