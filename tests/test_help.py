"""The help texts, the reference docs/commands.md, and the commands that are made from members."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from medium_archive import __version__, platforms
from medium_archive.cli import options
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report
from tests.conftest import ROOT, SAME_PACKAGE

COMMON = {"--archive", "--json", "--quiet", "-q", "--verbose", "-v", "--help"}


def commands(command: Any = None, name: str = "archive") -> Iterator[tuple[str, Any]]:
    """Every command with its full name: `archive`, `archive export`, `archive export bagit`."""
    command = command or typer.main.get_command(app)
    yield name, command
    for member in command.list_commands(None) if hasattr(command, "list_commands") else ():
        yield from commands(command.get_command(None, member), f"{name} {member}")


COMMANDS = dict(commands())
REFERENCE = (ROOT / "docs" / "commands.md").read_text("utf-8")
# "archive history" → the text under "## archive history [POST]"
SECTIONS = {re.sub(r" [\[A-Z].*", "", section.partition("\n")[0]): section for section in REFERENCE.split("\n## ")[1:]}

# All platforms have the same options
SECTIONS |= {f"archive publish {platform.NAME}": SECTIONS["Posts on a platform"] for platform in platforms.ALL}

each_command = pytest.mark.parametrize("name", COMMANDS)


@each_command
def test_each_help_text_has_an_example(name: str) -> None:
    """The example runs the command that the help is about."""
    shown = CliRunner().invoke(app, [*name.split()[1:], "--help"], env={"COLUMNS": "300"}).output
    start = "Start with:" if name == "archive" else "Example:"
    assert f"{start} {name}" in shown


@each_command
def test_each_help_text_is_shown_in_full(name: str) -> None:
    """Square brackets in it would be read as markup."""
    command = COMMANDS[name]
    texts = [command.help, *(parameter.help for parameter in command.params if hasattr(parameter, "help"))]
    assert all(texts)
    assert not [text for text in texts if "[" in text]


@each_command
def test_each_help_text_breaks_no_word_and_names_no_type(name: str) -> None:
    """In 80 columns; neither an option nor a name is broken at a hyphen."""
    narrow, wide = (
        CliRunner().invoke(app, [*name.split()[1:], "-h"], prog_name="archive", env={"COLUMNS": columns}).output
        for columns in ("80", "300")
    )
    assert max(map(len, narrow.splitlines())) <= 80
    assert sorted(narrow.split()) == sorted(wide.split())
    assert not re.search(r"<[a-z ]+>|x[<>]=?\d|\{[A-Z]+\}", wide.replace("0<=x<=65535", ""))


def test_help_is_a_command_too() -> None:
    """Of the program, and of one command; a wrong name is an error."""
    for names in ([], ["import"], ["export", "hugo"]):
        shown = CliRunner().invoke(app, ["help", *names])
        assert shown.exit_code == 0
        assert shown.output == CliRunner().invoke(app, [*names, "--help"], prog_name="archive").output
    wrong = CliRunner().invoke(app, ["help", "exprot"])
    assert (wrong.exit_code, "No such command" in wrong.output) == (2, True)


def test_the_version_can_be_asked_for_in_two_ways() -> None:
    asked, given = (CliRunner().invoke(app, [words]).output for words in ("version", "--version"))
    assert asked == given == f"archive {__version__}\n"


def test_the_package_is_a_program() -> None:
    """`python -m medium_archive`, for those whose terminal does not find `archive`."""
    command = [sys.executable, "-m", "medium_archive", "status", "--archive", os.devnull]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=SAME_PACKAGE)
    assert (done.returncode, done.stdout) == (20, "")
    assert "archive import" in done.stderr or "is not an archive" in done.stderr


def test_help_says_what_a_draft_is_in_each_format() -> None:
    words = {
        name: option.help for name, command in COMMANDS.items() for option in command.params if option.name == "drafts"
    }
    named = {
        name.removeprefix("archive export "): text for name, text in words.items() if name.startswith("archive export")
    }
    assert {named["epub"], named["pdf"]} == {"Export drafts too, as the last chapters."}
    assert named["html"] == "Export drafts too, as pages in the folder drafts/."
    assert named["jsonl"] == "Export drafts too, as lines of the kind “draft”."
    assert {named["hugo"], named["ghost"], named["wordpress"]} == {"Export drafts too, as drafts."}
    assert "bar" not in named


@each_command
def test_the_reference_lists_each_command_with_its_options(name: str) -> None:
    """No more and no less, in a table under a heading for each command."""
    if name in ("archive", "archive export", "archive themes"):
        return
    known = {
        option for parameter in COMMANDS[name].params if parameter.param_type_name == "option"
        for option in parameter.opts
    }  # fmt: skip
    rows = re.findall(r"^\| (`-.*?) \|", SECTIONS[name].replace("\\|", "/"), re.MULTILINE)
    assert {option for row in rows for option in re.findall(r"`(-[a-z-]+)", row)} == known - COMMON


def test_the_reference_lists_no_other_command() -> None:
    """Sections that are no command are about all of them."""
    assert {name for name in SECTIONS if name.startswith("archive")} <= set(COMMANDS)


@dataclass(frozen=True)
class Settings:
    place: Path = field(metadata={"argument": True, "metavar": "PLACE", "help": "Where it goes."})
    dry_run: bool = field(default=False, metadata={"help": "Send nothing."})
    copies: int = field(default=3, metadata={"help": "How many copies."})


class Member:
    """A member of a room as the command line sees it."""

    NAME = "paper"
    SUMMARY = "Print the site on paper."
    EXAMPLE = "archive publish paper desk"
    Settings: type[Any] = Settings


def test_the_fields_of_settings_become_arguments_and_options(tmp_path: Path) -> None:
    """With their types, defaults and help texts."""
    received: list[Any] = []

    def command(layout: Layout, settings: Settings, progress: Progress) -> Report:
        received.append(settings)
        return Report("publish paper", {"copies": settings.copies})

    made = typer.Typer()
    made.callback()(lambda: None)
    options.add_member(made, Member(), command)
    (tmp_path / "archive.toml").touch()
    archive = ["--archive", str(tmp_path)]
    done = CliRunner().invoke(made, ["paper", "desk", "--dry-run", "--copies", "2", "--json", *archive])
    assert json.loads(done.output)["counts"] == {"copies": 2}
    CliRunner().invoke(made, ["paper", "desk", *archive])
    assert received == [Settings(Path("desk"), True, 2), Settings(Path("desk"))]
    assert CliRunner().invoke(made, ["paper", *archive]).exit_code == 2
    shown = CliRunner().invoke(made, ["paper", "--help"], env={"COLUMNS": "300"}).output
    for text in ("PLACE", "Where it goes.", "--dry-run", "Send nothing.", "default: 3", "Example: archive publish"):
        assert text in shown
    assert "--no-dry-run" not in shown
