"""`archive sync` after a run that was killed before it fetched the pictures."""

from __future__ import annotations

from contextlib import suppress

import pytest

from medium_archive.commands import sync
from medium_archive.fetch import pictures as fetching
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from tests.medium_server import MediumServer, Reply, packed
from tests.sample_feeds import feed
from tests.test_sync import ALL, FEED, begin, medium

__all__ = ["medium"]  # a fixture


def test_the_next_sync_fetches_the_pictures_of_a_killed_one(
    layout: Layout, medium: MediumServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The posts are in the archive already, and the feed has not changed since."""
    begin(layout, medium, ALL[:2])
    medium.answers[FEED] = packed(Reply(200, feed(ALL[:4]), {"Content-Type": "text/xml; charset=UTF-8"}))
    fetched: list[int] = []

    def dies(*_: object) -> object:
        raise KeyboardInterrupt

    def fetch(shelf: Shelf, *_: object) -> fetching.Run:
        fetched.append(len(fetching.wanted(shelf, again=False)))
        return fetching.Run()

    monkeypatch.setattr(fetching, "fetch_into", dies)
    with suppress(KeyboardInterrupt):
        sync.sync(layout)
    monkeypatch.setattr(fetching, "fetch_into", fetch)
    report = sync.sync(layout)
    assert report.counts["new_posts"] == 0
    assert fetched and fetched[0] > 0
