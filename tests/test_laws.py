"""The laws of the design over real exports: all in the folder $MEDIUM_EXPORTS, and always the example."""

from __future__ import annotations

import re

import cmarkgfm
import lxml.html
import pytest
from markdown_it import MarkdownIt

from medium_archive import markdown
from medium_archive.medium import post
from medium_archive.medium.export import open_export
from tests.conftest import exports


@pytest.fixture(scope="module", params=exports(), ids=lambda path: path.stem)
def written(request: pytest.FixtureRequest) -> list[tuple[str, str, str]]:
    """Every post of an export: the name of its page, its body, and the Markdown of the body."""
    with open_export(request.param) as export:
        bodies = [(member.name, post.read(export.read(member), member.name)[0].body) for member in export.posts()]
    assert bodies
    return [(name, body, markdown.write(body)) for name, body in bodies]


def test_reading_the_written_markdown_gives_the_same_html(written: list[tuple[str, str, str]]) -> None:
    """Law 2: read(write(body)) == body for every post."""
    assert [name for name, body, text in written if markdown.read(text) != body] == []


def test_other_renderers_show_the_same_words(written: list[tuple[str, str, str]]) -> None:
    """GitHub's renderer, markdown-it and our reader show the same words."""
    markdown_it = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for name, _, text in written:
        wanted = words(markdown.read(text))
        github = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
        assert words(github) == wanted, name
        assert words(markdown_it.render(text)) == wanted, name


def words(html: str) -> str:
    """The text of HTML without white space and comments."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return re.sub(r"\s+", "", str(root.xpath("string()")))
