"""Each command that the README and docs/ print is one that the program has, with the options that they print; and those
that need nobody else run on the example.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from tests.conftest import EXAMPLE_ZIP, EXAMPLES, ROOT

# docs/architecture.md prints commands of a format that the reader is about to write: tests/test_architecture.py
PAGES = (
    *(
        ROOT / name
        for name in ("README.md", "README.zh-Hant.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md")
    ),
    *(page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "architecture.md"),
    *sorted((ROOT / "docs/zh-Hant").glob("*.md")),
)
_IN_CHINESE = (ROOT / "README.zh-Hant.md", *sorted((ROOT / "docs/zh-Hant").glob("*.md")))
_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_MENTION = re.compile(r"`(archive [^`\n]+)`")
_INDENTED = re.compile(r"^    (archive .+)$", re.MULTILINE)
# A word in capitals stands for a value; where it stands for a command, for this one
_STANDS_FOR = {("export", "NAME"): "hugo", ("publish", "NAME"): "devto", ("publish", "PLATFORM"): "wordpress"}
_CAPITALS = re.compile(r"[A-Z]{3,}")
# What does not run here, and why: by the words that a command begins with, and by its options
_NOT_RUN = {
    "serve": "goes on until somebody stops it",
    "app": "goes on until somebody stops it: tests/test_app.py",
    "open": "opens a browser",
    "check": "asks Medium",
    "sync": "asks Medium",
    "rescue": "asks web archives",
    "pictures": "asks the hosts of the pictures",
    "appeal": "needs a suspension: tests/test_appeal.py",
    "publish": "asks a host: tests/test_hosts.py",
    "export pdf": "needs WeasyPrint, which not everybody has: tests/test_pdf.py",
    "import ~/saved-pages": "needs pages that a browser saved: tests/test_import_pages.py",
    "import --another-account": "needs an export of another account: tests/test_accounts.py",
}
_RUN = ("pictures --dry-run", "publish folder", "publish github --workflow")
_NOT_WITH = ("--open", "--install")


@dataclass(frozen=True)
class Documented:
    """A command as a page prints it. `whole` tells that it stands in a block to copy, so nothing may be missing."""

    words: tuple[str, ...]
    whole: bool

    def __str__(self) -> str:
        return shlex.join(self.words)


def documented() -> tuple[Documented, ...]:
    """All commands of all pages, each once."""
    found: dict[tuple[str, ...], bool] = {}
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = [line for block in _BLOCK.findall(text) for line in block.splitlines()]
        for lines, whole in ((blocks + _INDENTED.findall(text), True), (_MENTION.findall(text), False)):
            for words in _archive_commands(lines):
                found[words] = found.get(words, False) or whole
    return tuple(Documented(words, whole) for words, whole in sorted(found.items()))


def _archive_commands(lines: list[str]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        for part in re.split(r"&&|\|", line.replace("\\|", "/")):
            if not part.strip().startswith("archive "):
                continue
            words = [word for word in shlex.split(part, comments=True)[1:] if word != "…"]
            if len(words) > 1:
                words[1] = _STANDS_FOR.get((words[0], words[1]), words[1])
            if words and words[0] != "COMMAND":
                yield tuple(words)


COMMANDS = documented()


def reason(command: Documented) -> str:
    """Why a command does not run here, "" if it does."""
    if any(_begins(command, known) for known in _RUN):
        return ""
    if any(_CAPITALS.fullmatch(word) for word in command.words):
        return "a word stands for a value"
    if command.words[0] == "import" and all(word == "import" or word.startswith("-") for word in command.words):
        return "" if "--again" in command.words else "names no export"
    if any(word in _NOT_WITH for word in command.words):
        return "changes something outside of its folder"
    return next((why for known, why in _NOT_RUN.items() if _begins(command, known)), "")


def _begins(command: Documented, known: str) -> bool:
    names = [word for word in known.split() if not word.startswith("-")]
    options = [word for word in known.split() if word.startswith("-")]
    return list(command.words[: len(names)]) == names and all(option in command.words for option in options)


def understood(command: Documented) -> tuple[Any, bool]:
    """The error with which the program refuses the words of a command, None if it understands them; and whether the
    command could start as it stands.
    """
    found: Any = typer.main.get_command(app)
    words = list(command.words)
    while words and hasattr(found, "list_commands") and words[0] in found.list_commands(None):
        found = found.get_command(None, words.pop(0))
    try:
        found.make_context("archive", words)
    except typer.Exit:  # of --help
        return None, True
    except Exception as error:  # the errors of click, which Typer has a copy of
        lacking = type(error).__name__ in ("MissingParameter", "BadOptionUsage", "NoArgsIsHelpError")
        return (None, False) if lacking and not command.whole else (error, False)
    return None, True


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_the_program_knows_each_documented_command_and_option(command: Documented) -> None:
    error, _ = understood(command)
    assert error is None, f"archive {command}: {error.format_message()}"


@pytest.mark.parametrize("page", _IN_CHINESE, ids=lambda page: page.name)
def test_a_page_in_chinese_has_the_commands_of_the_english_page_in_their_order(page: Path) -> None:
    """Where one joins commands with `&&`, the other may have a line for each, as old shells of Windows need it.
    Comments and titles in quotation marks are in the language of the page.
    """
    english = ROOT / "README.md" if page.parent == ROOT else ROOT / "docs" / page.name
    commands = [
        [
            re.sub('"[^"]*"', '"…"', part.partition(" #")[0].strip())
            for block in _BLOCK.findall(one.read_text("utf-8"))
            for part in re.split(r"&&|\n", block)
            if part.strip()
        ]
        for one in (page, english)
    ]
    assert commands[0] == commands[1]


@pytest.fixture
def home(example: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody who has the example as an archive in it."""
    shutil.copytree(example.root, tmp_path / "medium-archive")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


