"""`archive appeal --out`: a folder with the letter, its translation, the evidence and a mail, read by the parser of the
standard library as a mail program does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from medium_archive.commands.appeal import AGAIN_DAYS, appeal
from medium_archive.errors import UnsafeTarget
from medium_archive.folder import sign_log, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.sign_log import Sign
from medium_archive.folder.watch_log import Probe
from medium_archive.report import Report
from medium_archive.watch import draft_mail, evidence
from medium_archive.watch.evidence import Attachment
from tests.small_archive import make, read_records

ADA = "https://medium.com/@ada"
STORY = "https://medium.com/@ada/x-abcdef123456"
OTHER = "https://medium.com/@ada/y-abcdef654321"
PAGES = "https://medium.com/looms-weekly"
CAPTURE = f"https://web.archive.org/web/20260211031500/{ADA}"
START = datetime(2026, 2, 10, 7, 17, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return watching(make(tmp_path / "archive"), STORY, OTHER)


def watching(layout: Layout, *addresses: str) -> Layout:
    """The addresses are the author's own."""
    settings = layout.settings.read_text("utf-8")
    layout.settings.write_text(f"{settings}\n[watch]\nposts = {list(addresses)}\n", "utf-8")
    return layout


def at(day: float) -> str:
    return (START + timedelta(days=day)).isoformat(timespec="seconds").replace("+00:00", "Z")


def up(day: float, address: str = ADA) -> Probe:
    return Probe(at(day), address, "up", "", "200, the requested page", 200, "Ada – Medium")


def out(day: float, address: str = ADA, what: str = "account", **more: str) -> Probe:
    title = f"410 {what.replace('story', 'post')} suspended — Medium"
    return Probe(at(day), address, "suspended", what, f"410, “{title}”", 410, title, **more)  # type: ignore[arg-type]  # kinds by their names


def browser(layout: Layout, day: float, size: int = 0, **more: str) -> Probe:
    """A look with a browser, and the files that it kept."""
    folder = layout.private / "watch"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"private/watch/2026-02-{10 + int(day)}"
    (layout.root / f"{name}.png").write_bytes(PNG + bytes(size))
    (layout.root / f"{name}.html").write_text("<title>410 account suspended — Medium</title>", "utf-8")
    return out(day + 0.01, kind="browser", screenshot=f"{name}.png", page=f"{name}.html", **more)


