"""`python -m tests.contracts [formats | platforms] [-n auto]`: run the contract of all formats, or of all platforms,
and print it as a table, member by clause.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.contracts.table import Table

if __name__ == "__main__":
    kind, options = "formats", sys.argv[1:]
    if options and options[0] in ("formats", "platforms"):
        kind, *options = options
    tests = str(Path(__file__).parent / f"test_{kind}.py")
    sys.exit(pytest.main([tests, "--slow", "-q", "-k", "keeps_its_contract", *options], plugins=[Table()]))
