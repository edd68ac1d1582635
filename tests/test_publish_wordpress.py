"""`platforms/wordpress.py`: each trap of WordPress. The contracts of all platforms are in tests/contracts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.platforms import wordpress
from medium_archive.web import Secret
from tests.contracts.bench import Bench, Maker
from tests.contracts.stand_in import Reply
from tests.contracts.wordpress_server import WordPressServer


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(wordpress, WordPressServer, tmp_path)


def _server(bench: Bench) -> WordPressServer:
    assert isinstance(bench.stand_in, WordPressServer)
    return bench.stand_in


@pytest.mark.parametrize("slug", ["feed", "2015", "檔案" * 40, "Hello-World", "…"])
def test_a_post_gets_the_slug_by_which_it_is_found(make: Maker, slug: str) -> None:
    """Also one that WordPress would change: without the records, it is found and not made again."""
    article = replace(make.article(0), slug=slug)
    with make() as bench:
        bench.run([article])
        (remote,) = bench.remotes()
        assert remote.slug == wordpress.labels(article).slug
        for file in bench.layout.records.glob("*.jsonl"):
            file.unlink()
        assert bench.run([article]) == ["occupied"]


def test_tags_are_made_once_with_the_signs_of_html(make: Maker) -> None:
    article = replace(make.article(0), tags=("R&D", "<b>", "Looms", "looms"))
    with make() as bench:
        _server(bench).tags[1] = "LOOMS"
        bench.run([article])
        assert set(bench.remotes()[0].tags) == {"R&D", "<b>", "LOOMS"}
        before = len(bench.stand_in.writes)
        bench.run([replace(article, title="Changed")])
        assert len(bench.stand_in.writes) == before + 1


def test_a_tag_that_a_search_does_not_find_is_used(make: Maker) -> None:
    """The answer to its creation has its id."""
    with make() as bench:
        _server(bench).tags[1] = "engines"
        bench.stand_in.fault = lambda request, number: Reply.json([]) if "search=engines" in request.path else None
        assert bench.run([make.article(0)]) == ["created"]
        assert sorted(_server(bench).tags.values()) == ["engines", "looms"]


def test_more_tags_than_wordpress_lists_at_once_are_no_change(make: Maker) -> None:
    article = replace(make.article(0), tags=tuple(f"tag {number}" for number in range(130)))
    with make() as bench:
        bench.run([article])
        assert len(bench.remotes()[0].tags) == 130
        assert bench.run([replace(article, title="Changed")]) == ["updated"]


def test_titles_and_excerpts_are_written_as_html(make: Maker) -> None:
    article = replace(make.article(0), title="A < B & C", subtitle="<b> is an element")
    with make() as bench:
        bench.run([article])
        (post,) = (one for one in _server(bench).objects.values() if one["type"] == "post")
        assert (post["title"], post["excerpt"]) == ("A &lt; B &amp; C", "&lt;b&gt; is an element")
        assert bench.remotes()[0].title == article.title


def test_code_runs_no_shortcode_and_keeps_its_lines(make: Maker) -> None:
    html = "<p>One\nline.</p><pre><code>[gallery]\n\n[x]</code></pre>"
    with make() as bench:
        bench.run([replace(make.article(0), html=html, pictures=())])
        (post,) = bench.stand_in.posts()
        assert post.text == "<p>One line.</p>\n\n<pre><code>&#91;gallery]\n\n&#91;x]</code></pre>"


def test_another_form_of_all_addresses_is_no_change(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner chose other permalinks."""
    with make() as bench:
        bench.run([make.article(0)])
        server = _server(bench)
        shown = server._shown
        monkeypatch.setattr(server, "_shown", lambda id: {**shown(id), "link": f"https://{server.host}/archives/{id}"})
        assert bench.run([replace(make.article(0), title="Changed")]) == ["updated"]
        assert "/archives/" in bench.remotes()[0].address


def test_pictures_have_their_ids_their_descriptions_and_a_cover(make: Maker) -> None:
    article = make.article(0)
    with make() as bench:
        bench.run([replace(article, cover=article.pictures[0])])
        (post,) = (one for one in _server(bench).objects.values() if one["type"] == "post")
        (picture,) = (one for one in _server(bench).objects.values() if one["type"] == "attachment")
        assert picture["alt_text"] == "A loom"
        assert post["featured_media"] == picture["id"]
        assert f'<img src="{picture["source_url"]}" alt="A loom" class="wp-image-{picture["id"]}">' in post["content"]


def test_a_picture_that_wordpress_does_not_take_is_told_in_its_words(make: Maker) -> None:
    """It answers with 500, as if it were broken."""
    error = Reply.json({"code": "rest_upload_sideload_error", "message": "Not this &quot;type&quot;."}, 500)
    with make() as bench:
        bench.stand_in.fault = lambda request, number: error if request.method == "POST" else None
        assert bench.run([make.article(0)]) == ["refused"]
        assert 'wordpress.example answered 500: Not this "type".' in bench.output


@pytest.mark.parametrize("right", ["publish_posts", "upload_files"])
def test_a_user_who_may_not_publish_is_told_before_anything_is_sent(make: Maker, right: str) -> None:
    with make() as bench:
        _server(bench).capabilities[right] = False
        with pytest.raises(PublishRefused, match="ada may not publish"):
            bench.run([make.article(0)])
        assert bench.stand_in.writes == []


def test_a_wrong_password_is_named_by_its_setting(make: Maker) -> None:
    with make() as bench, pytest.raises(AccessDenied, match="not currently logged in") as caught:
        bench.run([], secrets={"WORDPRESS_PASSWORD": Secret("another")})
    assert "WORDPRESS_PASSWORD" in caught.value.hint


def test_a_page_instead_of_an_answer_is_no_deleted_post(make: Maker) -> None:
    with make() as bench:
        bench.run([make.article(0)])
        page = Reply(404, b"<title>Not here</title>", {"Content-Type": "text/html"})
        bench.stand_in.fault = lambda request, number: page if "posts%2F" in request.path else None
        assert bench.run([replace(make.article(0), title="Changed")]) == ["refused"]
        assert "instead of JSON" in bench.output
