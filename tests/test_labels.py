"""The keys of a report are a stable interface for programs, and people read labels with correct plurals."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from medium_archive.checks.completeness import Totals
from medium_archive.checks.completeness.ledger import KINDS
from medium_archive.cli import labels, summary
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Report
from tests.conftest import ROOT

LABELS = {"counts": labels.COUNTS, "facts": labels.FACTS}
COMMANDS = (
    *("import --again --offline", "build", "pictures --dry-run", "status", "verify", "history", "remind"),
    *("history ferryman", "themes list", "themes new harbour", "themes eject post.html"),
    *("export bagit ../bag", "export sqlite", "export redirects", "publish folder ../out"),
)


# The calls that make a report or a part of one, with the places of counts and facts among their arguments
MAKERS = {
    "Report": slice(1, 3),
    "Findings": slice(1, 3),
    "File": slice(3, 4),
    "Published": slice(1, 3),
    "Written": slice(2),
    "Age": slice(1),
}


def literal_keys() -> set[str]:
    """Each key of counts or facts that the source writes as a literal."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "medium_archive").rglob("*.py")]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {key for function in functions for key in keys_of(function)}


def keys_of(function: ast.FunctionDef) -> Iterator[str]:
    """The keys in the calls of a function, and in its variables `counts` and `facts`."""
    nodes = list(ast.walk(function))
    for call in (node for node in nodes if isinstance(node, ast.Call) and name_of(node.func) in MAKERS):
        values = [word.value for word in call.keywords if word.arg in ("counts", "facts")]
        for value in (*call.args[MAKERS[name_of(call.func)]], *values):
            yield from constant_keys(value)
    for node in nodes:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and target is not None and name_of(target) in ("counts", "facts"):
            yield from constant_keys(node.value)
            yield from constants(target.slice if isinstance(target, ast.Subscript) else None)


def name_of(node: ast.expr) -> str:
    """`counts` for `counts`, `self.counts` and `counts["key"]`."""
    node = node.value if isinstance(node, ast.Subscript) else node
    return str(getattr(node, "id", getattr(node, "attr", "")))


def constant_keys(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Dict):
            for key in child.keys:
                yield from constants(key)


def constants(node: ast.AST | None) -> Iterator[str]:
    """A literal, or both sides of `"this" if … else "that"`."""
    if isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))
    elif isinstance(node, ast.Constant):
        yield str(node.value)


@pytest.mark.slow  # parses every module
def test_every_key_in_the_source_is_an_identifier_with_a_label() -> None:
    """Also those that no example reaches."""
    found = literal_keys()
    assert {"posts", "branch", "workflow", "removed", "to_use", "private_values"} <= found
    for key in found:
        assert re.fullmatch(r"[a-z][a-z_]*", key), key
        assert key in labels.COUNTS or key in labels.FACTS, f"{key} has no label in cli/labels.py"


@pytest.mark.slow
def test_every_key_of_the_json_is_an_identifier_with_a_label(
    own_example: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every command that runs without a network; data as an address or a day stands in rows, as label and value."""
    monkeypatch.chdir(own_example.root)
    for command in COMMANDS:
        report = json.loads(CliRunner().invoke(app, [*command.split(), "--json"]).stdout)
        assert "error" not in report, report
        assert set(report["counts"]) <= set(labels.COUNTS), command
        assert set(report["facts"]) <= set(labels.FACTS), command
        assert all(set(row) == {"label", "value"} for row in report["rows"])
        keys = [*report, *report.get("completeness", {}).get("text", ())]
        assert all(re.fullmatch(r"[a-z][a-z_]*", key) for key in keys), command
        assert report["counts"] or report["facts"] or report["rows"], command


def test_every_key_is_documented() -> None:
    """docs/commands.md lists each key, and no other."""
    documented = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for part, known in LABELS.items():
        section = documented.partition(f"### Keys of `{part}`")[2].partition("\n## ")[0].partition("\n### ")[0]
        assert sorted(re.findall(r"`([a-z_]+)`", section)) == sorted(known), part


def test_every_kind_and_number_of_the_proof_has_a_label() -> None:
    """No command can print a key of the proof that has none, whatever the archive holds."""
    assert set(KINDS) <= set(labels.FACTS)
    assert set(Totals().counts) <= set(labels.COUNTS)


def lines_of(report: Report) -> list[str]:
    return ["".join(text for text, _ in line) for line in summary.lines(report)]


def test_a_key_without_a_label_is_shown_as_words() -> None:
    assert lines_of(Report("x", {"lost_boats": 2}, {"home_port": "Sète"})) == ["2  lost boats", "home port: Sète"]


@pytest.mark.parametrize(
    ("levels", "line"),
    [
        (("error",), "1  issue (1 error)"),
        (("warning", "error", "warning"), "3  issues (1 error, 2 warnings)"),
        (("note", "note"), "2  issues (2 notes)"),
    ],
)
def test_counts_have_correct_plurals(levels: tuple[str, ...], line: str) -> None:
    """One issue, two gists."""
    issues = tuple(Issue("a", "x", "y", level) for level in levels)  # type: ignore[arg-type]  # the levels are valid
    report = Report("x", {"posts": 1, "gists_here": 2, "old_addresses": 1, "words": 0}, issues=issues)
    assert lines_of(report)[:4] == ["1  post", "2  gists here", "1  old address", line]


def test_numbers_are_aligned_at_their_last_digit() -> None:
    assert lines_of(Report("x", {"posts": 7, "words": 1234})) == ["    7  posts", "1,234  words"]
