"""Captures of the Wayback Machine: the bytes as they were sent, whatever the archive says about them."""

from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from dataclasses import replace
from types import ModuleType

import pytest

from medium_archive.fetch.web_archives.capture import Capture, Memento, NotHad, digest
from medium_archive.fetch.web_archives.wayback import Wayback
from tests.wayback_server import HOST, PAGE, POST, WALL, WHEN, Kept, archive, had, many, paced
from tests.web_servers import Clock, RawServer, answer, responds


def test_a_capture_comes_as_it_was_sent() -> None:
    kept = Kept(POST + "?source=x%20y&z=%E6%BD%AE", WHEN, PAGE)
    with archive(kept) as (_, client, _clock):
        assert client.fetch(kept.capture) == Memento(kept.capture, PAGE, is_proven=True)


SENT: dict[str, tuple[bytes, str | None]] = {
    "gzip": (gzip.compress(PAGE), "gzip"),
    "gzip without a name": (gzip.compress(PAGE), None),
    "gzip with a blank name": (gzip.compress(PAGE), ""),
    "gzip named br": (gzip.compress(PAGE), "br"),
    "gzip twice": (gzip.compress(gzip.compress(PAGE)), "gzip"),
    "deflate": (zlib.compress(PAGE), "deflate"),
    "deflate without a header": (zlib.compress(PAGE)[2:-4], "deflate"),
    "a page named gzip": (PAGE, "gzip"),
    "a page named br": (PAGE, "br"),
    "a page named deflate": (PAGE, "deflate"),
    "a character set": (PAGE, "utf-8"),
    "a blank": (PAGE, " "),
    "long and Chinese": (PAGE + "潮".encode() * 3000, "br"),
    "a picture named br": (b"\xff\xd8\xff\xe0 a picture", "br"),
    "nothing": (b"", "gzip"),
}


@pytest.mark.parametrize(("body", "encoding"), SENT.values(), ids=SENT)
def test_a_wrong_or_blank_compression_does_no_harm(body: bytes, encoding: str | None) -> None:
    kept = Kept(POST, WHEN, body, encoding=encoding)
    with archive(kept) as (_, client, _clock):
        found = had(client.fetch(kept.capture))
        assert found.is_proven
        assert found.content == (body if not body or body.startswith((b"\xff", PAGE)) else PAGE)


class Brotli(ModuleType):
    """As much of the library as is used; it "compresses" by turning bits around."""

    class error(Exception):  # noqa: N801  # its name there
        pass

    class Decompressor:
        done = False

        def process(self, data: bytes, output_buffer_limit: int) -> bytes:
            found = bytes(255 - one for one in data)
            self.done = found.endswith(b"</html>")
            return found

        def is_finished(self) -> bool:
            return self.done


TURNED = bytes(255 - one for one in PAGE)


