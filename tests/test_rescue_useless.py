"""What a rescue says and keeps if it finds nothing, or what it can't use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.errors import Unreachable
from medium_archive.folder import known_posts
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


def test_lines_of_the_index_that_can_not_be_read_are_told(layout: Layout) -> None:
    """With their number, also by the runs that remember the list."""
    damaged = [kept(story(post), "2019") for post in (2, 3)]  # without a month
    with archives(kept(story(1), "20200101"), *damaged) as there:
        for plan in (True, False, False):
            report = there.rescue(layout, plan=plan)
            assert codes(report) == ["list-damaged"] and report.counts["known_posts"] == 1
            assert report.issues[0].where == "medium.com/@ada/"
            assert report.issues[0].message.startswith("2 lines ")


def test_a_post_that_turns_out_to_be_by_another_author_is_forgotten(layout: Layout) -> None:
    """An address of the author's may show it: a user name that was somebody else's before."""
    theirs = kept(story(2, user="eve", user_id="0e0e0e0e0e0e"), "20200101", is_cut=True)
    with archives(kept(story(1), "20200101"), theirs) as there:
        assert there.rescue(layout).counts["known_address"] == 1
        there.wayback.kept = [replace(one, is_cut=False) for one in there.wayback.kept]
        report = there.rescue(layout)
        assert report.counts["known_posts"] == 1 and codes(report) == ["page-of-other-author"]
        assert list(known_posts.read(layout)) == [story(1).id]


@pytest.mark.parametrize("plan", [False, True])
def test_that_no_list_could_be_read_is_an_error(layout: Layout, plan: bool) -> None:  # a case
    """Not "nothing was found": nobody knows. The next run begins anew."""
    with archives(kept(story(1), "20200101"), lists_cut=10**6) as there:
        with pytest.raises(Unreachable, match=r"gave no list that can be read\. web\.archive\.org answered 200"):
            there.rescue(layout, plan=plan)
        assert snapshot(layout) == {}
        there.wayback.lists_cut = 0
        assert there.rescue(layout).counts["known_whole"] == 1


def test_what_common_crawl_has_is_added_if_no_list_of_the_wayback_machine_could_be_read(layout: Layout) -> None:
    with archives(lists_cut=10**6, crawls={"CC-MAIN-2021-10": [kept(story(1), "20200101")]}) as there:
        report = there.rescue(layout)
        assert (report.exit_code, report.counts["known_whole"]) == (40, 1)
        assert "archive-unreachable" in codes(report)


def test_a_writer_that_the_wayback_machine_leaves_out_is_no_error(layout: Layout) -> None:
    """It has answered."""
    with archives(kept(story(1), "20200101"), excluded="medium.com/") as there:
        report = there.rescue(layout)
        assert (report.exit_code, set(codes(report))) == (0, {"list-missing", "nothing-found"})
