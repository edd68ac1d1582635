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


def days_unknown(probes: Iterable[Probe]) -> int:
    """The number of last days on which every probe was "unknown". Days without a probe do not count."""
    count = 0
    for _, on_one_day in groupby(reversed(list(probes)), key=lambda probe: probe.at[:10]):
        if any(probe.verdict != "unknown" for probe in on_one_day):
            break
        count += 1
    return count


def since(probes: Sequence[Probe], address: str) -> str:
    """The time of the first probe with the present verdict on an address, "" without a probe. An "unknown" between two
    equal verdicts does not interrupt them.
    """
    first = ""
    verdict = ""
    for probe in reversed(probes):
        if probe.address != address or (probe.verdict == "unknown" and verdict != "unknown"):
            continue
        if verdict and probe.verdict != verdict:
            break
        verdict, first = probe.verdict, probe.at
    return first


def present_suspension(probes: Sequence[Probe]) -> list[Probe]:
    """The probes that saw the suspension that still lasts, the oldest first; none if there is no suspension now.

    Medium suspends an account as a whole: one page that is up again ends the suspension of all its addresses. A feed
    that is up ends only its own.
    """
    present: list[Probe] = []
    for probe in probes:
        same = [other for other in present if other.address == probe.address]
        if probe.verdict == "suspended":
            present.append(probe)
        elif probe.verdict == "up" and same:
            ends_all = any(other.is_account_suspended for other in same) and place(probe.address).kind != "feed"
            present = [
                other for other in present if other not in same and not (ends_all and other.is_account_suspended)
            ]
    return present
