"""Whether exports of one account give the same folder in every order, and whether a person's edits outlive them.

    python -m tests.benchmarks.import_orders EXPORT EXPORT EXPORT

In every order, one export after the other, the folders are compared byte for byte. Then the same with edits by hand
between the imports, each in a post of its own, first in those that not all exports have alike. Every picture that an
export shows is given to the first import: a square of one colour, under its id.
"""

from __future__ import annotations

import itertools
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import kept_exports
from medium_archive.folder.history import History
from medium_archive.folder.layout import TEXT, Layout
from tests.hand_edits import EDITS, Holds, post_id
from tests.interruptions import state


def main(exports: Sequence[Path]) -> None:
    orders = list(itertools.permutations(exports))
    with tempfile.TemporaryDirectory() as place:
        options = import_exports.Options(pictures=_pictures(Path(place) / "pictures", exports))
        archives = [Layout(Path(place) / str(number)) for number in range(len(orders))]
        for archive, order in zip(archives, orders, strict=True):
            for export in order:
                import_exports.import_exports([export], archive, options)
        folders = [without_imports(archive) for archive in archives]
        different = {name for folder in folders[1:] for name, _ in folders[0].items() ^ folder.items()}
        named = sorted(different)[:5]
        print(f"{len(orders)} orders, {len(folders[0]):,} files: {len(different)} of them differ {named}")  # noqa: T201  # its only output
        print(f"all once more, and built twice: {_twice(archives[0], exports)} bytes changed")  # noqa: T201  # its only output
        changed = _changed(archives[0])
        made: Counter[str] = Counter()
        survived: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        for number, order in enumerate(orders):
            archive = Layout(Path(place) / f"edited-{number}")
            for name, holds in _with_edits(archive, order, changed, options, codes):
                survived[name] += holds
                made[name] += 1
        print(f"\n{len(made)} edits\n\n| edit | survived |\n|---|---|")  # noqa: T201  # its only output
        for name in EDITS:
            print(f"| {name} | {survived[name]} of {made[name]} |")  # noqa: T201  # its only output
        print(f"\nsaid of them: {dict(codes)}")  # noqa: T201  # its only output


def without_imports(archive: Layout) -> dict[str, bytes]:
    """Every file by its path; of the record of imports, and its line among the checksums, nothing."""
    files = state(archive.root)
    del files[f"records/{kept_exports.NAME}"]
    sums = files["SHA256SUMS"].splitlines()
    return files | {"SHA256SUMS": b"\n".join(line for line in sums if not line.endswith(kept_exports.NAME.encode()))}


def _twice(archive: Layout, exports: Sequence[Path]) -> int:
    build.build(archive)
    before = state(archive.root)
    for export in exports:
        import_exports.import_exports([export], archive)
    build.build(archive)
    return sum(len(content) for _, content in before.items() ^ state(archive.root).items())


def _changed(archive: Layout) -> set[str]:
    """The posts that the exports don't have alike."""
    known = History.read(archive, kept_exports.read(archive))
    return {key for key, states in known.states.items() if len({one.text for one in states}) > 1}


def _with_edits(
    archive: Layout, order: Sequence[Path], changed: set[str], options: import_exports.Options, codes: Counter[str]
) -> Iterator[tuple[str, bool]]:
    """Import in this order, with half of the edits after the first export, the others after the second; what no post of
    the first has (one had no pictures yet) comes after the second too.
    """
    done: dict[str, Holds] = {}
    edited: set[str] = set()
    for number, export in enumerate(order):
        report = import_exports.import_exports([export], archive, options)
        codes.update(one.code for one in report.issues if one.code in ("merged", "both-changed", "edit-kept"))
        if number < len(order) - 1:
            half = len(EDITS) // 2 if number == 0 else len(EDITS)
            for name in [name for name in list(EDITS)[:half] if name not in done]:
                if holds := _edit(archive, name, changed, edited):
                    done[name] = holds
    # A text broken by hand, a picture that was moved, a post hidden whose original is public: verify says so
    codes.update(f"verify: {one.code}" for one in verify(archive).issues if one.level == "error")
    yield from ((name, holds(archive)) for name, holds in done.items())


def _edit(archive: Layout, name: str, changed: set[str], edited: set[str]) -> Holds | None:
    """Do it in the first post that has what it takes and was not edited, those before that change between exports."""
    folders = {post_id(file.parent): file.parent for file in sorted(archive.root.glob(f"*/*/{TEXT}"))}
    for post in sorted(folders.keys() - edited - {""}, key=lambda post: (post not in changed, post)):
        if holds := EDITS[name](archive, folders[post]):
            assert holds(archive), f"what was done by hand is not seen at once: {name}"
            edited.add(post)
            return holds
    return None


def _pictures(place: Path, exports: Sequence[Path]) -> Path:
    place.mkdir()
    for export in exports:
        with zipfile.ZipFile(export) as file:
            pages = b"".join(file.read(name) for name in file.namelist() if name.endswith(".html"))
        for picture in set(re.findall(r'data-image-id="(\d\*[\w-]+)', pages.decode("utf-8", "replace"))):
            colour = tuple(picture.encode()[-3:])
            Image.new("RGB", (8, 8), colour).save(place / f"{picture.replace('*', '-')}.png")
    return place


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
