"""`archive status` reads a file again only if it has changed. Its cache may be damaged or missing."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.commands.show_status import status
from medium_archive.folder import catalog, picture_record, posts
from medium_archive.folder.layout import CACHE, Layout
from medium_archive.report import Report
from tests.conftest import one_in

SOON = datetime(2025, 10, 20, tzinfo=UTC)
CALLS = ((posts, "try_post"), (catalog, "read"), (picture_record, "read"))


def age(layout: Layout, seconds: int = 60) -> None:
    """Make every file older: files of the last seconds are not remembered."""
    for file in layout.root.rglob("*"):
        if file.is_file():
            moment = file.stat().st_mtime_ns - seconds * 10**9
            os.utime(file, ns=(moment, moment))


def cache_of(layout: Layout) -> Path:
    return layout.private / CACHE / "status.json"


@pytest.fixture
def shown(own_example: Layout) -> Report:
    """What status shows, with a cache behind it."""
    age(own_example)
    return status(own_example, SOON)


def test_a_second_status_reads_no_file_again(
    own_example: Layout, shown: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in CALLS:
        monkeypatch.setattr(module, name, lambda *_: pytest.fail("a file was read again"))
    assert status(own_example, SOON) == shown


def test_a_changed_text_is_read_again(own_example: Layout, shown: Report) -> None:
    """Also one of the same length."""
    file = next(own_example.posts.glob("*lamp*/index.md"))
    text = file.read_text("utf-8")
    file.write_text(text.rstrip()[:-8] + " a b c d\n", "utf-8")
    assert file.stat().st_size == len(text.encode())
    after = status(own_example, SOON)
    assert after.counts["edited_by_hand"] == shown.counts["edited_by_hand"] + 1
    assert after.counts["words"] > shown.counts["words"]


def test_a_removed_text_is_not_counted(own_example: Layout, shown: Report) -> None:
    next(own_example.posts.glob("*lamp*/index.md")).unlink()
    assert status(own_example, SOON).counts["posts"] == shown.counts["posts"] - 1


def test_a_changed_record_is_read_again(own_example: Layout, shown: Report) -> None:
    (own_example.records / "pictures.jsonl").unlink()
    assert shown.counts["pictures_here"] > status(own_example, SOON).counts["pictures_here"]


def test_a_file_changed_just_now_is_not_remembered(own_example: Layout) -> None:
    """It could change once more without another size or time."""
    file = next(own_example.posts.glob("*lamp*/index.md"))
    age(own_example)
    os.utime(file)
    status(own_example, SOON)
    known = json.loads(cache_of(own_example).read_text("utf-8"))["facts"]
    assert f"posts/{file.parent.name}" not in known
    assert len(known) > 10


@pytest.mark.parametrize(
    "content", one_in(5, [b"", b"[]", b"{", b"\xff", b'{"version": "0.0.1", "facts": {"records": [[], {}]}}'])
)
def test_a_damaged_cache_is_ignored(own_example: Layout, shown: Report, content: bytes) -> None:
    cache_of(own_example).write_bytes(content)
    assert status(own_example, SOON) == shown


@pytest.mark.parametrize("facts", one_in(4, [None, [], {"path": 7}, {"path": "x", "words": "many"}]))
def test_a_cache_in_an_unknown_format_is_ignored(own_example: Layout, shown: Report, facts: object) -> None:
    known = json.loads(cache_of(own_example).read_text("utf-8"))
    known["facts"] = {
        key: [signs, value if key == "records" else facts] for key, (signs, value) in known["facts"].items()
    }
    cache_of(own_example).write_text(json.dumps(known), "utf-8")
    assert status(own_example, SOON) == shown


def test_an_archive_that_cannot_be_written_to_is_shown(own_example: Layout) -> None:
    age(own_example)
    cache_of(own_example).unlink(missing_ok=True)
    cache_of(own_example).mkdir()
    assert status(own_example, SOON).counts["posts"] == 12
