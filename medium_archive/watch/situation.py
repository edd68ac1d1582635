"""What all looks and captures say together: the present state of the account and of each page, since when, by which
evidence, last seen when. The alert, the letter, `archive status` and the private page all ask here. Pure.

Within one check a profile that is up decides about the account, then a profile that is suspended, then a page that is
up, then a page or feed that says the account is suspended, and last a profile that is gone. The order of the lines of a
check changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import author_of, place
from medium_archive.medium.status import ORDER, Verdict, What

# Whose an address is: the author's profile, another page of the author's such as a story, a publication, a feed; "" for
# one of somebody else's, which says nothing about the author
Role = Literal["", "profile", "page", "publication", "feed"]
Roles = Callable[[str], Role]
_Told = tuple[Probe, float, int]  # a probe, its time in seconds, and how much it says about the account

FRESH = timedelta(days=1)  # a capture that is found later only dates a beginning
LASTS = 7  # days; an older suspension has to be looked at again before a letter says that it lasts
_CHECK = 15 * 60.0  # seconds; looks that are not further apart may be of one check
_GAP = 90  # days; looks and captures that are further apart do not show one suspension without an end
# Which of two probes of one check, at different addresses, says something about the account
_WEIGHT: Mapping[tuple[str, Verdict], int] = {
    ("profile", "up"): 5,
    ("profile", "suspended"): 4,
    ("page", "up"): 3,
    ("page", "suspended"): 2,
    ("feed", "suspended"): 2,
    ("profile", "gone"): 1,
}


@dataclass(frozen=True)
class Sight:
    """What was seen last of the account or of a page: `verdict`, "unknown" if nothing was. `probes` saw it, the oldest
    first; `last` is the newest of them that counts. `last_up` is the time at which it was up before, "" if it never
    was, or if nobody saw it for long since then. `ended` are the probes of the last suspension that is over.

    `doubt` is a newer probe that was up, but ends no suspension: a capture that is too old to count, or a feed. `told`
    is a capture that is too old to count, of a suspension that no look saw.
    """

    verdict: Verdict = "unknown"
    what: What = ""
    probes: tuple[Probe, ...] = ()
    last: str = ""
    last_up: str = ""
    ended: tuple[Probe, ...] = ()
    doubt: Probe | None = None
    told: Probe | None = None

    @property
    def is_suspended(self) -> bool:
        return self.verdict == "suspended"

    @property
    def since(self) -> str:
        return self.probes[0].at if self.probes else ""

    def days_old(self, today: date) -> int:
        """How many days ago it was seen last."""
        return _days(self.last, today.isoformat())

    def is_sure(self, today: date) -> bool:
        """Whether it is suspended, and was seen so in the last days, without a newer capture that was up."""
        return self.is_suspended and self.doubt is None and self.days_old(today) <= LASTS


@dataclass(frozen=True)
class Situation:
    """The account, and each page that was ever looked at, by its address. A suspension of the account is in `account`
    and not in `pages`; what a page says of itself is only in `pages`.
    """

    account: Sight
    pages: Mapping[str, Sight]
    role: Roles

    def is_own(self, address: str) -> bool:
        return self.role(address) != ""

    def suspended(self, what: What) -> dict[str, Sight]:
        """The author's own pages of a kind, `story` or `publication`, that are suspended; no feed."""
        return {
            address: sight
            for address, sight in sorted(self.pages.items())
            if sight.is_suspended
            and sight.what == what
            and self.role(address) in ("page", "publication")
            and place(address).kind != "feed"
        }

    @property
    def suspensions(self) -> list[Sight]:
        """What is suspended: the account first, then each story and each publication of the author."""
        found = [*self.suspended("story").values(), *self.suspended("publication").values()]
        return [self.account, *found] if self.account.is_suspended else found


def by_form(address: str) -> Role:
    """The role of an address if all addresses are of one author."""
    there = place(address)
    if there.kind == "story" or (there.kind == "page" and author_of(address)):
        return "page"
    return "publication" if there.kind == "page" else there.kind


def of(probes: Sequence[Probe], role: Roles) -> Situation:
    """The situation after these probes, in any order."""
    seen = sorted((one for one in probes if one.verdict != "unknown"), key=_order)
    counts = _Counting(seen, role)
    of_account = _of_account(seen, role)
    account, pages = _Fold(), defaultdict[str, _Fold](_Fold)
    for probe in seen:
        if id(probe) in of_account:
            account.take(probe, counts=counts.has(probe))
        page = pages[probe.address]
        if id(probe) not in of_account or not probe.is_account_suspended:
            page.take(probe, counts=counts.has(probe))
        elif counts.has(probe):
            page.clear_gone()
    return Situation(
        _without_up(account.sight("account"), pages),
        {
            # A story may be in a suspended publication of somebody else's
            address: fold.sight("publication" if role(address) == "publication" else "story")
            for address, fold in pages.items()
        },
        role,
    )


