"""An import that is killed while it gives names to the folders of posts is completed by the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.folder import post_import
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from tests.account_exports import bytes_of
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

OTHER_ID = "ba9876543210"


@pytest.mark.parametrize(("owner", "function"), [(Shelf, "move"), (post_import, "rewrite")])
def test_no_text_of_a_killed_import_is_taken_for_an_edited_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, function: str
) -> None:
    """Two posts of one day and one title: the folder of one of them is moved, and its text gets another slug."""
    earlier = post_page(post_id=OTHER_ID, date="2020-03-01T09:00:00.123Z")
    pages = {post_name(): post_page(), post_name(OTHER_ID): earlier}
    export = write_zip(tmp_path / "export.zip", pages)
    whole, killed = Layout(tmp_path / "whole"), Layout(tmp_path / "killed")
    import_exports.import_exports([export], whole, import_exports.Options())
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(owner, function, _kill)
        import_exports.import_exports([export], killed, import_exports.Options())
    import_exports.import_exports([export], killed, import_exports.Options())
    assert bytes_of(killed.root) == bytes_of(whole.root)


def _kill(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("is_draft", [False, True])
def test_an_empty_folder_that_a_killed_run_left_takes_no_name(tmp_path: Path, is_draft: bool) -> None:
    """Made for a new post, or for a draft that Medium has published since."""
    layout = Layout(tmp_path / "archive")
    first = {post_name(OTHER_ID): post_page("Other", p("Another post."), OTHER_ID, exported="May 1, 2021")}
    if is_draft:
        page = post_page("Good", p("A post."), draft=True, exported="May 1, 2021")
        first["posts/draft_Good-0123456789ab.html"] = page
    import_exports.import_exports([write_zip(tmp_path / "first.zip", first)], layout)
    (layout.posts / "2020-03-01-good").mkdir()
    good = {post_name(): post_page("Good", p("A post."), exported="May 1, 2023")}
    import_exports.import_exports([write_zip(tmp_path / "export.zip", good)], layout)
    assert (layout.posts / "2020-03-01-good/index.md").exists()
    assert len(list(layout.posts.iterdir())) == 2
