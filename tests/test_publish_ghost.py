"""`platforms/ghost.py`: each trap of Ghost. The contracts of all platforms are in tests/contracts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from medium_archive.articles import ghost_text
from medium_archive.errors import AccessDenied
from medium_archive.platforms import ghost
from medium_archive.web import Secret
from tests.contracts.bench import Bench, Maker
from tests.contracts.ghost_server import GhostServer
from tests.contracts.stand_in import Received, Reply


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(ghost, GhostServer, tmp_path)


def _server(bench: Bench) -> GhostServer:
    assert isinstance(bench.stand_in, GhostServer)
    return bench.stand_in


def _post(bench: Bench) -> dict[str, object]:
    (post,) = _server(bench).objects.values()
    return post


@pytest.mark.parametrize(
    ("slug", "wanted"), [("rss", "rss-2"), ("檔案", "post-000000000001"), ("Así", "asi"), ("s" * 200, "s" * 185)]
)
def test_a_post_gets_the_slug_by_which_it_is_found(make: Maker, slug: str, wanted: str) -> None:
    article = replace(make.article(0), slug=slug)
    with make() as bench:
        bench.run([article])
        assert [remote.slug for remote in bench.remotes()] == [wanted]
        for file in bench.layout.records.glob("*.jsonl"):
            file.unlink()
        assert bench.run([article]) == ["occupied"]


def test_values_have_the_lengths_that_ghost_takes(make: Maker) -> None:
    article = replace(make.article(0), title="T" * 300, subtitle="s" * 400, description="d" * 600, tags=("#a,b", "A b"))
    with make() as bench:
        bench.run([article])
        post = _post(bench)
        assert [len(str(post[key])) for key in ("title", "custom_excerpt", "meta_description")] == [255, 300, 500]
        assert post["tags"] == [{"name": "A b"}]


def test_a_card_becomes_a_bookmark_and_pictures_of_a_row_are_apart(make: Maker) -> None:
    card = '<figure><a class="card" href="https://x.example/">A site</a></figure>'
    row = '<figure><img src="1-a.png" alt="One"><img src="1-a.png" alt="Two"><figcaption>Both</figcaption></figure>'
    with make() as bench:
        bench.run([replace(make.article(0), html=card + row)])
        (post,) = bench.stand_in.posts()
        assert 'class="kg-bookmark-container" href="https://x.example/"' in post.text
        assert post.text.count("<figure>") == 2


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>a <mark>b</mark> c <del>d</del> <q>e</q></p>", "<p>a b c <s>d</s> “e”</p>"),
        ("<ul><li><p>a</p><p>b</p></li><li>c<p>d</p></li></ul>", "<ul><li>a<br>b</li><li>c<br>d</li></ul>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
        (
            "<blockquote><p>a</p><ul><li>b</li></ul><p>c</p></blockquote><p>d</p>",
            "<blockquote><p>a</p></blockquote><ul><li>b</li></ul><blockquote><p>c</p></blockquote><p>d</p>",
        ),
        ("<blockquote><pre>a</pre></blockquote>", "<pre>a</pre>"),
        ('<p>a<sup><a href="#fn1">1</a></sup></p>', "<p>a<sup>1</sup></p>"),
        (
            '<figure class="wide"><img src="a.png" alt=""></figure>',
            '<figure class="kg-card kg-image-card kg-width-wide"><img src="a.png" alt=""></figure>',
        ),
    ],
)
def test_ghost_loses_no_words_spaces_and_widths(html: str, wanted: str) -> None:
    """As its converter reads HTML: it joins paragraphs of an item, and drops spaces around a mark."""
    assert ghost_text.html(lxml.html.fragment_fromstring(html, create_parent="div")) == wanted


def test_the_record_of_a_text_is_what_ghost_made_of_it(make: Maker) -> None:
    """It leaves out classes that it does not know: a later run is not told of a change by hand."""
    with make() as bench:
        bench.run([replace(make.article(0), html='<p class="quiet">Words</p>', pictures=())])
        assert bench.run([replace(make.article(0), title="Changed", pictures=())]) == ["updated"]


def test_a_change_of_another_person_at_the_same_time_is_kept(make: Maker) -> None:
    """The change names the version that was read, so Ghost refuses it."""
    with make() as bench:
        bench.run([make.article(0)])

        found = len(bench.stand_in.requests) + 2  # a run connects, then it finds the post

        def changed_between(request: Received, number: int) -> None:
            if number == found:
                (id,) = _server(bench).objects
                bench.stand_in.edit(id, "<p>By hand</p>")

        bench.stand_in.fault = changed_between
        assert bench.run([replace(make.article(0), title="Changed")]) == ["refused"]
        assert bench.stand_in.posts()[0].text == "<p>By hand</p>"
        assert "Someone else is editing this post." in bench.output


def test_a_cover_and_a_date_are_sent(make: Maker) -> None:
    article = make.article(0)
    with make() as bench:
        bench.run([replace(article, cover=article.pictures[0])])
        post = _post(bench)
        assert str(post["feature_image"]).startswith("https://ghost.example/content/images/")
        assert post["published_at"] == "2020-11-12T06:16:00.000Z"
        assert post["visibility"] == "public"


def test_a_post_for_members_stays_one(make: Maker) -> None:
    """Who reads it is decided in Ghost: it has no word for that here."""
    with make() as bench:
        bench.run([make.article(0)])
        _post(bench)["visibility"] = "paid"
        assert bench.run([replace(make.article(0), title="Changed")]) == ["updated"]
        assert (_post(bench)["title"], _post(bench)["visibility"]) == ("Changed", "paid")


@pytest.mark.parametrize("key", ["64fac5417c4c6b0001234567", "a:b", "id:89abcdef"])
def test_a_key_of_another_form_is_told_before_a_request(make: Maker, key: str) -> None:
    with make() as bench:
        with pytest.raises(AccessDenied, match="is not the key of an integration"):
            bench.run([], secrets={"GHOST_KEY": Secret(key)})
        assert bench.stand_in.requests == []


def test_a_page_instead_of_an_answer_is_no_deleted_post(make: Maker) -> None:
    with make() as bench:
        bench.run([make.article(0)])
        page = Reply(404, b"<title>Not here</title>", {"Content-Type": "text/html"})
        bench.stand_in.fault = lambda request, number: page if "posts/0" in request.path else None
        assert bench.run([replace(make.article(0), title="Changed")]) == ["refused"]
        assert "a web page instead of JSON" in bench.output
