"""`archive status` shows what the archive has, what is missing and what a person has to decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.show_status import status
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import INCOMING, Layout

SOON = datetime(2025, 10, 20, tzinfo=UTC)  # the example was exported on 12 October


def test_status_counts_posts_by_year(example: Layout) -> None:
    """Posts, responses and the words of posts of each year from the first to the last; drafts belong to none."""
    report = status(example, SOON)
    assert report.counts["posts"] == 12
    assert report.counts["drafts"] == 2
    years = report.details["years"]
    assert [year["year"] for year in years] == list(range(2016, 2025))
    assert sum(year["posts"] for year in years) == 12
    assert sum(year["responses"] for year in years) == 2
    assert report.counts["words_in_responses"] > 0
    assert sum(year["words"] for year in years) == report.counts["words"] > 5000
    assert report.facts["newest_export"] == "2025-10-12, 8 days ago"
    assert report.issues == ()


def test_status_explains_how_to_renew_an_old_export(example: Layout) -> None:
    """More than three months."""
    (issue,) = status(example, datetime(2026, 2, 1, tzinfo=UTC)).issues
    assert issue.code == "export-old"
    assert "112 days" in issue.message
    assert "Download your information" in issue.message


def test_status_counts_edits_and_conflicts(own_example: Layout) -> None:
    file = next(own_example.posts.glob("*lamp*/index.md"))
    file.write_text(file.read_text("utf-8") + "\nMine.\n", "utf-8")
    file.with_name(INCOMING).write_text("theirs", "utf-8")
    report = status(own_example, SOON)
    assert report.counts["edited_by_hand"] == 1
    assert [(issue.code, issue.where) for issue in report.issues] == [
        ("both-changed", f"{file.parent.relative_to(own_example.root).as_posix()}/index.md")
    ]


def test_status_shows_each_reason_for_missing_pictures(own_example: Layout) -> None:
    """Also two that keep equally many away."""
    gallery = Gallery.read(own_example)
    for number, address in enumerate(sorted(gallery.records)[:4]):
        problem = f"Reason {number % 2}."
        gallery.records[address] = replace(gallery.records[address], files=(), problem=problem)
    gallery.write(())
    messages = [issue.message for issue in status(own_example, SOON).issues if issue.code == "still-missing"]
    assert messages == ["2 are missing: Reason 0.", "2 are missing: Reason 1."]


def test_the_terminal_shows_a_bar_for_each_year(example: Layout) -> None:
    """The year with the most posts has the longest."""
    shown = CliRunner().invoke(app, ["status", "--archive", str(example.root)]).stdout
    bars = {line[:4]: line.count("█") for line in shown.splitlines() if "█" in line}
    assert len(bars) == 9
    assert bars["2018"] == max(bars.values()) == 30
    assert "2016  " in shown
