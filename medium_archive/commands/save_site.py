"""`archive publish … --save`: the Wayback Machine is asked to keep the live site, and its index tells what it has."""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from medium_archive.commands import own_pages, wayback_keys
from medium_archive.commands.own_pages import OwnPage
from medium_archive.errors import AccessDenied, NotPublishable, SettingsWrong, Unreachable
from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, Query
from medium_archive.fetch.web_archives.pacing import PacedWeb
from medium_archive.fetch.web_archives.recent import Recent
from medium_archive.fetch.web_archives.saving import SAVES_A_MINUTE, Job, Refused, SavePageNow
from medium_archive.fetch.web_archives.wayback import Wayback
from medium_archive.folder import lock, settings, site_captures
from medium_archive.folder.layout import CACHE, Layout
from medium_archive.folder.site_captures import SiteCapture
from medium_archive.report import Issue, Progress, Report, listed, quantity, silent
from medium_archive.web import RequestFailed, Secret, Web, guard

_AGAIN = timedelta(days=1)  # before an address is asked for again that the index does not list
_EARLIER = timedelta(seconds=10)  # a capture may begin before the answer that tells the time
_UNDER_WAY = 3  # captures
_JOB_SECONDS, _JOB_PAUSE = 180.0, 6.0
_LIVE_SECONDS, _LIVE_PAUSE = 600.0, 15.0  # GitHub Pages shows a new site after some minutes
_LOOKS, _LOOK_PAUSE = 3, 60.0  # into the index at the end
_MOST_REFUSALS = 5  # in a row, for one reason: then the others would be refused too
_BUILD_FIRST = "Run `archive build`, publish the site, then run `archive publish --save`."
_LATER = "Run `archive publish --save` tomorrow; it goes on there."


@dataclass(frozen=True)
class Means:
    """How a run reaches the archive and the site. `hosts` and `allow` are those of `Web`."""

    hosts: Mapping[str, str]
    allow: tuple[str, ...] = ()
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def secrets(layout: Layout) -> tuple[Secret, Secret]:
    """The keys of the account. Raises AccessDenied where they are not set, and FolderUnwritable."""
    keys = wayback_keys.read(layout)
    if keys is None:
        raise AccessDenied("There are no keys for the Wayback Machine.", wayback_keys.HINT)
    return keys


def address(layout: Layout, url: str = "") -> str:
    """The address of the live site: `url`, or the one in archive.toml. Raises SettingsWrong if there is none, or if
    only this computer or its network can reach it.
    """
    if base := settings.base_url(url, "--url") if url else settings.read(layout.settings).site.url:
        if not _is_public(urlsplit(base).hostname or ""):
            raise SettingsWrong(
                f"The Wayback Machine can't reach {base}/, which is not on the public internet.",
                "Publish the site, then give its address there, with `--url` or as url under [site] in archive.toml.",
            )
        return base
    raise SettingsWrong("archive.toml has no address of the site.", "Write it as url under [site].")


def _is_public(host: str) -> bool:
    """Whether a host may be on the public internet, by its name or its numeric address alone."""
    try:
        return guard.is_public(host)
    except ValueError:
        return "." in host.rstrip(".") and not host.rstrip(".").endswith((".local", ".localhost"))


def save(  # noqa: PLR0913  # the last two by keyword
    layout: Layout,
    url: str = "",
    progress: Progress = silent,
    say: Callable[[str], None] = lambda _text: None,
    *,
    dry_run: bool = False,
    means: Means = Means({}),
) -> Report:
    """Ask the Wayback Machine to keep each page that changed since it was last kept. A page is kept when the index
    lists a capture that is newer than the request for it.

    Raises SettingsWrong, NewerArchive, AccessDenied without keys, NotPublishable without a site, RecordsDamaged,
    ArchiveInUse, FolderUnwritable. Everything else that fails is an issue.
    """
    base, keys = address(layout, url), secrets(layout)
    pages = own_pages.read(layout, base) if layout.site.is_dir() else []
    if not pages:
        raise NotPublishable("There is no built site to save.", "Run `archive build` first.")
    recent = Recent(layout.private / CACHE / "wayback.json", lambda: means.now().timestamp())
    reached: dict[str, Any] = {"hosts": means.hosts, "allow": means.allow, "sleep": means.sleep, "clock": means.clock}
    with PacedWeb(wayback.NAME, told=say, recent=recent, **reached) as paced, Web(**reached) as web:
        known = site_captures.read(layout)
        run = _Run(layout, pages, SavePageNow(paced, *keys), Wayback(paced), web, means, say, known)
        code = 0
        try:
            if not dry_run:
                run.save(base, progress)
        except (Unreachable, AccessDenied) as error:
            code = error.exit_code
            run.issues.append(Issue(base, "saving-stopped", f"{error.message} {error.hint}", "error"))
    return Report("publish save", run.counts(), {"address": f"{base}/"}, tuple(run.issues), own_code=code)


