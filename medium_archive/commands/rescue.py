"""`archive rescue`: gets a writer's posts back from web archives. Medium is asked for pictures only."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from medium_archive import links
from medium_archive.commands import captures, page_owner, page_run, rescue_report
from medium_archive.commands.import_run import check_place
from medium_archive.commands.page_owner import Owner
from medium_archive.commands.rescue_report import Ending
from medium_archive.errors import SettingsWrong, Unreachable
from medium_archive.fetch.web_archives import common_crawl, wayback
from medium_archive.fetch.web_archives.common_crawl import CommonCrawl
from medium_archive.fetch.web_archives.lists import Lists
from medium_archive.fetch.web_archives.pacing import PacedWeb, Patience
from medium_archive.fetch.web_archives.plan import Here
from medium_archive.fetch.web_archives.posts import Writer
from medium_archive.fetch.web_archives.received import ReceivedCaptures
from medium_archive.fetch.web_archives.recent import Recent
from medium_archive.fetch.web_archives.search import Folder, OutOfTime, Search
from medium_archive.fetch.web_archives.wayback import Wayback
from medium_archive.folder import captures as kept_captures
from medium_archive.folder import known_posts, lock, settings
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.known_posts import KnownPost
from medium_archive.folder.layout import CACHE, Layout
from medium_archive.folder.shelf import Shelf
from medium_archive.medium import addresses
from medium_archive.report import Progress, Report, silent

_DAY = len("2021-03-01")
_FOLDER = "rescue"  # in the cache: what runs remember


@dataclass(frozen=True)
class Options:
    """`author` is a user name or the address of a profile, "" for the author of the archive. `domains` are the author's
    own, `publications` their names in addresses at medium.com, or hosts.
    """

    author: str = ""
    domains: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    plan: bool = False
    offline: bool = False
    max_seconds: float | None = None


@dataclass(frozen=True)
class Network:
    """How the archives are reached, and the clocks. `hosts` are those of `Web`; `wayback` makes the client."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    wayback: Callable[[PacedWeb], Wayback] = Wayback
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time


def rescue(
    layout: Layout,
    options: Options,
    progress: Progress = silent,
    say: Callable[[str], None] = lambda _: None,
    network: Network = Network(),
) -> Report:
    """Add what web archives have of a writer's posts; with `plan` only tell what there is. `say` hears why a pause is
    made.

    The exit code is 40 if the Wayback Machine did not answer to the end, or gave no list that can be read.

    Raises SettingsWrong, AnotherAccount, NotAnArchive, NewerArchive, ArchiveInUse, FolderUnwritable, RecordsDamaged,
    and Unreachable if nothing was received.
    """
    is_new = check_place(layout)
    owner, writer = _writer(layout, options)
    stopped: Unreachable | OutOfTime | None = None
    with lock.held(layout), _search(layout, owner, writer, options, progress, say, network) as search:
        try:
            search.list_captures()
            if options.plan:
                if search.without_lists is None:
                    return rescue_report.of_plan(layout, search)
                raise search.without_lists
            search.fetch()
            search.look_up()
            search.fetch()
            search.crawl()
            stopped = search.without_lists
        except (Unreachable, OutOfTime) as error:
            stopped = error
    if options.plan and isinstance(stopped, Unreachable):
        raise stopped
    received, ending = search.folder.received, Ending.of(search, stopped)
    if isinstance(stopped, Unreachable) and not search.posts() and not any(received.contents()):
        raise stopped
    if is_new and not search.posts():
        return rescue_report.of_nothing(search, ending)
    with page_run.begin(layout, owner) as run:
        run.name(KnownPost(one.id, address=one.address, published=True) for one in search.posts())
        run.forget(id for one in search.by_others() for id in one.by_others)
        added = captures.add(run, received, progress)
        totals, issues = run.complete(progress, offline=options.offline)
        received.forget_contents()
    return rescue_report.of_run(run.shelf, search, added, totals, issues, ending)


def _writer(layout: Layout, options: Options) -> tuple[Owner, Writer]:
    """Whose posts are looked for, and where. Raises SettingsWrong, AnotherAccount."""
    name = page_owner.parse_username(options.author)
    if not name and not layout.settings.exists():
        raise SettingsWrong("There is no archive yet that has an author.", "Name the author: `archive rescue @you`.")
    owner = page_owner.read(layout, name, dict)
    domains = options.domains
    if layout.settings.exists():
        domains = (*domains, *settings.read(layout.settings).site.old_domains)
    return owner, Writer(
        name or owner.author.username,
        tuple(dict.fromkeys(links.host(one) or one.lower() for one in domains)),
        tuple(dict.fromkeys(_publication(one) for one in options.publications)),
    )


def _publication(given: str) -> str:
    """A publication's name in addresses, or its host, also if its address is given."""
    if not links.is_web(given):
        return given.strip("/")
    host = links.host(given)
    return host if host != addresses.MEDIUM else given.partition(f"{addresses.MEDIUM}/")[2].partition("/")[0]


@contextmanager
def _search(  # noqa: PLR0913, PLR0917  # what a search needs
    layout: Layout,
    owner: Owner,
    writer: Writer,
    options: Options,
    progress: Progress,
    say: Callable[[str], None],
    network: Network,
) -> Iterator[Search]:
    folder = layout.private / CACHE / _FOLDER
    shelf = Shelf.open(layout) if layout.settings.exists() else None
    reached = settings.read(layout.settings).pictures if shelf is not None else settings.Pictures()
    end = network.clock() + options.max_seconds if options.max_seconds is not None else None

    def web(name: str, file: str) -> PacedWeb:
        return PacedWeb(
            name,
            hosts={**reached.hosts, **network.hosts},
            allow=reached.allow,
            patience=network.patience,
            told=say,
            recent=Recent(folder / file, network.wall),
            sleep=network.sleep,
            clock=network.clock,
        )

    today = datetime.fromtimestamp(network.wall(), UTC).date()
    with web(wayback.NAME, "wayback.json") as first, web(common_crawl.NAME, "common-crawl.json") as second:
        yield Search(
            writer=writer,
            owner=owner,
            folder=Folder(Lists(folder / "lists.jsonl", today), ReceivedCaptures(folder, today)),
            wayback=network.wayback(first),
            common_crawl=CommonCrawl(second),
            here=_here(shelf) if shelf is not None else {},
            named={key: one.address for key, one in known_posts.read(layout).items() if one.address},
            progress=progress,
            is_over=lambda: end is not None and network.clock() > end,
        )


def _here(shelf: Shelf) -> dict[str, Here]:
    """What the archive has of each post."""
    captured: dict[str, str] = {}
    for one in kept_captures.read(shelf.layout):
        if not one.partial:
            captured[same_post(one.post)] = max(captured.get(same_post(one.post), ""), one.captured[:_DAY])
    return {
        key: _of_post(shelf, key, entry, captured.get(key, "")) for key, entry in shelf.entries.items() if entry.is_post
    }


def _of_post(shelf: Shelf, key: str, entry: Entry, captured: str) -> Here:
    """`captured` is the day of the newest whole page of it that was saved."""
    path = shelf.paths.get(key, "")
    is_left_alone = not path or (path.startswith("drafts/") and entry.kind != "draft")
    is_whole = entry.kind != "draft" and key not in shelf.partial
    return Here(is_whole, max(entry.exported, captured), is_left_alone)
