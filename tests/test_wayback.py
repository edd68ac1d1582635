"""The Wayback Machine's index: whole lists, or an error."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from medium_archive.fetch.web_archives import wayback
from medium_archive.fetch.web_archives.capture import Capture, Query
from medium_archive.fetch.web_archives.wayback import Wayback
from medium_archive.web import RequestFailed
from tests.wayback_server import PAGE, POST, WHEN, Kept, archive, captures, many, paced
from tests.web_servers import Clock, RawServer, answer, responds


def test_a_list_in_several_parts_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is missing where one part ends and the next begins, and none comes twice."""
    monkeypatch.setattr(wayback, "_LINES_A_PAGE", 7)
    kept = many(50)
    with archive(*kept) as (server, client, _):
        found = captures(client, Query("medium.com/@ada/", "prefix"))
        assert sorted(found, key=lambda one: one.timestamp) == [one.capture for one in kept]
        assert len(found) == 50 and server.count("list") == 8


def test_a_list_goes_on_where_another_run_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayback, "_LINES_A_PAGE", 7)
    kept = many(20)
    with archive(*kept) as (_, client, _clock):
        query = Query("medium.com/@ada/", "prefix")
        first = next(client.list(query))
        rest = [capture for page in client.list(query, first.next) for capture in page.captures]
        assert {*first.captures, *rest} == {one.capture for one in kept} and len(rest) == 13


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query("medium.com/@ada/", "prefix"), ["https://medium.com/@ada/a-111111111111"]),
        (Query("medium.com/@ada"), ["https://medium.com/@ada", "http://www.medium.com/@Ada"]),
        (Query("ada.medium.com", "host"), ["https://ada.medium.com/b-222222222222"]),
        (
            Query("medium.com/@ada", "prefix", ("original:.*(111111111111|222222222222).*",)),
            ["https://medium.com/@ada/a-111111111111"],
        ),
        (Query("medium.com/@ada", "prefix", ("!statuscode:200",)), ["http://www.medium.com/@Ada"]),
        (Query("medium.com/@nobody", "prefix"), []),
    ],
)
def test_a_query_finds_an_address_a_beginning_or_a_host(query: Query, found: list[str]) -> None:
    kept = [
        Kept("https://medium.com/@ada/a-111111111111", WHEN, PAGE),
        Kept("https://medium.com/@ada", WHEN, PAGE),
        Kept("http://www.medium.com/@Ada", "20220101000000", b"", 301),
        Kept("https://ada.medium.com/b-222222222222", WHEN, PAGE),
        Kept("https://medium.com/@adam/c-333333333333", WHEN, PAGE),
    ]
    with archive(*kept) as (_, client, _clock):
        assert [one.address for one in captures(client, query)] == found


def served(*answers: bytes) -> list[Capture]:
    """What the client makes of these answers to a query."""
    with RawServer(responds(*answers)) as server, paced(server.address, Clock()) as web:
        return captures(Wayback(web), Query("medium.com/@ada"))


LINE = {"original": POST, "timestamp": WHEN, "digest": "A" * 32, "statuscode": "200", "mimetype": "text/html"}
FOUND = [Capture(POST, WHEN, "A" * 32, 200, "text/html")]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([list(LINE), list(LINE.values())]),
        json.dumps([list(LINE)[::-1], list(LINE.values())[::-1]]),
        json.dumps([[*LINE, "new"], [*LINE.values(), "?"]]),
        json.dumps({"url": POST, "timestamp": WHEN, "digest": "A" * 32, "status": "200", "mime": "text/html"}) + "\n",
    ],
    ids=["as documented", "another order", "one more field", "a line each"],
)
def test_fields_are_found_by_their_names(body: str) -> None:
    assert served(answer(body.encode())) == FOUND


@pytest.mark.parametrize("body", [b"", b"[]", b"[]\n", b"\n", json.dumps([list(LINE)]).encode()])
def test_a_list_without_captures_is_empty(body: bytes) -> None:
    assert served(answer(body)) == []


def test_pywb_says_that_there_are_no_captures() -> None:
    assert served(answer(b'{"message": "No Captures found for: medium.com/@ada"}', 404)) == []


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refused_list_is_no_empty_one(status: int) -> None:
    """The index may move to another address."""
    with pytest.raises(RequestFailed, match=f"answers {status}"):
        served(answer(b"[]", status))


def test_a_compressed_list_is_read() -> None:
    body = gzip.compress(json.dumps([list(LINE), list(LINE.values())]).encode())
    assert served(answer(body, Content_Encoding="gzip")) == FOUND


def test_a_line_that_is_no_capture_is_counted() -> None:
    wrong = [LINE | {"timestamp": "20219931000000"}, LINE | {"original": "mailto:ada"}, LINE | {"timestamp": "-"}]
    table = [list(LINE), *(list(line.values()) for line in (*wrong, LINE))]
    table_of_four = answer(json.dumps(table).encode())
    with RawServer(responds(table_of_four)) as server, paced(server.address, Clock()) as web:
        (page,) = Wayback(web).list(Query(POST))
        assert list(page.captures) == FOUND and page.unreadable == 3


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Just a moment",
        b'[["original", "times',
        b"[[1, 2], 3]",
        b'{"timestamp"',
        b"null",
        b"[" * 100_000,
        b'[["timestamp"], 7]',
        b'[["timestamp"], [], [7]]',
    ],
)
def test_an_answer_that_is_no_list_is_never_an_empty_one(body: bytes) -> None:
    """It is asked for again, and then the list fails."""
    with pytest.raises(RequestFailed, match="something else than a list"):
        served(*[answer(body)] * 3)
    assert served(answer(body), answer(json.dumps([list(LINE), list(LINE.values())]).encode())) == FOUND


def test_a_list_that_breaks_off_is_asked_for_again() -> None:
    with archive(*many(3), lists_cut=2) as (server, client, _):
        assert len(captures(client, Query("medium.com/@ada/", "prefix"))) == 3
        assert server.count("list") == 3


def test_a_list_of_a_server_without_parts_is_whole_or_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """pywb obeys the limit, and has no word for what follows."""
    monkeypatch.setattr(wayback, "_LINES_A_PAGE", 2)
    with pytest.raises(RequestFailed, match="ends its list after 2 captures"):
        served(answer(f"{json.dumps(LINE)}\n{json.dumps(LINE)}\n".encode()))


def test_a_list_that_begins_again_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would never end."""
    monkeypatch.setattr(wayback, "_LINES_A_PAGE", 2)
    with archive(*many(5), repeats_itself=True) as (_, client, _clock), pytest.raises(RequestFailed, match="repeats"):
        captures(client, Query("medium.com/@ada/", "prefix"))


def test_a_compressed_page_about_an_excluded_address_is_understood() -> None:
    page = gzip.compress(b"<html>This URL has been excluded from the Wayback Machine.</html>")
    with pytest.raises(RequestFailed, match="asked to leave this address out"):
        served(answer(page, 403, Content_Encoding="gzip"))


def test_an_excluded_address_fails_and_is_not_an_empty_list() -> None:
    with (
        archive(*many(5), excluded="medium.com/@ada") as (server, client, _),
        pytest.raises(RequestFailed, match="asked to leave this address out"),
    ):
        captures(client, Query("medium.com/@ada/", "prefix"))
    assert server.count("list") == 1


def test_a_timemap_lists_one_address() -> None:
    kept = Kept(POST, WHEN, PAGE)
    with archive(kept, replace(kept, timestamp="20220101000000"), *many(2)) as (_, client, _clock):
        assert [one.timestamp for one in client.timemap(POST).captures] == [WHEN, "20220101000000"]
