"""`archive build --out FOLDER --settings FILE`: a site to look at, made with other settings than the archive's."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from tests import small_archive


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path / "archive")


def built(layout: Layout, *options: str) -> Result:
    return CliRunner().invoke(app, ["build", "--archive", str(layout.root), *options])


def test_other_settings_make_another_site_and_change_nothing(layout: Layout, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('schema = 2\n[site]\ntitle = "The Lamp"\n', "utf-8")
    before = layout.settings.read_bytes()
    assert built(layout, f"--out={tmp_path / 'out'}", f"--settings={other}").exit_code == 0
    assert "<title>The Lamp" in (tmp_path / "out/index.html").read_text("utf-8")
    assert layout.settings.read_bytes() == before and not layout.site.exists()


def test_files_of_a_person_stay(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").write_text("mine")
    assert built(layout, f"--out={tmp_path / 'out'}").exit_code == 0
    assert (tmp_path / "out/index.html").read_text() == "mine"


def test_a_folder_of_the_archive_is_refused(layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(layout.root)
    for folder in (layout.posts, layout.root, tmp_path / "link" / "drafts"):
        assert built(layout, f"--out={folder}").exit_code == 26


def test_a_folder_around_the_archive_is_refused(layout: Layout, tmp_path: Path) -> None:
    """The pages would be among other files of the person."""
    before = sorted(tmp_path.iterdir())
    assert built(layout, f"--out={tmp_path}").exit_code == 26
    assert sorted(tmp_path.iterdir()) == before


def test_what_opens_the_site_of_the_archive_is_not_advised(layout: Layout, tmp_path: Path) -> None:
    """The try is elsewhere; its address is in the output."""
    output = built(layout, f"--out={tmp_path / 'out'}").output
    assert (tmp_path / "out/index.html").as_uri() in output and "archive open" not in output


def test_options_that_contradict_each_other_are_refused(layout: Layout, tmp_path: Path) -> None:
    assert built(layout, f"--settings={tmp_path / 'other.toml'}").exit_code == 2
    assert built(layout, f"--out={tmp_path / 'out'}", "--all").exit_code == 2
    for missing in (tmp_path / "none.toml", tmp_path):
        refused = built(layout, f"--out={tmp_path / 'out'}", f"--settings={missing}")
        assert (refused.exit_code, refused.output.split(".\n")[0]) == (22, f"Error: There is no file {missing}")
