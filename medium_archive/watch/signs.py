"""Signs from inside (folder/sign_log.py): which of them still say something beside what others were seen to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from medium_archive.folder import sign_log, watch_log
from medium_archive.folder.sign_log import ACCOUNT, Sign
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import place

_HEADING = "Signs that something may be wrong, which prove nothing:"
_LASTS = timedelta(days=30)
_WHOLE_DAY = "T24"  # after every time of that day
_DAY = len("2026-11-30")


@dataclass(frozen=True)
class Found:
    """What files tell: signs, and for each file without one a line that says so."""

    signs: tuple[Sign, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


def current(signs: Iterable[Sign], probes: Sequence[Probe], now: datetime) -> list[Sign]:
    """The signs of the last days that no later probe answers: one that saw the page up, or for the account the profile.
    `probes` are the author's own. A sign of the future, dated by a wrong clock, would last till then.
    """
    first, end = sign_log.moment(now - _LASTS)[:_DAY], watch_log.latest(now)
    return [sign for sign in signs if first <= sign.at <= end and not _is_answered(sign, probes)]


def _is_answered(sign: Sign, probes: Sequence[Probe]) -> bool:
    end = f"{sign.at}{_WHOLE_DAY}" if len(sign.at) == _DAY else sign.at
    return any(probe.verdict == "up" and probe.at > end and _shows(probe, sign.about) for probe in probes)


def _shows(probe: Probe, about: str) -> bool:
    there = place(probe.address)
    if about == ACCOUNT:
        return there.kind == "profile"
    return probe.address == about or (there.post_id != "" and there.post_id == place(about).post_id)


def line(sign: Sign) -> str:
    """A sign for people: its day, what it is about, and the sentence."""
    return f"{sign.at[:_DAY] or 'no date'}  {about(sign)}: {sign.reason}"


def about(sign: Sign) -> str:
    """What a sign is about, for people."""
    return "your account" if sign.about == ACCOUNT else sign.about


def text(found: Sequence[Sign]) -> str:
    """All signs for people, "" for none."""
    return "\n".join((_HEADING, *map(line, found))) if found else ""
