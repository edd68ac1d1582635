"""Markdown is written and read: law 2 for generated text and marks, and the same words in other renderers."""

from __future__ import annotations

import re
from html import escape, unescape

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from medium_archive import markdown
from medium_archive.markdown import front_matter
from medium_archive.medium import inline
from medium_archive.medium.inline import Link, Run
from tests.conftest import examples

# Characters that Markdown, HTML, YAML or a renderer could take for something, beside letters of several scripts
_ALPHABET = "ab1 中，「」.!?*_`~#>+-=|\\[](){}<>&;:/'\"\u00a0\u200a\u3000“”é…"
# Runs of plain spaces are one space in HTML; reading a page folds them before anything else
_TEXT = st.text(alphabet=_ALPHABET, min_size=1, max_size=12).map(lambda text: re.sub(" +", " ", text))
_MARKS = st.frozensets(
    st.sampled_from(["strong", "em", "code", Link("https://example.org/?a=1&b=2"), Link("https://example.com/x", "t")]),
    max_size=3,
).filter(lambda marks: sum(isinstance(mark, Link) for mark in marks) <= 1)
_RUNS = st.lists(
    st.one_of(st.builds(Run, _TEXT, _MARKS, st.just("")), st.builds(lambda marks: Run("", marks, "<br>"), _MARKS)),
    max_size=6,
)
_WRAPPERS = st.sampled_from(
    [
        "<p>{}</p>",
        "<h2>{}</h2>",
        "<ul><li>{}</li><li>x</li></ul>",
        "<ol><li>{}</li></ol>",
        "<blockquote><p>{}</p></blockquote>",
        '<blockquote class="pull"><p>{}</p></blockquote>',
        '<figure><img src="a.png" alt=""><figcaption>{}</figcaption></figure>',
        '<p class="drop-cap center">{}</p>',
    ]
)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.tuples(_WRAPPERS, _RUNS), min_size=1, max_size=3))
def test_reading_the_written_markdown_gives_the_same_tree(blocks: list[tuple[str, list[Run]]]) -> None:
    """Law 2 for any text and any nesting of marks in Medium's editor."""
    contents = [(wrapper, inline.render(runs)) for wrapper, runs in blocks]
    body = "".join(wrapper.format(content) for wrapper, content in contents if content)
    assert markdown.read(markdown.write(body)) == body


@settings(max_examples=examples(200), deadline=None)
@given(st.text(alphabet=_ALPHABET + "\n\t", max_size=60), st.sampled_from(["", "python", "c++"]))
def test_code_survives_writing_and_reading(text: str, language: str) -> None:
    """A code block stays exact, with any fences and blank lines inside."""
    name = f' class="language-{language}"' if language else ""
    body = f"<p>x</p><pre><code{name}>{escape(text, quote=False)}</code></pre><p>y</p>"
    assert markdown.read(markdown.write(body)) == body


@settings(max_examples=examples(200), deadline=None)
@given(_RUNS)
def test_other_renderers_show_the_same_words(runs: list[Run]) -> None:
    """GitHub's renderer and markdown-it show the text that was written."""
    content = inline.render([run for run in runs if "code" not in run.marks])
    text = markdown.write(f"<p>{content}</p>" if content else "")
    wanted = _words(content)
    assert _words(cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.Options.CMARK_OPT_UNSAFE)) == wanted
    assert _words(MarkdownIt("commonmark").render(text)) == wanted


def _words(html: str) -> str:
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", html)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a | b\n--|--\n1 | 2", "<table>"),
        ("~~gone~~", "<del>"),
        ("a[^1]\n\n[^1]: note", "footnote"),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul>"),
        ("- [x] done", "checkbox"),
        ("# One\n\ntext ![x](y.png) more", '<img src="y.png" alt="x">'),
        ("https://example.org/x", '<a class="embed" href="https://example.org/x">'),
        (
            "see <https://example.org/x>\nthere",
            '<p>see <a href="https://example.org/x">https://example.org/x</a>\nthere</p>',
        ),
        ("<!-- a remark -->\ntext", "<p>text</p>"),
        ("<p>raw</p>\n<!-- text -->\nH<sub>2</sub>O", "H<sub>2</sub>O"),
        ("A\x0c pa\x1bge \x08bre\x0bak", "<p>A page break</p>"),
        ("<details>\n<!-- wide -->\ntext\n<p>more</p>", "text\n<p>more</p>"),
        ("<details>\n<!-- lost embed -->text\n</details>", "text\n</details>"),
    ],
)
def test_markdown_beyond_the_dialect_is_rendered(text: str, html: str) -> None:
    """Tables, footnotes, nested lists and the rest are rendered as any Markdown is."""
    assert html in markdown.read(text)


def test_front_matter_of_other_programs_is_read() -> None:
    """A byte order mark, Windows line ends, no front matter at all, an empty one."""
    assert front_matter.split("\ufeff---\r\ntitle: x\r\n---\r\n\r\ntext\r\n") == ({"title": "x"}, "text\r\n")
    assert front_matter.split("text\n\n---\n\nmore") == ({}, "text\n\n---\n\nmore")
    assert front_matter.split("---\n---\ntext") == ({}, "text")


@pytest.mark.parametrize(
    "text", ["---\na: [\n---\n", "---\n- a\n---\n", "---\na: b: c\n---\n", f"---\na: {'[' * 200_000}\n---\n"]
)
def test_invalid_front_matter_is_reported(text: str) -> None:
    """One error with the reason, for any kind of invalid YAML."""
    with pytest.raises(front_matter.FrontMatterWrong):
        front_matter.split(text)


@pytest.mark.parametrize(
    "value", ["a: b", "- a", "#a", "'a'", "1984", "true", "2020-01-01", "é中\u00a0x", "a\nb", "@a", "{{ x }}", "null"]
)
def test_every_title_survives_yaml(value: str) -> None:
    """573 of 6,435 real titles need quoting."""
    assert front_matter.split(front_matter.join({"title": value}, "text")) == ({"title": value}, "text\n")


def test_a_text_that_is_an_html_page_is_read() -> None:
    """A whole HTML document with an unclosed style is read like any text."""
    assert "words" in markdown.read("<!DOCTYPE html><html><body><p>words</p></body></html>")
    assert "words" in markdown.read("words\n\n<html><head><style>\n\n    p {}\n")
    markdown.read("<!DOCTYPE html><html><head><style>\n\n    p {}\n\n<p>words</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\tcode\x1f", "<pre><code>code</code></pre>"),
        ("```\n\x01code\ufffe\n```", "<pre><code>code</code></pre>"),
        ("one\\\n\x1ftwo", "<p>one<br>two</p>"),
    ],
)
def test_control_characters_in_code_and_after_a_break_are_dropped(text: str, html: str) -> None:
    """HTML allows none of them, and lxml refuses to set them."""
    assert markdown.read(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("long<wbr>word and more", "<p>long<wbr>word and more</p>"),
        ("a<b></b>c<br>d<hr>", "<p>a<b></b>c<br>d</p><hr>"),
        ("<!-- a/> -->\n\n<div a='b/>c&#10;d' e></div>", '<!-- a/> --><div a="b/&gt;c\nd" e=""></div>'),
        ("<ul><li></li></ul>\n\n|a|\n|-|\n||", None),
        ("", ""),
    ],
)
def test_html_that_a_person_writes_keeps_its_words_and_empty_elements(text: str, html: str | None) -> None:
    """An empty element has an end tag, except for those that HTML never closes."""
    found = markdown.read(text)
    assert "/>" not in re.sub(r"<!--.*?-->", "", found)
    assert html is None or found == html
