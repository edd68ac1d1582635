"""Every command counts forgotten posts in the same way, and tells nothing else of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from medium_archive.commands import import_exports
from medium_archive.commands.forget import forget, undo
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests import page_archives, small_archive
from tests.conftest import EXAMPLE_ZIP
from tests.page_archives import MAY, changed, preview
from tests.sample_exports import post_name, post_page, write_zip
from tests.saved_pages.tellings import LOAF

ID = "91d3b8e6204f"


def import_(layout: Layout, export: Path) -> Report:
    return import_exports.import_exports([export], layout, import_exports.Options(jobs=1))


def test_every_command_counts_the_same(own_example: Layout) -> None:
    """A post of Medium's, one of one's own, and one whose record is lost."""
    for path in ("posts/mine", "posts/other"):
        small_archive.write(own_example.root, f"{path}/index.md", "# Mine\n")
    forget(own_example, ID)
    forget(own_example, "other")
    (own_example.private / "forgotten.jsonl").unlink()
    last = forget(own_example, "mine")
    counts = [one.counts["forgotten"] for one in (last, status(own_example), verify(own_example))]
    assert [*counts, import_(own_example, EXAMPLE_ZIP).counts["forgotten"]] == [3, 3, 3, 3]
    assert undo(own_example, "mine").counts["forgotten"] == status(own_example).counts["forgotten"] == 2


def test_a_post_whose_hidden_folder_is_gone_is_not_counted(own_example: Layout) -> None:
    """It is named as missing instead."""
    small_archive.write(own_example.root, "posts/mine/index.md", "# Mine\n")
    forget(own_example, "mine")
    shutil.rmtree(own_example.drafts / ".mine")
    checked = verify(own_example)
    assert (checked.counts["forgotten"], status(own_example).counts["forgotten"]) == (0, 0)
    assert "forgotten-gone" in [issue.code for issue in checked.issues]


def test_status_does_not_name_a_forgotten_post_that_is_here_in_part(layout: Layout, tmp_path: Path) -> None:
    import_(layout, write_zip(tmp_path / "1.zip", {post_name(): post_page()}))
    page_archives.add(layout, page_archives.capture(page_archives.page(preview(changed(MAY)))))
    assert [issue.code for issue in status(layout).issues].count("partial") == 1
    before = status(layout).counts["known_posts"]
    forget(layout, LOAF.id)
    report = status(layout)
    assert "partial" not in [issue.code for issue in report.issues]
    assert not [issue for issue in report.issues if LOAF.id in issue.where]
    assert (report.counts["known_partial"], report.counts["known_posts"]) == (0, before - 1)


def test_an_export_without_a_forgotten_post_is_no_news(layout: Layout, tmp_path: Path) -> None:
    """Whether Medium has it still is not counted either."""
    first = {post_name(): post_page(exported="May 2, 2022")}
    second = {post_name("0123456789cd"): post_page(post_id="0123456789cd", exported="June 2, 2022")}
    import_(layout, write_zip(tmp_path / "1.zip", first))
    forget(layout, "0123456789ab")
    report = import_(layout, write_zip(tmp_path / "2.zip", second))
    assert "gone-from-export" not in [issue.code for issue in report.issues]
    assert status(layout).counts["gone_from_export"] == 0
