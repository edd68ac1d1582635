"""Every format keeps the contract of its kind, and each clause of the contract notices a format that breaks it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from medium_archive import formats
from medium_archive.cli import export as cli_export
from medium_archive.errors import FolderUnwritable
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import Output
from medium_archive.formats import ArchiveFormat, Format
from tests.conftest import one_in
from tests.contracts import formats as contract
from tests.contracts import scene as scenes
from tests.contracts import toy_formats as toys
from tests.contracts.scene import Clause, Scene

Member = Format | ArchiveFormat
# They share the most with Hugo
SLOW = frozenset(
    {
        *("astro", "bar", "eleventy", "epub", "ghost", "html", "jekyll", "jsonl"),
        *("obsidian", "pdf", "pelican", "toy-in-one-file", "wordpress", "zola"),
    }
)
NEEDS_KILLS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
NEEDS_WEASYPRINT = pytest.mark.skipif(
    find_spec("weasyprint") is None and not os.environ.get("CI"),
    reason="needs WeasyPrint: pip install 'medium-archive[pdf]'",
)
MEMBERS: tuple[Member, ...] = (*formats.ALL, toys.Toy(), toys.ToyForAnEmptyFolder(), toys.ToyInOneFile(), toys.Copy())
BROKEN: dict[type[Any], Clause] = {
    toys.WithoutASentence: contract.describes_itself,
    toys.WithoutHelp: contract.describes_itself,
    toys.ReadsTheClock: contract.gives_the_same_bytes_each_time,
    toys.NamesTheFolderOfTheArchive: contract.gives_the_same_bytes_each_time,
    toys.WritesASet: contract.gives_the_same_bytes_each_time,
    toys.CountsItsRuns: contract.changes_nothing_the_second_time,
    toys.ChangesTheArchive: contract.does_not_change_the_archive,
    toys.LeavesItsFolder: contract.writes_only_to_its_place,
    toys.UsesTheNetwork: contract.uses_no_network,
    toys.TakesDraftsByDefault: contract.takes_only_named_kinds,
    toys.ReadsBesideTheLibrary: contract.takes_only_named_kinds,
    toys.IgnoresItsSettings: contract.takes_only_named_kinds,
    toys.CopiesPrivateRecords: contract.holds_nothing_private,
    toys.NamesFilesByTitle: contract.gives_names_valid_on_every_system,
    toys.WritesTwoFilesOfOneName: contract.gives_names_valid_on_every_system,
    toys.StopsAtABadPost: contract.reports_one_bad_post_and_continues,
    toys.CountsAllLettersInEachFile: contract.changes_only_files_of_a_changed_post,
    toys.RemembersRemovedPosts: contract.removes_outdated_files,
    toys.CopyAnywhere: contract.refuses_the_archive,
    toys.CopyInPieces: contract.completes_after_a_kill,
    toys.CopyWithoutWarning: contract.warns_that_it_is_private,
    toys.CopyOverOthers: contract.replaces_only_its_own,
}


def clauses_of(member: Member) -> tuple[Clause, ...]:
    return contract.OF_ARCHIVE_FORMATS if isinstance(member, ArchiveFormat) else contract.OF_FORMATS


def _pairs() -> Iterator[Any]:
    for member in MEMBERS:
        for clause in clauses_of(member):
            kills = clause is contract.completes_after_a_kill
            is_slow = kills or clause is contract.changes_only_files_of_a_changed_post or member.NAME in SLOW
            marks = [NEEDS_KILLS] * kills + [pytest.mark.slow] * is_slow
            marks += [NEEDS_WEASYPRINT] * (member.NAME == "pdf")
            yield pytest.param(member, clause, id=f"{member.NAME}-{clause.__name__}", marks=marks)


@pytest.fixture
def scene_of(tmp_path: Path, example: Layout) -> Callable[[Member], Scene]:
    def scene(member: Member) -> Scene:
        (tmp_path / "place").mkdir()
        return Scene(member, scenes.make_archive(tmp_path / "archive"), example, tmp_path / "place")

    return scene


@pytest.mark.parametrize(("member", "clause"), list(_pairs()))
def test_every_format_keeps_its_contract(member: Member, clause: Clause, scene_of: Callable[[Member], Scene]) -> None:
    clause(scene_of(member))


@pytest.mark.parametrize("broken", one_in(3, list(BROKEN)), ids=lambda broken: broken.__name__)
def test_each_clause_fails_for_a_format_that_breaks_it(broken: type[Any], scene_of: Callable[[Member], Scene]) -> None:
    if BROKEN[broken] is contract.completes_after_a_kill and sys.platform == "win32":
        pytest.skip("Windows has no SIGKILL")
    member = broken()
    assert BROKEN[broken] in clauses_of(member)
    with pytest.raises((AssertionError, ValueError)):
        BROKEN[broken](scene_of(member))


@pytest.mark.parametrize(
    ("method", "clause"),
    [("finish", contract.removes_outdated_files), ("write", contract.replaces_no_file_of_the_user)],
)
def test_each_clause_about_writing_fails_for_a_careless_command(
    method: str, clause: Clause, scene_of: Callable[[Member], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clauses depend on the command, which writes the files of a format."""

    def careless(output: Output, name: str = "", content: bytes = b"", post: str = "") -> bool:
        if name:
            small = output.folder / name
            small.parent.mkdir(parents=True, exist_ok=True)
            small.write_bytes(content)
        return bool(name)

    monkeypatch.setattr(Output, method, careless)
    with pytest.raises(AssertionError):
        clause(scene_of(toys.Toy()))


