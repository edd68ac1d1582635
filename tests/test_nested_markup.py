"""Elements in places where Medium puts none: pictures, marks, lists and boxes inside of one another."""

from __future__ import annotations

import itertools

import pytest

from tests.conftest import one_in
from tests.sample_post import FRAME, IMAGE
from tests.test_odd_markup import converted

PICTURE = f'<img src="{IMAGE}/1*a.png">'
SHOWN = f'<figure><img src="{IMAGE}/1*a.png" alt=""></figure>'
AROUND = {
    "emphasis": "<em>{}</em>",
    "link": '<a href="https://x.org/">{}</a>',
    "index": "<sub>{}</sub>",
    "span": "<span>{}</span>",
    "paragraph": "<p>{}</p>",
    "heading": "<h3>{}</h3>",
    "box": "<div>{}</div>",
    "section": "<section>{}</section>",
    "quotation": "<blockquote>{}</blockquote>",
    "item": "<ol><li>q</li><li>{}</li><li>z</li></ol>",
    "list": "<ol>{}</ol>",
    "term": "<dl><dt>{}</dt><dd>d</dd></dl>",
    "definition": "<dl><dt>t</dt><dd>{}</dd></dl>",
    "definitions": "<dl>{}</dl>",
    "cell": "<table><tr><td>{}</td></tr></table>",
    "caption of a table": "<table><caption>{}</caption><tr><td>c</td></tr></table>",
    "table": "<table>{}</table>",
    "details": "<details><summary>s</summary>{}</details>",
    "summary": "<details><summary>{}</summary>d</details>",
    "figure": "<figure>{}</figure>",
    "code": "<pre>{}</pre>",
}


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (f"<em>A {PICTURE} B</em>", f"<p><em>A B</em></p>{SHOWN}"),
        (f"<em>A<figure>{PICTURE}</figure></em>", f"<p><em>A</em></p>{SHOWN}"),
        (f"<dl><em><figure>{PICTURE}</figure></em></dl>", f"<dl><dd>{SHOWN}</dd></dl>"),
        (
            f"<ul><li><em>A<figure>{PICTURE}</figure>B</em></li></ul>",
            f"<ul><li><p><em>A B</em></p>{SHOWN}</li></ul>",
        ),
        (f"<dl><dt>A {PICTURE}</dt><dd>B</dd></dl>", f"<dl><dt>A</dt><dd>{SHOWN}</dd><dd>B</dd></dl>"),
        (
            f"<table><caption>A {PICTURE}</caption><tr><td>B</td></tr></table>",
            f"{SHOWN}<table><caption>A</caption><tbody><tr><td>B</td></tr></tbody></table>",
        ),
        (
            f"<details><summary>A<figure>{PICTURE}</figure></summary>B</details>",
            f"<details><summary>A</summary>{SHOWN}<p>B</p></details>",
        ),
        (
            f"<p>A<figure>{PICTURE}<figcaption>B</figcaption></figure>C</p>",
            f"<p>A</p>{SHOWN.replace('</figure>', '<figcaption>B</figcaption></figure>')}<p>C</p>",
        ),
        ("<table>A<caption>B <em>C</em></caption></table>", "<p>A</p><p>B <em>C</em></p>"),
        (f"<table><caption>A {PICTURE}</caption><tr>B</tr></table>", f"<p>A</p>{SHOWN}<p>B</p>"),
        ("<table>A<col>B</table>", "<p>A</p><p>B</p>"),
        ("<ul><li>A</li><x-b>B <x-c>C</x-c> D</x-b></ul>", "<ul><li>A</li></ul><p>B C D</p>"),
        ("A <rt>B</rt> <rp>C <rt>D</rt></rp>", "<p>A B C D</p>"),
        (f"<rt>A<figure>{PICTURE}</figure></rt>", f"<p>A</p>{SHOWN}"),
        ("<ruby>A<rt>B<rt>C</rt>D</rt>E</ruby>", "<p><ruby>A<rt>B</rt><rt>C</rt>DE</ruby></p>"),
        ("<ruby>A <em>B<rt>C</rt></em></ruby>", "<p><ruby>A <em>BC</em></ruby></p>"),
        (f"<figure>A <figure>{PICTURE}</figure> B</figure>", f"{SHOWN}<p>A</p><p>B</p>"),
        (f"<figure><ol>A {PICTURE} B</ol></figure>", f"{SHOWN}<ol><li>A</li><li>B</li></ol>"),
        (
            "<em>A<ol>B<li>C</li></ol></em>",
            "<p><em>A</em></p><ol><li><em>B</em></li><li><em>C</em></li></ol>",
        ),
        ("<ol>A<div><ol>B</ol></div>C</ol>", '<ol><li>A</li></ol><ol><li>B</li></ol><ol start="2"><li>C</li></ol>'),
        (
            f"<ol>A<ol><li>B</li><li>{FRAME}</li><li>C</li></ol>D</ol>",
            "<ol><li>A<ol><li>B</li></ol></li></ol>"
            '<figure><a class="embed" href="https://x.org/embed/1A">'
            "https://x.org/embed/1A</a></figure>"
            '<ol start="2"><li><ol start="3"><li>C</li></ol></li><li>D</li></ol>',
        ),
        ("<pre>A <em><p>B</p></em>C</pre>", "<pre><code>A \nB\nC</code></pre>"),
    ],
)  # fmt: skip
def test_pictures_marks_and_lists_in_odd_places_are_kept(html: str, kept: str) -> None:
    body, ledger = converted(html)
    assert body == kept
    assert (ledger.unexplained, ledger.added) == ((), ())


@pytest.mark.parametrize("outer", one_in(4, AROUND))
def test_nothing_is_lost_in_any_two_elements_around_a_picture(outer: str) -> None:
    """And the proof raises no false alarm: it expects each part in the place where the text has it."""
    figure = f"b <figure>{PICTURE}</figure> e"
    # A link around a figure inside of another figure is kept without its picture, as an empty link
    for inner, wrapped in itertools.product(AROUND, (figure, f"b {PICTURE} e", "w")):
        if (outer, inner, wrapped) != ("figure", "link", figure):
            html = AROUND[outer].format(AROUND[inner].format(wrapped))
            _, ledger = converted(html)
            assert (ledger.unexplained, ledger.added) == ((), ()), html


@pytest.mark.parametrize("medium", [PICTURE, FRAME, "<object data='https://x.org/embed/1A'></object>"])
def test_a_picture_and_a_frame_are_kept_at_any_depth(medium: str) -> None:
    for levels in range(44, 52):
        body, ledger = converted("<span>" * levels + medium + "</span>" * levels)
        assert body.count("<figure>") == 1, levels
        assert (ledger.unexplained, ledger.added) == ((), ()), levels
