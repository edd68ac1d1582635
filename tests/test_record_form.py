"""`archive verify` names a fault in any value and in the form of each record, whatever the record is about."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from medium_archive.commands import import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums
from medium_archive.folder.layout import Layout
from medium_archive.folder.picture_record import PictureRecord
from tests.conftest import one_in
from tests.sample_exports import BODY, post_name, post_page, write_zip

_FIGURE = (
    '<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*one.png" data-width="1400" '
    'data-height="1050" src="https://cdn-images-1.medium.com/max/800/1*one.png"></figure>'
)
_CARD = (
    '<div class="graf graf--mixtapeEmbed"><a href="https://e.example/a" data-href="https://e.example/a" '
    'class="markup--anchor markup--mixtapeEmbed-anchor" title="https://e.example/a"><strong class="markup--strong">A'
    '</strong>e.example</a><a href="https://e.example/a" class="js-mixtapeImage mixtapeImage u-ignoreBlock" '
    'data-thumbnail-img-id="1*thumb.png" style="background-image: '
    'url(https://cdn-images-1.medium.com/fit/c/160/160/1*thumb.png);"></a></div>'
)
Line = dict[str, Any]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """An archive of two exports: a post that changed, a post that did not, a draft, a draft that was published."""
    place = tmp_path_factory.mktemp("records")
    pictures = place / "pictures"
    pictures.mkdir()
    for name, size in (("one", (40, 30)), ("thumb", (16, 12))):
        Image.new("RGB", size, (1, 2, 3)).save(pictures / f"1*{name}.png")
    layout = Layout(place / "archive")
    for day, more in (("April 12, 2021", ""), ("May 13, 2022", _FIGURE + _CARD)):
        pages = {
            post_name("a" * 12): post_page("Changed", BODY + more, "a" * 12, exported=day),
            post_name("b" * 12): post_page("The same", BODY, "b" * 12, exported=day),
            f"posts/draft_Idea-{'c' * 12}.html": post_page("Idea", BODY, "c" * 12, exported=day, draft=True),
        }
        grown = "posts/draft_Grown" if not more else "posts/2020-03-01_Grown"
        pages[f"{grown}-{'d' * 12}.html"] = post_page("Grown", BODY, "d" * 12, exported=day, draft=not more)
        export = write_zip(place / f"{day[:3]}.zip", pages)
        import_exports.import_exports([export], layout, import_exports.Options(pictures=pictures))
    return layout


@contextmanager
def changed(layout: Layout, contents: dict[str, bytes | None]) -> Iterator[set[tuple[str, str]]]:
    """Write files as a defect of the program would, with their checksums. Gives the codes and places of all errors and
    warnings, and puts everything back.
    """
    sums = [layout.root / name for name in ("SHA256SUMS", "private/SHA256SUMS")]
    before = {path: path.read_bytes() for path in [layout.root / name for name in contents] + sums if path.is_file()}
    try:
        for name, content in contents.items():
            path = layout.root / name
            path.write_bytes(content) if content is not None else path.unlink()
            if path not in sums:
                checksums.renew(path)
        yield {(issue.code, issue.where) for issue in verify(layout).issues if issue.level != "note"}
    finally:
        for name in contents:
            (layout.root / name).unlink(missing_ok=True)
        for path, content in before.items():
            path.write_bytes(content)


def lines_of(layout: Layout, name: str) -> list[Line]:
    return [json.loads(line) for line in (layout.root / name).read_text("utf-8").splitlines()]


def as_file(lines: list[Line]) -> bytes:
    return "".join(f"{line}\n" for line in sorted(json.dumps(line, ensure_ascii=False) for line in lines)).encode()


@pytest.mark.parametrize(
    ("file", "key", "of", "value"),
    one_in(
        5,
        [
            ("records/pictures.jsonl", "width", "figure", 1401),
            ("records/pictures.jsonl", "height", "figure", None),
            ("records/pictures.jsonl", "width", "card", 17),
            ("records/pictures.jsonl", "height", "card", None),
            ("records/pictures.jsonl", "id", "figure", "1*oen.png"),
            ("records/pictures.jsonl", "id", "card", None),
            ("records/pictures.jsonl", "role", "card", "figure"),
            ("records/pictures.jsonl", "cards", "card", None),
            ("records/pictures.jsonl", "cards", "card", ["https://e.example/b"]),
            ("records/pictures.jsonl", "external", "figure", "https://e.example/one.png"),
            ("records/pictures.jsonl", "problem", "figure", "It was not found."),
            ("records/pictures.jsonl", "bytes", "figure", None),
            ("records/history.jsonl", "exports", "The same", ["0" * 12]),
            ("records/history.jsonl", "exports", "The same", None),
            ("records/history.jsonl", "exports", "The same", slice(1)),
            ("records/history.jsonl", "exports", "The same", slice(None, None, -1)),
            ("records/history.jsonl", "title", "Changed", "Chanegd"),
            ("records/history.jsonl", "title", "The same", None),
            ("records/history.jsonl", "published", "Changed", "2020-03-01T10:00:01.123000+00:00"),
            ("records/history.jsonl", "words", "Changed", 77),
            ("records/catalog.jsonl", "kind", "posts/2020-03-01-the-same", None),
            ("records/catalog.jsonl", "exported", "archive.toml", "2022-05-14"),
            ("records/catalog.jsonl", "path", "posts/2020-03-01-the-same", "posts/2020-03-01-the-other"),
            ("records/written.jsonl", "sha256", "README.md", "0" * 64),
            ("records/imports.jsonl", "responses", "exports/Apr.zip", None),
        ],
    ),
)
def test_a_value_that_a_defect_alters_is_named(archive: Layout, file: str, key: str, of: str, value: object) -> None:
    """In the first line about `of`; None takes the key away, a slice is a part of the list."""
    lines = lines_of(archive, file)
    number = next(number for number, line in enumerate(lines) if of in line.values())
    line = lines[number]
    wanted = line[key][value] if isinstance(value, slice) else value
    assert line.get(key) != wanted
    order = list(dict.fromkeys([*line, *(one.name for one in fields(PictureRecord))]))
    if key not in line:
        order = [one.name for one in fields(PictureRecord)]
    values = line | {key: wanted}
    lines[number] = {name: values[name] for name in order if values.get(name) is not None}
    with changed(archive, {file: as_file(lines)}) as found:
        assert {code for code, _ in found} & {"record-differs", "record-form"}


@pytest.mark.parametrize(
    ("form", "code"),
    one_in(
        3,
        [
            (lambda content: content.replace(b"\n", b"\r\n"), "form"),
            (lambda content: b"\xef\xbb\xbf" + content, "form"),
            (lambda content: content.removesuffix(b"\n"), "form"),
            (lambda content: content + b"\n", "form"),
            (lambda content: content.replace(b'": ', b'":', 1), "form"),
            (lambda content: b"".join(content.splitlines(keepends=True)[::-1]), "order"),
        ],
    ),
)
@pytest.mark.parametrize("file", one_in(4, ["catalog", "history", "imports", "pictures"]))
def test_a_file_of_records_in_another_form_is_named(
    archive: Layout, file: str, form: Callable[[bytes], bytes], code: str
) -> None:
    name = f"records/{file}.jsonl"
    with changed(archive, {name: form((archive.root / name).read_bytes())}) as found:
        assert (f"record-{code}", name) in found


def test_an_unknown_key_in_one_line_hides_no_fault_of_another_line(archive: Layout) -> None:
    name = "records/history.jsonl"
    first, second, *rest = (archive.root / name).read_text("utf-8").splitlines()
    lines = [first.replace("}", ', "unknown": "1"}'), second.replace('": ', '":'), *rest]
    with changed(archive, {name: "".join(f"{line}\n" for line in lines).encode()}) as found:
        assert found == {("record-key", name), ("record-form", name)}


@pytest.mark.parametrize("name", ["catalog", "history"])
def test_a_line_of_a_draft_among_those_of_published_posts_is_named(archive: Layout, name: str) -> None:
    """And the other way round: git takes records/, so a draft there would be public."""
    public, private = f"records/{name}.jsonl", f"private/{name}.jsonl"
    drafts, posts = lines_of(archive, private), lines_of(archive, public)
    with changed(archive, {public: as_file(posts + drafts), private: None}) as found:
        assert ("record-astray", public) in found
    with changed(archive, {public: as_file(posts[1:]), private: as_file(drafts + posts[:1])}) as found:
        assert ("record-astray", private) in found


@pytest.mark.parametrize(
    "form",
    one_in(
        2,
        [
            lambda content: content.replace(b"\n", b"\r\n"),
            lambda content: content.removesuffix(b"\n"),
            lambda content: content + content.splitlines(keepends=True)[0],
            lambda content: b"".join(content.splitlines(keepends=True)[::-1]),
            lambda content: content.replace(b"  ", b" *", 1),
            lambda content: content[:64].upper() + content[64:],
        ],
    ),
)
@pytest.mark.parametrize("file", ["SHA256SUMS", "private/SHA256SUMS"])
def test_a_file_of_checksums_in_another_form_is_named(
    archive: Layout, file: str, form: Callable[[bytes], bytes]
) -> None:
    with changed(archive, {file: form((archive.root / file).read_bytes())}) as found:
        assert {where for _, where in found} == {file}


@pytest.mark.parametrize(
    ("old", "new"),
    one_in(
        3,
        [
            ('"rules": ', '"rules": 9'),
            ('{"id": "bbbbbbbbbbbb"', '{"id": "aaaaaaaaaaaa"'),
            ('"words": [', '"words": [1, '),
            ('"sha256": "', '"author": "Eve", "sha256": "'),
            (' "posts": [', ' "posts":  ['),
        ],
    ),
)
def test_a_value_of_the_proof_that_a_defect_alters_is_named(archive: Layout, old: str, new: str) -> None:
    text = (archive.records / "proof.json").read_text("utf-8")
    assert old in text
    with changed(archive, {"records/proof.json": text.replace(old, new, 1).encode()}) as found:
        assert found


def test_the_archive_has_no_issue(archive: Layout) -> None:
    with changed(archive, {}) as found:
        assert found == set()


def test_a_title_that_a_person_changed_or_changed_back_gives_no_alarm(archive: Layout, tmp_path: Path) -> None:
    """The proof of the last import has the text as it was then; what the original holds stays the same."""
    layout = Layout(tmp_path / "copy")
    shutil.copytree(archive.root, layout.root)
    index_md = layout.root / "posts/2020-03-01-the-same/index.md"
    text = index_md.read_text("utf-8")
    index_md.write_text(text.replace("title: ", "title: Not ", 1), "utf-8")
    with changed(layout, {}) as found:
        assert found == set()
    import_exports.import_exports([layout.exports / "May.zip"], layout)
    index_md.write_text(text, "utf-8")
    with changed(layout, {}) as found:
        assert found == set()
    proof = (layout.records / "proof.json").read_bytes()
    with changed(
        layout, {"records/proof.json": proof.replace(b'"prose", "wanted": 22', b'"prose", "wanted": 21')}
    ) as found:
        assert found == {("proof-differs", "records/proof.json")}


def test_an_export_with_another_name_is_named(archive: Layout, tmp_path: Path) -> None:
    layout = Layout(tmp_path / "copy")
    shutil.copytree(archive.root, layout.root)
    (layout.exports / "May.zip").rename(layout.exports / "mine.zip")
    (issue,) = (issue for issue in verify(layout).issues if issue.where.startswith("exports/"))
    assert (issue.code, issue.where) == ("export-gone", "exports/May.zip")
    assert "exports/mine.zip" in issue.message


def test_a_copy_made_by_git_has_no_states_of_drafts(archive: Layout, tmp_path: Path) -> None:
    layout = Layout(tmp_path / "copy")
    shutil.copytree(archive.root, layout.root, ignore=shutil.ignore_patterns("private", "drafts", "exports"))
    with changed(layout, {}) as found:
        assert found == {("export-gone", "exports")}


def test_an_unreadable_page_of_a_newer_export_stays_named(archive: Layout, tmp_path: Path) -> None:
    """The import names it once; the archive has the post from the older export."""
    layout = Layout(tmp_path / "copy")
    shutil.copytree(archive.root, layout.root)
    pages = {
        post_name("a" * 12): b"<html><body>cut off",
        post_name("b" * 12): post_page("The same", BODY, "b" * 12, exported="May 14, 2023"),
    }
    report = import_exports.import_exports([write_zip(tmp_path / "new.zip", pages)], layout)
    assert [issue.code for issue in report.issues if issue.level == "error"] == ["no-post"]
    assert [issue.code for issue in verify(layout).issues if issue.level == "error"] == ["no-post"]
