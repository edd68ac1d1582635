"""What a rescue says and keeps if it finds nothing, or what it can't use."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.page_archives import snapshot
from tests.rescue_archives import archives, kept, story


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


def test_a_mistyped_author_makes_no_archive(layout: Layout) -> None:
    """The archive would refuse the right author afterwards. The authors on a domain of theirs are named."""
    there_too = kept(story(2), "20200101", f"https://letters.example/{story(2).slug}")
    with archives(kept(story(1), "20200101"), there_too) as there:
        for plan in (True, False):
            report = there.rescue(layout, "@adaa", plan=plan)
            assert codes(report) == ["nothing-found"] and report.counts["known_posts"] == 0
            assert report.issues[0].message.startswith("No post by @adaa was found.")
        report = there.rescue(layout, "@adaa", domains=("letters.example",))
        assert codes(report) == ["page-of-other-author", "nothing-found"]
        assert "found; there are stories by @ada." in report.issues[1].message
        assert snapshot(layout) == {}
        assert there.rescue(layout).counts["known_whole"] == 1
