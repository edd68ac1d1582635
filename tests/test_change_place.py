"""The form of a platform changes its table in archive.toml, and nothing else."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from medium_archive.commands.change_place import change_place
from medium_archive.errors import SettingsWrong
from medium_archive.folder.layout import Layout
from medium_archive.platforms import wordpress, writeas

_VALUES = {"url": "https://blog.example", "user": 'a"da\\'}


@pytest.mark.parametrize(
    "text",
    [
        'schema = 2\n[site]\ntitle = "x"\n',
        'schema = 2\r\n# mine\r\n[publish.ghost]\r\nurl = "https://a.example"\r\n',
        'schema = 2\n[publish.ghost]\nurl = "a"\n\n[site]\ntitle = "x"\n\n[publish.github]\nbranch = "b"\n',
        'schema = 2\npublish.ghost.url = "https://a.example"\n[site]\ntitle = "x"',
    ],
    ids=["no table", "CRLF", "tables apart", "dotted"],
)
def test_a_new_table_comes_after_all_that_is_there(tmp_path: Path, text: str) -> None:
    layout = Layout(tmp_path)
    layout.settings.write_bytes(text.encode())
    assert change_place(layout, wordpress, _VALUES).counts["written"] == 1
    after = layout.settings.read_bytes().decode()
    assert after.startswith(text.rstrip()) and ("\r\n" in text) == ("\r\n" in after)
    wanted = tomllib.loads(text)
    wanted.setdefault("publish", {})["wordpress"] = _VALUES
    assert tomllib.loads(after) == wanted
    assert change_place(layout, wordpress, _VALUES).counts["written"] == 0
    assert layout.settings.read_bytes().decode() == after


def test_an_empty_value_removes_its_key_and_others_stay(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    before = 'schema = 2\n[publish.writeas]\nblog = "ada" # mine\nurl = "https://b.example"\nallow = "b.example"\n'
    layout.settings.write_text(before, "utf-8")
    change_place(layout, writeas, {"blog": "ada", "url": ""})
    assert layout.settings.read_text("utf-8") == before.replace('url = "https://b.example"\n', "")


def test_a_table_that_would_lack_a_key_is_refused(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    before = 'schema = 2\npublish = {ghost = {url = "https://a.example"}}\n'
    layout.settings.write_text(before, "utf-8")
    with pytest.raises(SettingsWrong):
        change_place(layout, wordpress, {"url": "https://blog.example", "user": ""})
    assert layout.settings.read_text("utf-8") == before


def test_a_table_in_braces_gets_the_values_too(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    before = 'schema = 2\npublish = {ghost = {url = "https://a.example"}} # mine\n[site]\ntitle = "x"\n'
    layout.settings.write_text(before, "utf-8")
    assert change_place(layout, wordpress, _VALUES).counts["written"] == 1
    after = layout.settings.read_text("utf-8")
    wanted = tomllib.loads(before)
    wanted["publish"]["wordpress"] = _VALUES
    assert tomllib.loads(after) == wanted and "# mine" in after
