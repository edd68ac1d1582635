"""What is special about Forem: templates, mentions and front matter in texts, tags, lists by pages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from medium_archive.articles import Picture
from medium_archive.markdown import read
from medium_archive.platforms import devto
from tests import small_archive
from tests.contracts.bench import SITE, Bench, Maker
from tests.contracts.devto_server import DevtoServer, liquid


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(devto, DevtoServer, tmp_path)


def server(bench: Bench) -> DevtoServer:
    assert isinstance(bench.stand_in, DevtoServer)
    return bench.stand_in


def published(make: Maker, markdown: str) -> str:
    """The body that the place has for an article with this text."""
    with make() as bench:
        assert bench.run([replace(make.article(0), markdown=markdown, html="", pictures=())]) == ["created"]
        assert bench.titles() == ["Looms, part 0"]
        return bench.stand_in.posts()[0].text


def words(body: str) -> str:
    text = re.sub(r"\{% (?:end)?raw %\}", "", body)
    return "".join(map(str, lxml.html.fromstring(f"<div>{read(text)}</div>").itertext()))


@pytest.mark.parametrize(
    "text",
    [
        "Write {{ name }} and {% if a %}.",
        "{% embed https://a.example %}\n\n## A {{ heading }}\n\n- an {% item %}",
        "Code `{{ a }}`, then {{ b }}, then `{% if %}`.",
        "```liquid\n{% if a %}{{ b }}{% endif %}\n```\n\nand {{ c }}",
        "<details><summary>{{ a }}</summary>\n\nText\n\n</details>",
    ],
)
def test_no_template_of_the_text_runs(make: Maker, text: str) -> None:
    """And a reader sees the same words as before; in code Forem itself does it."""
    body = published(make, text)
    assert not re.search(r"\{[{%]", liquid(body))
    assert words(body) == words(text)


def test_code_does_not_end_its_own_protection(make: Maker) -> None:
    body = published(make, "```liquid\n{%endraw%}{{ a }}{%- endraw -%}\n```")
    assert body == "```liquid\n{% endraw %}{{ a }}{% endraw %}\n```"


def test_a_rule_at_the_start_is_no_front_matter(make: Maker) -> None:
    body = published(make, "---\n\ntitle: Another\n\n---\n\nText.")
    assert words(body) == "title: AnotherText."


def test_nobody_is_mentioned(make: Maker) -> None:
    body = published(make, "By @ada, ada@a.example, <https://medium.com/@ada> and `@ada`.")
    assert body == "By @\u2060ada, ada@a.example, <https://medium.com/@ada> and `@ada`."


def test_code_in_html_keeps_its_signs(make: Maker) -> None:
    """Nobody is mentioned there, so nothing is added to what a reader copies; templates run there as elsewhere."""
    body = published(make, "x^2^ <code>@ada {{ b }}</code> by @ada")
    assert "<code>@ada {% raw %}{{{% endraw %} b }}</code> by @\u2060ada" in body


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A tick ` alone @ada.\n\nNext `@code`", "A tick ` alone @\u2060ada.\n\nNext `@code`"),
        ("\\`@ada\\` and `@code`", "\\`@\u2060ada\\` and `@code`"),
        ("````\n```\n@code\n````\n\n@ada", "````\n```\n@code\n````\n\n@\u2060ada"),
        ("Code ``` @code ``` in a line @ada", "Code ``` @code ``` in a line @\u2060ada"),
    ],
)
def test_mentions_are_found_where_markdown_has_no_code(make: Maker, text: str, wanted: str) -> None:
    """Also where backticks are not in pairs."""
    assert published(make, text) == wanted


def test_a_post_without_a_title_is_not_sent(make: Maker) -> None:
    with make() as bench:
        assert bench.run([replace(make.article(0), title="")]) == ["unsuitable"]
        assert "It has no title, and the platform wants one. Write one in its front matter." in bench.output
        assert bench.stand_in.writes == []


def test_forms_that_the_engine_reads_differently_are_html(make: Maker) -> None:
    body = published(make, "One\ntwo\n\nx^2^\n\n- a\n- b\n\n![A](https://a.example/b%20c.png)\n_Loom_")
    assert "<p>One\ntwo</p>" in body
    assert "<p>x^2^</p>" in body
    assert "- a\n- b" in body
    assert "![A](https://a.example/b%20c.png)\n_Loom_" in body


def test_four_tags_stay_after_a_change(make: Maker) -> None:
    article = replace(make.article(0), tags=("Data Science", "machine-learning", "a" * 31, "2020", "c++", "go", "last"))
    with make() as bench:
        assert bench.run([article]) == ["created"]
        assert bench.run([replace(article, title="Looms anew")]) == ["updated"]
        assert bench.stand_in.posts()[0].tags == ("datascience", "machinelearning", "2020", "c")


def test_all_pages_of_the_list_are_read(make: Maker) -> None:
    """Also where the host gives fewer posts on a page than were asked for."""
    with make() as bench:
        server(bench).page = 2
        assert bench.run(make.articles(5)) == ["created"] * 5
        (bench.layout.records / "published.jsonl").unlink()
        assert bench.run(make.articles(5)) == ["occupied"] * 5


def test_a_post_without_canonical_address_is_found_by_its_title(make: Maker) -> None:
    article = replace(make.article(0), canonical="")
    with make() as bench:
        assert bench.run([article]) == ["created"]
        (bench.layout.records / "published.jsonl").unlink()
        assert bench.run([article]) == ["occupied"]
        assert bench.run([replace(article, title="Other", id="00000000000f", path="posts/f")]) == ["created"]


def test_the_list_is_read_once_in_a_run(make: Maker) -> None:
    with make() as bench:
        bench.run(make.articles(3))
        assert len([one for one in bench.stand_in.requests if "/articles/me" in one.path]) == 1


@pytest.mark.parametrize("tells", [True, False])
def test_a_new_account_waits_between_posts(make: Maker, *, tells: bool) -> None:
    with make() as bench:
        server(bench).seconds, server(bench).tells = 300.0, tells
        begin = bench.clock()
        assert bench.run(make.articles(3)) == ["created"] * 3
        assert 600 <= bench.clock() - begin < 750


def test_a_canonical_address_of_somebody_else_is_told(make: Maker) -> None:
    with make() as bench:
        server(bench).taken_elsewhere = make.article(0).canonical
        assert bench.run(make.articles()) == ["refused", "created"]
        assert "Canonical url has already been taken" in bench.output


def test_a_cover_is_shown_from_the_own_site(make: Maker) -> None:
    article = make.article(0)
    file = make.folder / "posts/0/2-b.png"
    small_archive.picture(file, 2, 2)
    cover = Picture("2-b.png", "A card", "posts/0/2-b.png", file)
    with make() as bench:
        assert bench.run([replace(article, cover=cover)]) == ["created"]
        assert server(bench).post("1")["main_image"] == f"{SITE}/posts/0/2-b.png"
        assert f"![A loom]({SITE}/posts/0/1-a.png)" in bench.stand_in.posts()[0].text


def test_a_long_title_is_cut(make: Maker) -> None:
    article = replace(make.article(0), title="word " * 40)
    with make() as bench:
        assert bench.run([article]) == ["created"]
        assert len(bench.titles()[0]) == len(devto.labels(article).title) == 128
