"""Matters' own traps: its queue, its limits, its editor, and articles that only their last line tells apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from graphql import parse, validate

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied, PublishRefused, SettingsWrong
from medium_archive.folder.published import NAME
from medium_archive.platforms import matters, original
from medium_archive.platforms.matters import operations, text
from medium_archive.platforms.matters.operations import Operation
from tests.contracts.bench import DRAFTS, Bench, Maker
from tests.contracts.matters_server import SCHEMA, MattersServer
from tests.contracts.stand_in import Reply


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(matters, MattersServer, tmp_path)


def _server(bench: Bench) -> MattersServer:
    assert isinstance(bench.stand_in, MattersServer)
    return bench.stand_in


def _edits(bench: Bench) -> int:
    return sum(request.holds("editArticle") for request in bench.stand_in.requests)


@pytest.mark.parametrize("operation", operations.ALL, ids=lambda operation: operation.field)
def test_the_schema_has_every_operation(operation: Operation) -> None:
    assert validate(SCHEMA, parse(operation.text)) == []


def test_the_schema_has_no_canonical_address() -> None:
    with_one = operations.PUT_DRAFT.text.replace("{ id }", "{ id canonicalUrl }")
    assert validate(SCHEMA, parse(with_one)) != []


def test_pictures_have_the_form_that_the_editor_keeps(make: Maker) -> None:
    """In a figure of a class, in a row, with a link, in a paragraph: Matters drops any other form without a word."""
    article = make.article(0)
    figures = (
        '<figure class="wide"><a href="https://a.example/"><img src="1-a.png" alt="A loom"></a>'
        '<img src="1-a.png"><figcaption>A <em>loom</em></figcaption></figure><p>In <img src="1-a.png"> words</p>'
    )
    with make() as bench:
        bench.run([replace(article, html=figures)])
        there = bench.stand_in.posts()[0].text
        assert there.count('<figure class="image"><img src="https://imagedelivery.example/asset-0/public">') == 3
        assert "<figcaption>A loom</figcaption>" in there


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<figure><a class="embed" href="https://v.example/1">https://v.example/1</a></figure>',
            '<p><a href="https://v.example/1">https://v.example/1</a></p>',
        ),
        (
            '<figure><a class="card" href="https://v.example/" title="x">Card</a><figcaption>C</figcaption></figure>',
            '<p><a href="https://v.example/">Card</a></p><p>C</p>',
        ),
        (
            '<figure><img src="a"><figcaption>By <a href="https://b.example/">B</a></figcaption></figure>',
            '<figure class="image"><img src="a"><figcaption></figcaption></figure><p>By <a href="https://b.example/">B</a></p>',
        ),
        (
            '<table><tbody><tr><th>A</th><td>b <a href="c">d</a></td></tr></tbody></table>',
            '<p>A | b <a href="c">d</a></p>',
        ),
        ('<pre><code class="language-py">a\n  b</code></pre>', '<pre><code class="language-py">a\n  b</code></pre>'),
    ],
)
def test_other_forms_become_text_with_links(html: str, expected: str) -> None:
    assert text.rewritten(html) == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", 'Originally published on 2020-11-12 at <a href="https://ada.example/looms-0/">ada.example</a>.'),
        ("zh-Hant", '原文於 2020-11-12 發表於 <a href="https://ada.example/looms-0/">ada.example</a>。'),
        ("zh-CN", '原文于 2020-11-12 发表于 <a href="https://ada.example/looms-0/">ada.example</a>。'),
        ("es", 'Originally published on 2020-11-12 at <a href="https://ada.example/looms-0/">ada.example</a>.'),
    ],
)
def test_the_last_line_has_date_and_link_of_the_original(lang: str, expected: str, make: Maker) -> None:
    line = original.html(replace(make.article(0), lang=lang))
    assert line == f"<p>{expected}</p>"
    assert original.found(f"<p>Text</p>{line}") == "https://ada.example/looms-0/"


def test_a_draft_has_no_line_of_an_original(make: Maker) -> None:
    assert original.html(make.draft()) == ""


def test_articles_of_one_title_are_told_apart(make: Maker) -> None:
    """Also when the records are lost: each is found again, none is made twice."""
    articles = [replace(make.article(number), title="Weekly") for number in range(4)]
    with make() as bench:
        assert bench.run(articles) == ["created"] * 4
        (bench.layout.records / NAME).unlink()
        writes = len(bench.stand_in.writes)
        assert bench.run(articles) == ["occupied"] * 4
        assert len(bench.stand_in.writes) == writes
        assert bench.run([replace(make.article(7), title="Weekly")]) == ["created"]


def test_values_that_are_too_long_are_cut(make: Maker) -> None:
    """By the count of JavaScript, in which an emoji is two; the cut title is found again."""
    article: Article = replace(make.article(0), title="😀" * 70, subtitle="s" * 300, tags=("a" * 60, "b", "c", "d"))
    with make() as bench:
        assert bench.run([article]) == ["created"]
        post = bench.stand_in.posts()[0]
        assert (post.title, post.tags) == ("😀" * 49 + "…", ("a" * 49 + "…", "b", "c"))
        (bench.layout.records / NAME).unlink()
        assert bench.run([article]) == ["occupied"]


def test_the_fifth_change_is_not_sent_and_told(make: Maker) -> None:
    """The records keep what is there, so that links of other posts still lead to it."""
    with make() as bench:
        for number in range(5):
            bench.run([replace(make.article(0), subtitle=f"Version {number}")])
        assert _edits(bench) == 4
        before = bench.remotes()
        for _ in range(2):
            assert bench.run([replace(make.article(0), subtitle="Version 5")]) == ["unsuitable"]
        assert "Matters takes 4 changes of an article" in bench.output
        assert (_edits(bench), bench.remotes()) == (4, before)


def test_an_update_that_changes_nothing_there_spends_no_change(make: Maker) -> None:
    """As after a lost answer."""
    with make() as bench:
        bench.stand_in.fault = lambda request, number: Reply(lost=True) if request.holds("publishArticle") else None
        bench.run([make.article(0)])
        bench.stand_in.fault = lambda request, number: None
        bench.run([make.article(0)])
        assert bench.run([make.article(0)]) == ["unchanged"]
        assert (bench.titles(), _edits(bench)) == (["Looms, part 0"], 0)


def test_a_publication_that_takes_long_is_awaited_by_the_next_run(make: Maker) -> None:
    with make() as bench:
        _server(bench).polls = 20
        assert bench.run([make.article(0)]) == ["unknown"]
        assert bench.run([make.article(0)]) == ["created"]
        assert (bench.titles(), [post.is_public for post in bench.stand_in.posts()]) == (["Looms, part 0"], [True])


def test_a_publication_that_fails_can_be_repeated(make: Maker) -> None:
    with make() as bench:
        _server(bench).failing = True
        assert bench.run([make.article(0)]) == ["refused"]
        _server(bench).failing = False
        assert bench.run([make.article(0)]) == ["created"]
        assert bench.titles() == ["Looms, part 0"]


@pytest.mark.parametrize("mutation", ["putDraft", "publishArticle", "singleFileUpload"])
def test_the_limit_of_matters_is_a_pause(make: Maker, mutation: str) -> None:
    """It comes with 200 and names no time."""
    reply = Reply.json({"errors": [{"message": "rate", "extensions": {"code": "ACTION_LIMIT_EXCEEDED"}}], "data": None})
    with make() as bench:
        limited: list[float] = []

        def once(request: object, number: int) -> Reply | None:
            if not limited and request.holds(mutation):  # type: ignore[attr-defined]  # of Matters
                limited.append(bench.clock())
                return reply
            return None

        bench.stand_in.fault = once
        assert bench.run([make.article(0)]) == ["created"]
        assert bench.stand_in.writes[-1].at >= limited[0] + 720
        assert bench.titles() == ["Looms, part 0"]


def test_the_account_must_be_the_one_in_the_settings(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MattersServer, "settings", matters.Settings("Byron"))
    with make() as bench, pytest.raises(AccessDenied, match="belongs to the account Ada of Matters, not to Byron"):
        bench.run([make.article(0)])


def test_a_suspended_account_is_told_before_anything_is_sent(make: Maker) -> None:
    with make() as bench:
        _server(bench).user_state = "frozen"
        with pytest.raises(PublishRefused, match="its state is frozen"):
            bench.run([make.article(0)])
        assert bench.stand_in.writes == []


def test_a_license_that_matters_does_not_have_is_named(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MattersServer, "settings", matters.Settings("Ada", "mit"))
    with make() as bench, pytest.raises(SettingsWrong, match='the license "mit"'):
        bench.run([make.article(0)])


def test_a_draft_that_was_published_there_is_known_by_its_draft(make: Maker) -> None:
    """It has another id since. It was not changed, so it is updated."""
    draft = make.draft()
    with make() as bench:
        bench.run([draft], choices=DRAFTS)
        server = _server(bench)
        draft_there = {"id": server.posts()[0].id}
        server.publishArticle(None, draft_there)
        for _ in range(2):
            server.node(None, draft_there)
        story = replace(draft, kind="story", published=datetime(2026, 11, 1, tzinfo=UTC))
        assert bench.run([story]) == ["updated"]
        assert [post.is_public for post in server.posts()] == [True]


def test_a_draft_deleted_there_is_not_made_again(make: Maker) -> None:
    """Its id can still be read."""
    with make() as bench:
        bench.run([make.draft()], choices=DRAFTS)
        bench.stand_in.delete(bench.stand_in.posts()[0].id)
        assert bench.run([replace(make.draft(), title="Changed")], choices=DRAFTS) == ["deleted"]
        assert bench.titles() == []


def test_an_id_that_is_no_longer_there_is_a_deletion(make: Maker) -> None:
    """It comes as an error with a code."""
    with make() as bench:
        bench.run([make.article(0)])
        _server(bench).forget()
        assert bench.run([replace(make.article(0), title="Changed")]) == ["deleted"]
