"""`archive verify` reports each original that is not the imported one."""

from __future__ import annotations

import pytest

from medium_archive.checks import fixity, snapshot
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog
from medium_archive.folder.layout import Layout


def first_original(layout: Layout) -> str:
    return min(entry.original for entry in catalog.read(layout).values() if entry.original)


def codes(layout: Layout) -> list[tuple[str, str, str]]:
    return [(issue.code, issue.level, issue.where) for issue in fixity.inspect(snapshot.read(layout)).issues]


def test_an_unchanged_archive_passes_the_checksums(example: Layout) -> None:
    assert codes(example) == []


def test_a_changed_original_is_an_error_and_no_evidence(own_example: Layout) -> None:
    original = first_original(own_example)
    file = own_example.root / original
    page = file.read_bytes()
    posts = verify(own_example).counts["posts_checked"]
    for damaged in (b"", page[:-100], page + b"<p>more</p>", page.replace(b"</p>", b"</q>", 1)):
        file.write_bytes(damaged)
        assert codes(own_example) == [("original-changed", "error", original)]
        report = verify(own_example)
        assert report.exit_code == 1
        assert report.counts["posts_checked"] == posts - 1
        assert [issue.code for issue in report.issues if issue.level == "error"] == ["original-changed"]


def test_a_line_missing_from_the_catalog_is_reported(own_example: Layout) -> None:
    entry = min((e for e in catalog.read(own_example).values() if e.original), key=lambda e: e.original)
    entries = catalog.read(own_example)
    del entries[catalog.same_post(entry.id)]
    catalog.write(own_example, entries)
    assert codes(own_example) == [
        ("not-in-catalog", "error", entry.original),
        ("not-in-catalog", "note", entry.path),
    ]
    assert verify(own_example).exit_code == 1


def test_a_missing_catalog_is_reported(own_example: Layout) -> None:
    originals = [e.original for e in catalog.read(own_example).values() if e.original]
    for folder in (own_example.records, own_example.private):
        (folder / catalog.NAME).unlink()
    unknown = [where for code, level, where in codes(own_example) if (code, level) == ("not-in-catalog", "error")]
    assert sorted(unknown) == sorted(originals)
    assert verify(own_example).exit_code == 1


@pytest.mark.slow
def test_a_post_that_a_person_moved_is_still_checked(own_example: Layout) -> None:
    entry = min((e for e in catalog.read(own_example).values() if e.path.startswith("posts/")), key=lambda e: e.path)
    posts = verify(own_example).counts["posts_checked"]
    (own_example.root / entry.path).rename(own_example.posts / "another-name")
    report = verify(own_example)
    assert report.counts["posts_checked"] == posts
    assert report.exit_code == 0
