"""The proof names what a page shows outside of the body, because only the original has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.checks.completeness import check
from medium_archive.checks.completeness.original import read
from medium_archive.commands import import_exports
from medium_archive.folder.layout import Layout
from tests.sample_exports import post_name, post_page, write_zip
from tests.sample_post import ORIGINAL, TEXT

BODY = '<section data-field="body"'
CASES = [
    (
        "<footer>",
        '<section data-field="notes"><p>after words</p></section><footer>',
        "<section> after words",
    ),
    (BODY, f'<section data-field="tags"><ul><li>bread</li><li>salt</li></ul></section>{BODY}', "<section> bread salt"),
    ("</header>", "<p>more words</p></header>", "<p> more words"),
    ("</header>", '</header>loose <a href="https://x.org/a">words</a>', "loose"),
    (
        "</footer>",
        '<p>More <a href="https://x.org/a">words</a></p></footer>',
        "<footer> More words (https://x.org/a)",
    ),
    ("</footer>", "more words</footer>", "<footer> more words"),
    ("</footer>", '<img src="https://x.org/a.png" alt="Words"></footer>', "<footer> Words (https://x.org/a.png)"),
    ("</article>", '</article><iframe src="https://x.org/b"></iframe>', "<iframe> (https://x.org/b)"),
]


@pytest.mark.parametrize(("before", "after", "words"), CASES)
def test_what_is_shown_outside_of_the_body_is_named_with_its_words(before: str, after: str, words: str) -> None:
    page = ORIGINAL.decode()
    assert page.count(before) == 1
    first, *_ = check(page.replace(before, after).encode(), TEXT).missing
    assert (first.kind, first.words, first.group) == ("markup", words, "not_carried_over")


@pytest.mark.parametrize(
    "page", [ORIGINAL, post_page(), post_page(subtitle="Words"), post_page(draft=True), post_page(heading="")]
)
def test_an_ordinary_page_of_medium_has_no_known_losses(page: bytes) -> None:
    assert read(page).known_losses == ()


def test_an_import_does_not_say_that_nothing_is_lost_if_words_were_not_carried_over(tmp_path: Path) -> None:
    page = post_page().replace(b"<footer>", b'<section data-field="notes"><p>after words</p></section><footer>')
    export = write_zip(tmp_path / "export.zip", {post_name(): page})
    report = import_exports.import_exports([export], Layout(tmp_path / "archive"))
    assert report.exit_code == 0
    assert report.counts["not_carried_over"] == 1
    assert report.facts["proof"].startswith("no word of a body lost of 1 post")
    (issue,) = [one for one in report.issues if one.code == "not-carried-over"]
    assert "after words" in issue.message
    assert issue.message.endswith("If you need it, copy it from the original into the text.")
    assert issue.level == "note"


@pytest.mark.parametrize("before", ["<header>", '<h1 class="p-name">', "<footer>", 'class="p-author h-card">'])
@pytest.mark.parametrize("name", ["div", "dd", "span"])
def test_facts_and_words_are_found_in_any_number_of_levels(before: str, name: str) -> None:
    page = post_page("Deep").decode()
    assert before in page
    deep = page.replace(before, f"{before}{f'<{name}>' * 3_000}Words {f'</{name}>' * 3_000}", 1)
    found, expected = read(deep.encode()), read(page.encode())
    assert (found.date, found.url, found.profile) == (expected.date, expected.url, expected.profile)
    named = [found.title, found.author, *(loss.words for loss in found.known_losses)]
    assert any("Words" in words for words in named)
