"""`archive verify` compares the exports in exports/ with the catalog: no post can go without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from medium_archive.checks import exports, snapshot
from medium_archive.commands.import_exports import import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums
from medium_archive.folder.layout import Layout
from medium_archive.medium import post as pages
from medium_archive.report import Issue
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip

RESPONSE = "bbbbbbbbbbbb"
FILES = {
    post_name("aaaaaaaaaaaa"): post_page("A Story", post_id="aaaaaaaaaaaa"),
    post_name(RESPONSE, slug="Thanks"): post_page("Thank you, this is so true.", post_id=RESPONSE, heading=""),
    "posts/draft_An-idea-cccccccccccc.html": post_page("An idea", post_id="cccccccccccc", draft=True),
}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "archive")
    import_exports([write_zip(tmp_path / "export.zip", FILES)], layout)
    assert found(layout) == []
    return layout


def found(layout: Layout) -> list[Issue]:
    return [issue for issue in verify(layout).issues if issue.level != "note"]


def remove(layout: Layout, post_id: str) -> None:
    """Delete everything about a post: folder, records, original, checksums."""
    for file in [*layout.root.glob("*/*/index.md"), *layout.root.rglob("*.html")]:
        if file.parts[-2] != "exports" and file.is_file() and post_id in file.read_text("utf-8") + file.name:
            shutil.rmtree(file.parent) if file.name == "index.md" else file.unlink()
    for file in [*layout.records.glob("*.jsonl"), *layout.private.glob("*.jsonl")]:
        kept = [line for line in file.read_text("utf-8").splitlines(keepends=True) if post_id not in line]
        file.write_text("".join(kept), "utf-8") if kept else file.unlink()
    for file in (layout.checksums, layout.private / checksums.NAME):
        kept = [
            line for line in file.read_text("utf-8").splitlines(keepends=True) if (layout.root / line[66:-1]).exists()
        ]
        file.write_text("".join(kept), "utf-8")
    for folder in (layout.records, layout.private):
        for file in folder.glob("*.jsonl"):
            checksums.renew(file)


@pytest.mark.parametrize("name", FILES)
def test_a_post_deleted_with_all_its_records_is_named_with_what_restores_it(layout: Layout, name: str) -> None:
    """A story, a response, a draft; the import that the message names brings it back, and all is well."""
    remove(layout, name[-17:-5])
    gone = [issue for issue in found(layout) if issue.code == "text-gone"]
    assert [(issue.where, issue.level) for issue in gone] == [("exports/export.zip", "error")]
    assert name in gone[0].message
    import_exports([layout.exports / "export.zip"], layout)
    assert found(layout) == []


_LATIN = post_page("A Story", "<p>Caf\u00e9</p>", "dddddddddddd").replace("\u00e9".encode(), b"\xe9")
_OTHER = {post_name("aaaaaaaaaaaa", slug="Other"): post_page("Another", "<p>Words.</p>", "aaaaaaaaaaaa")}


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ({post_name("dddddddddddd"): b"<html><body>Not found</body></html>"}, "no-post"),
        ({post_name("dddddddddddd"): b""}, "no-post"),
        ({post_name("dddddddddddd"): _LATIN}, "page-damaged"),
        ({post_name("dddddddddddd"): post_page("A Story", post_id="dddddddddddd")[:-9]}, "page-cut"),
        (_OTHER, "duplicate-post"),
        ({"inner.zip": b"PK\x03\x04"}, "unknown-file"),
    ],
)
def test_verify_names_what_the_import_could_not_take_from_an_export(
    tmp_path: Path, page: dict[str, bytes], code: str
) -> None:
    """Both give the same exit code. A page that a person has repaired in its text is an edit."""
    layout = Layout(tmp_path / "archive")
    imported = import_exports([write_zip(tmp_path / "export.zip", FILES | page)], layout)
    assert code in {issue.code for issue in imported.issues}
    checked = verify(layout)
    (named,) = [issue for issue in checked.issues if issue.code == code]
    assert next(iter(page)).rpartition("/")[2] in named.where + named.message
    assert checked.exit_code == imported.exit_code
    if code.startswith("page-"):
        for text in layout.posts.glob("*/index.md"):
            text.write_text(text.read_text("utf-8") + "\nRepaired.\n", "utf-8")
        assert [issue for issue in verify(layout).issues if issue.code.startswith("page-")] == []


def test_pages_that_the_catalog_names_are_not_opened(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names in the zip say enough, so the check costs next to nothing."""

    def fail(_page: bytes, name: str) -> None:
        raise AssertionError(f"{name} was opened")

    monkeypatch.setattr(pages, "read", fail)
    assert exports.inspect(snapshot.read(layout)).issues == ()


@pytest.mark.parametrize("place", one_in(4, [0.0, 0.3, 0.6, 0.99]))
@pytest.mark.parametrize("damage", ["one byte", "cut", "empty"])
def test_a_damaged_export_that_is_imported_again_is_replaced(
    tmp_path: Path, layout: Layout, damage: str, place: float
) -> None:
    (kept,) = layout.exports.iterdir()
    right, before = kept.read_bytes(), (layout.records / "imports.jsonl").read_bytes()
    at = int(place * (len(right) - 1))
    flipped = right[:at] + bytes((right[at] ^ 0x11,)) + right[at + 1 :]
    kept.write_bytes({"one byte": flipped, "cut": right[:at], "empty": b""}[damage])
    assert "export-changed" in {issue.code for issue in found(layout)}
    import_exports([tmp_path / "export.zip"], layout)
    assert [file.read_bytes() for file in layout.exports.iterdir()] == [right]
    assert (layout.records / "imports.jsonl").read_bytes() == before
    assert found(layout) == []


def test_another_export_in_the_place_of_a_kept_one_is_not_replaced(tmp_path: Path, layout: Layout) -> None:
    """A person may have put it there; it is named as a file that was not imported."""
    (kept,) = layout.exports.iterdir()
    other = {post_name("dddddddddddd"): post_page("Another", post_id="dddddddddddd")}
    theirs = write_zip(tmp_path / "other.zip", other).read_bytes()
    kept.write_bytes(theirs)
    import_exports([tmp_path / "export.zip"], layout)
    assert kept.read_bytes() == theirs
    assert {issue.code for issue in verify(layout).issues if issue.where.startswith("exports/")} == {"export-unknown"}
