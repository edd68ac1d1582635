"""Which title a post gets, from the page's name (h1) and the title in its body (docs/markdown.md, "The title")."""

from __future__ import annotations

import pytest

from medium_archive.medium import post, titles
from tests.sample_exports import BODY, post_name, post_page
from tests.test_posts import h4, p

H3 = '<h3 name="1a2b" id="1a2b" class="graf graf--h3 graf-after--h3">{}</h3>'


@pytest.mark.parametrize(
    ("name", "heading", "title", "short_title"),
    [
        # The two differ in white space only: the words of the body, with its white space
        ("Same words", "Same\u00a0words", "Same words", ""),
        ("A rotation ProblemWalkthrough", "A rotation Problem Walkthrough", "A rotation Problem Walkthrough", ""),
        ("A Walk Through", "A WalkThrough", "A WalkThrough", ""),
        ("Line oneLine two", "Line one<br>Line two", "Line one Line two", ""),
        ("Line oneunusual", "Line one<br>un<em>usual</em>", "Line one unusual", ""),
        ("Clocks—a history", "Clocks\u200a—\u200aa history", "Clocks — a history", ""),
        ("A board of songs🎧", "A board of songs 🎧", "A board of songs 🎧", ""),
        ("Us 👨\u200d👩\u200d👧", "Us\u00a0👨\u200d👩\u200d👧", "Us 👨\u200d👩\u200d👧", ""),
        ("港口 的雨", "港口的雨", "港口的雨", ""),
        ("港口的\u3000雨", "港口的\u3000雨", "港口的 雨", ""),
        # A name that Medium has cut
        ("The title that was cut …", "The title that was cut off", "The title that was cut off", ""),
        ("The title thatwas cut…", "The title that was cut off", "The title that was cut off", ""),
        ("Go and the long way to …", "Go", "Go", "Go and the long way to …"),
        # The name has the title and more, as whole words
        ("Series: Part Two", "Part Two", "Series: Part Two", ""),
        ("Part Two (a series)", "Part Two", "Part Two (a series)", ""),
        ("SongsOf Birds | The Daily", "Songs Of Birds", "Songs Of Birds | The Daily", ""),
        ("港口的雨：第二部", "港口的雨", "港口的雨：第二部", ""),
        # … but a part of a word is no word
        ("Google is my neighbour", "Go", "Go", "Google is my neighbour"),
        ("The way of Django", "Django", "The way of Django", ""),
        ("Node.js for two", "Node", "Node", "Node.js for two"),
        ("C# in a day", "C", "C", "C# in a day"),
        ("Don't go", "Don", "Don", "Don't go"),
        ("Chapter 1.5", "Chapter 1", "Chapter 1", "Chapter 1.5"),
        ("A cafe\u0301 here", "A cafe", "A cafe", "A cafe\u0301 here"),
        ("港口的雨季", "港口的雨", "港口的雨", "港口的雨季"),
        ("東京都の朝", "東京", "東京", "東京都の朝"),
        ("Us 👨\u200d👩\u200d👧 now", "Us 👨", "Us 👨", "Us 👨\u200d👩\u200d👧 now"),
        ("Well 👍🏽 done", "Well 👍", "Well 👍", "Well 👍🏽 done"),
        ("Bread 🎧", "Bread", "Bread 🎧", ""),
        # Other words, or fewer
        ("A clock", "A clock: how to read it", "A clock: how to read it", "A clock"),
        ("Words for a search engine", "What the page says", "What the page says", "Words for a search engine"),
    ],
)
def test_the_title_is_that_of_the_page_unless_the_name_has_it_and_more(
    name: str, heading: str, title: str, short_title: str
) -> None:
    """Whole words only, and never a name that Medium has cut. A name with other words is kept as the short title."""
    read, _ = post.read(post_page(name, heading=heading), post_name())
    assert (read.title, read.short_title) == (title, short_title)
    assert read.body == "<p>The first paragraph of it.</p>"


@pytest.mark.parametrize(
    "below",
    [H3.format("A year and what came of it"), h4("A year and what"), p("A year and what came of it, in short.")],
)
@pytest.mark.parametrize("between", ["—", ": ", " "])
def test_a_title_that_medium_has_joined_with_what_follows_stays_alone(below: str, between: str) -> None:
    """Medium's name has the title and the next heading: the heading stands once, below the title."""
    name = f"2014{between}A year and what came of it"
    read, _ = post.read(post_page(name, below + BODY, heading="2014"), post_name())
    assert (read.title, read.short_title) == ("2014", name)
    assert read.body.count("A year and what") == 1


def test_a_title_that_medium_has_joined_with_its_subtitle_stays_alone() -> None:
    """The subtitle is in the front matter, once."""
    page = post_page("2014—A year of it", h4("A year of it", " graf--subtitle") + BODY, heading="2014")
    read, _ = post.read(page, post_name())
    assert (read.title, read.subtitle, read.body) == ("2014", "A year of it", "<p>The first paragraph of it.</p>")


@pytest.mark.parametrize(
    ("name", "first", "title"),
    [
        ("Roses are redViolets are blue.", "Roses are red<br>Violets are blue.", "Roses are red Violets are blue."),
        ("So happy🎧", "So happy 🎧", "So happy 🎧"),
        ("I think youhave the …", "I think you have the gist of it.", "I think you have the …"),
        ("I think…", "I think…", "I think…"),
        ("Other words", "These words.", "Other words"),
    ],
)
def test_a_post_that_is_named_by_its_first_words_has_their_white_space(name: str, first: str, title: str) -> None:
    read, _ = post.read(post_page(name, p(first), heading=""), post_name())
    assert read.title == title


def test_a_text_begins_with_a_name_only_if_it_has_all_of_its_words() -> None:
    assert titles.begins("One tw…", "One two three")
    assert not titles.begins("two…", "One two three")
    assert not titles.begins("…", "One two three")
