"""What is special about Micropub: where the token goes, answers that come later, lists, what Micro.blog adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.errors import PublishRefused
from medium_archive.platforms import micropub
from medium_archive.platforms.decision import Choices
from tests.contracts.bench import SITE, Bench, Maker
from tests.contracts.micropub_server import MicropubServer
from tests.contracts.platform_faults import at_request
from tests.contracts.stand_in import Reply

AGAIN = Choices(again=True)


class Elsewhere(MicropubServer):
    """As at Micro.blog: the endpoint is on another host."""

    more_hosts = ("micro.example",)
    endpoint = "https://micro.example/micropub"


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(micropub, MicropubServer, tmp_path)


def server(bench: Bench) -> MicropubServer:
    assert isinstance(bench.stand_in, MicropubServer)
    return bench.stand_in


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ({"Link": "</micropub>; rel=micropub"}, ""),
        ({"Link": '<https://hub.example/>; rel="hub", </micropub>; title="a, b"; rel="me micropub"'}, ""),
        ({}, '<link rel="hub" href="/hub"><link href="/micropub" rel="micropub">'),
        ({}, '<a rel="Micropub me" href="micropub">endpoint</a>'),
        ({"Link": "</micropub>; rel=micropub"}, '<link rel="micropub" href="/other">'),
    ],
)
def test_the_site_names_its_endpoint(make: Maker, head: Mapping[str, str], body: str) -> None:
    with make() as bench:
        server(bench).head, server(bench).body = dict(head), body
        assert bench.run([make.article(0)]) == ["created"]
        assert "authorization" not in bench.stand_in.requests[0].headers


def test_a_site_without_endpoint_is_told(make: Maker) -> None:
    with make() as bench:
        server(bench).head = {}
        with pytest.raises(PublishRefused, match="names no Micropub endpoint"):
            bench.run([make.article(0)])


def test_the_token_goes_to_another_host_only_if_both_name_it(make: Maker) -> None:
    """The site and archive.toml."""
    with replace(make, stand_in=Elsewhere)() as bench:
        with pytest.raises(PublishRefused) as caught:
            bench.run([make.article(0)])
        assert 'endpoint = "https://micro.example/micropub"' in caught.value.hint
        bench.stand_in.settings = micropub.Settings("https://blog.example", "https://micro.example/other")
        with pytest.raises(PublishRefused, match="names https://micro"):
            bench.run([make.article(0)])
        assert not [one for one in bench.stand_in.requests if "authorization" in one.headers]
        bench.stand_in.settings = micropub.Settings("https://blog.example", "https://micro.example/micropub")
        assert bench.run([make.article(0)]) == ["created"]


def test_a_redirect_of_the_site_is_not_followed(make: Maker) -> None:
    with make() as bench:
        bench.stand_in.fault = at_request(0, Reply(301, headers={"Location": "https://www.blog.example/"}))
        with pytest.raises(PublishRefused, match="redirects to https://www"):
            bench.run([make.article(0)])
        assert len(bench.stand_in.requests) == 1


def test_a_media_endpoint_on_another_host_gets_no_token(make: Maker) -> None:
    """The pictures stay on the own site."""
    with make() as bench:
        server(bench).config = {"media-endpoint": "https://media.example/upload"}
        assert bench.run([make.article(0)]) == ["created"]
        assert f'src="{SITE}/posts/0/1-a.png"' in bench.stand_in.posts()[0].text


def test_pictures_have_the_addresses_that_the_endpoint_gives(make: Maker) -> None:
    with make() as bench:
        assert bench.run([make.article(0)]) == ["created"]
        assert 'src="https://blog.example/uploads/1.png"' in bench.stand_in.posts()[0].text


def test_an_endpoint_without_configuration_takes_posts(make: Maker) -> None:
    with make() as bench:
        server(bench).has_config = False
        assert bench.run([make.article(0)]) == ["created"]
        assert bench.stand_in.pictures() == []


def test_a_post_that_is_made_later_is_made_once(make: Maker) -> None:
    with make() as bench:
        server(bench).is_slow = True
        assert bench.run([make.article(0)]) == ["unknown"]
        server(bench).is_slow = False
        server(bench).finish()
        assert bench.run([make.article(0)]) == ["created"]
        assert bench.run([make.article(0)]) == ["unchanged"]
        assert len(bench.stand_in.posts()) == 1


@pytest.mark.parametrize("status", [200, 400, 404, 410])
def test_a_deleted_post_is_not_made_again(make: Maker, status: int) -> None:
    with make() as bench:
        server(bench).gone = status
        bench.run([make.article(0)])
        bench.stand_in.delete(bench.stand_in.posts()[0].id)
        assert bench.run([replace(make.article(0), title="Changed")]) == ["deleted"]


@pytest.mark.parametrize("paging", ["after", "offset"])
def test_all_pages_of_the_list_are_read(make: Maker, paging: str) -> None:
    with make() as bench:
        server(bench).paging, server(bench).page = paging, 2
        assert bench.run(make.articles(5)) == ["created"] * 5
        (bench.layout.records / "published.jsonl").unlink()
        assert bench.run(make.articles(5)) == ["occupied"] * 5


def test_a_post_whose_slug_was_changed_is_found_by_date_and_title(make: Maker) -> None:
    with make() as bench:
        bench.stand_in.add("By hand", make.article(0).slug)
        bench.stand_in.delete(bench.stand_in.posts()[0].id)
        bench.stand_in.add("Another", make.article(0).slug)
        article = replace(make.article(0), slug="other")
        assert bench.run([article]) == ["created"]
        (bench.layout.records / "published.jsonl").unlink()
        assert bench.run([replace(article, slug="third")]) == ["occupied"]


def test_a_site_without_a_list_gets_no_double(make: Maker) -> None:
    """After a lost answer, a person looks; `--again` sends the post."""
    with make() as bench:
        server(bench).has_list = False
        assert bench.run([make.article(0)]) == ["created"]
        number = next(at for at, one in enumerate(bench.stand_in.requests) if one.holds("part 0"))
        before = len(bench.stand_in.requests)
        bench.stand_in.fault = at_request(before + number, Reply(lost=True))
        assert bench.run([make.article(1)]) == ["unknown"]
        assert bench.run([make.article(1)]) == ["uncertain"]
        assert len(bench.stand_in.posts()) == 2
        bench.stand_in.delete(bench.stand_in.posts()[1].id)
        assert bench.run([make.article(1)], choices=AGAIN) == ["created"]
        assert bench.run([make.article(1)]) == ["unchanged"]


def test_a_new_address_after_a_change_is_kept(make: Maker) -> None:
    with make() as bench:
        server(bench).moves = True
        bench.run([make.article(0)])
        for title in ("Changed", "Changed again"):
            assert bench.run([replace(make.article(0), title=title)]) == ["updated"]
            assert bench.remotes()[0].address == bench.stand_in.posts()[0].id
        assert bench.titles() == ["Changed again"]


def test_a_change_removes_what_the_article_no_longer_has(make: Maker) -> None:
    with make() as bench:
        bench.run([replace(make.article(0), subtitle="A note")])
        assert server(bench).properties()[0]["summary"] == ["A note"]
        assert bench.run([replace(make.article(0), tags=())]) == ["updated"]
        assert not server(bench).properties()[0].keys() & {"summary", "category"}


def test_no_post_is_sent_on_to_other_services(make: Maker) -> None:
    with make() as bench:
        server(bench).config = {"syndicate-to": [{"uid": "mastodon", "name": "Mastodon"}]}
        bench.run([make.article(0)])
        assert server(bench).properties()[0]["mp-syndicate-to"] == [""]


def test_the_blog_of_the_address_is_chosen(make: Maker) -> None:
    blogs = [{"uid": "https://other.example/"}, {"uid": "https://blog.example/"}]
    with make() as bench:
        server(bench).config = {"destination": blogs}
        bench.run([make.article(0)])
        assert server(bench).properties()[0]["mp-destination"] == ["https://blog.example/"]
        lists = [one.path for one in bench.stand_in.requests if "limit=" in one.path]
        assert all("mp-destination=https%3A%2F%2Fblog.example%2F" in path for path in lists)
        server(bench).config = {"destination": [*blogs[:1], {"uid": "https://third.example/"}]}
        with pytest.raises(PublishRefused) as caught:
            bench.run([make.article(0)])
        assert caught.value.hint == "Its blogs are: https://other.example/, https://third.example/."
