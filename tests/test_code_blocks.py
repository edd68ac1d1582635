"""Code is read with the same text whether or not the spans of Medium's highlighter are taken out before parsing."""

from __future__ import annotations

import pytest

from medium_archive import soup
from medium_archive.medium import code

NEW = '<pre data-code-block-mode="2" name="a" class="graf graf--pre graf-after--p graf--preV2">{}</pre>'
OLD = '<pre name="a" id="b" class="graf graf--pre graf-after--pre">{}</pre>'
CONTENTS = [
    "",
    "one line",
    '<span class="pre--content"><span class="hljs-key">let</span> a = <span class="hljs-number">1</span><br>b</span>',
    "<br><br />first<br/>  second\n\tthird<br>",
    '<span class="hljs-tag">&lt;<span class="hljs-name">br</span>&gt;</span> &amp;lt;br&amp;gt;',
    '<strong class="markup--strong">a<br>b</strong><a href="x" data-href="y">c</a> <em class="d">e</em><code>f</code>',
    '<span class="a">not closed<br>b',
    "a</span>b</span>",
    "<!-- <br> -->a<br>b",
    '<img src="a.png"><br>b',
    '<span title="b" class="a">c</span><br>d',
    "<p>a</p><p>b<br>c</p>",
    "a&#13;<br>b&#13;&#10;c&#13;d",
]


@pytest.mark.parametrize(
    "block", [NEW, OLD, '<pre class="other">{}</pre>', "<pre>{}</pre>", "<figure>" + OLD + "</figure>"]
)
@pytest.mark.parametrize("content", CONTENTS)
def test_code_has_the_same_text_without_its_spans(block: str, content: str) -> None:
    html = f"<section><p>before<br>this</p>{block.format(content)}<p>after</p></section>"
    whole, flat = soup.parse(html).pre, soup.parse(code.flat(html)).pre
    assert whole is not None
    assert flat is not None
    assert code.read(flat) == code.read(whole)


def test_highlighted_code_is_parsed_as_one_text() -> None:
    pre = soup.parse(code.flat(NEW.format(CONTENTS[2]))).pre
    assert pre is not None
    assert [str(node) for node in pre.children] == ["let a = 1\nb"]


def test_breaks_outside_of_code_stay() -> None:
    html = f"<p>a<br>b</p>{OLD.format('c<br>d')}<p>e<br>f</p>"
    lines = "c\nd"
    assert code.flat(html) == f"<p>a<br>b</p>{OLD.format(lines)}<p>e<br>f</p>"


def test_a_carriage_return_before_a_break_is_part_of_that_line_end() -> None:
    pre = soup.parse(OLD.format("a&#13;<br>b&#13;&#10;c&#13;d&#13;<span><br></span>e")).pre
    assert pre is not None
    assert code.read(pre).text == "a\nb\nc\nd\ne"
