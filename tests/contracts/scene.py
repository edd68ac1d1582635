"""The scene of a contract test: a format, an archive with marks in each kind of post, and an empty folder."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medium_archive.commands.export import export
from medium_archive.folder.layout import Layout
from medium_archive.formats import ArchiveFormat, Format
from medium_archive.report import Report
from tests import small_archive
from tests.conftest import EXAMPLES

CANARIES = [line.encode() for line in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if line]
MARKS = {"story": b"markofastory", "response": b"markofaresponse", "draft": b"markofadraft"}
PRIVATE_MARK = b"markofaprivatething"
NEW_MARK = b"markofnewwords"
_POST = """---
title: "{title}"
date: 2022-02-02
slug: {slug}
medium: {{id: "{id:012x}", url: "https://medium.com/@ada/{slug}-{id:012x}"}}
---

Words. ![A picture]({picture})
"""
_STREAM = re.compile(rb"(?<=>>\nstream\n)(.*?)(?=\nendstream)", re.DOTALL)
# Not valid as file names on Windows; the last two are equal there
_TITLES = ("Con", "What? / <Why>: *", "A title ends.", "Tide", "TIDE")


@dataclass(frozen=True)
class Scene:
    """A format, an archive that the clause may change, the example archive, and an empty folder for exports."""

    member: Format | ArchiveFormat
    archive: Layout
    example: Layout
    place: Path

    def export(self, out: str = "out", settings: Any = None, archive: Layout | None = None) -> Report:
        return export(archive or self.archive, self.member, self.place / out, settings)

    def made(self, out: str = "out") -> dict[str, bytes]:
        return contents(self.place / out)


Clause = Callable[[Scene], None]


def make_archive(root: Path) -> Layout:
    """An archive with titles that make invalid file names, and a mark in each kind of post and in private records."""
    layout = small_archive.make(root)
    small_archive.write(
        root, "private/reading/claps.jsonl", f'{{"post": "abcdef", "title": "{PRIVATE_MARK.decode()}"}}\n'
    )
    posts = [("posts", title, "same-slug") for title in _TITLES]
    posts += [
        (f"{kind}s".replace("storys", "posts"), f"A {mark}", mark) for kind, m in MARKS.items() if (mark := m.decode())
    ]
    for number, (folder, title, slug) in enumerate(posts, 0xABCDEF000):
        path = f"{folder}/2022-02-02-{number}"
        text = _POST.format(title=title, slug=slug, id=number, picture=f"1-{slug}.png")
        small_archive.write(root, f"{path}/index.md", text)
        small_archive.picture(root / path / f"1-{slug}.png", 4, 4)
    return layout


def contents(place: Path) -> dict[str, bytes]:
    """Every file below a folder or in a zip file, or the file at `place` itself; not the lock. The streams of a PDF are
    expanded.
    """
    if place.is_file() and zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as zip_file:
            return {name: zip_file.read(name) for name in zip_file.namelist()}
    if place.is_file():
        content = place.read_bytes()
        return {"": _STREAM.sub(_expanded, content) if content.startswith(b"%PDF") else content}
    files = (path for path in place.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(files)}


def _expanded(stream: re.Match[bytes]) -> bytes:
    with suppress(zlib.error):
        return zlib.decompress(stream[1])
    return stream[0]


def holds(made: dict[str, bytes], mark: bytes) -> bool:
    return any(mark in content or mark in name.encode() for name, content in made.items())
