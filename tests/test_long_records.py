"""A line of the records that is far longer than any the program writes is one issue, and takes little memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from medium_archive.folder import records
from medium_archive.folder.accounts import UserId

GOOD = b'{"export": "ada", "id": "5c8d3a"}\n'
LINES = {
    "text": (b'{"export": "' + b"x" * 30_000_000 + b'"}\n', "has 30,000,015 bytes, and at most 10,000,000 are read"),
    "no end": (b"x" * 30_000_000, "has 30,000,000 bytes, and at most 10,000,000 are read"),
    "lists": (
        b'{"export": [' + b"[]," * 3_000_000 + b"[]]}\n",
        "has 6,000,003 brackets and commas, and at most 1,000,000 are read",
    ),
    "keys": (
        b"{" + b",".join(b'"k":1' for _ in range(1_500_000)) + b"}\n",
        "has 1,500,000 brackets and commas, and at most 1,000,000 are read",
    ),
    "fewer keys": (
        b"{" + b",".join(b'"k%d":1' % number for number in range(800_000)) + b"}\n",
        "has 800,000 keys, and at most 200,000 are read",
    ),
    "digits": (b'{"id": ' + b"9" * 9_000_000 + b"}\n", "is not a JSON object"),
    "brackets": (b"[" * 900_000 + b"\n", "is not a JSON object"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_is_too_long_is_one_problem_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    line, problem = LINES[name]
    after = b"" if name == "no end" else GOOD
    (tmp_path / "accounts.jsonl").write_bytes(b"\xef\xbb\xbf" + GOOD + b"\r\n" + line + after)
    tracemalloc.start()
    try:
        parsed = records.parse(tmp_path / "accounts.jsonl", UserId)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert parsed.problems == (f"line 3 {problem}",)
    assert len(parsed.records) == len(parsed.lines) == 1 + bool(after)
    assert most < 60_000_000


def test_keys_in_a_text_are_not_counted() -> None:
    """A gist may be JSON."""
    text = json.dumps({str(number): 1 for number in range(300_000)})
    assert not records.excess(json.dumps({"address": "a", "files": [{"text": text}]}).encode())


def test_line_ends_of_all_systems_end_a_line(tmp_path: Path) -> None:
    lines = [b'{"export": "ada", "id": "%d"}' % number for number in range(4)]
    (tmp_path / "accounts.jsonl").write_bytes(lines[0] + b"\r\n" + lines[1] + b"\r" + lines[2] + b"\n\n" + lines[3])
    assert [one.id for one in records.read(tmp_path / "accounts.jsonl", UserId)] == ["0", "1", "2", "3"]
