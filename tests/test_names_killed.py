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
