"""The targets. To add one, write its seeds, its `run` and its `refusals` in the module of its group, and name it in the
`ALL` there; tests/test_fuzz.py runs on it by itself, and `python -m tests.fuzz TARGET` fuzzes it.
"""

from __future__ import annotations

from tests.fuzz import pages, texts, zips
from tests.fuzz.target import Target

ALL: tuple[Target, ...] = (*pages.ALL, *texts.ALL, *zips.ALL)
