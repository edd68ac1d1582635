"""A site is the same, byte for byte, however many processes make it, and whether they are forked or started anew."""

from __future__ import annotations

import multiprocessing
import shutil

import pytest

from medium_archive import processes
from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from medium_archive.site.search import postings
from tests import small_archive
from tests.conftest import one_in
from tests.test_memory import files_of, layout, replace

__all__ = ["layout"]
LOOMS = "posts/2020-11-12-looms/index.md"


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "method"), one_in(3, [(2, "fork"), (8, "fork"), (2, "spawn")]))
def test_the_site_does_not_depend_on_the_number_of_processes(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, jobs: int, method: str
) -> None:
    """With new pictures, and a text that can't be read, the first time and after an edit."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("this system can't fork")
    monkeypatch.setattr(postings, "_TEXT_PER_SHARD", 64)
    small_archive.picture(layout.root / "posts/2020-11-12-looms/2-late.png", 3000, 2000)
    small_archive.write(layout.root, "posts/2018-01-01-later/index.md", "---\ntitle: [\n---\n\nx\n")
    reports = [build(layout, everything=True, jobs=1)]
    wanted, cached = files_of(layout.site), files_of(layout.root / ".cache")
    for folder in (layout.site, layout.root / ".cache"):
        shutil.rmtree(folder)
    with monkeypatch.context() as patch:
        patch.setattr(processes, "_FEWEST", 1)
        patch.setattr(processes, "_start_method", lambda: multiprocessing.get_context(method))
        reports.append(build(layout, everything=True, jobs=jobs))
        assert files_of(layout.site) == wanted
        assert files_of(layout.root / ".cache") == cached
        assert reports[0] == reports[1]
        replace(layout.root, LOOMS, "A second line.", "Another line.")
        build(layout, jobs=jobs)
    edited = files_of(layout.site)
    build(layout, everything=True, jobs=1)
    assert edited == files_of(layout.site) != wanted
