"""What every platform promises. Each contract is a function that takes a `Maker` and asserts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace

import pytest

from medium_archive.folder import uploads
from medium_archive.folder.published import NAME
from tests.contracts.bench import DRAFT_WORDS, DRAFTS, Maker

Contract = Callable[[Maker], None]


def constants_are_as_the_command_line_needs_them(make: Maker) -> None:
    """Settings hold no secret: they stand in archive.toml, which git takes."""
    platform = make.platform
    assert re.fullmatch("[a-z][a-z0-9]*", platform.NAME)
    assert re.fullmatch(r"[A-Z][^.]*\.", platform.SUMMARY)
    assert is_dataclass(platform.Settings)
    assert platform.Settings.__dataclass_params__.frozen  # type: ignore[attr-defined]  # a dataclass
    assert not [field for field in fields(platform.Settings) if re.search("token|pass|secret|key", field.name)]
    assert platform.SECRETS
    assert all(re.fullmatch("[A-Z][A-Z0-9_]*", name) for name in platform.SECRETS)
    hash(platform.TRAITS)


def each_article_arrives_once_as_it_is(make: Maker) -> None:
    """With its title, its pictures, and the date, the tags and the canonical address that the traits promise."""
    articles, traits = make.articles(3), make.platform.TRAITS
    with make() as bench:
        assert bench.run(articles) == ["created"] * 3
        there = {post.title: post for post in bench.stand_in.posts()}
        assert len(bench.stand_in.posts()) == len(there) == 3
        for article in articles:
            post = there[article.title]
            assert post.is_public
            assert article.html[:20] in post.text or article.markdown[:20] in post.text
            assert post.tags == make.platform.labels(article).tags
            assert post.canonical == (article.canonical if traits.has_canonical else "")
            if traits.has_dates and article.published:
                assert post.date.startswith(article.published.strftime("%Y-%m-%dT%H:%M:%S"))
        files = [picture.file for article in articles for picture in article.pictures if traits.pictures]
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
                assert replace(remote, sha256="", source="", at="") == found
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
    """The account looks before it creates; what it finds is not overwritten. A slug may have signs that mean something
    in an address.
    """
    slugs = ("looms", "a&b", "c#", "a+b", "50%25", "a/b?c", "檔案")
    articles = [replace(make.article(number), slug=slug) for number, slug in enumerate(slugs)]
    with make() as bench:
        bench.run(articles)
        before = len(bench.stand_in.writes)
        (bench.layout.records / NAME).unlink()
        assert bench.run(articles) == ["occupied"] * len(articles)
        assert len(bench.stand_in.writes) == before


def a_post_written_there_by_hand_is_left_alone(make: Maker) -> None:
    """One that has the title and the slug of an article."""
    with make() as bench:
        bench.stand_in.add(make.article(0).title, make.article(0).slug)
        before = bench.stand_in.posts()
        assert bench.run([make.article(0)]) == ["occupied"]
        assert (bench.stand_in.posts(), bench.stand_in.writes) == (before, [])


def articles_of_one_slug_are_all_there(make: Maker) -> None:
    """Also where the place cuts both slugs to the same one. Each is found again without the records."""
    long = "a-slug-" * 60
    articles = [replace(make.article(number), slug=long + str(number % 2)) for number in range(3)]
    articles += [replace(make.article(number), slug="looms") for number in (3, 4)]
    with make() as bench:
        assert bench.run(articles) == ["created"] * 5
        assert bench.titles() == [article.title for article in articles]
        (bench.layout.records / NAME).unlink()
        assert bench.run(articles) == ["occupied"] * 5


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
        assert bench.run(articles, choices=DRAFTS) == [expected, "unchanged"]
        assert [post.title for post in bench.stand_in.posts() if post.is_public] == [make.article(0).title]
        assert (DRAFT_WORDS in bench.titles()) == make.platform.TRAITS.has_drafts
        assert articles[0].id not in (bench.layout.records / NAME).read_text("utf-8")
        states = {remote.title: remote.state for remote in bench.remotes()}
        assert states.get(DRAFT_WORDS, "draft") == "draft"


def a_picture_is_uploaded_once(make: Maker) -> None:
    """Also where another article shows it, and where the records are lost, if the platform can find it. A platform that
    takes no pictures gets none.
    """
    expected = int(bool(make.platform.TRAITS.pictures))
    first, second = make.articles()
    same = replace(second, html=first.html, markdown=first.markdown, path=first.path, pictures=first.pictures)
    with make() as bench:
        bench.run([first])
        bench.run([replace(same, path=first.path)])
        assert len(bench.stand_in.pictures()) == expected
        if make.platform.TRAITS.finds_pictures:
            (bench.layout.records / uploads.NAME).unlink()
            bench.run([replace(first, title="Changed")])
            assert len(bench.stand_in.pictures()) == 1


CONTRACTS: tuple[Contract, ...] = (
    constants_are_as_the_command_line_needs_them,
    each_article_arrives_once_as_it_is,
    records_have_what_the_place_gives_back,
    a_second_run_writes_nothing,
    lost_records_make_no_double,
    a_post_written_there_by_hand_is_left_alone,
    articles_of_one_slug_are_all_there,
    a_changed_article_is_updated_once,
    a_post_deleted_there_is_not_made_again,
    a_post_changed_there_is_not_overwritten,
    the_pause_between_articles_is_kept,
    a_draft_is_sent_only_where_it_is_named,
    a_picture_is_uploaded_once,
)