@dataclass
class _Run:
    """One run over the pages of a site. `known` are the records, `refused` reasons by address, of pages that the index
    may list all the same.
    """

    layout: Layout
    pages: Sequence[OwnPage]
    archive: SavePageNow
    index: Wayback
    web: Web
    means: Means
    say: Callable[[str], None]
    known: dict[str, SiteCapture]
    refused: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        states = Counter(self._state(page) for page in self.pages)
        return {f"pages_{state}": states[state] for state in ("saved", "asked_for", "to_save")}

    def save(self, base: str, progress: Progress) -> None:
        """Raises Unreachable, AccessDenied, ArchiveInUse, FolderUnwritable, RecordsDamaged."""
        self._look(base)
        due = [page for page in self.pages if self._is_due(page)]
        if due and (reason := own_pages.why_outdated(self.layout)):
            message = f"The Wayback Machine was not asked to keep the site. {reason} {_BUILD_FIRST}"
            self.issues.append(Issue("site", "not-built", message, "error"))
        elif due:
            minutes = round(len(due) / SAVES_A_MINUTE)
            more = f" It takes at least {quantity(minutes, 'minute')}; you can stop at any time." if minutes else ""
            self.say(f"The Wayback Machine is asked to keep {quantity(len(due), 'page')}.{more}")
            self._wait_until_live(due[0])
            self._ask(progress("Saving pages", due, len(due)))
            for left in reversed(range(_LOOKS)):
                self._look(base)
                if left and any(self._state(page) == "asked_for" for page in due):
                    self.means.sleep(_LOOK_PAUSE)
        self._name_unlisted()

    def _state(self, page: OwnPage) -> str:
        known = self.known.get(page.address)
        if known is None or known.sha256 != page.sha256:
            return "to_save"
        return "saved" if known.captured else "asked_for"

    def _is_due(self, page: OwnPage) -> bool:
        state = self._state(page)
        if state != "asked_for":
            return state == "to_save"
        # A request with a future time, from a wrong clock, would otherwise be waited for until then
        return abs(self.means.now() - _time(self.known[page.address].asked)) > _AGAIN

    def _ask(self, due: Iterator[OwnPage]) -> None:
        """Ask for the pages that the host serves as they are here, a few at a time."""
        jobs: deque[tuple[OwnPage, Job]] = deque()
        other: list[OwnPage] = []
        refusals: list[str] = []
        for page in due:
            if not self._is_live(page):
                other.append(page)
                continue
            begun = self.means.now()
            result = self.archive.ask(page.address)
            if isinstance(result, Refused):
                self.issues.append(Issue(page.address, "not-saved", f"{result.message} {_LATER}"))
                refusals.append(result.code)
                if refusals[-_MOST_REFUSALS:] == [result.code] * _MOST_REFUSALS:
                    message = f"It refused {_MOST_REFUSALS} pages in a row for one reason. {_LATER}"
                    self.issues.append(Issue(wayback.NAME, "saving-stopped", message))
                    break
                continue
            refusals.clear()
            at = result.at if isinstance(result, Job) else None
            self._note(SiteCapture(page.address, page.sha256, _text(at or begun)))
            if isinstance(result, Job):
                jobs.append((page, result))
            if len(jobs) >= _UNDER_WAY:
                self._finish(*jobs.popleft())
        for job in jobs:
            self._finish(*job)
        if other:
            message = (
                f"The Wayback Machine was not asked to keep {quantity(len(other), 'page')}, because the host serves "
                f"something else than site/ has, or the text was changed during this run: {_addresses(other)}. "
                "Publish the site, then run `archive publish --save`."
            )
            self.issues.append(Issue("site", "not-live", message))

    def _finish(self, page: OwnPage, job: Job) -> None:
        """Wait until the archive has made its capture, or says why not, or for long enough."""
        end = self.means.clock() + _JOB_SECONDS
        while self.means.clock() < end:
            self.means.sleep(_JOB_PAUSE)
            result = self.archive.state(job)
            if isinstance(result, Refused):
                self.refused[page.address] = result.message
            if result is not None:
                return

    def _look(self, base: str) -> None:
        """Note the captures that the index lists of pages that were asked for."""
        waiting = [one for one in self.known.values() if not one.captured and one.address.startswith(f"{base}/")]
        if not waiting:
            return
        since = min(_time(one.asked) for one in waiting) - _EARLIER
        # Not `base/`: an index has the home page without the slash
        query = Query(base, "prefix", since=f"{since:%Y%m%d%H%M%S}")
        captures: dict[str, list[Capture]] = {}
        try:
            for found in self.index.list(query):
                for capture in found.captures:
                    if capture.status in (200, None):
                        captures.setdefault(_key(capture.address), []).append(capture)
        except RequestFailed as failure:
            raise Unreachable(f"The index of the Wayback Machine can't be read: {failure.message}", _LATER) from failure
        found_now = []
        for one in waiting:
            asked = _time(one.asked) - _EARLIER
            if times := [made.time for made in captures.get(_key(one.address), ()) if made.time >= asked]:
                found_now.append(replace(one, captured=_text(min(times))))
        if found_now:
            self._note(*found_now)

    def _name_unlisted(self) -> None:
        unlisted = [page for page in self.pages if self._state(page) == "asked_for"]
        for page in unlisted:
            if reason := self.refused.get(page.address):
                self.issues.append(Issue(page.address, "not-saved", f"{reason} {_LATER}"))
        if quiet := [page for page in unlisted if page.address not in self.refused]:
            message = (
                f"The Wayback Machine was asked to keep {quantity(len(quiet), 'page')} that its index does not list "
                f"yet, which may take a day: {_addresses(quiet)}. Run `archive publish --save` tomorrow; it looks "
                "again."
            )
            self.issues.append(Issue(wayback.NAME, "not-listed", message, "note"))

    def _wait_until_live(self, page: OwnPage) -> None:
        end = self.means.clock() + _LIVE_SECONDS
        is_first = True
        while not self._is_live(page) and self.means.clock() < end:
            if is_first:
                self.say(f"Waiting until the host serves {page.address} as it is here, for at most 10 minutes.")
            is_first = False
            self.means.sleep(_LIVE_PAUSE)

    def _is_live(self, page: OwnPage) -> bool:
        try:
            answer = self.web.get(page.address)
        except RequestFailed:
            return False
        return answer.status == 200 and own_pages.is_current(self.layout, page, answer.body)

    def _note(self, *captures: SiteCapture) -> None:
        """Write records at once, so that the next run goes on after a kill. The archive is locked for this alone: a run
        may take hours.
        """
        with lock.held(self.layout):
            self.known = site_captures.read(self.layout) | {one.address: one for one in captures}
            site_captures.write(self.layout, self.known.values())


def _key(address: str) -> str:
    """What all spellings of an address in an index have in common."""
    host, slash, path = re.sub(r"^https?://(?:www\.)?", "", address).partition("/")
    return f"{host.lower().removesuffix(':80').removesuffix(':443')}{slash}{unquote(path)}"


def _addresses(pages: Sequence[OwnPage]) -> str:
    return listed([page.address for page in pages])


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    """The time in a record; a damaged one is long ago, so the page is asked for again."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1996, 1, 1, tzinfo=UTC)  # before the first capture
