"""Pages with parts that Medium never wrote: they are kept or named, and the proof agrees with the import."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.checks import completeness
from medium_archive.commands import verify
from medium_archive.folder.layout import Layout
from medium_archive.markdown import front_matter
from medium_archive.medium import post as post_pages
from tests.account_exports import heads, import_
from tests.sample_exports import post_name, post_page, write_zip

_BYLINE = b'<a href="https://medium.com/@ada" class="p-author h-card">Ada Example</a>'
_SECOND = b'<a href="https://medium.com/@second" class="p-author h-card">Second Author</a>'
_DATE = b"2020-03-01T10:00:00.123Z"


def _imported(layout: Layout, folder: Path, page: bytes) -> tuple[str, set[str]]:
    """The text made of a page, and the codes of the issues. Neither the import nor the check finds a loss."""
    report = import_(layout, write_zip(folder / "export.zip", {post_name(): page}))
    found = verify.verify(layout)
    assert (report.exit_code, found.exit_code) == (0, 0), [*report.issues, *found.issues]
    (text,) = layout.root.glob("*/*/index.md")
    return text.read_text("utf-8"), {issue.code for issue in (*report.issues, *found.issues)}


@pytest.mark.parametrize("first", ["ada", "second"])
def test_every_name_of_a_by_line_is_kept_and_the_first_signs(layout: Layout, tmp_path: Path, first: str) -> None:
    names = (_BYLINE, _SECOND) if first == "ada" else (_SECOND, _BYLINE)
    other = post_name("b" * 12), post_page("Other", post_id="b" * 12)
    third = post_name("c" * 12), post_page("Third", post_id="c" * 12)
    page = post_page().replace(_BYLINE, b" and ".join(names))
    report = import_(layout, write_zip(tmp_path / "a.zip", {post_name(): page, **dict((other, third))}))
    found = verify.verify(layout)
    assert (report.exit_code, found.exit_code) == (0, 0), [*report.issues, *found.issues]
    head = heads(layout)["A Title"]
    authors = ["Ada Example (https://medium.com/@ada)", "Second Author (https://medium.com/@second)"]
    assert head.get("author", "") == ("" if first == "ada" else "Second Author")
    assert head["medium"]["coauthors"] == authors[first == "ada"]


def test_a_coauthor_whose_name_vanished_is_a_loss() -> None:
    page = post_page().replace(_BYLINE, _BYLINE + b" and " + _SECOND)
    text = "---\ntitle: A Title\n---\n\nSome words.\n"
    missing = completeness.check(page, text).missing
    assert "medium.coauthors: Second Author (https://medium.com/@second)" in [miss.words for miss in missing]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("loose words{}more", ["loose words", "more"]),
        ("loose <b>words</b><figcaption>A loaf</figcaption>{}more", ["loose **words**", "more"]),
        ("{}loose words<figcaption>A loaf</figcaption>more", ["loose words", "more"]),
        ('loose words<a href="https://example.org/">{}</a>more', ["loose words", "more"]),
        ("<p>loose words {}more</p>", ["loose words more"]),
    ],
)
def test_loose_words_around_a_picture_stay_apart(layout: Layout, tmp_path: Path, figure: str, words: list[str]) -> None:
    picture = '<img class="graf-image" src="https://cdn-images-1.medium.com/max/800/1*abc.png">'
    page = post_page(body=f'<figure class="graf graf--figure">{figure.format(picture)}</figure>')
    text, _ = _imported(layout, tmp_path, page)
    paragraphs = front_matter.split(text)[1].split("\n\n")
    assert [paragraph.strip() for paragraph in paragraphs if "ords" in paragraph or "more" in paragraph] == words


def test_a_page_in_capitals_is_cut_at_the_same_places(layout: Layout, tmp_path: Path) -> None:
    page = post_page()
    shouted = page.replace(b"footer>", b"FOOTER>").replace(b"</html>", b"</HTML>")
    shouted = shouted.replace(b'<section data-field="body"', b'<SECTION DATA-FIELD="body"')
    shouted = shouted.replace(b'<article class="h-entry"', b'<ARTICLE CLASS="h-entry"')
    assert shouted != page
    name = post_name()
    assert post_pages.read(shouted, name) == post_pages.read(page, name)
    _imported(layout, tmp_path, shouted)


def test_the_id_in_a_footer_in_capitals_is_found(layout: Layout, tmp_path: Path) -> None:
    page = post_page().replace(b"footer>", b"FOOTER>")
    import_(layout, write_zip(tmp_path / "a.zip", {"posts/renamed.html": page}))
    assert [head["medium"]["id"] for head in heads(layout).values()] == ["0123456789ab"]


@pytest.mark.parametrize("date", [b"2020-13-45T10:00:00.123Z", b"2021-02-29T10:00:00.123Z", b"2020-03-01T25:00:00Z"])
def test_a_date_that_does_not_exist_is_named_once_as_missing_in_the_export(
    layout: Layout, tmp_path: Path, date: bytes
) -> None:
    _, codes = _imported(layout, tmp_path, post_page().replace(_DATE, date))
    assert {"date-from-name", "not-in-export"} <= codes
    assert not codes & {"lost", "added"}
    notes = [issue for issue in verify.verify(layout).issues if date.decode() in issue.message]
    assert [note.code for note in notes] == ["not-in-export"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("h=abc&amp;t=5", "1/abc#t=5"),
        ("t=5", "1#t=5"),
        ("h=abc&amp;t=1m30s", "1/abc#t=1m30s"),
        ("h=abc#t=5", "1/abc#t=5"),
    ],
)
def test_a_video_keeps_its_start_time(layout: Layout, tmp_path: Path, query: str, kept: str) -> None:
    frame = f'<iframe src="https://player.vimeo.com/video/1?{query}"></iframe>'
    page = post_page(body=f'<figure class="graf graf--figure graf--iframe">{frame}</figure>')
    text, _ = _imported(layout, tmp_path, page)
    assert f"https://vimeo.com/{kept}" in text


@pytest.mark.parametrize("left_open", ["<div>", "<div><p>", "<blockquote><div>", "<section><div>", "<ul><li>"])
def test_an_element_that_is_left_open_ends_with_the_body(layout: Layout, tmp_path: Path, left_open: str) -> None:
    """The footer is not a part of the post, also not for the proof, whose parser puts it into the open element."""
    _, codes = _imported(layout, tmp_path, post_page(body=f"{left_open}words"))
    assert not codes & {"lost", "added"}
