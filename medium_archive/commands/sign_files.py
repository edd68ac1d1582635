"""Files that a person gives `archive check` for signs: mails of Medium's, and numbers of readers by day."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path

from medium_archive.errors import SettingsWrong
from medium_archive.folder import sign_log
from medium_archive.folder.sign_log import Sign
from medium_archive.medium import reader_counts, violation_mail
from medium_archive.medium.pages import containers
from medium_archive.medium.pages.containers import Saved
from medium_archive.medium.reader_counts import Drop, NoCounts
from medium_archive.report import quantity
from medium_archive.watch.signs import Found

_MOST_BYTES = 64 * 1024**2
_MOST_PAGES = 20  # in one file
_START = 4096  # bytes, which tell whether a file is text
_NO_MAIL = (
    "It has no mail in which Medium says that your account or a story of yours is suspended, under investigation, or "
    "in violation of its rules."
)
_NO_DROP = "No day in it is 0 where the days before were not."
_WEAK = "This proves nothing: at times Medium's numbers are 0 for everybody."
_LAST = " It is the last day of the file; if you saved the file on that day, the day was not over."


def read(mails: Sequence[Path], stats: Sequence[Path], today: date) -> Found:
    """The signs in these files. Raises SettingsWrong for a file that can't be read."""
    signs: list[Sign] = []
    rows: list[tuple[str, str]] = []
    for path in mails:
        found = _in_mail(path)
        signs += found
        rows += [] if found else [(path.name, _NO_MAIL)]
    for path in stats:
        found = _in_stats(path, today)
        signs += found
        rows += [] if found else [(path.name, _NO_DROP)]
    return Found(tuple(signs), tuple(rows))


def _in_mail(path: Path) -> list[Sign]:
    try:
        with path.open("rb") as stream:
            start = stream.read(_START)
            stream.seek(0)
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as some editors of Windows write text
                text = BytesIO(stream.read(_MOST_BYTES).decode("utf-16", "replace").encode())
                notices = list(violation_mail.read(text))
            elif b"\0" in start:
                raise SettingsWrong(f"{path.name} is not a text file.", "Save the mail as .eml, or its text as .txt.")
            else:
                notices = list(violation_mail.read(stream))
    except OSError as error:
        raise _unreadable(path, error) from error
    return [
        Sign(sign_log.moment(one.at), "mail", reason=f"A mail of Medium's says: “{one.sentence}”", source=path.name)
        for one in notices
    ]


def _in_stats(path: Path, today: date) -> list[Sign]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SettingsWrong(f"{path.name} is larger than any page of statistics.", "Name the right file.")
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    counts = _in_saved_page(path)
    if not counts:
        try:
            counts = reader_counts.read(content)
        except NoCounts as problem:
            raise SettingsWrong(f"{path.name} can't be used. {problem}", "") from problem
    return [_sign(drop, path.name) for drop in reader_counts.drops(counts, today)]


def _in_saved_page(path: Path) -> dict[date, int]:
    """The numbers of the first page that has some, in any form in which browsers save pages; empty for another file."""
    for saved in islice(containers.read(path), _MOST_PAGES):
        if isinstance(saved, Saved):
            try:
                return reader_counts.read(saved.content)
            except NoCounts:
                continue
    return {}


def _sign(drop: Drop, source: str) -> Sign:
    before = max(1, round(sum(drop.before) / len(drop.before)))
    more = f" and the {quantity(drop.days - 1, 'day')} after it" if drop.days > 1 else ""
    reason = (
        f"Medium's numbers have 0 readers on that day{more}, and about {before:,} a day before. "
        f"{_WEAK}{_LAST if drop.is_last else ''}"
    )
    return Sign(drop.day.isoformat(), "stats", reason=reason, source=source)


def _unreadable(path: Path, error: OSError) -> SettingsWrong:
    return SettingsWrong(f"{path} can't be read: {error.strerror or error}.", "Name a file that is there.")
