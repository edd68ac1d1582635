"""What verify advises helps: each fault is gone after it, and where nothing helps the message says so."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable
from email.message import Message
from pathlib import Path

import pytest

from medium_archive import errors
from medium_archive.commands import build, verify
from medium_archive.folder import checksums, post_texts
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.report import Issue
from tests.account_exports import import_
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip
from tests.small_archive import read_records

FIRST, SECOND = "a" * 12, "b" * 12
POST, OTHER = "posts/2020-03-01-first", "posts/2020-03-01-second"
WORDS, DAMAGED = "The first paragraph of it.", "The paragraph of it."


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_zip(
        tmp_path / "export.zip",
        {
            post_name(post_id, slug=name): post_page(name, post_id=post_id)
            for name, post_id in (("First", FIRST), ("Second", SECOND))
        },
    )


@pytest.fixture
def built(layout: Layout, export: Path) -> Layout:
    """An archive of two posts with its site."""
    import_(layout, export)
    build.build(layout)
    return layout


def alarms(layout: Layout) -> list[Issue]:
    return [
        issue
        for issue in verify.verify(layout).issues
        if issue.level != "note" or issue.code in {"texts-outdated", "pages-outdated", "page-older", "proof-gone"}
    ]


def messages(layout: Layout, *codes: str) -> list[str]:
    return [issue.message for issue in alarms(layout) if issue.code in codes]


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def damage_text(layout: Layout, folder: str = POST) -> None:
    """As if an earlier version had written the text so."""
    replace_in(layout.root / folder / TEXT, WORDS, DAMAGED)
    set_key(layout, folder, "written", hashlib.sha256((layout.root / folder / TEXT).read_bytes()).hexdigest())


def set_key(layout: Layout, folder: str, key: str, value: str, file: str = "catalog.jsonl") -> None:
    """Change a record of the post in `folder`, with its checksum."""
    post_id = FIRST if folder == POST else SECOND
    lines = read_records(layout.records / file)
    for line in lines:
        if line["id"] == post_id:
            line[key] = value
    (layout.records / file).write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")
    renew_sums(layout)


def renew_sums(layout: Layout) -> None:
    sums = layout.root / checksums.NAME
    names = [line.partition("  ")[2] for line in sums.read_text("utf-8").splitlines()]
    digests = {name: hashlib.sha256((layout.root / name).read_bytes()).hexdigest() for name in names}
    sums.write_text("".join(f"{digests[name]}  {name}\n" for name in names), "utf-8")


def damage_page(layout: Layout, folder: str = POST) -> None:
    replace_in(layout.site / folder / "index.html", f"<p>{WORDS}", f"<p>{DAMAGED}")


def touch_text(layout: Layout) -> None:
    """An edit that no page shows."""
    replace_in(layout.root / POST / TEXT, WORDS, f"{WORDS}\n")


def change_original(layout: Layout) -> None:
    (file,) = (layout.root / "original/posts").glob("*First*")
    replace_in(file, WORDS, DAMAGED)


def again(layout: Layout) -> None:
    import_(layout, again=True)
    build.build(layout)


def delete_original(layout: Layout) -> None:
    (file,) = (layout.root / "original/posts").glob("*First*")
    file.unlink()
    import_(layout, layout.root.parent / "export.zip")


@pytest.mark.parametrize(
    ("damage", "code", "advice", "follow"),
    one_in(
        5,
        [
            (damage_text, "lost", "Run `archive import --again`", again),
            (damage_page, "lost", "Run `archive build`", build.build),
            (touch_text, "page-older", "run `archive build`", build.build),
            (change_original, "original-changed", "delete it and import its export again", delete_original),
            (
                lambda layout: set_key(layout, POST, "title", "Another", "history.jsonl"),
                "record-differs",
                "Run `archive import --again`",
                again,
            ),
        ],
    ),
)
def test_the_advice_of_a_message_corrects_its_fault(
    built: Layout, damage: Callable[[Layout], None], code: str, advice: str, follow: Callable[[Layout], object]
) -> None:
    damage(built)
    found = messages(built, code)
    assert found
    assert all(advice in message for message in found)
    follow(built)
    assert messages(built, code) == []


@pytest.mark.parametrize("key", ["published", "kind"])
def test_a_wrong_record_is_restored_or_written_anew(built: Layout, export: Path, key: str) -> None:
    """`archive import --again` would not help; the advice does not name it."""
    file = "history.jsonl" if key == "published" else "catalog.jsonl"
    set_key(built, POST, key, "2001-01-01T00:00:00+00:00" if key == "published" else "response", file)
    (message,) = messages(built, "record-differs")
    assert "--again" not in message
    assert "import your exports again" in message
    for name in ("history.jsonl", *(["catalog.jsonl"] if key == "kind" else [])):
        lines = (built.records / name).read_text("utf-8").splitlines(keepends=True)
        (built.records / name).write_text("".join(line for line in lines if FIRST not in line), "utf-8")
    import_(built, export)
    assert alarms(built) == []


def test_an_import_writes_texts_of_an_older_version_again(built: Layout, export: Path) -> None:
    damage_text(built)
    replace_in(built.root / OTHER / TEXT, WORDS, "My own words.")
    report = import_(built, export)
    assert [issue.where for issue in report.issues if issue.code == "restored"] == [f"{POST}/{TEXT}"]
    assert not [issue for issue in report.issues if issue.code == "lost"]
    assert WORDS in (built.root / POST / TEXT).read_text("utf-8")
    assert "My own words." in (built.root / OTHER / TEXT).read_text("utf-8")
    build.build(built)
    assert alarms(built) == []


def test_several_texts_of_an_older_version_have_one_advice(built: Layout) -> None:
    for folder in (POST, OTHER):
        damage_text(built, folder)
    assert not [message for message in messages(built, "lost") if "archive" in message]
    (advice,) = messages(built, "texts-outdated")
    assert advice.startswith(
        "The texts of 2 posts differ from what this version of the program writes. Run `archive im"
    )
    again(built)
    assert alarms(built) == []


def test_several_damaged_pages_have_one_advice(built: Layout) -> None:
    for folder in (POST, OTHER):
        damage_page(built, folder)
    assert not [message for message in messages(built, "lost", "added") if "archive" in message]
    assert messages(built, "pages-outdated") == [
        "2 pages differ from their texts. Run `archive build`, then check again."
    ]
    build.build(built)
    assert alarms(built) == []


def test_a_loss_that_no_import_can_restore_is_reported_as_an_error_of_the_program(
    built: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`archive import --again` would change nothing."""
    damage_text(built)
    text = (built.root / POST / TEXT).read_bytes()
    monkeypatch.setattr(post_texts, "compose_again", lambda *_: text)
    (message,) = messages(built, "lost")
    assert message.endswith(f"“first”. {errors.program_error()}")
    assert "--again" not in message


