"""Files in which a person may have a sign: mails of Medium's, and numbers of readers by day, in any form."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest

from medium_archive.folder import sign_log
from medium_archive.medium import reader_counts, violation_mail
from medium_archive.medium.reader_counts import NoCounts

TODAY = date(2026, 11, 30)
VIOLATION = (
    "Hello,\n\nWe are writing to notify you that the account of ada@mail.example at Medium is in violation of our "
    "rules:\n\nhttps://policy.medium.com/medium-rules\n\nYour membership 4711 will be canceled.\n\nTrust & Safety"
)
SUSPENDED = "After a review, the account linked to this address has been suspended from the platform.\n\nThank you."
SENTENCE = "After a review, the account linked to this address has been suspended from the platform."


# Mails


def mail(text: str, sender: str = "Medium Support <yourfriends@medium.com>", *, is_page: bool = False) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ada@mail.example", "Your account on Medium"
    message["Date"] = "Tue, 10 Nov 2026 19:30:00 +0100"
    message.set_content(f"<p>{text}</p>" if is_page else text, subtype="html" if is_page else "plain", cte="base64")
    return message


def notices(content: bytes) -> list[tuple[str, str]]:
    found = violation_mail.read(io.BytesIO(content))
    return [(sign_log.moment(one.at), one.sentence) for one in found]


WHEN = "2026-11-10T18:30:00Z"
TOLD = "We are writing to notify you that the account of … at Medium is in violation of our rules:"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (mail(VIOLATION).as_bytes(), [(WHEN, TOLD)]),
        (mail(VIOLATION, is_page=True).as_bytes(), [(WHEN, TOLD)]),
        (mail(f"Please help.\n\n> From: Medium <yourfriends@medium.com>\n> To: me\n\n{VIOLATION}",
              "Ada <ada@mail.example>").as_bytes(), [(WHEN, TOLD)]),
        (mail(VIOLATION, "Ada <ada@mail.example>").as_bytes(), []),
        (VIOLATION.replace("policy.medium.com", "policy.example").encode(), []),
        (f"From: Medium Support\nSent: Tue, 10 Nov 2026 19:30:00 +0100\n\n{SUSPENDED}".encode(), [(WHEN, SENTENCE)]),
        (VIOLATION.encode(), [("", TOLD)]),
        (
            mail(SUSPENDED).as_bytes(),
            [(WHEN, SENTENCE)],
        ),
        (mail(SUSPENDED, "Bank <info@bank.example>").as_bytes(), []),
        (mail("Your account was in violation of our rules. We have restored it.").as_bytes(), []),
        (
            mail(f"{VIOLATION}\n\nIf this is an error, your account can be restored.").as_bytes(),
            [(WHEN, TOLD)],
        ),
        (mail("<" * 99_999 + "<style" * 9_999, is_page=True).as_bytes(), []),
        (mail("a" * 99_999 + "@" * 9 + "account " * 9_999).as_bytes(), []),
        (mail("Ten stories for you: how my account was suspended").as_bytes().replace(
            b"Subject:", b"List-Unsubscribe: <https://medium.com/me/x>\nSubject:"), []),
        (mail("Your export is ready.").as_bytes(), []),
        (b"\x00\xff\xfe\x00" * 99, []),
        (b"", []),
    ],
)  # fmt: skip
def test_only_the_date_and_the_sentence_of_a_mail_are_taken(content: bytes, expected: list[tuple[str, str]]) -> None:
    """Of a mail of Medium's about a violation, or of one that has its sentence; no addresses."""
    assert notices(content) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Your account is under investigation.",
        "Your story “Looms” was found in violation of our rules.",
        "We have reviewed your recent story “Looms”. It violates the Medium Rules.",
        "Your posts will no longer be publicly available.",
        "Your account was found in violation of our rules. It may not be restored; accounts are rarely reinstated.",
        "Your account has been suspended. It has not been reinstated after our review.",
        "Your account is in violation of our rules. If you believe that it is not in violation, write to us.",
        "You have violated our rules.",
        "Your account has been suspended for violating our rules. We don’t think that spam belongs here.",
        "Your account has been suspended. Once suspended, accounts are restored only in rare cases.",
        "Your account has been suspended. It can be appealed and restored.",
        "您的帐号违反了我们的规则。您的帐号已被停用。",
    ],
)
def test_a_mail_about_something_of_yours_is_a_sign(text: str) -> None:
    """Your account or a story is suspended, under investigation or in violation."""
    assert [sentence for _, sentence in notices(mail(text).as_bytes())] != []


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("I read your story about the violation of our rules in school.", "Zhang <z@mail.example>"),
        ("I read your story about the violation of our rules in school.", "medium.com <z@mail.example>"),
        ("The story you reported was found to be in violation of our rules. Thank you for reporting.", ""),
        ("Thanks for your report. The account linked to it has been suspended.", ""),
        ("After review, your account is not in violation of our rules.", ""),
        ("Your account was flagged as in violation of our rules. We found that it isn’t in violation.", ""),
        ("Your account was flagged as in violation of our rules. We did not find a violation.", ""),
        ("Your account was suspended by mistake. It was not your fault, and we have reinstated it.", ""),
        ("Your account was found in violation of our rules. We reviewed it and reinstated it.", ""),
        ("Your account was suspended. We’ve now restored it.", ""),
        ("Your account was suspended in error. It has now been fully restored.", ""),
        ("Your account was reported. We found no violations of our rules.", ""),
        ("Accounts that violate our rules may be suspended. Your account is new.", ""),
        ("If your account is in violation of our rules, we will tell you.", ""),
        ("Ann has answered you: my account was suspended too.", ""),
        ("You have a new answer by Ann, whose account was suspended.", ""),
        ("您的帐号没有违反我们的规则。", ""),
    ],
)
def test_a_mail_about_something_else_is_no_sign(text: str, sender: str) -> None:
    """Of another sender, about a report of yours, or one that takes it back."""
    assert notices(mail(text, sender or "Medium <trust@medium.com>").as_bytes()) == []


