"""The table of a contract: which format, or which platform, keeps which clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_TEST = re.compile(r"test_e(?:very|ach)_\w+_keeps_its_contract\[(?P<member>[\w-]+)-(?P<clause>\w+)\]$")
_SHOWN = {"passed": "yes", "failed": "NO", "skipped": "skipped"}


@dataclass
class Table:
    """A plugin of pytest that collects the results of the contract tests and prints them."""

    results: dict[tuple[str, str], str] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the result of a test; one that failed before or after it ran has failed."""
        found = _TEST.search(report.nodeid)
        if found and (report.when == "call" or report.outcome != "passed"):
            key = found["clause"], found["member"]
            self.results[key] = "failed" if "failed" in (self.results.get(key), report.outcome) else report.outcome

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table."""
        terminalreporter.write_line(self.markdown())

    def markdown(self) -> str:
        """A row for each clause and a column for each member, "-" for a clause that the member does not have."""
        members = sorted({one for _, one in self.results})
        rows = [["", *members], ["---"] * (len(members) + 1)]
        for clause in dict.fromkeys(clause for clause, _ in sorted(self.results)):
            found = (self.results.get((clause, one), "") for one in members)
            rows.append([clause.replace("_", " "), *(_SHOWN.get(result, "-") for result in found)])
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