def test_a_record_that_differs_from_the_text_is_to_be_restored(built: Layout) -> None:
    set_key(built, POST, "kind", "draft")
    (message,) = messages(built, "lost")
    assert message.endswith("The records differ from the text. Restore the files in records/ from a copy.")


def test_a_template_of_a_person_that_leaves_something_out_is_named(built: Layout) -> None:
    theme = built.root / "theme"
    theme.mkdir()
    (theme / "post.html").write_text(
        "<article class='h-entry'><h1 class='p-name'>{{ post.title }}</h1></article>", "utf-8"
    )
    build.build(built)
    (advice,) = messages(built, "pages-outdated")
    assert advice.endswith(
        "If that does not help: correct your own templates in theme/ or themes/, which leave out or add this part."
    )


@pytest.mark.parametrize(
    ("urls", "end"),
    [
        ((), "Please report it."),
        (("Issues, https://x.example/issues",), "Please report it at https://x.example/issues."),
    ],
)
def test_an_error_of_the_program_says_where_to_report_it(
    monkeypatch: pytest.MonkeyPatch, urls: tuple[str, ...], end: str
) -> None:
    """The address is that of pyproject.toml, if it names one."""
    known = Message()
    for url in urls:
        known["Project-URL"] = url
    monkeypatch.setattr(importlib.metadata, "metadata", lambda _: known)
    assert errors.program_error() == f"This is an error of the program. {end}"
