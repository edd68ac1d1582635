"""`python -m tests.contracts [-n auto]`: run the contract of all formats, and print it as a table, format by clause."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.contracts.table import Table

if __name__ == "__main__":
    tests = str(Path(__file__).parent / "test_formats.py")
    sys.exit(pytest.main([tests, "--slow", "-q", "-k", "keeps_its_contract", *sys.argv[1:]], plugins=[Table()]))
