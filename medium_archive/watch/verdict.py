"""What the probes of several addresses and days say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import place


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
    """The time of the newest look that saw a page, up or not; "" without one. A feed does not count as a page."""
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
