"""What a person does wrong on the first day is answered with what to do, and each step names the next one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli import browser
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import EXAMPLE_ZIP, EXAMPLES, ROOT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, arguments)
    return done.exit_code, done.output


@pytest.mark.parametrize("page", ["README.md", "README.zh-Hant.md"])
def test_the_readme_shows_what_its_first_command_prints(page: str, place: Path) -> None:
    """The last line of each part, as it is."""
    text = (ROOT / page).read_text("utf-8")
    shutil.copytree(EXAMPLES, place / "examples", ignore=shutil.ignore_patterns("archive"))
    first = re.search(r"archive import examples/.*?$(?:\narchive .*?$)*", text, re.MULTILINE)
    assert first is not None
    lines = [run(*part.split()[1:])[1].splitlines()[-1] for part in re.split(r" && |\n", first[0])]
    assert lines[-1].endswith("Next: archive open")
    assert "```\n{}\n```".format("\n".join(lines)) in text


@pytest.mark.parametrize("typed", ["medium-exprt.zip", "Medium-Export.zip", "medium-export"])
def test_a_zip_with_a_mistyped_name_is_found_beside_it(typed: str, place: Path) -> None:
    (place / "downloads").mkdir()
    for name in ("medium-export.zip", "photos.zip"):
        (place / "downloads" / name).write_bytes(b"")
    code, output = run("import", f"downloads/{typed}")
    assert code == 10
    assert output.splitlines()[-1] == f"Did you mean {Path('downloads/medium-export.zip')}?"
    assert "Import the zip from Medium" in run("import", "downloads/x.zip")[1]


@pytest.mark.parametrize("typed", ["medium-export.zip", "medium-export*.zip"])
def test_the_longer_name_of_mediums_zip_is_shown_to_be_typed(typed: str, place: Path) -> None:
    """Medium adds a long number to the name of which the README speaks."""
    folder = place / "my downloads"
    folder.mkdir()
    (folder / f"medium-export-{'5f0c' * 16}.zip").write_bytes(b"")
    os.utime(folder / f"medium-export-{'5f0c' * 16}.zip", (1, 1))
    hint = run("import", str(folder / typed))[1].splitlines()[-1]
    zip_file = folder / f"medium-export-{'5f0c' * 16}.zip"
    assert hint == f"In {folder} there is {zip_file.name}. Type: `archive import {shlex.quote(str(zip_file))}`"
    (folder / f"medium-export-{'6a1d' * 16}.zip").write_bytes(b"")
    assert (
        f"there are 2 exports, the newest is medium-export-{'6a1d' * 16}.zip" in run("import", str(folder / typed))[1]
    )


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the person."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(folder))
    return folder


def test_in_the_wrong_folder_the_archive_in_the_home_is_named(place: Path, home: Path) -> None:
    """As the README makes it, in ~/my-posts; not in a folder about which macOS would ask."""
    for name in (".hidden", "Documents", "my posts"):
        small_archive.make(home / name / "medium-archive")
    hint = run("build")[1].splitlines()[-1]
    assert hint.startswith(f"There is one in {home / 'my posts'}. Type: `cd {shlex.quote(str(home / 'my posts'))}`")


def test_in_the_wrong_folder_the_way_to_the_archive_comes_first(place: Path, home: Path) -> None:
    """Whoever has an archive does not want a second one."""
    code, output = run("build")
    hint = output.splitlines()[-1]
    assert code == 20
    assert hint.startswith("Go to the folder in which you typed `archive import` (the one that holds medium-archive/)")
    assert hint.endswith("If you have no archive yet, make one: `archive import ~/Downloads`")
    (place / "blog").mkdir()
    (place / "blog" / "archive.toml").write_text("")
    assert f"There is one in {place / 'blog'}: go to that folder" in run("build")[1]


def test_the_folder_that_holds_the_archive_may_be_named(place: Path) -> None:
    """As a command finds it that is run there."""
    layout = small_archive.make(place / "home" / "medium-archive")
    assert run("build", "--archive", "home")[0] == 0
    assert (layout.site / "index.html").exists()


@pytest.mark.parametrize("home", ["~/", "~\\"] if os.name == "nt" else ["~/"])
def test_a_path_may_begin_in_the_home_folder(home: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PowerShell hands `~` on as it is, and so does every shell in `--archive=~/blog`."""
    monkeypatch.setenv("USERPROFILE" if os.name == "nt" else "HOME", str(place))
    shutil.copy(EXAMPLE_ZIP, place / "export.zip")
    assert run("import", f"{home}export.zip", "--offline", f"--archive={home}blog")[0] == 0
    assert run("build", f"--archive={home}blog")[0] == 0
    assert run("publish", "folder", f"{home}www", f"--archive={home}blog")[0] == 0
    assert (place / "www" / "index.html").is_file()
    assert not (place / "~").exists()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (
            "import",
            "Error: Name Medium's zip, its unpacked folder, or saved pages. Example: archive import ~/Downloads/",
        ),
        ("publish", "Error: Name a place. Example: archive publish github ada/blog"),
        ("new", "Error: Missing argument 'TITLE'. Example: archive new "),
        ("publish folder", "Error: Missing argument 'FOLDER'. Example: archive publish folder "),
        ("export hugo", "Error: Missing argument 'FOLDER'. Example: archive export hugo "),
    ],
)
def test_a_command_without_what_it_needs_shows_an_example(command: str, answer: str, place: Path) -> None:
    code, output = run(*command.split())
    assert code == 2
    assert f"\n{answer}" in output


@pytest.mark.parametrize(
    ("settings", "command"),
    [
        ("", "publish github you/blog"),
        ('[publish.rsync]\nto = "ada@example.com:/var/www"\n', "publish rsync"),
        ("[publish]\ngithub = 1\n", "publish github you/blog"),  # what is wrong with it, a build says
    ],
)
def test_after_the_site_is_seen_it_is_published(
    settings: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the host that archive.toml names."""
    layout: Layout = small_archive.make(tmp_path)
    root = str(layout.root)
    assert run("build", "--archive", root)[0] == 0
    with layout.settings.open("a") as file:
        file.write(settings)
    monkeypatch.setattr(browser, "can_show", lambda: False)
    code, output = run("open", "--archive", root)
    assert (code, output.splitlines()[-1]) == (0, f"Next: archive {command} --archive {root}")
