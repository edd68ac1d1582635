"""An archive whose pages a stand-in for Medium and one for the Wayback Machine show, by one clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medium_archive.commands import check
from medium_archive.folder import watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe
from medium_archive.report import Report
from tests.medium_server import MediumServer, Reply, challenge, profile, suspended
from tests.save_server import SaveServer
from tests.small_archive import make, write
from tests.wayback_server import HOST, Kept
from tests.web_servers import Clock

ADA, ABOUT = "https://medium.com/@ada", "https://medium.com/@ada/about"
UP, OUT, WALL = profile("ada"), suspended("account"), challenge(200, header=False)
FIRST_DAY = "20261130"  # the day on which the clock begins, some minutes after midnight


def kept(reply: Reply, timestamp: str, address: str = ADA, **others: Any) -> Kept:
    """A capture of an answer; `timestamp` may leave out its end."""
    return Kept(address, timestamp.ljust(14, "0"), reply.body, reply.status, **others)


@dataclass
class Bench:
    """An archive that watches one profile. Medium shows a wall to this program, unless `medium.answers` says more."""

    layout: Layout
    medium: MediumServer
    server: SaveServer
    clock: Clock

    def check(self, *addresses: str, alert: bool = False, witness: bool = True) -> Report:
        options = check.Options(alert=alert, witness=witness)
        return check.check(
            self.layout,
            addresses or [ADA],
            options,
            self.server.time,
            self.clock.sleep,
            clock=self.clock,
            archive_hosts={HOST: self.server.address},
        )

    def shows(self, reply: Reply) -> None:
        """Let Medium show this to the program."""
        self.medium.answers |= {"medium.com/@ada": reply, "medium.com/@ada/about": reply}

    def witnesses(self) -> list[Probe]:
        return [one for one in watch_log.read(self.layout) if one.kind == "witness"]

    def told(self) -> list[tuple[str, str]]:
        """The day and the verdict of each capture that is recorded."""
        return [(one.at[:10], one.verdict) for one in self.witnesses()]


@contextmanager
def bench(folder: Path, *captures: Kept, keys: Mapping[str, str] | None = None, **switches: Any) -> Iterator[Bench]:
    layout = make(folder / "archive")
    clock = Clock()
    with MediumServer() as medium, SaveServer(list(captures), clock, **switches) as server:
        with layout.settings.open("a", encoding="utf-8") as settings:
            settings.write(medium.settings())
        if keys:
            write(layout.root, "private/publish.env", "".join(f"{name}={key}\n" for name, key in keys.items()))
        made = Bench(layout, medium, server, clock)
        made.shows(challenge())
        yield made
