"""`archive status` says which posts are still missing, and what a person without an export can do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from medium_archive.commands.show_status import status
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests import small_archive
from tests.test_status_cache import age, cache_of

NOW = datetime(2026, 11, 30, tzinfo=UTC)
WHOLE, PART, EXPORTED, GONE, HIDDEN = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd", "eeeeeeeeeeee"
GONE_AT = f"https://medium.com/@ada/the-ebb-{GONE}"
PROFILE = "https://medium.com/@ada"
KNOWN: Mapping[str, Sequence[Any]] = {
    "records/known.jsonl": [
        {"id": WHOLE, "state": "whole"},
        {"id": PART, "state": "partial"},
        {"id": GONE, "address": GONE_AT, "published": True},
    ],
    "private/known.jsonl": [{"id": HIDDEN}],
}
ENTRIES: Mapping[str, Sequence[Any]] = {
    "records/catalog.jsonl": [
        {"id": id, "path": f"posts/2020-01-0{day}-x", "written": "0" * 64, "original": f"original/pages/{id}.json"}
        for day, id in enumerate((WHOLE, PART, EXPORTED), 1)
    ],
    "records/rescued.jsonl": [
        {"id": PART, "partial": True, "file": f"original/pages/{PART}.json"},
        {"id": WHOLE, "partial": True, "file": "original/pages/another.json"},  # the text is of an export
    ],
}
EXPORT: Mapping[str, Sequence[Any]] = {
    "records/imports.jsonl": [{"sha256": "0" * 64, "file": "exports/a.zip", "exported": "2026-11-01"}]
}


def shown(folder: Path, *records: Mapping[str, Sequence[Any]], username: str = "ada") -> Report:
    """The report about an archive with these records, and a text of each post in its catalog."""
    small_archive.write(folder, "archive.toml", f'schema = 2\n[author]\nusername = "{username}"\n')
    for every in records:
        for name, lines in every.items():
            small_archive.write(folder, name, "".join(f"{json.dumps(line)}\n" for line in lines))
        for entry in every.get("records/catalog.jsonl", ()):
            text = f"---\ntitle: Tide\nmedium:\n  id: {entry['id']}\n---\n\nWater.\n"
            small_archive.write(folder, f"{entry['path']}/index.md", text)
    return status(Layout(folder), NOW)


def probe(verdict: str, address: str = PROFILE, at: str = "2026-11-29T07:00:00+00:00") -> dict[str, str]:
    return {"at": at, "address": address, "verdict": verdict, **({"what": "account"} if verdict == "suspended" else {})}


def test_known_posts_are_counted_and_those_that_lack_are_named(tmp_path: Path) -> None:
    """A post of an export counts too; a text of an export is whole, whatever saved pages had; of a post whose folder is
    gone, only the address is known.
    """
    report = shown(tmp_path, KNOWN, ENTRIES)
    counts = {key: number for key, number in report.counts.items() if key.startswith("known_")}
    assert counts == {"known_posts": 5, "known_whole": 2, "known_partial": 1, "known_address": 2}
    named = {issue.where: issue.code for issue in report.issues if issue.code in ("partial", "only-address")}
    assert named == {
        "posts/2020-01-02-x": "partial",
        GONE_AT: "only-address",
        f"https://medium.com/p/{HIDDEN}": "only-address",
    }
    assert all("archive rescue @ada`" in one.message for one in report.issues if one.where in named)
    shutil.rmtree(tmp_path / ENTRIES["records/catalog.jsonl"][0]["path"])
    left = status(Layout(tmp_path), NOW).counts
    assert (left["known_whole"], left["known_address"]) == (1, 3)


def test_it_is_the_same_from_the_cache(tmp_path: Path) -> None:
    """And new when the known posts change."""
    first = shown(tmp_path, KNOWN, ENTRIES)
    age(Layout(tmp_path))
    status(Layout(tmp_path), NOW)
    assert "known_partial" in cache_of(Layout(tmp_path)).read_text("utf-8")
    assert status(Layout(tmp_path), NOW) == first
    small_archive.write(tmp_path, "private/known.jsonl", "")
    assert status(Layout(tmp_path), NOW).counts["known_posts"] == 4


def test_an_archive_of_exports_knows_of_no_other_post(tmp_path: Path) -> None:
    """Nothing is counted twice, and no feed or page is read for it."""
    report = shown(tmp_path, ENTRIES, EXPORT)
    assert not any(number for key, number in report.counts.items() if key.startswith("known_"))
    assert not [issue for issue in report.issues if issue.code in ("partial", "only-address")]


@pytest.mark.parametrize(
    ("records", "is_told"),
    [
        ({}, True),
        (EXPORT, False),
        ({**EXPORT, "records/watch.jsonl": [probe("suspended")]}, True),
        ({**EXPORT, "records/watch.jsonl": [probe("suspended"), probe("up", at="2026-11-30T07:00:00+00:00")]}, False),
        ({**EXPORT, "records/watch.jsonl": [probe("suspended", "https://medium.com/@other")]}, False),
        ({**EXPORT, "records/watch.jsonl": [probe("suspended") | {"what": "story"}]}, False),
    ],
)
def test_the_three_steps_are_for_those_who_need_them(
    tmp_path: Path, records: Mapping[str, Sequence[Any]], *, is_told: bool
) -> None:
    """Without an export, or while the own account is suspended; not for a story, nor for somebody else's account."""
    text = shown(tmp_path, records).details.get("text", "")
    assert ("archive rescue @ada\n" in text) is is_told
    assert bool(text) is is_told


def test_the_steps_without_a_known_name(tmp_path: Path) -> None:
    assert "archive rescue @you\n" in shown(tmp_path, username="").details["text"]
