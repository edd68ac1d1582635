"""Elements beyond those of Medium's editor on the pages, in the feeds and in the search of the site."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.site.text import plain_text
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_site import rendered

MARKS = (
    "<del>a</del> <ins>b</ins> <sub>c</sub> <sup>d</sup> <u>e</u> <mark>f</mark> <kbd>g</kbd> <small>h</small> "
    '<q>i</q> <cite>j</cite> <dfn>k</dfn> <var>l</var> <samp>m</samp> <abbr title="n">N</abbr> '
    '<time datetime="2020">o</time> <bdi>p</bdi> <bdo dir="rtl">q</bdo> '
    "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>"
)


def test_every_kept_element_is_on_the_page() -> None:
    """With its attribute; struck text is `del`."""
    assert rendered(MARKS.replace("<del>a</del>", "~~a~~")).html == f"<p>{MARKS}</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<ol start="3" type="a" reversed=""><li>a</li><li value="9">b</li></ol>',
        '<details open=""><summary>a</summary><p>b</p></details>',
        "<dl><dt>a</dt><dd><p>b</p><p>c</p></dd></dl>",
    ],
)
def test_blocks_keep_their_attributes(html: str) -> None:
    """The number, the kind of numbers, whether details are open."""
    assert rendered(html).html == html


def test_tables_keep_spans_and_alignment() -> None:
    """Alignment is a class, because the page has no style attributes."""
    html = rendered('<table><tr><th colspan="2" scope="col" style="text-align: center">a</th></tr></table>').html
    assert '<th colspan="2" scope="col" class="align-center">a</th>' in html


def test_ruby_is_searched_by_its_base_text_and_by_its_reading() -> None:
    """Each once: the text above the readings is one piece, the readings follow its paragraph."""
    root = lxml.html.fromstring(
        "<div><p>x <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を</p><p>y</p></div>"
    )
    assert plain_text.visible(root) == "x 漢字を\nかん じ\ny"


def test_the_opening_has_each_word_of_a_nested_list_once() -> None:
    """Items in items, paragraphs in items, without readings of ruby."""
    body = rendered("- a <ruby>漢<rt>かん</rt></ruby>\n  - b\n\n    c\n- d\n\n## e *f*\n")
    assert body.opening == "a 漢 b c d"
    assert [heading.words for heading in body.outline] == ["e f"]


def test_import_build_and_verify_agree_on_every_element(tmp_path: Path) -> None:
    """Nothing is lost or added in the text or on the page, also where a paragraph begins like the heading above it."""
    body = (
        f"<h3>Marks</h3><p>Marks of all kinds: {MARKS}</p><ul><li>a<ol start='4'><li>b<pre>c<br><br>d</pre></li></ol>"
        "</li><li>e</li></ul><table><caption>f</caption><tr><th>g</th><td colspan='2'>h</td></tr></table><table><tr>"
        "<th>i|</th></tr><tr><td>j<br>k</td></tr></table><details><summary>l</summary>m<blockquote>n<ul><li>o</li></ul></blockquote>"
        "</details><dl><dt>p</dt><dd>q</dd></dl>"
    )
    export = write_zip(tmp_path / "export.zip", {post_name(): post_page(body=body)})
    layout = Layout(tmp_path / "archive")
    assert import_exports.import_exports([export], layout).exit_code == 0
    assert build.build(layout).exit_code == 0
    report = verify(layout)
    assert (report.exit_code, [issue for issue in report.issues if issue.level != "note"]) == (0, [])
