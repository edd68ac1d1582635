"""Web archives on this machine that have captures of a writer's stories, and rescues from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from medium_archive.commands.rescue import Network, Options, rescue
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.common_crawl_server import CommonCrawlServer
from tests.saved_pages import written
from tests.saved_pages.tellings import LOAF, Telling, part
from tests.wayback_server import Kept, WaybackServer
from tests.web_servers import Clock

HOME = "https://medium.com/@ada/"


def story(number: int, version: int = 0, **others: Any) -> Telling:
    """A story of Ada's with few words. Each version is a year newer."""
    id = f"{0xC0FFEE000000 + number:012x}"
    return replace(
        LOAF,
        id=id,
        title=f"Letter {number}",
        subtitle="",
        slug=f"letter-{number}-{id}",
        parts=(
            part("H3", f"Letter {number}"),
            *(part("P", f"Paragraph {place} of letter {number}, in version {version}.") for place in range(4)),
        ),
        breaks=(),
        tags=("letters",),
        updated=LOAF.updated + version * 365 * 86_400_000,
        version=f"{version:03x}{number:09x}",
        **others,
    )


def preview(telling: Telling) -> Telling:
    """The preview that non-members see."""
    return replace(telling, parts=telling.parts[:2], preview_of=1189)


def kept(telling: Telling, timestamp: str, address: str = "", body: bytes = b"", **others: Any) -> Kept:
    """A capture of a story. Captures of one page differ: each has its moment in it."""
    page = body or written.page(telling, written.ERAS["2017"]) + f"<!-- {timestamp} -->".encode()
    return Kept(address or HOME + telling.slug, timestamp.ljust(14, "0"), page, **others)


@dataclass
class Archives:
    """The servers and the clock of all."""

    wayback: WaybackServer
    common_crawl: CommonCrawlServer
    clock: Clock

    @property
    def network(self) -> Network:
        hosts = {**self.wayback.hosts, **self.common_crawl.hosts}
        return Network(hosts, sleep=self.clock.sleep, clock=self.clock, wall=lambda: 1_795_000_000 + self.clock())

    def rescue(self, layout: Layout, author: str = "@ada", **options: Any) -> Report:
        """Run the command, without pictures."""
        return rescue(layout, Options(author, **{"offline": True, **options}), network=self.network)

    def fetched(self) -> list[str]:
        """The captures that were asked for, in order: timestamp and address."""
        paths = (one.path.removeprefix("/web/") for one in self.wayback.asked if one.kind == "memento")
        return [path.replace("id_/", " ", 1) for path in paths]

    def forget(self) -> None:
        self.wayback.asked.clear()
        self.common_crawl.asked.clear()


@contextmanager
def archives(
    *found: Kept, crawls: Mapping[str, Sequence[Kept]] = {}, clock: Clock | None = None, **switches: Any
) -> Iterator[Archives]:
    clock = clock or Clock()
    with WaybackServer(found, clock, **switches) as wayback, CommonCrawlServer(crawls, clock) as common_crawl:
        yield Archives(wayback, common_crawl, clock)
