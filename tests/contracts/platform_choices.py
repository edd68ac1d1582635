"""What every platform promises of texts, links and choices. Each contract is a function that takes a `Maker` and
asserts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from medium_archive import links
from medium_archive.articles import Article, Picture
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.platforms.decision import Choices
from medium_archive.web import Answer, Limits, Request, RequestFailed, Web
from tests.contracts.bench import SITE, Bench, Maker
from tests.contracts.platform_contracts import Contract
from tests.contracts.stand_in import Reply
from tests.web_servers import RawServer, always_responds, answer

_CODE = "for one in range(3):\n    print(one < 2)"


def the_words_of_each_block_arrive(make: Maker) -> None:
    """Headings, lists, quotes, captions, code with its line ends, and embeds as links."""
    html = (
        f"<h2>Of cards</h2><ul><li>one card</li></ul><blockquote><p>Said Ada.</p></blockquote>"
        f'<pre><code class="language-python">{_CODE.replace("<", "&lt;")}\n</code></pre>'
        f'<figure><img src="1-a.png" alt="A loom"><figcaption>The mill</figcaption></figure>'
        f'<figure><a class="embed" href="https://www.youtube.com/watch?v=abc">https://www.youtube.com/watch?v=abc</a></figure>'
    )
    markdown = (
        f"## Of cards\n\n- one card\n\n> Said Ada.\n\n```python\n{_CODE}\n```\n\n"
        f"![A loom](1-a.png)\n_The mill_\n\n<https://www.youtube.com/watch?v=abc>\n"
    )
    with make() as bench:
        assert bench.run([replace(make.article(0), html=html, markdown=markdown)]) == ["created"]
        (post,) = bench.stand_in.posts()
        for words in (
            "Of cards",
            "one card",
            "Said Ada.",
            "The mill",
            "for one in range(3):\n    print(",
            "watch?v=abc",
        ):
            assert words in post.text, words


def links_lead_to_the_copies_there(make: Maker) -> None:
    """Also to a post that comes later, where the platform takes any number of changes; else to the own site."""
    first, second = (_linked(make.article(number), 1 - number) for number in range(2))
    with make() as bench:
        bench.run([first, second])
        texts = {post.title: post.text for post in bench.stand_in.posts()}
        addresses = {remote.title: remote.address for remote in bench.remotes()}
        assert addresses[first.title] in texts[second.title]
        later = addresses[second.title] if _follows_links(make) else f"{SITE}/posts/1/"
        assert later in texts[first.title]
        before = len(bench.stand_in.writes)
        assert bench.run([first, second]) == ["unchanged"] * 2
        assert len(bench.stand_in.writes) == before


def a_link_to_a_post_that_failed_is_sent_when_that_post_is_there(make: Maker) -> None:
    """In the run that creates it, so that the run after it sends nothing."""
    if not _follows_links(make):
        pytest.skip("the platform takes no changes, or a few")
    articles = [_linked(make.article(0), 1), make.article(1)]
    with make() as bench:
        bench.stand_in.fault = lambda request, number: (
            Reply(413) if bench.stand_in.is_write(request) and request.holds("part 1") else None
        )
        assert bench.run(articles)[0] == "created"
        bench.stand_in.fault = lambda request, number: None
        assert bench.run(articles) == ["unchanged", "created", "updated"]
        assert bench.run(articles) == ["unchanged"] * 2


def _follows_links(make: Maker) -> bool:
    return make.platform.TRAITS.has_updates and not make.platform.TRAITS.few_changes


def _linked(article: Article, other: int) -> Article:
    link = f"../{other}/index.md"
    return replace(
        article,
        html=f'<p>See <a href="{link}">the other part</a>.</p>',
        markdown=f"See [the other part]({link}).\n",
        pictures=(),
    )


def an_article_without_id_date_and_tags_is_sent_once(make: Maker) -> None:
    """As a person writes one by hand."""
    article = replace(make.article(0), id="", published=None, tags=(), canonical="", pictures=())
    article = replace(article, html="<p>Words of part 0.</p>", markdown="Words of part 0.\n")
    with make() as bench:
        assert bench.run([article]) == ["created"]
        assert bench.run([article]) == ["unchanged"]
        assert bench.titles() == [article.title]


def a_picture_of_another_type_stays_where_it_is_on_the_web(make: Maker) -> None:
    """A TIFF, which no platform takes: the text shows it from the own site."""
    file = make.folder / "posts/0/2-b.tiff"
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (3, 3)).save(file)
    picture = Picture("2-b.tiff", "A card", "posts/0/2-b.tiff", file)
    article = replace(
        make.article(0),
        html='<p>Words of part 0.</p><figure><img src="2-b.tiff" alt="A card"></figure>',
        markdown="Words of part 0.\n\n![A card](2-b.tiff)\n",
        pictures=(picture,),
    )
    with make() as bench:
        assert bench.run([article]) == ["created"]
        assert bench.stand_in.pictures() == []
        assert f"{SITE}/posts/0/2-b.tiff" in bench.stand_in.posts()[0].text


def a_date_before_the_year_1000_is_kept(make: Maker) -> None:
    """A person dates an old letter; its year has four figures there, too."""
    if not make.platform.TRAITS.has_dates:
        pytest.skip("the platform keeps no dates")
    with make() as bench:
        assert bench.run([replace(make.article(0), published=datetime(866, 5, 5, tzinfo=UTC))]) == ["created"]
        assert bench.stand_in.posts()[0].date.startswith("0866-05-05T00:00:00")


def a_post_of_the_future_is_not_sent(make: Maker) -> None:
    with make() as bench:
        assert bench.run([replace(make.article(0), published=datetime(2040, 1, 1, tzinfo=UTC))]) == ["unsuitable"]
        assert bench.stand_in.writes == []


def a_text_that_is_too_long_is_not_sent(make: Maker) -> None:
    longest = make.platform.TRAITS.max_text
    if longest is None:
        pytest.skip("the platform has no limit")
    words = "word " * (longest // 5 + 1)
    article = replace(make.article(0), html=f"<p>{words}</p>", markdown=words, pictures=())
    with make() as bench:
        assert bench.run([article, make.article(1)]) == ["unsuitable", "created"]
        assert f"the platform takes {longest:,}" in bench.output


def everything_can_be_sent_as_drafts_first(make: Maker) -> None:
    """A later run publishes them; none is there twice."""
    articles, traits = make.articles(), make.platform.TRAITS
    with make() as bench:
        expected = "created" if traits.has_drafts else "unsuitable"
        assert bench.run(articles, choices=Choices(as_drafts=True)) == [expected] * 2
        assert [post for post in bench.stand_in.posts() if post.is_public] == []
        if traits.has_drafts and traits.has_updates:
            assert bench.run(articles) == ["updated"] * 2
            assert [post.is_public for post in bench.stand_in.posts()] == [True] * 2
            assert bench.run(articles, choices=Choices(as_drafts=True)) == ["unchanged"] * 2


def a_post_that_a_person_hid_there_stays_hidden(make: Maker) -> None:
    """It was sent as a draft; then somebody made it private there, or scheduled it."""
    article = make.article(0)
    with make() as bench:
        if not bench.stand_in.hidden:
            pytest.skip("a post there is a draft or public")
        bench.run([article], choices=Choices(as_drafts=True))
        bench.stand_in.stored(bench.stand_in.posts()[0].id).update(bench.stand_in.hidden)
        for changed in (article, replace(article, title="Looms anew")):
            assert bench.run([changed]) == ["occupied"]
        assert [(post.title, post.is_public) for post in bench.stand_in.posts()] == [(article.title, False)]


def what_was_deleted_there_comes_back_on_request(make: Maker) -> None:
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    with make() as bench:
        bench.run([make.article(0)])
        bench.stand_in.delete(bench.stand_in.posts()[0].id)
        changed = replace(make.article(0), title="Looms anew")
        assert bench.run([changed], choices=Choices(again=True)) == ["created"]
        assert bench.titles() == ["Looms anew"]
        assert bench.run([changed]) == ["unchanged"]


def what_was_changed_there_is_replaced_on_request(make: Maker) -> None:
    if not make.platform.TRAITS.has_updates:
        pytest.skip("the platform takes no changes")
    with make() as bench:
        bench.run([make.article(0)])
        bench.stand_in.edit(bench.stand_in.posts()[0].id, "<p>By hand</p>")
        changed = replace(make.article(0), title="Looms anew")
        assert bench.run([changed], choices=Choices(overwrite=True)) == ["updated"]
        assert "By hand" not in bench.stand_in.posts()[0].text


def a_wall_before_a_write_is_told(make: Maker) -> None:
    """A plan that does not allow it (402), a permission that is missing (403): nothing counts as sent, and a later run
    completes it.
    """
    for status in (402, 403):
        with make() as bench:
            wall = Reply.json({"error": "not in your plan", "message": "not in your plan"}, status)
            bench.stand_in.fault = lambda request, number, wall=wall: (  # type: ignore[misc]  # a lambda with a default
                wall if bench.stand_in.is_write(request) else None
            )
            with suppress(AccessDenied, PublishRefused):
                assert bench.run(make.articles()) == ["refused"] * 2
            _completes(make, bench)


def a_server_error_is_a_problem_of_the_article(make: Maker) -> None:
    """Whether the server carried out the request or not."""
    for status in (500, 503):
        with make() as bench:
            bench.stand_in.fault = lambda request, number, status=status: (  # type: ignore[misc]  # a lambda with a default
                Reply(status) if bench.stand_in.is_write(request) else None
            )
            outcomes = bench.run(make.articles())
            assert set(outcomes) <= {"failed", "unknown"}
            _completes(make, bench)


def _completes(make: Maker, bench: Bench) -> None:
    assert not [remote for remote in bench.remotes() if remote.state]
    bench.stand_in.fault = lambda request, number: None
    assert bench.run(make.articles()) == ["created"] * 2
    assert bench.titles() == sorted(article.title for article in make.articles())


def a_wrong_certificate_ends_the_run(make: Maker) -> None:
    """Before any request is sent."""
    with RawServer(always_responds(answer(b"{}")), tls=True) as impostor, make() as bench:
        hosts = dict.fromkeys((bench.stand_in.host, *bench.stand_in.more_hosts), impostor.address)
        with pytest.raises(RequestFailed) as caught:
            bench.run(make.articles(), web=Web(hosts=hosts, limits=Limits(attempts=1)))
        assert caught.value.reason == "tls"
        assert impostor.requests == []


class _WatchedWeb(Web):
    """Notes the host of each request."""

    asked: frozenset[str] = frozenset()

    def send(self, request: Request) -> Answer:
        self.asked |= {links.host(request.address)}
        return super().send(request)

    def converse(self, place: str, message: str, is_last: Callable[[str], bool]) -> list[str]:
        self.asked |= {links.host(place)}
        return super().converse(place, message, is_last)


def requests_go_to_the_place_alone(make: Maker) -> None:
    """Over https, with the secrets in no address."""
    with make() as bench:
        web = bench.web(_WatchedWeb)
        assert isinstance(web, _WatchedWeb)
        bench.run(make.articles(), web=web)
        assert web.asked <= {bench.stand_in.host, *bench.stand_in.more_hosts}
        secrets = [secret.value for secret in bench.stand_in.secrets.values()]
        assert not [request.path for request in bench.stand_in.requests if any(one in request.path for one in secrets)]


CONTRACTS: tuple[Contract, ...] = (
    the_words_of_each_block_arrive,
    links_lead_to_the_copies_there,
    a_link_to_a_post_that_failed_is_sent_when_that_post_is_there,
    an_article_without_id_date_and_tags_is_sent_once,
    a_picture_of_another_type_stays_where_it_is_on_the_web,
    a_date_before_the_year_1000_is_kept,
    a_post_of_the_future_is_not_sent,
    a_text_that_is_too_long_is_not_sent,
    everything_can_be_sent_as_drafts_first,
    a_post_that_a_person_hid_there_stays_hidden,
    what_was_deleted_there_comes_back_on_request,
    what_was_changed_there_is_replaced_on_request,
    a_wall_before_a_write_is_told,
    a_server_error_is_a_problem_of_the_article,
    a_wrong_certificate_ends_the_run,
    requests_go_to_the_place_alone,
)
