"""`archive appeal`: a letter to Medium about a suspension, with what proves it; printed, or a folder with a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from medium_archive.errors import UnsafeTarget
from medium_archive.folder import appeal_log, files, lock, sign_log, watch_log
from medium_archive.folder import settings as settings_file
from medium_archive.folder.appeal_log import Appeal
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.languages import is_traditional
from medium_archive.medium.addresses import MEDIUM, full
from medium_archive.report import Issue, Report
from medium_archive.watch import advice, draft_mail, evidence, letter, situation, suspension, targets
from medium_archive.watch.evidence import Attachment
from medium_archive.watch.letter import Case
from medium_archive.watch.probe import stamp

# Authors reported that this address answered their letters (May 2024)
TO = "trust@medium.com"
TRANSLATIONS = ("zh-Hant", "zh-Hans")  # of the letter, for the author alone
_MAIL_BEFORE = timedelta(days=7)  # a mail may come so long before the suspension
AGAIN_DAYS = 5  # after so many days without an answer a second letter is due
_PRINTED = "{}\n\n\n— The letter ends here. {}"
_MISSING = "A check kept this file, but it is gone. The letter goes without it."
_WRITTEN = (
    "Open appeal.eml in {} with your mail program: it is a draft with all attachments. Read it, and send it yourself. "
    "If your program does not open it as a draft, copy letter.txt and attach the files."
)


def appeal(
    layout: Layout, out: Path | None = None, address: str = "", *, again: bool = False, now: datetime | None = None
) -> Report:
    """The letter about the present suspension, or the one at `address`; nothing is sent. With `out`, that folder gets
    the letter, its translation, the evidence and a mail, and the archive a record of the day. It is a second letter if
    `again`, or `AGAIN_DAYS` after one that was recorded.

    Raises NoSuspension if the checks saw none in the last days that still lasts, UnsafeTarget, FolderUnwritable,
    ArchiveInUse, SettingsWrong, NewerArchive, RecordsDamaged.
    """
    now = now or datetime.now(UTC)
    if out is not None:
        _check_place(layout, out)
    settings = settings_file.read(layout.settings)
    case, others = _case(layout, settings, address, now)
    number, written = _number(layout, case, again=again, now=now)
    case = replace(case, written=written, number=number)
    attachments, missing = evidence.choose(layout, case.probes) if out is not None else ([], [])
    if attachments:
        case = replace(case, attached={one.source: one.name for one in attachments})
    text = letter.english(case)
    subject = letter.subject(case)
    if out is not None:
        with lock.held(layout):
            _write(out, settings, case, attachments, now)
            appeal_log.add(layout, Appeal(stamp(now), case.what, tuple(case.addresses), number))
    meanwhile = "\n\n".join([*_named(others), advice.MEANWHILE.format(days=AGAIN_DAYS)])
    return Report(
        "appeal",
        facts={"to": TO, "subject": subject, **({"folder": str(out)} if out is not None else {})},
        issues=(
            *watch_log.clock_issues(watch_log.read(layout), now),
            *(Issue(file, "evidence-missing", _MISSING) for file in missing),
        ),
        details={
            "text": _PRINTED.format(text, meanwhile) if out is None else f"{_WRITTEN.format(out)}\n\n{meanwhile}",
            "letter": text,
            "translations": {tag: letter.chinese(case, is_traditional=is_traditional(tag)) for tag in TRANSLATIONS},
            "meanwhile": meanwhile,
            "others": list(others),
            "attachments": [one.name for one in attachments],
            "probes": [vars(probe) for probe in case.probes],
        },
    )


def _case(layout: Layout, settings: Settings, address: str, now: datetime) -> tuple[Case, tuple[str, ...]]:
    """The case, and the addresses of what else is suspended."""
    author = settings.author
    account = author.url or (f"https://{MEDIUM}/@{author.username}" if author.username else settings.watch.profile)
    found = situation.of(watch_log.believed(watch_log.read(layout), now), targets.roles(layout, settings))
    today = now.astimezone(UTC).date()
    chosen = suspension.choose(found, account, today, full(address) if address else "")
    case = Case(
        chosen.what,
        account or chosen.probes[0].address,
        author.name or author.username or "the author",
        chosen.probes,
        last_up=chosen.last_up,
        last_begun=chosen.begun[-1],
        last=chosen.last,
        is_today=chosen.last[:10] == today.isoformat(),
        mail=_mail(layout, chosen.last_up or chosen.probes[0].at, now),
    )
    return case, chosen.others


def _named(others: Sequence[str]) -> list[str]:
    """A paragraph about what else is suspended, and how to get its letter."""
    if not others:
        return []
    return [f"Suspended too: {', '.join(others)}. `archive appeal {others[0]}` writes the letter about it."]


def _number(layout: Layout, case: Case, *, again: bool, now: datetime) -> tuple[int, tuple[str, ...]]:
    """The number of this letter about a suspension, and the times of the letters before it. Without `again` it is a
    next letter only `AGAIN_DAYS` after the last one; else it is that one, written again.
    """
    letters = {
        one.number: one.at
        for one in appeal_log.read(layout)
        if one.what == case.what
        and case.probes[0].at <= one.at <= watch_log.latest(now)
        and (case.what == "account" or {*case.addresses} <= {*one.about})
    }
    last = max(letters, default=1)
    at = letters.get(last, "")
    is_due = "" < at <= stamp(now - timedelta(days=AGAIN_DAYS))
    is_of_today = last > 1 and at[:10] == stamp(now)[:10]
    number = last + 1 if is_due or (again and not is_of_today) else last
    return number, tuple(at for one, at in sorted(letters.items()) if one < number)


def _mail(layout: Layout, since: str, now: datetime) -> str | None:
    """The time of the newest mail of Medium's about a violation that belongs to a suspension: one of the week before
    `since`, or later; "" for one without a date, None without a mail.
    """
    try:
        first = f"{datetime.fromisoformat(since) - _MAIL_BEFORE:%Y-%m-%d}"
    except ValueError:  # a line that a person edited
        return None
    mails = [sign.at for sign in sign_log.read(layout) if sign.kind == "mail"]
    return max((at for at in mails if not at or first <= at <= stamp(now)), default=None)


def _check_place(layout: Layout, out: Path) -> None:
    """Raises UnsafeTarget for a folder with files, whose letter may be edited, and for one that could be published."""
    files.refuse_special(out)
    with files.disk_errors(out):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UnsafeTarget(f"{out} exists already and is not an empty folder.", "Name a new folder.")
    place = out.resolve()
    if place.is_relative_to(layout.root.resolve()) and not place.is_relative_to(layout.private.resolve()):
        raise UnsafeTarget(
            f"The letter is private, and {out} could be published.", "Write it to private/, or outside the archive."
        )


def _write(out: Path, settings: Settings, case: Case, attachments: Sequence[Attachment], now: datetime) -> None:
    text = letter.english(case)
    translation = letter.chinese(case, is_traditional=is_traditional(settings.site.language))
    mail = draft_mail.write(to=TO, subject=letter.subject(case), text=text, attachments=attachments, now=now)
    files.write(out / "letter.txt", f"{text}\n".encode())
    files.write(out / "letter.zh.txt", f"{translation}\n".encode())
    for one in attachments:
        files.write(out / one.name, one.content)
    files.write(out / "appeal.eml", mail)
