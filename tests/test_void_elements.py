"""What follows a void element of HTML stays: the parser takes some of them for containers."""

from __future__ import annotations

import pytest

from medium_archive import markdown
from medium_archive.checks.completeness import original
from medium_archive.medium import post
from tests.sample_post import graf, page_of

AFTER = "The first words after it."


@pytest.mark.parametrize(
    "element",
    ['<embed src="https://e.example/a.swf">', "<source>", '<track label="a > b">', "<wbr>", "<EMBED>", "<keygen>"],
)
@pytest.mark.parametrize("inside", [True, False], ids=["in a paragraph", "between paragraphs"])
def test_words_after_a_void_element_are_kept(element: str, inside: bool) -> None:
    before = (
        graf("p", f"Before it.{element} Still the same paragraph.") if inside else graf("p", "Before it.") + element
    )
    page = page_of(graf("h3", "A title", "h3 graf--title") + before + graf("p", AFTER) + graf("p", "The last words."))
    text = markdown.write(post.read(page, "posts/2019-01-09_A-5c8d3a00.html")[0].body)
    paragraphs = text.split("\n\n")
    assert paragraphs[-2:] == [AFTER, "The last words."]
    assert AFTER in [block.spaced for block in original.read(page).blocks]
