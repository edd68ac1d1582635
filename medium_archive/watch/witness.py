"""A witness: what the Wayback Machine saw of the checked pages, and on request sees now.

It is a third party: its captures have dates and addresses that Medium's staff can open. What it can't tell is an issue
with a sentence, never a verdict, and nothing that was found before is lost by it. Save Page Now is asked for a capture
only with keys; its own answers prove nothing (fetch/web_archives/saving.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from medium_archive.errors import AccessDenied, Unreachable
from medium_archive.fetch.web_archives import saving, wayback
from medium_archive.fetch.web_archives.capture import Capture, NotHad, Query
from medium_archive.fetch.web_archives.pacing import PacedWeb, Patience
from medium_archive.fetch.web_archives.recent import Recent
from medium_archive.fetch.web_archives.saving import Job, Refused, SavePageNow
from medium_archive.fetch.web_archives.wayback import Wayback
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import Place
from medium_archive.report import Issue, quantity
from medium_archive.watch import captures
from medium_archive.watch.probe import stamp
from medium_archive.watch.testimony import Testimony
from medium_archive.web import RequestFailed, Secret

_BACK = timedelta(days=365)  # older captures say nothing about today
_AHEAD = timedelta(hours=1)  # how much the archive's clock may be ahead of this computer's
_AGAIN = timedelta(hours=1)  # the archive makes no second capture of an address within an hour
_EARLIER = timedelta(seconds=10)  # a capture may begin before the answer that tells the time
_READ_SECONDS = 600.0  # for all lists and captures
_ASK_SECONDS = 120.0  # for all requests of captures
_JOB_SECONDS, _JOB_PAUSE = 180.0, 6.0  # until all of them are made
_LOOKS, _LOOK_PAUSE = 3, 20.0  # at what the archive has made
# A check must end: it waits for an archive that refuses it for two minutes, not for half an hour
_PATIENCE = Patience(refused=30.0, failed=5.0, tries=2, failures=3, longest=130.0)
_LATER = "The other results stay. Run `archive check --witness` again later."
_NONE = "The Wayback Machine can't say what others see: {}."
_HOW_TO_ASK = (
    " With the keys of an account of yours there, this command asks it for a capture: docs/publishing.md says where to "
    "get them."
)


@dataclass(frozen=True)
class Means:
    """How a run reaches the archive. `hosts` and `allow` are those of `Web`; `keys` those of Save Page Now, None
    without an account; `recent` is the file with the requests of earlier runs; `say` hears why a pause is made;
    `archive` makes the client.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    allow: tuple[str, ...] = ()
    keys: tuple[Secret, Secret] | None = None
    recent: Path | None = None
    say: Callable[[str], None] = lambda _: None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    archive: Callable[[PacedWeb], Wayback] = Wayback


def look(places: Sequence[Place], known: Sequence[Probe], means: Means) -> Testimony:
    """What the archive has of these pages; feeds are left out, because a feed proves nothing. `known` are the probes of
    earlier runs, whose captures are not fetched again.

    Raises FolderUnwritable, and nothing for what an archive does.
    """
    pages = [there for there in places if there.kind != "feed"]
    recent = Recent(means.recent, lambda: means.now().timestamp()) if means.recent is not None else None
    with PacedWeb(
        wayback.NAME,
        hosts=means.hosts,
        allow=means.allow,
        patience=_PATIENCE,
        told=means.say,
        recent=recent,
        sleep=means.sleep,
        clock=means.clock,
    ) as web:
        run = _Run(means, means.archive(web), [one for one in known if one.kind == "witness"])
        end = means.clock() + _READ_SECONDS
        try:
            for there in pages:
                if means.clock() > end:
                    raise Unreachable(f"{wayback.NAME} answers too slowly.")
                run.read(there)
            if means.keys is not None:
                run.ask(pages, SavePageNow(web, *means.keys))
        except Unreachable as error:
            run.issues.append(Issue(wayback.NAME, "witness-unreachable", f"{error.message} {_LATER}"))
            return run.testimony()
        run.name_missing(pages)
        return run.testimony()


