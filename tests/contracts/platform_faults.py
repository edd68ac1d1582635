"""What every platform promises where a request fails. Each contract is a function that takes a `Maker` and asserts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.platforms import pauses
from medium_archive.web import Limits, RequestFailed, Web, guard
from medium_archive.web.request import redact
from tests.contracts.bench import Bench, Killed, KilledWeb, Maker
from tests.contracts.platform_contracts import Contract
from tests.contracts.stand_in import Fault, Received, Reply
from tests.web_servers import RawServer, always_responds, answer


def at_request(number: int, reply: Reply) -> Fault:
    """The reply for the request of that number, from 0."""
    return lambda request, position: reply if position == number else None


def _requests_of_a_run(make: Maker) -> list[Received]:
    """The requests of a run without a fault."""
    with make() as bench:
        bench.run(make.articles())
        return bench.stand_in.requests


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


def a_post_that_somebody_writes_meanwhile_is_left_alone(make: Maker) -> None:
    """One with the slug of the article, while the place wants a pause, an answer is lost, or the run is killed."""
    article = make.article(0)
    with make() as bench:
        bench.run([article])
        requests = len(bench.stand_in.requests)
    for number in range(requests):
        for reply in (Reply(429, headers={"Retry-After": "30"}), Reply(lost=True), None):
            with make() as bench:
                bench.stand_in.fault = _written_meanwhile(bench, article.slug, number, reply)
                web = bench.web(KilledWeb)
                assert isinstance(web, KilledWeb)
                web.kill_at = number if reply is None else -1
                with suppress(RequestFailed, Killed):
                    bench.run([article], web=web)
                bench.run([article])
                titles = bench.titles()
                assert titles.count("By hand") == 1, f"request {number}"
                assert titles.count(article.title) <= 1, f"request {number}"


def _written_meanwhile(bench: Bench, slug: str, number: int, reply: Reply | None) -> Fault:
    def fault(_request: Received, position: int) -> Reply | None:
        if position != number:
            return None
        bench.stand_in.add("By hand", slug)
        return reply

    return fault


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
    traits, pictures = bench.platform.TRAITS, bench.stand_in.pictures()
    if traits.pictures:  # one whose upload was not answered may be there twice, if the platform can't find pictures
        assert len(pictures if traits.finds_pictures else set(pictures)) == len(articles), where


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
    """Nothing more is sent, and a later run goes on. If the platform names no time, it is asked again a few times."""
    names_pauses = make.platform.TRAITS.names_pauses
    with make() as bench:
        bench.stand_in.fault = lambda request, number: (
            Reply(429, headers={"Retry-After": "7200"}) if bench.stand_in.is_write(request) else None
        )
        with pytest.raises(RequestFailed) as caught:
            bench.run(make.articles())
        assert (caught.value.reason, caught.value.retry_after) == ("rate-limited", 7200.0 if names_pauses else None)
        assert bench.stand_in.is_write(bench.stand_in.requests[-1]) or not names_pauses
        assert len(bench.stand_in.writes) == (1 if names_pauses else pauses.MOST)
        bench.stand_in.fault = lambda request, number: None
        assert bench.run(make.articles()) == ["created"] * 2
        assert len(bench.titles()) == 2


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


def _answers_of_another_form() -> Iterator[Reply]:
    """As from a login page, a firewall, a plan that ended, or another version of the API."""
    yield Reply(200, b"<!DOCTYPE html><title>Sign in</title>", {"Content-Type": "text/html"})
    yield Reply.json({"detail": "blocked"})
    yield Reply.json([])
    yield Reply.json(None)
    yield Reply.json([], 403)


def an_answer_of_another_form_is_a_problem(make: Maker) -> None:
    """It is a problem of the article, or of the run while it connects. No article counts as sent that was not, and the
    other articles are sent.
    """
    articles = make.articles()
    for number in range(len(_requests_of_a_run(make))):
        for reply in _answers_of_another_form():
            where = f"request {number}, {reply}"
            with make() as bench:
                bench.stand_in.fault = at_request(number, reply)
                try:
                    outcomes = bench.run(articles)
                except (RequestFailed, PublishRefused, AccessDenied):
                    outcomes = ["failed"]
                recorded = {remote.title for remote in bench.remotes() if remote.state}
                assert recorded <= set(bench.titles()), where
                assert "created" in outcomes or outcomes == ["failed"], where
                bench.stand_in.fault = lambda request, position: None
                bench.run(articles)
                assert bench.titles() == [article.title for article in articles], where
                assert bench.run(articles) == ["unchanged"] * 2, where


_ODD: tuple[object, ...] = ([], {"odd": None}, "\0")


def an_answer_with_odd_values_is_a_problem(make: Maker) -> None:
    """Each value of each answer in turn is of another type, or has a character that does not exist: the records stay
    sound, and a later run completes it.
    """
    for number in range(len(_requests_of_a_run(make))):
        for odd in _ODD:
            with make() as bench:
                bench.stand_in.spoil = lambda answer, position, number=number, odd=odd: (  # type: ignore[misc]  # a lambda with defaults
                    _spoiled(answer, odd) if position == number else answer
                )
                with suppress(RequestFailed, PublishRefused, AccessDenied):
                    bench.run(make.articles())
                bench.stand_in.spoil = lambda answer, position: answer
                bench.run(make.articles())
                assert bench.titles() == sorted(article.title for article in make.articles()), (number, odd)


def _spoiled(value: Any, odd: object) -> Any:
    """A JSON value in which each text and number is another one."""
    if isinstance(value, dict):
        return {key: _spoiled(one, odd) for key, one in value.items()}
    if isinstance(value, list):
        return [_spoiled(one, odd) for one in value]
    return odd


def a_private_address_is_refused(make: Maker) -> None:
    """The name of the place may lead there since it was taken over."""
    with make() as bench, patch.object(guard, "resolve", lambda host, port: ("127.0.0.1",)):
        with pytest.raises(RequestFailed) as caught:
            bench.run(make.articles(), web=Web(limits=Limits(attempts=1)))
        assert caught.value.reason == "refused-address"
        assert bench.stand_in.requests == []


CONTRACTS: tuple[Contract, ...] = (
    a_lost_answer_ends_in_no_double,
    a_killed_run_ends_in_no_double,
    a_post_that_somebody_writes_meanwhile_is_left_alone,
    a_429_is_obeyed,
    a_long_429_ends_the_run,
    no_secret_is_shown_or_kept_or_sent_elsewhere,
    wrong_credentials_are_told_before_anything_is_sent,
    a_refused_article_is_one_problem,
    an_answer_of_another_form_is_a_problem,
    an_answer_with_odd_values_is_a_problem,
    a_private_address_is_refused,
)
# They take seconds: a run for each request of a run, or several
AT_EACH_REQUEST = frozenset(
    {
        a_lost_answer_ends_in_no_double,
        a_killed_run_ends_in_no_double,
        a_post_that_somebody_writes_meanwhile_is_left_alone,
        a_429_is_obeyed,
        no_secret_is_shown_or_kept_or_sent_elsewhere,
        an_answer_of_another_form_is_a_problem,
        an_answer_with_odd_values_is_a_problem,
    }
)
