"""`archive themes`: list, new, eject."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.create_theme import create_theme
from medium_archive.commands.eject_theme_file import eject_theme_file
from medium_archive.commands.list_themes import list_themes
from medium_archive.errors import ThemeBroken
from medium_archive.site import theme
from tests import small_archive
from tests.conftest import THEMES
from tests.test_themes import choose


def test_the_list_has_each_theme_and_the_options_of_the_one_in_use(tmp_path: Path) -> None:
    """`base`, from which the other themes start, cannot be used itself."""
    layout = small_archive.make(tmp_path)
    report = list_themes(layout)
    assert [one["name"] for one in report.details["themes"]] == list(THEMES)
    assert "* plain" in dict(report.rows) and report.details["options"]["width"] == 32
    with pytest.raises(ThemeBroken):
        theme.load("base", layout.root)


def test_a_new_theme_works_at_once(tmp_path: Path) -> None:
    """It builds the pages of the theme it starts from, and its own rules come last."""
    layout = small_archive.make(tmp_path)
    create_theme(layout, "harbour", "journal")
    small_archive.write(layout.root, "themes/harbour/theme.toml", 'parent = "journal"\n[options]\naccent = "#0a5"\n')
    choose(layout, "harbour")
    assert build(layout).exit_code == 0
    style = (layout.site / "static/style.css").read_text("utf-8")
    assert "/* journal:" in style and style.rstrip().endswith("theme above. */")
    assert "harbour" in [one["name"] for one in list_themes(layout).details["themes"]]


@pytest.mark.parametrize("name", ["plain", "base", "", "..", "a/b", ".x", "con", 'a"b'])
def test_a_name_that_a_theme_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    """It is taken, or cannot be the name of a folder; nothing is written."""
    layout = small_archive.make(tmp_path)
    with pytest.raises(ThemeBroken):
        create_theme(layout, name)
    assert not (layout.root / "themes").exists()


def test_one_file_of_a_theme_can_be_copied_and_changed(tmp_path: Path) -> None:
    """The copy replaces the theme's file, and is never overwritten."""
    layout = small_archive.make(tmp_path)
    eject_theme_file(layout, "css/text.css")
    build(layout)
    before = (layout.site / "static/style.css").read_text("utf-8")
    small_archive.write(layout.root, "theme/css/text.css", "")
    build(layout)
    assert len((layout.site / "static/style.css").read_text("utf-8")) < len(before)
    for name in ("css/text.css", "../archive.toml", "theme.toml", "nothing.html"):
        with pytest.raises(ThemeBroken):
            eject_theme_file(layout, name)
    assert (layout.root / "theme/css/text.css").read_text("utf-8") == ""
