"""What an author finds in the lists of web archives: each post once, with its captures."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from medium_archive.fetch.web_archives.capture import Capture, Query
from medium_archive.fetch.web_archives.posts import Found, Writer, find, queries, queries_about

ID = "3fed73795ca4"
TIDE = f"https://medium.com/@ada/the-tide-{ID}"
ADA = Writer("ada", ("blog.ada.example",), ("harbour", "tides.example"), frozenset({ID}))


def capture(address: str, timestamp: str = "20200101000000", digest: str = "", **others: Any) -> Capture:
    values = Capture(address, timestamp, digest or f"DIGEST {address} {timestamp}", 200, "text/html")
    return replace(values, **others)


@pytest.mark.parametrize(
    "address",
    [
        TIDE,
        f"http://medium.com:80/@ada/the-tide-{ID}",
        f"https://www.medium.com/@ada/the-tide-{ID}/",
        f"{TIDE}?source=user_profile---------0----------------------------",
        f"{TIDE}?gi=0123456789ab",
        f"{TIDE}#0123",
        f"https://medium.com/@ada/{ID}",
        f"https://medium.com/p/{ID}",
        f"https://medium.com/p/{ID}?source=rss-deadbeef0123------2",
        f"https://medium.com/harbour/the-tide-{ID}",
        f"https://ada.medium.com/the-tide-{ID}",
        f"https://ada.medium.com/{ID}",
        f"https://medium.com/@ada/%E6%BD%AE-{ID}",
        f"https://medium.com/@ada/潮-{ID}",
        f"https://blog.ada.example/the-tide-{ID}?gi=1",
        f"https://tides.example/the-tide-{ID}",
        f"{TIDE})",
        f"{TIDE}%22",
        f"{TIDE}&source=x",
    ],
)
def test_every_address_of_a_post_names_it(address: str) -> None:
    found = find([capture(address)], ADA)
    (post,) = found.posts
    assert post.id == ID and len(post.captures) == 1 and not found.profiles and not found.feeds


@pytest.mark.parametrize(
    "address",
    [
        f"https://medium.com/m/global-identity?redirectUrl=https%3A%2F%2Fblog.ada.example%2Fthe-tide-{ID}",
        f"https://medium.com/m/global-identity-2?redirectUrl=https%3A%2F%2Fmedium.com%2F%40ada%2Fthe-tide-{ID}%3Fgi%3D1",
        f"https://medium.com/m/signin?actionUrl=x&operation=register&redirect=https%3A%2F%2Fmedium.com%2Fp%2F{ID}",
        f"https://blog.ada.example/m/global-identity?redirectUrl=https%3A%2F%2Fmedium.com%2Fp%2F{ID}",
        f"{TIDE}/responses",
        f"https://medium.com/p/{ID}/responses/show",
        f"https://medium.com/p/{ID}/share/twitter",
        f"https://medium.com/p/{ID}/edit",
    ],
)
def test_a_page_about_a_post_names_it_without_its_text(address: str) -> None:
    (post,) = find([capture(address)], ADA).posts
    assert post.id == ID and post.captures == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://medium.com/@ada/list/to-read-0123456789ab",
        "https://ada.medium.com/list/to-read-0123456789ab",
        "https://medium.com/u/0123456789ab",
        "https://medium.com/deadbeef",
        "https://medium.com/tag/tides-20201231",
        "https://medium.com/harbour/tagged/tides-20201231",
        "https://medium.com/@ada/followers",
        "https://medium.com/m/signin",
        "https://miro.medium.com/v2/resize:fit:1400/0123456789ab",
        f"https://elsewhere.example/the-tide-{ID}",
        f"https://notmedium.com/the-tide-{ID}",
        "https://medium.com/media/0123456789abcdef0123456789abcdef?postId=3fed73795ca4",
        "http://[broken",
        "",
        "https://medium.com/m/signin?redirect=" + "https%3A%2F%2Fmedium.com%2Fm%2Fsignin%3Fredirect%3D" * 2000,
    ],
)
def test_other_addresses_name_no_post(address: str) -> None:
    assert find([capture(address)], ADA).posts == ()


def test_the_captures_of_a_post_come_newest_first_and_equal_ones_once() -> None:
    """Under whatever address. Two equal digests are two equal pages."""
    captures = [
        capture(TIDE, "20180101000000", "A"),
        capture(f"{TIDE}?source=x", "20190101000000", "B"),
        capture(f"https://medium.com/p/{ID}", "20200101000000", "A"),
        capture(f"https://ada.medium.com/the-tide-{ID}", "20170101000000", "C", source="CC-MAIN-2017-04"),
        capture(TIDE, "20160101000000", "-", mime="warc/revisit", status=None),
        capture(TIDE, "20150101000000", "-", mime="warc/revisit", status=None),
    ]
    for seed in range(5):
        random.Random(seed).shuffle(captures)  # noqa: S311  # chooses an order, keeps no secret
        (post,) = find([*captures, captures[0]], ADA).posts
        assert [(one.timestamp[:4], one.digest) for one in post.captures] == [
            ("2020", "A"),
            ("2019", "B"),
            ("2017", "C"),
            ("2016", "-"),
            ("2015", "-"),
        ]
        assert post.address == f"https://ada.medium.com/the-tide-{ID}"


@pytest.mark.parametrize("others", [{"status": 404}, {"status": 410}, {"status": 429}, {"mime": "image/png"}])
def test_a_capture_without_the_page_leaves_only_the_address(others: dict[str, Any]) -> None:
    assert find([capture(TIDE, **others)], ADA).posts == (Found(ID, TIDE),)


def test_redirects_are_no_texts_but_may_lead_to_one() -> None:
    moved, there = capture(TIDE, "20220101000000", status=302), capture(TIDE, "20190101000000")
    assert find([there, moved], ADA).posts == (Found(ID, TIDE, (there,), (moved,)),)


def test_an_id_without_its_leading_zeros_is_the_same_post() -> None:
    """As exports wrote it until about 2023."""
    captures = [capture("https://medium.com/@ada/a-00ab12cd34ef"), capture("https://medium.com/p/ab12cd34ef")]
    (post,) = find(captures, ADA).posts
    assert (post.id, len(post.captures)) == ("00ab12cd34ef", 2)
    assert [one.address for one in queries_about("ab12cd34ef")] == [
        "medium.com/p/ab12cd34ef",
        "medium.com/p/00ab12cd34ef",
    ]


def test_profiles_and_feeds_are_lists_of_posts() -> None:
    captures = [
        capture("https://medium.com/@ada", "20180101000000"),
        capture("https://medium.com/@ada?source=post_page", "20200101000000"),
        capture("https://ada.medium.com/", "20210101000000"),
        capture("https://medium.com/@ada/latest", "20170101000000"),
        capture("https://medium.com/feed/@ada", "20190101000000", mime="text/xml"),
        capture("https://medium.com/@ada/feed", "20200101000000", mime="application/rss+xml"),
        capture("https://ada.medium.com/feed", "20210101000000", status=404, mime="text/html"),
        capture("https://medium.com/@ada", "20220101000000", status=410),
    ]
    found = find(captures, ADA)
    assert [one.timestamp[:4] for one in found.profiles] == ["2021", "2020", "2018", "2017"]
    assert [one.timestamp[:4] for one in found.feeds] == ["2020", "2019"]
    assert found.posts == ()


def test_the_questions_cover_every_place_of_a_writer() -> None:
    assert queries(ADA) == (
        Query("medium.com/@ada/", "prefix"),
        Query("medium.com/@ada"),
        Query("medium.com/feed/@ada"),
        Query("ada.medium.com", "host"),
        Query("blog.ada.example", "host"),
        Query("medium.com/harbour/", "prefix", (f"original:.*({ID}).*",)),
        Query("tides.example", "host", (f"original:.*({ID}).*",)),
    )
    assert queries_about(ID) == (Query(f"medium.com/p/{ID}", "prefix"),)


def test_a_name_that_is_no_host_name_has_no_subdomain() -> None:
    assert all(query.match != "host" for query in queries(Writer("ada_of.the-sea")))


def test_many_known_posts_of_a_publication_are_asked_for_in_groups() -> None:
    """An address has room for some thousand characters."""
    known = frozenset(f"{number:012x}" for number in range(250))
    asked = queries(Writer(publications=("harbour",), known=known))
    assert len(asked) == 3 and all(len(query.filters[0]) < 1500 for query in asked)
    assert all(any(id in query.filters[0] for query in asked) for id in known)
    assert queries(Writer(publications=("harbour",))) == ()


def test_many_captures_are_joined_quickly() -> None:
    captures = [
        capture(f"https://medium.com/@ada/a-{number % 900:012x}?source={number}", digest=str(number % 1800))
        for number in range(9000)
    ]
    found = find(captures, ADA)
    assert len(found.posts) == 900 and sum(len(post.captures) for post in found.posts) == 1800
