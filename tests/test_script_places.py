"""No text of an export, a person, a record or a theme runs in a reader's browser or makes it ask another host, and
readers see it. `python -m tests.script_places` tries all payloads in all themes; here it is a few, others each day.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medium_archive.articles import sanitiser
from tests.conftest import ROTATION, THEMES
from tests.script_places import payloads
from tests.script_places.scenes import PLACES, SCENES, Work
from tests.script_places.table import rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_DAYS = 30  # after which the slow test has tried every payload


def _play(browser: Browser, folder: Path, scene: str, chosen: Sequence[int], themes: tuple[str, ...]) -> Work:
    work = Work(browser, folder, themes, chosen)
    SCENES[scene](work)
    return work


def _wrong(work: Work) -> list[str]:
    """What ran, asked another host, was not seen, or broke a script of the site."""
    broken = [error for looks in work.looks.values() for error in looks.broken]
    return [
        *broken,
        *(f"{row.place.name}: {row.examples}" for row in rows(work) if row.ran or row.asked or row.not_seen),
    ]


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_of_a_stranger_runs_or_loads_and_its_words_are_seen(
    browser: Browser, tmp_path: Path, scene: str
) -> None:
    at = ROTATION % len(payloads.ALL)
    chosen = (at, 0) if scene == "themes" and at else (at,)  # a theme may have some payloads
    work = _play(browser, tmp_path, scene, chosen, (THEMES[ROTATION % len(THEMES)],))
    assert sum(looks.pages for looks in work.looks.values()) > 2
    assert _wrong(work) == []


@pytest.mark.slow
def test_nothing_runs_or_loads_in_any_theme(browser: Browser, tmp_path: Path) -> None:
    work = _play(browser, tmp_path, "posts", range(ROTATION % _DAYS, len(payloads.ALL), _DAYS), THEMES)
    assert _wrong(work) == []


def test_what_would_run_or_load_is_counted(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the tests: pages that no sanitiser has cleaned."""
    monkeypatch.setattr(sanitiser, "clean", lambda html: html)
    names = ("<audio src=x onerror=ran(NN)>", f"<iframe src=//{payloads.HOST}/NN></iframe>")
    runs, asks = (payloads.ALL.index(name) for name in names)
    work = _play(browser, tmp_path, "posts", (runs, asks), ("plain",))
    place = next(number for number, place in enumerate(PLACES) if place.name == "Markdown in a line")
    looks = work.looks["plain"]
    assert looks.ran[place, runs]
    assert looks.asked[place, asks]
