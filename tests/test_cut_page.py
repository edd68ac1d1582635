"""A page that stops before its end: every report of the proof says so."""

from __future__ import annotations

from pathlib import Path

from medium_archive.commands.verify import verify
from tests.sample_exports import post_name, post_page
from tests.test_hostile_pages import BAD, import_with
from tests.test_posts import p


def test_a_page_cut_off_in_the_export_is_not_called_whole(tmp_path: Path) -> None:
    page = post_page("Cut", p("Its first words.") + p("Its last words."), BAD)
    layout, imported = import_with(tmp_path, {post_name(BAD): page[: page.index(b"Its last")]})
    checked = verify(layout)
    for report in (imported, checked):
        assert not report.facts["proof"].startswith("nothing lost")
        assert report.facts["proof"].endswith("not in the originals: 1")
        assert (report.counts["lost"], report.counts["not_in_export"]) == (0, 1)
        assert report.details["completeness"]["not_in_export"] == 1
        [issue] = [issue for issue in report.issues if issue.code == "not-in-export"]
        assert issue.where == "posts/2020-03-01-cut/index.md"
        assert issue.message == (
            "The page in the export stops before its end, so words may be missing. If the live post or another copy "
            "of it still has it, add it to the text."
        )


def test_a_complete_page_gets_no_note_about_a_missing_end(tmp_path: Path) -> None:
    page = post_page("Whole", p("Its first words."), BAD)
    layout, _ = import_with(tmp_path, {post_name(BAD): page + b"\r\n"})
    assert verify(layout).facts["proof"].startswith("nothing lost")
