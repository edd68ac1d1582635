"""The sites that the real generators build from an export have every word, link and picture of the archive."""

from __future__ import annotations

import os
from pathlib import Path

import lxml.html
import pytest

from medium_archive import articles, formats
from medium_archive.articles.selection import Selection
from medium_archive.commands.export import export
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.generators import ledger, programs, traps

_VEILING = ("../2999-03-04-future", "../../drafts/hushed")
_VEILED = ("1-veiled.png", "2-veiled.png", "veiled.txt")


def _program(name: str) -> str:
    """The path of a program; skips the test where it is not installed, but not in CI, which must have each."""
    found = programs.find(name)
    if not found and not os.environ.get("CI"):
        pytest.skip(f"{programs.BUILDS[name][0]} is not installed")
    assert found, f"CI must have {programs.BUILDS[name][0]}"
    return found


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "hugo" else [pytest.mark.slow]) for name in programs.BUILDS]
)
def test_a_built_site_has_all_that_the_archive_has(name: str, tmp_path: Path, example: Layout) -> None:
    """Of the example, and of an archive of traps. No draft is in it, no title or name is code, nothing is warned of."""
    _program(name)
    member = next(member for member in formats.ALL if name == member.NAME)
    for layout in (example, traps.make(tmp_path / "archive")):
        out = tmp_path / f"of-{layout.root.name}"
        export(layout, member, out, Selection(responses=True))
        built, said = programs.build(name, out)
        assert not programs.WARNINGS.search(said), said
        library = articles.read(layout, settings.read(layout.settings), ("story", "response"))
        found = ledger.compare(library, built)
        assert found.unexplained(name) == {}
        assert found.there["text"] == len(library.posts) > 0
        pages = [page.read_text("utf-8") for page in built.rglob("*.html")]
        assert not [page for page in pages if "Whispered" in page]
        assert not [page for page in pages if lxml.html.document_fromstring(page).xpath("//script[. = 'live()']")]


@pytest.mark.slow
@pytest.mark.parametrize("name", programs.BUILDS)
def test_neither_drafts_nor_posts_of_the_future_are_published(name: str, tmp_path: Path) -> None:
    """Nor their pictures, files and sources, also if the export has them. Zola writes an empty page of a post of the
    future, also at its old addresses, and its pictures and files.
    """
    _program(name)
    layout = traps.make(tmp_path / "archive")
    links = "".join(f"[A]({post}/index.md) ![A]({post}/1-veiled.png)\n" for post in _VEILING)
    small_archive.write(layout.root, "posts/2022-01-01-other/index.md", f"{traps.OTHER}\n{links}")
    future = "---\ntitle: Later\ndate: 2999-03-04\nmedium: {id: fefefe}\n---\n\nForeseen.\n"
    shown = "\n![Veiled](1-veiled.png)\n\n<p>A <a href='veiled.txt'>file</a> <img src='2-veiled.png'></p>\n"
    for folder, text in (("posts/2999-03-04-future", future), ("drafts/hushed", traps.DRAFT)):
        small_archive.write(layout.root, f"{folder}/index.md", text + shown)
        small_archive.write(layout.root, f"{folder}/veiled.txt", "Veiled.")
        small_archive.picture(layout.root / folder / "1-veiled.png", 9, 9)
        small_archive.picture(layout.root / folder / "2-veiled.png", 7, 9)
    member = next(member for member in formats.ALL if name == member.NAME)
    export(layout, member, tmp_path / "out", Selection(drafts=True))
    built, _ = programs.build(name, tmp_path / "out")
    pages = {path.relative_to(built).as_posix(): path.read_text("utf-8") for path in built.rglob("*.html")}
    assert "posts/2022-01-01-other/index.html" in pages
    assert not [path for path, text in pages.items() if "Whispered" in text or "Foreseen" in text]
    others = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()} - pages.keys()
    assert not [path for path in others if path.endswith(".md")]
    veiled = {path for path in others if "veiled" in path}
    assert veiled == ({f"posts/2999-03-04-future/{file}" for file in _VEILED} if name == "zola" else set())
    old = "p/fefefe/index.html"
    links = "".join(text for path, text in pages.items() if path != old)
    assert "Hushed" not in links
    assert "2999-03-04-future" not in links
    assert "p/abcdef0123ab/index.html" in pages
    assert (old in pages) == (name == "zola")
