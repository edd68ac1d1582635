"""Signs from inside: saved pages, feeds, mails, numbers of readers. They are noted and shown, and never a verdict."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from medium_archive.commands import check, sync
from medium_archive.commands.verify import verify
from medium_archive.commands.watch_history import watch_history
from medium_archive.errors import SettingsWrong
from medium_archive.folder import sign_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.sign_log import Sign
from medium_archive.folder.watch_log import Probe
from medium_archive.medium import reader_counts, violation_mail
from medium_archive.medium.reader_counts import NoCounts
from medium_archive.report import Report
from medium_archive.watch import signs
from tests.medium_server import MediumServer, Reply, challenge, profile
from tests.page_archives import CAPTURED, add, capture, page
from tests.sample_feeds import Text, feed
from tests.saved_pages.tellings import LOAF
from tests.small_archive import make
from tests.test_sync import ALL, begin, import_, path_of, sync_

ADA = "https://medium.com/@ada"
TODAY = date(2026, 11, 30)
VIOLATION = (
    "Hello,\n\nWe are writing to notify you that the account of ada@mail.example at Medium is in violation of our "
    "rules:\n\nhttps://policy.medium.com/medium-rules\n\nYour membership 4711 will be canceled.\n\nTrust & Safety"
)
SUSPENDED = "After a review, the account linked to this address has been suspended from the platform.\n\nThank you."


@pytest.fixture
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        yield server


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
        (mail(VIOLATION, "Ada <ada@mail.example>").as_bytes(), [(WHEN, TOLD)]),
        (VIOLATION.encode(), [("", TOLD)]),
        (
            mail(SUSPENDED).as_bytes(),
            [(WHEN, "After a review, the account linked to this address has been suspended from the platform.")],
        ),
        (mail(SUSPENDED, "Bank <info@bank.example>").as_bytes(), []),
        (mail("Your account was suspended by mistake. We have restored it.").as_bytes(), []),
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
    ],
)
def test_what_can_not_be_read_is_refused_with_what_would_help(content: bytes, words: str) -> None:
    with pytest.raises(NoCounts, match=words):
        reader_counts.read(content)


# The check


def checked(layout: Layout, medium: MediumServer, **files: Path) -> Report:
    options = check.Options(
        mails=tuple(path for name, path in files.items() if name == "mail"),
        stats=tuple(path for name, path in files.items() if name == "stats"),
    )
    settings = layout.settings.read_text("utf-8")
    if "[watch]" not in settings:
        layout.settings.write_text(settings + medium.settings(), "utf-8")
    return check.check(layout, [ADA], options, lambda: datetime(2026, 11, 30, 7, 17, tzinfo=UTC), lambda _: None)


def test_a_check_shows_signs_after_the_verdict_and_keeps_them(
    layout: Layout, medium: MediumServer, tmp_path: Path
) -> None:
    """They change neither the verdict nor the exit code; the same file is noted once."""
    make(layout.root)
    medium.answers |= {"medium.com/@ada": challenge(), "medium.com/@ada/about": challenge()}
    letter, numbers = tmp_path / "letter.eml", tmp_path / "stats.csv"
    letter.write_bytes(mail(VIOLATION).as_bytes())
    numbers.write_text("".join(f"{day},{number}\n" for day, number in NUMBERS.items()))
    report = checked(layout, medium, mail=letter, stats=numbers)
    assert report.exit_code == 62 and report.details["verdict"] == "unknown"
    text = str(report.details["text"])
    assert text.index("unknown:") < text.index("which prove nothing") < text.index(TOLD)
    assert "2026-11-28  your account: Medium's numbers have 0 readers on that day" in text
    assert "after about 307 readers a day" in text and "0 for everybody" in text and "last day of the file" in text
    noted = sign_log.read(layout)
    assert [(one.kind, one.at, one.source) for one in noted] == [
        ("mail", WHEN, "letter.eml"), ("stats", "2026-11-28", "stats.csv"),
    ]  # fmt: skip
    assert "4711" not in (layout.private / "signs.jsonl").read_text("utf-8")
    again = checked(layout, medium, mail=letter, stats=numbers)
    assert sign_log.read(layout) == noted and again.details["text"] == text
    assert checked(layout, medium).details["text"] == text
    assert ("2026-11-28", f"sign: your account: {noted[1].reason}") in watch_history(layout).rows


def test_a_profile_that_is_up_answers_the_signs_before(layout: Layout, medium: MediumServer, tmp_path: Path) -> None:
    """They stay in the records."""
    make(layout.root)
    letter = tmp_path / "letter.eml"
    letter.write_bytes(mail(VIOLATION).as_bytes())
    medium.answers["medium.com/@ada"] = profile("ada")
    assert "prove nothing" in str(checked(layout, medium, mail=letter).details["text"])  # it was just given
    assert "prove nothing" not in str(checked(layout, medium).details["text"])
    assert len(sign_log.read(layout)) == 1


@pytest.mark.parametrize(
    ("about", "at", "probe", "is_current"),
    [
        ("account", "2026-11-20", None, True),
        ("account", "2026-10-20", None, False),
        ("account", "", None, False),
        ("account", "2026-11-20", (ADA, "2026-11-20T23:00:00Z", "up"), True),
        ("account", "2026-11-20", (ADA, "2026-11-21T07:00:00Z", "up"), False),
        ("account", "2026-11-20", (ADA, "2026-11-21T07:00:00Z", "unknown"), True),
        ("account", "2026-11-20", (f"{ADA}/x-abcdef123456", "2026-11-21T07:00:00Z", "up"), True),
        (
            f"{ADA}/x-abcdef123456",
            "2026-11-20",
            ("https://medium.com/p/abcdef123456", "2026-11-21T07:00:00Z", "up"),
            False,
        ),
        (f"{ADA}/x-abcdef123456", "2026-11-20", (ADA, "2026-11-21T07:00:00Z", "up"), True),
    ],
)
def test_a_sign_is_current_until_a_later_look_answers_it(
    about: str, at: str, probe: tuple[str, str, str] | None, is_current: bool
) -> None:
    probes = [Probe(probe[1], probe[0], probe[2])] if probe else []  # type: ignore[arg-type]  # verdicts by their names
    found = signs.current([Sign(at, "mail", about, "x", "y")], probes, datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert bool(found) is is_current


def test_a_file_that_can_not_be_read_ends_the_check_before_any_request(
    layout: Layout, medium: MediumServer, tmp_path: Path
) -> None:
    make(layout.root)
    (tmp_path / "x.csv").write_text("hello")
    for files, words in (
        ({"stats": tmp_path / "x.csv"}, "no numbers by day"),
        ({"mail": tmp_path / "none"}, "can't be"),
    ):
        with pytest.raises(SettingsWrong, match=words):
            checked(layout, medium, **files)
    assert not medium.requests


def test_files_without_signs_say_so(layout: Layout, medium: MediumServer, tmp_path: Path) -> None:
    make(layout.root)
    medium.answers["medium.com/@ada"] = profile("ada")
    (tmp_path / "a.eml").write_bytes(mail("Your export is ready.").as_bytes())
    (tmp_path / "b.csv").write_text("".join(f"2026-11-{day},5\n" for day in range(10, 20)))
    report = checked(layout, medium, mail=tmp_path / "a.eml", stats=tmp_path / "b.csv")
    told = dict(report.rows)
    assert "no mail" in told["a.eml"] and "No day" in told["b.csv"]
    assert not sign_log.read(layout)


# Saved pages


def test_a_saved_page_that_says_suspended_is_a_sign(layout: Layout) -> None:
    """Of the post, or of the account; once, however often it is imported. The post is imported as any other."""
    content = page(LOAF)
    of_post = content.replace(b'"uniqueSlug"', b'"isSuspended": true,"uniqueSlug"', 1)
    of_account = content.replace(b'"username": "ada"', b'"isSuspended": true,"username": "ada"', 1)
    assert len({content, of_post, of_account}) == 3
    added, _ = add(layout, capture(content))
    assert not sign_log.read(layout)
    for _ in range(2):
        added, _ = add(layout, capture(of_post), capture(of_account))
        assert [issue.code for one in added for issue in one.issues] == ["page-suspended", "page-suspended"]
    noted = sign_log.read(layout)
    assert [(one.kind, one.at) for one in noted] == [("state", sign_log.moment(CAPTURED))] * 2
    assert noted[0].about == "account" and noted[1].about.endswith(LOAF.id)
    assert verify(layout).exit_code == 0


def test_another_account_that_is_suspended_is_no_sign(layout: Layout) -> None:
    """A page names other people too."""
    content = page(LOAF).replace(b'"username": "eve"', b'"isSuspended": true,"username": "eve"')
    assert content != page(LOAF)
    add(layout, capture(content))
    assert not sign_log.read(layout)


# Feeds


def test_a_feed_that_stops_naming_a_post_is_a_sign(layout: Layout, medium: MediumServer) -> None:
    """Once, and not where newer posts took its place."""
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:12]))
    assert "feed-sign" not in codes_of(sync_(layout, medium, feed(ALL[4:14])))
    report = sync_(layout, medium, feed([*ALL[4:9], *ALL[10:15]]))
    (issue,) = [one for one in report.issues if one.code == "feed-sign"]
    assert issue.where == ALL[9].url and "no newer posts" in issue.message
    assert "feed-sign" not in codes_of(sync_(layout, medium, feed([*ALL[4:9], *ALL[10:15]])))
    (noted,) = sign_log.read(layout)
    assert (noted.kind, noted.about, noted.source) == ("feed", ALL[9].url, "https://medium.com/feed/@ada")


def test_a_feed_that_became_empty_is_one_sign_about_the_account(layout: Layout, medium: MediumServer) -> None:
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:12]))
    report = sync_(layout, medium, feed([]))
    assert codes_of(report).count("feed-sign") == 1
    (noted,) = sign_log.read(layout)
    assert noted.about == "account" and "before, it had 10" in noted.reason


def _delete(layout: Layout, text: Text) -> None:
    folder = path_of(layout, text).parent
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _hide(layout: Layout, text: Text) -> None:
    layout.drafts.mkdir(exist_ok=True)
    path_of(layout, text).parent.rename(layout.drafts / "hidden")


def _export_without(layout: Layout, text: Text) -> None:
    import_(layout, [one for one in ALL[:12] if one is not text], "December 1, 2025")


@pytest.mark.parametrize("do", [_delete, _hide, _export_without])
def test_a_post_that_a_person_deleted_or_hid_is_no_sign(
    layout: Layout, medium: MediumServer, do: Callable[[Layout, Text], None]
) -> None:
    begin(layout, medium, ALL[:12])
    sync_(layout, medium, feed(ALL[2:12]))
    do(layout, ALL[8])
    report = sync_(layout, medium, feed([one for one in ALL[2:12] if one is not ALL[8]]))
    assert "feed-sign" not in codes_of(report) and not sign_log.read(layout)


def test_a_publication_whose_others_wrote_more_is_no_sign(layout: Layout, medium: MediumServer) -> None:
    """Their posts push out the author's own."""
    others = [Text(number, creator="Bea") for number in range(20, 30)]
    begin(layout, medium, ALL[:2])
    content = layout.settings.read_text("utf-8").replace("[watch]", '[watch]\nfeed = "https://medium.com/feed/looms"')
    layout.settings.write_text(content, "utf-8")
    for texts in ([*ALL[2:5], *others[:7]], others):
        medium.answers["medium.com/feed/looms"] = Reply(200, feed(texts))
        report = sync.sync(layout, sync.Options(offline=True))
    assert "feed-sign" not in codes_of(report)


def codes_of(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]
