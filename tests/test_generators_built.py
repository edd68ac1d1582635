"""The sites that the real generators build from an export have every word, link and picture of the archive."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from medium_archive import articles, formats
from medium_archive.commands.export import export
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.formats.selection import Selection
from tests import small_archive
from tests.generators import ledger, programs, traps


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
    """Of the example, and of an archive of traps. No draft is in it, and nothing is warned of."""
    _program(name)
    member = next(member for member in formats.ALL if name == member.NAME)
    for layout in (example, traps.make(tmp_path / "archive")):
        out = tmp_path / f"of-{layout.root.name}"
        export(layout, member, out, Selection(responses=True))
        built, said = programs.build(name, out)
        assert not programs.WARNINGS.search(said), said
        library = articles.read(layout, settings.read(layout.settings), ("story", "response"))
        found = ledger.compare(library, built, name)
        assert found.unexplained(name) == {}
        assert found.there["text"] == len(library.posts) > 0
        assert not [page for page in built.rglob("*.html") if "Whispered" in page.read_text("utf-8")]


@pytest.mark.slow
@pytest.mark.parametrize("name", programs.BUILDS)
def test_neither_drafts_nor_posts_of_the_future_are_published(name: str, tmp_path: Path) -> None:
    """Also if the export has them. Pelican writes both to drafts/, to which no page links; Zola writes an empty page,
    also at the old addresses of a post of the future.
    """
    _program(name)
    layout = traps.make(tmp_path / "archive")
    future = "---\ntitle: Later\ndate: 2999-03-04\nmedium: {id: fefefe}\n---\n\nForeseen.\n"
    small_archive.write(layout.root, "posts/2999-03-04-future/index.md", future)
    member = next(member for member in formats.ALL if name == member.NAME)
    export(layout, member, tmp_path / "out", Selection(drafts=True))
    built, _ = programs.build(name, tmp_path / "out")
    pages = {path.relative_to(built).as_posix(): path.read_text("utf-8") for path in built.rglob("*.html")}
    assert "posts/2022-01-01-other/index.html" in pages
    hidden = [path for path, text in pages.items() if "Whispered" in text or "Foreseen" in text]
    assert all(name == "pelican" and path.startswith("drafts/") for path in hidden)
    old = "p/fefefe/index.html"
    links = "".join(text for path, text in pages.items() if path not in (*hidden, old))
    assert "Hushed" not in links
    assert "2999-03-04-future" not in links
    assert "p/abcdef0123ab/index.html" in pages
    assert (old in pages) == (name == "zola")
