"""Signs from inside: saved pages, feeds, mails, numbers of readers. They are noted and shown, and never a verdict."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
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
from medium_archive.medium import pages
from medium_archive.report import Report
from medium_archive.watch import signs
from tests.medium_server import MediumServer, Reply, challenge, profile
from tests.page_archives import CAPTURED, add, capture, page
from tests.sample_containers import mhtml
from tests.sample_feeds import Text, feed
from tests.saved_pages.tellings import LOAF
from tests.small_archive import make
from tests.test_sign_files import NUMBERS, TOLD, VIOLATION, WHEN, mail
from tests.test_sync import ALL, begin, import_, path_of, sync_

ADA = "https://medium.com/@ada"


@pytest.fixture
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        yield server


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
    assert "and about 307 a day before" in text and "0 for everybody" in text and "last day of the file" in text
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
    (tmp_path / "x.msg").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(99))
    for files, words in (
        ({"stats": tmp_path / "x.csv"}, "no numbers by day"),
        ({"mail": tmp_path / "none"}, "can't be"),
        ({"mail": tmp_path / "x.msg"}, "is not a text file"),
    ):
        with pytest.raises(SettingsWrong, match=words):
            checked(layout, medium, **files)
    assert not medium.requests


def test_a_page_that_a_browser_saved_in_one_file_is_read(layout: Layout, medium: MediumServer, tmp_path: Path) -> None:
    """As MHTML, whose lines are folded; and the text of a mail in UTF-16."""
    make(layout.root)
    medium.answers |= {"medium.com/@ada": challenge(), "medium.com/@ada/about": challenge()}
    rows = "".join(f"<tr><td>{day}</td><td>{number}</td></tr>" for day, number in NUMBERS.items())
    content = f"<html><body><table>{rows}</table></body></html>".encode()
    (tmp_path / "stats.mhtml").write_bytes(mhtml(content, "https://medium.com/me/stats"))
    (tmp_path / "mail.txt").write_text(VIOLATION, "utf-16")
    checked(layout, medium, stats=tmp_path / "stats.mhtml", mail=tmp_path / "mail.txt")
    assert [(one.kind, one.at) for one in sign_log.read(layout)] == [("mail", ""), ("stats", "2026-11-28")]


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


def test_an_answer_of_medium_may_say_suspended_too() -> None:
    """Of the post, and of its author; whatever says `false`, or is a text, does not count."""
    user = {"userId": "1a", "username": "ada", "name": "Ada"}
    value = {
        "id": LOAF.id,
        "title": "x",
        "content": {"bodyModel": {"paragraphs": [{"name": "a1", "type": 1, "text": "x"}]}},
    }
    for suspended, other, expected in ((True, False, (True, ())), (False, True, (False, ("ada",)))):
        references = {"User": {"1a": user | {"isSuspended": other, "bio": '"isSuspended":true'}}}
        payload = {"value": value | {"isSuspended": suspended, "creatorId": "1a"}, "references": references}
        found = pages.read(f"])}}while(1);</x>{json.dumps({'success': True, 'payload': payload})}".encode())
        assert found.story is not None
        assert (found.story.facts.is_suspended, found.suspended) == expected


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