@dataclass
class _Run:
    """One run. `known` are the probes of captures, those of this run too; `reasons` say by address why there is none.
    `newest` are the times of the newest captures that the index lists.
    """

    means: Means
    archive: Wayback
    known: list[Probe]
    found: list[Probe] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    newest: dict[str, datetime] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)  # the addresses with an issue of their own

    def testimony(self) -> Testimony:
        newest: dict[str, Probe] = {}
        for one in sorted(self.known, key=lambda one: one.at):
            newest[one.address] = one
        return Testimony(tuple(self.found), newest, tuple(self.issues))

    def read(self, there: Place) -> None:
        """Look at the captures of a page. Raises Unreachable, FolderUnwritable."""
        since = self.means.now() - _BACK
        try:
            listed = [one for form in captures.addresses(there) for one in self._listed(form, since)]
        except RequestFailed as failure:
            message = f"The list of captures can't be read. {failure.message} {_LATER}"
            self.issues.append(Issue(there.address, "witness-unreachable", message))
            self.named.add(there.address)
            return
        if listed:
            self.newest[there.address] = max(one.time for one in listed)
        due = captures.due(listed, there, self.known)
        for capture in due:
            self._fetch(there, capture)
        if not due:
            self.reasons.setdefault(there.address, captures.why_none(listed))

    def ask(self, pages: Sequence[Place], archive: SavePageNow) -> None:
        """Ask for captures, wait until they are made, and look at them. Raises Unreachable, FolderUnwritable."""
        asked: list[tuple[Place, datetime]] = []
        jobs: list[Job] = []
        end = self.means.clock() + _ASK_SECONDS
        for there in pages:
            if self.means.clock() > end:
                break  # a later check asks for the others
            begun = self.means.now()
            if begun - self.newest.get(there.address, begun - _BACK) < _AGAIN:
                continue
            try:
                told = archive.ask(there.address, errors=True)
            except AccessDenied as error:
                self.issues.append(Issue(wayback.NAME, "witness-refused", f"{error.message} {error.hint}"))
                break
            if isinstance(told, Refused):
                if told.code != saving.SAME:
                    message = f"The Wayback Machine makes no capture now. {told.message} {_LATER}"
                    self.issues.append(Issue(there.address, "witness-refused", message))
                continue
            at = told.at if isinstance(told, Job) else None
            asked.append((there, (at or begun) - _EARLIER))
            jobs += [told] if isinstance(told, Job) else []
        if asked:
            self.means.say(f"Waiting for {quantity(len(asked), 'capture')}, for at most four minutes.")
            self._wait(jobs, archive)
            self._look_at_new(asked)

    def name_missing(self, pages: Sequence[Place]) -> None:
        """An issue for each page of which no capture shows anything."""
        seen = {one.address for one in self.known}
        for there in pages:
            if there.address not in seen | self.named:
                reason = self.reasons.get(there.address, captures.why_none(()))
                hint = "" if self.means.keys is not None else _HOW_TO_ASK
                self.issues.append(Issue(there.address, "witness-missing", _NONE.format(reason) + hint, "note"))

    def _listed(self, address: str, since: datetime) -> list[Capture]:
        query = Query(address, since=f"{since:%Y%m%d%H%M%S}")
        return [one for page in self.archive.list(query) for one in page.captures]

    def _fetch(self, there: Place, capture: Capture, since: datetime | None = None) -> bool:
        """Look at one capture; True if it is from the moment `since` on, or if no moment is given."""
        memento = self.archive.fetch(capture)
        if isinstance(memento, NotHad):
            self.reasons[there.address] = memento.problem.rstrip(".")
            return False
        taken = memento.capture.time
        if since is not None and taken < since:
            return False
        if taken > self.means.now() + _AHEAD:
            self.reasons[there.address] = (
                f"a capture has a date in the future, {taken:%Y-%m-%d %H:%M} (UTC), or this computer's clock is wrong"
            )
            return False
        one = replace(captures.probe(there, memento), found=stamp(self.means.now()))
        if not any((one.address, one.capture) == (other.address, other.capture) for other in self.known):
            self.known.append(one)
            self.found.append(one)
        return True

    def _wait(self, jobs: Sequence[Job], archive: SavePageNow) -> None:
        """Wait until the archive says of each job that it is done or failed, or for long enough."""
        end = self.means.clock() + _JOB_SECONDS
        waiting = list(jobs)
        while waiting and self.means.clock() < end:
            self.means.sleep(_JOB_PAUSE)
            try:
                waiting = [job for job in waiting if archive.state(job) is None]
            except AccessDenied:  # it accepted them for the request; the captures are looked for all the same
                return

    def _look_at_new(self, asked: Sequence[tuple[Place, datetime]]) -> None:
        """Look at the captures that were made since they were asked for: in the index, or at once where it is late."""
        waiting = list(asked)
        for left in reversed(range(_LOOKS)):
            waiting = [(there, since) for there, since in waiting if not self._has_new(there, since)]
            if not waiting:
                return
            if left:
                self.means.sleep(_LOOK_PAUSE)
        for there, _ in waiting:
            message = (
                "The Wayback Machine was asked for a capture, and shows none yet. Its index may take a day; "
                "`archive check --witness` looks again."
            )
            self.issues.append(Issue(there.address, "witness-later", message, "note"))
            self.named.add(there.address)

    def _has_new(self, there: Place, since: datetime) -> bool:
        try:
            listed = [one for one in self._listed(there.address, since) if one.time >= since]
        except RequestFailed:
            listed = []  # the archive may give the capture all the same
        moment = Capture(there.address, f"{self.means.now():%Y%m%d%H%M%S}", "", None, "")
        return self._fetch(there, max(listed, key=lambda one: one.timestamp, default=moment), since)
