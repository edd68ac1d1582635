"""`python -m tests.contracts` prints which format keeps which clause of the contract."""

from __future__ import annotations

from typing import Literal

import pytest

from tests.contracts.table import Table

_NAME = "tests/contracts/test_formats.py::test_every_format_keeps_its_contract[{}]"
_Outcome = Literal["passed", "failed", "skipped"]
_When = Literal["setup", "call", "teardown"]


def _report(name: str, outcome: _Outcome, when: _When = "call") -> pytest.TestReport:
    return pytest.TestReport(name, ("", 0, ""), {}, outcome, None, when)


def test_the_table_has_the_result_of_each_format_in_each_clause() -> None:
    table = Table()
    for case, outcome, when in (
        ("hugo-uses_no_network", "passed", "call"),
        ("toy-in-one-file-uses_no_network", "failed", "call"),
        ("pdf-uses_no_network", "skipped", "setup"),
        ("pdf-is_one_file", "passed", "setup"),
        ("pdf-is_one_file", "passed", "call"),
        ("pdf-is_one_file", "failed", "teardown"),
    ):
        table.pytest_runtest_logreport(_report(_NAME.format(case), outcome, when))  # type: ignore[arg-type]  # literals
    table.pytest_runtest_logreport(_report("tests/test_other.py::test_x[hugo-uses_no_network]", "failed"))
    assert table.markdown().splitlines() == [
        "|  | hugo | pdf | toy-in-one-file |",
        "| --- | --- | --- | --- |",
        "| is one file | - | NO | - |",
        "| uses no network | yes | skipped | NO |",
    ]
