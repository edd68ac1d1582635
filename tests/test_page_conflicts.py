"""A beginning that a person edited, and then the whole page: nothing says that the beginning is the whole text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.import_exports import Options
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.folder.edits import Favor
from medium_archive.folder.layout import INCOMING, Layout
from medium_archive.report import Report
from tests.page_archives import JULY, JUNE, changed, export, page, preview
from tests.saved_pages.tellings import LOAF

STATES = ("known_whole", "known_partial")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def import_(layout: Layout, content: bytes, favor: Favor = "both") -> Report:
    file = layout.root.parent / "page.html"
    file.write_bytes(content)
    return import_exports.import_exports([file], layout, Options(author="ada", offline=True, favor=favor, jobs=1))


def edited_beginning(layout: Layout) -> Path:
    import_(layout, page(preview(changed(JUNE))))
    (text,) = layout.root.glob("posts/*/index.md")
    text.write_text(text.read_text("utf-8").replace("two loaves", "MY EDIT loaves"), "utf-8")
    return text


def states(report: Report) -> list[int]:
    return [report.counts.get(state, 0) for state in STATES]


def marks(text: Path) -> int:
    return text.read_text("utf-8").count("\n  partial: true\n")


def test_a_beginning_stays_one_until_the_person_has_chosen(layout: Layout) -> None:
    text = edited_beginning(layout)
    report = import_(layout, page(changed(JUNE)))
    (conflict,) = (one for one in report.issues if one.code == "both-changed")
    assert "delete the line `partial: true`" in conflict.message
    assert (marks(text), states(report)) == (1, [0, 1])
    assert states(status(layout)) == [0, 1]
    assert "\n  partial: true\n" not in (text.parent / INCOMING).read_text("utf-8")
    assert not [one for one in verify(layout).issues if one.level == "error"]

    report = import_(layout, page(changed(JUNE)))
    assert (marks(text), states(report)) == (1, [0, 1])


def test_theirs_gives_the_whole_text(layout: Layout) -> None:
    text = edited_beginning(layout)
    import_(layout, page(changed(JUNE)))
    report = import_(layout, page(changed(JUNE)), "theirs")
    assert (marks(text), states(report)) == (0, [1, 0])
    assert f"Changed on {JUNE}." in text.read_text("utf-8")
    assert not (text.parent / INCOMING).exists()


def test_ours_leaves_the_beginning_and_its_mark(layout: Layout) -> None:
    text = edited_beginning(layout)
    import_(layout, page(changed(JUNE)))
    report = import_(layout, page(changed(JUNE)), "ours")
    assert (marks(text), states(report)) == (1, [0, 1])
    assert "MY EDIT" in text.read_text("utf-8")
    assert not (text.parent / INCOMING).exists()


def test_a_text_that_a_person_completed_is_whole(layout: Layout) -> None:
    text = edited_beginning(layout)
    import_(layout, page(changed(JUNE)))
    whole = (text.parent / INCOMING).read_text("utf-8").replace("two loaves", "MY EDIT loaves")
    text.write_text(whole, "utf-8")
    (text.parent / INCOMING).unlink()
    assert states(status(layout)) == [1, 0]
    assert states(import_(layout, page(changed(JULY)))) == [1, 0]
    assert marks(text) == 0


def test_a_rest_that_could_be_added_makes_a_text_whole(layout: Layout) -> None:
    """The conflict is in another place."""
    text = edited_beginning(layout)
    own = text.read_text("utf-8").replace("MY EDIT loaves", "two loaves")
    text.write_text(own.replace("- bread\n", "- my-bread\n"), "utf-8")
    report = import_(layout, page(replace(changed(JUNE), tags=("loaf", *LOAF.tags[1:]))))
    assert [one.code for one in report.issues if one.code == "both-changed"]
    assert (marks(text), states(report)) == (0, [1, 0])


def test_an_export_of_the_rest_leaves_the_mark_too(layout: Layout) -> None:
    text = edited_beginning(layout)
    zipped = export(layout.root.parent, JULY, [changed(JUNE)])
    import_exports.import_exports([zipped], layout, Options(offline=True, jobs=1))
    assert marks(text) == 1
    assert states(status(layout)) == [0, 1]
