"""`archive check`: the verdict and the exit code for every answer that Medium is known to give."""

from __future__ import annotations

import itertools
import os
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from medium_archive.commands import check
from medium_archive.errors import SettingsWrong
from medium_archive.folder import watch_log
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Watch
from medium_archive.medium.addresses import place
from medium_archive.watch import probe
from medium_archive.web import Limits
from tests.medium_server import (
    CONTINUED,
    SENTENCE,
    Answering,
    MediumServer,
    Reply,
    Server,
    app,
    by_author,
    challenge,
    html,
    not_found,
    packed,
    profile,
    publication,
    redirect,
    story,
    suspended,
)  # fmt: skip
from tests.small_archive import make
from tests.web_servers import RawServer, closes_connection, gzip_bomb, head, never_answers, streams

ADA = "https://medium.com/@ada"
ABOUT = "medium.com/@ada/about"
ID = "5c8d3a012345"
STORY = f"https://medium.com/@ada/looms-{ID}"
SHORT = f"medium.com/p/{ID}"
FEED = "https://medium.com/feed/@ada"
RSS = (
    b'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title><![CDATA[Stories by Ada on Medium]]>'
    b"</title><generator>Medium</generator></channel></rss>"
)
SUSPENDED = suspended("account")
BLOCKED = html("403 Blocked — Medium", status=403)
WALLED = Reply(410, SUSPENDED.body, {"cf-mitigated": "challenge"})
WITHHELD = html("451 Not available — Medium", status=451)
SAID = SENTENCE.format("account")
STRINGS = f"<script>TEXTS = ['{SAID}', '{SENTENCE.format('publication')}']</script>"
DELETED_BY_AUTHOR = "<h2>The author deleted this Medium story.</h2>"
FRONT_PAGE = html("Medium", "<h1>Stories</h1>", head=app(""))


def gone(body: str, title: str = "410 Deleted by author — Medium", status: int = 410) -> Reply:
    return html(title, body, status)


def in_utf_16(reply: Reply) -> Reply:
    return Reply(reply.status, reply.body.decode().encode("utf-16"), {"Content-Type": "text/html"})


