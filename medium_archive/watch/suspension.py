"""The suspension that a letter to Medium is about: that of the account, else all suspended stories, else publications;
or the one at an address that a person names. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from medium_archive.errors import NoSuspension
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import place
from medium_archive.medium.status import What
from medium_archive.watch.situation import LASTS, Sight, Situation

_LOOK_AGAIN = "Look again first: `archive check`, or `archive check --browser`."


@dataclass(frozen=True)
class Suspension:
    """What is suspended, and what was seen of each of its pages, by address. `others` are the addresses of what else is
    suspended.
    """

    what: What
    pages: Mapping[str, Sight]
    others: tuple[str, ...] = ()

    @property
    def probes(self) -> list[Probe]:
        """The probes that saw it, the oldest first."""
        return sorted((probe for sight in self.pages.values() for probe in sight.probes), key=lambda probe: probe.at)

    @property
    def begun(self) -> list[str]:
        """The times since which the pages are suspended, the oldest first."""
        return sorted(sight.since for sight in self.pages.values())

    @property
    def last(self) -> str:
        """The time at which all of it was seen suspended, or later."""
        return min(sight.last for sight in self.pages.values())

    @property
    def last_up(self) -> str:
        """When all of it was up before, "" if no look saw that; of pages that were not suspended on one day, when the
        first of them was.
        """
        first = min(self.pages.values(), key=lambda sight: sight.since)
        is_one = self.begun[0][:10] == self.begun[-1][:10]
        days = {sight.last_up[:10] for sight in self.pages.values()}
        return "" if is_one and len(days) > 1 else first.last_up


def choose(situation: Situation, account: str, today: date, address: str = "") -> Suspension:
    """The suspension for a letter. `account` is the address of the profile, `address` the one that a person names.
    While the account is suspended, a letter about something else has to be named.

    Raises NoSuspension if there is none, or if nothing shows that it lasts.
    """
    found: list[tuple[What, Mapping[str, Sight]]] = []
    if situation.account.is_suspended:
        found.append(("account", {account: situation.account}))
    found += [("story", situation.suspended("story")), ("publication", situation.suspended("publication"))]
    named = [(what, _at(address, pages) if address else pages) for what, pages in found]
    named = [(what, pages) for what, pages in named if pages]
    if not named:
        raise _none(situation, address, [one for _, pages in found for one in pages])
    what, pages = named[0]
    if what != "account":
        what, pages = next((one for one in named if any(sight.is_sure(today) for sight in one[1].values())), named[0])
    sure = {one: sight for one, sight in pages.items() if sight.is_sure(today)}
    if not sure:
        raise _unsure(what, max(pages.values(), key=lambda sight: sight.last), today)
    others = [one for _, others in found for one in others if one not in sure]
    return Suspension(what, sure, tuple(others))


def _at(address: str, pages: Mapping[str, Sight]) -> Mapping[str, Sight]:
    there = place(address)
    return {
        one: sight
        for one, sight in pages.items()
        if one == address
        or (there.post_id and place(one).post_id == there.post_id)
        or (there.kind == place(one).kind == "profile" and there.username.lower() == place(one).username.lower())
    }


def _none(situation: Situation, address: str, suspended: list[str]) -> NoSuspension:
    if address and suspended:
        return NoSuspension(
            f"The checks have not seen that {address} of yours is suspended, but {', '.join(suspended)}.",
            "Name one of these, or leave the address out.",
        )
    account = situation.account
    if account.verdict == "gone" and account.ended:
        return NoSuspension(
            f"Your profile is gone since {account.since[:10]}: {account.probes[-1].reason}. "
            f"It was last seen suspended on {account.ended[-1].at[:10]}.",
            "A letter that your account is suspended would not be true. Open your profile in a private window.",
        )
    told = f" A web archive saw one on {account.told.at[:10]}, too long ago to count." if account.told else ""
    return NoSuspension(f"The checks have seen no suspension that still lasts.{told}", "Run `archive check` first.")


def _unsure(what: What, sight: Sight, today: date) -> NoSuspension:
    if sight.doubt is not None:
        seen = f"{sight.doubt.capture or sight.doubt.address} was up later, on {sight.doubt.at[:10]}"
    else:
        seen = f"that is {sight.days_old(today)} days ago, and a letter needs a look of the last {LASTS} days"
    return NoSuspension(f"The {what} was last seen suspended on {sight.last[:10]}; {seen}.", _LOOK_AGAIN)
