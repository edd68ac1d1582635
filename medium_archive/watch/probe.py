"""One look at each of some addresses, as a stranger has it; what looks bad is asked again before it counts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from medium_archive import __version__
from medium_archive.errors import SettingsWrong
from medium_archive.folder.settings import Watch
from medium_archive.folder.watch import Look
from medium_archive.medium import status
from medium_archive.medium.addresses import Place, place
from medium_archive.medium.status import Finding, Verdict
from medium_archive.web import Answer, Limits, RequestFailed, Web

AGENT = f"Mozilla/5.0 (compatible; medium-archive/{__version__}; +https://pypi.org/project/medium-archive/)"
# A look may come every day for years: few seconds, no patience, and no page of Medium's is this large
LIMITS = Limits(seconds=6.0, max_bytes=8 * 1024 * 1024, max_redirects=8, attempts=1, max_wait=0.0, idle_seconds=6.0)
PAUSE = 4.0  # seconds before what looks bad is asked again


@dataclass(frozen=True)
class _Asked:
    """What one request said."""

    at: str
    address: str
    finding: Finding
    status: int | None = None
    sha256: str = ""


def look(
    places: Sequence[Place], watch: Watch, now: Callable[[], datetime], sleep: Callable[[float], None]
) -> list[Look]:
    """Ask for all of them; after that and a pause, for those that look bad again, at their other address."""
    with web_of(watch, LIMITS, sleep) as web:
        asked = [(there, _ask(web, there, there.address, now)) for there in places]
        bad = any(first.finding.verdict != "up" for _, first in asked)
        if bad:
            sleep(PAUSE)
        return [
            _settled(first, None if first.finding.verdict == "up" else _ask(web, there, there.other, now))
            for there, first in asked
        ]


def web_of(watch: Watch, limits: Limits, sleep: Callable[[float], None]) -> Web:
    """The web as [watch] wants it. Raises SettingsWrong for hosts that are none."""
    try:
        return Web(allow=watch.allow, hosts=watch.hosts, limits=limits, agent=AGENT, sleep=sleep)
    except ValueError as error:
        raise SettingsWrong(f"archive.toml: [watch] names a host that is none: {error}", "Mend it.") from error


def stamp(moment: datetime) -> str:
    """A moment as the records have it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _ask(web: Web, there: Place, address: str, now: Callable[[], datetime]) -> _Asked:
    at = stamp(now())
    try:
        answer = web.get(address)
    except RequestFailed as failure:
        if failure.answer is None:
            return _Asked(at, address, Finding("unknown", failure.message))
        answer = failure.answer
    return _Asked(at, address, _judged(there, address, answer), answer.status, hashlib.sha256(answer.body).hexdigest())


def _judged(there: Place, address: str, answer: Answer) -> Finding:
    # The other address of a profile or a story is to be about the same
    same = there if address == there.address else replace(place(address), kind=there.kind)
    return status.judge(same, answer)


def _settled(first: _Asked, second: _Asked | None) -> Look:
    found = Look(
        at=first.at,
        address=first.address,
        verdict=first.finding.verdict,
        what=first.finding.what,
        reason=first.finding.reason,
        status=first.status,
        title=first.finding.title,
        sha256=first.sha256,
    )
    if second is None:
        return found
    verdict, what, reason = _verdict(first.finding, second.finding)
    return replace(
        found,
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
    """What two answers say together: bad news counts if both bring it, and good news if nothing speaks against it."""
    one, other = first.verdict, second.verdict
    if one == other:
        return one, second.what or first.what, first.reason
    if other == "up" and one == "unknown":
        return "up", "", second.reason
    said = " and ".join(f"{finding.verdict} ({finding.reason})" for finding in (first, second))
    return "unknown", "", f"two answers that don't agree: {said}"
