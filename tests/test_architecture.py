"""The recipes of docs/architecture.md work as written: each example passes the contract tests of its package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import medium_archive
from tests.conftest import ROOT, one_in

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
EXAMPLES = {
    found["file"]: found["code"]
    for found in re.finditer(r"```python\n# (?P<file>\S+)\n(?P<code>.*?)```", PAGE, re.DOTALL)
}
# By example: the tests that the recipe names, and which of their parameters belong to the example
CONTRACTS = {
    "medium_archive/medium/embeds/harbour_tv.py": (("test_embeds.py", "test_completeness.py"), "harbour"),
    "medium_archive/checks/todo_marks.py": (("contracts/test_checks.py",), "todo_marks"),
    "medium_archive/formats/plain_text.py": (
        ("contracts/test_formats.py",),
        "(plain-text and not kill) or importing",
    ),  # that clause takes most of the time
}


def add_to_list(module: Path) -> None:
    """What a recipe calls "add the module to `ALL`": the import, and the entry."""
    init, name = module.with_name("register.py"), module.stem
    if not init.exists():
        init = module.with_name("__init__.py")
    package = ".".join(module.parts[module.parts.index("medium_archive") : -1])
    text = init.read_text("utf-8")
    text = re.sub(r"^(ALL: tuple\[.*?\] = \()", rf"\1{name}, ", text, flags=re.MULTILINE)
    first = re.search(r"^from medium_archive", text, re.MULTILINE)
    assert first
    init.write_text(f"{text[: first.start()]}from {package} import {name}\n{text[first.start() :]}", "utf-8")


def test_every_example_has_its_contract_tests() -> None:
    assert EXAMPLES.keys() == CONTRACTS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("file", one_in(3, CONTRACTS, of_ci=3))
def test_the_example_of_a_recipe_passes_the_contract_tests(file: str, tmp_path: Path) -> None:
    """In a copy of the program, to which nothing is added but the file and its entry."""
    shutil.copytree(Path(medium_archive.__file__).parent, tmp_path / "medium_archive")
    shutil.copytree(ROOT / "tests", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("examples", "themes", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    module = tmp_path / file
    module.write_text(EXAMPLES[file], "utf-8")
    add_to_list(module)
    tests, parameters = CONTRACTS[file]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "CI"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-k", parameters, *(f"tests/{test}" for test in tests)],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert re.search(r"^\d+ passed", done.stdout, re.MULTILINE), done.stdout


def test_docs_architecture_names_packages_that_exist() -> None:
    table = PAGE.partition("## Packages")[2].partition("## Conventions")[0]
    names = re.findall(r"^\| `(\w+)/`", table, re.MULTILINE)
    packages = {path.parent.name for path in Path(medium_archive.__file__).parent.glob("*/__init__.py")}
    assert set(names) == packages
