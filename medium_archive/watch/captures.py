"""Captures of the checked pages in a web archive: which of them to look at, and what one shows. Asks nobody.

A capture is believed by the rules of a look: what counts is the page that was kept, not what the index says of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, Memento
from medium_archive.folder.watch_log import Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import MEDIUM, Place
from medium_archive.report import listed, quantity
from medium_archive.watch.probe import stamp

_UP, _GONE = 200, 410
_REDIRECTS = (301, 302, 303, 307, 308)
_MOMENT = re.compile(r"/web/([0-9]{14})/")


@dataclass(frozen=True)
class _Answer:
    """A kept page as the answer that the archive got."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def addresses(there: Place) -> tuple[str, ...]:
    """The addresses at which a web archive may have a page. A profile at a subdomain is at medium.com too; the other
    way round the archive keeps a redirect, which says whose the subdomain is.
    """
    if there.kind != "profile":
        return (there.address,)
    plain = f"https://{MEDIUM}/@{there.username}"
    is_same = _without_scheme(plain) == _without_scheme(there.address)
    return (there.address,) if is_same else (there.address, plain)


def _without_scheme(address: str) -> str:
    """What an index takes for one address."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/").lower()


def due(found: Sequence[Capture], there: Place, known: Collection[Probe]) -> list[Capture]:
    """The captures to look at, of all that the index has: the newest of each status that matters, and the first of the
    last 410s, with which a suspension may have begun; a redirect only if nothing is newer. Captures of which there is a
    probe are left out.
    """
    captures = sorted(found, key=lambda one: one.timestamp)
    by_content = {one.digest: one.status for one in captures if one.status is not None}
    # An unchanged page is noted without its status
    told = [(one.status or by_content.get(one.digest), one) for one in captures]
    shown = [pair for pair in told if pair[0] in (_UP, _GONE)]
    unclear = [one for known_status, one in told if known_status is None]
    chosen = [*dict(shown).values(), *unclear[-1:]]  # of each status the last
    gone = [list(same) for known_status, same in groupby(shown, key=lambda pair: pair[0]) if known_status == _GONE]
    chosen += [one for _, one in gone[-1][:1]] if gone else []
    chosen += [one for known_status, one in told[-1:] if known_status in _REDIRECTS]
    had = {match[1] for one in known if one.address == there.address and (match := _MOMENT.search(one.capture))}
    return [one for one in sorted(dict.fromkeys(chosen), key=lambda one: one.timestamp) if one.timestamp not in had]


def why_none(found: Sequence[Capture]) -> str:
    """Why the captures in a list show nothing: what the archive got in place of the page."""
    counted = Counter(one.status for one in found if one.status is not None)
    if not counted:
        return "it has no capture of the last year"
    newest = max(one.time for one in found)
    answers = listed([f"{known} ({quantity(count, 'time')})" for known, count in counted.most_common()])
    return f"its captures of the last year show other answers: {answers}, the newest on {newest:%Y-%m-%d}"


def probe(there: Place, memento: Memento) -> Probe:
    """What a capture shows of a page, judged as an answer of Medium's."""
    one = memento.capture
    answer = _Answer(one.address, one.status or 0, {"content-type": one.mime}, memento.content)
    finding = status.judge(there, answer)
    return Probe(
        at=stamp(one.time),
        address=there.address,
        verdict=finding.verdict,
        what=finding.what,
        reason=finding.reason,
        status=one.status,
        title=finding.title,
        sha256=hashlib.sha256(memento.content).hexdigest(),
        kind="witness",
        capture=wayback.shown_at(one),
    )
