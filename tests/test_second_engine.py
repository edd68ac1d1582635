"""The proof gives the same with another Markdown engine (cmark-gfm) and another HTML parser (html5lib)."""

from __future__ import annotations

from html import unescape

import lxml.html
import pytest

from medium_archive import markdown
from medium_archive.commands import build
from medium_archive.folder.layout import Layout
from tests.benchmarks import second_engine


def test_a_second_engine_and_a_second_parser_give_the_same_ledgers(own_example: Layout) -> None:
    build.build(own_example)
    found = list(second_engine.differences(own_example))
    assert len(found) > 10
    assert [one for one in found if one[1]] == []


@pytest.mark.parametrize(
    "title",
    ["a &amp;lt;b&quot; \\", "\\\\\\\\!", "\\&quot; \\\\", "\\&amp;lt; \\(\\) \\\\\\"],
    ids=["reference", "backslashes", "quotation mark", "mixed"],
)
def test_github_shows_the_title_of_a_link_as_it_is(title: str) -> None:
    """Its renderer replaces references to characters before it reads backslashes, and then reads both."""
    body = f'<p>See <a href="https://x.org/" title="{title}">this</a> page</p>'
    text = markdown.write(body)
    assert markdown.read(text) == body
    link = lxml.html.fromstring(second_engine.render(text)).find(".//a")
    assert link is not None
    assert link.get("title") == unescape(title)
