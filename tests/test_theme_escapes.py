"""A theme from a stranger: its templates reach neither Python nor a file outside the theme, and end in bounded time."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from medium_archive.errors import ThemeBroken
from medium_archive.folder import template_limits
from medium_archive.site import theme
from medium_archive.site.content import PostContent, RenderedPost
from medium_archive.site.memory import ObservedContent
from medium_archive.site.pages.page import SiteContent
from medium_archive.site.stored_values import Held
from tests.test_themes_documented import post

# Each would run a command, read a file, or show where Python keeps something. `REACHED` is what must not be printed
REACH = (
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ dict.__base__.__subclasses__() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr('__cla' ~ 'ss__') }}",
    "{{ [('',)]|map(attribute='0.__class__')|list }}",
    "{{ ['']|map('attr', '__class__')|list }}",
    "{{ ['']|selectattr('__class__')|list }}",
    "{{ [site]|groupby('__class__') }}",
    "{{ [site]|sort(attribute='__class__')|first }}",
    "{{ [site]|sum(attribute='__class__') }}",
    "{{ [site]|unique(attribute='__class__')|list }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(site) }}",
    "{{ '{x.__class__}'.format_map({'x': site}) }}",
    "{{ ('{0.__class__}'|safe).format('') }}",
    "{{ ['']|map('{0.__class__}'.format)|list }}",
    "{% set f = '{0.__class__}'.format %}{{ f(site) }}",
    "{{ to.__globals__ }}",
    "{{ to.__code__ }}",
    "{{ to.__closure__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ loop }}{% for x in [1] %}{{ loop.__init__.__globals__ }}{{ loop._iterator }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}{{ m._environment }}{{ m._func }}",
    "{% import 'base/parts.html' as p %}{{ p.__init__ }}{{ p.__dict__ }}{{ p._body_stream }}",
    "{{ missing.__class__ }}",
    "{{ site_content.content }}{{ site_content.__dict__ }}",
    "{{ post.content }}{{ post['content'] }}{{ post|attr('content') }}",
    "{{ post.__reduce_ex__(2) }}",
    "{{ post.date.moment.__class__ }}",
    "{{ (1).__class__ }}{{ (1.5).hex }}{{ none.__class__ }}{{ true.__class__ }}",
    "{{ ().__class__.__base__ }}{{ {}.__class__ }}{{ [].__class__ }}",
    "{{ {}.setdefault }}{% set l = [] %}{{ l.append(1) }}{{ l }}",
    "{{ options.update({'accent': '#000'}) }}",
    "{{ environment }}{{ context }}{{ config }}{{ request }}{{ __builtins__ }}{{ __import__ }}{{ eval }}{{ open }}",
    "{{ lipsum.__globals__ }}",
    "{% include '../secret.txt' %}",
    "{% include 'sub/../../secret.txt' %}",
    "{% include SECRET %}",
    "{% import SECRET as s %}{{ s }}",
    "{% extends 'harbour/../secret.txt' %}",
    "{% include 'linked.txt' %}",
    "{% include 'linked/secret.txt' %}",
    "{% from 'linked.txt' import x %}",
    "{{ ['x']|map('steps of a body', -10**9)|list }}{{ dict.mro() }}",
    "{% set ns = namespace() %}{% set ns.__class__ = 1 %}{{ ns.__class__ }}",
)
# Each would run for hours, or take all memory
USE_UP = (
    "{% for x in range(10**9) %}{% endfor %}",
    "{{ range(10**9)|list }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) if b %}{{ a }}{% endfor %}{% endfor %}",
    "{{ 'x' * 10**10 }}",
    "{{ 10**10 * 'x' }}",
    "{{ [0] * 10**10 }}",
    "{{ 9 ** (9 ** 9) }}",
    "{% set ns = namespace(n=9) %}{% for x in range(60) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
    "{% set ns = namespace(t='x') %}{% for x in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
    "{% set ns = namespace(t='x') %}{% for x in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
    "{% set ns = namespace(t='x') %}{% for x in range(60) %}{% set t %}{{ ns.t }}{{ ns.t }}{% endset %}"
    "{% set ns.t = t %}{% endfor %}",
    "{% set ns = namespace(t=[1]) %}{% for x in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t }}",
    "{% set ns = namespace(t=1) %}{% for x in range(60) %}{% set ns.t = {1: ns.t, 2: ns.t} %}{% endfor %}{{ ns.t }}",
    "{% set ns = namespace(t=1) %}{% for x in range(60) %}{% set ns.t = dict(a=ns.t, b=ns.t) %}{% endfor %}{{ ns.t }}",
    "{% set ns = namespace(t=1) %}{% macro m() %}{% set ns.t = varargs %}{% endmacro %}"
    "{% for x in range(60) %}{{ m(ns.t, ns.t) }}{% endfor %}{{ ns.t }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% set n = n|default(60) - 1 %}{% if n %}{% include 'post.html' %}{% include 'post.html' %}{% endif %}",
    "{% extends 'post.html' %}",
    "{% block b %}{{ self.b() }}{% endblock %}",
    "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{{ loop([[1]]) }}{% endfor %}",
    "{{ 'x'|center(10**10) }}",
    "{{ 'x'.ljust(10**10) }}",
    "{{ '1'.zfill(10**10) }}",
    "{{ '\t'.expandtabs(10**10) }}",
    "{{ '%9999999999d'|format(1) }}",
    "{{ '%*d' % (10**9, 1) }}",
    "{{ '%.*f' % (10**9, 1) }}",
    "{{ '{:9999999999}'.format(1) }}",
    "{{ '{:{}}'.format(1, 10**9) }}",
    "{{ ('{0}' * 9999).format('x' * 10**6) }}",
    "{{ ('%(x)s' * 9999) % {'x': 'x' * 10**6} }}",
    "{{ ['x' * 10**6]|batch(10**9, 0)|list }}",
    "{{ []|slice(10**9)|list }}",
    "{{ (['x' * 10**6] * 10**5)|join }}",
    "{{ ('x' * 10**6).join(range(99999)|map('string')) }}",
    "{{ ('x' * 10**6)|replace('', 'x' * 10**6) }}",
    "{{ ('x' * 10**6).replace('x', 'x' * 10**6) }}",
    "{{ 'a\nb'|indent(10**9) }}",
    "{{ ('a ' * 9999)|wordwrap(1, wrapstring='x' * 10**6) }}",
    "{{ {'a': 1}|tojson(indent=10**9) }}",
    "{{ 1.5|round(10**9, 'ceil') }}",
    "{{ ('f' * 10**6)|int(base=16) // 0 }}",
    "{{ (range(9999)|list * 9)|map('list')|sum(start=[]) }}",
    "{{ post.date.moment.strftime('%999999999d') }}",
    "{% for x in range(9999) %}{% for y in 'x' * 10**6 %}{% endfor %}{% endfor %}",
    "{% for a in 'x' %}" * 60 + "{% endfor %}" * 60,
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ 1" + " + 1" * 50_000 + " }}",
    "{% if 1 %}" * 5000 + "{% endif %}" * 5000,
    "{% include 'large.txt' %}",
    "{{ 1 }}" * 60_000,
)
REACHED = (
    "<class",
    "<function",
    "<built-in",
    "<module",
    "<code",
    "0x",
    "site-packages",
    "uid=",
    "SECRET WORDS",
    "Held(",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive whose folder `theme/` can have links to a file outside of it."""
    (tmp_path / "secret.txt").write_text("SECRET WORDS", "utf-8")
    return tmp_path


