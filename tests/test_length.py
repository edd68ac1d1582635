"""The number of words of a text, which `archive status` counts without making the page: the same as the page has."""

from __future__ import annotations

import random
import re

import pytest

from medium_archive.articles import sanitiser
from medium_archive.languages import CJK, counts
from medium_archive.markdown import reader
from medium_archive.site.text import length
from tests.test_site import rendered

PIECES = (
    *("word", "two-word", "It’s", "é", "中文", "\x7f", "\x85", "-", "'", " ", "\n", "\n\n", "  \n", "> ", "- ", "1. "),
    *("*", "**", "_", "`", "```\n", "~~", "[", '](https://a.b/c "t")', "![x](y.png)", "https://a.b/c", "---\n", "# "),
    *("<https://a.b/c>", "<strong>", "</strong>", "<em>", "<!-- text -->\n", "<!--", "-->", "<!-- lost embed -->\n\n"),
    *("&amp;", "&", "&nbsp;", "<", "</p>", "<p>", "<li>", "<br>", "<b>", "<script>", "[^1]", "[^1]: note", "|--|\n"),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我用 **Swift** 寫*two-word*程式。\n\n- It’s\n- <em>w</em>ord", 9),
        ("w**or**d x<br>y\n\n![three words here](a.png)\n_caption_", 4),
        ('```title\nlet x = Array<Int>()\n```\n\n[a](https://x.y "not counted") b&amp;c', 7),
        ("a <script>not these</script> b\n\na</li>b \x7fc\x7fd", 4),
        ("a\x7fb", 1),
        ("中\x85 a\x85b", 2),
        ("<!-- pull quote -->\n> one\n\n<!-- lost embed -->\n\ntwo", 2),
    ],
)
def test_a_text_has_as_many_words_as_its_page(text: str, words: int) -> None:
    """Signs of Markdown, tags, values and comments are no words, and HTML is counted as the page shows it."""
    assert length.of(text) == rendered(text).length == words


def test_usual_texts_are_counted_without_a_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """With pictures, links, code, lists and quotes: the parsers take most of the time of a first `archive status`."""
    text = "# a\n\n> *b* `c`\n\n1. d\n2. [e](f)\n\n![g](h.png)\n\nhttps://i.j\n\n```k\nl < m & n\n```\n\n---\no\\\np"
    expected = rendered(text).length
    monkeypatch.setattr(sanitiser, "clean", None)
    assert length.of(text) == expected


def test_texts_at_random_have_as_many_words_as_their_pages() -> None:
    """With tags at wrong places, controls, and everything that CommonMark has."""
    chance = random.Random(1)  # noqa: S311  # no secret
    for _ in range(1500):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 20)))
        if "[^1]:" in text:  # the page repeats signs that lead back to the text
            continue
        assert length.of(text) == length._length_of_page(reader.render(text)), text


def test_what_is_too_deep_for_a_page_does_not_count() -> None:
    """A page leaves out what is deeper than 256 elements."""
    text = "> " * 300 + "deep"
    assert length.of(text) == rendered(text).length


def test_each_character_belongs_to_a_word_or_not_as_in_the_definition() -> None:
    """A word is letters, digits and underscores, with single hyphens and apostrophes between."""
    word = re.compile(r"\w+(?:['’-]\w+)*")
    for number in (*range(0x3200), *range(0xFB00, 0x10000)):
        text = f"a{chr(number)}b-c--d"
        spaced, characters = CJK.subn(" ", text)
        assert counts(text) == (characters, len(word.findall(spaced))), hex(number)