# name: what is asked, what is answered by the address itself and by the other one, verdict, what, exit code
Situation = tuple[str, Answering, Answering, str, str, int]
SITUATIONS: dict[str, Situation] = {
    "a profile": (ADA, profile("ada"), not_found(), "up", "", 0),
    "a story": (STORY, story(ID), not_found(), "up", "", 0),
    "a suspended account, by its profile": (ADA, SUSPENDED, SUSPENDED, "suspended", "account", 60),
    "a suspended account, by a story": (STORY, SUSPENDED, SUSPENDED, "suspended", "account", 60),
    "a single story suspended": (STORY, suspended("post"), suspended("post"), "suspended", "story", 60),
    "a publication suspended": (
        "https://medium.com/looms", suspended("publication"), not_found(), "suspended", "publication", 60,
    ),
    "a story whose author deleted the account": (
        STORY, by_author("User deactivated or deleted their account."), by_author(), "gone", "", 61,
    ),
    "a story deleted by its author": (STORY, by_author(), by_author(), "gone", "", 61),
    "a profile that does not exist": (ADA, not_found(), not_found(), "gone", "", 61),
    "a draft": (STORY, redirect("https://medium.com/m/signin?redirect=x"), not_found(), "unknown", "", 62),
    "blocked by its author": (STORY, BLOCKED, BLOCKED, "unknown", "", 62),
    "withheld for legal reasons": (STORY, WITHHELD, WITHHELD, "unknown", "", 62),
    "a challenge, by its header": (ADA, challenge(title="Medium"), challenge(), "unknown", "", 62),
    "a challenge, by its title": (ADA, challenge(header=False), challenge(header=False), "unknown", "", 62),
    "a challenge with status 503": (ADA, challenge(503), challenge(503), "unknown", "", 62),
    "a challenge with status 200": (ADA, challenge(200, header=False), challenge(200, header=False), "unknown", "", 62),
    "a challenge over a suspended account": (ADA, WALLED, WALLED, "unknown", "", 62),
    "a challenge with status 404": (ADA, challenge(404), challenge(404), "unknown", "", 62),
    "Cloudflare's block": (
        ADA, challenge(title="Attention Required! | Cloudflare", header=False), challenge(), "unknown", "", 62,
    ),
    "too many requests": (ADA, Reply(429, headers={"Retry-After": "900"}), Reply(429), "unknown", "", 62),
    "an error of the server": (ADA, html("500", status=500), html("502", status=502), "unknown", "", 62),
    "one error, and up again": (ADA, html("502", status=502), profile("ada"), "up", "", 0),
    "a 410 that the second answer does not confirm": (ADA, SUSPENDED, profile("ada"), "unknown", "", 62),
    "a 404 that the second answer does not confirm": (ADA, not_found(), challenge(), "unknown", "", 62),
    "a story that quotes the sentence": (
        STORY, story(ID, SENTENCE.format("account"), "410 account suspended — Medium"), not_found(), "up", "", 0,
    ),
    "a story titled like a bot wall": (STORY, story(ID, title="Just a moment | by Ada"), not_found(), "up", "", 0),
    "a deleted story with the suspension's homepage words": (STORY, by_author(CONTINUED), by_author(), "gone", "", 61),
    "a profile in another language": (ADA, profile("ada", "Ada 在 Medium 的文章。"), not_found(), "up", "", 0),
    "a profile whose name is written otherwise": ("https://medium.com/@Ada", profile("ada"), not_found(), "up", "", 0),
    "a page that is not Medium's": (ADA, html("Welcome to nginx!", "@ada"), html("A hotel"), "unknown", "", 62),
    "another author's profile": (ADA, profile("bea"), profile("bea"), "unknown", "", 62),
    "an empty page": (ADA, Reply(200), Reply(200), "unknown", "", 62),
    "a packed page": (ADA, packed(profile("ada")), not_found(), "up", "", 0),
    "a redirect to the author's own subdomain": (ADA, redirect("https://ada.medium.com/"), not_found(), "up", "", 0),
    "a redirect to a suspended subdomain": (
        ADA, redirect("https://bea.medium.com/"), redirect("https://bea.medium.com/"), "suspended", "account", 60,
    ),
    "a custom domain": (f"https://looms.example/looms-{ID}", story(ID), not_found(), "up", "", 0),
    "a custom domain that bounces": (
        f"https://looms.example/bounce-{ID}",
        redirect(f"https://medium.com/m/global-identity-2?redirectUrl=https%3A%2F%2Flooms.example%2Flooms-{ID}"),
        not_found(), "up", "", 0,
    ),
    "a publication": ("https://medium.com/looms", publication("looms"), not_found(), "up", "", 0),
    "endless redirects": (ADA, redirect(ADA), redirect(f"{ADA}/about"), "unknown", "", 62),
    "a redirect into the private network": (ADA, redirect("http://192.168.0.1/"), not_found(), "unknown", "", 62),
    "a suspended page in another markup": (
        ADA, html("Medium", SAID.replace("account", "<!-- -->account").replace(" Medium", "&nbsp;<a>Medium</a>"), 410),
        html("Medium", SAID.lower(), 410), "suspended", "account", 60,
    ),
    "a profile in what is no character set of pages": (
        ADA, Reply(200, profile("ada").body, {"Content-Type": "text/html; charset=idna"}), not_found(), "up", "", 0,
    ),
    "a suspended page in UTF-16": (ADA, in_utf_16(SUSPENDED), in_utf_16(SUSPENDED), "suspended", "account", 60),
    "a profile in UTF-16": (ADA, in_utf_16(profile("ada")), not_found(), "up", "", 0),
    "a deleted story among whose scripts the sentence is": (
        STORY, gone(DELETED_BY_AUTHOR + STRINGS), gone(STRINGS + DELETED_BY_AUTHOR), "gone", "", 61,
    ),
    "a deleted story that recommends one called like the sentence": (
        STORY, gone(f"{DELETED_BY_AUTHOR}<h3>{SAID}</h3>"), gone(f"{DELETED_BY_AUTHOR}<h3>{SAID}</h3>", "Medium"),
        "gone", "", 61,
    ),
    "a page not found that recommends a story called like the sentence": (
        STORY, gone(f"<h2>404</h2><p>Out of nothing, something.</p>{SENTENCE.format('publication')}", "Medium", 404),
        not_found(), "gone", "", 61,
    ),
    "a suspended page that names another author": (
        ADA, html("410 account suspended — Medium", SAID, 410, app("@bea")), SUSPENDED, "unknown", "", 62,
    ),
    "the suspended screen with status 200": (
        ADA, html("410 account suspended — Medium", SAID), html("Medium", SAID), "unknown", "", 62,
    ),
    "a bot wall in another language, by its words": (
        ADA, challenge(404, "请稍候…", header=False), challenge(404, "请稍候…", header=False), "unknown", "", 62,
    ),
    "a page not found with status 200": (STORY, html("Medium", "404", head=app("")), not_found(), "unknown", "", 62),
    "another story from a cache": (STORY, story("aaaaaaaaaaaa"), story("aaaaaaaaaaaa"), "unknown", "", 62),
    "a page that redirects by HTML": (
        ADA, html("x", head='<meta http-equiv="refresh" content="0;url=/@ada">'), Reply(204), "unknown", "", 62,
    ),
    "the login page of a hotel network": (
        ADA, html("Hotel", f'<a href="{ADA}">Log in</a>', 511), redirect("http://hotel.example/"), "unknown", "", 62,
    ),
    "the mark of a profile in a comment and in a script": (
        ADA, html("x", head=f"<!-- {app('@ada')} -->"), html("x", head=f"<script>'{app('@ada')}'</script>"),
        "unknown", "", 62,
    ),
    "a publication that leads to Medium's front page": (
        "https://medium.com/looms", FRONT_PAGE, FRONT_PAGE, "unknown", "", 62,
    ),
    "another publication": ("https://medium.com/looms", publication("warp"), not_found(), "unknown", "", 62),
    "a custom domain of a publication": ("https://looms.example/", publication("looms"), not_found(), "up", "", 0),
    "a domain that shows Medium's front page": ("https://looms.example/", FRONT_PAGE, FRONT_PAGE, "unknown", "", 62),
    "a domain that is for sale": (
        f"https://looms.example/sale-{ID}", html("looms.example is for sale"), not_found(), "unknown", "", 62,
    ),
    "an about page in English": (ADA, html("502", status=502), html("Ada", "Medium member since 2019"), "up", "", 0),
    "another author's about page": (
        ADA, redirect("https://bea.medium.com/about"), redirect("https://bea.medium.com/about"), "unknown", "", 62,
    ),
    "another author's feed": (
        FEED, Reply(200, RSS.replace(b"<channel>", b"<channel><link>https://medium.com/@bea?source=rss-1--2</link>")),
        html("x"), "unknown", "", 62,
    ),
    "a feed in UTF-16": (
        FEED, Reply(200, RSS.decode().replace("UTF-8", "UTF-16").encode("utf-16")), not_found(), "up", "", 0,
    ),
    "a feed": (FEED, Reply(200, RSS, {"Content-Type": "text/xml"}), not_found(), "up", "", 0),
    "a feed with what XML forbids in it": (FEED, Reply(200, RSS.replace(b"Ada", b"A\x0bda")), not_found(), "up", "", 0),
    "a feed that is HTML": (FEED, html("Medium", "<body>"), html("Medium"), "unknown", "", 62),
    "a feed that is not there": (FEED, not_found(), not_found(), "unknown", "", 62),
    "a feed that says suspended": (FEED, SUSPENDED, SUSPENDED, "suspended", "account", 60),
    "a feed with a bomb in it": (
        FEED, Reply(200, b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + b"".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
        ) + b"]><rss><channel><generator>Medium&j;</generator></channel></rss>"),
        html("x"), "unknown", "", 62,
    ),
}  # fmt: skip


