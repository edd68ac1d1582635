"""Pages with any nesting of elements: one tree in Markdown, in every renderer and in the proof."""

from __future__ import annotations

import re
from html import escape, unescape

import cmarkgfm
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from medium_archive import markdown
from tests.conftest import examples
from tests.sample_ledger import small
from tests.sample_post import IMAGE
from tests.test_markup import plain

_WORDS = st.text(alphabet="ab1 中「」.*_`~#>+-=|\\[]()<>&:/'\"\u00a0é", min_size=1, max_size=6).map(escape)
_INLINE_TAGS = (
    "strong", "em", "code", "s", "del", "ins", "u", "mark", "sub", "sup", "kbd", "small", "q", "cite", "dfn", "var",
    "samp", "bdi", "tt", "abbr", "time", "bdo", "rt",
)  # fmt: skip
_START = {"abbr": '<abbr title="a|b">', "time": '<time datetime="2020">', "bdo": '<bdo dir="rtl">', "rt": "<ruby>x<rt>"}
_END = {"rt": "</rt></ruby>"}


def _tagged(tag: str, inner: str) -> str:
    return f"{_START.get(tag, f'<{tag}>')}{inner}{_END.get(tag, f'</{tag}>')}"


_LINES = st.recursive(
    st.one_of(_WORDS, st.sampled_from(["<br>", '<a href="https://x.org/?a|b">x</a>'])),
    lambda inner: st.one_of(
        st.builds(_tagged, st.sampled_from(_INLINE_TAGS), inner), st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=6,
)
_PICTURE = f'<figure><img src="{IMAGE}/1*a.png"><figcaption>a</figcaption></figure>'


def _containers(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    flow = st.one_of(
        _LINES,
        st.lists(blocks, min_size=1, max_size=3).map("".join),
        st.tuples(_LINES, blocks).map("".join),
        st.tuples(blocks, _LINES).map("".join),
    )
    items = st.lists(flow.map(lambda html: f"<li>{html}</li>"), min_size=1, max_size=3).map("".join)
    cells = st.lists(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["td", "th"]), st.one_of(_LINES, _LINES, flow)),
        min_size=1,
        max_size=2,
    ).map("".join)
    rows = st.lists(cells.map(lambda html: f"<tr>{html}</tr>"), min_size=1, max_size=3).map("".join)
    head = st.lists(_LINES, min_size=1, max_size=3)
    simple = st.builds(
        lambda names, rows: "<table>" + "".join(
            "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in (*row, *names)[: len(names)]) + "</tr>"
            for tag, row in (("th", names), *(("td", row) for row in rows))
        ) + "</table>",
        head, st.lists(head, max_size=2),
    )  # fmt: skip
    return st.one_of(
        items.map(lambda html: f"<ul>{html}</ul>"),
        st.builds('<ol start="{}">{}</ol>'.format, st.sampled_from([0, 1, 1, 3, 99]), items),
        rows.map(lambda html: f"<table>{html}</table>"),
        simple,
        flow.map(lambda html: f"<details><summary>a</summary>{html}</details>"),
        flow.map(lambda html: f"<blockquote>{html}</blockquote>"),
        st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, _LINES, flow),
    )


PAGES = st.lists(
    st.recursive(
        st.one_of(
            _LINES.map(lambda html: f"<p>{html}</p>"),
            st.sampled_from(
                ["<pre>a<br><br> b</pre>", "<blockquote>a</blockquote>", _PICTURE, "<h4>a</h4>", "<hr>", "<p>1. a</p>",
                 "<iframe src='https://x.org/1A'></iframe>"]
            ),
        ),
        _containers,
        max_leaves=8,
    ),
    min_size=1,
    max_size=3,
).map("".join)  # fmt: skip


@settings(max_examples=examples(400), deadline=None)
@given(PAGES)
def test_reading_the_written_markdown_gives_the_same_tree(html: str) -> None:
    """Law 2 for any nesting of lists, tables, details, definitions and marks."""
    found = plain(html)
    assert markdown.read(markdown.write(found)) == found


@settings(max_examples=examples(200), deadline=None)
@given(PAGES)
def test_other_renderers_show_the_same_structure(html: str) -> None:
    """GitHub's renderer and markdown-it have the same elements in the same order, with the same words."""
    text = markdown.write(plain(html))
    wanted = _structure(markdown.read(text))
    github = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)
    assert _structure(github) == wanted
    engine = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable(["table", "strikethrough"])
    assert _structure(engine.render(text)) == wanted


def _structure(html: str) -> str:
    """The tags and the words, without attributes, white space, and what only the dialect or one renderer writes."""
    html = re.sub(r"<!--.*?-->|</?(?:figure|figcaption|em|p|tbody)\b[^>]*>", "", html)
    html = re.sub(r"<(/?)(?:s|del)>", r"<\1del>", re.sub(r"<(/?\w+)\b[^>]*>", r"<\1>", html))
    return re.sub(r"\s+", "", unescape(html))


@settings(max_examples=examples(200), deadline=None)
@given(PAGES)
def test_the_proof_finds_nothing_lost_or_added(html: str) -> None:
    """The ledger reads both sides by itself, and raises no false alarm."""
    ledger = small(html, text=markdown.write(plain(html)))
    assert (ledger.missing, ledger.added) == ((), ())
