"""`archive sync` after a run that was killed."""

from __future__ import annotations

from contextlib import suppress
from types import ModuleType

import pytest

from medium_archive.checks import ledgers
from medium_archive.commands import sync
from medium_archive.commands.verify import verify
from medium_archive.fetch import pictures as fetching
from medium_archive.folder import consistency
from medium_archive.folder.layout import Layout
from medium_archive.folder.shelf import Shelf
from tests.medium_server import MediumServer, Reply, packed
from tests.sample_feeds import Text, feed
from tests.test_sync import ALL, FEED, OFFLINE, begin, medium

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


@pytest.mark.parametrize(("module", "function"), [(ledgers, "compare"), (consistency, "save")])
def test_the_next_sync_proves_the_posts_of_a_killed_one(
    layout: Layout, medium: MediumServer, monkeypatch: pytest.MonkeyPatch, module: ModuleType, function: str
) -> None:
    """New, changed and unchanged posts; the feed has not changed since, and its server knows no ETag."""
    begin(layout, medium, ALL[:24])
    newest = [Text(23, version=2), *ALL[19:23], *ALL[24:29]]
    medium.answers[FEED] = packed(Reply(200, feed(newest), {"Content-Type": "text/xml; charset=UTF-8"}))

    def dies(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(module, function, dies)
        sync.sync(layout, OFFLINE)
    sync.sync(layout, OFFLINE)
    assert [issue.message for issue in verify(layout).issues if issue.level == "error"] == []
