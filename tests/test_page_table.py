"""Each era of pages in each kind of save: paragraphs, marks and pictures are exactly as planned, losses are named."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.saved_pages import comparison, programs, saves, written
from tests.saved_pages.saves import Save

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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


@pytest.mark.slow
@pytest.mark.parametrize("era", written.ERAS)
def test_each_page_is_read_as_planned_as_chromium_saves_it(era: str, browser: Browser, tmp_path: Path) -> None:
    for row in programs.of_chromium(era, browser, tmp_path):
        assert row.read == row.planned


@pytest.mark.slow
@pytest.mark.parametrize("save", programs.SINGLEFILE, ids=lambda save: save.name)
@pytest.mark.parametrize("era", ["2017", "2021", "2026"])
def test_each_page_is_read_as_planned_as_singlefile_saves_it(era: str, save: Save, tmp_path: Path) -> None:
    if shutil.which("single-file") is None:
        pytest.skip("needs the program single-file: npm install single-file-cli")
    row = programs.of_singlefile(era, save, tmp_path)
    assert row.read == row.planned
