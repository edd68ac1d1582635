"""The blocks that are written without a parser have the Markdown that they have in a tree."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medium_archive import markdown
from medium_archive.markdown import reader, usual_blocks
from tests.conftest import examples

_WORDS = st.text(alphabet="ab1 中。*_`~#>+-.)|\\[]!:/\"'\u00a0\u3000é", min_size=1, max_size=9).map(
    lambda text: " ".join(text.replace(">", "&gt;").replace('"', "&quot;").split(" "))
)
_BLOCKS = st.sampled_from(
    (
        "<p>{}</p>",
        "<h2>{}</h2>",
        "<h3>{}</h3>",
        '<p class="kicker">{}</p>',
        "<p><strong>a</strong>{}<br>b</p>",
        '<figure><img src="a_b.png" alt="{}"></figure>',
        '<figure class="wide"><img src="a.png" alt=""></figure>',
        '<figure><img src="a.png" alt=""><img src="b.png" alt="{}"><figcaption>{}</figcaption></figure>',
        '<figure><a class="embed" href="https://a.org/_b_?c=1&amp;d">https://a.org/_b_?c=1&amp;d</a></figure>',
        '<figure><a class="card" href="https://a.org/(b" title="{}">{}</a></figure>',
        '<figure><a class="card" href=\'https://a.org\' title="b">c</a></figure>',
        '<pre><code class="language-c++">{}\n```\n\n</code></pre>',
        "<hr>",
        "<ul><li>{}</li><li>a</li></ul>",
        '<ol start="3"><li>{}</li></ol>',
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        '<blockquote class="pull"><p>{}</p><p>a</p></blockquote>',
        "<p>&nbsp;&#20013;</p>",
    )
)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.tuples(_BLOCKS, _WORDS), min_size=1, max_size=6))
@example([("<ul><li>{}</li></ul>", "a"), ("<p>{}</p>", "b"), ("<ul><li>{}</li></ul>", "c")])
@example(
    [
        ("<p>{}</p>", "a\\"),
        ("<h2>{}</h2>", "b #"),
        ("<h3>{}</h3>", "&amp;"),
        ("<p>{}</p>", "1) c"),
        ("<p>{}</p>", "https://a.org"),
    ]
)
def test_a_body_is_written_the_same_with_and_without_a_tree_of_all_blocks(blocks: list[tuple[str, str]]) -> None:
    body = "".join(block.replace("{}", words) for block, words in blocks)
    written = markdown.write(body)
    with mock.patch.object(usual_blocks, "split", return_value=None):
        assert markdown.write(body) == written


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.tuples(_BLOCKS, _WORDS), min_size=1, max_size=3))
def test_a_text_that_is_not_read_back_reads_back_as_its_body(blocks: list[tuple[str, str]]) -> None:
    body = "".join(block.replace("{}", words) for block, words in blocks)
    usual, html = usual_blocks.split(body), reader.render(markdown.write(body))
    if usual is not None and html == usual_blocks.rendered(usual):
        assert reader.of_rendered(html) == body


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<br><em>b</em></p>",
        '<figure><img src="a.png" alt="it\'s"><figcaption>a<br>b</figcaption></figure>',
        '<figure class="cover"><a class="card" href="https://a.org" title="it\'s">b</a></figure>',
        "<ul><li><code>a</code></li></ul><p>b</p><ul><li>c</li></ul><ul><li>d</li></ul>",
        '<blockquote class="pull"><p>a</p><p><a href="https://a.org">b</a></p></blockquote><hr><pre><code>c</code></pre>',
    ],
)
def test_usual_blocks_are_not_read_back(body: str) -> None:
    with mock.patch("medium_archive.markdown.writer.of_rendered", side_effect=AssertionError):
        markdown.write(body)


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="https://a.org" title="b">c</a></p>',  # would read as a card
        '<p><img src="a.png" alt=""></p>',  # would read as a figure
        '<p class="odd">a</p>',
        "<p>a\x0bb</p>",
        "<p>a</p>b",
    ],
)
def test_a_body_with_other_blocks_is_always_read_back(body: str) -> None:
    usual = usual_blocks.split(body)
    assert usual is None or usual_blocks.rendered(usual) != reader.render(markdown.write(body))