@pytest.mark.parametrize(
    ("function", "clause"),
    [
        ("_refuse_others", contract.refuses_other_files),
        ("_is_edited", contract.keeps_edited_files),
        ("_is_dry", contract.writes_nothing_in_a_dry_run),
        ("_refuse_file", contract.refuses_another_file),
    ],
)
def test_each_clause_about_the_folder_fails_for_a_careless_command(
    function: str, clause: Clause, scene_of: Callable[[Member], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"medium_archive.commands.export.{function}", lambda *_: False)
    toy = toys.ToyInOneFile() if clause is contract.refuses_another_file else toys.ToyForAnEmptyFolder()
    with pytest.raises((AssertionError, FolderUnwritable)):
        clause(scene_of(toy))


def test_every_clause_has_a_format_that_breaks_it() -> None:
    """Otherwise a clause could check nothing."""
    by_command = {
        contract.removes_outdated_files,
        contract.replaces_no_file_of_the_user,
        contract.refuses_other_files,
        contract.refuses_another_file,
        contract.keeps_edited_files,
        contract.writes_nothing_in_a_dry_run,
    }
    assert {*contract.OF_FORMATS, *contract.OF_ARCHIVE_FORMATS} == {*BROKEN.values()} | by_command


def test_formats_have_unique_names() -> None:
    names = [member.NAME for member in formats.ALL]
    assert names == sorted(set(names))


def test_importing_all_formats_is_fast() -> None:
    """A format imports slow modules inside its functions."""
    slow = ("bs4", "lxml", "yaml", "tomlkit", "filelock", "sqlite3", "PIL", "httpx2", "jinja2")
    code = f"import sys, medium_archive.formats; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_format_in_the_list_has_a_command(
    scene_of: Callable[[Member], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its settings are the options of the command."""
    monkeypatch.setattr(formats, "ALL", (toys.Toy(),))
    scene = scene_of(toys.Toy())
    app = typer.Typer()
    app.add_typer(cli_export.app, name="export")
    call = ["export", "toy", str(scene.place / "out"), "--responses", "--archive", str(scene.archive.root), "--json"]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["counts"]["posts"] == len(list(scene.archive.root.glob("[pr]*s/*/index.md")))
    assert any(scenes.MARKS["response"] in content for content in scene.made().values())
    assert "Also your drafts." in CliRunner().invoke(app, ["export", "toy", "--help"]).output
