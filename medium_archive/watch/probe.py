"""Probes: one request to each address without cookies, as a reader who is not signed in; a bad result is repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from medium_archive import __version__
from medium_archive.errors import SettingsWrong
from medium_archive.folder.settings import Watch
from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import Place, place
from medium_archive.medium.status import Finding, Verdict
from medium_archive.web import Limits, RequestFailed, Web

AGENT = f"Mozilla/5.0 (compatible; medium-archive/{__version__}; +https://pypi.org/project/medium-archive/)"
# A check runs every day, so it must end soon; no page of Medium's is larger
LIMITS = Limits(seconds=6.0, max_bytes=8 * 1024 * 1024, max_redirects=8, attempts=1, max_wait=0.0, idle_seconds=6.0)
PAUSE = 4.0  # seconds before bad results are repeated


@dataclass(frozen=True)
class Result:
    """The result of one request, or of one look with a browser."""

    at: str
    address: str
    finding: Finding
    status: int | None = None
    sha256: str = ""


def send(
    places: Sequence[Place], watch: Watch, now: Callable[[], datetime], sleep: Callable[[float], None]
) -> list[Probe]:
    """Request every place once; then, after a pause, those that are not up a second time, at their other address.

    Raises SettingsWrong for a wrong host below [watch].
    """
    with client(watch, LIMITS, sleep) as web:
        results = [(there, _request(web, there, there.address, now)) for there in places]
        if any(first.finding.verdict != "up" for _, first in results):
            sleep(PAUSE)
        return [
            combine(first, None if first.finding.verdict == "up" else _request(web, there, there.other, now))
            for there, first in results
        ]


def client(watch: Watch, limits: Limits, sleep: Callable[[float], None]) -> Web:
    """A client with the hosts that [watch] allows. Raises SettingsWrong for a wrong host."""
    try:
        return Web(allow=watch.allow, hosts=watch.hosts, limits=limits, agent=AGENT, sleep=sleep)
    except ValueError as error:
        raise SettingsWrong(f"archive.toml has a wrong host below [watch]: {error}", "Correct it.") from error


def stamp(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, to the second, as records have it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _request(web: Web, there: Place, address: str, now: Callable[[], datetime]) -> Result:
    at = stamp(now())
    try:
        answer = web.get(address)
    except RequestFailed as failure:
        if failure.answer is None:
            return Result(at, address, Finding("unknown", failure.message))
        answer = failure.answer
    finding = status.judge(asked_for(there, address), answer)
    return Result(at, address, finding, answer.status, hashlib.sha256(answer.body).hexdigest())


def asked_for(there: Place, address: str) -> Place:
    """What `address` must show, which is a place's own or its other one: the same profile or story."""
    return there if address == there.address else replace(place(address), kind=there.kind)


def combine(first: Result, second: Result | None, kind: Kind = "plain") -> Probe:
    """The record of one or two results. `kind` is how they were seen."""
    probe = Probe(
        at=first.at,
        address=first.address,
        verdict=first.finding.verdict,
        what=first.finding.what,
        reason=first.finding.reason,
        status=first.status,
        title=first.finding.title,
        sha256=first.sha256,
        kind=kind,
    )
    if second is None:
        return probe
    verdict, what, reason = _verdict(first.finding, second.finding)
    return replace(
        probe,
        verdict=verdict,
        what=what,
        reason=reason,
        again=second.address,
        again_at=second.at,
        again_verdict=second.finding.verdict,
        again_status=second.status,
        again_reason=second.finding.reason,
        again_title=second.finding.title,
        again_sha256=second.sha256,
    )


def _verdict(first: Finding, second: Finding) -> tuple[Verdict, str, str]:
    """Verdict, what is suspended, and reason of two findings. "gone" and "suspended" need both; "up" needs that the
    other one is "up" or "unknown".
    """
    if first.verdict == second.verdict:
        return first.verdict, second.what or first.what, first.reason
    if first.verdict == "unknown" and second.verdict == "up":
        return "up", "", second.reason
    both = " and ".join(f"{finding.verdict} ({finding.reason})" for finding in (first, second))
    return "unknown", "", f"the two answers differ: {both}"
