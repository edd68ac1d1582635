"""The private page of `archive serve` about the watch: only the server shows it, and no built site ever has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from medium_archive.checks import privacy, snapshot
from medium_archive.commands import watch_page
from medium_archive.commands.appeal import appeal
from medium_archive.commands.build import build
from medium_archive.commands.serve import make_server
from medium_archive.commands.show_status import status
from medium_archive.folder import sign_log, watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.sign_log import Sign
from medium_archive.folder.starter_files import GITIGNORE
from medium_archive.folder.watch_log import PAGE_MARK, Probe
from medium_archive.site.server.server import Server
from medium_archive.site.server.watch_page import PATH, STYLE
from medium_archive.site.translations import _BY_LANGUAGE
from medium_archive.site.translations.watch_words import BY_LANGUAGE, words_for
from tests import small_archive

ADA = "https://medium.com/@ada"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
NOON = datetime.now(UTC).replace(hour=12, minute=0)  # so that looks a few hours apart are of one day


def at(days_ago: float) -> str:
    return (NOON - timedelta(days=days_ago)).isoformat(timespec="seconds").replace("+00:00", "Z")


def watched(layout: Layout) -> None:
    """A suspension, seen in three ways."""
    (layout.private / "watch").mkdir(parents=True)
    (layout.private / "watch/a.png").write_bytes(PNG)
    (layout.private / "watch/a.html").write_text("<script>alert(1)</script>", "utf-8")
    sign_log.note(layout, [Sign(at(1), "mail", reason="A mail of Medium's names a <violation>.")])
    title = "410 account suspended — Medium"
    capture = f"https://web.archive.org/web/20260601000000/{ADA}"
    watch_log.write(
        layout,
        [
            *(Probe(at(day), ADA, "up", reason="200, the requested page") for day in range(3, 40)),
            Probe(at(2), ADA, "suspended", "account", f"410, “{title}” <b>", 410, title),
            Probe(
                at(1.9),
                ADA,
                "suspended",
                "account",
                f"410, “{title}”",
                410,
                title,
                kind="browser",
                screenshot="private/watch/a.png",
                page="private/watch/a.html",
            ),
            Probe(at(1.8), ADA, "suspended", "account", f"410, “{title}”", 410, title, kind="witness", capture=capture),
        ],
    )


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    layout = small_archive.make(tmp_path, url="https://ada.example/blog")
    watched(layout)
    return layout


@pytest.fixture
def server(archive: Layout) -> Iterator[Server]:
    running = make_server(archive, archive.site)
    running.start()
    yield running
    running.stop()


def ask(server: Server, path: str, host: str = "") -> HTTPResponse:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=10)
    connection.request("GET", path, headers={"Host": host} if host else {})
    return connection.getresponse()


def test_the_server_shows_the_strip_the_changes_and_their_evidence(server: Server) -> None:
    """In the style of the theme; what Medium answered is shown, never run."""
    response = ask(server, PATH)
    page = response.read().decode()
    assert response.status == 200
    assert 'href="/blog/static/style.css"' in page
    assert page.count('<li class="up"') == 37
    assert page.count('<li class="none"') == 52
    assert "Suspended since " in page
    assert "https://web.archive.org/web/20260601000000/https://medium.com/@ada" in page
    assert '<img src="/.archive/private/watch/a.png"' in page
    assert "A mail of Medium&#39;s names a &lt;violation&gt;." in page
    assert "they prove nothing" in page
    assert '<bdi class="address">your account</bdi>' in page
    assert "&lt;b&gt;" in page and "<b>" not in page.partition("Changes")[2]
    assert ask(server, STYLE).getheader("Content-Type") == "text/css; charset=utf-8"
    shot = ask(server, "/.archive/private/watch/a.png")
    assert (shot.getheader("Content-Type"), shot.read()) == ("image/png", PNG)


def test_no_other_private_file_is_served_and_no_other_site_can_read_the_page(server: Server) -> None:
    """A page that a look kept could run scripts here."""
    for path in (
        "/.archive/private/watch/a.html",
        "/.archive/private/watch/../../ada.png",
        "/.archive/private/watch/%2e%2e/%2e%2e/ada.png",
        "/.archive/archive.toml",
        "/.archive/nothing",
        "/blog/.archive/watch.html",
    ):
        assert ask(server, path).status == 404, path
    assert ask(server, PATH, host="evil.example").status == 403


@pytest.mark.parametrize("drafts", [False, True])
def test_no_built_site_has_the_page(archive: Layout, drafts: bool) -> None:
    """Neither its files nor a link to it, also with drafts."""
    build(archive, drafts=drafts)
    built = [path for path in archive.site.rglob("*") if path.is_file()]
    assert not [path for path in built if "watch" in path.name]
    assert not [
        path for path in built if any(mark in path.read_bytes() for mark in (PAGE_MARK.encode(), b"/.archive/"))
    ]


def test_the_check_of_privacy_finds_a_copy_of_the_page(archive: Layout) -> None:
    """That a person saved into the site."""
    build(archive)
    (archive.root / ".gitignore").write_text(GITIGNORE, "utf-8")
    assert privacy.inspect(snapshot.read(archive)).issues == ()
    (archive.site / "watch.html").write_bytes(watch_page.page(archive, "/blog", NOON))
    (issue,) = privacy.inspect(snapshot.read(archive)).issues
    assert (issue.where, issue.code, issue.level) == ("site/watch.html", "private-shown", "error")
    assert "the page about the watch" in issue.message


def test_an_archive_that_nothing_looked_at_has_a_page(tmp_path: Path) -> None:
    """It says so."""
    page = watch_page.page(small_archive.make(tmp_path), "", NOON).decode()
    assert "No look has seen your pages yet." in page
    assert "No look has seen a change." in page


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh-CN", "zh-TW"])
def test_the_page_is_in_the_language_of_the_site(tmp_path: Path, language: str) -> None:
    """Every language of the site has its words; placeholders are filled."""
    layout = small_archive.make(tmp_path, language=language)
    watched(layout)
    page = watch_page.page(layout, "", NOON).decode()
    assert f'<html lang="{language}"' in page
    assert "{" not in page
    assert BY_LANGUAGE.keys() == _BY_LANGUAGE.keys()


def test_a_time_that_a_person_edited_is_shown_as_it_is(tmp_path: Path) -> None:
    """On the page, in the strip and in the letter."""
    layout = small_archive.make(tmp_path)
    watch_log.write(layout, [Probe("last week", ADA, "suspended", "account", "410", 410, "410 account suspended")])
    assert "last week" in watch_page.page(layout, "", NOON).decode()
    assert "suspended since last week, or earlier" in str(appeal(layout).details["letter"])
    assert status(layout).details["watch"]["counts"] == {"none": 90}


def test_damaged_records_are_named(archive: Layout) -> None:
    """In place of the page."""
    (archive.records / "watch.jsonl").write_text("{\n", "utf-8")
    answer = watch_page.answer(archive, "", PATH)
    assert answer is not None
    assert "watch.jsonl is damaged" in answer[1].decode()


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh-CN", "zh-TW"])
def test_looks_that_could_not_see_are_no_missing_looks(tmp_path: Path, language: str) -> None:
    """The verdict does not contradict the days below it."""
    layout = small_archive.make(tmp_path, language=language)
    watch_log.write(layout, [Probe(at(1), ADA, "unknown", reason="429")])
    shown = watch_page.values(layout, language, datetime.now(UTC))
    now = words_for(language).now
    assert shown.state == "none" and shown.verdict == now["unknown"] != now["none"]
