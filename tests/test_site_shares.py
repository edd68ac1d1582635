"""The pages of a large site are compared in several processes, with the same issues in the same order."""

from __future__ import annotations

import pytest

from medium_archive import processes
from medium_archive.checks import site_pages, snapshot
from medium_archive.checks.site_pages import shares
from medium_archive.folder.layout import Layout
from tests.site_changes import POST, change_file, replaced


def test_the_number_of_processes_changes_no_issue(own_example: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong facts, a missing page, a foreign page, words that differ from other pages, a picture on no page."""
    site = own_example.site
    pages = sorted(path.relative_to(site).as_posix() for path in site.glob("posts/*/index.html"))
    (site / pages[0]).unlink()
    (site / "foreign.html").write_bytes((site / pages[1]).read_bytes())
    change_file(own_example, "index.html", replaced(r"</main>", '<a href="nowhere.html">x</a></main>'))
    change_file(own_example, f"{POST}/index.html", replaced(r"<footer", "<footer hidden"))
    change_file(own_example, pages[-1], replaced(r"<img[^>]*>", ""))
    archive = snapshot.read(own_example)
    monkeypatch.setattr(shares, "_WORTH", 0.01)
    found = []
    for count, batch in ((1, 100), (2, 100), (5, 100), (1, 3), (2, 3)):
        monkeypatch.setattr(processes, "available", lambda count=count: count)
        monkeypatch.setattr(shares, "_BATCH", batch)
        found.append(site_pages.inspect(archive).issues)
    assert all(issues == found[0] for issues in found)
    assert len(found[0]) > 3
