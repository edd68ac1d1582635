"""One fault on a page is one issue at its place: lists, feeds and numbers that repeat it are not accused."""

from __future__ import annotations

import re

import pytest

from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.conftest import one_in
from tests.site_changes import POST, change_file, choose, replaced

PAGE = f"{POST}/index.html"


def accused(layout: Layout) -> set[str]:
    return {issue.where for issue in verify(layout).issues if issue.level == "error"}


@pytest.fixture
def tagged(own_example: Layout) -> Layout:
    text = own_example.root / POST / "index.md"
    text.write_text(text.read_text("utf-8").replace("\nmedium:", "\ntags: [Sea, Maps]\nmedium:", 1), "utf-8")
    build(own_example, url="https://salma.example/blog")
    assert accused(own_example) == set()
    return own_example


@pytest.mark.parametrize(
    ("pattern", "new"),
    one_in(
        12,
        [
            (r'(<div class="text e-content".*?<p>)\w+', r"\1Anything"),
            (r'(<div class="text e-content".*?)<p>.*?</p>', r"\1"),
            (r'(<div class="text e-content".*?)(<p>.*?</p>)', r"\1\2\2"),
            (r'class="p-category" rel="tag" href="[^"]+"', 'class="p-category" rel="tag" href="../../about.html"'),
            (r'<a class="p-category".*?</a>', ""),
            (r'<meta property="og:title" content="[^"]+"', '<meta property="og:title" content="Other"'),
            (r'<meta name="description" content="[^"]+"', '<meta name="description" content="Other"'),
            (r'"wordCount": \d+', '"wordCount": 7'),
            (r'<span class="minutes">\d+', '<span class="minutes">77'),
        ],
    ),
)
def test_a_damaged_page_alone_is_named(tagged: Layout, pattern: str, new: str) -> None:
    change_file(tagged, PAGE, replaced(pattern, new))
    assert accused(tagged) == {f"site/{PAGE}"}


@pytest.mark.parametrize(
    ("file", "pattern", "new"),
    one_in(
        4,
        [
            ("feed.xml", r"(<content:encoded>.*?&lt;p&gt;)\w+", r"\1Anything"),
            ("feed.json", r'("content_html": "[^"]*?<p>)\w+', r"\1Anything"),
            ("tags/index.html", r"(<main.*?<li><a href=\")[^\"]+", r"\1../about.html"),
        ],
    ),
)
def test_a_damaged_feed_or_list_alone_is_named(tagged: Layout, file: str, pattern: str, new: str) -> None:
    choose(tagged, "site", extras=True)
    build(tagged, url="https://salma.example/blog")
    change_file(tagged, file, replaced(pattern, new))
    assert accused(tagged) == {f"site/{file}"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "new"),
    one_in(
        12,
        [
            (r'(<div class="text e-content".*?<h2 id=")', r"\1other-"),
            (r'(<div class="text e-content".*?<h2) id="[^"]+"', r"\1"),
            (r'(<div class="text e-content".*?<p>)', r"\1<!-- a note -->"),
            (r'(<div class="text e-content".*?<a [^>]*)rel="noopener"', r"\1"),
            (r'(<a class="u-url" [^>]*)rel="noopener"', r"\1"),
            (r'(<div class="text e-content".*?<a [^>]*)rel="noopener"', r'\1rel="opener"'),
        ],
    ),
)
def test_attributes_that_the_site_adds_to_a_text_and_comments_are_compared(
    own_example: Layout, pattern: str, new: str
) -> None:
    build(own_example)
    pages = [page for page in own_example.site.glob("posts/*/index.html") if re.search(pattern, page.read_text(), re.S)]
    page = pages[0].relative_to(own_example.site).as_posix()
    change_file(own_example, page, replaced(pattern, new))
    assert accused(own_example) == {f"site/{page}"}
