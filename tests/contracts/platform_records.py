"""What every platform promises of records and of what people do there. Each contract is a function that takes a `Maker`
and asserts.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from medium_archive.folder import published
from medium_archive.platforms.decision import Choices
from tests.contracts.bench import DRAFTS, Bench, Maker
from tests.contracts.platform_contracts import Contract
from tests.contracts.stand_in import Reply

_AS_DRAFTS = Choices(as_drafts=True)


def a_copy_of_another_post_is_never_taken(make: Maker) -> None:
    """Of one that has the same title, slug and date; also not on request."""
    first, second = (replace(make.article(number), title="Looms", slug="looms", canonical="") for number in range(2))
    second = replace(second, published=first.published)
    with make() as bench:
        assert bench.run([first]) == ["created"]
        assert bench.run([second], choices=Choices(overwrite=True)) in (["created"], ["occupied"])
        assert [post for post in bench.stand_in.posts() if "Words of part 0." in post.text]
        ids = [remote.id for remote in bench.remotes()]
        assert len(ids) == len(set(ids)) == len(bench.stand_in.posts())
        if len(ids) == 1:
            assert f"{bench.remotes()[0].address} is the copy of {first.id}" in bench.output


def a_refused_post_leaves_no_record(make: Maker) -> None:
    """So that a post that a person then writes there is not taken for it."""
    with make() as bench:
        _refuse(bench, "part 0")
        assert bench.run([make.article(0)]) == ["refused"]
        assert bench.remotes() == []
        bench.stand_in.fault = lambda request, number: None
        bench.stand_in.add(make.article(0).title, make.article(0).slug)
        before = bench.stand_in.posts()
        assert bench.run([make.article(0)]) == ["occupied"]
        assert bench.stand_in.posts() == before


def a_refused_change_leaves_the_record_as_it_was(make: Maker) -> None:
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    changed = replace(make.article(0), html="<p>New part 0.</p>", markdown="New part 0.", pictures=())
    with make() as bench:
        bench.run([make.article(0)])
        before = bench.remotes()
        _refuse(bench, "part 0")
        assert bench.run([changed]) == ["refused"]
        assert bench.remotes() == before
        bench.stand_in.fault = lambda request, number: None
        assert bench.run([changed]) == ["updated"]


def _refuse(bench: Bench, words: str) -> None:
    """Let the place refuse each request that writes the words."""
    refused = Reply(413, b'{"error": "too large", "error_msg": "too large"}', {"Content-Type": "application/json"})
    bench.stand_in.fault = lambda request, number: (
        refused if bench.stand_in.is_write(request) and request.holds(words) else None
    )


def what_was_published_there_stays_published(make: Maker) -> None:
    """A draft that a person published there by hand, when its text changes here."""
    if not (make.platform.TRAITS.has_drafts and make.platform.TRAITS.has_updates):
        pytest.skip("the platform has no drafts, or takes no changes")
    for article, choices, expected in (
        (make.article(0), _AS_DRAFTS, "updated"),
        (make.draft(), DRAFTS, "unsuitable"),
    ):
        with make() as bench:
            assert bench.run([article], choices=choices) == ["created"]
            bench.stand_in.publish(bench.stand_in.posts()[0].id)
            changed = replace(article, html="<p>New.</p>", markdown="New.", pictures=())
            assert bench.run([changed], choices=choices) == [expected]
            (post,) = bench.stand_in.posts()
            assert post.is_public
            assert ("New." in post.text) == (expected == "updated")
            assert ("It is a draft here, but published there." in bench.output) == (expected == "unsuitable")


def a_post_deleted_there_comes_back_unchanged(make: Maker) -> None:
    """On request; the others are left alone."""
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    with make() as bench:
        bench.run(make.articles())
        (gone,) = (post.id for post in bench.stand_in.posts() if post.title == make.article(0).title)
        bench.stand_in.delete(gone)
        before = len(bench.stand_in.writes)
        assert bench.run(make.articles(), choices=Choices(overwrite=True)) == ["deleted", "unchanged"]
        assert len(bench.stand_in.writes) == before
        assert bench.run(make.articles(), choices=Choices(again=True)) == ["created", "unchanged"]
        assert bench.titles() == [article.title for article in make.articles()]


def a_post_changed_there_becomes_again_what_it_is_here(make: Maker) -> None:
    """On request, though nothing changed here; the others are left alone."""
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    with make() as bench:
        bench.run(make.articles())
        changed = bench.stand_in.posts()[0]
        bench.stand_in.edit(changed.id, "By hand")
        assert sorted(bench.run(make.articles(), choices=Choices(overwrite=True))) == ["unchanged", "updated"]
        assert not [post for post in bench.stand_in.posts() if "By hand" in post.text]


def a_cover_chosen_there_stays(make: Maker) -> None:
    """While the article has none. One that was sent goes with the cover of the article, where the place lets it go."""
    if not _key(make, "cover_key"):
        pytest.skip("the platform has no covers")
    article = make.article(0)
    with make() as bench:
        bench.run([article])
        (post,) = bench.stand_in.posts()
        stored, other = bench.stand_in.stored(post.id), bench.stand_in.other_cover
        stored[bench.stand_in.cover_key] = other
        for words in ("New.", "Newer."):
            assert bench.run([replace(article, html=f"<p>{words}</p>", markdown=words, pictures=())]) == ["updated"]
            assert bench.stand_in.stored(post.id)[bench.stand_in.cover_key] == other


def a_cover_chosen_there_in_the_place_of_one_is_not_overwritten(make: Maker) -> None:
    if not _key(make, "cover_key"):
        pytest.skip("the platform has no covers")
    article = replace(make.article(0), cover=make.article(0).pictures[0])
    with make() as bench:
        bench.run([article])
        (post,) = bench.stand_in.posts()
        key = bench.stand_in.cover_key
        sent = bench.stand_in.stored(post.id)[key]
        assert sent
        bench.stand_in.stored(post.id)[key] = bench.stand_in.other_cover
        assert bench.run([replace(article, title="Changed")]) == ["occupied"]
        bench.stand_in.stored(post.id)[key] = sent
        assert bench.run([replace(article, cover=None)]) == ["updated"]
        assert bool(bench.stand_in.stored(post.id)[key]) != bench.stand_in.lets_covers_go


def an_excerpt_changed_there_is_not_overwritten(make: Maker) -> None:
    """A record of an earlier version of the program does not say what it was."""
    if not _key(make, "excerpt_key"):
        pytest.skip("the platform has no excerpts, or gives none back")
    article = replace(make.article(0), subtitle="Of mills")
    with make() as bench:
        bench.run([article])
        (post,) = bench.stand_in.posts()
        key, changed = bench.stand_in.excerpt_key, replace(article, title="Changed")
        stored = bench.stand_in.stored(post.id)
        stored[key] = ["By hand"] if isinstance(stored[key], list) else "By hand"
        assert bench.run([changed]) == ["occupied"]
        assert bench.stand_in.stored(post.id)[key] in ("By hand", ["By hand"])
        records = {place: replace(one, rest="", cover="") for place, one in published.read(bench.layout).items()}
        published.write(bench.layout, records, ())
        assert bench.run([changed]) == ["updated"]


def _key(make: Maker, name: str) -> str:
    """A key of the stand-in, "" where changes there can't be tried."""
    with make() as bench:
        return str(getattr(bench.stand_in, name)) if make.platform.TRAITS.has_updates else ""


def the_settings_name_the_account(make: Maker) -> None:
    """So that a run that asks nobody finds its records."""
    with make() as bench, bench.web() as web:
        account = make.platform.connect(bench.stand_in.settings, bench.stand_in.secrets, web)
        assert make.platform.can_be(account.address, bench.stand_in.settings)
        assert not make.platform.can_be("https://elsewhere.example/@eve", bench.stand_in.settings)


CONTRACTS: tuple[Contract, ...] = (
    a_copy_of_another_post_is_never_taken,
    a_refused_post_leaves_no_record,
    a_refused_change_leaves_the_record_as_it_was,
    what_was_published_there_stays_published,
    a_post_deleted_there_comes_back_unchanged,
    a_post_changed_there_becomes_again_what_it_is_here,
    a_cover_chosen_there_stays,
    a_cover_chosen_there_in_the_place_of_one_is_not_overwritten,
    an_excerpt_changed_there_is_not_overwritten,
    the_settings_name_the_account,
)
