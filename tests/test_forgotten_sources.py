"""Feeds, saved pages and exports keep a forgotten post away, also in a copy of the archive made by git."""

# ruff: noqa: F811  # the names of fixtures are those of arguments
from __future__ import annotations

import re
from pathlib import Path

from medium_archive.commands import import_exports
from medium_archive.commands.forget import forget
from medium_archive.folder.layout import Layout
from tests import page_archives
from tests.interruptions import state
from tests.medium_server import MediumServer
from tests.page_archives import LOAF, MAY, changed
from tests.sample_exports import write_zip
from tests.sample_feeds import Text, export, feed
from tests.test_sync import begin, medium, sync_  # noqa: F401  # a fixture

STORY, OTHER = Text(10), Text(1)


def hidden(layout: Layout) -> dict[str, bytes]:
    return {name: content for name, content in state(layout.root).items() if "/." in name and "cache" not in name}


def import_draft(layout: Layout, name: str, page: bytes) -> None:
    """An archive with a draft that is forgotten."""
    draft = re.sub(rb"<footer>.*?</footer>", b"<footer><p>Exported from Medium on January 12, 2020.</p></footer>", page)
    other = export([OTHER], "January 12, 2020")
    zipped = write_zip(layout.root.parent / "draft.zip", {**other, f"posts/draft_{name}.html": draft})
    import_exports.import_exports([zipped], layout)
    forget(layout, name.rpartition("-")[2])


def test_a_feed_does_not_change_a_forgotten_draft(layout: Layout, medium: MediumServer) -> None:
    import_draft(layout, f"x-{STORY.id}", STORY.page("January 12, 2020")[1])
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    before = hidden(layout)
    assert before
    assert sync_(layout, medium, feed([STORY])).counts["unchanged"] == 1
    assert hidden(layout) == before


def test_a_saved_page_does_not_change_a_forgotten_draft(layout: Layout, tmp_path: Path) -> None:
    with_page = next(iter(export([STORY], "January 12, 2020").values()))
    import_draft(layout, f"x-{LOAF.id}", with_page.replace(STORY.id.encode(), LOAF.id.encode()))
    before = hidden(layout)
    assert before
    page_archives.add(layout, page_archives.capture(page_archives.page(changed(MAY))))
    assert hidden(layout) == before
