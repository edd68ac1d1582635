"""What the probes of several addresses and days say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import place

_WITNESS_GAP = 90  # days; captures that are further apart do not show one suspension without an end
_WITNESS_ALONE = 7  # days; without a look that saw it, only a newer capture shows a suspension that lasts


def about_account(probes: Sequence[Probe]) -> list[Probe]:
    """The probes that say something about the account: those of pages, and of feeds only suspensions, because nobody
    knows whether Medium still serves the feed of a suspended account. If none is left, all of them.
    """
    found = [probe for probe in probes if probe.verdict == "suspended" or place(probe.address).kind != "feed"]
    return found or list(probes)


def deciding(probes: Iterable[Probe]) -> list[Probe]:
    """One probe for each address, of several in one check: the newest look that saw something; without one, the newest
    witness that did; else the newest look.
    """
    found: dict[str, Probe] = {}
    for probe in probes:
        found[probe.address] = max(found.get(probe.address, probe), probe, key=_weight)
    return list(found.values())


def _weight(probe: Probe) -> tuple[bool, bool, str]:
    return probe.verdict != "unknown", probe.kind != "witness", probe.at


def last_seen(probes: Iterable[Probe]) -> str:
    """The time of the newest look that saw a page, up or not; "" without one. A feed is no page."""
    return max((one.at for one in probes if _has_seen(one) and place(one.address).kind != "feed"), default="")


def _has_seen(probe: Probe) -> bool:
    return probe.kind != "witness" and probe.verdict != "unknown"


def days_unknown(probes: Iterable[Probe]) -> int:
    """The number of last days on which every probe was "unknown". Days without a probe do not count, nor captures that
    show nothing.
    """
    count = 0
    counted = [probe for probe in probes if not _is_blind_witness(probe)]
    for _, on_one_day in groupby(reversed(counted), key=lambda probe: probe.at[:10]):
        if any(probe.verdict != "unknown" for probe in on_one_day):
            break
        count += 1
    return count


def _is_blind_witness(probe: Probe) -> bool:
    return probe.kind == "witness" and probe.verdict == "unknown"


def since(probes: Sequence[Probe], address: str) -> str:
    """The time of the first probe with the present verdict on an address, "" without a probe. An "unknown" between two
    equal verdicts does not interrupt them. A witness may have seen it before the first look did.
    """
    first: Probe | None = None
    for probe in reversed(probes):
        if probe.address != address or _is_blind_witness(probe):
            continue
        if first is not None:
            if probe.verdict == "unknown" and first.verdict != "unknown":
                continue
            if probe.verdict != first.verdict or _is_apart(probe, first):
                break
        first = probe
    return first.at if first is not None else ""


def present_suspension(probes: Sequence[Probe]) -> list[Probe]:
    """The probes that saw the suspension that still lasts, the oldest first; none if there is no suspension now.

    Medium suspends an account as a whole: a profile that is up, or a page that is up again, ends the suspension of all
    its addresses. A feed that is up ends only its own. Captures of web archives alone show a suspension that lasts only
    if the newest is of the last days before the last probe.
    """
    present: list[Probe] = []
    for probe in probes:
        same = [other for other in present if other.address == probe.address]
        if probe.verdict == "suspended":
            present.append(probe)
        elif probe.verdict == "up" and present:
            kind = place(probe.address).kind
            ends_all = kind == "profile" or (kind != "feed" and any(other.is_account_suspended for other in same))
            present = [
                other for other in present if other not in same and not (ends_all and other.is_account_suspended)
            ]
    present = _joined(present)
    is_seen = any(probe.kind != "witness" for probe in present)
    is_new = bool(present) and _days(present[-1], probes[-1]) <= _WITNESS_ALONE
    return present if is_seen or is_new else []


def _joined(present: Sequence[Probe]) -> list[Probe]:
    """The probes of one suspension, without captures that are too long before the next probe that saw it."""
    kept: list[Probe] = []
    for probe in reversed(present):
        if not kept or probe.kind != "witness" or not _is_apart(probe, kept[0]):
            kept.insert(0, probe)
    return kept


def _is_apart(earlier: Probe, later: Probe) -> bool:
    """Whether too much time is between two probes, one of them a capture, to say that nothing changed between them."""
    return "witness" in (earlier.kind, later.kind) and _days(earlier, later) > _WITNESS_GAP


def _days(earlier: Probe, later: Probe) -> int:
    try:
        return (date.fromisoformat(later.at[:10]) - date.fromisoformat(earlier.at[:10])).days
    except ValueError:  # a line that a person edited
        return 0
