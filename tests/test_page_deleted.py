"""A post of a saved page whose folder a person deleted: an import of the page brings it back, as with an export; a run
that looks for posts by itself does not, and neither says that the post is here.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.folder import known_posts
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.page_archives import add, capture, page, preview
from tests.saved_pages.tellings import LOAF


def import_(layout: Layout, source: Path) -> Report:
    return import_exports([source], layout, Options(author="@ada", offline=True))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An archive of one post, which is deleted."""
    (tmp_path / "loaf.html").write_bytes(page(LOAF))
    layout = Layout(tmp_path / "archive")
    import_(layout, tmp_path / "loaf.html")
    shutil.rmtree(text_of(layout).parent)
    return layout


def text_of(layout: Layout) -> Path:
    (file,) = layout.root.glob("posts/*/index.md")
    return file


def test_the_kept_page_brings_it_back(layout: Layout, tmp_path: Path) -> None:
    """The one that `archive verify` names, if the author has no other; twice is once."""
    (issue,) = [one for one in verify(layout).issues if one.level == "error"]
    assert (
        issue.code == "text-gone" and f"`archive import private/original/pages/{same_post(LOAF.id)}`" in issue.message
    )
    shutil.copytree(layout.root / f"private/original/pages/{same_post(LOAF.id)}", tmp_path / "kept")
    report = import_(layout, tmp_path / "kept")
    assert [(one.code, one.level) for one in report.issues] == [("restored", "note")]
    assert (report.counts["new"], report.counts["known_whole"]) == (1, 1)
    assert [one for one in verify(layout).issues if one.level == "error"] == []
    before = text_of(layout).read_bytes()
    assert import_(layout, tmp_path / "kept").counts["unchanged"] == 1 and text_of(layout).read_bytes() == before


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_preview_brings_back_the_whole_text(layout: Layout, tmp_path: Path, *, is_damaged: bool) -> None:
    """Unless the public original of the whole one is damaged."""
    if is_damaged:
        (layout.root / f"original/pages/{LOAF.id}.json").write_bytes(b"{}")
    (tmp_path / "preview.html").write_bytes(page(preview(LOAF)))
    assert import_(layout, tmp_path / "preview.html").counts["new"] == 1
    assert ("partial: true" in text_of(layout).read_text("utf-8")) == is_damaged


def test_another_run_leaves_it_alone_without_an_error(layout: Layout) -> None:
    """Such as a rescue: and no count has it as a post that is here."""
    (added,), issues = add(layout, capture(page(LOAF)))
    assert ([taken.change for _, taken in added.stories], added.issues, issues) == (["unchanged"], (), ())
    assert list(layout.root.glob("posts/*")) == []
    assert {one.state for one in known_posts.read(layout).values()} == {"address"}
    assert status(layout).counts["known_whole"] == 0
