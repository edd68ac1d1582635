"""The result of a check in one sentence, and what an author can do about a suspension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medium_archive.folder.watch_log import Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import place
from medium_archive.report import quantity
from medium_archive.watch.situation import Sight, Situation

# 1: Medium's notices to authors; 3: what authors reported
WHEN_SUSPENDED = """\
While you are signed in, Medium may still show you all your pages. What to do, in this order:

1. Save a copy now. Ask Medium for an export (Settings, Security and apps, Download your information). Medium says that
   suspended accounts can still do this. Then run `archive import` with the zip, `archive pictures` for missing
   pictures, and `archive sync` for the newest posts. If it fails, try again on another day; until then, `archive
   status` says how to get your posts back.
2. Look for a mail from yourfriends@medium.com. Often there is none.
3. Write to Medium: `archive appeal --out FOLDER` writes a letter with all that was seen, as a mail to send. Authors
   report that their accounts came back after twelve hours to three days.
4. Give your readers another address: write `canonical = "self"` below [site] in archive.toml, run `archive build`, and
   publish the site.
5. Keep checking: `archive check --alert --schedule cron --install` checks every day and tells you when your account is
   back. On Windows use `windows` in place of `cron`."""

MEANWHILE = """\
What to do meanwhile:

1. Save a copy now: ask Medium for an export (Settings, Security and apps, Download your information), and run `archive
   import` with the zip.
2. Look for a mail from yourfriends@medium.com, also among spam. Often there is none.
3. Keep checking: `archive check --alert --schedule cron --install` tells you when your account is back. Authors report
   twelve hours to three days.
4. Give your readers another address: `canonical = "self"` below [site] in archive.toml, then `archive build`, and
   publish the site.
5. If nothing has changed after {days} days, write again: `archive appeal --out FOLDER` then writes a second letter,
   which names the day on which the first was written. If you sent that on another day, correct it."""

WITHOUT_EXPORT = """\
How to get your posts back without an export:

1. Sign in to Medium, tonight if your account is suspended. Open each of your stories and your profile, scroll to its
   end, and save it into one folder: as a complete web page in Chrome, Edge or Firefox, as a web archive in Safari.
2. archive import FOLDER
3. archive rescue @{}

