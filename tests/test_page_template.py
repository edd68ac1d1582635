"""What the template of a post page says around the body is the same whether a pattern or a parser reads it."""

from __future__ import annotations

import pytest

from medium_archive.medium import page_template
from medium_archive.medium.page_template import Foot, Head

_HEAD = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><style>a</style></head><body>'
    '<article class="h-entry">\n<header>\n<h1 class="p-name">{name}</h1>\n</header>\n'
    '<section data-field="subtitle" class="p-summary">\n{summary}\n</section>\n'
)
_FOOT = (
    '<footer><p>By <a href="{address}" class="p-author h-card">{author}</a> on '
    '<a href="https://medium.com/p/c0ffee001234"><time class="dt-published" datetime="{time}">May 27, 2015</time></a>.'
    '</p><p><a href="https://x.example/a?b=1&amp;c=2" class="p-canonical">Canonical link</a></p>'
    '<p>Exported from <a href="https://medium.com">Medium</a> on {day}.</p></footer></article></body></html>'
)
_DRAFT = (
    '<footer><p><a href="https://medium.com/p/c0ffee001234">View original.</a></p><p>Exported from '
    '<a href="https://medium.com">Medium</a> on May 1, 2021.</p></footer></article></body></html>'
)


def head(title: str = "T", name: str = "Name", summary: str = "Words") -> str:
    return _HEAD.format(title=title, name=name, summary=summary)


def foot(
    address: str = "https://medium.com/@ada", author: str = "Ada", time: str = "2015-05-27", day: str = "May 1, 2021"
) -> str:
    return _FOOT.format(address=address, author=author, time=time, day=day)


@pytest.mark.parametrize(
    "html",
    [
        head(),
        head(name="A &amp; B &lt;3  \u00a0C"),
        head(name=""),
        head(name=" "),
        head(name="", title="Only &#39;this&#39;"),
        head(summary="Two\nlines\x1b"),
        head(name="A &copy B"),  # from here on a parser is needed
        head(name="<em>A</em>"),
        head(summary="<!-- -->x"),
        head() + '<section data-field="description">More</section>',
    ],
)
def test_the_texts_above_the_body_are_those_that_a_parser_finds(html: str) -> None:
    assert page_template.head(html) == page_template.head(html.replace("<body>", '<body class="x">'))


@pytest.mark.parametrize(
    "html",
    [
        foot(),
        foot(author="A &amp; B  C", address="https://x.example/@a?b&amp;c"),
        foot(time=""),
        foot(day="Smarch 1, 2021"),
        _DRAFT,
        foot(author="<b>Ada</b>"),  # from here on a parser is needed
        foot(author="&eacute;"),
        foot().replace(".</p><p>", ', <a href="https://medium.com/@eve" class="p-author">Eve</a>.</p><p>'),
        foot().removesuffix("</html>"),
    ],
)
def test_the_values_below_the_body_are_those_that_a_parser_finds(html: str) -> None:
    assert page_template.foot(html) == page_template.foot(html.replace("<footer>", '<footer class="x">'))


def test_a_page_that_follows_the_template_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lxml.html.document_fromstring", None)
    assert page_template.head(head(name="A &amp; B")) == Head("A & B", "Words", "")
    author = ("Ada", "https://medium.com/@ada")
    assert page_template.foot(foot()) == Foot("2015-05-27", "https://x.example/a?b=1&c=2", (author,), "2021-05-01")
    assert page_template.foot(_DRAFT) == Foot(None, "", (), "2021-05-01")
