"""The addresses of a text in a loose file begin in its folder: only they change on the way to a page."""

from __future__ import annotations

import pytest

from medium_archive.markdown.positions import from_folder, lines


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ('<p><a\n  href="a.md">a</a>\n<img alt="x" SRC=b.png></p>\n', ["a.md", "b.png"]),
        ("See <a href='a.md'>a</a> and ![b](b.png).\n", ["a.md", "b.png"]),
        ('> <div\n> title="a>b">\n> <img src="b.png">\n', ["b.png"]),
    ],
)
def test_relative_addresses_in_html_lead_from_the_folder_below(text: str, moved: list[str]) -> None:
    expected = text
    for address in moved:
        expected = expected.replace(address, f"../{address}")
    assert from_folder(text, "../") == expected
    assert list(lines(text)) == moved


@pytest.mark.parametrize(
    "text",
    [
        '<pre><code>&lt;img src="logo.png"&gt;</code></pre>\n',
        '<p>Write src="logo.png" there.</p>\n',
        'Say <b>src="a.png"</b>.\n',
        '<!-- <img src="logo.png"> -->\n\nWords <!-- <a href="a.md"> --> here.\n',
        '<p title=\'src="a.png"\' data-src="b.png">Words</p>\n',
    ],
)
def test_words_that_look_like_an_address_stay(text: str) -> None:
    assert from_folder(text, "../") == text
    assert lines(text) == {}


def test_many_tags_without_an_end_take_no_time() -> None:
    for piece in ("<a ", '<a "', "<!--", "<p x='", "x"):
        assert len(lines(f"<div>\n<p {piece * 50_000}")) < 2