def test_brotli_is_read_where_its_library_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers of the archive asked for it, and its raw captures keep it although this program does not."""
    kept = Kept(POST, WHEN, TURNED, encoding="br")
    with archive(kept) as (_, client, _clock):
        monkeypatch.setitem(sys.modules, "brotli", None)
        found = client.fetch(kept.capture)
        assert isinstance(found, NotHad) and not found.again
        assert found.problem.endswith("compressed with Brotli. Install what reads it: `pip install --upgrade brotli`")
        monkeypatch.setitem(sys.modules, "brotli", Brotli("brotli"))
        assert had(client.fetch(kept.capture)).content == PAGE


def test_real_brotli_is_read() -> None:
    brotli = pytest.importorskip("brotli")
    kept = Kept(POST, WHEN, brotli.compress(PAGE * 500), encoding="br")
    with archive(kept) as (_, client, _clock):
        assert had(client.fetch(kept.capture)).content == PAGE * 500


def test_a_bomb_of_brotli_takes_no_memory() -> None:
    """191 bytes may become 120 MB, and 10 kB some gigabytes."""
    brotli = pytest.importorskip("brotli")
    kept = Kept(POST, WHEN, brotli.compress(bytes(120 * 2**20), quality=5), encoding="br")
    with archive(kept) as (_, client, _clock):
        tracemalloc.start()
        found = client.fetch(kept.capture)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert isinstance(found, NotHad) and "more than" in found.problem
    assert most < 100 * 2**20


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (Kept(POST, WHEN, PAGE, is_cut=True), "incomplete"),
        (Kept(POST, WHEN, gzip.compress(bytes(65 * 2**20))), "more than"),
        (Kept(POST, WHEN, gzip.compress(PAGE)[:-9] + b"?" * 9, encoding="gzip"), "damaged"),
        (Kept(POST, WHEN, gzip.compress(PAGE)[:-9], encoding="gzip"), "end is missing"),
        (Kept(POST, WHEN, b"\x28\xb5\x2f\xfd" + PAGE, encoding="zstd"), "Zstandard"),
    ],
    ids=["connection", "bomb", "damaged", "compression", "zstd"],
)
def test_a_damaged_capture_is_never_given_as_a_page(kept: Kept, words: str) -> None:
    with archive(kept) as (_, client, _clock):
        found = client.fetch(kept.capture)
        assert isinstance(found, NotHad) and words in found.problem


def test_a_capture_that_is_cut_in_the_archive_itself_is_not_asked_for_again() -> None:
    """Its digest is that of the index. Else the transfer may have cut it: the next may be whole."""
    kept = Kept(POST, WHEN, gzip.compress(PAGE)[:-9], encoding="gzip")
    with archive(kept) as (server, client, _clock):
        assert isinstance(client.fetch(kept.capture), NotHad)
        assert server.count("memento") == 1
        assert isinstance(client.fetch(replace(kept.capture, digest=digest(gzip.compress(PAGE)))), NotHad)
        assert server.count("memento") == 1 + 3


def test_other_bytes_than_the_index_says_are_not_proven() -> None:
    kept = Kept(POST, WHEN, WALL)
    with archive(kept) as (_, client, _clock):
        found = had(client.fetch(replace(kept.capture, digest=digest(PAGE))))
        assert not found.is_proven and found.capture.digest == digest(WALL)


@pytest.mark.parametrize("redirects", [True, False])
def test_another_capture_in_place_of_the_asked_one_is_told(redirects: bool) -> None:
    """Of another moment, or of another spelling of the address. The Wayback Machine redirects to it, pywb gives it."""
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept, redirects=redirects) as (server, client, _clock):
        other = POST.replace("https://", "http://www.")
        found = had(client.fetch(Capture(other, "20210309000000", "B" * 32, 200, "text/html")))
        assert found == Memento(kept.capture, PAGE, is_proven=False)
        assert server.count("memento") == 1 + redirects


def test_a_captured_redirect_is_followed_inside_the_archive() -> None:
    """`medium.com/p/ID` leads to the post's own address."""
    short = "https://medium.com/p/3fed73795ca4"
    place = f"https://{HOST}/web/20210304050600id_/{POST}"
    kept = Kept(short, "20210304050600", b"", 302, location=place)
    with archive(kept, Kept(POST, WHEN, PAGE)) as (_, client, _clock):
        found = had(client.fetch(kept.capture))
        assert (found.capture.address, found.capture.timestamp, found.content) == (POST, WHEN, PAGE)


@pytest.mark.parametrize("location", [POST, "/@ada/the-tide-3fed73795ca4"])
def test_the_target_of_a_captured_redirect_is_looked_for_in_the_archive(location: str) -> None:
    """Some archives give it as it was: Medium's own servers are not asked for pages."""
    kept = Kept("https://medium.com/p/3fed73795ca4", "20210304050600", b"", 302, location=location)
    with archive(kept) as (server, client, _clock):
        assert client.fetch(kept.capture) == NotHad("The Wayback Machine has no copy.", again=False)
        server.kept = [kept, Kept(POST, WHEN, PAGE)]
        assert had(client.fetch(kept.capture)).content == PAGE


