"""The form that changes archive.toml changes the values that a person changed there, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands.change_settings import change_settings
from medium_archive.folder.layout import Layout

_TEXT = '# Mine\nschema = 2\n\n[site]\ntitle = \'Looms\' # short\nlanguage = "en"\n\n[author]\nname = "Ada"\n'


@pytest.fixture(params=["\n", "\r\n"], ids=["LF", "CRLF"])
def line_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_only_the_changed_value_changes(tmp_path: Path, line_end: str, mark: bytes) -> None:
    layout = Layout(tmp_path)
    layout.settings.write_bytes(mark + _TEXT.replace("\n", line_end).encode())
    values = {"title": "Looms", "language": "de", "url": "https://ada.example", "theme": ""}
    assert change_settings(layout, {"site": values}).counts["written"] == 1
    wanted = _TEXT.replace('"en"\n', '"de"\nurl = "https://ada.example"\n')
    assert layout.settings.read_bytes() == mark + wanted.replace("\n", line_end).encode()


def test_values_as_they_are_write_nothing(tmp_path: Path, line_end: str) -> None:
    layout = Layout(tmp_path)
    before = _TEXT.replace("\n", line_end).encode()
    layout.settings.write_bytes(before)
    assert change_settings(layout, {"site": {"title": "Looms", "language": "en", "url": ""}}).counts["written"] == 0
    assert layout.settings.read_bytes() == before
