"""The commands that `archive app` runs: each is this program, in a process of its own, whatever happens to it."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

from medium_archive import program_start
from medium_archive.folder.layout import Layout
from tests import local_page
from tests.conftest import EXAMPLE_ZIP, SAME_PACKAGE

_PACKED = """import pathlib, sys
with open(pathlib.Path(sys.argv[0]).with_name("started"), "a") as started:
    started.write(sys.argv[1] + "\\n")
from medium_archive.cli.app import main
main()
"""


def test_the_one_file_program_runs_its_jobs_itself(layout: Layout, tmp_path: Path) -> None:
    """Nothing of it is installed, so Python could not start its module."""
    file = tmp_path / "archive.pyz"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("__main__.py", _PACKED)
    with local_page.opened(layout.root, program=(file.name,), cwd=tmp_path) as page:
        assert "Import: done" in page.run("import", source=str(EXAMPLE_ZIP), offline="1")
    assert (tmp_path / "started").read_text().split() == ["app", "import"]


def test_no_file_of_the_current_folder_is_run(tmp_path: Path) -> None:
    """Jobs and schedules start where the person is, for example in a folder of downloads."""
    (tmp_path / "typer.py").write_text("raise SystemExit('run')")
    environment = {**os.environ, **SAME_PACKAGE}
    del environment["PYTHONSAFEPATH"]
    command = [*program_start.command(), "status", "--help"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