Ask for the export too: https://medium.com/me/export. When it comes, `archive import` takes what it has, and your edits
stay."""

# What to do, by the advice of a timeline
OF_TIMELINE: Mapping[str, str] = {
    "appeal": "Suspended: `archive appeal --out FOLDER` writes a letter to Medium with all that was seen, as a mail.",
    "schedule": "On many of the last days nothing looked: `archive check --alert --schedule cron --install` looks "
    "every day (on Windows: `windows` in place of `cron`).",
    "browser": "On many of the last days the looks could not see your pages: `archive check --browser` looks with your "
    "own browser; with `browser = true` below [watch] in archive.toml every check does so when it needs to.",
    "witness": "On many of the last days the looks could not see your pages: `archive check --witness` asks web "
    "archives what they saw.",
    "person": "On many of the last days the looks could not see your pages: open your profile in a private window of "
    "your browser, and see whether it is there.",
}

_TRY_BROWSER = "`archive check --browser` looks with your own browser, which sees more."
_ONLY_A_PAGE = "Only this is suspended, not your account. `archive appeal --out FOLDER` writes a letter about it."
_PROFILE_IS_UP = "Your profile is up, so your account is not suspended."


def summary(probes: Sequence[Probe], situation: Situation) -> str:
    """The worst verdict of a check and where it was seen; for the author's own addresses also what to do, and whether
    the account was suspended when it was last seen. `situation` is the one after this check.
    """
    worst = status.worst(probe.verdict for probe in probes)
    found = [probe for probe in probes if probe.verdict == worst]
    where = found[0].address if found else "no address"
    if len(found) > 1:
        where += f" and {quantity(len(found) - 1, 'other address', 'other addresses')}"
    if worst == "suspended":
        return _suspended(found, where, situation)
    last = _last_seen(probes, situation)
    if worst == "up":
        what = f"all {len(probes)} addresses" if len(probes) > 1 else where
        return f"up: others can see {what}.{_by_witness(found)}{last}"
    if worst == "gone":
        return (
            f"gone: others can't see {where}: {_reason(found)}. "
            f"If you did not delete this, open it in a private window of your browser.{last}"
        )
    line = f"unknown: the check could not see what others see at {where}: {_reason(found)}.{last}"
    if found and all(place(probe.address).kind == "feed" for probe in found):
        return f"{line} A feed proves nothing; the profile and the posts decide."
    if all(probe.kind == "plain" for probe in found):
        return f"{line} {_TRY_BROWSER}"
    # A browser that showed no page says itself what would help
    return line if found and not found[0].status else f"{line} Check again later."


def _suspended(found: Sequence[Probe], where: str, situation: Situation) -> str:
    """What Medium shows as suspended, since when, and what to do."""
    account = situation.account
    own = [probe for probe in found if situation.is_own(probe.address)]
    if is_account := account.is_suspended and any(probe.is_account_suspended for probe in own):
        what, first = "account", account
    else:
        sights = [situation.pages.get(probe.address, Sight()) for probe in found]
        kinds = [sight.what if own else probe.what for probe, sight in zip(found, sights, strict=True)]
        what = next((kind for kind in kinds if kind == "account"), kinds[0]) or "page"
        first = min((sight for sight in sights if sight.since), key=lambda sight: sight.since, default=Sight())
    day = (first.since or found[0].at)[:10]
    since = f"{day}; it was up on {first.last_up[:10]}" if first.last_up else f"{day} or earlier"
    line = f"suspended: Medium shows others a suspended {what} at {where}, since {since}.{_by_witness(found)}"
    if not own:
        return line
    if is_account:
        return f"{line}\n\n{WHEN_SUSPENDED}"
    if account.is_suspended:
        return f"{line}{_last_seen(own, situation)}"
    is_letter = any(situation.suspended(kind) for kind in ("story", "publication"))
    return "\n\n".join([line, *[_ONLY_A_PAGE] * is_letter, *[_PROFILE_IS_UP] * (account.verdict == "up")])


def _last_seen(probes: Sequence[Probe], situation: Situation) -> str:
    """A sentence about a suspension of the account that this check does not see, and that no look has seen end."""
    account = situation.account
    if not any(situation.is_own(probe.address) for probe in probes):
        return ""
    if account.is_suspended:
        return f" When the check last saw your account, on {account.last[:10]}, it was suspended."
    if account.told is not None:
        day, where = account.told.at[:10], account.told.capture
        return f" A web archive saw your account suspended on {day}, which is too long ago to count: {where}"
    return ""


def how(probe: Probe) -> str:
    """How a probe looked, with what it kept: for an alert."""
    seen = "tried" if probe.verdict == "unknown" else "seen"
    if probe.kind == "browser":
        kept = f", which kept a screenshot: {probe.screenshot}" if probe.screenshot else ""
        return f"{seen} with your browser{kept}"
    if probe.kind == "witness":
        return f"seen by a web archive, not by this check: {probe.capture}"
    again = " and asked again at another address" if probe.again else ""
    return f"{seen} by a request of this program, without signing in{again}"


def _by_witness(found: Sequence[Probe]) -> str:
    """A sentence about addresses that only a web archive could see, "" if there are none."""
    captures = [probe for probe in found if probe.kind == "witness"]
    if not captures:
        return ""
    newest = max(captures, key=lambda probe: probe.at)
    where = newest.address if len(captures) == 1 else quantity(len(captures), "address", "addresses")
    return f" At {where} only a web archive saw it, on {newest.at}: {newest.capture}"


def _reason(found: Sequence[Probe]) -> str:
    return found[0].reason.rstrip(".") if found else "there is nothing to check"
