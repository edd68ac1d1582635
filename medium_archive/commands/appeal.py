"""`archive appeal`: the letter to Medium, with the times at which others saw the suspension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from medium_archive.errors import NoSuspension
from medium_archive.folder import settings as settings_file
from medium_archive.folder import watch
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch import Look
from medium_archive.medium.addresses import MEDIUM
from medium_archive.report import Report
from medium_archive.watch.targets import own

# Where authors sent theirs, and got answers from (a report of May 2024)
TO = "trust@medium.com"
_MOST_TIMES = 8
_NAMED = 3


def appeal(layout: Layout) -> Report:
    """The letter about the present suspension, in English; nothing is sent. Raises NoSuspension where no look has
    found one, SettingsWrong, NewerArchive, RecordsDamaged.
    """
    settings = settings_file.read(layout.settings)
    is_own = own(layout, settings)
    looks = watch.suspended([look for look in watch.read(layout) if is_own(look.address)])
    if not looks:
        raise NoSuspension(
            "No look has found a suspension that still lasts.", "Look first, signed out as others are: `archive check`."
        )
    what = "account" if any(look.is_of_account for look in looks) else looks[-1].what
    return Report(
        "appeal",
        facts={"to": TO, "subject": _subject(settings, what, looks)},
        details={"text": letter(settings, what, looks), "looks": [vars(look) for look in looks]},
    )


def letter(settings: Settings, what: str, looks: Sequence[Look]) -> str:
    """The letter: which account, since when, what others saw and when, and one request. No reason is guessed at."""
    addresses = list(dict.fromkeys(look.address for look in looks))
    listed = "\n".join(f"  {line}" for line in _times(looks))
    more = f"\n  and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
    named = "\n".join(f"  {address}" for address in addresses[:_NAMED]) + more
    name = settings.author.name or settings.author.username or "the author"
    subject = "my account" if what == "account" else f"a {what} of mine"
    return f"""\
Hello,

since {_day(looks[0].at)} at the latest, {subject} is suspended for everyone but me:

  {_account(settings, looks)}

Signed out, readers get status 410 and the page “{looks[-1].title or "account suspended"}” at

{named}

Seen at these times (UTC):

{listed}

I have not been told of a reason. I believe that this is a mistake, perhaps of an automatic filter. Please review it
and restore the {what}, or tell me which text and which rule it is about, so that I can put it right.

Thank you,
{name}"""


def _subject(settings: Settings, what: str, looks: Sequence[Look]) -> str:
    return f"Suspended {what}: {_account(settings, looks)}: please review"


def _account(settings: Settings, looks: Sequence[Look]) -> str:
    author = settings.author
    return author.url or (f"https://{MEDIUM}/@{author.username}" if author.username else looks[0].address)


def _times(looks: Sequence[Look]) -> list[str]:
    """Each time once; of many the first and the last ones."""
    moments: dict[str, Look] = {}
    for look in looks:
        moments.setdefault(look.at, look)
        if look.again_at and look.again_verdict == "suspended":
            moments.setdefault(look.again_at, look)
    lines = [f"{moment.replace('T', ' ').removesuffix('Z')}" for moment in sorted(moments)]
    if len(lines) <= _MOST_TIMES:
        return lines
    half = _MOST_TIMES // 2
    return [*lines[:half], f"… {len(lines) - _MOST_TIMES} more …", *lines[-half:]]


def _day(moment: str) -> str:
    day = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{day:%B} {day.day}, {day.year}"
