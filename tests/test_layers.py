"""The contracts of import-linter in pyproject.toml notice an import that they forbid."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import medium_archive
from tests.conftest import ROOT, need

DOWN = "Imports only go down"
APART = "The proof stands apart"
LEDGER = "checks/completeness/ledger.py"
# By name: the module that each file imports besides, and the contract that this breaks
FORBIDDEN = {
    "a package imports a higher one": ({"links.py": "folder.files"}, DOWN),
    "two packages of one layer import each other": ({"hosts/folder.py": "site.theme"}, DOWN),
    "the proof imports the converter": ({LEDGER: "markdown.writer"}, APART),
    "the proof imports the builder": ({LEDGER: "site.build"}, APART),
    "the proof imports the reader of Medium's pages": ({LEDGER: "medium.post"}, APART),
    "the proof imports the converter through another module": (
        {LEDGER: "names", "names.py": "markdown.writer"},
        APART,
    ),
}


def broken_contracts(root: Path) -> set[str]:
    done = subprocess.run(
        [need("lint-imports"), "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert {f"{name} KEPT" for name in (DOWN, APART)} & set(lines) or done.returncode
    return {name for name in (DOWN, APART) if f"{name} BROKEN" in lines}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program that a test may change."""
    shutil.copytree(Path(medium_archive.__file__).parent, tmp_path / "medium_archive")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_no_module_breaks_an_import_contract(program: Path) -> None:
    assert broken_contracts(program) == set()


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_import_is_noticed(name: str, program: Path) -> None:
    imports, contract = FORBIDDEN[name]
    for file, module in imports.items():
        path = program / "medium_archive" / file
        path.write_text(f"{path.read_text('utf-8')}\nimport medium_archive.{module}\n", "utf-8")
    assert contract in broken_contracts(program)


def test_the_proof_may_not_use_a_library_of_the_converter(program: Path) -> None:
    path = program / "medium_archive" / LEDGER
    path.write_text(f"{path.read_text('utf-8')}\nimport bs4\n", "utf-8")
    assert broken_contracts(program) == {APART}
