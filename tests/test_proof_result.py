"""The result of the proof separates what is lost, what cannot be kept, and what is whole; each part counts once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.checks.completeness import Count, Totals
from medium_archive.checks.completeness.original import read
from medium_archive.checks.completeness.reasons import GROUPS, REASONS
from medium_archive.commands import build, import_exports, set_post
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, files
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.sample_exports import BODY, post_name, post_page, write_zip

EMPTIED = (
    '<figure name="e1" id="e1" class="graf graf--figure graf--iframe"><iframe src=""></iframe>'
    '<figcaption class="imageCaption">A film</figcaption></figure>'
)
LINK_IN_CODE = '<pre name="c1" id="c1" class="graf graf--pre">run <a href="https://example.org/x">this</a> now</pre>'
RESULT = ("lost", "added", *GROUPS, "not_checked")


def imported(tmp_path: Path, *bodies: str) -> tuple[Layout, Report]:
    pages = {
        post_name(f"{number:012x}", slug=f"A-{number}"): post_page(f"Title {number}", body, f"{number:012x}")
        for number, body in enumerate(bodies, 1)
    }
    layout = Layout(tmp_path / "archive")
    return layout, import_exports.import_exports([write_zip(tmp_path / "export.zip", pages)], layout)


def result_of(report: Report) -> dict[str, int]:
    return {key: report.details["completeness"][key] for key in RESULT}


def test_whole_posts_have_nothing_lost(tmp_path: Path) -> None:
    layout, report = imported(tmp_path, BODY)
    assert report.facts["proof"] == "nothing lost of 1 post with 22 characters of prose"
    assert not any(result_of(report).values())
    assert verify(layout).facts["proof"] == report.facts["proof"]


def test_import_and_verify_give_the_same_numbers_with_and_without_a_site(tmp_path: Path) -> None:
    """A part that the export does not contain is a note. The text and its page together count it once."""
    layout, report = imported(tmp_path, BODY + EMPTIED, BODY + LINK_IN_CODE)
    expected = dict.fromkeys(RESULT, 0) | {"not_in_export": 1, "words_kept": 1}
    before = verify(layout)
    build.build(layout)
    after = verify(layout)
    assert after.counts["pages_checked"] == 2
    for one in (report, before, after):
        assert result_of(one) == expected
        assert {key: one.counts[key] for key in RESULT} == expected
        assert one.exit_code == 0
        assert one.facts["proof"] == report.facts["proof"]
        assert sorted(issue.code for issue in one.issues if issue.code in ("not-in-export", "words-kept")) == [
            "not-in-export",
            "words-kept",
        ]
    for one in (before, after):
        assert {key: one.counts[key] for key in RESULT} == expected
    assert report.facts["proof"].endswith("; not in the originals: 1; kept as plain words: 1")
    assert "nothing lost" not in report.facts["proof"]


def test_a_loss_says_what_to_do(tmp_path: Path) -> None:
    layout, _ = imported(tmp_path, BODY)
    build.build(layout)
    built = layout.site / "posts/2020-03-01-title-1/index.html"
    built.write_text(built.read_text("utf-8").replace(">The first paragraph", ">The paragraph"), "utf-8")
    report = verify(layout)
    (lost,) = [issue for issue in report.issues if issue.code == "lost"]
    assert lost.message == (
        "In the original, but not here: prose (5) “first”. Run `archive build`, which writes the page again."
    )
    assert report.facts["proof"] == "1 part lost of 1 post with 22 characters of prose"


def test_a_post_that_cannot_be_compared_is_never_called_whole(tmp_path: Path) -> None:
    layout, _ = imported(tmp_path, BODY, BODY)
    (layout.posts / "2020-03-01-title-1/index.md").write_text("---\ntitle: [\n---\n", "utf-8")
    report = verify(layout)
    assert report.counts["not_checked"] == 1
    assert report.facts["proof"].startswith("no word lost of 1 post with ")
    assert report.facts["proof"].endswith("; 1 post could not be checked")


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        (Totals(), "there is no post to check"),
        (Totals(posts=2), "nothing lost of 2 posts"),
        (Totals(posts=1, lost=1), "1 part lost of 1 post"),
        (Totals(posts=2, lost=2, edited=1), "2 parts lost of 2 posts; edited by hand and not counted: 1 post"),
        (Totals(posts=2, added=1), "no word lost of 2 posts; 1 part added that no original has"),
        (Totals(posts=2, known={"not_in_export": 120}), "no word lost of 2 posts; not in the originals: 120"),
        (
            Totals(posts=2, known={"not_carried_over": 3}),
            "no word of a body lost of 2 posts; outside of the bodies, and not carried over: 3",
        ),
        (
            Totals(posts=2, known={"not_linked": 1}),
            "no word lost of 2 posts; addresses that no page can link to: 1",
        ),
        (
            Totals(posts=1, text={"code_lines": Count(1, 1), "links": Count(2, 2), "pictures": Count(0, 0)}),
            "nothing lost of 1 post with 1 line of code, 2 links",
        ),
    ],
)
def test_the_result_is_one_sentence_with_correct_plurals(totals: Totals, sentence: str) -> None:
    assert totals.sentence == sentence


def test_every_reason_has_a_sentence_and_a_group() -> None:
    """What the originals' reader gives as a reason is one of them."""
    for reason in REASONS.values():
        assert reason.group in GROUPS
        assert reason.sentence.endswith(".")
    body = EMPTIED + LINK_IN_CODE
    losses = read(post_page("Title", body)).known_losses
    assert {loss.why for loss in losses} <= set(REASONS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "The first paragraph of it.",
            "<details>\n\nThe first paragraph of it.\n\n</details>",
            "Missing in a collapsible block, or moved into or out of such a block:",
        ),
        ("\n### Below", "\n> ### Below", "Moved into or out of a list, a quote or a table: containers (1) “Below”."),
        (
            "\nmedium:\n",
            "\nmedium:\n  coauthors: Eve (https://medium.com/@eve)\n",
            "Here, but not in the original: front matter (1) “medium.coauthors: Eve (https://medium.com/@eve)”.",
        ),
    ],
    ids=["details", "quote", "co-authors"],
)
def test_what_was_added_or_moved_is_not_called_missing(tmp_path: Path, old: str, new: str, expected: str) -> None:
    heading = '<h4 name="3c4d" id="3c4d" class="graf graf--h4">Below</h4>'
    layout, _ = imported(tmp_path, BODY + heading)
    [text] = layout.posts.glob("*/index.md")
    changed = text.read_text("utf-8").replace(old, new, 1)
    assert changed != text.read_text("utf-8")
    text.write_text(changed, "utf-8")
    entries = catalog.read(layout)
    for key, entry in entries.items():
        if entry.path == text.parent.relative_to(layout.root).as_posix():
            entries[key] = replace(entry, written=files.checksum(text))
    catalog.write(layout, entries)
    first, *others = [issue.message for issue in verify(layout).issues if issue.code in ("lost", "added")]
    assert first.startswith(expected)
    assert not any(message.startswith("In the original, but not here") for message in (first, *others))