def _without_up(account: Sight, pages: Mapping[str, _Fold]) -> Sight:
    """The same sight of the account; of its suspension only the probes of pages that were not up later. If none is
    left, there is doubt.
    """
    if not account.is_suspended:
        return account
    up = {address: fold.up for address, fold in pages.items() if fold.up is not None}
    kept = tuple(one for one in account.probes if one.address not in up or up[one.address].at < one.at)
    newest = max(up.values(), key=_order, default=None)
    return replace(account, probes=kept) if kept else replace(account, doubt=account.doubt or newest)


def _order(probe: Probe) -> tuple[str, int, str, str]:
    """By time; of one moment the best verdict last, because a page that is up ends what was seen before."""
    return probe.at, -ORDER.index(probe.verdict), probe.address, probe.kind


def _of_account(seen: Sequence[Probe], role: Roles) -> set[int]:
    """The probes that say something about the account, by their identity; none that another one of the same check, at
    another address and with more weight, contradicts.
    """
    told = [(probe, _moment(probe.at), weight) for probe in seen if (weight := _weight(probe, role(probe.address)))]
    found: set[int] = set()
    for number, (probe, moment, weight) in enumerate(told):
        if not any(
            more > weight and other.verdict != probe.verdict and other.address != probe.address
            for other, _, more in _around(told, number, moment)
        ):
            found.add(id(probe))
    return found


def _around(told: Sequence[_Told], number: int, moment: float) -> Iterator[_Told]:
    """The probes of the same check before and after one."""
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(told) and abs(told[at][1] - moment) <= _CHECK:
            yield told[at]
            at += step


def _weight(probe: Probe, role: Role) -> int:
    """How much a probe says about the account, 0 for nothing. A page has to name the account."""
    if probe.verdict == "suspended" and probe.what != "account" and not (role == "profile" and not probe.what):
        return 0
    return _WEIGHT.get((role, probe.verdict), 0)


class _Counting:
    """Which probes count: looks, and captures that were found within a day, unless a look at a page of the author's
    saw something between the capture and that moment.
    """

    def __init__(self, seen: Sequence[Probe], role: Roles) -> None:
        own = [one for one in seen if role(one.address) and place(one.address).kind != "feed"]
        self._looks = [one.at for one in own if one.kind != "witness"]

    def has(self, probe: Probe) -> bool:
        if probe.kind != "witness":
            return True
        if not probe.found or _moment(probe.found) - _moment(probe.at) > FRESH.total_seconds():
            return False
        return bisect_right(self._looks, probe.at) == bisect_right(self._looks, probe.found)


@dataclass
class _Fold:
    """What was seen of one thing up to a moment. `seen` are the probes that saw a suspension since it was last up, also
    those that do not count; `held` are the probes of the present verdict.
    """

    verdict: Verdict = "unknown"
    held: list[Probe] = field(default_factory=list)
    seen: list[Probe] = field(default_factory=list)
    last: str = ""
    up: Probe | None = None
    up_before: Probe | None = None
    ended: list[Probe] = field(default_factory=list)
    doubt: Probe | None = None

    def take(self, probe: Probe, *, counts: bool) -> None:
        """Take the next probe, which is not older than those before."""
        if probe.verdict == "suspended":
            self.seen.append(probe)
            if counts:
                self._hold(probe, self.seen)
                self.up_before = self.up
            return
        if probe.verdict == "up":
            self.up = probe
        if counts:
            if self.verdict == "suspended":
                self.ended = _joined(self.held)
            self._hold(probe, [self.held[0], probe] if self.verdict == probe.verdict else [probe])
            self.seen = []
        elif probe.verdict == "up":
            self.doubt = probe if self.verdict == "suspended" else None
            self.seen = []

    def clear_gone(self) -> None:
        """Forget that a page was gone: it is there again, though its account is suspended."""
        if self.verdict == "gone":
            self._hold(None, [])

    def _hold(self, probe: Probe | None, held: list[Probe]) -> None:
        self.verdict = probe.verdict if probe else "unknown"
        self.last = probe.at if probe else ""
        self.held, self.doubt = held, None

    def sight(self, what: What) -> Sight:
        is_out = self.verdict == "suspended"
        probes = _joined(self.held) if is_out else self.held
        return Sight(
            self.verdict,
            what if is_out else "",
            tuple(probes),
            self.last,
            self.up_before.at if is_out and self.up_before and len(probes) == len(self.held) else "",
            tuple(self.ended),
            self.doubt,
            self.seen[-1] if self.seen and not is_out else None,
        )


def _joined(held: Sequence[Probe]) -> list[Probe]:
    """The last probes of a suspension, between which nobody was blind for too long."""
    kept: list[Probe] = []
    for probe in reversed(held):
        if kept and _days(probe.at, kept[-1].at) > _GAP:
            break
        kept.append(probe)
    return kept[::-1]


def _days(earlier: str, later: str) -> int:
    try:
        return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
    except ValueError:  # a line that a person edited
        return 0


def _moment(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:  # a line that a person edited
        return 0.0
