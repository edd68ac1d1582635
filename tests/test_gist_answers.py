"""What GitHub answers is a gist only if all of its text is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from medium_archive.report import Report
from tests.cdn import GIST_API, GIST_RAW, Cdn, Reply
from tests.sample_pictures import GISTS
from tests.test_gists import archive_of, fetch, lines, text_of

PLAIN, LONG = GISTS[0], GISTS[2]


class Spoiling(Cdn):
    """`spoil` makes another answer of a host's good one."""

    host = ""
    spoil: Callable[[Reply], Reply] = staticmethod(lambda reply: reply)  # a function

    def _reply(self, host: str, path: str, query: str, headers: Any) -> Reply:
        reply = super()._reply(host, path, query, headers)
        return self.spoil(reply) if host == self.host else reply


@pytest.fixture
def cdn() -> Iterator[Spoiling]:
    with Spoiling(()) as running:
        yield running


def fetched(cdn: Spoiling, place: Path, gist: str) -> Report:
    """Fetch before the spoiled server, then before the good one, which must give the whole text."""
    layout = archive_of(cdn, place, f"https://gist.github.com/ada/{gist}.js")
    report = fetch(layout)
    assert "text of gist" not in text_of(layout).lower()
    problems = [one["problem"] for one in lines(layout)]
    cdn.spoil = lambda reply: reply
    assert fetch(layout, again=True).counts["gists_fetched"] == 1
    assert problems and problems[0]
    return report


def test_a_long_file_that_came_in_part_is_asked_for_again(cdn: Spoiling, tmp_path: Path) -> None:
    """An answer without a length that breaks off looks whole; the API tells how many bytes there are."""
    cdn.host, cdn.spoil = GIST_RAW, lambda reply: Reply(200, reply.content[:100], reply.kind)
    report = fetched(cdn, tmp_path, LONG.id)
    assert report.counts["gists_fetched"] == 0 and "only a part" in report.issues[0].message


@pytest.mark.parametrize("content", [None, 5, [], {}, True, ...], ids=str)
def test_a_file_without_its_text_is_not_fetched(content: Any, cdn: Spoiling, tmp_path: Path) -> None:
    def spoil(reply: Reply) -> Reply:
        found = json.loads(reply.content)
        for file in found["files"].values():
            file["content"] = content
            if content is ...:
                del file["content"]
        return Reply(200, json.dumps(found).encode(), reply.kind)

    cdn.host, cdn.spoil = GIST_API, spoil
    report = fetched(cdn, tmp_path, PLAIN.id)
    assert report.counts["gists_fetched"] == 0 and "not a gist" in report.issues[0].message


def test_an_empty_file_is_a_file(cdn: Spoiling, tmp_path: Path) -> None:
    def spoil(reply: Reply) -> Reply:
        found = json.loads(reply.content)
        for file in found["files"].values():
            file["content"], file["size"] = "", 0
        return Reply(200, json.dumps(found).encode(), reply.kind)

    cdn.host, cdn.spoil = GIST_API, spoil
    layout = archive_of(cdn, tmp_path, f"https://gist.github.com/ada/{PLAIN.id}.js")
    assert fetch(layout).counts["gists_fetched"] == 1