PICTURE = '<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*Abc.png" src="x"></figure>'


def test_nothing_is_lost_only_when_the_pictures_are_here_too(tmp_path: Path) -> None:
    """The sentence of an import, that of a check, and the page of the proof say the same of pictures that are not
    here.
    """
    pages = {post_name("1" * 12, slug="A-1"): post_page("Title", BODY + PICTURE, "1" * 12)}
    layout = Layout(tmp_path / "archive")
    options = import_exports.Options(offline=True)
    report = import_exports.import_exports([write_zip(tmp_path / "export.zip", pages)], layout, options)
    proof = tmp_path / "proof.html"
    checked = verify(layout, report=proof)
    for one in (report, checked):
        assert one.facts["proof"].startswith("no word lost of 1 post with ")
        assert one.facts["proof"].endswith("; 1 picture still only at Medium or elsewhere")
        assert one.details["completeness"]["pictures_elsewhere"] == 1
    page = proof.read_text("utf-8")
    assert page.count("only at Medium or elsewhere: 1") == 3  # in the result, and for the year and the post
    assert "all there" not in page


def test_a_changed_date_or_tag_takes_no_text_out_of_the_proof(tmp_path: Path) -> None:
    layout, report = imported(tmp_path, BODY)
    set_post.set_post(layout, "posts/2020-03-01-title-1", set_post.Change(date="2019-04-05", tags="clocks"))
    proof = tmp_path / "proof.html"
    checked = verify(layout, report=proof)
    assert checked.facts["proof"] == report.facts["proof"] == "nothing lost of 1 post with 22 characters of prose"
    assert checked.counts["edited_by_hand"] == 0
    assert "edited by hand" not in proof.read_text("utf-8")
    assert checked.exit_code == 0
    text = next(layout.posts.glob("*/index.md"))
    text.write_text(text.read_text("utf-8").replace("first", "second"), "utf-8")
    edited = verify(layout, report=proof)
    assert edited.facts["proof"].endswith("; edited by hand and not counted: 1 post")
    assert "edited by hand" in proof.read_text("utf-8")