def clock() -> Callable[[], datetime]:
    seconds = itertools.count()
    return lambda: datetime(2026, 11, 23, 7, 17, next(seconds), tzinfo=UTC)


def no_pause(seconds: float) -> None:
    """Tests need no pause before the second request."""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path / "archive")


@pytest.fixture
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        yield server


def put(medium: MediumServer, address: str, first: Answering, second: Answering) -> None:
    medium.answers |= {
        "ada.medium.com/": profile("ada"),
        "bea.medium.com/": SUSPENDED,
        "bea.medium.com/about": html("Bea", "Medium member since 2020"),
        "medium.com/m/signin?redirect=x": html("Medium", "Sign in"),
        f"looms.example/looms-{ID}": story(ID),
        f"medium.com/m/global-identity-2?redirectUrl=https%3A%2F%2Flooms.example%2Flooms-{ID}": redirect(
            f"https://looms.example/looms-{ID}?gi=1"
        ),
        f"looms.example/looms-{ID}?gi=1": story(ID),
        place(address).other.removeprefix("https://"): second,
        address.removeprefix("https://"): first,
    }


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_answer_of_medium_has_its_verdict(name: str, layout: Layout, medium: MediumServer) -> None:
    """And the exit code of that verdict."""
    address, first, second, verdict, what, code = SITUATIONS[name]
    put(medium, address, first, second)
    hosts = medium.settings("ada.medium.com", "bea.medium.com", "looms.example")
    layout.settings.write_text(layout.settings.read_text("utf-8") + hosts, "utf-8")
    report = check.check(layout, [address], now=clock(), sleep=no_pause)
    (probed,) = watch_log.read(layout)
    print(f"{name}: {report.details['text'].splitlines()[0]} [{report.exit_code}]")  # noqa: T201  # the table that is promised
    assert (probed.verdict, probed.what, report.exit_code) == (verdict, what, code)
    assert report.details["text"].startswith(verdict)
    assert probed.again or verdict == "up"


