"""Each era of pages in each kind of save: paragraphs, marks and pictures are exactly as planned, losses are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.saved_pages import comparison, saves, written
from tests.saved_pages.saves import Save


@pytest.mark.parametrize("save", saves.SAVES, ids=lambda save: save.name)
@pytest.mark.parametrize("era", written.ERAS)
def test_each_page_is_read_as_planned_from_each_save(era: str, save: Save, tmp_path: Path) -> None:
    row = comparison.row(era, save, tmp_path)
    assert row.read == row.planned


@pytest.mark.parametrize("save", comparison.ANSWER_SAVES)
@pytest.mark.parametrize("wrapper", comparison.ANSWERS)
def test_each_answer_is_read_as_planned(wrapper: str, save: str, tmp_path: Path) -> None:
    row = comparison.answer_row(wrapper, save, tmp_path)
    assert row.read == row.planned
