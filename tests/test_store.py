"""Texts and records on the disk, also those that a person has edited or damaged."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands import build, import_exports, show_status
from medium_archive.errors import ArchiveInUse, FolderUnwritable, RecordsDamaged
from medium_archive.folder import (
    catalog,
    feed,
    files,
    gists,
    kept_exports,
    lock,
    published,
    records,
    rescued,
    site_captures,
    written_files,
)
from medium_archive.folder.history import State
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.folder.posts import read_about, read_posts
from medium_archive.report import Issue, Report
from tests import small_archive
from tests.conftest import EXAMPLE_ZIP, ROOT, one_in

NEW = "posts/2022-01-01-new"
LOOMS = "posts/2020-11-12-looms"


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path)


def put(layout: Layout, front_matter: str, folder: str = NEW) -> None:
    small_archive.write(layout.root, f"{folder}/index.md", f"---\ntitle: Fresh\n{front_matter}\n---\n\nNew words.\n")


def codes(report: Report, place: str = NEW) -> list[tuple[str, str]]:
    return [(issue.code, issue.level) for issue in report.issues if issue.where.startswith(place)]


def make_unreadable(path: Path) -> None:
    """Make the system refuse to read it for every user: a link to itself."""
    if path.is_dir():
        path.rename(path.with_name(f"{path.name}-before"))
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    "value", one_in(5, ["true", '"true"', "True", "yes", '"yes"', "on", "1", '"1"', "y", '" TRUE "'])
)
def test_draft_accepts_every_spelling_of_true(archive: Layout, value: str) -> None:
    """No word for true publishes it; moved to posts/ by hand it stays back, and a note says so."""
    put(archive, f"draft: {value}")
    report = build.build(archive)
    assert not (archive.site / NEW).exists()
    assert codes(report) == [("still-a-draft", "note")]
    assert "draft: true" in next(issue.message for issue in report.issues if issue.where.startswith(NEW))


@pytest.mark.parametrize("value", one_in(4, ["false", '"no"', "off", "0", "''", "null", ""]))
def test_posts_without_a_draft_mark_are_published(archive: Layout, value: str) -> None:
    """Every word for false."""
    put(archive, f"draft: {value}")
    assert codes(build.build(archive)) == []
    assert (archive.site / NEW / "index.html").is_file()


@pytest.mark.parametrize("value", ["perhaps", "2", "[true]", "2021-01-01"])
def test_an_unclear_draft_mark_keeps_the_post_private(archive: Layout, value: str) -> None:
    """Neither true nor false: a draft, and a warning."""
    put(archive, f"draft: {value}")
    report = build.build(archive)
    assert not (archive.site / NEW).exists()
    assert codes(report) == [("draft-unclear", "warning")]


def test_a_page_about_the_author_may_be_a_draft(archive: Layout) -> None:
    """The same as for posts."""
    small_archive.write(archive.root, "about.md", "---\ndraft: yes\n---\n\nHushed.\n")
    assert codes(build.build(archive), "about.md") == [("still-a-draft", "note")]
    assert not (archive.site / "about.html").exists()


@pytest.mark.parametrize(
    "value", one_in(2, ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+05:00", "5 January 2021", "2021-02-30"])
)
def test_an_invalid_date_is_reported(archive: Layout, value: str) -> None:
    """The post is there, without a date, with a warning."""
    put(archive, f"date: {value}")
    assert codes(build.build(archive)) == [("date-unclear", "warning")]
    assert (archive.site / NEW / "index.html").is_file()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://ada.example/a", ("https://ada.example/a",)),
        ("[https://ada.example/a, http://例え.example/文, https://ada.example/a]", (
            "https://ada.example/a", "http://例え.example/文")),
        ("https://ada.example/a https://b.example/", ("https://ada.example/a", "https://b.example/")),
        ("", ()),
    ],
)  # fmt: skip
def test_a_person_may_write_where_else_a_post_lives(archive: Layout, value: str, shown: tuple[str, ...]) -> None:
    put(archive, f"also: {value}")
    found, issues = read_posts(archive, drafts=False)
    assert [post.also for post in found if post.path == NEW] == [shown]
    assert issues == []


@pytest.mark.parametrize(
    "value", one_in(3, ["javascript:alert(1)", "ada.example/a", "https://", "http://[ada]", "12", "{a: b}", "[[a]]"])
)
def test_only_addresses_on_the_web_are_other_addresses_of_a_post(archive: Layout, value: str) -> None:
    """Others are not shown, with a warning."""
    put(archive, f"also: {value}")
    found, issues = read_posts(archive, drafts=False)
    assert [post.also for post in found if post.path == NEW] == [()]
    assert [(issue.code, issue.level) for issue in issues] == [("address-unclear", "warning")]


def test_a_slug_that_looks_like_a_number_of_any_length_is_text(archive: Layout) -> None:
    put(archive, f"slug: 0x{'f' * 20_000}")
    assert codes(build.build(archive)) == []
    assert (archive.site / NEW / "index.html").is_file()


def test_an_unreadable_text_is_an_error_and_its_page_is_kept(archive: Layout) -> None:
    """The others are made; nothing of an earlier build of it is removed."""
    build.build(archive)
    there = sorted(path for path in (archive.site / LOOMS).rglob("*") if path.is_file())
    make_unreadable(archive.root / LOOMS / "index.md")
    make_unreadable(archive.about)
    report = build.build(archive)
    assert codes(report, LOOMS) == codes(report, "about.md") == [("unreadable", "error")]
    assert sorted(path for path in (archive.site / LOOMS).rglob("*") if path.is_file()) == there
    assert (archive.site / "about.html").is_file() and (archive.site / "ada.png").is_file()
    (archive.root / LOOMS / "index.md").unlink()
    build.build(archive)
    assert not (archive.site / LOOMS).exists()


def test_a_folder_named_index_md_is_an_error(archive: Layout) -> None:
    """`index.md` and about.md as folders."""
    (archive.root / NEW / "index.md").mkdir(parents=True)
    archive.about.unlink()
    archive.about.mkdir()
    posts, issues = read_posts(archive, drafts=False)
    assert [(issue.where, issue.code) for issue in issues] == [(f"{NEW}/index.md", "unreadable")]
    assert len(posts) == 4
    assert [issue.code for issue in read_about(archive, (), drafts=False)[1]] == ["unreadable"]


def test_an_unreadable_posts_folder_ends_the_build(archive: Layout) -> None:
    """Otherwise every page would be removed."""
    build.build(archive)
    pages = sorted(archive.site.rglob("*.html"))
    make_unreadable(archive.posts)
    with pytest.raises(FolderUnwritable, match="can't be read"):
        build.build(archive)
    assert sorted(archive.site.rglob("*.html")) == pages


def test_other_files_among_the_posts_are_ignored(archive: Layout) -> None:
    """A file, a folder without a text."""
    small_archive.write(archive.root, "posts/.DS_Store", "x")
    (archive.posts / "empty").mkdir()
    posts, issues = read_posts(archive, drafts=True)
    assert (len(posts), issues) == (5, [])


@pytest.mark.parametrize(
    ("line", "words"),
    one_in(
        6,
        [
            ("<<<<<<< HEAD", "line 2 is not a JSON object"),
            ("null", "line 2 is not a JSON object"),
            ("[]", "line 2 is not a JSON object"),
            ("{}", "line 2 has no id"),
            ('{"id": "x", "path": 5, "written": ""}', r"line 2 \(x\): `path` is not a string"),
            ("[" * 100_000, "line 2 is not a JSON object"),
            ('{"id": "\\ud800", "path": "posts/x", "written": ""}', "line 2 has half of a character"),
        ],
    ),
)
def test_damaged_records_are_explained(own_example: Layout, line: str, words: str) -> None:
    """The file, the line, what to do: from every command that reads them, and before anything is written."""
    catalog = own_example.records / "catalog.jsonl"
    first, _, rest = catalog.read_text("utf-8").partition("\n")
    catalog.write_text(f"{first}\n{line}\n{rest}", "utf-8")
    with pytest.raises(RecordsDamaged, match=words):
        import_exports.import_exports([EXAMPLE_ZIP], own_example)
    with pytest.raises(RecordsDamaged, match=words) as caught:
        show_status.status(own_example)
    assert "records/catalog.jsonl" in caught.value.message and "git" in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "record", "words"),
    [
        (PictureRecord, {}, "line 1 has no address"),
        (PictureRecord, {"address": "x", "posts": "abc"}, "`posts` is not a list"),
        (PictureRecord, {"address": "x", "files": [5]}, "`files` is wrong: an item is not a string"),
        (PictureRecord, {"address": "x", "files": ["../x.png"]}, "`files` is wrong: an item leads out of the archive"),
        (PictureRecord, {"address": "x", "role": "hero"}, "`role` is not one of figure, cover, card, photo"),
        (PictureRecord, {"address": "x", "width": True}, "`width` is not a whole number"),
        (PictureRecord, {"address": "x", "width": None}, "`width` is not a whole number"),
        (gists.GistRecord, {"address": "x", "files": [{"text": "x"}]}, "`files` is wrong: an item has no name"),
        (
            gists.GistRecord,
            {"address": "x", "files": [{"name": 1}]},
            "`files` is wrong: an item: `name` is not a string",
        ),
        (feed.FeedRecord, {"id": "x", "partial": 1}, "`partial` is not true or false"),
        (kept_exports.Import, {"sha256": "x"}, "line 1 (x) has no file"),
        (kept_exports.Import, {"sha256": "x", "file": "C:/x"}, "line 1 (x): `file` leads out of the archive"),
    ],
)
def test_a_damaged_record_is_named_with_what_is_wrong(
    tmp_path: Path, kind: type, record: dict[str, object], words: str
) -> None:
    small_archive.write(tmp_path, "records/x.jsonl", json.dumps(record))
    with pytest.raises(RecordsDamaged, match=re.escape(words)):
        records.read(tmp_path / "records" / "x.jsonl", kind)


def test_records_are_written_sorted_and_read_back(tmp_path: Path) -> None:
    """A key without a value is left out; one that this version doesn't know is ignored when it is read."""
    path = tmp_path / "records" / "gists.jsonl"
    full = gists.GistRecord("b", "1", files=(gists.GistFile("a.py", text="x"),), posts=("p", "q"))
    records.write(path, [full, gists.GistRecord("a")])
    assert path.read_text("utf-8") == (
        '{"address": "a"}\n{"address": "b", "id": "1", "posts": ["p", "q"], "files": [{"name": "a.py", "text": "x"}]}\n'
    )
    path.write_text(path.read_text("utf-8").replace('{"address": "a"', '{"address": "a", "later": [1]'), "utf-8")
    assert records.read(path, gists.GistRecord) == [gists.GistRecord("a"), full]
    records.write(path, [])
    assert not path.exists()


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("`catalog.jsonl` has", catalog.Entry),
        ("`history.jsonl` has", State),
        ("`pictures.jsonl` has", PictureRecord),
        ("`gists.jsonl` has", gists.GistRecord),
        ("`feed.jsonl` has", feed.FeedRecord),
        ("`rescued.jsonl` has", rescued.RescuedRecord),
        ("`imports.jsonl` has", kept_exports.Import),
        ("`written.jsonl` has", written_files.WrittenFile),
        ("### records/published.jsonl", published.Line),
        ("### records/site_captures.jsonl", site_captures.SiteCapture),
    ],
)
def test_the_format_document_has_the_keys_of_records_in_their_order(heading: str, kind: type[Any]) -> None:
    text = (
        (ROOT / "docs" / "format.md").read_text("utf-8").partition(f"\n{heading}" if heading[0] == "#" else heading)[2]
    )
    table = text.partition("|---|---|\n")[2].partition("\n\n")[0]
    keys = [key for row in table.split("\n") for key in re.findall(r"`([a-z0-9]+)`", row.split("|")[1])]
    assert keys == [field.name for field in fields(kind)]


