"""The ledger of whole archives, and its law over every available export."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive.checks import register, site_pages
from medium_archive.checks.completeness import original
from medium_archive.checks.completeness.characters import visible
from medium_archive.checks.ledgers import check_archive
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums, manifest, records, settings, starter_files, written_files
from medium_archive.folder.history import State
from medium_archive.folder.layout import Layout
from tests.conftest import exports
from tests.sample_post import ORIGINAL, SITE, TEXT

# Whole archives


@pytest.fixture(autouse=True)
def _without_the_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests write the page of a post by hand, so the rest of the site is missing."""
    monkeypatch.setattr(register, "ALL", tuple(one for one in register.ALL if one is not site_pages))


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    """An archive with one post and its built page."""
    layout = Layout(tmp_path)
    name = "original/posts/2019-01-09_Bread---Salt-5c8d3a.html"
    sha256 = hashlib.sha256(ORIGINAL).hexdigest()
    text = TEXT.replace("-5c8d3a\n---", f"-5c8d3a\n  original: {name}\n  sha256: {sha256}\n---")
    files = {
        "posts/2019-01-09-bread-salt/index.md": text.encode(),
        name: ORIGINAL,
        "records/catalog.jsonl": records.lines(
            [
                {
                    "id": "5c8d3a",
                    "path": "posts/2019-01-09-bread-salt",
                    "written": hashlib.sha256(text.encode()).hexdigest(),
                    "original": name,
                    "sha256": sha256,
                }
            ]
        ),
        "records/history.jsonl": records.lines(
            [State("5c8d3a", "story", "Bread & Salt", "2019-01-09T06:16:00.766Z")],
        ),
        "site/posts/2019-01-09-bread-salt/index.html": SITE.encode(),
        "archive.toml": f"schema = {settings.SCHEMA}\n".encode(),
        "README.md": starter_files.README.encode(),
        ".gitignore": starter_files.GITIGNORE.encode(),
        "posts/2019-01-09-bread-salt/1-3Afg.png": b"",
    }
    for path, content in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    checksums.write(layout, {name: sha256})
    written_files.note(layout, {file: files[file] for file in starter_files.FILES.keys() & files.keys()})
    page = "posts/2019-01-09-bread-salt/index.html"
    manifest.write(layout.site, {page: hashlib.sha256(SITE.encode()).hexdigest()})
    return layout


def change(layout: Layout, file: str, old: str, new: str, *, as_written: bool) -> None:
    """Change a file of the archive; with `as_written` the catalog records the change as the program's own."""
    path = layout.root / file
    times = path.stat()
    text = path.read_text("utf-8").replace(old, new)
    path.write_text(text, "utf-8", newline="\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    if as_written:
        catalog = layout.records / "catalog.jsonl"
        record = json.loads(catalog.read_text("utf-8"))
        record["written"] = hashlib.sha256(text.encode()).hexdigest()
        catalog.write_bytes(records.lines([record]))
        checksums.renew(catalog)


def test_verify_counts_posts_pages_and_losses(archive: Layout) -> None:
    report = verify(archive)
    assert report.exit_code == 0
    assert report.issues == ()
    assert report.counts["posts_checked"] == report.counts["pages_checked"] == 1
    assert report.facts["prose"] == "79 of 79"
    json.dumps(report.as_json())


def test_verify_names_the_post_and_the_words(archive: Layout) -> None:
    change(archive, "posts/2019-01-09-bread-salt/index.md", "not yeast", "yeast", as_written=True)
    report = verify(archive)
    assert report.exit_code == 1
    (issue,) = report.issues
    assert (issue.where, issue.code, issue.level) == ("posts/2019-01-09-bread-salt/index.md", "lost", "error")
    assert "“not”" in issue.message
    assert report.facts["prose"] == "76 of 79; on the pages 79 of 79"
    assert report.details["completeness"]["missing"][0]["words"] == "not"


def test_text_removed_by_hand_is_no_loss(archive: Layout) -> None:
    change(archive, "posts/2019-01-09-bread-salt/index.md", "not yeast", "yeast", as_written=False)
    report = verify(archive)
    assert report.exit_code == 0
    assert [(issue.code, issue.level) for issue in report.issues] == [("edited-away", "note"), ("text-differs", "note")]


def test_a_page_that_lost_something_is_an_error(archive: Layout) -> None:
    change(archive, "site/posts/2019-01-09-bread-salt/index.html", "not yeast", "yeast", as_written=False)
    totals, issues = check_archive(archive)
    assert totals.lost == 1
    assert [(issue.where, issue.level) for issue in issues] == [
        ("site/posts/2019-01-09-bread-salt/index.html", "error")
    ]


def test_a_page_older_than_its_text_is_not_compared(archive: Layout) -> None:
    os.utime(archive.site / "posts/2019-01-09-bread-salt/index.html", ns=(0, 0))
    change(archive, "posts/2019-01-09-bread-salt/index.md", "not yeast", "yeast", as_written=False)
    totals, issues = check_archive(archive)
    assert totals.pages == 0
    assert [issue.code for issue in issues] == ["edited-away", "page-older"]


def test_a_post_that_cannot_be_read_is_one_issue(archive: Layout) -> None:
    change(archive, "posts/2019-01-09-bread-salt/index.md", "title: Bread", "title: [Bread", as_written=True)
    report = verify(archive)
    assert report.exit_code == 1
    assert [issue.code for issue in report.issues] == ["front-matter"]


def test_verify_checks_only_the_named_posts(archive: Layout) -> None:
    assert check_archive(archive, only_ids=["005c8d3a"])[0].posts == 1
    assert check_archive(archive, only_ids=["other"])[0].posts == 0


# Over every export at hand. That nothing is lost of them is in test_verify.py, as users have it proved


def pages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every post page of an export."""
    with zipfile.ZipFile(path) as export:
        for name in export.namelist():
            if name.endswith(".html") and "__MACOSX" not in name:
                page = export.read(name)
                if b'class="e-content"' in page:
                    yield name, page


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.stem)
def test_the_check_sees_every_character_of_the_original(path: Path) -> None:
    for name, page in pages(path):
        start, end = page.index(b'class="e-content">') + 18, page.rindex(b"<footer>")
        body = original.parse(b"<div>" + page[start:end] + b"</div>")
        seen = "".join(b.text + "".join(b.code.lines if b.code else ()) for b in original.read(page).blocks)
        assert sorted(visible("".join(body.itertext()))) == sorted(visible(seen)), name