def test_a_file_of_several_mails_is_read_mail_by_mail() -> None:
    mails = [mail("Hello."), mail(VIOLATION), mail(SUSPENDED)]
    mbox = b"".join(b"From x@y Tue Nov 10 19:30:00 2026\n" + one.as_bytes() + b"\n\n" for one in mails)
    assert len(notices(mbox)) == 2


# Numbers of readers


def days(*numbers: int | None, last: date = TODAY) -> dict[str, int]:
    """Numbers of the days up to `last`; None for a day without one."""
    first = last - timedelta(days=len(numbers) - 1)
    known = {(first + timedelta(days=place)).isoformat(): number for place, number in enumerate(numbers)}
    return {day: number for day, number in known.items() if number is not None}


def found(numbers: dict[str, int]) -> list[tuple[str, int, bool]]:
    counts = {date.fromisoformat(day): number for day, number in numbers.items()}
    return [(one.day.isoformat(), one.days, one.is_last) for one in reader_counts.drops(counts, TODAY)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (days(5, 6, 7, 8, 9), []),
        (days(5, 6, 7, 0, 0, 3), [("2026-11-28", 2, False)]),
        (days(5, 6, 7, 0), []),  # today is not over
        (days(5, 6, 7, 0, last=date(2026, 11, 20)), [("2026-11-20", 1, True)]),
        (days(5, 0, 7, 0, 9, 9), []),  # such days are usual here
        (days(0, 0, 0, 0, 0), []),
        (days(9, 9, 0, 0), []),  # too few days before
        (days(5, 6, 7, None, None, None, None, None, None, 0, 0), []),
        (days(5, 6, 7, None, 0, 0, 0), [("2026-11-28", 2, False)]),
    ],
)
def test_a_day_without_readers_after_days_with_readers_is_named(
    numbers: dict[str, int], expected: list[tuple[str, int, bool]]
) -> None:
    assert found(numbers) == expected


