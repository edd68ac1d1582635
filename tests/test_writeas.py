"""What is special about WriteFreely: hashtags and marks in texts, dates, slugs, unpublished posts, pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from medium_archive.errors import PublishRefused
from medium_archive.markdown import read
from medium_archive.platforms import writeas
from tests.contracts.bench import SITE, Bench, Maker
from tests.contracts.writeas_server import WriteasServer, tags_of


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(writeas, WriteasServer, tmp_path)


def published(make: Maker, markdown: str, **values: object) -> str:
    """The body that the place has for an article with this text."""
    article = replace(make.article(0), markdown=markdown, html="", pictures=())
    article = replace(article, **values)  # type: ignore[arg-type]  # the caller names fields of an article
    with make() as bench:
        assert bench.run([article]) == ["created"]
        return bench.stand_in.posts()[0].text


def words(body: str) -> str:
    return "".join(map(str, lxml.html.fromstring(f"<div>{read(body)}</div>").itertext()))


@pytest.mark.parametrize(
    "text",
    [
        "He is #1 in C# and #go, says ＃world.",
        "#first word of a line",
        "\\#selector, \\\\#two and `\\#three`",
        "`#include` in a line, and\n\n```c\n#include <a.h>\n\n#define B\n```",
        "## A #heading\n\n- an #item\n- another\n\n> a #quote",
        "![A loom](https://a.example/1.png)\n_A #caption_",
        "See [this](https://a.example/b#part), <https://a.example/#part> and [here](#part).",
        "Write @ada@a.example, or `@ada@a.example`.",
        "```\n@ada@a.example\n```",
        "Text \\<!--more--> and `<!--nosig-->`\n\n```html\n<!--paid-->\n<p>\n```",
    ],
)
def test_no_word_of_the_text_becomes_a_tag_or_a_mark(make: Maker, text: str) -> None:
    """And a reader sees the same words as before."""
    body = published(make, text, tags=("looms",), canonical="", url="", published=None)
    assert tags_of(body) == ["looms"]
    assert not any(mark in body for mark in ("<!--more", "&lt;!--more", "!--paid", "!--nosig", "@ada@"))
    assert words(body) == f"{words(text)}#looms"


def test_forms_that_the_engine_does_not_know_are_html(make: Maker) -> None:
    body = published(make, "One\\\ntwo snake_case_name\n\n1. a\n\n   b\n\n7. c")
    assert "One<br>" in body
    assert "<ol>" in body
    assert "snake_case_name" in body
    assert "\\\n" not in body
    assert "7. " not in body


def test_addresses_and_pull_quotes_are_plain_markdown(make: Maker) -> None:
    text = "<https://www.youtube.com/watch?v=_abc>\n_Loom_\n\n<!-- pull quote -->\n> Said."
    assert published(make, text).startswith("<https://www.youtube.com/watch?v=_abc>  \n_Loom_\n\n> Said.\n")


def test_a_caption_is_on_a_line_below_its_picture(make: Maker) -> None:
    assert "1.png)  \n_A loom_" in published(make, "![Loom](https://a.example/1.png)\n_A loom_")


def test_tags_that_can_be_hashtags_stand_at_the_end(make: Maker) -> None:
    body = published(make, "Text.", tags=("data science", "machine-learning", "2020", "c++", "機器學習"))
    assert body.endswith("\n\n#datascience #machinelearning #機器學習")


def test_a_copy_says_where_the_text_was_published_first(make: Maker) -> None:
    assert "[ada.example](<https://ada.example/looms-0/>)" in published(make, "Text.")
    assert "riginally" not in published(make, "Text.", canonical="https://write.as/ada/looms-0")


def test_markup_in_a_title_is_not_read_as_such(make: Maker) -> None:
    with make() as bench:
        bench.run([replace(make.article(0), title="A *b* <c> snake_case C#")])
        assert bench.titles() == [r"A \*b\* \<c> snake\_case C\#"]
        assert writeas.labels(replace(make.article(0), title="*b*")).title == "*b*"


def server(bench: Bench) -> WriteasServer:
    assert isinstance(bench.stand_in, WriteasServer)
    return bench.stand_in


def test_a_host_that_sets_dates_only_by_a_change_keeps_the_date(make: Maker) -> None:
    with make() as bench:
        server(bench).takes_created = False
        assert bench.run([make.article(0)]) == ["created"]
        assert bench.stand_in.posts()[0].date == "2020-11-12T06:16:00Z"
        assert bench.remotes()[0].date == "2020-11-12T06:16:00Z"


def test_an_unpublished_post_counts_as_deleted(make: Maker) -> None:
    with make() as bench:
        bench.run([make.article(0)])
        bench.stand_in.edit(bench.stand_in.posts()[0].id, "")
        assert bench.run([replace(make.article(0), title="Changed")]) == ["deleted"]


def test_an_unpublished_post_with_the_slug_gets_no_second_one(make: Maker) -> None:
    with make() as bench:
        bench.stand_in.add("By hand", make.article(0).slug)
        bench.stand_in.edit(bench.stand_in.posts()[0].id, "")
        assert bench.run([make.article(0)]) == ["refused"]
        assert len(bench.stand_in.posts()) == 1


def test_an_unpublished_blog_and_one_of_somebody_else_are_told(make: Maker) -> None:
    with make() as bench:
        server(bench).is_unpublished = True
        with pytest.raises(PublishRefused, match="This blog was unpublished"):
            bench.run([make.article(0)])
        bench.stand_in.settings = writeas.Settings("babbage")
        with pytest.raises(PublishRefused) as caught:
            bench.run([make.article(0)])
        assert "babbage" in caught.value.message
        assert caught.value.hint == "Its blogs are: ada, other."


class OwnHost(WriteasServer):
    host = "blog.example"
    settings = writeas.Settings("ada", "https://blog.example/")


def test_pictures_of_another_host_stay_on_the_own_site(make: Maker) -> None:
    with replace(make, stand_in=OwnHost)() as bench:
        assert bench.run(make.articles()) == ["created"] * 2
        assert bench.stand_in.pictures() == []
        assert bench.stand_in.requests[0].path == "/api/me/collections"
        assert f"![A loom]({SITE}/posts/0/1-a.png)" in bench.stand_in.posts()[0].text
        assert bench.remotes()[0].address == "https://blog.example/ada/looms-0"


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("Café_and.Looms", "cafe-and-looms"),
        ("千金也難買-5c8d3a", "post-000000000001"),
        ("long-" * 30, f"{'long-' * 13}lo-000000000001"),
    ],
)
def test_slugs_have_the_letters_that_all_versions_keep(make: Maker, slug: str, expected: str) -> None:
    assert writeas.labels(replace(make.article(0), slug=slug)).slug == expected
