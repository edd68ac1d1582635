"""The proof compares where an embed was that Medium emptied, and quotes known losses as the page of Medium has them."""

from __future__ import annotations

import pytest

from medium_archive.checks.completeness import check
from tests.sample_ledger import small
from tests.sample_post import ORIGINAL, SITE, TEXT, graf

_EMPTIED = graf("figure", "", "figure graf--iframe")
_ONE_LOST = graf("p", "One.") + _EMPTIED + graf("p", "Two.")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (_ONE_LOST, "One.\n\nTwo."),
        (_ONE_LOST, "<!-- lost embed -->\n\nOne.\n\nTwo."),
        (_ONE_LOST, "One.\n\n<!-- lost embed -->\n\nTwo.\n\n<!-- lost embed -->"),
        (graf("p", "One.") + graf("p", "Two."), "One.\n\n<!-- lost embed -->\n\nTwo."),
        (_ONE_LOST, "One.\n\n> <!-- lost embed -->\n\nTwo."),
    ],
    ids=["deleted", "moved", "doubled", "added", "in a quote"],
)
def test_the_place_of_an_emptied_embed_is_compared(html: str, markdown: str) -> None:
    assert not small(_ONE_LOST, text="One.\n\n<!-- lost embed -->\n\nTwo.").unexplained
    ledger = small(html, text=markdown)
    assert ledger.unexplained or ledger.added


def test_a_page_shows_each_emptied_embed_in_its_place() -> None:
    words = "How a loaf"
    page_of_medium = ORIGINAL.replace(b"<p ", _EMPTIED.encode() + b"<p ", 1)
    text = TEXT.replace("How a **good**", "<!-- lost embed -->\n\nHow a **good**", 1)
    shown = SITE.replace(
        f"<p>{words[:5]}", f'<figure class="lost"><p class="added">Gone.</p></figure><p>{words[:5]}', 1
    )
    assert not check(page_of_medium, text, shown).unexplained
    without = check(page_of_medium, text, SITE).page
    assert without is not None
    assert without.unexplained


@pytest.mark.parametrize(
    ("html", "markdown", "words"),
    [
        ("<figure></figure>", "", "<figure>"),
        ("<figure><figcaption>A line</figcaption></figure>", "A line\n\n", "<figure> A line"),
        (
            '<blockquote class="graf graf--blockquote" cite="https://q.example/">One<p>two</p></blockquote>',
            "> One\n>\n> two\n\n",
            "blockquote cite “https://q.example/” One two",
        ),
        (graf("pre", "a <strong>b</strong><br>c"), "```\na b\nc\n```\n\n", "b"),
    ],
)
def test_a_known_loss_quotes_what_the_page_has(html: str, markdown: str, words: str) -> None:
    """A figure without content is no embed, words of two lines stay apart; of code only the marked part counts."""
    ledger = small(html, graf("p", "Text."), text=f"{markdown}Text.")
    (miss,) = ledger.missing
    assert miss.words == words
    assert "embed" not in miss.reason
    assert not ledger.added
