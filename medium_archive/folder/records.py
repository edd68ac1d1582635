"""Records: JSON Lines, sorted, so that a change is one line of a diff (docs/format.md, "Records")."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from medium_archive.folder import files


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every record of a file, none when it isn't there. A line that is no JSON object raises ValueError with its
    number.
    """
    if not path.exists():
        return []
    records: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line:
            continue
        record = json.loads(line)
        if not isinstance(record, dict):
            raise ValueError(f"{path.name}, line {number}: no record")
        records.append(record)
    return records


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write records sorted by their first key, keys without a value left out. No record, no file."""
    lines = sorted(
        json.dumps({k: v for k, v in record.items() if v not in ("", None, [], ())}, ensure_ascii=False)
        for record in records
    )
    if lines:
        files.write(path, "".join(f"{line}\n" for line in lines).encode())
    else:
        path.unlink(missing_ok=True)
