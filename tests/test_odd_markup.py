"""Pages whose markup is unusual but legal: every word is kept, and the proof raises no false alarm."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from medium_archive import markdown
from medium_archive.checks.completeness import Ledger
from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.medium import post
from medium_archive.report import Report
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_ledger import small
from tests.sample_post import IMAGE, graf, page_of
from tests.test_markup import read

# A level of nesting with its words; in each, "N" is the number of the level
LEVELS = {
    "bullets": ("<ul><li>wN ", "</li></ul>"),
    "numbers": ("<ol><li>wN ", "</li></ol>"),
    "quotes": ("<blockquote><p>wN</p>", "</blockquote>"),
    "details": ("<details><summary>sN</summary>wN ", "</details>"),
    "definitions": ("<dl><dt>sN</dt><dd>wN ", "</dd></dl>"),
    "tables": ("<table><tr><td>sN</td><td>wN ", "</td></tr></table>"),
    "tables without cells": ("<table>wN ", "</table>"),
    "boxes": ("<div>wN ", "</div>"),
    "figures": ("<figure>wN ", "</figure>"),
    "lists in sections": ("<ul><li><section><div>wN ", "</div></section></li></ul>"),
    "spans": ("<span>wN ", "</span>"),
    "emphasis": ("<em>wN <strong>sN ", "</strong></em>"),
    "links": ('<a href="https://x.org/N">wN ', "</a>"),
    "indices": ("<sub>wN ", "</sub>"),
    "readings": ("<ruby>wN ", "</ruby>"),
    "readings outside of ruby": ("<rt>wN ", "</rt>"),
    "templates": ("<template>wN ", "</template>"),
    "objects": ("<object>wN ", "</object>"),
    "terms outside of lists": ("<dt>wN ", "</dt>"),
    "definitions outside of lists": ("<dd>wN ", "</dd>"),
    "items outside of lists": ("<li><div>wN ", "</div></li>"),
    "summaries outside of details": ("<summary>wN ", "</summary>"),
    "captions outside of tables": ("<caption>wN ", "</caption>"),
    "heads outside of tables": ("<thead>wN ", "</thead>"),
    "cells outside of tables": ("<td><div>wN ", "</div></td>"),
}
_LEVELS_ONLY = ("bullets", "numbers", "quotes", "details", "definitions", "tables", "tables without cells")


def nested(kind: str, levels: int) -> str:
    start, end = LEVELS[kind]
    inner = "".join(start.replace("N", str(number)) for number in range(levels)) + "middle" + end * levels
    return f"{inner}<p>after</p>"


def converted(html: str) -> tuple[str, Ledger]:
    """The plain HTML of a body, and the ledger of its Markdown."""
    body = post.read(
        page_of(graf("h3", "T", "h3 graf--title") + html, title="T"), "posts/2020-01-01_T-0123456789ab.html"
    )[0].body
    return body, small(html, text=markdown.write(body))


def imported(tmp_path: Path, bodies: list[str]) -> tuple[Layout, list[Report]]:
    """An archive of a post for each body, and the reports of import, build and verify."""
    files = {
        post_name(f"{number:012x}"): post_page(f"Post {number}", body, f"{number:012x}")
        for number, body in enumerate(bodies, 1)
    }
    layout = Layout(tmp_path / "archive")
    reports = [import_exports.import_exports([write_zip(tmp_path / "export.zip", files)], layout)]
    return layout, [*reports, build.build(layout), verify(layout)]


def trouble(report: Report) -> list[tuple[str, str, str]]:
    return [(issue.where, issue.code, issue.message) for issue in report.issues if issue.level != "note"]


@pytest.mark.parametrize(
    ("kind", "levels"),
    [*itertools.product(LEVELS, (24, 25, 200)), *one_in(6, itertools.product(LEVELS, (3_000,)), of_ci=2)],
)
def test_words_are_kept_in_any_number_of_levels(kind: str, levels: int) -> None:
    """The proof finds nothing lost or added. From the 25th level on it names what has no form."""
    text, ledger = converted(nested(kind, levels))
    assert (ledger.unexplained, ledger.added) == ((), ())
    named = [miss.words for miss in ledger.missing if miss.kind == "markup"]
    assert all("middle" in words or len(words) > 200 for words in named)
    if kind in _LEVELS_ONLY:
        assert bool(named) == (levels > 24)
    numbers = range(0, levels, max(1, levels // 40))
    assert [number for number in numbers if f"w{number}" not in text] == []
    assert text.endswith("<p>after</p>")


def test_levels_that_are_too_deep_are_one_issue() -> None:
    """Once, however many there are."""
    assert read(nested("bullets", 24))[1] == []
    assert read(nested("bullets", 25) + nested("tables", 3_000))[1] == ["nested-too-deep"]
    assert read(nested("spans", 46))[1] == []
    assert read(nested("spans", 47))[1] == ["nested-too-deep"]


@pytest.mark.slow
def test_pages_of_thousands_of_levels_pass_import_build_and_verify(tmp_path: Path) -> None:
    kinds = ("bullets", "spans", "boxes")
    _, reports = imported(tmp_path, [nested(kind, 3_000) for kind in kinds])
    assert [(report.exit_code, trouble(report)) for report in reports] == [(0, [])] * 3


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (
            "<table>A <b>B</b> C<p>D</p><caption>E</caption><caption>F</caption><tr>G<td>H</td>I<td>J</td></tr>"
            "</table>",
            "<p>A <strong>B</strong> C</p><p>D</p><p>F</p><p>G</p><p>I</p>"
            "<table><caption>E</caption><tbody><tr><td>H</td><td>J</td></tr></tbody></table>",
        ),
        (
            "<table><td>A</td><td>B</td><tr><td>C<table><caption>D</caption><tr><td>E</td></tr></table></td></tr></table>",
            "<table><tbody><tr><td>A</td><td>B</td></tr><tr><td><p>C</p><table><caption>D</caption><tbody><tr><td>E</td>"
            "</tr></tbody></table></td></tr></tbody></table>",
        ),
        (
            "<dl>A <b>B</b><dt>C</dt>D<dd>E</dd><p>F</p><div><dt>G</dt>H<dd>I</dd></div></dl>",
            "<dl><dd>A <strong>B</strong></dd><dt>C</dt><dd>D</dd><dd>E</dd><dd>F</dd><dt>G</dt><dd>H</dd><dd>I</dd>"
            "</dl>",
        ),
        ("<dd>A</dd><dt>B</dt>", "<p>A</p><p>B</p>"),
        ("<ul>A <b>B</b><li>C</li>D<p>E</p><li>F</li></ul>",
         "<ul><li>A <strong>B</strong></li><li>C</li><li>D</li></ul><p>E</p><ul><li>F</li></ul>"),
        ("<menu><li>A</li></menu><dir><li>B</li></dir>", "<ul><li>A</li></ul><ul><li>B</li></ul>"),
        ("<ul><li><section>A</section></li></ul>", "<ul><li>A</li></ul>"),
    ],
)  # fmt: skip
def test_text_and_blocks_in_odd_places_are_kept(html: str, kept: str) -> None:
    """As blocks of their own, and the proof has them in the same place."""
    body, ledger = converted(html)
    assert body == kept
    assert (ledger.missing, ledger.added) == ((), ())


_SCRIPT = '<script src="https://x.org/embeds.js"></script>'
_TWEET = '<blockquote class="twitter-tweet"><p>A</p><a href="https://twitter.com/u/status/1"></a></blockquote>'
_LOADER = '<script src="https://platform.twitter.com/widgets.js"></script>'


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        (f"{_SCRIPT}<figcaption>A</figcaption>", ['href="https://x.org/embeds.js"', "A"]),
        (
            '<iframe srcdoc="<style>x</style><p>A &amp;lt; <b>B</b></p><p>C</p>"></iframe><figcaption>D</figcaption>',
            ["<p>A &lt; B C</p><p>D</p>"],
        ),
        (_TWEET + _LOADER, ['href="https://twitter.com/u/status/1"', "<blockquote><p>A</p></blockquote>"]),
        ('<img srcset="https://x.org/a.png 1x">', ['src="https://x.org/a.png"']),
        (
            '<img src="data:image/gif;base64,R0" srcset="https://x.org/w_1,h_2/a.png 320w, https://x.org/b.png 800w">',
            ['src="https://x.org/b.png"'],
        ),
        ('<img data-src="https://x.org/a.png" src="data:image/gif;base64,R0">', ['src="https://x.org/a.png"']),
    ],
)
def test_what_a_figure_loads_later_is_kept(figure: str, kept: list[str]) -> None:
    """A script of another host, a tweet with its words, and a picture without `src`; the proof agrees."""
    body, ledger = converted(f'<figure class="graf graf--figure graf--iframe">{figure}</figure>')
    assert [words for words in kept if words not in body] == []
    assert "<a href" not in body
    assert (ledger.missing, ledger.added) == ((), ())


_CARD = '<div class="graf graf--mixtapeEmbed"><a href="https://x.org/">{}</a></div>'
_LINK = '<a href="https://x.org/">'
_PRE = '<pre class="graf graf--pre graf--preV2" data-code-block-mode="2" data-code-block-lang="{}">x</pre>'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (f"{_LINK}<h3>A</h3><p>B <b>C</b></p></a>", f"<h2>{_LINK}A</a></h2><p>{_LINK}B <strong>C</strong></a></p>"),
        (f"<p>A{_LINK}<div>B</div></a>C</p>", f"<p>A</p><p>{_LINK}B</a></p><p>C</p>"),
        ("<ul><li><em><p>A</p><p>B</p></em></li></ul>", "<ul><li><p><em>A</em></p><p><em>B</em></p></li></ul>"),
        (
            '<abbr title="T"><p>A</p><p>B</p></abbr>',
            '<p><abbr title="T">A</abbr></p><p><abbr title="T">B</abbr></p>',
        ),
        (
            "<em><details><summary>A</summary>B</details><dl><dt>C</dt><dd>D</dd></dl></em>",
            "<details><summary><em>A</em></summary><p><em>B</em></p></details>"
            "<dl><dt><em>C</em></dt><dd><em>D</em></dd></dl>",
        ),
        (
            "<details>A<summary>B</summary>C</details>",
            "<details><summary>B</summary><p>A</p><p>C</p></details>",
        ),
        (
            "<details><summary><p>A</p><div>B</div></summary>C</details>",
            "<details><summary>A B</summary><p>C</p></details>",
        ),
        (
            "<table><caption><p>A</p><p>B</p></caption><tr><td>C</td></tr></table>",
            "<table><caption>A B</caption><tbody><tr><td>C</td></tr></tbody></table>",
        ),
        ("<dl><dt><p>A</p><p>B</p></dt><dd>C</dd></dl>", "<dl><dt>A B</dt><dd>C</dd></dl>"),
        ("<ul><li>A<section>B</section>C</li></ul>", "<ul><li><p>A</p><p>B</p><p>C</p></li></ul>"),
        ("<pre><div>A</div><div>B</div>C<p>D</p></pre>", "<pre><code>A\nB\nC\nD</code></pre>"),
        (
            f'<figure><img src="{IMAGE}/1*a.png"><figcaption><p>A</p><ul><li>B</li><li>C</li></ul></figcaption>'
            "</figure>",
            f'<figure><img src="{IMAGE}/1*a.png" alt=""><figcaption>A B C</figcaption></figure>',
        ),
        (
            _CARD.format("<strong>A<br>B</strong><br><em><p>C</p><p>D</p></em>x.org"),
            '<figure><a class="card" href="https://x.org/" title="C D">A B</a></figure>',
        ),
        (_PRE.format("objective c"), '<pre><code class="language-objective-c">x</code></pre>'),
        (_PRE.format("c++"), '<pre><code class="language-c++">x</code></pre>'),
        ("<template><p>A</p></template><p>B <template>C</template></p>", "<p>A</p><p>B C</p>"),
        ("<noscript><p>A</p></noscript>", "<p>A</p>"),
        (
            '<video src="https://x.org/v.mp4"><p>A</p><ul><li>B</li></ul>',
            '<figure><a class="embed" href="https://x.org/v.mp4">https://x.org/v.mp4</a></figure><p>A</p>'
            "<ul><li>B</li></ul>",
        ),
        (
            '<figure><audio src="https://x.org/v.mp3"><p>A</p>B</audio><figcaption>C</figcaption></figure>',
            '<figure><a class="embed" href="https://x.org/v.mp3">https://x.org/v.mp3</a><figcaption>C</figcaption>'
            "</figure><p>A B</p>",
        ),
        (f"<p>A {_LINK}<img src='{IMAGE}/1*a.png'></a></p>",
         f'<p>A</p><figure>{_LINK}<img src="{IMAGE}/1*a.png" alt=""></a></figure>'),
        (f"{_LINK}</a><p>A</p>", f"<p>{_LINK}</a></p><p>A</p>"),
    ],
)  # fmt: skip
def test_words_in_unusual_places_are_kept(html: str, kept: str) -> None:
    """Apart from one another, with their marks, and the proof finds nothing lost or added."""
    body, ledger = converted(html)
    assert body == kept
    assert (ledger.missing, ledger.added) == ((), ())


@pytest.mark.parametrize(
    ("html", "kept", "named"),
    [
        ("<h3>A<div>B</div></h3>", "<p>A</p><p>B</p>", ["<h3> A B"]),
        ("<p>A <ruby>B<rt>C<div>D</div></rt></ruby></p>", "<p>A</p><p>B</p><p>C</p><p>D</p>", ["<ruby> B C D"]),
        ("<p>漢<rt>かん</rt></p><rt>A</rt>", "<p>漢かん</p><p>A</p>", ["<rt> かん", "<rt> A"]),
        (
            "<details><summary>A</summary><summary>B</summary></details><summary>C</summary>",
            "<details><summary>A</summary><p>B</p></details><p>C</p>",
            ["<summary> B", "<summary> C"],
        ),
        ('<p>A<input value="B">C<input type="hidden" value="D"></p>', "<p>A B C</p>", ["<input> B", "<input>"]),
        (
            '<p>A<map><area alt="B" href="https://x.org/"></map></p>',
            f"<p>A {_LINK}B</a></p>",
            ["<area> B", "<map> B"],
        ),
        (
            '<select><optgroup label="A"><option>B</option><option label="C"></option></optgroup></select>',
            "<p>A</p><p>B</p><p>C</p>",
            ["<select> A B C"],
        ),
        ("<p>A <canvas>B</canvas></p>", "<p>A B</p>", ["<canvas> B"]),
    ],
)
def test_what_has_no_form_is_named_with_its_words(html: str, kept: str, named: list[str]) -> None:
    """The words are in the text, and the proof names the element."""
    body, ledger = converted(html)
    assert body == kept
    assert (ledger.unexplained, ledger.added) == ((), ())
    assert [miss.words for miss in ledger.missing if miss.kind == "markup"] == named


def test_odd_pages_pass_import_build_and_verify(tmp_path: Path) -> None:
    """Also a picture that only the text can hold, and odd signs in a language."""
    bodies = [
        f'<p>A {_LINK}<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></a></p>',
        _PRE.format("a`b &quot;c&quot;"),
        f"<b>{_LINK}<p>A</p><pre>B</pre><blockquote>C</blockquote></a></b>",
        '<menu><li>A</menu><video src="https://x.org/v.mp4">B<p>C</p>',
    ]
    layout, reports = imported(tmp_path, bodies)
    assert [report.exit_code for report in reports] == [0, 0, 0]
    assert "data:image" in (layout.posts / "2020-03-01-post-1" / "index.md").read_text("utf-8")