def _drops() -> Iterator[bytes]:
    while True:
        time.sleep(0.05)
        yield b"x"


RAW = {
    "no answer": (never_answers, False),
    "a closed connection": (closes_connection, False),
    "an endless body": (streams(head(), lambda: itertools.repeat(b"x" * 65536)), False),
    "a trickle": (streams(head(), _drops), False),
    "a gzip bomb": (streams(head(Content_Encoding="gzip"), lambda: iter([gzip_bomb(32 << 20)])), False),
    "no certificate that can be trusted": (never_answers, True),
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_a_server_that_never_answers_is_unknown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent, slow or endless server, a gzip bomb, broken TLS: the check ends in time."""
    behaviour, tls = RAW[name]
    monkeypatch.setattr(
        probe, "LIMITS", Limits(seconds=1, max_bytes=1 << 20, max_redirects=8, attempts=1, max_wait=0, idle_seconds=0.5)
    )
    with RawServer(behaviour, tls=tls) as server:
        hosts = Watch(hosts={"medium.com": server.address})
        (probed,) = probe.send([place(ADA)], hosts, clock(), no_pause)
    assert probed.verdict == probed.again_verdict == "unknown"
    assert probed.reason


@pytest.mark.skipif(not os.path.exists("/proc/net/if_inet6"), reason="needs a machine with IPv6")  # noqa: PTH110  # asked before any fixture
def test_a_server_with_an_ipv6_address_can_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test server listens on ::1."""

    class Six(Server):
        address_family = socket.AF_INET6

        def __init__(self, place: tuple[str, int], handler: object) -> None:
            super().__init__(("::1", 0), handler)  # type: ignore[arg-type]  # the stand-in's own handler

    monkeypatch.setattr("tests.medium_server.Server", Six)
    with MediumServer({"medium.com/@ada": profile("ada")}) as server:
        port = server.address.rpartition(":")[2]
        hosts = Watch(hosts={"medium.com": f"http://[::1]:{port}"})
        (probed,) = probe.send([place(ADA)], hosts, clock(), no_pause)
    assert probed.verdict == "up"


def test_one_address_takes_less_than_twenty_seconds() -> None:
    """By its limits: two requests, each with its redirects, and the pause between them."""
    assert 2 * probe.LIMITS.seconds + probe.PAUSE < 20
    assert probe.LIMITS.attempts == 1
    assert probe.LIMITS.max_wait == 0


def test_without_addresses_the_profile_the_newest_posts_and_the_feed_are_checked(
    layout: Layout, medium: MediumServer
) -> None:
    """The author's, if [watch] names no others; never a private endpoint of Medium's."""
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    check.check(layout, now=clock(), sleep=no_pause)
    assert {probed.address for probed in watch_log.read(layout)} == {
        ADA, FEED, "https://medium.com/@ada/looms-5c8d3a", "https://medium.com/@ada/x-abcdef123",
    } - {"https://medium.com/@ada/looms-5c8d3a"}  # fmt: skip
    assert not any("format=json" in request or "/_/" in request for request in medium.requests)
    assert all("cookie" not in headers for headers in medium.headers)


def test_the_worst_verdict_is_the_exit_code(layout: Layout, medium: MediumServer) -> None:
    """Suspended, then gone, then unknown, then up."""
    medium.answers |= {
        "medium.com/@ada": profile("ada"), ABOUT: profile("ada"),
        f"medium.com/@ada/gone-{ID}": not_found(), SHORT: not_found(),
        "medium.com/@bea": challenge(), "medium.com/@bea/about": challenge(),
        "medium.com/@cyd": SUSPENDED, "medium.com/@cyd/about": SUSPENDED,
    }  # fmt: skip
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    up, gone, unknown, out = (ADA, f"{ADA}/gone-{ID}", "https://medium.com/@bea", "https://medium.com/@cyd")
    for addresses, code in (
        ([up], 0), ([up, unknown], 62), ([up, unknown, gone], 61), ([up, unknown, gone, out], 60),
    ):  # fmt: skip
        assert check.check(layout, addresses, now=clock(), sleep=no_pause).exit_code == code


def test_an_address_that_is_not_up_is_requested_again_at_its_other_address(
    layout: Layout, medium: MediumServer
) -> None:
    """After all the others and a pause."""
    medium.answers |= {"medium.com/@ada": html("500", status=500), ABOUT: profile("ada"), SHORT: story(ID)}
    medium.answers["medium.com/feed/@ada"] = Reply(200, RSS)
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    pauses: list[float] = []
    report = check.check(layout, [ADA, f"https://{SHORT}", FEED], now=clock(), sleep=pauses.append)
    assert medium.requests == ["medium.com/@ada", SHORT, "medium.com/feed/@ada", ABOUT]
    assert pauses == [probe.PAUSE]
    assert report.exit_code == 0


def test_each_probe_is_a_record_with_its_evidence(layout: Layout, medium: MediumServer) -> None:
    """Status, title, checksum of the body, and time in UTC, of both answers."""
    medium.answers |= {"medium.com/@ada": SUSPENDED, ABOUT: SUSPENDED}
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    check.check(layout, [ADA], now=clock(), sleep=no_pause)
    (probed,) = watch_log.read(layout)
    assert (probed.at, probed.status, probed.title) == ("2026-11-23T07:17:00Z", 410, "410 account suspended — Medium")
    assert len(probed.sha256) == len(probed.again_sha256) == 64
    assert (probed.again, probed.again_status, probed.again_at) == (f"{ADA}/about", 410, "2026-11-23T07:17:01Z")


def test_addresses_can_be_checked_without_an_archive(medium: MediumServer) -> None:
    """Then nothing is recorded, and private addresses are refused as always."""
    report = check.check(None, [f"{medium.address}/@ada"], now=clock(), sleep=no_pause)
    assert report.exit_code == 62
    assert not medium.requests


@pytest.mark.parametrize("typed", ["@ada", "medium.com/@ada", ADA])
def test_an_address_can_be_typed_in_short_forms(layout: Layout, medium: MediumServer, typed: str) -> None:
    """The user name is enough."""
    medium.answers["medium.com/@ada"] = profile("ada")
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    assert check.check(layout, [typed], now=clock(), sleep=no_pause).exit_code == 0


def test_a_wrong_host_in_the_settings_is_an_error(layout: Layout) -> None:
    """Before any request."""
    layout.settings.write_text(layout.settings.read_text("utf-8") + '[watch]\nhosts = {"a b" = "x"}\n', "utf-8")
    with pytest.raises(SettingsWrong, match="host"):
        check.check(layout, [ADA], now=clock(), sleep=no_pause)


def test_only_the_head_of_a_page_says_whose_page_it_is(layout: Layout, medium: MediumServer) -> None:
    """An author can write markup in a text, but not in the head."""
    quoted = html("x", f"<pre>{app('@ada')}</pre>")
    medium.answers |= {"medium.com/@ada": quoted, ABOUT: quoted}
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    assert check.check(layout, [ADA], now=clock(), sleep=no_pause).exit_code == 62
