"""A theme from a stranger: its templates reach neither Python nor a file outside the theme, and end in bounded time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from medium_archive.errors import ThemeBroken
from medium_archive.folder import template_limits
from medium_archive.site import theme
from medium_archive.site.content import PostContent, RenderedPost
from medium_archive.site.stored_values import Held
from tests.script_places import templates
from tests.script_places.templates import REACH, USE_UP
from tests.test_themes_documented import post


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive whose folder `theme/` can have links to a file outside of it."""
    (tmp_path / "secret.txt").write_text("SECRET WORDS", "utf-8")
    return tmp_path


@pytest.fixture
def values() -> dict[str, Any]:
    return templates.values()


@pytest.mark.parametrize("template", REACH)
def test_no_template_reaches_python_or_a_file_outside_the_theme(
    archive: Path, template: str, values: dict[str, Any]
) -> None:
    templates.lay_out(archive)
    assert templates.result(archive, template, values) != "reached"


@pytest.mark.parametrize("template", USE_UP, ids=lambda text: text[:40])
def test_a_template_that_would_use_up_the_machine_is_refused(
    archive: Path, template: str, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_limits, "STEPS", 2_000_000)  # all 12,000,000 take this test too long
    templates.lay_out(archive)
    (archive / "theme/post.html").write_text(template, "utf-8")
    begun = time.process_time()
    with pytest.raises(ThemeBroken) as refused:
        theme.load("plain", archive).render("post.html", values)
    assert time.process_time() - begun < 10
    assert len(str(refused.value)) < 1000


def test_a_template_may_use_what_pages_need(archive: Path, values: dict[str, Any]) -> None:
    """Nothing of this is refused: it is what the document promises."""
    (archive / "theme").mkdir()
    (archive / "theme/post.html").write_text(
        "{% macro link(x, n=2) %}<a>{{ x }}{{ n * 2 }}</a>{% endmacro %}{{ link('<') }}"
        "{{ '%s, %5.1f'|format('a', 2) }} {{ '{} {a:>4}'.format(1, a=2) }} {{ ['b', 'a']|sort|join(', ') }} "
        "{% for key, value in {'k': [1, 2]}.items() %}{{ loop.index }}{{ key }}{{ value|sum }}{% endfor %} "
        "{{ post.date.moment.strftime('%Y') }} {{ post.date.moment.year }} {{ post.title|upper }} "
        "{{ 'a-b'.split('-') }} "
        "{% set ns = namespace(n=0) %}{% for x in range(3) %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }} "
        "{% for g in [post]|groupby('language') %}{{ g.grouper }}{{ g.list|length }}{% endfor %} "
        "{{ [post]|map(attribute='date.year')|first }} {{ site_content.posts[0].body }}{{ 2 ** 10 }} {{ 7 // 2 }} "
        "{% set c = cycler('odd', 'even') %}{{ c.next() }}{{ c.current }} {{ dict(a=1).get('a') }} "
        "{{ ('a' ~ '<')|safe }}",
        "utf-8",
    )
    made = theme.load("plain", archive).render("post.html", values)
    assert made == (
        "<a>&lt;4</a>a,   2.0 1    2 a, b 1k3 2020 2020 POSTS/A [&#39;a&#39;, &#39;b&#39;] 3 en1 2020 1024 3 oddeven 1 "
        "a<"
    )


def test_a_refusal_says_what_and_where(archive: Path, values: dict[str, Any]) -> None:
    (archive / "theme").mkdir()
    (archive / "theme/post.html").write_text("\n{% for x in range(10**9) %}{% endfor %}", "utf-8")
    with pytest.raises(ThemeBroken, match=r"fails in post\.html, line 2: .*100,?000") as refused:
        theme.load("plain", archive).render("post.html", values)
    assert "post.html" in refused.value.hint


def test_a_theme_can_not_poison_the_compiled_templates_of_another(archive: Path, values: dict[str, Any]) -> None:
    """A compiled template is used again only for the same file with the same text."""
    for name, text in (("one", "{{ 1 }}"), ("two", "{{ 2 }}"), ("one", "{{ 3 }}")):
        own = archive / name / "theme"
        own.mkdir(parents=True, exist_ok=True)
        (own / "post.html").write_text(text, "utf-8")
        assert theme.load("plain", archive / name).render("post.html", values) == text[3]


def test_a_long_list_of_posts_is_far_from_the_limits(archive: Path, values: dict[str, Any]) -> None:
    """A loop over 10,000 posts with twenty values of each."""
    (archive / "theme").mkdir()
    (archive / "theme/post.html").write_text(
        "{% for one in posts %}" + "{{ one.title }}" * 20 + "{% endfor %}", "utf-8"
    )
    loaded = theme.load("plain", archive)
    loaded.render("post.html", {**values, "posts": [values["post"]] * 10_000})
    assert loaded.environment.budget.left > template_limits.STEPS * 0.9


def test_templates_do_not_get_where_a_text_is_kept() -> None:
    """Its path on this machine would be on the page."""
    assert "Held" not in repr(post("posts/a"))
    assert isinstance(post("posts/a").content, Held)
    assert PostContent.__name__ not in repr(RenderedPost)
