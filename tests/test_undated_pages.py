"""A page without a state does not tell when its text was last changed; it may be the newest that there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.folder.layout import Layout
from medium_archive.medium.pages.containers import Saved
from tests.page_archives import AUGUST, JUNE, MAY, add, capture, changed, export, page, preview, text
from tests.saved_pages.tellings import HARBOUR, LOAF, Telling, part

LATER = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def undated(telling: Telling, moment: datetime | None = LATER) -> Saved:
    return replace(capture(page(telling, has_state=False), captured=moment), kind="mhtml")


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("is_one_run", [True, False])
def test_a_later_page_with_other_words_is_told(layout: Layout, is_first: bool, is_one_run: bool) -> None:
    """In every order. The text with a date stays."""
    found = [undated(changed(AUGUST)), capture(page(changed(MAY)))][:: 1 if is_first else -1]
    for run in [found] if is_one_run else [[one] for one in found]:
        _, issues = add(layout, *run)
    (issue,) = issues
    assert issue.code == "undated-page" and "saved on 2026-03-01" in issue.message
    assert "private/original/pages/" in issue.message
    assert "Changed on 2021-05-01." in text(layout)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_later_page_than_an_export_is_told(layout: Layout, tmp_path: Path, is_first: bool) -> None:
    """In both orders, once."""
    exports, saved = [export(tmp_path, JUNE, [changed(MAY)])], undated(changed(AUGUST))
    issues = [*add(layout, saved)[1]] if is_first else []
    issues += import_exports.import_exports(exports, layout).issues
    issues += [] if is_first else add(layout, saved)[1]
    assert [issue.code for issue in issues if issue.level != "note"] == ["undated-page"]


@pytest.mark.parametrize("telling", [LOAF, HARBOUR, changed(MAY)])
@pytest.mark.parametrize("of_export", [True, False])
def test_the_same_words_are_no_issue(layout: Layout, tmp_path: Path, telling: Telling, of_export: bool) -> None:
    """Whatever the elements lack."""
    own = replace(telling, user=LOAF.user, user_id=LOAF.user_id, name=LOAF.name)
    if of_export:
        import_exports.import_exports([export(tmp_path, JUNE, [own])], layout)
    else:
        add(layout, capture(page(own)))
    (added,), issues = add(layout, undated(own))
    assert added.stories and issues == ()


def test_a_later_beginning_is_told_if_it_has_other_words(layout: Layout) -> None:
    """A page that has only the beginning of the archived text gives no warning."""
    edited = replace(LOAF, parts=(*LOAF.parts[:2], part("P", "Written anew."), *LOAF.parts[2:]))
    add(layout, capture(page(changed(MAY))))
    for telling, expected in ((LOAF, []), (edited, ["undated-page"])):
        (added,), issues = add(layout, undated(preview(telling)))
        assert added.stories[0][0].is_partial and [issue.code for issue in issues] == expected


def test_an_earlier_page_is_no_issue(layout: Layout) -> None:
    assert add(layout, capture(page(changed(AUGUST))), undated(changed(MAY), datetime(2021, 5, 2, tzinfo=UTC)))[1] == ()
