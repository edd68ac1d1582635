"""Elements beyond those of Medium's editor: read, kept in Markdown, read back."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from medium_archive import markdown
from medium_archive.folder import index_md
from medium_archive.medium import body, inline
from medium_archive.medium.blocks import Block
from tests.sample_post import IMAGE


def plain(html: str) -> str:
    """The plain HTML of a body that holds `html`."""
    return "".join(block.html for block in read(html)[0])


def read(html: str) -> tuple[list[Block], list[str]]:
    page = f'<section data-field="body"><section><div>{html}</div></section></section>'
    section = BeautifulSoup(page, "lxml", multi_valued_attributes=None).section
    assert section is not None
    blocks, issues = body.read(section, "posts/a.html")
    return blocks, [issue.code for issue in issues]


@pytest.mark.parametrize(
    ("html", "kept", "text"),
    [
        ("a <s>b</s> <strike>c</strike> <del>d</del>", "a <del>b c d</del>", "a ~~b c d~~"),
        ("a<s>「b」</s>c", "a<del>「b」</del>c", "a<del>「b」</del>c"),
        ("<s>a~</s>", "<del>a~</del>", r"<del>a\~</del>"),
        ("<u>a</u> <mark>b</mark> <ins>c</ins>", "<u>a</u> <mark>b</mark> <ins>c</ins>", ""),
        ("<b><s><i>a</i></s></b>", "<del><strong><em>a</em></strong></del>", "~~**_a_**~~"),
        ("H<sub>2</sub>O, x<sup>2</sup>", "H<sub>2</sub>O, x<sup>2</sup>", ""),
        ("<kbd>A</kbd><kbd>B</kbd> <kbd> C</kbd>", "<kbd>A</kbd><kbd>B</kbd> <kbd>C</kbd>", ""),
        (
            "<b>a</b><kbd><b>b</b> c</kbd>",
            "<strong>a</strong><kbd><strong>b</strong> c</kbd>",
            "**a**<kbd>**b** c</kbd>",
        ),
        ("<q>a <q>b</q></q> <cite>c</cite>", "<q>a <q>b</q></q> <cite>c</cite>", ""),
        ("<small>a</small> <dfn>b</dfn> <var>c</var> <samp>d</samp>",) * 2 + ("",),
        ('<abbr title="a &amp; &quot;b&quot;">x</abbr>',) * 2 + ("",),
        ('<time datetime="2020-01-02">x</time>',) * 2 + ("",),
        ('<bdi>a</bdi> <bdo dir="RTL">b</bdo> <bdo>c</bdo>', '<bdi>a</bdi> <bdo dir="rtl">b</bdo> <bdo>c</bdo>', ""),
        ("<tt>a*b</tt>", "<code>a*b</code>", "`a*b`"),
        ("<code>a<sub>2</sub></code>", "<code>a<sub>2</sub></code>", ""),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",) * 2 + ("",),
        ("<ruby>漢<rt>かん<rb>字<rt>じ</ruby>", "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", ""),
        ("<ruby>a</ruby> <sub> </sub>b", "<ruby>a</ruby> b", ""),
        ("<ruby>漢<rt><br>かん</rt></ruby>", "<ruby>漢<br><rt>かん</rt></ruby>", "<ruby>漢\\\n<rt>かん</rt></ruby>"),
        (
            '<a href="https://a.org/">a <kbd>b <a href="https://b.org/">c</a></kbd></a>',
            '<a href="https://a.org/">a</a> <kbd><a href="https://a.org/">b</a> <a href="https://b.org/">c</a></kbd>',
            "[a](https://a.org/) <kbd>[b](https://a.org/) [c](https://b.org/)</kbd>",
        ),
        ("a &lt;s&gt;b&lt;/s&gt; &lt;kbd&gt;", "a &lt;s&gt;b&lt;/s&gt; &lt;kbd&gt;", r"a \<s>b\</s> \<kbd>"),
    ],
)
def test_marks_of_other_editors_are_kept(html: str, kept: str, text: str) -> None:
    """As Markdown, or as the tag itself (`text` "" stands for the same as `kept`)."""
    assert plain(f"<p>{html}</p>") == f"<p>{kept}</p>"
    assert markdown.write(f"<p>{kept}</p>") == (text or kept)
    assert markdown.read(text or kept) == f"<p>{kept}</p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>", "- a\n  1. b\n     - c\n- d"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul>", "- a\n  - b\n  * c"),
        ("<ol start='7'><li>a</li><li>b</li></ol>", "7. a\n8. b"),
        ("<ul><li>a<ol start='3'><li>b</li></ol></li></ul>", "- a\n\n  3. b"),
        ("<ul><li>a<ul><li></li><li>b</li></ul></li></ul>", "- a\n\n  -\n  - b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul><ol><li>c</li></ol><ol><li>d</li></ol>", "- a\n\n* b\n\n1. c\n\n1) d"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<ul><li>a<pre>b<br><br>  c</pre></li><li>d</li></ul>", "- a\n\n  ```\n  b\n\n    c\n  ```\n\n- d"),
        ("<ul><li>a<blockquote>b</blockquote>c</li></ul>", "- a\n\n  > b\n\n  c"),
        (f"<ul><li>a<img src='{IMAGE}/1*a.png'></li><li>b</li></ul>", f"- a\n\n  ![]({IMAGE}/1*a.png)\n\n- b"),
        ("<ol><li>a<iframe src='https://x.org/1A'></iframe></li><li>b</li></ol>", "1. a\n\n<https://x.org/1A>\n\n2. b"),
        ("<ol><li><iframe src='https://x.org/1A'></iframe></li><li>b</li></ol>", "<https://x.org/1A>\n\n2. b"),
        ("<ol type='a'><li>x</li></ol>", '<ol type="a"><li>x</li></ol>'),
        ("<ol><li>a</li><li value='5'>b</li></ol>", '<ol><li>a</li><li value="5">b</li></ol>'),
        (
            "<ol><li value='7'>a</li><li value='8'>b</li><li value='2'>c</li><li>d</li></ol>",
            '<ol><li value="7">a</li><li>b</li><li value="2">c</li><li>d</li></ol>',
        ),
        ("<ol start='-1'><li>a</li></ol>", '<ol start="-1"><li>a</li></ol>'),
    ],
)
def test_lists_keep_their_items_levels_and_numbers(html: str, text: str) -> None:
    """Lists in lists, with paragraphs, code, quotes and pictures in their items."""
    assert markdown.write(plain(html)) == text
    assert markdown.read(text) == plain(html)


_GFM = """| a | b\\| | c |
| --- | --: | :-: |
| ~~d~~ | `e\\|f` | g<br>h |
|  | [i](https://x.org/) | \\*j\\* |"""
_SPANS = """<table>
<caption>A <del>b</del></caption>
<thead>
<tr><th colspan="2" scope="col">c</th></tr>
</thead>
<tbody>
<tr><td rowspan="2"><p>d</p><p>e</p></td><td><ul><li>f</li></ul></td></tr>
<tr><td><pre><code>g&#10;&#10;h&#10;</code></pre></td></tr>
</tbody>
</table>"""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<table><tr><th>a</th><th align='right'>b|</th><th style='text-align:center'>c</th></tr>"
            "<tr><td><s>d</s></td><td align='right'><code>e|f</code></td><td align='center'>g<br>h</td></tr>"
            "<tr><td></td><td align='right'><a href='https://x.org/'>i</a></td><td align='center'>*j*</td></tr>"
            "</table>",
            _GFM,
        ),
        (
            "<table><caption>A <s>b</s></caption><thead><tr><th colspan=2 scope=col>c</th></tr></thead>"
            "<tr><td rowspan=2><p>d</p><p>e</p></td><td><ul><li>f</li></ul></td></tr>"
            "<tr><td><pre>g<br><br>h</pre></td></tr></table>",
            _SPANS,
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "<table>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>",
        ),
        ("<table><tr><th>a</th></tr></table>", "| a |\n| --- |"),
        (
            "<table><tr><th>a</th></tr><tr><td><code>b\\|c</code></td></tr></table>",
            "<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n<tr><td><code>b\\|c</code></td></tr>\n</tbody>\n</table>",
        ),
    ],
)
def test_tables_are_kept(html: str, text: str) -> None:
    """As GitHub's Markdown has them; another is a block of HTML that no blank line ends."""
    assert markdown.write(plain(html)) == text
    assert markdown.read(text) == plain(html)


