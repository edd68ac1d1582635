"""The lines of files of records, read so that those of a large archive take little memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

# Bytes. The lines of a larger file are read again for each check: in memory they take about six times as much
LARGE = 8 << 20


@dataclass(frozen=True)
class Lines:
    """The lines of an undamaged file as JSON objects, which are read from it each time."""

    path: Path

    def __iter__(self) -> Iterator[dict[str, Any]]:
        with self.path.open(encoding="utf-8-sig") as file:
            yield from (json.loads(line) for line in file if line.strip())


def readers(texts: dict[str, str]) -> Callable[[int], Callable[[str], Any]]:
    """What reads the JSON in a file, by the size of the file in bytes. Of a large file, the results have each text
    once, as it is in `texts`, which gets all others: the records repeat names, titles and checksums of each other.
    """
    with_texts_once = json.JSONDecoder(object_pairs_hook=partial(_with_texts_once, texts)).decode
    return lambda size: with_texts_once if size > LARGE else json.loads


def _with_texts_once(known: dict[str, str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: known.setdefault(value, value) if isinstance(value, str) else value for key, value in pairs}
