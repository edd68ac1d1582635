"""The proof as a page: `archive verify --report`, and the page of the site that `proof = true` asks for."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from typer.testing import CliRunner

from medium_archive.checks.completeness.ledger import KINDS
from medium_archive.checks.completeness.reasons import GROUPS, REASONS
from medium_archive.cli.root import app
from medium_archive.commands import build, import_exports, proof_report
from medium_archive.commands.verify import verify
from medium_archive.errors import FolderUnwritable, UnsafeTarget
from medium_archive.folder import files
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.folder.proof_record import Amount, Part, Proof, ProvenPost
from medium_archive.site import document
from medium_archive.site.pages import proof, proof_kinds
from medium_archive.site.pages.proof import ProofPage
from medium_archive.site.translations import translation_for
from tests.conftest import THEMES
from tests.sample_exports import BODY, post_name, post_page, write_zip

PUBLISHED, DRAFT = "aaaa11112222", "bbbb11112222"
UNWRITTEN = "The unwritten lighthouse"
EMPTIED = '<figure name="e1" id="e1" class="graf graf--figure graf--iframe"><iframe src=""></iframe></figure>'
LANGUAGES = ("en", "zh", "zh-Hant", "es", "ar")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    pages = {
        post_name(PUBLISHED, slug="Clock"): post_page("A &lt;clock&gt; &amp; bell", BODY + EMPTIED, PUBLISHED),
        f"posts/draft_Idea-{DRAFT}.html": post_page(UNWRITTEN, BODY, DRAFT, draft=True),
    }
    layout = Layout(tmp_path / "archive")
    import_exports.import_exports([write_zip(tmp_path / "export.zip", pages)], layout)
    return layout


def report(layout: Layout, file: Path, *, drafts: bool = False) -> str:
    verify(layout, report=file, drafts=drafts)
    return file.read_text("utf-8")


def found(html: str, path: str) -> Any:
    """What XPath finds in a page, with its text in place of each element."""
    return lxml.html.document_fromstring(html).xpath(path)


def text_of(html: str) -> str:
    return " ".join(found(html, "string(//body)").split())


def set_site(layout: Layout, line: str) -> None:
    layout.settings.write_text(layout.settings.read_text("utf-8").replace("[site]\n", f"[site]\n{line}\n"), "utf-8")


def test_the_report_names_public_posts_and_counts_drafts(layout: Layout, tmp_path: Path) -> None:
    html = report(layout, tmp_path / "proof.html")
    text = text_of(html)
    assert UNWRITTEN not in html
    assert DRAFT not in html
    assert "Drafts that were compared, but are not named here: 1" in text
    assert "No word is lost." in text
    assert "The original has no address for this embed" in text
    export = next(layout.exports.iterdir())
    assert found(html, "//dl[@class='export']//dd[last()]//text()")[-2:] == [export.name, files.checksum(export)]
    original = next((layout.root / "original/posts").iterdir())
    assert f"{files.checksum(original)} original/posts/{original.name}" in text


def test_the_report_names_drafts_if_it_is_asked_to(layout: Layout, tmp_path: Path) -> None:
    assert UNWRITTEN in report(layout, tmp_path / "proof.html", drafts=True)


def test_the_report_is_one_file_without_script(layout: Layout, tmp_path: Path) -> None:
    """Nothing of it comes from elsewhere, and no other style than its own is allowed."""
    html = report(layout, tmp_path / "proof.html")
    assert not found(html, "//script | //link | //img | //iframe | //@onclick | //@style | //@src")
    assert all(address.startswith("#") for address in found(html, "//@href"))
    policy = found(html, "string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_long_checksums_can_be_scrolled_with_the_keyboard(layout: Layout, tmp_path: Path) -> None:
    """Their names are wider than a phone."""
    assert found(report(layout, tmp_path / "proof.html"), "//pre[@class='sums']/@tabindex") == ["0"]


def test_two_runs_write_the_same_bytes(layout: Layout, tmp_path: Path) -> None:
    file = tmp_path / "proof.html"
    assert report(layout, file) == report(layout, file)


def test_the_report_names_a_loss_first(layout: Layout, tmp_path: Path) -> None:
    build.build(layout)
    built = next(layout.site.glob("posts/*/index.html"))
    built.write_text(built.read_text("utf-8").replace(">The first paragraph", ">The paragraph"), "utf-8")
    html = report(layout, tmp_path / "proof.html")
    assert found(html, "normalize-space(//p[contains(@class, 'verdict lost')]/text())") == "Lost: 1"
    assert found(html, "string((//h2)[1])") == "What is lost"
    assert found(html, "string(//section[@class='losses']//q)") == "first"


@pytest.mark.parametrize("place", ["archive.toml", "site/proof.html", "posts"])
def test_the_report_replaces_no_other_file(layout: Layout, place: str) -> None:
    before = layout.settings.read_bytes()
    with pytest.raises(UnsafeTarget):
        verify(layout, report=layout.root / place)
    assert layout.settings.read_bytes() == before
    assert not layout.site.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_report_is_not_written_to_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FolderUnwritable, match="is a device or a pipe"):
        proof_report.check_place(Layout(tmp_path / "archive"), tmp_path / "pipe", drafts=False)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_report_with_drafts_is_not_written_where_git_takes_it(layout: Layout) -> None:
    with pytest.raises(UnsafeTarget):
        verify(layout, report=layout.root / "proof.html", drafts=True)
    assert UNWRITTEN in report(layout, layout.private / "proof.html", drafts=True)


@pytest.mark.parametrize("options", [["--quick", "--report", "proof.html"], ["--drafts"]])
def test_options_of_verify_that_do_not_fit_together_are_refused(layout: Layout, options: list[str]) -> None:
    done = CliRunner().invoke(app, ["verify", "--archive", str(layout.root), *options])
    assert done.exit_code == 2


@pytest.mark.parametrize("theme", THEMES)
def test_the_site_links_to_the_page_of_the_proof(layout: Layout, theme: str) -> None:
    """From every page, and only if archive.toml says so; no draft and no name of an export is on it."""
    layout.settings.write_text(layout.settings.read_text("utf-8").replace('"plain"', f'"{theme}"'), "utf-8")
    build.build(layout)
    assert not (layout.site / "proof").exists()
    set_site(layout, "proof = true")
    build.build(layout, drafts=True)
    html = (layout.site / "proof/index.html").read_text("utf-8")
    assert UNWRITTEN not in html
    assert "export.zip" not in html
    assert found(html, "//main//a[starts-with(@href, '../posts/')]/text()") == ["A <clock> & bell"] * 2
    front = (layout.site / "index.html").read_text("utf-8")
    assert found(front, "//footer//a[@href='proof/index.html']/text()") == ["Proof of completeness"]
    build.build(layout)
    assert verify(layout).exit_code == 0


def test_a_site_without_a_proof_says_how_to_get_one(layout: Layout) -> None:
    (layout.records / "proof.json").unlink()
    set_site(layout, "proof = true")
    done = build.build(layout)
    assert "nothing-to-show" in [issue.code for issue in done.issues]
    assert not (layout.site / "proof").exists()


# The values, and their words in each language


def post(number: int, *parts: Part, date: str = "2020-03-01T10:00:00Z", **values: Any) -> ProvenPost:
    amounts = (Amount("words", 1200), Amount("pictures", 3, 2))
    original = f"original/posts/{number}.html"
    return ProvenPost(
        f"{number:012x}", f"posts/{number}", f"Title {number}", date, "en", original, "0" * 64, amounts=amounts,
        parts=parts, **values,
    )  # fmt: skip


def made(*posts: ProvenPost, language: str = "en") -> ProofPage:
    export = Import("f" * 64, "exports/medium.zip", "2021-04-12", "ada")
    return proof.of(Proof("medium-archive 1", (export,), posts), translation_for(language))


LOST, ADDED = Part("embeds", "https://example.org/"), Part("prose", "a word", added=True)


def known(why: str) -> Part:
    return Part("links", "here", REASONS[why].group, why, REASONS[why].sentence)


@pytest.mark.parametrize(
    ("posts", "state"),
    [
        ((), "nothing"),
        ((post(1),), "whole"),
        ((post(1, known("emptied")),), "kept"),
        ((post(1, known("emptied")), post(2, Part("prose", "a word"))), "lost"),
        ((post(1, Part("prose", "twice", added=True)),), "lost"),
    ],
)
def test_the_verdict_is_whole_only_if_nothing_is_missing(posts: tuple[ProvenPost, ...], state: str) -> None:
    assert made(*posts).state == state


def test_the_page_of_the_proof_has_sums_by_year_and_by_post() -> None:
    page = made(post(1), post(2), post(3, date="2019-01-01T00:00:00Z"), post(4, date=""))
    assert [(year.year, len(year.posts)) for year in page.years] == [("2020", 2), ("2019", 1), ("", 1)]
    assert [amount.shown for amount in page.amounts] == ["4,800", "8 of 12", "0", "0", "0"]
    assert [amount.shown for amount in page.years[0].posts[0].amounts] == ["1,200", "2 of 3"]


def test_losses_of_posts_that_are_not_named_still_count() -> None:
    page = proof.of(Proof("x", (), (post(1),)), translation_for("en"), hidden=(post(2, LOST, LOST),))
    assert (page.state, page.verdict) == ("lost", "Lost: 2")


def test_a_reason_without_translation_is_marked_as_english() -> None:
    """A newer version of the program may know more reasons."""
    page = made(post(1, Part("links", "", "words_kept", "new reason", "A new reason.")), language="zh")
    (reason,) = page.groups[0].reasons
    assert (reason.sentence, reason.language) == ("A new reason.", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_each_reason_and_each_placeholder(language: str) -> None:
    words, english = translation_for(language).proof, translation_for("en").proof
    assert set(words.reasons) == set(REASONS)
    for name, text in vars(english).items():
        if isinstance(text, str):
            assert sorted(re.findall(r"\{\w+\}", getattr(words, name))) == sorted(re.findall(r"\{\w+\}", text)), name
            assert language == "en" or name == "checksum" or getattr(words, name) != text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_in_the_language_of_the_site(language: str) -> None:
    parts = [known(why) for why in REASONS]
    page = made(post(1, *parts, Part("prose", "a word")), replace(post(2), edited=True), language=language)
    html = document.render(page, language, "Ada", "ada").decode()
    assert found(html, "string(/html/@lang)") == language
    assert found(html, "string(/html/@dir)") == ("rtl" if language == "ar" else "ltr")
    words = translation_for(language).proof
    assert page.verdict in text_of(html)
    assert words.edited_post in text_of(html)
    assert all(sentence in text_of(html) for sentence in words.reasons.values())
    assert found(html, "//section//span[@lang='en'][text()='Title 1']")


def test_every_kind_and_group_of_the_page_is_one_of_the_ledger() -> None:
    assert set(proof.KINDS) <= set(KINDS)
    assert proof.GROUPS == GROUPS
    assert sorted(kind for kinds in proof_kinds.NAMES.values() for kind in kinds) == sorted(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_each_kind_of_part(language: str) -> None:
    assert list(translation_for(language).proof.kinds) == list(proof_kinds.NAMES)


def test_lost_and_added_parts_are_counted_apart() -> None:
    page = made(post(1, LOST, LOST, ADDED), post(2, ADDED, date="2019-01-01T00:00:00Z"))
    assert page.verdict == "Lost: 2, added: 2"
    assert [year.result for year in page.years] == ["lost: 2, added: 1", "added: 1"]
    assert made(post(1, ADDED)).verdict == "Added: 1"


def test_the_kind_of_a_lost_part_is_beside_its_words() -> None:
    page = document.render(made(post(1, LOST, ADDED, Part("date"))), "en", "Ada", "ada").decode()
    shown = [" ".join(part.text_content().split()) for part in found(page, "//section[@class='losses']//li//li")]
    assert shown == ["embed https://example.org/", "added, text a word", "date"]


def test_an_archive_of_several_authors_names_them() -> None:
    posts = (post(1, LOST), replace(post(2), author="Ben"))
    values = proof.of(Proof("x", (), posts), translation_for("en"), author="Ada")
    html = document.render(values, "en", "Ada", "ada").decode()
    assert found(html, "string(//p[@class='of']/bdi)") == "Posts by Ada, Ben"
    assert found(html, "//section[@class='by-post']//li//bdi/text()") == ["Ben", "Ada"]
    assert found(html, "//section[@class='losses']//bdi/text()") == ["Ada"]
    assert "<bdi>Ada" not in document.render(made(post(1)), "en", "Ada", "ada").decode()


def test_a_year_says_that_its_posts_were_edited() -> None:
    edited = replace(post(1), edited=True)
    (year,) = made(edited).years
    assert year.result == "edited by hand"
    (year,) = made(edited, post(2)).years
    assert year.result == "edited by hand: 1"


def test_the_report_does_not_call_an_archive_whole_that_lacks_pictures(tmp_path: Path) -> None:
    """Its words are all there, but the pictures are only at Medium."""
    picture = '<figure class="graf graf--figure"><img class="graf-image" data-image-id="1*Abc.png" src="x"></figure>'
    pages = {post_name(PUBLISHED, slug="Clock"): post_page("A clock", BODY + picture, PUBLISHED)}
    layout = Layout(tmp_path / "archive")
    options = import_exports.Options(offline=True)
    import_exports.import_exports([write_zip(tmp_path / "export.zip", pages)], layout, options)
    text = text_of(report(layout, tmp_path / "proof.html"))
    assert "No word is lost." in text
    assert "pictures that are not in this archive, only at Medium or elsewhere: 1" in text
    assert "Nothing is lost." not in text


def test_a_page_without_a_compared_post_does_not_say_that_each_was_compared() -> None:
    assert "Every post" in text_of(document.render(made(post(1)), "en", "Ada", "ada").decode())
    text = text_of(document.render(made(), "en", "Ada", "ada").decode())
    assert "No post has been compared yet." in text and "Every post" not in text
