"""Related posts of an archive of thousands: by what few posts have, so that the work grows with the posts alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from medium_archive.site.content import RenderedPost
from medium_archive.site.pages.related import related


def posts_with(texts: list[str]) -> list[RenderedPost]:
    return [
        cast(RenderedPost, SimpleNamespace(path=f"posts/{number}", title="", tags=(), text=text))
        for number, text in enumerate(texts)
    ]


def test_a_word_of_hundreds_of_posts_relates_none_of_them() -> None:
    """Though a tenth of the posts has it: each would be compared with each. One that two posts share relates them."""
    texts = ["harbour"] * 200 + ["lantern keeper", "lantern wick"] + [f"alone{number}" for number in range(1800)]
    found = related(posts_with(texts))
    assert found["posts/0"] == ()
    assert [post.path for post in found["posts/200"]] == ["posts/201"]


def test_the_same_word_relates_the_posts_of_a_smaller_archive() -> None:
    found = related(posts_with(["harbour"] * 100 + [f"alone{number}" for number in range(900)]))
    assert [post.path for post in found["posts/0"]] == ["posts/1", "posts/2", "posts/3"]
