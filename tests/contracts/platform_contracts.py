"""What every platform promises. Each contract is a function that takes a `Maker` and asserts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass, replace
from unittest.mock import patch

import pytest

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder.published import NAME
from medium_archive.web import Limits, RequestFailed, Web, guard
from medium_archive.web.request import redact
from tests.contracts.bench import DRAFT_WORDS, Bench, Killed, KilledWeb, Maker
from tests.contracts.stand_in import Fault, Received, Reply
from tests.web_servers import RawServer, always_responds, answer

Contract = Callable[[Maker], None]


def at_request(number: int, reply: Reply) -> Fault:
    """The reply for the request of that number, from 0."""
    return lambda request, position: reply if position == number else None


def _requests_of_a_run(make: Maker) -> list[Received]:
    """The requests of a run without a fault."""
    with make() as bench:
        bench.run(make.articles())
        return bench.stand_in.requests


def constants_are_as_the_command_line_needs_them(make: Maker) -> None:
    """Settings hold no secret: they stand in archive.toml, which git takes."""
    platform = make.platform
    assert re.fullmatch("[a-z][a-z0-9]*", platform.NAME)
    assert re.fullmatch(r"[A-Z][^.]*\.", platform.SUMMARY)
    assert is_dataclass(platform.Settings)
    assert platform.Settings.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not [field for field in fields(platform.Settings) if re.search("token|pass|secret|key", field.name)]
    assert platform.SECRETS
    assert all(re.fullmatch("[A-Z][A-Z0-9_]*", name) for name in platform.SECRETS)
    hash(platform.TRAITS)


def each_article_arrives_once_as_it_is(make: Maker) -> None:
    """With its title, its pictures, and the date and the tags that the traits promise."""
    articles, traits = make.articles(3), make.platform.TRAITS
    with make() as bench:
        assert bench.run(articles) == ["created"] * 3
        there = {post.title: post for post in bench.stand_in.posts()}
        assert len(bench.stand_in.posts()) == len(there) == 3
        for article in articles:
            post = there[article.title]
            assert post.is_public
            assert article.html[:20] in post.text or article.markdown[:20] in post.text
            assert post.tags == article.tags[: traits.max_tags]
            if traits.has_dates and article.published:
                assert post.date.startswith(article.published.strftime("%Y-%m-%dT%H:%M:%S"))
        files = [picture.file for article in articles for picture in article.pictures]
        assert sorted(bench.stand_in.pictures()) == sorted(file.read_bytes() for file in files if file)


def records_have_what_the_place_gives_back(make: Maker) -> None:
    """Not what was sent: a place changes slugs, dates and texts."""
    with make() as bench:
        bench.run(make.articles())
        with bench.web() as web:
            account = make.platform.connect(bench.stand_in.settings, bench.stand_in.secrets, web)
            for article, remote in zip(make.articles(), bench.remotes(), strict=True):
                found = account.find(article, remote)
                assert found is not None
                assert replace(remote, sha256="", at="") == found
                assert (found.state, bool(found.id), bool(found.address)) == ("published", True, True)
        posts = {post.id: post.title for post in bench.stand_in.posts()}
        assert {remote.id: remote.title for remote in bench.remotes()} == posts


def a_second_run_writes_nothing(make: Maker) -> None:
    with make() as bench:
        bench.run(make.articles())
        before = len(bench.stand_in.writes)
        assert bench.run(make.articles()) == ["unchanged"] * 2
        assert len(bench.stand_in.writes) == before


def lost_records_make_no_double(make: Maker) -> None:
    """The account looks before it creates; what it finds is not overwritten."""
    with make() as bench:
        bench.run(make.articles())
        before = len(bench.stand_in.writes)
        (bench.layout.records / NAME).unlink()
        assert bench.run(make.articles()) == ["occupied"] * 2
        assert len(bench.stand_in.writes) == before


def a_post_written_there_by_hand_is_left_alone(make: Maker) -> None:
    """One that has the slug of an article."""
    with make() as bench:
        bench.stand_in.add("By hand", make.article(0).slug)
        before = bench.stand_in.posts()
        assert bench.run([make.article(0)]) == ["occupied"]
        assert (bench.stand_in.posts(), bench.stand_in.writes) == (before, [])


def a_changed_article_is_updated_once(make: Maker) -> None:
    """Under its id, also with another title and slug; the others are left alone."""
    first, second = make.articles()
    changed = replace(first, title="Looms anew", slug="looms-anew", html="<p>New.</p>", markdown="New.", pictures=())
    with make() as bench:
        bench.run([first, second])
        before, ids = len(bench.stand_in.writes), sorted(post.id for post in bench.stand_in.posts())
        expected = "updated" if make.platform.TRAITS.has_updates else "unsuitable"
        assert bench.run([changed, second]) == [expected, "unchanged"]
        assert len(bench.stand_in.writes) - before == (expected == "updated")
        assert sorted(post.id for post in bench.stand_in.posts()) == ids
        assert ("Looms anew" in bench.titles()) == (expected == "updated")
        assert bench.run([changed, second]) == [expected.replace("updated", "unchanged"), "unchanged"]


def a_post_deleted_there_is_not_made_again(make: Maker) -> None:
    """Whether the article has changed or not."""
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    with make() as bench:
        bench.run([make.article(0)])
        bench.stand_in.delete(bench.stand_in.posts()[0].id)
        before = len(bench.stand_in.writes)
        assert bench.run([make.article(0)]) == ["unchanged"]
        assert bench.run([replace(make.article(0), title="Changed")]) == ["deleted"]
        assert (bench.titles(), len(bench.stand_in.writes)) == ([], before)


def a_post_changed_there_is_not_overwritten(make: Maker) -> None:
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    with make() as bench:
        bench.run([make.article(0)])
        bench.stand_in.edit(bench.stand_in.posts()[0].id, "<p>By hand</p>")
        before = len(bench.stand_in.writes)
        assert bench.run([replace(make.article(0), title="Changed")]) == ["occupied"]
        assert len(bench.stand_in.writes) == before


def a_lost_answer_ends_in_no_double(make: Maker) -> None:
    """Whichever request it answers: the next run, or this one, finds what was made."""
    articles = _changed_and_new(make)
    for number in _requests_of_a_second_run(make):
        with _begun(make) as bench:
            bench.stand_in.fault = at_request(number, Reply(lost=True))
            with suppress(RequestFailed):
                bench.run(articles)
            _settle(bench, articles, f"request {number}")


def a_killed_run_ends_in_no_double(make: Maker) -> None:
    """At whichever request, before it is sent or after it was answered."""
    articles = _changed_and_new(make)
    for number in _requests_of_a_second_run(make):
        for before in (True, False):
            with _begun(make) as bench:
                web = bench.web(KilledWeb)
                assert isinstance(web, KilledWeb)
                web.kill_at, web.before = number - len(bench.stand_in.requests), before
                with pytest.raises(Killed):
                    bench.run(articles, web=web)
                _settle(bench, articles, f"request {number}")


def _changed_and_new(make: Maker) -> list[Article]:
    """An article that `_begun` has sent in another version, where the platform takes changes, and a new one."""
    first, second = make.articles()
    return [replace(first, title="Looms anew"), second] if make.platform.TRAITS.has_updates else [first, second]


@contextmanager
def _begun(make: Maker) -> Iterator[Bench]:
    """A bench after a run with one article."""
    with make() as bench:
        bench.run([make.article(0)])
        yield bench


def _requests_of_a_second_run(make: Maker) -> range:
    """The numbers of the requests that send a changed and a new article after the first run."""
    with _begun(make) as bench:
        first = len(bench.stand_in.requests)
        bench.run(_changed_and_new(make))
        return range(first, len(bench.stand_in.requests))


def _settle(bench: Bench, articles: list[Article], where: str) -> None:
    """A later run completes what a fault has left, and everything is there once."""
    bench.run(articles)
    assert bench.run(articles) == ["unchanged"] * len(articles), where
    assert bench.titles() == sorted(article.title for article in articles), where
    assert len(bench.stand_in.pictures()) == len(articles), where


def a_429_is_obeyed(make: Maker) -> None:
    """No request comes before the time that the server names, or within a second where it names none; then the run
    goes on.
    """
    articles = make.articles()
    for number in range(len(_requests_of_a_run(make))):
        for headers, seconds in (({"Retry-After": "40"}, 40.0), ({}, 0.5)):
            with make() as bench:
                bench.stand_in.fault = at_request(number, Reply(429, headers=headers))
                try:
                    bench.run(articles)
                except RequestFailed as failure:  # while connecting
                    bench.clock.sleep(failure.retry_after or 0)
                    bench.run(articles)
                limited, *later = bench.stand_in.requests[number:]
                assert all(request.at >= limited.at + seconds for request in later), f"request {number}"
                assert bench.run(articles) == ["unchanged"] * 2, f"request {number}"
                assert bench.titles() == [article.title for article in articles], f"request {number}"


def a_long_429_ends_the_run(make: Maker) -> None:
    """Nothing more is sent, and a later run goes on."""
    with make() as bench:
        bench.stand_in.fault = lambda request, number: (
            Reply(429, headers={"Retry-After": "7200"}) if bench.stand_in.is_write(request) else None
        )
        with pytest.raises(RequestFailed) as caught:
            bench.run(make.articles())
        assert (caught.value.reason, caught.value.retry_after) == ("rate-limited", 7200.0)
        assert bench.stand_in.is_write(bench.stand_in.requests[-1])
        assert len(bench.stand_in.writes) == 1
        bench.stand_in.fault = lambda request, number: None
        assert bench.run(make.articles()) == ["created"] * 2
        assert len(bench.titles()) == 2


def the_pause_between_articles_is_kept(make: Maker) -> None:
    with make() as bench:
        bench.run(make.articles(3))
        posts = [request.at for request in bench.stand_in.writes if request.holds("part ")]
        assert len(posts) >= 3
        assert posts[-1] - posts[0] >= 2 * make.platform.TRAITS.pause


def a_draft_is_sent_only_where_it_is_named(make: Maker) -> None:
    """And then as a draft. No public record names it."""
    articles = [make.draft(), make.article(0)]
    with make() as bench:
        assert bench.run(articles) == ["unsuitable", "created"]
        assert not [request for request in bench.stand_in.requests if request.holds(DRAFT_WORDS)]
        expected = "created" if make.platform.TRAITS.has_drafts else "unsuitable"
        assert bench.run(articles, with_drafts=True) == [expected, "unchanged"]
        assert [post.title for post in bench.stand_in.posts() if post.is_public] == [make.article(0).title]
        assert (DRAFT_WORDS in bench.titles()) == make.platform.TRAITS.has_drafts
        assert articles[0].id not in (bench.layout.records / NAME).read_text("utf-8")
        states = {remote.title: remote.state for remote in bench.remotes()}
        assert states.get(DRAFT_WORDS, "draft") == "draft"


def a_picture_is_uploaded_once(make: Maker) -> None:
    with make() as bench, bench.web() as web:
        account = make.platform.connect(bench.stand_in.settings, bench.stand_in.secrets, web)
        (picture,) = make.article(0).pictures
        assert account.upload(picture) == account.upload(picture)
        assert len(bench.stand_in.pictures()) == 1


def _troubles(secrets: str) -> dict[str, Reply]:
    json = {"Content-Type": "application/json"}
    echo = f'{{"error": "{secrets}", "message": "{secrets}", "error_msg": "{secrets}"}}'.encode()
    return {
        "lost": Reply(lost=True),
        "refused": Reply(400, echo, json),
        "too large": Reply(413, echo, json),
        "no permission": Reply(403, echo, json),
        "no such token": Reply(401, echo, json),
        "server error": Reply(500, echo, json),
        "no JSON": Reply(200, secrets.encode(), {"Content-Type": "text/html"}),
        "redirect": Reply(307, b"", {"Location": f"https://elsewhere.example/?{secrets}"}),
    }


def no_secret_is_shown_or_kept_or_sent_elsewhere(make: Maker) -> None:
    """Whatever the server answers, even with the secrets themselves: not in output, logs, errors, records, addresses,
    nor in any request to the target of a redirect.
    """
    count = len(_requests_of_a_run(make))
    with RawServer(always_responds(answer(b"{}"))) as elsewhere:
        for number in range(count):
            with make() as bench:
                secrets = tuple(bench.stand_in.secrets.values())
                troubles = _troubles(" ".join(secret.value for secret in secrets))
                for name, reply in troubles.items():
                    bench.stand_in.fault = at_request(len(bench.stand_in.requests) + number, reply)
                    try:
                        bench.run(make.articles(), web=bench.web(others={"elsewhere.example": elsewhere.address}))
                    except (RequestFailed, AccessDenied, PublishRefused) as error:
                        bench.output += f"{error!r} {vars(error)}"
                    shown = bench.output + bench.records()
                    assert redact(shown, secrets) == shown, f"{name}, request {number}"
                for request in bench.stand_in.requests:
                    assert redact(request.path, secrets) == request.path, f"request {number}"
        assert elsewhere.connections == 0


def wrong_credentials_are_told_before_anything_is_sent(make: Maker) -> None:
    """None, or others: AccessDenied, and no request that writes."""
    with make() as bench:
        wrong = {name: replace(secret, value=secret.value[::-1]) for name, secret in bench.stand_in.secrets.items()}
        for secrets in ({}, wrong):
            with pytest.raises(AccessDenied):
                bench.run(make.articles(), secrets=secrets)
        assert bench.stand_in.writes == []


def a_refused_article_is_one_problem(make: Maker) -> None:
    """The others go on."""
    with make() as bench:
        refused = Reply(413, b'{"error": "too large", "error_msg": "too large"}', {"Content-Type": "application/json"})
        bench.stand_in.fault = lambda request, number: (
            refused if bench.stand_in.is_write(request) and request.holds("part 0") else None
        )
        assert bench.run(make.articles(3)) == ["refused", "created", "created"]


def a_web_page_instead_of_an_answer_is_a_problem(make: Maker) -> None:
    """As from a login page, a firewall or a plan that ended: nothing counts as done that is not."""
    articles = make.articles()
    page = Reply(200, b"<!DOCTYPE html><title>Sign in</title>", {"Content-Type": "text/html"})
    for number in range(len(_requests_of_a_run(make))):
        with make() as bench:
            bench.stand_in.fault = at_request(number, page)
            try:
                outcomes = bench.run(articles)
            except RequestFailed:
                outcomes = ["failed"]
            recorded = {remote.title for remote in bench.remotes() if remote.state}
            assert recorded <= set(bench.titles()), f"request {number}"
            assert "created" in outcomes or outcomes == ["failed"], f"request {number}"
            bench.stand_in.fault = lambda request, number: None
            bench.run(articles)
            assert bench.titles() == [article.title for article in articles], f"request {number}"
            assert bench.run(articles) == ["unchanged"] * 2, f"request {number}"


def a_private_address_is_refused(make: Maker) -> None:
    """The name of the place may lead there since it was taken over."""
    with make() as bench, patch.object(guard, "resolve", lambda host, port: ("127.0.0.1",)):
        with pytest.raises(RequestFailed) as caught:
            bench.run(make.articles(), web=Web(limits=Limits(attempts=1)))
        assert caught.value.reason == "refused-address"
        assert bench.stand_in.requests == []


CONTRACTS: tuple[Contract, ...] = (
    constants_are_as_the_command_line_needs_them,
    each_article_arrives_once_as_it_is,
    records_have_what_the_place_gives_back,
    a_second_run_writes_nothing,
    lost_records_make_no_double,
    a_post_written_there_by_hand_is_left_alone,
    a_changed_article_is_updated_once,
    a_post_deleted_there_is_not_made_again,
    a_post_changed_there_is_not_overwritten,
    a_lost_answer_ends_in_no_double,
    a_killed_run_ends_in_no_double,
    a_429_is_obeyed,
    a_long_429_ends_the_run,
    the_pause_between_articles_is_kept,
    a_draft_is_sent_only_where_it_is_named,
    a_picture_is_uploaded_once,
    no_secret_is_shown_or_kept_or_sent_elsewhere,
    wrong_credentials_are_told_before_anything_is_sent,
    a_refused_article_is_one_problem,
    a_web_page_instead_of_an_answer_is_a_problem,
    a_private_address_is_refused,
)
