"""The proof names what Markdown has no form for, and import and verify find no other difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip

CARD = (
    '<div class="graf graf--mixtapeEmbed"><a href="https://x.org/1"><strong>T</strong><br><em>d</em>x.org</a>{}</div>'
)
IMG = '<img src="https://x.org/a.png" alt="A">'
# The markup, and what the proof names of it
NAMED = {
    "poster": (
        '<video src="https://x.org/v.mp4" poster="https://x.org/p.png">old <a href="https://x.org/d">words</a></video>',
        ["video poster “https://x.org/p.png” old words"],
    ),
    "sources": (
        '<video><source src="https://x.org/v.mp4"><source src="https://x.org/v.webm">'
        '<track src="https://x.org/t.vtt" label="English"></video>',
        ["source src “https://x.org/v.webm”", "track src “https://x.org/t.vtt”", "track label “English”"],
    ),
    "sources of a picture": (
        f'<figure class="graf graf--figure"><picture><source srcset="https://x.org/a.webp">{IMG}</picture></figure>',
        ["source srcset “https://x.org/a.webp”", "<picture>"],
    ),
    "link in card": (CARD.format(' and <a href="https://x.org/2">other</a>'), ["other (https://x.org/2)"]),
    "same link in card": (CARD.format('<a class="mixtapeImage" href="https://x.org/1"></a>'), []),
    "marks in code": (
        "<pre>x<sub>2</sub> <s>old</s> <mark>m</mark> <u>u</u></pre>",
        ["old", "<sub> 2", "<mark> m", "<u> u"],
    ),
    "alignment": (
        '<p style="color: red; text-align: center">one</p><p align="right">two</p><h3 align="center">three</h3>',
        ["p style “text-align: center” one", "p align “right” two", "h3 align “center” three"],
    ),
    "hidden": (
        '<p hidden>one</p><p style="display:none">two</p><p style="display:block">three</p>',
        ["p hidden “hidden” one", "p style “display:none” two"],
    ),
    "title of a picture": (
        f'<figure class="graf graf--figure"><a href="https://x.org/1" title="words">{IMG}</a></figure>',
        ["a title “words”"],
    ),
    "title of a link": ('<p><a href="https://x.org/1" title="words">one</a></p>', []),
    "heading of a term": ("<dl><dt><h3>one</h3></dt><dd>two</dd></dl>", ["<h3> one"]),
    "abbr": ('<table><tr><th abbr="words">a</th></tr><tr><td>b</td></tr></table>', ["th abbr “words” a"]),
    "alignment of a cell": ('<table><tr><th>a</th></tr><tr><td align="right">b</td></tr></table>', []),
    "signs of lists": (
        '<ul type="square"><li>a</li></ul><p>and</p><ol style="list-style-type: lower-alpha"><li>b</li></ol>',
        ["ul type “square” a", "ol style “list-style-type: lower-alpha” b"],
    ),
    "anchors": (
        '<p>a <a name="n">one</a><a href="" title="t">two</a> <a href=" ">three</a> b</p>',
        ["a name “n” one", "a href “” two", "a href “ ” three", "a title “t” two"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", one_in(4, NAMED))
def test_what_has_no_form_is_named_and_nothing_else_is_missing(name: str, tmp_path: Path) -> None:
    body, words = NAMED[name]
    _, found = results(tmp_path, post_page(body=f"<p>Before it.</p>{body}<p>After it.</p>"))
    assert sorted(found) == sorted(words)


def test_marks_and_links_of_a_subtitle_are_named(tmp_path: Path) -> None:
    _, found = results(tmp_path, post_page(subtitle='Sum <strong>bold</strong> <a href="https://x.org/1">link</a>'))
    assert sorted(found) == ["<a> link (https://x.org/1)", "<strong> bold"]


def test_an_anchor_without_an_address_is_no_link(tmp_path: Path) -> None:
    text, _ = results(tmp_path, post_page(body='<p>a <a name="n">one</a><a href="">two</a> b</p>'))
    assert "a onetwo b" in text


def results(folder: Path, page: bytes) -> tuple[str, list[str]]:
    """The text of a post, and what the proof names. Nothing may be lost or added, in the text and on its page."""
    layout = Layout(folder / "archive")
    assert import_exports.import_exports([write_zip(folder / "export.zip", {post_name(): page})], layout).exit_code == 0
    build.build(layout)
    report = verify(layout)
    assert [issue for issue in report.issues if issue.level != "note"] == []
    (text,) = layout.root.glob("posts/*/index.md")
    missing = report.details["completeness"]["missing"]
    assert {one["group"] for one in missing} <= {"words_kept"}
    return text.read_text("utf-8"), [one["words"] for one in missing]


@pytest.mark.parametrize(
    ("more", "description", "named"),
    [
        (
            '<a class="mixtapeImage" href="https://x.org/2">on it</a>after',
            "d x.org on it after",
            ["on it (https://x.org/2)"],
        ),
        ('<a class="mixtapeImage" href="https://x.org/1">on it</a>', "d x.org on it", []),
        ("after", "d x.org after", []),
        ('<a class="mixtapeImage" href="https://x.org/1"> </a> ', "d", []),
    ],
)
def test_words_beside_the_link_of_a_card_are_in_its_description(
    more: str, description: str, named: list[str], tmp_path: Path
) -> None:
    text, found = results(tmp_path, post_page(body=f"<p>Before it.</p>{CARD.format(more)}"))
    assert f'[T](https://x.org/1 "{description}")' in text
    assert found == named
