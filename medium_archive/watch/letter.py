"""The letter to Medium about a suspension, in English, and its Chinese translation for the writer. Pure.

The first ten lines say what is suspended, since when, what proves it, and what the writer asks for. It names no reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import get_args

from medium_archive.folder.watch_log import Kind, Probe
from medium_archive.medium.status import What
from medium_archive.report import quantity
from medium_archive.watch import letter_words
from medium_archive.watch.letter_words import Chinese, Details

_MOST_TIMES = 8
_MOST_ADDRESSES = 3
_MOST_CAPTURES = 4
_MISTAKE = "I have received no reason, and I believe that this is a mistake."
_ORDINALS = ("", "second letter, ", "third letter, ", "another letter, ")
_LOOKS: Mapping[Kind, str] = {"plain": "an automatic check", "browser": "a signed-out browser"}


@dataclass(frozen=True)
class Case:
    """What the letter is about. `what` is suspended, of the account at the address `account`; `probes` saw it, the
    oldest first, and the last of its pages is suspended since `last_begun`. `last` is when all of it was seen so last,
    `is_today` whether that is the day of the letter. `last_up` is the time of the last look before that saw the page,
    of several the first page, "" without one. `number` is 1 for the first letter, and `written` are the times of those
    before it, as far as they are known. `mail` is the time of a mail of Medium's about a violation, "" for one without
    a date, None without a mail. `attached` has the names of attached files by the files of the archive.
    """

    what: What
    account: str
    name: str
    probes: Sequence[Probe]
    last_up: str = ""
    last_begun: str = ""
    last: str = ""
    is_today: bool = True
    written: Sequence[str] = ()
    number: int = 1
    mail: str | None = None
    attached: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_of_days(self) -> bool:
        """Whether its pages are not all suspended since one day."""
        return self.last_begun[:10] > self.probes[0].at[:10]

    @property
    def is_again(self) -> bool:
        return self.number > 1

    @property
    def addresses(self) -> list[str]:
        return list(dict.fromkeys(probe.address for probe in self.probes))

    @property
    def page_title(self) -> str:
        """The title of the page that readers get."""
        return next((probe.title for probe in reversed(self.probes) if probe.title), f"410 {self.what} suspended")

    @property
    def status(self) -> int:
        return next((probe.status for probe in reversed(self.probes) if probe.status), 410)

    @property
    def captures(self) -> list[str]:
        """The addresses of captures, the first and the last ones of many."""
        found = list(dict.fromkeys(probe.capture for probe in self.probes if probe.capture))
        half = _MOST_CAPTURES // 2
        return found if len(found) <= _MOST_CAPTURES else [*found[:half], *found[-half:]]

    def days(self, kind: Kind) -> int:
        """On how many days this kind of look saw the suspension."""
        return len({probe.at[:10] for probe in self.probes if probe.kind == kind})

    @property
    def attached_kinds(self) -> list[tuple[str, int]]:
        """How many screenshots and pages are attached, without those of which there are none."""
        kept = {
            "screenshot": {probe.screenshot for probe in self.probes},
            "page": {probe.page for probe in self.probes},
        }
        found = [(kind, len(files & self.attached.keys())) for kind, files in kept.items()]
        return [(kind, number) for kind, number in found if number]


def subject(case: Case) -> str:
    again = _ORDINALS[min(case.number, len(_ORDINALS)) - 1]
    address = case.account if case.what == "account" else case.addresses[0]
    noun, is_are, _ = _nouns(case)
    more = f" and {len(case.addresses) - 1} more" if is_are == "are" else ""
    return f"Suspended {noun}: {address}{more}: {again}please review"


def english(case: Case) -> str:
    """The letter that is sent."""
    noun = _nouns(case)[0]
    lines = [
        "Hello,",
        "",
        _what(case),
        _since(case),
        *([_again(case)] if case.is_again else []),
        _readers(case),
        *_seen(case),
        _mistake(case),
        f"Please review this and restore the {noun}, or tell me which text breaks which rule, so that I can correct "
        "it.",
        "",
        "Thank you,",
        case.name,
    ]
    return _with_details(lines, case, letter_words.ENGLISH)


def chinese(case: Case, *, is_traditional: bool) -> str:
    """The translation, which is not sent. Its first line says so."""
    words = letter_words.TRADITIONAL if is_traditional else letter_words.SIMPLIFIED
    (measure, noun, verb), count = words.nouns[case.what], len(case.addresses)
    pattern = words.account if case.what == "account" else words.others if count > 1 else words.other
    this = words.these if case.what != "account" and count > 1 else words.this
    lines = [
        words.notice,
        "",
        words.hello,
        "",
        pattern.format(account=case.account, measure=measure, noun=noun, verb=verb, n=count, address=case.addresses[0]),
        _zh_since(case, words),
    ]
    if case.is_again:
        days = "、".join(dict.fromkeys(map(_zh_day, case.written)))
        lines.append(words.again.format(days) if days else words.again_without_day)
    readers = words.readers_today if case.is_today else words.readers_on
    lines.append(readers.format(case.status, case.page_title, day=_zh_day(case.last)))
    if looks := [text.format(case.days(kind)) for kind, text in words.looks.items() if case.days(kind)]:
        attached = "和".join(words.attached_kinds[kind] for kind, _ in case.attached_kinds)
        lines.append(words.seen.format("，".join(looks), words.attached.format(attached) if attached else ""))
    if case.captures:
        lines.append((words.witness_too if looks else words.witness).format(case.captures[0]))
    lines += [_zh_mistake(case, words), words.request.format(this.format(measure=measure, noun=noun))]
    lines += ["", words.thanks, case.name]
    return _with_details(lines, case, words.details)


def _zh_since(case: Case, words: Chinese) -> str:
    first, last_up, verb = _zh_day(case.probes[0].at), _zh_day(case.last_up), words.nouns[case.what][2]
    if case.is_of_days:
        pattern = words.since_days_after_up if case.last_up else words.since_days
        return pattern.format(first, _zh_day(case.last_begun), verb=verb)
    if not case.last_up:
        return words.since.format(first, verb=verb)
    pattern = words.since_later_that_day if last_up == first else words.since_after_up
    return pattern.format(first, last_up, verb=verb)


def _zh_mistake(case: Case, words: Chinese) -> str:
    if case.mail is None:
        return words.mistake_again if case.is_again else words.mistake
    return words.mail.format(_zh_day(case.mail)) if case.mail else words.mail_without_day


def _nouns(case: Case) -> tuple[str, str, str]:
    """What is suspended, its verb, and its pronoun."""
    if case.what == "account" or len(case.addresses) == 1:
        return case.what or "page", "is", "It has"
    return "stories" if case.what == "story" else f"{case.what}s", "are", "They have"


def _what(case: Case) -> str:
    noun, is_are, _ = _nouns(case)
    if case.what == "account":
        return f"My Medium account {case.account} is suspended."
    if is_are == "are":
        number, first = len(case.addresses), case.addresses[0]
        return f"{number} {noun} of my Medium account {case.account} are suspended, among them {first}"
    return f"A {noun} of my Medium account {case.account} is suspended: {case.addresses[0]}"


def _since(case: Case) -> str:
    day = _day(case.probes[0].at)
    they = _nouns(case)[2]
    pronoun = "it" if they == "It has" else "them"
    if case.is_of_days:
        earlier = "" if case.last_up else ", or earlier"
        return f"They have been suspended since {day}{earlier}, the last of them since {_day(case.last_begun)}."
    if not case.last_up:
        return f"{they} been suspended since {day}, or earlier."
    if _day(case.last_up) == day:
        return f"{they} been suspended since {day}. Earlier on that day others could still see {pronoun}."
    return f"{they} been suspended since {day}. On {_day(case.last_up)} others could still see {pronoun}."


def _readers(case: Case) -> str:
    got = f"status {case.status} and the page “{case.page_title}”."
    if case.is_today:
        return f"Today readers who are not signed in get {got}"
    return f"When last seen, on {_day(case.last)}, readers who were not signed in got {got}"


def _again(case: Case) -> str:
    days = " and on ".join(dict.fromkeys(map(_day, case.written)))
    _, is_are, they = _nouns(case)
    pronoun = they.partition(" ")[0].lower()
    return f"I wrote to you about this {f'on {days}' if days else 'before'}, and {pronoun} {is_are} still suspended."


def _mistake(case: Case) -> str:
    if case.mail is not None:
        of_day = f" of {_day(case.mail)}" if case.mail else ""
        return f"I have your mail{of_day} about a violation, and I believe that this is a mistake."
    return "I believe that this is a mistake." if case.is_again else _MISTAKE


def _seen(case: Case) -> list[str]:
    files = " and ".join(kind if number == 1 else f"{kind}s" for kind, number in case.attached_kinds)
    attached = f" ({files} attached)" if files else ""
    looks = [
        f"{name} on {quantity(days, 'day')}{attached if kind == 'browser' else ''}"
        for kind, name in _LOOKS.items()
        if (days := case.days(kind))
    ]
    lines = [f"I saw this with {' and '.join(looks)}."] if looks else []
    if case.captures:
        lines.append(f"A web archive saw it{' too' if looks else ''}: {case.captures[0]}")
    return lines


def _with_details(lines: Sequence[str], case: Case, words: Details) -> str:
    """The letter and, below it, its details."""
    addresses = case.addresses[:_MOST_ADDRESSES]
    if len(case.addresses) > _MOST_ADDRESSES:
        addresses.append(words.more_addresses.format(len(case.addresses) - _MOST_ADDRESSES))
    found = [words.title, "", words.suspended, *(f"  {address}" for address in addresses)]
    found += ["", words.times, *(f"  {look}" for look in _looks(case, words))]
    if len(case.captures) > 1:
        found += ["", words.captures, *(f"  {address}" for address in case.captures)]
    return "\n".join([*lines, "", "", *found])


def _looks(case: Case, words: Details) -> list[str]:
    """A line for each time and kind of look, whatever the number of addresses that it saw; of many the first, the last
    and those with an attached file.
    """
    lines: dict[tuple[str, int], str] = {}
    first: dict[str, tuple[str, int]] = {}
    for probe in case.probes:
        key = (probe.at[:16], get_args(Kind).index(probe.kind))
        line = f"{probe.at.replace('T', ' ').removesuffix('Z')}  {words.kinds[probe.kind]}"
        if name := case.attached.get(probe.screenshot, ""):
            lines[key] = line + words.attachment.format(name)
            first.setdefault(name, key)  # looks that saw the same have one file
        lines.setdefault(key, line)
    order = sorted(lines)
    if len(order) <= _MOST_TIMES:
        return [lines[key] for key in order]
    ends = [key for pair in zip(order, reversed(order), strict=True) for key in pair]
    kept = set(list(dict.fromkeys([*first.values(), *ends]))[:_MOST_TIMES])
    found: list[str] = []
    for is_kept, run in groupby(order, key=kept.__contains__):
        keys = list(run)
        found += [lines[key] for key in keys] if is_kept else [words.more_times.format(len(keys))]
    return found


def _day(moment: str) -> str:
    day = _date(moment)
    return f"{day:%B} {day.day}, {day.year}" if day else moment


def _zh_day(moment: str) -> str:
    day = _date(moment)
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else moment


def _date(moment: str) -> date | None:
    """The day in UTC, as records have it; None for a line that a person edited."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
