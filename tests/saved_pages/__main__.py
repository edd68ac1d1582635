"""Prints what is read of each era of pages in each kind of save, beside what was planned.

    python -m tests.saved_pages [--programs]

With `--programs` real programs save the pages too, as far as they are there: Chromium, SingleFile, warcio, wacz.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.saved_pages import comparison, programs, saves, written
from tests.saved_pages.comparison import Row, Told


def main(arguments: Sequence[str]) -> int:
    print(f"{'page':34} {'save':28} {'by':12} pages  paragraphs      marks   pictures   files  lost")  # noqa: T201  # its output
    number, is_equal = 0, True
    with tempfile.TemporaryDirectory() as place:
        for row in _rows(Path(place), with_programs="--programs" in arguments):
            number, is_equal = number + 1, is_equal and row.read == row.planned
            print(_line(row))  # noqa: T201  # its output
            if row.read != row.planned:
                print("  ".join(f"{one}" for one in _differences(row)))  # noqa: T201  # its output
        print(f"{number} rows, {'all as planned' if is_equal else 'NOT as planned'}")  # noqa: T201  # its output
    return 0 if is_equal else 1


def _rows(folder: Path, *, with_programs: bool) -> Iterator[Row]:
    for era in written.ERAS:
        for save in saves.SAVES:
            yield comparison.row(era, save, folder / era / save.name)
    for wrapper in comparison.ANSWERS:
        for name in comparison.ANSWER_SAVES:
            yield comparison.answer_row(wrapper, name, folder / wrapper.replace("?", "") / name)
    if with_programs:
        yield from programs.rows(folder / "programs")


def _line(row: Row) -> str:
    cells = [f"{_sum(row.read, kind)}/{_sum(row.planned, kind)}" for kind in ("texts", "marks", "pictures", "files")]
    lost = sorted({f"{code}" for one in row.read for code, _ in one.losses})
    page = f"{row.era} {row.wrapper}".strip()
    return (
        f"{page:34} {row.save:28} {row.program or 'our tests':12} {len(row.read):5} "
        + " ".join(f"{cell:>{width}}" for cell, width in zip(cells, (11, 10, 10, 7), strict=True))
        + f"  {', '.join(lost)}"
    ).rstrip()


def _sum(told: Sequence[Told], kind: str) -> int:
    return sum(len(getattr(one, kind)) for one in told)


def _differences(row: Row) -> Iterator[str]:
    for wanted, found in zip(row.planned, row.read, strict=False):
        for kind in Told.__dataclass_fields__:
            if getattr(wanted, kind) != getattr(found, kind):
                yield f"{kind}: {getattr(wanted, kind)} {getattr(found, kind)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
