"""The laws of the design over real exports: every one in the folder $MEDIUM_EXPORTS, and the example always."""

from __future__ import annotations

import re
from pathlib import Path

import cmarkgfm
import lxml.html
import pytest
from markdown_it import MarkdownIt

from medium_archive import markdown
from medium_archive.medium import post
from medium_archive.medium.export import open_export
from tests.conftest import exports


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.stem)
def test_there_and_back(path: Path) -> None:
    """Law 2: read(write(body)) == body for every post."""
    with open_export(path) as export:
        different = []
        for member in export.posts():
            body = post.read(export.read(member), member.name)[0].body
            if markdown.read(markdown.write(body)) != body:
                different.append(member.name)
        assert export.posts()
        assert not different


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.stem)
def test_other_renderers_show_the_same_words(path: Path) -> None:
    """What GitHub's renderer and markdown-it make of a post's Markdown has the words that ours has."""
    markdown_it = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    with open_export(path) as export:
        for member in export.posts():
            text = markdown.write(post.read(export.read(member), member.name)[0].body)
            wanted = words(markdown.read(text))
            github = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
            assert words(github) == wanted, member.name
            assert words(markdown_it.render(text)) == wanted, member.name


def words(html: str) -> str:
    """The text of HTML without white space and comments."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    return re.sub(r"\s+", "", str(root.xpath("string()")))
