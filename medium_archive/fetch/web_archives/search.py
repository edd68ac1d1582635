"""Looks for a writer's posts in the web archives: lists what there is, and receives captures until each post is whole.

Every list and every capture is remembered at once, so that a killed run goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from medium_archive import links
from medium_archive.errors import Unreachable
from medium_archive.fetch.web_archives import plan, reading
from medium_archive.fetch.web_archives.capture import WAYBACK, Capture, NotHad, Page, Query
from medium_archive.fetch.web_archives.common_crawl import CommonCrawl
from medium_archive.fetch.web_archives.lists import Lists
from medium_archive.fetch.web_archives.plan import Here
from medium_archive.fetch.web_archives.posts import Findings, Found, Writer, find, queries, queries_about
from medium_archive.fetch.web_archives.reading import Owner
from medium_archive.fetch.web_archives.received import Kind, Received, ReceivedCaptures
from medium_archive.fetch.web_archives.wayback import NAME, LeftOut, Wayback
from medium_archive.folder.catalog import same_post
from medium_archive.medium import addresses
from medium_archive.report import Issue, Progress, quantity
from medium_archive.web import RequestFailed

_ASK_AGAIN = "{} Run the command again later."
_UNREADABLE = (
    "{} of the index can't be read, so captures may be missing. Run the command again after a week, when it asks for "
    "the list again, or look at https://web.archive.org in a browser."
)


class OutOfTime(Exception):
    """The time that a person gave is over."""


@dataclass(frozen=True)
class Folder:
    """What runs remember: the lists and the captures that they received."""

    lists: Lists
    received: ReceivedCaptures


@dataclass
class Search:
    """A search for the posts of one writer. `here` is what the archive has, `named` are the addresses of posts that it
    knows of, both by `same_post(id)`. `is_over` says whether the time for the run is over.

    Methods that ask raise Unreachable, FolderUnwritable and OutOfTime.
    """

    writer: Writer
    owner: Owner
    folder: Folder
    wayback: Wayback
    common_crawl: CommonCrawl
    here: Mapping[str, Here]
    named: dict[str, str]
    progress: Progress
    is_over: Callable[[], bool] = lambda: False
    issues: list[Issue] = field(default_factory=list)
    fetched: int = 0
    problems: list[str] = field(default_factory=list)  # of the captures that this run received
    _captures: list[Capture] = field(default_factory=list)
    _unusable: list[str] = field(default_factory=list)  # why the Wayback Machine gave no list, each time
    _has_list: bool = False  # of the Wayback Machine
    _not_had: dict[Capture, Received] = field(default_factory=dict)
    _findings: tuple[tuple[int, int, Writer], Findings] | None = None

    @property
    def findings(self) -> Findings:
        """All posts that were listed or named, also those by other people, and the captures of each."""
        known = len(self._captures), len(self.named), self.writer
        if self._findings is None or self._findings[0] != known:
            found = find(self._captures, self.writer)
            listed = {same_post(one.id) for one in found.posts}
            others = [
                Found(links.post_id(address) or addresses.post_id(address), address)
                for key, address in self.named.items()
                if key not in listed
            ]
            posts = sorted((*found.posts, *others), key=lambda one: same_post(one.id))
            self._findings = known, replace(found, posts=tuple(posts))
        return self._findings[1]

    def posts(self) -> list[Found]:
        """The posts that were listed or named, without those that turned out to be by other people."""
        others = {same_post(id) for one in self.by_others() for id in one.by_others}
        return [one for one in self.findings.posts if same_post(one.id) not in others]

    def by_others(self) -> list[Received]:
        """The captures that turned out to be of other people's posts."""
        found = (self._look(one) for each in self.findings.posts for one in (*each.captures, *each.redirects))
        return [one for one in found if one is not None and one.by_others]

    def due(self) -> list[Capture]:
        """The next capture of each post that has one and needs it."""
        due = (plan.due(one, self.here.get(same_post(one.id)), self._look) for one in self.posts())
        return [capture for capture in due if capture is not None]

    def lacking(self) -> list[Found]:
        """The posts of which there is no whole text, neither in the archive nor in what was received."""
        return [one for one in self.posts() if not self._is_settled(one)]

    def undecided(self) -> list[Found]:
        """The posts that are lacking and of which there are captures that were not received yet."""
        not_had = self._not_had.keys() | set(self.due())
        return [one for one in self.lacking() if not_had.intersection((*one.captures, *one.redirects))]

    def not_had(self) -> int:
        """The number of captures that another run may get."""
        return len(self._not_had)

    @property
    def without_lists(self) -> Unreachable | None:
        """That no list of the Wayback Machine could be read: what it has is not known. None if one could."""
        if self._has_list or not self._unusable:
            return None
        return Unreachable(
            f"{NAME} gave no list that can be read. {self._unusable[-1]}", "Run the command again later."
        )

    def list_captures(self) -> None:
        """Ask the Wayback Machine for all captures of the writer's pages, and receive those that name more posts."""
        self._ask("Asking what there is", queries(self.writer))
        findings = self.findings
        self._receive("Fetching profiles", plan.one_a_week(findings.profiles))
        self._receive("Fetching feeds", plan.one_a_week(findings.feeds), "feed")
        places: dict[str, set[str]] = {}
        for one in self.lacking():
            if not one.captures and (place := _publication(one.address, self.writer)):
                places.setdefault(place, set()).add(one.id)
        for given in self.writer.publications:
            places.setdefault(given, set()).update(one.id for one in self.lacking())
        self._add_publications(places)
        asked = [
            query
            for place in sorted(places)
            for query in queries(Writer(publications=(place,), known=frozenset(places[place])))
        ]
        self._ask("Asking for posts in publications", asked)

    def fetch(self) -> None:
        """Receive captures until each post is whole, or none of its captures is left."""
        while batch := self.due():
            self._receive("Fetching captures", batch)

    def look_up(self) -> None:
        """Ask for each post that is not whole by its own addresses."""
        asked = [query for one in self.lacking() for query in self._queries_about(one)]
        self._add_publications(filter(None, (_publication(query.address, self.writer) for query in asked)))
        self._ask("Asking for single posts", asked)

    def queries_left(self) -> int:
        """How many questions `look_up` would ask now."""
        return sum(len(self._queries_about(one)) for one in self.lacking())

    def crawl(self) -> None:
        """Ask Common Crawl, from its newest crawl to the oldest, for the posts that are not whole. What it does not
        answer is an issue: the Wayback Machine has more.
        """
        asked = [query for query in queries(replace(self.writer, publications=())) if query.match != "exact"]
        if not asked or not self._needs_more():
            return
        try:
            for crawl in self.progress("Asking Common Crawl", self.common_crawl.crawls()):
                if not self._needs_more():
                    return
                for query in asked:
                    self._check_time()
                    self._list(crawl, query, partial(self.common_crawl.list, query, crawl))
                self.fetch()
        except (RequestFailed, Unreachable) as error:
            self.issues.append(Issue("Common Crawl", "archive-unreachable", _ASK_AGAIN.format(error.message)))

    def _add_publications(self, places: Iterable[str]) -> None:
        """Take posts at these places for the writer's, too."""
        found = dict.fromkeys((*self.writer.publications, *places))
        self.writer = replace(self.writer, publications=tuple(found))

    def _ask(self, label: str, asked: Iterable[Query]) -> None:
        for query in self.progress(label, list(asked)):
            self._check_time()
            self._list(WAYBACK, query, partial(self.wayback.list, query))

    def _list(self, source: str, query: Query, ask: Callable[[str], Iterator[Page]]) -> None:
        where = query.address if source == WAYBACK else f"{source}: {query.address}"
        unreadable = 0
        try:
            for page in self.folder.lists.pages(source, query, ask):
                self._captures += page.captures
                unreadable += page.unreadable
            self._has_list |= source == WAYBACK
        except RequestFailed as failure:
            self.issues.append(Issue(where, "list-missing", _ASK_AGAIN.format(failure.message)))
            if source == WAYBACK:
                self._has_list |= isinstance(failure, LeftOut)
                self._unusable.append(failure.message)
        if unreadable:
            self.issues.append(Issue(where, "list-damaged", _UNREADABLE.format(quantity(unreadable, "line"))))

    def _receive(self, label: str, wanted: Sequence[Capture], kind: Kind = "page") -> None:
        for capture in self.progress(label, [one for one in wanted if self._look(one) is None]):
            self._check_time()
            if self._look(capture) is None:  # it may have answered in the place of another
                self._fetch(capture, kind)
        for capture in wanted:
            if (received := self._look(capture)) is not None:
                self._name(received)

    def _fetch(self, capture: Capture, kind: Kind) -> None:
        client = self.wayback if capture.source == WAYBACK else self.common_crawl
        memento = client.fetch(capture)
        self.fetched += 1
        if isinstance(memento, NotHad):
            received = Received(
                capture.source, capture.address, capture.timestamp, problem="capture-unreadable", is_sure=False
            )
            if memento.again:
                self._not_had[capture] = received
            else:
                self.problems.append(received.problem)
                self.folder.received.note(received)
            return
        received = reading.read(capture, memento, kind, self.owner)
        if received.problem:
            self.problems.append(received.problem)
            received = replace(received, is_sure=memento.is_proven)
        received = self.folder.received.note(received, b"" if received.problem else memento.content)
        answered = memento.capture
        if (answered.address, answered.timestamp) != (capture.address, capture.timestamp):
            self.folder.received.note(replace(received, address=answered.address, timestamp=answered.timestamp))

    def _look(self, capture: Capture) -> Received | None:
        """What was received of a capture; None if that is gone, and the archive does not have it."""
        received = self.folder.received.get(capture) or self._not_had.get(capture)
        if received is None or received.kind == "feed" or not received.sha256:
            return received
        if self.folder.received.has_content(received):
            return received
        whole, partial = map(same_post, received.whole), map(same_post, received.partial)
        is_here = all(key in self.here and (self.here[key].is_whole or self.here[key].is_left_alone) for key in whole)
        return received if is_here and all(key in self.here for key in partial) else None

    def _name(self, received: Received) -> None:
        for address in received.named:
            if id := links.post_id(address) or addresses.post_id(address):
                self.named.setdefault(same_post(id), address)

    def _needs_more(self) -> bool:
        return not self.posts() or bool(self.lacking())

    def _is_settled(self, found: Found) -> bool:
        here = self.here.get(same_post(found.id))
        return (here is not None and here.is_left_alone) or plan.is_whole(found, here, self._look)

    def _queries_about(self, found: Found) -> list[Query]:
        """The questions about one post: its short addresses, and those where an answer said that its text is."""
        received = (self._look(capture) for capture in (*found.captures, *found.redirects))
        given = [one.given.partition("?")[0] for one in received if one is not None and one.given]
        asked = [Query(one, "prefix") for one in (found.address, *given) if _publication(one, self.writer)]
        return list(dict.fromkeys([*asked, *queries_about(found.id)]))

    def _check_time(self) -> None:
        if self.is_over():
            raise OutOfTime


def _publication(address: str, writer: Writer) -> str:
    """The place of a post that is not among the writer's own pages: a publication's slug at medium.com, or a host. ""
    for the writer's own, which are listed whole.
    """
    host = links.host(address)
    if not host or host in writer.domains or "/p/" in address:
        return ""
    if host != addresses.MEDIUM:
        return "" if addresses.place(address).username.casefold() == writer.name.casefold() else host
    first, _, rest = address.partition(f"{addresses.MEDIUM}/")[2].partition("/")
    return first if rest and not first.startswith("@") else ""
