"""Pages of an export that a person has renamed: known by their contents, with the id of their footer."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.checks.privacy import values
from medium_archive.commands.import_exports import import_exports
from medium_archive.commands.verify import verify
from medium_archive.errors import ExportUnreadable
from medium_archive.folder.catalog import Entry, read
from medium_archive.folder.layout import Layout
from medium_archive.medium import post_ids
from medium_archive.medium.export import open_export
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

ID, OTHER = "c0000000000a", "c0000000000b"
SHORT = f'href="https://medium.com/p/{ID}"'


def page(post_id: str = ID, title: str = "A Clock", *, draft: bool = False) -> bytes:
    return post_page(title, p(f"The words of {title}."), post_id, draft=draft)


def imported(tmp_path: Path, files: dict[str, bytes]) -> tuple[Layout, dict[str, Entry]]:
    layout = Layout(tmp_path / "archive")
    report = import_exports([write_zip(tmp_path / "export.zip", files)], layout)
    assert [issue for issue in report.issues if issue.level != "note"] == []
    return layout, {key: entry for key, entry in read(layout).items() if entry.is_post}


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("posts/My-renamed-post.html", f"My-renamed-post-{ID}.html"),
        ("posts/My renamed post?.html", f"My renamed post-{ID}.html"),
        ("posts/港口.htm", f"港口-{ID}.htm"),
        ("my-post.HTML", f"my-post-{ID}.HTML"),
        ("Posts/page.md", f"page-{ID}.md"),
        ("posts/page", f"page-{ID}"),
        ("backup/medium/posts/page.html", f"page-{ID}.html"),
        (f"Posts/2020-03-01_Up-{ID.upper()}.HTML", f"2020-03-01_Up-{ID.upper()}.HTML"),
        (f"posts/2020-03-01_As-htm-{ID}.htm", f"2020-03-01_As-htm-{ID}.htm"),
    ],
)
def test_a_renamed_page_is_imported_once(name: str, original: str, tmp_path: Path) -> None:
    """Its original keeps a name that is unique, and a second import changes nothing."""
    layout, entries = imported(tmp_path, {name: page()})
    assert [entry.id for entry in entries.values()] == [ID]
    assert entries[ID].original == f"original/posts/{original}"
    assert (layout.root / entries[ID].original).read_bytes() == page()
    before = {file: file.read_bytes() for file in layout.root.rglob("*") if file.is_file()}
    report = import_exports([tmp_path / "export.zip"], layout)
    assert (report.counts["unchanged"], report.counts["new"]) == (1, 0)
    assert {file: file.read_bytes() for file in layout.root.rglob("*") if file.is_file()} == before
    assert verify(layout).exit_code == 0


def test_two_renamed_pages_of_one_name_are_two_posts(tmp_path: Path) -> None:
    """In two folders, as a person sorts them."""
    layout, entries = imported(tmp_path, {"posts/2019/index.html": page(), "posts/2020/index.html": page(OTHER, "B")})
    assert {entry.original for entry in entries.values()} == {
        f"original/posts/index-{ID}.html",
        f"original/posts/index-{OTHER}.html",
    }
    assert verify(layout).exit_code == 0


def test_a_page_under_its_name_from_medium_is_preferred_to_a_renamed_copy(tmp_path: Path) -> None:
    """The same bytes twice are one post without an issue; other bytes are named."""
    own = post_name(ID, slug="A-Clock")
    files = {own: page(), "posts/a copy of it.html": page()}
    _, entries = imported(tmp_path, files)
    assert entries[ID].original == f"original/{own}"
    with open_export(write_zip(tmp_path / "2.zip", files | {"posts/a copy of it.html": page(title="Other")})) as export:
        assert [(issue.where, issue.code) for issue in export.issues] == [(own, "duplicate-post")]
        assert [member.name for member in export.posts()] == [own]


def test_the_id_is_in_the_canonical_address_too(tmp_path: Path) -> None:
    """A footer may lack the short address."""
    renamed = page().replace(SHORT.encode(), b'href="https://medium.com/"')
    _, entries = imported(tmp_path, {"posts/clock.html": renamed})
    assert list(entries) == [ID]


def test_a_renamed_draft_is_a_draft(tmp_path: Path) -> None:
    """Its original is private, and its words are private values."""
    layout, entries = imported(tmp_path, {"posts/secret plan.html": page(draft=True), post_name(OTHER): page(OTHER)})
    assert entries[ID].kind == "draft"
    assert entries[ID].original == f"private/original/secret plan-{ID}.html"
    with open_export(tmp_path / "export.zip") as export:
        found = {value.text for value in values.collect(export)}
    assert {ID, "secret plan"} <= found
    assert OTHER not in found
    for file in layout.records.glob("*.jsonl"):
        assert ID not in file.read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>a page of somebody else</html>",
        page().replace(b'class="h-entry"', b'class="hentry"'),
        page().replace(b"<footer>", b"<div>"),
        page().replace(ID.encode(), b"none"),
        b'<article class="h-entry"><h1>A list</h1><footer><a href="https://medium.com/p/c0000000000a">x</a></footer>',
    ],
)
def test_a_page_of_another_kind_is_no_post(content: bytes, tmp_path: Path) -> None:
    assert post_ids.in_page(content) == ""
    with open_export(write_zip(tmp_path / "x.zip", {post_name(OTHER): page(OTHER), "posts/x.html": content})) as export:
        assert [(issue.where, issue.code) for issue in export.issues] == [("posts/x.html", "unknown-file")]
    with pytest.raises(ExportUnreadable), open_export(write_zip(tmp_path / "y.zip", {"posts/x.html": content})):
        pass


def test_a_picture_file_is_never_taken_for_a_post(tmp_path: Path) -> None:
    """Whatever its bytes say."""
    files = {post_name(OTHER): page(OTHER), "posts/x.jpg": page()}
    with open_export(write_zip(tmp_path / "x.zip", files)) as export:
        assert [member.post_id for member in export.posts()] == [OTHER]
