"""Looks with a browser, as probes with their evidence. Imported only when a check needs a browser."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from medium_archive.folder.settings import Watch
from medium_archive.medium.addresses import Place
from medium_archive.medium.status import Finding
from medium_archive.report import Issue
from medium_archive.watch import probe
from medium_archive.watch.browser import look as browser_look
from medium_archive.watch.browser.failures import NoBrowser
from medium_archive.watch.browser.look import Looker, Sight
from medium_archive.watch.browser.mapped_hosts import MappedHosts
from medium_archive.watch.look_files import Look, Looks
from medium_archive.watch.probe import Result, asked_for, combine, stamp
from medium_archive.web import RequestFailed, Web

_PROVEN_TWICE = ("gone", "suspended")  # verdicts that need two answers


def send(  # noqa: PLR0913, PLR0917  # what a check knows
    places: Sequence[Place],
    watch: Watch,
    variables: Mapping[str, str],
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    say: Callable[[str], None] = lambda _text: None,
) -> Looks:
    """Look at each place once; then, after a pause, at those that are gone or suspended a second time, at their other
    address. What a browser can't see now it will not see a moment later either: it has waited already.
    `say` tells a person who started the check in a terminal about a bot wall.

    Raises SettingsWrong for a wrong host below [watch].
    """
    with probe.client(watch, probe.LIMITS, sleep) as web:
        try:
            mapped = MappedHosts(watch.hosts.keys(), web)
            with browser_look.looker(variables, mapped, say if sys.stdin.isatty() else None) as looker:
                eyes = _Eyes(looker, web, now)
                seen = [(there, *eyes.look(there, there.address)) for there in places]
                if any(first.finding.verdict in _PROVEN_TWICE for _, first, _ in seen):
                    sleep(probe.PAUSE)
                looks = tuple(eyes.confirm(there, first, sight) for there, first, sight in seen)
        except NoBrowser as error:
            at = stamp(now())
            unknown = (Result(at, there.address, Finding("unknown", str(error))) for there in places)
            return Looks(tuple(Look(combine(result, None, "browser")) for result in unknown))
    return Looks(looks, looker.name, tuple(_left(str(folder)) for folder in looker.problems))


@dataclass(frozen=True)
class _Eyes:
    """The looks of one check."""

    looker: Looker
    web: Web
    now: Callable[[], datetime]

    def look(self, there: Place, address: str) -> tuple[Result, Sight]:
        """One look at an address of a place."""
        at = stamp(self.now())
        try:
            self.web.refuse_private(address)
        except RequestFailed as failure:
            sight = Sight(Finding("unknown", failure.message.rstrip(".")))
        else:
            sight = self.looker.look(asked_for(there, address), address)
        page = sight.page
        sha256 = hashlib.sha256(page.body).hexdigest() if page else ""
        return Result(at, address, sight.finding, page.status if page else None, sha256), sight

    def confirm(self, there: Place, first: Result, sight: Sight) -> Look:
        """The record of a look, with a second one if the verdict needs it."""
        is_sure = first.finding.verdict not in _PROVEN_TWICE
        second = None if is_sure else self.look(there, there.other)[0]
        return Look(combine(first, second, "browser"), sight.page.body if sight.page else b"", sight.screenshot)


def _left(folder: str) -> Issue:
    message = "This profile of a browser could not be removed. The next check with a browser tries it again."
    return Issue(folder, "profile-left", message)
