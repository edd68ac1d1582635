"""JSON that is nested deeper than Python can follow, in each file that has some: a sentence, never a traceback."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.medium.code import is_plausible
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

_PARTS = ("site", "records", "private")
_JSON_LD = re.compile(rb"(<script[^>]*ld\+json[^>]*>)\{.*?(?=</script>)", re.DOTALL)
_OF_A_SCRIPT = re.compile(rb"\{\"[^;]*(?=;)")


def _nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


def _damaged(file: Path, depth: int) -> bytes:
    """The file with the nested value in the place of its JSON; as it is, if it has none."""
    content, value = file.read_bytes(), _nested(depth)
    match file.suffix:
        case ".json" | ".webmanifest":
            return value
        case ".jsonl":
            return b'{"x":' + value + b"," + content[1:]
        case ".html":
            return _JSON_LD.sub(lambda found: found[1] + value, content)
        case ".js":
            return _OF_A_SCRIPT.sub(value, content)
        case _:
            return content


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_zip(folder / "export.zip", {post_name(): post_page("Good", p("A good post."))})
    archive = folder / "archive"
    for command in (["import", str(folder / "export.zip"), "--offline"], ["build"], ["verify"], ["status"]):
        assert CliRunner().invoke(app, [*command, "--archive", str(archive)]).exit_code == 0
    return archive


@pytest.mark.parametrize("part", _PARTS)
@pytest.mark.parametrize("depth", [600, 5_000, 100_000])  # Python reads 600 and fails to write it
def test_a_file_with_deeply_nested_json_ends_no_command(built: Path, tmp_path: Path, part: str, depth: int) -> None:
    archive = shutil.copytree(built, tmp_path / "archive", symlinks=True)
    damaged = 0
    for file in (archive / part).rglob("*"):
        if file.is_file() and (content := _damaged(file, depth)) != file.read_bytes():
            file.write_bytes(content)
            damaged += 1
    assert damaged
    for command in ("verify", "status", "build"):
        result = CliRunner().invoke(app, [command, "--archive", str(archive)])
        assert result.exception is None or isinstance(result.exception, SystemExit), command
        if command == "verify" and part == "site":
            assert result.exit_code == 1


def test_code_nested_too_deep_for_python_is_not_called_json() -> None:
    assert is_plausible("json", '{"a": [1]}')
    assert not is_plausible("json", "[" * 100_000 + "]" * 100_000)
