"""What a person mistypes at `archive check` and `archive appeal` is refused, and looked at by nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import check
from medium_archive.errors import FolderUnwritable, SettingsWrong
from medium_archive.folder import files, settings
from tests.small_archive import make

MISTYPED = ["", " ", "@", "ada", "file:///etc/passwd", "ftp://medium.com/@ada", "http://[::1", "https://", "https:///@ada",
            "@ada lovelace", "medium.com:99999/@ada"]  # fmt: skip
TYPED = [
    "@ada",
    "medium.com/@ada",
    "ada.medium.com",
    "https://medium.com/@ada",
    "https://例え.example/",
    "http://[::1]/",
]


@pytest.mark.parametrize("typed", MISTYPED)
def test_what_is_no_address_is_refused(typed: str, tmp_path: Path) -> None:
    """Also for a schedule: a look that saw nothing is something else."""
    root = str(make(tmp_path / "archive").root)
    for more in [], ["--schedule", "cron"]:
        done = CliRunner().invoke(app, ["check", typed, *more, "--archive", root])
        assert done.exit_code == 2
        assert "is not an address" in done.output


@pytest.mark.parametrize("typed", TYPED)
def test_short_forms_are_addresses(typed: str) -> None:
    assert check.is_address(typed)


@pytest.mark.parametrize("address", ["http://[::1", "https://", "@ada", "https://medium.com/@ada lovelace"])
def test_a_wrong_address_in_the_settings_is_refused(address: str, tmp_path: Path) -> None:
    layout = make(tmp_path / "archive")
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(f"{text}\n[watch]\nposts = ['{address}']\n", "utf-8")
    with pytest.raises(SettingsWrong, match="not a web address"):
        settings.read(layout.settings)


def test_a_dash_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person means the standard output, and would look for the text in vain."""
    monkeypatch.chdir(tmp_path)
    root = make(tmp_path / "archive").root
    for command in (
        ["appeal", "--out", "-"],
        ["build", "--out", "-"],
        ["export", "jsonl", "-"],
        ["verify", "--report", "-"],
    ):
        done = CliRunner().invoke(app, [*command, "--archive", str(root)])
        assert done.exit_code == FolderUnwritable.exit_code, command
    assert not (tmp_path / "-").exists()
    with pytest.raises(FolderUnwritable, match="not printed"):
        files.refuse_special(Path("-"))
