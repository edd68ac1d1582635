"""`archive appeal`: a letter to Medium about a suspension, with the times of the checks that saw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from medium_archive.errors import NoSuspension
from medium_archive.folder import settings as settings_file
from medium_archive.folder import watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch_log import Probe
from medium_archive.medium.addresses import MEDIUM
from medium_archive.report import Report
from medium_archive.watch import targets, verdict

# Authors reported that this address answered their letters (May 2024)
TO = "trust@medium.com"
_MAX_TIMES = 8
_MAX_ADDRESSES = 3


def appeal(layout: Layout) -> Report:
    """The letter about the present suspension, in English; nothing is sent.

    Raises NoSuspension if the checks saw none that still lasts, SettingsWrong, NewerArchive, RecordsDamaged.
    """
    settings = settings_file.read(layout.settings)
    is_own = targets.own_filter(layout, settings)
    probes = verdict.present_suspension([probe for probe in watch_log.read(layout) if is_own(probe.address)])
    if not probes:
        raise NoSuspension("The checks have seen no suspension that still lasts.", "Run `archive check` first.")
    what = "account" if any(probe.is_account_suspended for probe in probes) else probes[-1].what
    return Report(
        "appeal",
        facts={"to": TO, "subject": _subject(settings, what, probes)},
        details={"text": letter(settings, what, probes), "probes": [vars(probe) for probe in probes]},
    )


def letter(settings: Settings, what: str, probes: Sequence[Probe]) -> str:
    """The letter: which account, since when, what readers get, the times of the checks, and one request. It assumes no
    reason. `what` is suspended: "account", "story" or "publication".
    """
    subject = "It" if what == "account" else f"One {what} of mine"
    name = settings.author.name or settings.author.username or "the author"
    return f"""\
Hello,

My account is {_account(settings, probes)}.
{subject} has been suspended since {_day(probes[0].at)}, or earlier.

Readers who are not signed in get status 410 and the page “{probes[-1].title or "account suspended"}” at

{_lines(_addresses(probes))}

I checked this at these times (UTC):

{_lines(_times(probes))}

I have not received a reason. I believe that this is a mistake, perhaps of an automatic filter. Please review the
suspension and restore the {what}, or tell me which text breaks which rule, so that I can correct it.

Thank you,
{name}"""


def _subject(settings: Settings, what: str, probes: Sequence[Probe]) -> str:
    address = _account(settings, probes) if what == "account" else probes[0].address
    return f"Suspended {what}: {address}: please review"


def _account(settings: Settings, probes: Sequence[Probe]) -> str:
    author = settings.author
    return author.url or (f"https://{MEDIUM}/@{author.username}" if author.username else probes[0].address)


def _addresses(probes: Sequence[Probe]) -> list[str]:
    addresses = list(dict.fromkeys(probe.address for probe in probes))
    more = len(addresses) - _MAX_ADDRESSES
    return [*addresses[:_MAX_ADDRESSES], *([f"and {more} more"] if more > 0 else [])]


def _times(probes: Sequence[Probe]) -> list[str]:
    """The times of the requests, each once; of many the first and the last ones."""
    times = {probe.at for probe in probes}
    times |= {probe.again_at for probe in probes if probe.again_at and probe.again_verdict == "suspended"}
    lines = [time.replace("T", " ").removesuffix("Z") for time in sorted(times)]
    if len(lines) <= _MAX_TIMES:
        return lines
    half = _MAX_TIMES // 2
    return [*lines[:half], f"… {len(lines) - _MAX_TIMES} more …", *lines[-half:]]


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(f"  {text}" for text in texts)


def _day(moment: str) -> str:
    day = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{day:%B} {day.day}, {day.year}"
