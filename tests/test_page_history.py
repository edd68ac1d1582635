"""`archive history` shows saved pages and captures beside the exports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from medium_archive.commands import import_exports
from medium_archive.commands.show_history import history
from medium_archive.folder.layout import Layout
from medium_archive.medium.pages.containers import Saved
from tests.page_archives import AUGUST, JUNE, add, changed, export, page, preview
from tests.saved_pages.tellings import LOAF


def saved(content: bytes, day: str, kind: str = "capture") -> Saved:
    captured = datetime.fromisoformat(f"{day}T06:00:00+00:00").astimezone(UTC)
    return Saved("a capture", content, "", captured, kind)  # type: ignore[arg-type]  # what a test wants


def test_pages_of_a_post_are_shown_with_what_they_have(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    newer = changed(JUNE)
    import_exports.import_exports([export(tmp_path, "2021-05-01", [LOAF])], layout)
    add(layout, saved(page(newer), "2021-07-01"), saved(page(preview(changed(AUGUST))), "2021-09-01"))
    report = history(layout, LOAF.id)
    words = page_words(report.rows[1][1])
    assert [label for label, _ in report.rows] == ["2021-05-01", "2021-07-01", "2021-09-01"]
    assert report.rows[1][1] == (
        f"captured by a web archive, {words}, whole, version {newer.version}, the text here is from it"
    )
    assert "of 1,189 words, only in part" in report.rows[2][1] and "from it" not in report.rows[2][1]
    assert [one["used"] for one in report.details["captures"]] == [True, False]
    assert dict(history(layout).rows)["saved pages"] == "2 pages of 1 post, saved from 2021-07-01 to 2021-09-01"


def page_words(row: str) -> str:
    return next(part for part in row.split(", ") if part.endswith("words"))


def test_a_post_that_only_a_page_has_is_no_post_of_a_feed(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    add(layout, saved(page(LOAF), "2021-07-01", "complete"))
    rows = dict(history(layout, "Bread and Salt").rows)
    assert rows["page"].endswith("not in any export yet")
    assert rows["2021-07-01"].startswith("saved page, ")