def test_details_hold_markdown() -> None:
    """Blocks of any kind, details among them; what follows is outside."""
    html = (
        "<p>a <details open><summary>S <b>x</b></summary>D <i>e</i><pre>f<br><br>g</pre><ul><li>h</li></ul>"
        f"<figure><img src='{IMAGE}/1*a.png'><figcaption>i</figcaption></figure><details>j</details></details> k</p>"
    )
    text = (
        'a\n\n<details open="">\n<summary>S <strong>x</strong></summary>\n\nD *e*\n\n```\nf\n\ng\n```\n\n- h\n\n'
        f"![]({IMAGE}/1*a.png)\n_i_\n\n<details>\n\nj\n\n</details>\n\n</details>\n\nk"
    )
    assert markdown.write(plain(html)) == text
    assert markdown.read(text) == plain(html)


def test_a_fetched_picture_is_put_into_lists_and_tables() -> None:
    """Its file takes the place of its address there too, but never in code, also in code of an item."""
    picture = f"{IMAGE}/1*a.png"
    body = (
        "<ol><li>a<ol><li>b<pre>![](" + picture + ")</pre></li></ol></li><li><pre>c</pre></li></ol><table><tr><td>"
        f"<img src='{picture}'></td></tr></table><ul><li>d<img src='{picture}'></li></ul>"
    )
    body += f"<blockquote>e<pre>![]({picture})<br>&gt; ![]({picture})<br>x</pre></blockquote>"
    text = index_md.insert(markdown.write(plain(body)), {picture: "1-a.png"}, {})
    assert text == markdown.write(plain(body).replace(f'src="{picture}"', 'src="1-a.png"'))
    assert text.count("1-a.png") == 2


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<pre>b<br><br> c </pre>d", "> a\n>\n> ```\n> b\n>\n>  c \n> ```\n>\n> d"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "> - a\n>   - b"),
        ("<h4>a</h4><p>b</p><blockquote>c</blockquote>", "> ### a\n>\n> b\n>\n> > c"),
        ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "> | a |\n> | --- |\n> | b |"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "> <dl>\n> <dt>a</dt>\n> <dd>b</dd>\n> </dl>"),
        (f"a<figure><img src='{IMAGE}/1*a.png'></figure>b", f"> a\n\n![]({IMAGE}/1*a.png)\n\n> b"),
    ],
)
def test_quotes_hold_blocks(html: str, text: str) -> None:
    """All but pictures, embeds and cards, which end the quote."""
    assert markdown.write(plain(f"<blockquote>{html}</blockquote>")) == text
    assert markdown.read(text) == plain(f"<blockquote>{html}</blockquote>")