@pytest.fixture
def values() -> dict[str, Any]:
    one = post("posts/a")
    content = ObservedContent(SiteContent((one,), (), (), None))
    return {"site": one.author, "post": one, "site_content": content, "to": lambda file: file, "nav": ()}


@pytest.mark.parametrize("template", REACH)
def test_no_template_reaches_python_or_a_file_outside_the_theme(
    archive: Path, template: str, values: dict[str, Any]
) -> None:
    (archive / "theme").mkdir()
    (archive / "theme/linked.txt").symlink_to(archive / "secret.txt")
    (archive / "theme/linked").symlink_to(archive)
    (archive / "theme/post.html").write_text(template.replace("SECRET", repr(str(archive / "secret.txt"))), "utf-8")
    try:
        made = theme.load("plain", archive).render("post.html", values)
    except ThemeBroken as error:
        assert re.search("fails in (post.html|linked.txt|linked/secret.txt)|has no template", str(error))
        assert "SECRET WORDS" not in str(error)
    else:
        assert not any(sign in made.replace("&lt;", "<") for sign in REACHED), made


@pytest.mark.parametrize("template", USE_UP, ids=lambda text: text[:40])
def test_a_template_that_would_use_up_the_machine_is_refused(
    archive: Path, template: str, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_limits, "STEPS", 2_000_000)  # all 12,000,000 take this test too long
    (archive / "theme").mkdir()
    (archive / "theme/large.txt").write_text(" " * 5_000_000, "utf-8")
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