def written(layout: Layout, folder: Path, *, day: float = 4, again: bool = False) -> tuple[EmailMessage, Report]:
    """Write the folder, and read its mail."""
    report = appeal(layout, folder, again=again, now=START + timedelta(days=day))
    message = message_from_bytes((folder / "appeal.eml").read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert message["To"] == "trust@medium.com"
    assert message["X-Unsent"] == "1"
    assert message["From"] is None  # no address is invented; the mail program adds the person's own
    assert message["Date"].datetime == START + timedelta(days=day)
    assert message["Subject"] == report.facts["subject"]
    assert text_of(message) == (folder / "letter.txt").read_text("utf-8").strip() == report.details["letter"]
    return message, report


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").strip()


def core(message: EmailMessage) -> list[str]:
    """The lines before the thanks: what, since when, proof and request are in the first ten."""
    lines = text_of(message).partition("\n\nThank you,")[0].split("\n")
    assert len(lines) <= 10
    assert max(map(len, lines)) < 160
    return lines


def test_an_account_seen_in_three_ways(layout: Layout, tmp_path: Path) -> None:
    """Looks by kind, the capture of a web archive, screenshots of the first, a middle and the last look."""
    looks = [browser(layout, day) for day in range(5)]
    witness = out(0.8, kind="witness", capture=CAPTURE, found=at(1))
    watch_log.write(layout, [up(-1), *(out(day) for day in range(5)), out(0, STORY), *looks, witness])
    message, report = written(layout, tmp_path / "letter")
    assert message["Subject"] == f"Suspended account: {ADA}: please review"
    assert core(message) == [
        "Hello,",
        "",
        f"My Medium account {ADA} is suspended.",
        "It has been suspended since February 10, 2026. On February 9, 2026 others could still see it.",
        "Today readers who are not signed in get status 410 and the page “410 account suspended — Medium”.",
        "I saw this with an automatic check on 5 days and a signed-out browser on 5 days (screenshots and pages "
        "attached).",
        f"A web archive saw it too: {CAPTURE}",
        "I have received no reason, and I believe that this is a mistake.",
        "Please review this and restore the account, or tell me which text breaks which rule, so that I can correct "
        "it.",
    ]
    files = {one.get_filename(): one for one in message.iter_attachments()}
    assert list(files) == [
        "1-page-2026-02-10.html.txt", "1-screenshot-2026-02-10.png", "2-page-2026-02-12.html.txt",
        "2-screenshot-2026-02-12.png", "3-page-2026-02-14.html.txt", "3-screenshot-2026-02-14.png",
    ]  # fmt: skip
    assert files["3-screenshot-2026-02-14.png"].get_content() == PNG
    assert files["1-screenshot-2026-02-10.png"].get_content_type() == "image/png"
    assert "attached: 2-screenshot-2026-02-12.png" in text_of(message)
    assert sorted(one.name for one in (tmp_path / "letter").iterdir()) == sorted(
        ["letter.txt", "letter.zh.txt", "appeal.eml", *map(str, files)]
    )
    assert "What to do meanwhile" in str(report.details["text"])
    assert "meanwhile" not in text_of(message)


def test_a_story(layout: Layout, tmp_path: Path) -> None:
    """The letter does not say that the account is suspended."""
    watch_log.write(layout, [up(-3, STORY), up(0), out(0, STORY, "story"), out(1, STORY, "story")])
    message, _ = written(layout, tmp_path / "letter")
    assert message["Subject"] == f"Suspended story: {STORY}: please review"
    lines = core(message)
    assert lines[2] == f"A story of my Medium account {ADA} is suspended: {STORY}"
    assert lines[3].endswith("since February 10, 2026. On February 7, 2026 others could still see it.")
    assert "restore the story" in lines[-1]
    assert "account is suspended" not in text_of(message)
    assert list(message.iter_attachments()) == []
    watch_log.write(layout, [*watch_log.read(layout), out(1, OTHER, "story")])
    message, _ = written(layout, tmp_path / "both")
    assert message["Subject"] == f"Suspended stories: {STORY} and 1 more: please review"
    lines = core(message)
    assert lines[2] == f"2 stories of my Medium account {ADA} are suspended, among them {STORY}"
    assert lines[3].startswith("They have been suspended")


def test_a_publication(tmp_path: Path) -> None:
    """Its page was never seen up: since that day, or earlier."""
    layout = watching(make(tmp_path / "archive"), PAGES)
    watch_log.write(layout, [up(0), out(0, PAGES, "publication")])
    message, _ = written(layout, tmp_path / "letter")
    assert message["Subject"] == f"Suspended publication: {PAGES}: please review"
    lines = core(message)
    assert lines[2] == f"A publication of my Medium account {ADA} is suspended: {PAGES}"
    assert lines[3] == "It has been suspended since February 10, 2026, or earlier."
    assert "restore the publication" in lines[-1]


def test_a_second_letter_names_the_day_of_the_first(layout: Layout, tmp_path: Path) -> None:
    """By itself after some days, or when it is asked for. The first letter written again stays the first."""
    watch_log.write(layout, [up(-1), *(out(day) for day in range(12))])
    written(layout, tmp_path / "first", day=1)
    message, _ = written(layout, tmp_path / "first, written again", day=2)
    assert "I wrote to you" not in text_of(message)
    for folder in ("second", "second, written again"):
        message, _ = written(layout, tmp_path / folder, day=2 + AGAIN_DAYS)
        assert message["Subject"] == f"Suspended account: {ADA}: second letter, please review"
        assert "I wrote to you about this on February 12, 2026, and it is still suspended." in core(message)
    message, _ = written(layout, tmp_path / "third", day=9, again=True)
    assert message["Subject"] == f"Suspended account: {ADA}: third letter, please review"
    assert "I wrote to you about this on February 12, 2026 and on February 17, 2026, and it is" in text_of(message)
    lines = read_records(layout.private / "appeals.jsonl")
    assert [(line["at"][8:10], line["number"]) for line in lines] == [
        ("11", 1), ("12", 1), ("17", 2), ("17", 2), ("19", 3)
    ]  # fmt: skip
    watch_log.write(layout, [*watch_log.read(layout), up(13), out(20)])
    message, _ = written(layout, tmp_path / "next suspension", day=20)
    assert "I wrote to you" not in text_of(message)


@pytest.mark.parametrize(
    ("language", "first", "line"),
    [
        ("zh-TW", "這是英文信 letter.txt 的中文譯文", f"我的 Medium 帳號 {ADA} 已被停權。"),
        ("en", "这是英文信 letter.txt 的中文译文", f"我的 Medium 账号 {ADA} 已被停用。"),
    ],
)
def test_the_translation_says_first_that_it_is_not_sent(tmp_path: Path, language: str, first: str, line: str) -> None:
    """In the characters of the site's language; the mail has only English."""
    layout = make(tmp_path / "archive", language=language)
    watch_log.write(
        layout, [up(-1), out(0), browser(layout, 1), out(1.5, kind="witness", capture=CAPTURE, found=at(1))]
    )
    message, _ = written(layout, tmp_path / "letter")
    lines = (tmp_path / "letter/letter.zh.txt").read_text("utf-8").splitlines()
    assert lines[0].startswith(first)
    assert line in lines
    assert "2026 年 2 月 10 日" in lines[5]
    assert re.search("(?:自动检查|自動檢查)有 1 天看到，.*有 1 天看到（附有(?:截图和网页|截圖和網頁)）。", lines[7])
    assert CAPTURE in lines[8]
    assert first not in text_of(message)


def test_a_mail_about_a_violation_is_named(layout: Layout, tmp_path: Path) -> None:
    """Then the letter does not say that there was no reason. A mail of an earlier year belongs to something else."""
    watch_log.write(layout, [up(-1), out(0)])
    sign_log.note(layout, [Sign("2024-05-01T00:00:00Z", "mail", reason="A mail of Medium's names a violation.")])
    assert "I have received no reason" in text_of(written(layout, tmp_path / "without", day=1)[0])
    sign_log.note(layout, [Sign("2026-02-08T12:00:00Z", "mail", reason="A mail of Medium's names a violation.")])
    message, _ = written(layout, tmp_path / "with", day=1)
    line = "I have your mail of February 8, 2026 about a violation, and I believe that this is a mistake."
    assert line in core(message)
    assert "no reason" not in text_of(message)
    assert "2026 年 2 月 8 日关于违规的邮件" in (tmp_path / "with/letter.zh.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("moments", "line", "translated"),
    [
        (["2026-02-19T12:00:00Z"], "I have received no reason", "我没有收到任何理由"),  # today is the 12th
        (["2026-01-20T12:00:00Z"], "I have received no reason", "我没有收到任何理由"),
        ([""], "I have your mail about a violation, and I", "我收到了你们关于违规的邮件"),
        (
            ["", "2026-02-03T12:00:00Z"],
            "I have your mail of February 3, 2026 about",
            "你们 2026 年 2 月 3 日关于违规的邮件",
        ),
    ],
)
def test_only_a_mail_of_this_suspension_is_named(
    layout: Layout, tmp_path: Path, moments: list[str], line: str, translated: str
) -> None:
    """From the week before it up to today; one without a date is named without a date."""
    watch_log.write(layout, [up(-1), out(0)])
    sign_log.note(layout, [Sign(moment, "mail", reason="A mail of Medium's says: “…”") for moment in moments])
    message, _ = written(layout, tmp_path / "letter", day=2)
    assert line in text_of(message)
    assert translated in (tmp_path / "letter/letter.zh.txt").read_text("utf-8")


def test_a_mail_that_came_while_the_looks_were_blind_is_named(layout: Layout, tmp_path: Path) -> None:
    """The suspension may have begun at any time after the last look that saw the page."""
    watch_log.write(layout, [up(-40), out(0)])
    sign_log.note(layout, [Sign("2026-01-15T12:00:00Z", "mail", reason="A mail of Medium's says: “…”")])
    assert "your mail of January 15, 2026" in text_of(written(layout, tmp_path / "letter", day=2)[0])


def test_the_translation_says_what_the_letter_says(layout: Layout, tmp_path: Path) -> None:
    """For one or several stories, up and suspended on one day, and seen by a web archive alone."""
    seen = out(0.5, STORY, "story", kind="witness", capture=CAPTURE, found=at(1))
    watch_log.write(layout, [up(0, STORY), seen])
    lines = core(written(layout, tmp_path / "one", day=1)[0])
    assert "Earlier on that day others could still see it." in lines[3]
    assert f"A web archive saw it: {CAPTURE}" in lines
    translation = (tmp_path / "one/letter.zh.txt").read_text("utf-8")
    for part in (
        f"我的 Medium 账号 {ADA} 的一篇文章已被下架：{STORY}",
        "自 2026 年 2 月 10 日起被下架；当天早些时候其他人还能看到。",
        f"网络档案馆看到了这个情况：{CAPTURE}",
        "并恢复这篇文章；",
    ):
        assert part in translation
    watch_log.write(layout, [up(0, STORY), seen, out(0.6, STORY, "story"), out(0.6, OTHER, "story")])
    written(layout, tmp_path / "two", day=1)
    translation = (tmp_path / "two/letter.zh.txt").read_text("utf-8")
    for part in (f"账号 {ADA} 的 2 篇文章已被下架，其中包括 {STORY}", "并恢复这些文章；", "网络档案馆也看到了"):
        assert part in translation


def test_only_a_witness(layout: Layout, tmp_path: Path) -> None:
    """The letter claims no look of one's own."""
    watch_log.write(layout, [up(-1), out(0.8, kind="witness", capture=CAPTURE, found=at(1))])
    lines = core(written(layout, tmp_path / "letter", day=1)[0])
    assert f"A web archive saw it: {CAPTURE}" in lines
    assert not any(line.startswith("I saw") for line in lines)


def test_looks_that_saw_the_same_share_an_attachment(layout: Layout, tmp_path: Path) -> None:
    """They kept one file."""
    first = browser(layout, 0)
    watch_log.write(layout, [replace(first, at=at(day)) for day in range(12)])
    message, _ = written(layout, tmp_path / "letter", day=12)
    assert [one.get_filename() for one in message.iter_attachments()] == [
        "1-page-2026-02-10.html.txt", "1-screenshot-2026-02-10.png"
    ]  # fmt: skip
    assert "a signed-out browser on 12 days (screenshot and page attached)" in text_of(message)
    assert text_of(message).count("attached: 1-screenshot") == 8


def test_large_screenshots_are_left_out(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server would refuse the mail: the first and the last one say most."""
    monkeypatch.setattr(evidence, "MOST_BYTES", 2500)
    watch_log.write(layout, [browser(layout, day, 900) for day in range(3)])
    message, _ = written(layout, tmp_path / "letter")
    names = [one.get_filename() for one in message.iter_attachments()]
    assert [name for name in names if "screenshot" in str(name)] == [
        "1-screenshot-2026-02-10.png",
        "3-screenshot-2026-02-12.png",
    ]


def test_a_record_cannot_attach_another_file(layout: Layout, tmp_path: Path) -> None:
    """Only what a look kept, below private/watch/; a file that is gone is named."""
    (layout.private / "watch").mkdir(parents=True)
    (layout.private / "secret.png").write_bytes(PNG)
    names = ("private/secret.png", "private/watch/../secret.png", "/etc/hostname", "private/watch/gone.png")
    watch_log.write(layout, [out(day, kind="browser", screenshot=name) for day, name in enumerate(names)])
    message, report = written(layout, tmp_path / "letter", day=5)
    assert list(message.iter_attachments()) == []
    assert "attached" not in text_of(message)
    assert {issue.code for issue in report.issues} == {"evidence-missing"}


@pytest.mark.parametrize("place", ["archive/site/letter", "archive/letter", "used"])
def test_the_letter_is_not_written_where_it_could_be_published_or_replace_files(
    layout: Layout, tmp_path: Path, place: str
) -> None:
    """private/ and any new folder elsewhere are allowed."""
    watch_log.write(layout, [out(0)])
    (tmp_path / "used").mkdir()
    (tmp_path / "used/letter.txt").write_text("edited", "utf-8")
    with pytest.raises(UnsafeTarget):
        appeal(layout, tmp_path / place)
    written(layout, layout.private / "letter")


def test_printing_changes_nothing(layout: Layout) -> None:
    """Without --out no letter is recorded: nobody knows whether it was sent."""
    watch_log.write(layout, [out(0)])
    appeal(layout, now=START)
    assert not (layout.private / "appeals.jsonl").exists()


def test_again_without_a_recorded_letter_names_no_day(layout: Layout) -> None:
    """The person says that there was one."""
    watch_log.write(layout, [out(0)])
    letter = str(appeal(layout, again=True, now=START).details["letter"])
    assert "I wrote to you about this before, and it is still suspended." in letter


@pytest.mark.parametrize(
    "subject",
    [
        f"Suspended story: {ADA}/{'檔案' * 40}-abcdef123456: please review",
        f"Suspended story: {ADA}/{'looms-' * 40}檔案-abcdef123456: please review",
        f"Suspended story: {ADA}/{'looms-' * 40}abcdef123456: please review",
        "Suspended account\r\nBcc: all@ada.example",
    ],
)
def test_any_subject_comes_through(subject: str) -> None:
    """In any script, of any length, and never as another header."""
    mail = draft_mail.write(to="trust@medium.com", subject=subject, text="文\n", attachments=(), now=START)
    message = message_from_bytes(mail, policy=default)
    assert message["Subject"] == " ".join(subject.split())
    assert set(message.keys()) == {
        "To", "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"
    }  # fmt: skip
    assert subject.isascii() or max(map(len, mail.split(b"\r\n"))) <= 78


def test_lines_and_charsets_are_those_that_mail_programs_expect() -> None:
    """Filters take long encoded lines for spam, and a preview shows a page in the charset that its part names."""
    page = "<title>Grüße 文</title>".encode()
    text = f"Grüße\n{ADA}/{'x' * 200}\n"
    parts = [
        ("page.html.txt", "text/plain", page),
        ("old.html.txt", "text/plain", b"\xff"),
        ("a.png", "image/png", PNG),
    ]
    files = [Attachment(name, kind, content, name) for name, kind, content in parts]
    mail = draft_mail.write(to="trust@medium.com", subject="x", text=text, attachments=files, now=START)
    assert max(len(line) for line in mail.split(b"\r\n") if b"boundary=" not in line) <= 76
    message = message_from_bytes(mail, policy=default)
    assert isinstance(message, EmailMessage)
    assert text_of(message) == text.strip()
    attached = list(message.iter_attachments())
    assert [one.get_content_charset() for one in attached] == ["utf-8", None, None]
    assert [one.get_payload(decode=True) for one in attached] == [content for _, _, content in parts]
