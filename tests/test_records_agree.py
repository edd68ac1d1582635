"""`archive verify` compares the records with the texts: a line that is missing or different is named with its post."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import medium_archive
from medium_archive.checks import record_lines, snapshot
from medium_archive.commands import import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import checksums
from medium_archive.folder.layout import Layout
from tests.conftest import one_in
from tests.faults import rare_posts
from tests.medium_server import MediumServer
from tests.sample_exports import BODY, post_name, post_page, write_zip
from tests.sample_feeds import feed
from tests.test_sync import ALL, begin, sync_

Line = dict[str, Any]


def change(
    layout: Layout,
    name: str,
    matches: Callable[[Line], bool],
    edit: Callable[[Line], Line | None],
    *,
    private: bool = False,
) -> None:
    """Change the first line that matches, and renew the checksum of the file, as a mistake of the program would."""
    path = (layout.private if private else layout.records) / f"{name}.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    at = next(number for number, line in enumerate(lines) if matches(line))
    edited = edit(dict(lines[at]))
    lines[at : at + 1] = [] if edited is None else [edited]
    path.write_text("".join(sorted(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)), "utf-8")
    checksums.renew(path)


def found(layout: Layout) -> set[tuple[str, str]]:
    """Codes and places of all errors and warnings."""
    return {(issue.code, issue.where) for issue in verify(layout).issues if issue.level != "note"}


POST = "3b9f06d1c7ae"
FOLDER = "posts/2017-09-17-five-cards-for-a-storm"


def of_post(line: Line) -> bool:
    return line.get("id") == POST


@pytest.mark.parametrize(
    ("edit", "expected"),
    one_in(
        6,
        [
            (lambda line: None, {("record-astray", f"{FOLDER}/index.md")}),
            (lambda line: line | {"title": "Another title"}, {("record-differs", f"{FOLDER}/index.md")}),
            (
                lambda line: line | {"published": "2017-09-17T18:42:12+00:00"},
                {("record-differs", f"{FOLDER}/index.md")},
            ),
            (lambda line: line | {"kind": "response"}, {("record-differs", f"{FOLDER}/index.md")}),
            (
                lambda line: line | {"id": "3b9f06d1c7aa"},
                {("record-astray", f"{FOLDER}/index.md"), ("record-astray", "records/history.jsonl")},
            ),
            (lambda line: line | {"kind": "poem"}, {("record-damaged", "records/history.jsonl")}),
        ],
    ),
    ids=["missing", "title", "date", "kind", "id", "unknown kind"],
)
def test_a_wrong_line_of_the_history_is_named(
    own_example: Layout, edit: Callable[[Line], Line | None], expected: set[tuple[str, str]]
) -> None:
    change(own_example, "history", of_post, edit)
    assert expected <= found(own_example)


@pytest.mark.slow
def test_the_same_moment_in_another_time_zone_gives_no_alarm(own_example: Layout) -> None:
    change(own_example, "history", of_post, lambda line: line | {"published": "2017-09-18T02:42:11.305+08:00"})
    assert found(own_example) == set()


@pytest.mark.parametrize(
    "edit",
    one_in(6, [lambda line: None, lambda line: line | {"posts": ["e4a17c52f09d"]}, lambda line: line | {"address": "https://x.example/1.png"}]),
    ids=["missing", "of another post", "another address"],
)  # fmt: skip
def test_a_picture_without_its_line_is_named_with_its_post(
    own_example: Layout, edit: Callable[[Line], Line | None]
) -> None:
    """The picture is not fetched yet: without its line nothing would ever fetch it."""
    shown: list[str] = []

    def noted(line: Line) -> Line | None:
        shown.append(line["posts"][0])
        return edit(line)

    change(own_example, "pictures", lambda line: not line.get("files") and len(line.get("posts", ())) == 1, noted)
    places = {place for code, place in found(own_example) if code == "picture-unknown"}
    [place] = places
    assert shown[0] in (own_example.root / place).read_text("utf-8")


CARDS = "posts/2022-03-13-tabs-i-never-close/index.md"
MOLE = "posts/2018-02-11-the-lamp-on-the-north-mole/index.md"
DRAFT = "drafts/the-ferrymans-ledger/index.md"


def about_lines(layout: Layout) -> set[tuple[str, str]]:
    """What is found about the lines of pictures. The checksum of a file without a line is another matter."""
    return {(code, place) for code, place in found(layout) if code in ("picture-unknown", "record-astray")}


def with_role(role: str) -> Callable[[Line], bool]:
    return lambda line: line["role"] == role


@pytest.mark.parametrize(
    ("edit", "of_lines"),
    one_in(
        6,
        [
            (lambda line: None, set()),
            (lambda line: line | {"address": f"{line['address']}0"}, {("record-astray", "records/pictures.jsonl")}),
            (lambda line: line | {"posts": [POST]}, {("record-astray", "records/pictures.jsonl")}),
        ],
    ),
    ids=["missing", "another address", "of another post"],
)
def test_a_thumbnail_of_a_card_without_its_line_is_named_with_its_post(
    own_example: Layout, edit: Callable[[Line], Line | None], of_lines: set[tuple[str, str]]
) -> None:
    """No text shows a thumbnail, so only the original knows it."""
    change(own_example, "pictures", with_role("card"), edit)
    assert about_lines(own_example) == {("picture-unknown", CARDS), *of_lines}


@pytest.mark.parametrize(
    ("post_id", "place", "private"),
    one_in(4, [("e4a17c52f09d", MOLE, False), ("d2a80f6b41c5", DRAFT, True)]),
    ids=["a story", "a draft"],
)
@pytest.mark.parametrize("address", ["", "https://cdn-images-1.medium.com/1*other.png"], ids=["missing", "other"])
def test_a_picture_in_the_archive_without_its_line_is_named_with_its_post(
    own_example: Layout, post_id: str, place: str, private: bool, address: str
) -> None:
    """The text shows its file, which is there."""
    file = f"{'private' if private else 'records'}/pictures.jsonl"
    change(
        own_example,
        "pictures",
        lambda line: line.get("posts") == [post_id],
        lambda line: line | {"address": address} if address else None,
        private=private,
    )
    assert about_lines(own_example) == {("picture-unknown", place), *([("record-astray", file)] if address else [])}


def test_a_picture_in_the_archive_with_the_line_of_another_post_is_named(own_example: Layout) -> None:
    change(
        own_example,
        "pictures",
        lambda line: line.get("posts") == ["e4a17c52f09d"],
        lambda line: line | {"posts": [POST]},
    )
    assert about_lines(own_example) == {("picture-unknown", MOLE), ("record-astray", "records/pictures.jsonl")}


def test_a_photo_of_the_author_without_its_line_is_named(own_example: Layout) -> None:
    change(own_example, "pictures", with_role("photo"), lambda line: None)
    assert ("picture-unknown", "archive.toml") in found(own_example)


@pytest.mark.slow
def test_a_post_wrongly_listed_in_the_record_of_a_picture_is_named(own_example: Layout) -> None:
    change(
        own_example,
        "pictures",
        lambda line: line.get("posts") == ["e4a17c52f09d"],
        lambda line: line | {"posts": [POST, *line["posts"]]},
    )
    [issue] = [issue for issue in verify(own_example).issues if issue.code == "record-astray"]
    assert POST in issue.message


def test_a_picture_that_only_an_older_version_of_a_post_has_needs_no_post_in_its_line(tmp_path: Path) -> None:
    """Its file stays in the folder of the post."""
    shown = "https://cdn-images-1.medium.com/max/800/1*tower.png"
    figure = f'<figure class="graf graf--figure"><img class="graf-image" src="{shown}"></figure>'
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    Image.new("RGB", (8, 8), (90, 120, 40)).save(pictures / "1*tower.png")
    layout = Layout(tmp_path / "archive")
    for day, body in enumerate((BODY + figure, BODY), start=1):
        export = write_zip(tmp_path / f"{day}.zip", {post_name(): post_page(body=body, exported=f"April {day}, 2021")})
        import_exports.import_exports([export], layout, import_exports.Options(pictures=pictures, offline=True))
    [line] = map(json.loads, (layout.records / "pictures.jsonl").read_text("utf-8").splitlines())
    assert line["files"] and "posts" not in line
    assert found(layout) == set()


@pytest.mark.slow
def test_front_matter_that_cannot_be_read_ends_no_check(own_example: Layout) -> None:
    text = own_example.root / FOLDER / "index.md"
    broken = text.read_text("utf-8").replace("\ntitle: ", "\ntitle: *", 1)
    text.write_text(broken, "utf-8")
    written = hashlib.sha256(broken.encode()).hexdigest()
    change(own_example, "catalog", of_post, lambda line: line | {"written": written})
    assert ("front-matter", f"{FOLDER}/index.md") in found(own_example)


def test_an_unknown_post_in_the_record_of_a_picture_is_named_in_a_copy_without_drafts(tmp_path: Path) -> None:
    """A copy made by git has no drafts, and lines that name them. It has no exports either."""
    layout = Layout(tmp_path / "archive")
    import_exports.import_exports([rare_posts.write(tmp_path / "export.zip", 2)], layout)
    change(layout, "pictures", lambda line: True, lambda line: line | {"posts": ["badc0ffee123"]})
    assert ("record-astray", "records/pictures.jsonl") in found(layout)
    shutil.rmtree(layout.root / "exports")
    assert ("record-astray", "records/pictures.jsonl") not in found(layout)


@pytest.mark.parametrize(
    ("name", "matches", "edit", "place"),
    one_in(6, [
        ("catalog", of_post, {"gone": "2024-01-01"}, f"{FOLDER}/index.md"),
        ("catalog", of_post, {"author": "eve"}, f"{FOLDER}/index.md"),
        ("history", of_post, {"name": "zzz"}, f"{FOLDER}/index.md"),
        ("pictures", lambda line: line["role"] == "figure" and "posts" in line, {"role": "cover"}, ""),
        ("pictures", with_role("cover"), {"role": "card"}, ""),
        ("pictures", with_role("photo"), {"role": "card"}, "archive.toml"),
    ]),
)  # fmt: skip
def test_a_key_of_a_record_that_other_files_contradict_is_named(
    own_example: Layout, name: str, matches: Callable[[Line], bool], edit: Line, place: str
) -> None:
    """The exports, the history or the originals show what the key must be."""
    shown: list[str] = []

    def edited(line: Line) -> Line:
        shown.extend(line.get("posts", ()))
        return line | edit

    change(own_example, name, matches, edited)
    places = {where for code, where in found(own_example) if code == "record-differs"}
    assert place in places or (not place and any(shown[0] in (own_example.root / one).read_text() for one in places))


def shows(name: str, line: Line) -> bool:
    return name in line["address"]


def test_a_key_of_a_picture_that_no_feed_has_is_named(layout: Layout) -> None:
    """A feed has nothing of a picture but its address, whether an export has the post, too, or not."""
    edits: dict[int, Line] = {
        1: {"external": "https://x.example/1.png"},
        2: {"cards": ["https://x.example"]},
        3: {"id": "1*lamp0.png"},
    }
    with MediumServer() as medium:
        begin(layout, medium, ALL[:2])
        sync_(layout, medium, feed(ALL[1:4]))
    for number, edit in edits.items():
        change(layout, "pictures", partial(shows, f"lamp{number}.png"), partial(dict, **edit))
    messages = [issue.message for issue in verify(layout).issues if issue.code == "record-differs"]
    assert [any(f"lamp{number}.png" in message for message in messages) for number in edits] == [True] * 3


@pytest.mark.slow
def test_a_key_that_a_line_of_a_record_can_not_have_is_named(own_example: Layout) -> None:
    """All in one archive: a folder name that no page gives, an earlier kind of a draft, a size of a missing picture."""
    draft = "d2a80f6b41c5"

    def without_file(line: Line) -> bool:
        return line["role"] == "figure" and "files" not in line

    addresses = []
    for name, matches, key, value, private in (
        ("history", lambda line: line["id"] == draft, "name", "zzz", True),
        ("history", of_post, "was", "draft", False),
        ("catalog", lambda line: line["id"] == "about", "slug", "about", False),
        ("catalog", of_post, "unknown", "1", False),
        ("pictures", without_file, "bytes", 7, False),
        ("pictures", lambda line: line["role"] == "figure" and "files" in line, "cards", ["x"], False),
        ("pictures", with_role("photo"), "retry", "2030-01-01T00:00:00+00:00", False),
        ("pictures", with_role("card"), "external", "https://x.example/1.png", False),
    ):

        def edited(line: Line, key: str = key, value: object = value) -> Line:
            addresses.append(str(line.get("address", "")))
            return line | {key: value}

        change(own_example, name, matches, edited, private=private)
    issues = [issue for issue in verify(own_example).issues if issue.level != "note"]
    named = [(issue.where, issue.message) for issue in issues if issue.code == "record-differs"]
    for where, words in (
        (DRAFT, "“zzz”"),
        (f"{FOLDER}/index.md", "`was: draft`"),
        ("records/catalog.jsonl", "line of about has `slug`"),
        ("records/pictures.jsonl", f"{addresses[4]} has `bytes`"),
        ("records/pictures.jsonl", f"{addresses[5]} in pictures.jsonl has `cards: x`"),
        ("records/pictures.jsonl", f"{addresses[6]} has `retry`"),
        ("records/pictures.jsonl", f"{addresses[7]} in pictures.jsonl has `external: https"),
    ):
        assert [place for place, message in named if words in message] == [where], words
    assert [POST in issue.message for issue in issues if issue.code == "record-key"] == [True]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "code"),
    one_in(
        6, [("medium-archive 9.0.0", "proof-newer"), ("medium-archive", "proof-differs"), ("medium-archive 0.0.1", "")]
    ),
)
def test_a_proof_of_another_program_is_named_and_compared(own_example: Layout, program: str, code: str) -> None:
    """An older version may have written the proof; its values about the posts are compared in any case."""
    files = (own_example.private / "proof.json", own_example.records / "proof.json")
    for proof in files:
        text = proof.read_text("utf-8")
        proof.write_text(text.replace(f'"medium-archive {medium_archive.__version__}"', f'"{program}"', 1), "utf-8")
        checksums.renew(proof)
    assert found(own_example) == {(code, f"{proof.parent.name}/proof.json") for proof in files if code}
    proof.write_text(proof.read_text("utf-8").replace('"date": "2017-', '"date": "2018-', 1), "utf-8")
    checksums.renew(proof)
    assert ("proof-differs", "records/proof.json") in found(own_example)


def test_a_large_archive_gives_the_same_report(own_example: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each check reads the lines of a large file again; the proof is one document in one file. No two checks run at a
    time.
    """
    before = verify(own_example, everything=True)
    monkeypatch.setattr(record_lines, "LARGE", 0)
    monkeypatch.setattr(snapshot, "LARGE", 0)
    monkeypatch.setattr("medium_archive.commands.verify._MOST_ALONGSIDE", 0)
    assert verify(own_example, everything=True) == before
