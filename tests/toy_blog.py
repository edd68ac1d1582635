"""Fixtures: an archive, a blog at the toy's server, and the command that publishes the one at the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from medium_archive import platforms
from medium_archive.cli.publish import _Places
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.platforms import connection
from medium_archive.web import Web
from tests import small_archive
from tests.contracts import toy
from tests.contracts.toy_server import TOKEN, ToyServer

SITE = "https://ada.example"
BLOG = toy.Settings(f"https://{ToyServer.host}")
Run = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[ToyServer]:
    with ToyServer() as running:
        yield running


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive with a table [publish.toy] and a token in private/publish.env."""
    made = small_archive.make(tmp_path / "archive", url=SITE)
    settings = made.settings.read_text("utf-8")
    small_archive.write(made.root, "archive.toml", f'{settings}[publish.toy]\nurl = "{BLOG.url}"\n')
    small_archive.write(made.root, "private/publish.env", f"# the toy\nexport TOY_TOKEN='{TOKEN}'\n")
    return made


@pytest.fixture
def run(layout: Layout, server: ToyServer, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `archive publish toy` with options, against the stand-in, without its pauses."""
    monkeypatch.setattr(platforms, "ALL", (toy,))
    monkeypatch.setattr(_Places, "_is_loaded", False)
    monkeypatch.setattr(connection, "Web", partial(Web, hosts={ToyServer.host: server.address}))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    return lambda *options: CliRunner().invoke(
        app, ["publish", "toy", *options, "--archive", str(layout.root)], catch_exceptions=False
    )