RUNNING = [command for command in COMMANDS if not reason(command) and understood(command)[1]]


@pytest.mark.parametrize("command", RUNNING, ids=str)
def test_a_documented_command_runs_on_the_example(command: Documented, home: Path) -> None:
    """Exports and archives that it names are there, and nothing is fetched."""
    if "~/rehearsal" in command.words or any("old-archive" in word for word in command.words):
        (home / "medium-archive").rename(home / ("rehearsal" if "~/rehearsal" in command.words else "old-archive"))
    if "examples/pictures" in command.words:
        shutil.copytree(EXAMPLES / "pictures", home / "examples" / "pictures")
    if "~/Downloads/medium-export*.zip" in command.words:
        (home / "Downloads").mkdir(exist_ok=True)
        shutil.copy(EXAMPLE_ZIP, home / "Downloads" / "medium-export-5f0c.zip")
    words = [found for word in command.words for found in _as_a_shell(word, home)]
    if words[0] == "import":
        for word in words[1:]:
            file = Path(word, "export.zip") if word.endswith("Downloads") else Path(word)
            if file.suffix == ".zip" and not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(EXAMPLE_ZIP, file)
        words = [*words, *(["--offline"] if "--offline" not in words else [])]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output


def _as_a_shell(word: str, home: Path) -> list[str]:
    """A word with ~ and * replaced. Folders of a backup disk or a server are below the home folder."""
    word = os.path.expanduser(word)  # noqa: PTH111  # of a word, which may be no path
    if word.startswith(("/media/", "/var/")):
        word = str(home / word[1:])
        Path(word).parent.mkdir(parents=True, exist_ok=True)
    return sorted(map(str, Path(word).parent.glob(Path(word).name))) if "*" in word else [word]


def test_all_pages_clone_the_same_repository() -> None:
    """The one that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {
        address for page in PAGES for address in re.findall(r"git clone (https://github\S+)", page.read_text("utf-8"))
    }
    assert named == {project["urls"]["Homepage"]}


def test_each_reason_not_to_run_a_command_is_still_needed() -> None:
    """So that no command is left out by a reason that was for another one."""
    unused = [known for known in _NOT_RUN if not any(_begins(command, known) for command in COMMANDS)]
    assert not unused
    assert len(RUNNING) > len(_NOT_RUN)
