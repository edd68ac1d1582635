"""Feeds, saved pages and exports keep a forgotten post away, also in a copy of the archive made by git."""

# ruff: noqa: F811  # the names of fixtures are those of arguments
from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.forget import forget, undo
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from tests import page_archives
from tests.interruptions import state
from tests.medium_server import MediumServer
from tests.page_archives import JUNE, MAY, changed
from tests.sample_exports import write_zip
from tests.sample_feeds import Text, export, feed
from tests.saved_pages.tellings import LOAF
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


@pytest.fixture
def clone(layout: Layout, medium: MediumServer, tmp_path: Path) -> Layout:
    """A copy of an archive with a forgotten story, as git makes it."""
    begin(layout, medium, [STORY, OTHER])
    forget(layout, STORY.id)
    copy = Layout(tmp_path / "clone")
    private = shutil.ignore_patterns("private", "drafts", "exports", "site")
    shutil.copytree(layout.root, copy.root, ignore=private)
    for name in ("private", "drafts", "exports"):
        assert not (copy.root / name).exists()
    return copy


def told(layout: Layout) -> list[str]:
    """The files that say something of the forgotten post, but for private ones."""
    words = (STORY.id.encode(), STORY.title.encode(), f"letter-{STORY.number}-".encode())
    return [
        name
        for name, content in state(layout.root).items()
        if not name.startswith(("private/", "drafts/", "exports/"))
        if any(word in content or word.decode() in name for word in words)
    ]


def test_sync_keeps_a_forgotten_post_away_from_a_copy_made_by_git(clone: Layout, medium: MediumServer) -> None:
    """Such a copy has nothing private. Other posts of the feed are added."""
    assert told(clone) == []
    report = sync_(clone, medium, feed([STORY, Text(11)]))
    assert (report.counts["new_posts"], report.counts["unchanged"]) == (1, 1)
    assert told(clone) == []
    assert [post.id for post in read_posts(clone, drafts=True)[0]] == [Text(11).id, OTHER.id]
    assert [issue for issue in verify(clone).issues if "kept_away" in issue.where] == []


def test_a_saved_page_does_not_bring_it_back_to_a_copy_made_by_git(layout: Layout, tmp_path: Path) -> None:
    import_exports.import_exports([page_archives.export(tmp_path, MAY, [changed(MAY)])], layout)
    forget(layout, LOAF.id)
    copy = Layout(tmp_path / "clone")
    shutil.copytree(layout.root, copy.root, ignore=shutil.ignore_patterns("private", "drafts", "exports"))
    page_archives.add(copy, page_archives.capture(page_archives.page(changed(JUNE))))
    assert read_posts(copy, drafts=True)[0] == []
    public = {name: text for name, text in state(copy.root).items() if not name.startswith(("private/", "original/"))}
    assert [name for name, content in public.items() if LOAF.id.encode() in content] == []


def test_an_export_hides_it_in_a_copy_made_by_git(clone: Layout, layout: Layout) -> None:
    """From there it comes back as from any archive."""
    import_exports.import_exports(sorted(layout.exports.iterdir()), clone)
    assert STORY.id not in [post.id for post in read_posts(clone, drafts=True)[0]]
    path = undo(layout, STORY.id).facts["post"]
    assert undo(clone, STORY.id).facts["post"] == path
    assert state(clone.root / path) == state(layout.root / path)


def test_a_copy_made_by_git_can_let_it_come_back(clone: Layout, medium: MediumServer) -> None:
    """The next sync adds it."""
    assert "is not here any more" in str(undo(clone, STORY.url).details["text"])
    assert sync_(clone, medium, feed([STORY])).counts["new_posts"] == 1
    assert not (clone.records / "kept_away.jsonl").exists()