def test_definitions_are_kept() -> None:
    """As a block of HTML."""
    html = "<dl><div><dt>a &lt; b<dd>c</div><dd><p>d</p><p>e</p></dl>f"
    text = "<dl>\n<dt>a &lt; b</dt>\n<dd>c</dd>\n<dd><p>d</p><p>e</p></dd>\n</dl>\n\nf"
    assert markdown.write(plain(html)) == text
    assert markdown.read(text) == plain(html)


def test_a_mark_around_blocks_is_on_the_text_of_each() -> None:
    """HTML forbids it, and browsers show it."""
    assert plain("<del><p>a</p><ul><li>b</li></ul></del>") == "<p><del>a</del></p><ul><li><del>b</del></li></ul>"
    link = '<a href="https://x.org/">'
    assert (
        plain(f"{link}<h3>a</h3><p>b <b>c</b></p></a>") == f"<h2>{link}a</a></h2><p>{link}b <strong>c</strong></a></p>"
    )


def test_words_too_deep_in_lists_are_kept_and_named() -> None:
    """Once, however many lists there are; in little time."""
    blocks, issues = read("<ul><li>x" * 200 + "y")
    assert issues == ["nested-too-deep"]
    found = "".join(block.html for block in blocks)
    assert (found.count("x"), found.count("y")) == (200, 1)
    assert markdown.read(markdown.write(found)) == found


@pytest.mark.parametrize(("title", "html"), [("<!--", ""), ("<!-- A -->", ""), ("A\n\n<!-- B -->", "A")])
def test_a_comment_in_a_title_has_no_words(title: str, html: str) -> None:
    """A person may write one in `title_markdown`."""
    assert markdown.read_inline(title) == html
    assert markdown.read_title(title, "Another") == ""


@pytest.mark.parametrize("text", ["A `\ufdd0` code", "`\ufdd0`", "A <code></code> code", "[<code></code>](x)"])
def test_code_without_a_character_has_no_form(text: str) -> None:
    """A person's text may have it, or a character that no page can have; it is written without the code."""
    assert "code>" not in markdown.read(markdown.write(markdown.read(text)))


def test_read_inline_keeps_elements_apart() -> None:
    """A title keeps them too."""
    assert inline.read(BeautifulSoup("<h3>a <kbd>b</kbd></h3>", "lxml").h3 or pytest.fail()) == "a <kbd>b</kbd>"
    assert markdown.read_inline(markdown.write_inline("H<sub>2</sub>O <del>x</del>")) == "H<sub>2</sub>O <del>x</del>"