def _milliseconds(day: str) -> int:
    return round(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp() * 1000)


NUMBERS = {"2026-11-24": 12, "2026-11-25": 1204, "2026-11-26": 9, "2026-11-27": 3, "2026-11-28": 0}
POINTS = [{"timestamp": _milliseconds(day), "stats": {"total": {"readers": 1, "viewers": number}}}
          for day, number in NUMBERS.items()]  # fmt: skip
BUCKETS = [
    {
        "dayStartsAt": _milliseconds(day),
        "membershipType": kind,
        "readersThatReadCount": 1,
        "readersThatViewedCount": part,
    }
    for day, number in NUMBERS.items()
    for kind, part in (("MEMBER", number // 2), ("NONMEMBER", number - number // 2))
]
DAILY = [{"periodStartedAt": _milliseconds(day), "views": number, "memberTtr": 7} for day, number in NUMBERS.items()]
STATE = {"User:1": {"postsAggregateTimeseriesStats({})": {"totalStats": {"viewers": 1228}, "points": POINTS}}}
TABLE = "".join(
    f"<tr><td>Nov {day[-2:]}, 2026</td><td>x</td><td>{number:,}</td></tr>" for day, number in NUMBERS.items()
)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"data": {"user": {"stats": {"points": POINTS}}}}),
        json.dumps([{"data": {"postStatsDailyBundle": {"buckets": BUCKETS}}}]),
        json.dumps({"data": {"post": {"dailyStats": DAILY, "dailyEarnings": [{"periodStartedAt": 1, "amount": 3}]}}}),
        "])}while(1);</x>" + json.dumps({"payload": {"value": [
            {"timestampMs": _milliseconds(day), "views": number, "reads": 1} for day, number in NUMBERS.items()
        ]}}),
        json.dumps([{"date": day, "views": str(number)} for day, number in NUMBERS.items()]),
        json.dumps(list(NUMBERS.items())),
        json.dumps(NUMBERS),
        f"<html><head><script>window.__APOLLO_STATE__ = {json.dumps(STATE)}</script></head><body></body></html>",
        f"<!doctype html><table><tr><th>Day</th><th>Title</th><th>Views</th></tr>{TABLE}</table>",
        "date,views\n" + "".join(f"{day},{number}\n" for day, number in NUMBERS.items()),
        "Date;Reads;Views\n" + "".join(f"{day};1;{number}\n" for day, number in NUMBERS.items()),
        "\ufeff" + "".join(f"{day.replace('-', '/')}\t{number}\r\n" for day, number in NUMBERS.items()),
        "date,views\n" + "".join(f'{day[-2:]} November 2026,"{number:,}"\n' for day, number in NUMBERS.items()),
    ],
)  # fmt: skip
def test_days_and_numbers_are_found_by_structure(content: str) -> None:
    """In answers of Medium's, its pages, tables, JSON and CSV."""
    assert reader_counts.read(content.encode()) == {date.fromisoformat(day): number for day, number in NUMBERS.items()}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no numbers by day"),
        (b"<html><body><p>Stats</p></body></html>", "no numbers by day"),
        (b'{"points": [', "damaged or cut off"),
        (b"date,views\n11/03/2026,4\n12/03/2026,5\n13/03/2026,4\n14/03/2026,4\n", "YYYY-MM-DD"),
        (b"2026-01-01,4\n2026-02-01,4\n2026-03-01,4\n2026-04-01,4\n", "weeks or months"),
        (b"\x00\xff\x89PNG" * 999, "no numbers by day"),
        (b'{"a":' * 99_999, "damaged or cut off"),
        (b'[{"date": "1' + b" " * 99_999 + b'", "views": "1' + b" " * 99_999 + b'"}]', "no numbers by day"),
        (b'[{"date": 1e999, "views": NaN}]', "no numbers by day"),
    ],
)
def test_what_can_not_be_read_is_refused_with_what_would_help(content: bytes, words: str) -> None:
    with pytest.raises(NoCounts, match=words):
        reader_counts.read(content)
