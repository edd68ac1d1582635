"""A command imports only what it needs, so that the short ones answer at once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.show_status import status
from medium_archive.folder.last_import import FEWEST
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLE_ZIP, ROOT, SAME_PACKAGE
from tests.interruptions import pages_of_year
from tests.sample_exports import write_zip
from tests.test_status_cache import age

_SCRIPT = (
    "import json, sys\nfrom medium_archive.cli.app import main\n"
    "try: main()\nexcept SystemExit: print('\\n' + json.dumps(sorted(sys.modules)))"
)
_FULL = Path("/dev/full")  # every write to it fails
_BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
LIBRARIES = (
    "bs4",
    "feedparser",
    "httpx2",
    "jinja2",
    "lxml",
    "PIL",
    "pydantic",
    "pygit2",
    "pygments",
    "rich",
    "tomlkit",
    "yaml",
)
PACKAGES = tuple(
    f"medium_archive.{name}"
    for name in ("articles", "checks", "commands", "fetch", "formats", "hosts", "platforms", "site", "web")
)


def loaded_by(*arguments: str) -> set[str]:
    """What a command has imported: libraries, and packages of the program."""
    modules = modules_of(*arguments)
    return {".".join(name.split(".")[: 2 if name.startswith("medium_archive.") else 1]) for name in modules}


def modules_of(*arguments: str) -> list[str]:
    """Every module that a command has imported."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | SAME_PACKAGE,
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("build", "--help"), ("themes", "--help")])
def test_a_help_text_loads_no_command_and_no_library(arguments: tuple[str, ...]) -> None:
    """Neither does it load the places and formats that have commands of their own."""
    loaded = loaded_by(*arguments)
    assert {"medium_archive.cli", "typer"} <= loaded
    assert not loaded.intersection((*LIBRARIES, *PACKAGES))


def test_status_loads_no_library(own_example: Layout) -> None:
    """What reads pages, pictures or settings with comments, and what connects to hosts, is for other commands. The
    words of a text that is new are counted as the site counts them, which needs the site.
    """
    age(own_example)
    status(own_example)
    loaded = loaded_by("status", "--archive", str(own_example.root))
    assert "medium_archive.folder" in loaded
    packages = set(PACKAGES) - {"medium_archive.commands"}
    assert not loaded.intersection((*LIBRARIES, *packages))


def test_a_build_right_after_another_loads_nothing_about_posts_and_places(own_example: Layout) -> None:
    """The files are so new that their contents are compared, which needs neither."""
    build(own_example)
    loaded = modules_of("build", "--archive", str(own_example.root))
    assert "medium_archive.site.build_record" in loaded
    unneeded = ("medium_archive.hosts", "medium_archive.folder.posts", "medium_archive.folder.catalog")
    assert not [name for name in loaded if name.startswith(unneeded)]


def test_an_archive_of_exports_loads_nothing_about_saved_pages(own_example: Layout) -> None:
    """Nor what asks web archives: the records of an archive are read without them."""
    loaded = modules_of("pictures", "--dry-run", "--archive", str(own_example.root))
    assert "medium_archive.folder.shelf" in loaded
    unneeded = ("medium_archive.medium.pages", "medium_archive.fetch.web_archives")
    assert not [name for name in loaded if name.startswith(unneeded)]


def test_verify_loads_nothing_that_builds_merges_or_connects(example: Layout) -> None:
    """It reads pages and Markdown, in worker processes too."""
    loaded = loaded_by("verify", "--quick", "--archive", str(example.root))
    assert {"medium_archive.checks", "lxml"} <= loaded
    libraries = ("fasttext", "httpx2", "jinja2", "nh3", "pygit2", "pygments", "requests", "rich", "tomlkit")
    packages = ("fetch", "formats", "hosts", "platforms", "site", "web")
    assert not loaded.intersection((*libraries, *(f"medium_archive.{name}" for name in packages)))


@pytest.mark.slow
def test_an_import_without_pictures_loads_no_library_for_git_network_or_pictures(tmp_path: Path) -> None:
    loaded = loaded_by("import", str(EXAMPLE_ZIP), "--offline", "--archive", str(tmp_path / "archive"))
    assert {"medium_archive.checks", "bs4", "lxml"} <= loaded
    libraries = ("feedparser", "httpx2", "jinja2", "PIL", "pygit2", "pygments", "rich")
    packages = ("fetch", "formats", "hosts", "platforms", "site", "web")
    assert not loaded.intersection((*libraries, *(f"medium_archive.{name}" for name in packages)))


@pytest.mark.slow
def test_an_import_of_the_same_export_loads_no_library(tmp_path: Path) -> None:
    """It reads no page, if nothing has changed."""
    pages = pages_of_year(FEWEST, 2021, random.Random(5))  # noqa: S311  # test data, not a secret
    archive, export = tmp_path / "archive", write_zip(tmp_path / "export.zip", dict(pages))
    command = ("import", str(export), "--offline", "--archive", str(archive))
    assert "medium_archive.checks" in loaded_by(*command)
    loaded = loaded_by(*command)
    assert "medium_archive.folder" in loaded
    packages = set(PACKAGES) - {"medium_archive.commands"}
    assert not loaded.intersection((*LIBRARIES, "filelock", *packages))


_REGISTERED = """
import atexit, threading
class Kept:
    def __del__(self): print("freed", flush=True)
kept = Kept()
atexit.register(print, "first")
from medium_archive.cli.app import main
atexit.register(print, "second")
threading.Thread(target=lambda: (threading.main_thread().join(), print("thread"))).start()
main()
"""


def test_what_is_registered_for_the_end_of_a_process_is_done() -> None:
    """A program that measures or records commands, such as coverage, writes its files there. Objects are not freed."""
    command = [sys.executable, "-c", _REGISTERED]
    done = subprocess.run([*command, "--version"], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[1:] == ["thread", "second", "first"]
    failed = subprocess.run([*command, "status", "--archive", os.devnull], capture_output=True, check=False)
    assert failed.returncode == 20
    assert failed.stderr


@pytest.mark.skipif(not _FULL.exists(), reason="this system has no full device")
def test_output_that_cannot_be_written_is_an_error() -> None:
    command = [sys.executable, "-m", "medium_archive.cli", "--version"]
    with _FULL.open("w") as full:
        done = subprocess.run(command, env=_BUFFERED, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 120
    assert b"No space left" in done.stderr
