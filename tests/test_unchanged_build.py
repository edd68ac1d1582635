"""`archive build` without Typer, when nothing has changed: the same answer, and it knows all that a build reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli import root, unchanged_build
from medium_archive.folder.layout import Layout
from medium_archive.site import build_state
from tests import small_archive
from tests.conftest import SAME_PACKAGE
from tests.test_start import LIBRARIES, loaded_by

# Builds in one process, and prints the paths of all files that were opened
_BUILD = """
import json, sys
opened = []
sys.addaudithook(lambda event, values: opened.append(values[0]) if event == "open" else None)
from pathlib import Path
from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from medium_archive.site import build_state
build_state._RECENT = 0
build(Layout(Path(sys.argv[1])), jobs=1)
print(json.dumps(sorted({path for path in opened if isinstance(path, str)})))
"""


@pytest.fixture(scope="module")
def built(example: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, list[str]]:
    """The example with its site, which no test changes, and the files that the build has opened."""
    layout = Layout(tmp_path_factory.mktemp("built") / "archive")
    shutil.copytree(example.root, layout.root)
    environment = {**os.environ, **SAME_PACKAGE}
    done = subprocess.run([sys.executable, "-c", _BUILD, layout.root], capture_output=True, check=True, env=environment)
    return layout, json.loads(done.stdout)


def test_a_build_opens_no_other_files_of_the_archive_than_those_it_compares(built: tuple[Layout, list[str]]) -> None:
    """So no change escapes it. What it made itself is compared too, or checked when it is read."""
    layout, opened = built
    compared: list[str] = []
    build_state._add_below(
        f"{layout.root}", compared, frozenset(f"{layout.root}/{one}" for one in build_state._NOT_READ)
    )
    made = tuple(f"{layout.root}/{one}" for one in ("site/", ".cache/", "private/.cache/", ".lock"))
    inside = (path for path in opened if path.startswith(f"{layout.root}/") and not path.startswith(made))
    read = {path for path in inside if os.path.exists(path)}  # noqa: PTH110  # a file that appears is compared too
    assert f"{layout.root}/archive.toml" in read
    assert read <= set(compared)


@pytest.mark.parametrize("options", [[], ["--quiet"], ["-q"], ["--json"], ["--json", "--quiet"], ["--url="]])
def test_it_prints_what_the_command_prints(
    built: tuple[Layout, list[str]], options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", *options, f"--archive={built[0].root}"]
    code = unchanged_build.answer(arguments)
    printed = capsys.readouterr().out
    command = CliRunner().invoke(root.app, arguments)
    assert (code, printed) == (command.exit_code, command.output)
    assert code == 0
    assert not unchanged_build.has_changed()


def test_it_finds_the_archive_as_the_command_does(
    built: tuple[Layout, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a folder of the archive too, and by a path with links. Where none is, the command says so."""
    archive, link = built[0].root, tmp_path / "link"
    link.symlink_to(archive)
    monkeypatch.chdir(archive / "posts")
    assert unchanged_build.answer(["build", "--quiet"]) == 0
    assert unchanged_build.answer(["build", "--quiet", "--archive", os.path.relpath(link)]) == 0
    monkeypatch.chdir(tmp_path)
    assert unchanged_build.answer(["build", "--quiet"]) is None


@pytest.mark.parametrize(
    ("more", "is_other"),
    [
        (["--drafts"], True),
        (["--url", "https://other.example"], True),
        (["--all"], False),
        (["--jobs", "2"], False),
        (["--help"], False),
        (["--url"], False),
        (["--url", "--quiet"], False),
        (["--quiet=yes"], False),
        (["posts"], False),
    ],
)
def test_all_else_is_left_to_the_command(built: tuple[Layout, list[str]], more: list[str], is_other: bool) -> None:
    """It need not look again if the options are others than those of the last build."""
    assert unchanged_build.answer(["build", "--archive", str(built[0].root), *more]) is None
    assert unchanged_build.has_changed() is is_other
    assert unchanged_build.answer(["verify", "--archive", str(built[0].root)]) is None
    assert not unchanged_build.has_changed()


def test_it_loads_no_library(built: tuple[Layout, list[str]]) -> None:
    loaded = loaded_by("build", "--quiet", "--archive", str(built[0].root))
    assert "medium_archive.site" in loaded
    assert not loaded.intersection((*LIBRARIES, "dataclasses", "pathlib", "typer"))


def test_a_quiet_build_says_an_error_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also when nothing has changed since the build that found it."""
    monkeypatch.setattr(build_state, "_RECENT", 0)
    layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, "posts/empty/index.md", "")
    arguments = ["build", "-q", f"--archive={layout.root}"]
    first = CliRunner().invoke(root.app, arguments)
    code = unchanged_build.answer(arguments)
    assert (code, first.exit_code) == (1, 1)
    assert capsys.readouterr().err == first.stderr
    assert "posts/empty/index.md" in first.stderr
