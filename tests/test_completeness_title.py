"""A first paragraph that became the title may be missing in the text; the proof names any other missing first
paragraph.
"""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import Recorded, check
from tests.sample_ledger import FACTS, kinds
from tests.sample_post import IMAGE, PICTURE, TEXT, graf, page_of


def test_a_first_line_used_as_title_is_no_loss() -> None:
    page = page_of(graf("p", "<strong>Warm bread</strong>") + graf("p", "It helped."), title="Warm bread", summary="")
    text = TEXT.partition("slug:")[0].replace(
        "title: Bread & Salt", "title: Warm bread\ntitle_markdown: '**Warm bread**'"
    )
    text += "medium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n---\n\n"
    assert not check(page, f"{text}It helped.\n").missing
    assert not check(page, f"{text}**Warm bread**\n\nIt helped.\n").missing
    assert kinds(check(page, f"{text}**Warm**\n\nIt helped.\n")) == {"prose", "strong"}
    assert kinds(check(page, text.replace("**", "") + "It helped.\n")) == {"strong"}
    # A response begins with its first words, which are its title in lists too
    response = Recorded(kind="response")
    assert kinds(check(page, f"{text}It helped.\n", recorded=response)) >= {"prose", "strong"}
    assert not check(page, f"{text}**Warm bread**\n\nIt helped.\n", recorded=response).missing


def _without_first_line(first: str, name: str = "", more: str = "It helped.") -> tuple[bytes, str]:
    """A page without a title heading, and its text without the first line."""
    page = page_of(graf("p", first) + graf("p", more), title=name or first, summary="")
    return page, f"---\ntitle: {name or first!r}\n{FACTS}---\n\n{more}\n"


@pytest.mark.parametrize(
    "first",
    [
        "Here is an interesting thought.",
        "What is bread?",
        "Hello Ada",
        "@ada has a point",
        "这是一个想法。",
        "word " * 21,
    ],
)
def test_a_first_line_that_can_be_no_title_is_lost_if_the_text_lacks_it(first: str) -> None:
    """The converter keeps a sentence, a greeting and a long line in the text, even if it is the name of the post."""
    page, text = _without_first_line(first.strip())
    assert kinds(check(page, text)) == {"prose"}
    assert "prose" in kinds(check(page, text, recorded=Recorded(kind="draft")))


def test_a_first_line_of_a_long_story_is_lost_if_the_text_lacks_it() -> None:
    """A story that is a story because it is long keeps its first line, even if the line reads like a title."""
    page, text = _without_first_line("warm bread")
    assert not check(page, text, recorded=Recorded(kind="story")).missing
    assert kinds(check(page, text, recorded=Recorded(kind="story", reason="it is long: 1200 words"))) == {"prose"}


def test_a_sentence_above_pictures_may_be_the_title() -> None:
    page, text = _without_first_line("Bread is time.")
    page = page.replace(b"It helped.</p>", f"It helped.</p>{graf('figure', PICTURE)}".encode())
    text += f"\n![]({IMAGE}/1*a.png)\n"
    assert not check(page, text, recorded=Recorded(kind="story")).missing
    assert "prose" in kinds(check(page, text, recorded=Recorded(kind="draft")))


def test_the_only_paragraph_of_a_post_stays_in_its_text() -> None:
    """Even if its words are the title, as in a draft of one line."""
    page = page_of(graf("p", "Thank you"), title="Thank you", summary="")
    text = TEXT.partition("slug:")[0].replace("title: Bread & Salt", "title: Thank you")
    text += "medium:\n  url: https://medium.com/@ada/bread-salt-5c8d3a\n---\n\n"
    assert not check(page, f"{text}Thank you\n").missing
    assert kinds(check(page, text)) == {"prose"}