def test_records_from_other_editors_are_read(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends are no damage; bytes that are not text, and a folder, are."""
    path = tmp_path / "records" / "imports.jsonl"
    path.parent.mkdir()
    path.write_bytes('\ufeff{"sha256": "a", "file": "b"}\r\n\r\n'.encode())
    assert records.read(path, kept_exports.Import) == [kept_exports.Import("a", "b")]
    path.write_bytes(b"\xff")
    with pytest.raises(RecordsDamaged, match="UTF-8"):
        records.read(path, kept_exports.Import)
    with pytest.raises(RecordsDamaged, match="can't be read"):
        records.read(path.parent, kept_exports.Import)


def test_damaged_records_end_a_build(archive: Layout) -> None:
    """They are no fault of any post."""
    small_archive.write(archive.root, "records/pictures.jsonl", ">>>>>>> theirs\n")
    with pytest.raises(RecordsDamaged, match=r"pictures\.jsonl is damaged: line 1"):
        build.build(archive)


def test_a_build_locks_the_archive(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not during an import, not during another build; and the lock is free again after it."""
    monkeypatch.setattr(lock, "WAIT", 0)
    with lock.held(archive), pytest.raises(ArchiveInUse):
        build.build(archive)
    assert not archive.site.exists()
    build.build(archive)
    with lock.held(archive):
        pass


def test_a_disk_without_locks_is_explained(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only disk; a file system without locks."""
    make_unreadable(archive.root / lock.NAME)
    with pytest.raises(FolderUnwritable, match="could not be written"), lock.held(archive):
        pass

    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError  # as filelock does where the file system has no flock

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(FolderUnwritable, match="does not support locks"), lock.held(archive):
        pass


def test_only_temporary_files_of_the_program_are_removed(archive: Layout) -> None:
    """A person's temporary files stay, and all files in the site or outside the archive's own folders."""
    ours = [
        "posts/x/.index.md.tmp",
        "..gitignore.tmp",
        ".SHA256SUMS.tmp",
        "exports/.download.tmp",
        "private/a/.b.jsonl.tmp",
    ]
    theirs = [
        "posts/x/.notes.tmp",
        "posts/x/a.md.tmp",
        ".cache.tmp",
        "site/.index.html.tmp",
        "mine/.b.md.tmp",
        ".git/.a.b.tmp",
    ]
    for name in (*ours, *theirs):
        small_archive.write(archive.root, name, "x")
    files.remove_temporary(archive.root)
    assert [name for name in ours if (archive.root / name).exists()] == []
    assert [name for name in theirs if not (archive.root / name).exists()] == []


def test_a_temporary_file_that_cannot_be_removed_is_explained(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of the disk is translated."""
    small_archive.write(archive.root, "posts/.a.md.tmp", "x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(FolderUnwritable):
        files.remove_temporary(archive.root)


def test_misspelt_settings_and_a_missing_photo_are_reported(archive: Layout) -> None:
    """A build tells of keys that mean nothing, and of a picture that it looked for."""
    text = archive.settings.read_text("utf-8").replace('"ada.png"', '"eve.png"')
    small_archive.write(archive.root, "archive.toml", f'{text}titel = "x"\n')
    assert [issue for issue in build.build(archive).issues if issue.code in ("unknown-setting", "photo-missing")] == [
        Issue(
            "archive.toml",
            "unknown-setting",
            "There is no setting `author.titel`, so this line is not used. Check its spelling.",
        ),
        Issue(
            "archive.toml",
            "photo-missing",
            "author.photo is not a picture of the archive: eve.png. Add the picture, or correct the name.",
        ),
    ]
