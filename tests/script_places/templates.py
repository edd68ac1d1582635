"""Templates of a theme from a stranger, which try to reach Python or a file outside the theme, or to use up the
machine.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from medium_archive.errors import ThemeBroken
from medium_archive.site import theme
from medium_archive.site.memory import ObservedContent
from medium_archive.site.pages.page import SiteContent
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
    "{{ ''.＿＿class＿＿ }}{{ ''|attr('＿＿class＿＿') }}",
    "{{ ''|attr('\\x5f\\x5fclass\\x5f\\x5f') }}{{ ''['\\u005f\\u005fclass\\u005f\\u005f'] }}",
    "{{ ''|attr(['__cl', 'ass__']|join) }}{{ ''|attr('__ssalc__'|reverse) }}",
    "{{ ''|attr('__%sss__'|format('cla')) }}",
    "{{ [['', 1]]|map(attribute='0.__class__.__mro__')|list }}",
    "{{ {'a': site}|dictsort(by='value')|map(attribute='1.__class__')|list }}",
    "{{ [site]|rejectattr('__class__.__init__.__globals__')|list }}",
    "{{ [site]|min(attribute='__class__') }}{{ [site]|max(attribute='__class__') }}",
    "{{ '{0[__class__]}'.format(site) }}{{ '{0.name.__class__}'.format(site) }}",
    "{{ '{a.__class__.__mro__}'.format(**{'a': site}) }}",
    "{{ '{0!r:{1.__class__}}'.format(1, site) }}",
    "{{ '%(a.__class__)s' % {'a': site} }}{{ '%(__class__)s' % site }}",
    "{{ ''.format.__self__ }}{{ ''.format.__func__ }}{{ ''.join.__self__.__class__ }}",
    "{{ cycler('a').items.__class__ }}{{ cycler('a').__init__.__globals__ }}{{ joiner(',').sep.__class__ }}",
    "{{ namespace(__class__=1).__class__ }}{{ namespace(a=1)._Namespace__attrs }}",
    "{{ dict(__class__=1).__class__ }}{{ dict.fromkeys }}{{ dict['__subclasses__'] }}",
    "{{ range.__class__ }}{{ range(1).__reduce__ }}{{ range['__init__'] }}",
    "{% macro m() %}{{ caller.__globals__ }}{{ varargs.__class__ }}{{ kwargs.__class__ }}{% endmacro %}"
    "{% call m() %}{% endcall %}{{ m(1, a=2) }}",
    "{% macro m() %}{{ m.__code__ }}{{ m.__wrapped__ }}{{ m._Macro__x }}{% endmacro %}{{ m() }}",
    "{% call(x) to('a') %}{{ x.__class__ }}{% endcall %}",
    "{% for x in [1] recursive %}{{ loop.__call__ }}{{ loop._recurse }}{{ loop.changed.__func__ }}{% endfor %}",
    "{% block b %}{{ super.__init__ }}{{ self.b.__func__ }}{{ self.b._stack }}{% endblock %}",
    "{% filter attr('__class__') %}x{% endfilter %}",
    "{% autoescape false %}{{ ''.__class__ }}{% endautoescape %}",
    "{% set x = to %}{{ x.__globals__ }}{{ x.__module__ }}{{ x.__defaults__ }}{{ x.func }}{{ x.args }}{{ x.keywords }}",
    "{% set self = site %}{{ self.__dict__ }}{{ self.__class__ }}",
    "{% do [].append(1) %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% python %}{% endpython %}",
    "{% async for x in [1] %}{% endfor %}",
    "{{ (to('a'))._coro }}{{ to.send }}{{ to.gi_frame }}{{ to.cr_frame }}",
    "{{ [1]|map('x')|list }}{{ [1]|map('steps of a body', 1)|list }}",
    "{{ ['a']|map('texts one after another')|list }}{{ [1]|map('items of a loop', -5)|list }}",
    "{{ ['/etc/passwd']|map('include')|list }}",
    "{% import 'base/parts.html' as p %}{{ p.time.__globals__ }}{{ p.time._func }}{{ p['__class__'] }}"
    "{{ p.__loader__ }}",
    "{% from 'base/parts.html' import time as t %}{{ t.__globals__ }}{{ t._environment.loader }}",
    "{% from 'base/parts.html' import __class__ %}{{ __class__ }}",
    "{% from 'base/parts.html' import _x as y %}{{ y }}",
    "{% include 'a\\0b' %}",
    "{% include '/etc/passwd' %}",
    "{% include '//etc/passwd' %}",
    "{% include 'C:\\\\secret.txt' %}",
    "{% include '..\\\\secret.txt' %}",
    "{% include 'file:///etc/passwd' %}",
    "{% include ['../secret.txt', SECRET, 'linked.txt'] %}",
    "{% include '.' %}{% include '' %}",
    "{% include none %}",
    "{% include " + repr("x" * 70000) + " %}",
    "{% extends SECRET %}",
    "{% extends ['../secret.txt'] %}",
    "{% import '../secret.txt' as s %}{{ s }}",
    "{% include site %}",
    "{% extends site %}",
    "{% include 'static' %}",
    "{{ site|tojson }}{{ to|tojson }}",
    "{{ site|xmlattr }}",
    "{{ post.date.moment.tzinfo.__class__ }}",
    "{{ post.date.moment.__reduce__() }}{{ post.date.moment.astimezone.__self__.__class__ }}",
    "{{ (1).__class__.__base__ }}{{ 1.__class__ }}{{ (1).real.__class__ }}{{ (1).to_bytes(9, 'big') }}",
    "{{ true.__class__.__mro__ }}{{ (none ~ '').__class__ }}{{ '' .encode().__class__ }}",
    "{{ missing.__class__ }}{{ missing['__class__'] }}{{ (missing|default('')).__class__ }}",
    "{% if missing is defined or missing.__class__ %}x{% endif %}",
    "{{ site is sameas site.__class__ }}{{ site.__class__ is callable }}{{ 1 is test('x') }}",
    "{{ get_flashed_messages.__globals__ }}{{ url_for }}{{ g }}{{ session }}{{ app }}",
    "{{ environment.globals }}{{ _ }}{{ __name__ }}{{ __file__ }}{{ l_0_site }}{{ resolve }}"
    "{{ undefined }}{{ concat }}{{ blocks }}",
    "{{ site.words.__class__ }}{{ site.author._replace }}{{ options.__class__ }}{{ options._x }}",
    "{{ site_content.posts.__class__ }}{{ site_content._content }}{{ site_content.posts[0].content.__class__ }}",
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


def values() -> dict[str, Any]:
    """What the templates get."""
    one = post("posts/a")
    content = ObservedContent(SiteContent((one,), (), (), None))
    return {"site": one.author, "post": one, "site_content": content, "to": lambda file: file, "nav": ()}


def lay_out(archive: Path) -> None:
    """The folder of a theme, with links to a file outside of it and a large file."""
    (archive / "secret.txt").write_text("SECRET WORDS", "utf-8")
    (archive / "theme").mkdir()
    (archive / "theme/linked.txt").symlink_to(archive / "secret.txt")
    (archive / "theme/linked").symlink_to(archive)
    (archive / "theme/large.txt").write_text(" " * 5_000_000, "utf-8")


def result(archive: Path, template: str, values: dict[str, Any]) -> str:
    """What a template in an archive that was laid out does: "refused", "reached" what it must not, or "printed"
    something else.
    """
    text = template.replace("SECRET", repr(str(archive / "secret.txt")))
    (archive / "theme/post.html").write_text(text, "utf-8")
    try:
        made = theme.load("plain", archive).render("post.html", values)
    except ThemeBroken as error:
        assert re.search("fails in .{1,201}, line |has no template", str(error))
        assert len(str(error)) < 1000
        return "reached" if "SECRET WORDS" in str(error) else "refused"
    return "reached" if any(sign in made.replace("&lt;", "<") for sign in REACHED) else "printed"
