"""A person may forget the end of a tag or an element, or name one in a sentence: readers see the words after it. If it
would hide them, they see its start as text.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive.articles import sanitiser
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.markdown import read
from tests import small_archive

_HIDING = (
    "iframe", "math", "noembed", "noframes", "noscript", "object", "plaintext", "script", "style", "svg", "template",
    "textarea", "title", "xmp",
)  # fmt: skip
_OTHERS = ("audio", "button", "canvas", "embed", "form", "marquee", "select", "video")
_OPEN_TAGS = (
    '<div title="a>', "<div title='a>", '<div title = "a', "<div title=a", '<div id="b" title="a>', "</div a",
    '</div title="a>', '<pre title="a>', "<pre a", '<table title="a>', '<script src="a>', "<? a", "<? a > b", "<!X a",
    "<![CDATA[ a", "<![CDATA[ a > b", '<p><x-y title="a>', '<p><a href="a>b</a> <a href="c">d</a>', "<p></3 a",
)  # fmt: skip
_BELOW = "<p>Below</p><p>and <em>further</em> below</p>"


@pytest.mark.parametrize("name", _HIDING)
@pytest.mark.parametrize("start", ["Use <{}> here", "Use <{} data=x> here", '<b title="<i>">Use</b> <{}> here'])
def test_an_element_that_is_named_in_a_sentence_is_text(name: str, start: str) -> None:
    html = read(f"{start.format(name)}\n\nBelow\n\nand *further* below")
    assert html.endswith(f" here</p>{_BELOW}")
    assert f"&lt;{name}" in html
    assert f"<{name}" not in html


@pytest.mark.parametrize("around", ["- {}\n- b", "> {}", "## {}", "| {} |\n|---|\n| b |", "<div>\n{}\n</div>", "*{}*"])
@pytest.mark.parametrize("name", _HIDING)
def test_an_element_left_open_ends_with_what_is_around_it(name: str, around: str) -> None:
    text = around.format(f"A <{name} data=x> word")
    assert read(f"{text}\n\nBelow\n\nand *further* below").endswith(_BELOW)


@pytest.mark.parametrize("name", [*_HIDING, *_OTHERS])
@pytest.mark.parametrize("start", ["<{} data=x>\n\n", "<{}>words\n\n", "Words <{}> words\n\n"])
def test_a_page_has_all_words_after_an_element_left_open(name: str, start: str) -> None:
    html = sanitiser.clean(read(f"{start.format(name)}Below\n\nand *further* below"))
    assert "Below" in html
    assert "further" in html


@pytest.mark.parametrize("around", ["{}", "- {}\n- b", "> {}", "<div>\n{}\n</div>", "{}\n\nOther words\n\n{}"])
@pytest.mark.parametrize("tag", _OPEN_TAGS)
def test_a_tag_left_open_hides_no_words(tag: str, around: str) -> None:
    text = f'Above\n\n{around.replace("{}", tag)}\n\nBelow "is" <b>bold</b> text ![a](b.png) and more\n'
    html = sanitiser.clean(read(text))
    start = re.match(r"(?:<p>)?<([/?!]?\w*)", tag)
    assert start is not None
    assert f"&lt;{start[1]}" in html
    assert [part for part in ("Above", 'Below "is" <b>bold</b> text', "and more") if part not in html] == []
    assert ("Other words" in html) == ("Other words" in text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A <script>if (a<b) go()</script> b", "<p>A <script>if (a&amp;lt;b) go()</script> b</p>"),
        ("<div>\n<script>x = '<div>'</script>\n</div>\n", "<div><script>x = '&lt;div&gt;'</script></div>"),
        ("A <object data=x><b>c</b></object> b", '<p>A <object data="x"><b>c</b></object> b</p>'),
        ("A <svg><text>c</text></svg> b", "<p>A <svg><text>c</text></svg> b</p>"),
        ("A <iframe src=x /> b", '<p>A <iframe src="x"></iframe> b</p>'),
        ("<object data=x>\n\nC\n\n</object>\n\nb", '<object data="x">\n<p>C</p>\n</object><p>b</p>'),
        ("A <!-- c --> b <!----> d", "<p>A <!-- c --> b <!----> d</p>"),
        ("<div title=\"<i>\" id='a > b'>c</div>\n", '<div title="&lt;i&gt;" id="a &gt; b">c</div>'),
        ("<div a\nb=c>d</div>\n", '<div a="" b="c">d</div>'),
        ("<? a > b ?> c", "<!--? a --> b ?&gt; c"),
        ("a <!X b> c", "<p>a <!--X b--> c</p>"),
        ("<div>a < b > c</div>\n", "<div>a &lt; b &gt; c</div>"),
        ("`<script>` and \\<object>", "<p><code>&lt;script&gt;</code> and &lt;object&gt;</p>"),
        ("```html\n<script>\n<!--\n```\n", '<pre><code class="language-html">&lt;script&gt;\n&lt;!--</code></pre>'),
    ],
)
def test_what_ends_is_read_as_it_is(text: str, html: str) -> None:
    assert read(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<object a><object b></object>\n", '<p>&lt;object a&gt;<object b=""></object></p>'),
        ("A <iframe> b <iframe src=x></iframe> c", '<p>A &lt;iframe&gt; b <iframe src="x"></iframe> c</p>'),
        ("A <script> b\n\nC </script> d", "<p>A &lt;script&gt; b</p><p>C  d</p>"),
        ("<object title='<i>&amp;'> b\n", "<p>&lt;object title='&lt;i&gt;&amp;amp;'&gt; b</p>"),
        ("<!-- A\n\nb <!-- c\n", "&lt;!-- A\n\nb &lt;!-- c"),
        ("<!-- A -->\n\n<!-- b\n", "<!-- A -->\n&lt;!-- b"),
    ],
)
def test_only_what_does_not_end_is_text(text: str, html: str) -> None:
    assert read(text).strip() == html


def test_the_page_of_such_a_text_is_whole(tmp_path: Path) -> None:
    layout = small_archive.make(tmp_path)
    words = "".join(f"The <{name}> element.\n\n" for name in _HIDING)
    words += "".join(f"{tag}\n\nWords {number} below\n\n" for number, tag in enumerate(_OPEN_TAGS))
    open_comment = "<!-- a comment without an end, and then the last words"
    small_archive.write(layout.root, "posts/2020-11-12-looms/index.md", f"---\ntitle: A\n---\n{words}{open_comment}\n")
    report = build(layout)
    page = (layout.site / "posts/2020-11-12-looms/index.html").read_text("utf-8")
    assert [name for name in _HIDING if f"The &lt;{name}&gt; element." not in page] == []
    assert [tag for number, tag in enumerate(_OPEN_TAGS) if f"Words {number} below" not in page] == []
    assert "and then the last words" in page
    assert "html-left-out" not in {issue.code for issue in report.issues}
    assert not {issue.code for issue in verify(layout).issues} & {"site-lacks", "site-adds"}
