"""Which capture is fetched next, and what a run that was killed remembers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from medium_archive.fetch.web_archives import plan
from medium_archive.fetch.web_archives.capture import Capture
from medium_archive.fetch.web_archives.plan import Here
from medium_archive.fetch.web_archives.posts import Found
from medium_archive.fetch.web_archives.received import Received, ReceivedCaptures

TODAY = date(2026, 11, 30)
ID = "3fed73795ca4"
ADDRESS = f"https://medium.com/@ada/the-tide-{ID}"


def capture(when: str, address: str = ADDRESS, status: int = 200) -> Capture:
    return Capture(address, when.ljust(14, "0"), when, status, "text/html")


NEW, MIDDLE, OLD, MOVED = capture("2023"), capture("2021"), capture("2019"), capture("2022", status=302)
FOUND = Found(ID, ADDRESS, (NEW, MIDDLE, OLD), (MOVED,))


def received(one: Capture, **what: object) -> Received:
    return Received(one.source, one.address, one.timestamp, **what)  # type: ignore[arg-type]  # what a test wants


@pytest.mark.parametrize(
    ("known", "due", "is_whole"),
    [
        ({}, NEW, False),
        ({NEW: {"whole": (ID,)}}, None, True),
        ({NEW: {"partial": (ID,)}}, MIDDLE, False),
        ({NEW: {"problem": "page-wall"}, MIDDLE: {"whole": ("3fed73795ca5",)}}, OLD, False),
        ({NEW: {}, MIDDLE: {}, OLD: {}}, MOVED, False),
        ({NEW: {}, MIDDLE: {}, OLD: {}, MOVED: {"whole": (ID,)}}, None, True),
        ({NEW: {}, MIDDLE: {}, OLD: {}, MOVED: {"problem": "page-wall"}}, None, False),
    ],
)
def test_the_newest_capture_is_next_until_one_is_whole(
    known: dict[Capture, dict[str, object]], due: Capture | None, is_whole: bool
) -> None:
    look = {one: received(one, **what) for one, what in known.items()}.get
    assert plan.due(FOUND, None, look) == due
    assert plan.is_whole(FOUND, None, look) == is_whole


@pytest.mark.parametrize(
    ("here", "due"),
    [
        (Here(is_whole=False, until="2026-01-01"), NEW),
        (Here(is_whole=True, until="2022-12-31"), NEW),
        (Here(is_whole=True, until="2023-01-01"), None),
        (Here(is_whole=True), NEW),
        (Here(is_whole=False, is_left_alone=True), None),
    ],
)
def test_only_what_may_be_better_is_fetched(here: Here, due: Capture | None) -> None:
    assert plan.due(FOUND, here, lambda _: None) == due


def test_ids_without_their_zeros_are_the_same() -> None:
    zeros = Found("0a1b2c3d4e5f", ADDRESS, (NEW,))
    assert plan.is_whole(zeros, None, {NEW: received(NEW, whole=("a1b2c3d4e5f",))}.get)


def test_of_lists_of_posts_one_a_week_is_fetched() -> None:
    feed, other = "https://medium.com/feed/@ada", "https://ada.medium.com/feed"
    monday, sunday, next_monday = "20210104", "20210110", "20210111"
    captures = [
        capture(next_monday, feed),
        capture(sunday, feed),
        capture(monday, f"{feed}?a=b"),
        capture(monday, other),
    ]
    assert plan.one_a_week(captures) == (captures[0], captures[1], captures[3])


def test_what_was_received_is_remembered(tmp_path: Path) -> None:
    kept = ReceivedCaptures(tmp_path, TODAY)
    page = kept.note(received(NEW, whole=(ID,)), "<html>潮".encode())
    wall = kept.note(received(OLD, problem="page-wall"))
    again = ReceivedCaptures(tmp_path, TODAY)
    assert (again.get(NEW), again.get(OLD), again.get(MIDDLE)) == (page, wall, None)
    assert list(again.contents()) == [(page, "<html>潮".encode())]
    assert again.has_content(page) and not again.has_content(wall)
    again.forget_contents()
    assert (
        list(ReceivedCaptures(tmp_path, TODAY).contents()) == [] and ReceivedCaptures(tmp_path, TODAY).get(NEW) == page
    )


@pytest.mark.parametrize(("days", "is_known"), [(0, True), (7, True), (8, False), (-1, False), (-730_000, False)])
def test_a_problem_that_may_not_be_the_captures_is_forgotten_after_a_week(
    days: int,
    is_known: bool,
    tmp_path: Path,  # a case
) -> None:
    """Also one that a clock ahead has dated."""
    kept = ReceivedCaptures(tmp_path, TODAY)
    kept.note(received(NEW, problem="capture-unreadable", is_sure=False))
    kept.note(received(OLD, problem="page-wall"))
    later = ReceivedCaptures(tmp_path, TODAY + timedelta(days))
    assert (later.get(NEW) is not None) is is_known and later.get(OLD) is not None


@pytest.mark.parametrize(
    "damage",
    [lambda lines: lines[:-20], lambda lines: lines + b'\n{"source": "way', lambda lines: b"[]\n\xff" + lines],
    ids=["cut", "half a line", "no UTF-8"],
)
def test_a_killed_run_costs_at_most_the_last_capture(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    kept = ReceivedCaptures(tmp_path, TODAY)
    kept.note(received(NEW, whole=(ID,)), b"new")
    kept.note(received(MIDDLE, whole=(ID,)), b"middle")
    file = tmp_path / "captures.jsonl"
    file.write_bytes(damage(file.read_bytes()))
    again = ReceivedCaptures(tmp_path, TODAY)
    again.note(received(OLD, partial=(ID,)), b"old")
    assert ReceivedCaptures(tmp_path, TODAY).get(OLD) == again.get(OLD) is not None
    digest = again.get(OLD).sha256  # type: ignore[union-attr]  # it is there
    (tmp_path / "pages" / f"{digest}.page").write_bytes(b"damaged")
    assert b"damaged" not in [content for _, content in again.contents()]
