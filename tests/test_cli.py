"""The command as typed: what it prints, its exit codes, its JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive import errors
from medium_archive.cli.root import app
from tests.conftest import EXAMPLE_ZIP, EXAMPLES, ROOT, SAME_PACKAGE, one_in
from tests.sample_exports import post_name, post_page, write_zip

RUNNER = CliRunner()


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, as a person starts it."""
    return subprocess.run(
        [sys.executable, "-m", "medium_archive.cli", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**SAME_PACKAGE, "PYTHONUTF8": "1", "PATH": ""},
    )


def test_import_then_build_finds_the_archive(tmp_path: Path) -> None:
    """Without any option; the line before the last one is the address of the site."""
    done = run("import", EXAMPLE_ZIP, "--offline", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ *12 +posts", done.stdout, re.MULTILINE)
    built = run("build", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    address = built.stdout.splitlines()[-2].partition(" ")[2]
    assert address == (tmp_path / "medium-archive" / "site" / "index.html").as_uri()
    assert (tmp_path / "medium-archive" / "site" / "index.html").is_file()


def test_explain_gives_a_reason_for_each_post(tmp_path: Path) -> None:
    """Why a post is a story, a response or a draft."""
    place = str(tmp_path / "archive")
    done = RUNNER.invoke(app, ["import", str(EXAMPLE_ZIP), "--offline", "--explain", "--archive", place])
    assert "no title, and Medium named it by its first words" in done.output
    assert "drafts/the-ferrymans-ledger: it was never published" in done.output


@pytest.mark.slow
def test_quiet_prints_nothing(tmp_path: Path) -> None:
    """Unless there is an error."""
    export = write_zip(tmp_path / "export.zip", {post_name(): post_page()})
    done = run("import", export, "--offline", "--quiet", cwd=tmp_path)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


WRONG = [
    ("nothing.zip", None, 10, "no file or folder"),
    ("text.zip", b"hello", 10, "not a zip"),
    ("error.zip", b"<!DOCTYPE html><html><title>502</title></html>", 10, "24 hours"),
    ("empty.zip", b"", 10, "empty file"),
    ("cut.zip", EXAMPLE_ZIP.read_bytes()[:5000], 10, "incomplete"),
]


@pytest.mark.parametrize(
    ("name", "content", "code", "words"), one_in(5, WRONG), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_wrong_export_is_explained(tmp_path: Path, name: str, content: bytes | None, code: int, words: str) -> None:
    """One sentence, a hint and an exit code; no traceback, no folder is created. More cases: test_export.py."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("import", name, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "medium-archive").exists()
    place = tmp_path / "medium-archive"
    as_json = json.loads(RUNNER.invoke(app, ["import", str(tmp_path / name), "--json", "--archive", str(place)]).stdout)
    assert as_json["exit_code"] == code
    assert as_json["hint"]


def test_an_error_among_the_issues_makes_the_exit_code_1(tmp_path: Path) -> None:
    """The command did its work."""
    files = {post_name(): post_page(), post_name("ffffffffffff", slug="Bad"): b"<html></html>"}
    done = run("import", write_zip(tmp_path / "export.zip", files), "--offline", cwd=tmp_path)
    assert done.returncode == 1
    assert "no-post" in done.stdout


def test_a_missing_archive_is_explained(tmp_path: Path) -> None:
    """Exit code 20, with a hint."""
    done = run("build", cwd=tmp_path)
    assert done.returncode == 20
    assert "archive import" in done.stderr


def test_no_command_shows_the_help() -> None:
    """It ends with the commands to start with."""
    result = RUNNER.invoke(app, [])
    assert "archive import medium-export.zip" in result.output


def test_every_issue_code_is_documented() -> None:
    """docs/issues.md lists each code in the source, and no other."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "medium_archive").rglob("*.py"))
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "issues.md").read_text("utf-8"), re.MULTILINE))
    for code in documented:
        assert f'"{code}"' in source, f"{code} is documented, but nothing gives it"
    given = set(re.findall(r'Issue\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z-]+)"', source))
    given |= set(re.findall(r'issues\.append\(\s*\(\s*"([a-z-]+)"', source))
    assert given <= documented


def test_every_exit_code_is_documented() -> None:
    """The tree of errors and docs/commands.md agree."""
    documented = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for error in errors.ArchiveError.__subclasses__():
        assert f"| {error.exit_code} | `{error.__name__}` |" in documented
        assert re.search(rf"{error.__name__} +{error.exit_code} ", errors.__doc__ or "")


def test_the_files_of_the_first_command_in_the_readme_exist() -> None:
    """What the README's first command needs."""
    first = next(
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("pip install")
    )
    for path in re.findall(r"examples/\S+", first):
        assert (ROOT / path).exists()
    assert (EXAMPLES / "README.md").is_file()


def test_json_is_the_whole_report_in_any_encoding(tmp_path: Path) -> None:
    """--json prints one object, and nothing else. Pipes on Windows use cp1252: a Chinese name must not become a
    question mark.
    """
    done = subprocess.run(
        [sys.executable, "-m", "medium_archive.cli", "import", str(EXAMPLE_ZIP), "--offline", "--json"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={**SAME_PACKAGE, "PYTHONIOENCODING": "cp1252", "PATH": ""},
    )
    assert done.stdout.isascii()
    report = json.loads(done.stdout)
    assert report["command"] == "import"
    assert report["counts"]["posts"] == 12
    assert {"where", "code", "level", "message"} == set(report["issues"][0])
    assert len(report["posts"]) == 16
    paths = [post["path"] for post in report["posts"]]
    assert any("雨港" in path for path in paths) and not any("?" in path for path in paths)


@pytest.mark.parametrize("port", ["99999", "-1", "x"])
def test_an_invalid_port_is_refused(tmp_path: Path, port: str) -> None:
    """Exit code 2, with the name of the option."""
    done = run("serve", "--port", port, cwd=tmp_path)
    assert done.returncode == 2
    assert "--port" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a folder that a program is in")
@pytest.mark.parametrize("command", one_in(4, ["build", "status", "serve", "import nothing.zip"]))
def test_a_deleted_current_folder_is_explained(tmp_path: Path, command: str) -> None:
    """One sentence and exit code 20."""
    place = tmp_path / "gone"
    place.mkdir()
    script = f'cd "{place}" && rmdir "{place}" && exec "{sys.executable}" -m medium_archive.cli {command}'
    environment = {**SAME_PACKAGE, "PATH": os.environ["PATH"]}
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 20
    assert "no longer exists" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        *("build", "serve", "pictures", "status", "check", "sync", "appeal", "remind", "verify", "verify --quick"),
        *("history", "export bagit ../out", "export sqlite", "export redirects", "themes list", "themes new mine"),
        *("publish github", "publish folder ../out", "publish --check", f"import {EXAMPLE_ZIP}", "import --again"),
    ],
)
def test_no_command_changes_an_archive_of_a_newer_version(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how to get the newer version."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive.toml").write_text("schema = 999\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("of the newer program")
    result = RUNNER.invoke(app, command.split(" "))
    assert result.exit_code == errors.NewerArchive.exit_code
    assert "schema 999" in result.output
    assert {path.name for path in tmp_path.rglob("*")} - {".lock"} == {"archive.toml", "site", "index.html"}
