"""A text of one's own in the wrong place of posts/ is named by build and verify, with the right place."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests import account_exports

PLACES = {
    "posts/note.markdown": "posts/note/index.md",
    "posts/2022/trip/index.md": "posts/trip/index.md",
    "posts/2022/ropes.markdown": "posts/2022/index.md",
    "posts/2022/may/sea.md": "posts/sea/index.md",
    "responses/Thanks.MD": "responses/Thanks/index.md",
}
FINE = ("posts/README.md", "posts/.trash/old.md", "posts/2022/trip/map.txt", "drafts/idea.md", "notes/a.md")


def test_a_text_that_is_in_no_folder_of_a_post_is_named_with_its_right_place(layout: Layout, ada: Path) -> None:
    account_exports.import_(layout, ada)
    post = next(layout.posts.glob("*/index.md")).parent
    build(layout)
    for file in (*PLACES, *FINE, f"posts/{post.name}/more.md", f"posts/{post.name}/a/index.md"):
        place = layout.root / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("---\ntitle: Mine\n---\n\nWords.\n", "utf-8")
    for report in (build(layout), verify(layout)):
        named = _misplaced(report)
        assert sorted(named) == sorted(PLACES)
        assert [place for file, place in PLACES.items() if f"Move it to {place}," not in named[file]] == []
    for file in PLACES:
        (layout.root / file).unlink()
    assert _misplaced(build(layout)) == _misplaced(verify(layout)) == {}


@pytest.mark.parametrize("folder", ["posts", "drafts", "responses"])
def test_a_text_right_in_the_folder_of_a_kind_is_known_by_its_id(layout: Layout, ada: Path, folder: str) -> None:
    """Its folder is named by build and verify, and no post is called missing."""
    account_exports.import_(layout, ada)
    post = next(layout.posts.glob("*/index.md")).parent
    target = layout.root / folder
    target.mkdir(exist_ok=True)
    (post / "index.md").rename(target / "index.md")
    for report in (build(layout), verify(layout)):
        named = _misplaced(report)
        assert list(named) == [f"{folder}/index.md"]
        assert f"Make the folder {folder}/{post.name}, and move the text" in named[f"{folder}/index.md"]
        assert "text-gone" not in {issue.code for issue in report.issues}
    (target / post.name).mkdir(exist_ok=True)
    (target / "index.md").rename(target / post.name / "index.md")
    assert _misplaced(build(layout)) == _misplaced(verify(layout)) == {}


def test_an_archive_without_drafts_has_the_folder_to_hide_posts_in(layout: Layout, ada: Path) -> None:
    """So that `mv posts/NAME drafts` moves the folder, and makes no drafts/ of it."""
    account_exports.import_(layout, ada)
    assert layout.drafts.is_dir() and not list(layout.drafts.iterdir())


def _misplaced(report: Report) -> dict[str, str]:
    found = [issue for issue in report.issues if issue.code == "text-misplaced"]
    assert len({issue.where for issue in found}) == len(found)
    return {issue.where: issue.message for issue in found}