@pytest.mark.parametrize("location", [f"https://{HOST}/web/*/{POST}", "http://[", "mailto:ada@example.org"])
def test_a_redirect_to_no_capture_is_not_followed(location: str) -> None:
    kept = Kept("https://medium.com/p/3fed73795ca4", WHEN, b"", 302, location=location)
    with archive(kept) as (server, client, _clock):
        assert client.fetch(kept.capture) == NotHad("The capture leads to an address outside the archive.", again=False)
        assert len(server.asked) == 1


@pytest.mark.parametrize("location", [POST, f"https://archive.org.example/web/{WHEN}id_/{POST}", "/login"])
def test_a_redirect_of_the_archive_itself_leads_nowhere_else(location: str) -> None:
    with RawServer(responds(answer(b"", 302, Location=location))) as server, paced(server.address, Clock()) as web:
        found = Wayback(web).newest(POST)
    assert found == NotHad("The capture leads to an address outside the archive.", again=True)
    assert len(server.requests) == 1


def test_redirects_in_a_circle_end() -> None:
    ways = ((f"{POST}?a", f"{POST}?b"), (f"{POST}?b", f"{POST}?a"))
    kept = [Kept(one, WHEN, b"", 302, location=f"/web/{WHEN}id_/{other}") for one, other in ways]
    with archive(*kept) as (server, client, _clock):
        assert isinstance(client.fetch(kept[0].capture), NotHad)
        assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("date", "link", "timestamp"),
    [
        ("Thu, 04 Mar 2021 05:06:07 -0000", "", WHEN),
        ("Thu, 04 Mar 2021 07:06:07 +0200", "", WHEN),
        ("yesterday", "<javascript:alert(1)>; rel=original", "20200101000000"),
        ("Fri, 31 Dec 9999 23:00:00 -0200", "<" * 90_000, "20200101000000"),
        ("", f'<{POST}?a,b>; datetime="x"; rel="first original", <x>; rel=timemap', "20200101000000"),
    ],
)
def test_strange_headers_of_a_capture_do_no_harm(date: str, link: str, timestamp: str) -> None:
    head = answer(PAGE, Memento_Datetime=date, Link=link)
    with RawServer(responds(head)) as server, paced(server.address, Clock()) as web:
        found = had(Wayback(web).fetch(Capture(POST, "20200101000000", digest(PAGE), 200, "text/html")))
    assert found.capture.timestamp == timestamp and found.is_proven
    assert found.capture.address == (f"{POST}?a,b" if "original" in link and "http" in link else POST)


def test_a_capture_without_a_date_is_none() -> None:
    with RawServer(responds(answer(PAGE, Memento_Datetime="now"))) as server, paced(server.address, Clock()) as web:
        assert Wayback(web).newest(POST) == NotHad("The capture has no date.", again=False)


@pytest.mark.parametrize("status", [404, 410, 403, 429, 503, 500])
def test_a_captured_error_is_a_capture(status: int) -> None:
    """The archive itself is well: nobody waits, and nothing is asked twice."""
    kept = Kept(POST, WHEN, b"<html>Error</html>", status)
    with archive(kept) as (server, client, clock):
        assert had(client.fetch(kept.capture)).capture.status == status
        assert server.count("memento") == 1 and not clock.waits


def test_the_newest_capture_is_found_without_the_index() -> None:
    kept = [Kept(POST, WHEN, b"<html>old"), Kept(POST, "20250102030405", b"<html>new"), *many(3)]
    with archive(*kept) as (server, client, _clock):
        found = had(client.newest(POST))
        assert (found.content, found.capture.timestamp) == (b"<html>new", "20250102030405")
        assert client.newest("https://medium.com/p/ffffffffffff") == NotHad("The Wayback Machine has no copy.", False)
        assert server.count("list") == 0
