"""Boxes such as `[!NOTE]`: shown with a title on pages and at other places, kept as Markdown, never made of a post's
own words.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medium_archive import formats, markdown
from medium_archive.articles import box_titles
from medium_archive.checks.completeness.converted import commonmark, quick
from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.languages import direction
from medium_archive.markdown import boxes
from medium_archive.site.translations import _BY_LANGUAGE, translation_for
from tests.conftest import examples
from tests.site_changes import change_file, replaced

_NOTE = '<blockquote class="note"><p>a</p></blockquote>'
_POST = "posts/2025-01-01-knots"
_TEXT = """---
title: 繩結
lang: zh-Hant
date: 2025-01-01
---
> [!WARNING]
> A *wet* rope slips.
>
> - blue ropes

1. > [!tip]
   > Dry it.
"""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> [!NOTE]\n> a", _NOTE),
        ("> [!note]  \n>\n> a", _NOTE),
        (">[!NOTE]\na", _NOTE),
        ("- > [!NOTE]\n  > a", f"<ul><li>{_NOTE}</li></ul>"),
        ("> > [!NOTE]\n> > a", f"<blockquote>{_NOTE}</blockquote>"),
        ("<!-- center -->\n> [!NOTE]\n> a", _NOTE.replace("note", "center note")),
        ("> [!TIP]\n> # a\n> - b", '<blockquote class="tip"><h1>a</h1><ul><li>b</li></ul></blockquote>'),
        ("> [!CAUTION]", '<blockquote class="caution"></blockquote>'),
    ],
)
def test_a_quote_that_begins_with_a_word_of_github_is_a_box(text: str, html: str) -> None:
    assert markdown.read(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "[!NOTE]\na",
        "> [!NOTE] a",
        "> a\n> [!NOTE]",
        "> \\[!NOTE\\]\n> a",
        ">\n> [!NOTE]",
        "> [!OTHER]\n> a",
        "    > [!NOTE]",
        "`[!NOTE]`",
    ],
)
def test_other_text_with_such_a_word_is_text(text: str) -> None:
    html = markdown.read(text)
    assert "class" not in html
    assert "[!" in html


@pytest.mark.parametrize("kind", boxes.KINDS)
@pytest.mark.parametrize(
    "inside",
    [
        "<p>a</p>",
        "<p><strong>a</strong><br>b</p><p>c</p>",
        "<ul><li>a</li></ul>",
        "<pre><code>a</code></pre>",
        "<h3>a</h3><p>b</p>",
        "<p>[!NOTE]</p><p>a</p>",
        '<blockquote class="tip"><p>a</p></blockquote>',
        "",
    ],
)
@pytest.mark.parametrize("around", ["{}", "<ul><li>{}</li></ul>", "<blockquote><p>x</p>{}</blockquote>", "<p>x</p>{}"])
def test_a_box_is_written_and_read_as_the_same_tree(kind: str, inside: str, around: str) -> None:
    """Law 2."""
    body = around.format(f'<blockquote class="{kind}">{inside}</blockquote>')
    text = markdown.write(body)
    assert boxes.marker(kind) in text
    assert markdown.read(text) == body


@pytest.mark.parametrize("word", ["[!NOTE]", "[!note]", "[!Warning] ", "[!<em>TIP</em>]", "<strong>[!TIP]</strong>"])
@pytest.mark.parametrize("rest", ["", "<br>more", "</p><p>more"])
@pytest.mark.parametrize("quote", ["blockquote", 'blockquote class="pull"'])
def test_words_of_a_post_that_look_like_a_box_stay_words(word: str, rest: str, quote: str) -> None:
    """Laws 1 and 2: nobody marked a box at Medium."""
    body = f"<{quote}><p>{word.rstrip()}{rest}</p></blockquote>"
    text = markdown.write(body)
    assert markdown.read(text) == body
    assert box_titles.as_quotes(text, "en") == text


_LINES = st.lists(
    st.sampled_from(
        [
            "[!NOTE]",
            "[!tip] ",
            "\\[!NOTE\\]",
            "> [!NOTE]",
            "a",
            "",
            "- b",
            "# c",
            "> d",
            "1. e",
            "```",
            "[!NOTE] f",
            "  g",
            "===",
            "---",
        ]
    ).flatmap(lambda line: st.sampled_from([f"> {line}", line, f"- > {line}", f"  > {line}"])),
    min_size=1,
    max_size=6,
).map("\n".join)


@settings(max_examples=examples(500), deadline=None)
@given(_LINES)
@example("> [!NOTE]\n> ===")
@example("> [!TIP]\n> ---")
@example("> [!NOTE]\n> a\n> ===")
def test_the_proof_reads_the_boxes_that_the_site_shows(text: str) -> None:
    """With an engine of its own."""
    found = markdown.read(text)
    for engine in (commonmark.render, quick.render):
        html = engine(text)
        assert [html.count(f'<blockquote class="{kind}">') for kind in boxes.KINDS] == [
            found.count(f'<blockquote class="{kind}">') for kind in boxes.KINDS
        ]
        assert html.count("[!") == found.count("[!")
        assert [html.count(tag) for tag in ("<h1>", "<h2>", "<hr")] == [
            found.count(tag) for tag in ("<h1>", "<h2>", "<hr")
        ]


def _archive(layout: Layout) -> Layout:
    (layout.root / _POST).mkdir()
    (layout.root / _POST / TEXT).write_text(_TEXT, "utf-8")
    return layout


def test_the_page_shows_a_box_with_its_title_and_the_proof_finds_it_there(own_example: Layout) -> None:
    layout = _archive(own_example)
    build(layout)
    page = f"{_POST}/index.html"
    html = (layout.site / page).read_text("utf-8")
    assert '<blockquote class="warning" role="note"><p class="added"><strong>Warning</strong></p><p>A <em>wet' in html
    assert '<blockquote class="tip" role="note"><p class="added"><strong>Tip</strong></p><p>Dry it.' in html
    assert "[!" not in html
    assert [one for one in verify(layout).issues if one.where.endswith(page)] == []
    for old, new in [('class="tip"', 'class="note"'), (">Tip<", ">Tap<"), (' class="tip" role="note"', "")]:
        change_file(layout, page, replaced(old, new))
        assert [one for one in verify(layout).issues if one.where.endswith(page)] != [], old
        change_file(layout, page, lambda _: html)


def _exported(layout: Layout, name: str, out: Path) -> str:
    member: Any = next(member for member in formats.ALL if name == member.NAME)
    export(layout, member, out, member.Settings())
    files = (path for path in out.rglob("*") if "knots" in path.as_posix() or "繩結" in path.name)
    return "".join(path.read_text("utf-8") for path in files if path.suffix in (".md", ".html", ".mdx"))


@pytest.mark.parametrize("name", ["hugo", "jekyll", "eleventy", "astro", "pelican", "zola"])
def test_a_program_without_boxes_gets_a_quote_with_a_bold_title_in_the_language_of_the_post(
    name: str, own_example: Layout, tmp_path: Path
) -> None:
    html = markdown.read(_exported(_archive(own_example), name, tmp_path / "out").rpartition("---\n")[2])
    assert "<blockquote><p><strong>警告</strong></p><p>A <em>wet</em> rope slips.</p><ul>" in html
    assert "<li><blockquote><p><strong>提示</strong></p><p>Dry it.</p></blockquote></li>" in html


def test_obsidian_gets_the_box_itself(own_example: Layout, tmp_path: Path) -> None:
    assert "> [!WARNING]\n> A *wet* rope" in _exported(_archive(own_example), "obsidian", tmp_path / "out")


def test_a_page_for_other_programs_has_the_title_in_the_language_of_the_post(
    own_example: Layout, tmp_path: Path
) -> None:
    _exported(_archive(own_example), "html", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as pages:
        html = pages.read(f"{_POST}.html").decode()
    assert '<blockquote class="warning"><p><strong>警告</strong></p><p>A <em>wet' in html


@pytest.mark.parametrize("language", [*_BY_LANGUAGE, "zh-Hant", "fr"])
def test_a_box_has_the_same_title_on_the_site_and_at_other_places(language: str) -> None:
    titles = translation_for(language).boxes
    assert titles == box_titles.of(language)
    assert titles.keys() == set(boxes.KINDS)
    assert all(title.isascii() for title in titles.values()) <= (direction(language) == "ltr")
