"""A page without its state: the same post from its elements alone, and every loss named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from medium_archive.checks.completeness.saved import page as saved_page
from medium_archive.medium import pages, post
from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages import composing, elements, losses, picture_ids
from medium_archive.medium.pages.elements import Elements
from medium_archive.medium.pages.story import Paragraph, Story
from tests.saved_pages import exported, tellings, written
from tests.saved_pages.tellings import HARBOUR, LOAF, Part, Telling, link, part

OLD, NEW = ("2015", "2017"), ("2019", "2021", "2023")
ERAS = (*OLD, *NEW)


def of_elements(telling: Telling, era: str) -> Elements:
    page = written.page(telling, written.ERAS[era], has_state=False).decode()
    return elements.read(page, f"https://medium.com/@{telling.user}/{telling.slug}")


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_the_elements_have_each_word_of_the_story_and_no_other(telling: Telling, era: str) -> None:
    """No word of Medium's interface, of a response, of a recommended story."""
    found = of_elements(telling, era)
    assert [one.text for one in found.paragraphs] == [one.text for one in telling.parts]
    assert [one.start for one in found.sections if one.start] == list(telling.breaks)
    assert found.tags == telling.tags
    assert not found.is_cut


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_the_elements_have_each_mark(telling: Telling, era: str) -> None:
    for read, told in zip(of_elements(telling, era).paragraphs, telling.parts, strict=True):
        marks = [mark for mark in read.marks if mark.kind != "a" or read.kind != "card"]
        assert {(mark.kind, mark.href, read.text[mark.start : mark.end]) for mark in marks} == set(marks_of(told))


def marks_of(told: Part) -> Iterator[tuple[str, str, str]]:
    for kind, value, start, end in told.spans():
        words = told.text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
        yield kind.replace("USER", "A").lower(), f"https://medium.com/u/{value}" if kind == "USER" else value, words


@pytest.mark.parametrize("era", ERAS)
def test_the_kinds_are_those_of_the_state(era: str) -> None:
    kinds = {
        "P": "p", "H3": "h3", "H4": "h4", "IMG": "image", "BQ": "quote", "PQ": "pull quote", "PRE": "code",
        "ULI": "bullet", "OLI": "number", "IFRAME": "embed", "MIXTAPE_EMBED": "card",
    }  # fmt: skip
    for telling in (LOAF, HARBOUR):
        read = of_elements(telling, era).paragraphs
        assert [one.kind for one in read] == [kinds[one.kind] for one in telling.parts]
        images = [one.image.id if one.image else "" for one in read if one.kind in ("image", "card")]
        assert images == [one.options["image"] for one in telling.parts if "image" in one.options]
        assert [one.name for one in read if one.kind == "p"] == [
            telling.name_of(number) for number, one in enumerate(telling.parts) if one.kind == "P"
        ]


@pytest.mark.parametrize("era", OLD)
def test_old_elements_have_layout_and_sizes(era: str) -> None:
    read = of_elements(LOAF, era).paragraphs
    assert [one.layout for one in read if one.kind == "image"] == [
        "",
        "OUTSET_ROW",
        "OUTSET_ROW_CONTINUE",
        "FULL_WIDTH",
    ]
    assert [(one.image.width, one.image.alt) for one in read if one.kind == "image" and one.image][-1] == (
        3000,
        "The mill",
    )
    assert [one.alignment for one in read][-1] == "center"
    assert read[2].has_drop_cap
    assert [one.role for one in read[:3]] == ["title", "subtitle", ""]


def test_the_losses_are_those_of_the_page() -> None:
    """Only what the story has can be lost."""
    simple = replace(LOAF, parts=LOAF.parts[:3], breaks=())
    for era, telling, expected in (
        ("2017", simple, []),
        ("2023", simple, ["layout"]),
        ("2017", LOAF, ["code-language"]),
        ("2023", LOAF, ["layout", "code-language"]),
    ):
        found = of_elements(telling, era)
        story = Story("0a1b2c3d4e5f", paragraphs=found.paragraphs)
        named = [loss.code for loss in losses.of_elements(story, is_old=found.is_old)]
        usual = ["updated", "version", "claps", "word-count", "publication-day", "author"]
        assert named == usual + expected


def test_a_lost_embed_is_named_by_its_title_and_id() -> None:
    for era, what in (
        ("2017", "cafe0123456789abcdef0123456789ab"),
        ("2023", "A film, cafe0123456789abcdef0123456789ab"),
    ):
        story = Story("0a1b2c3d4e5f", paragraphs=of_elements(LOAF, era).paragraphs)
        assert list(losses.of_story(story)) == [losses.Loss("embed-address", what)]


def test_a_picture_and_a_card_without_an_address_are_named() -> None:
    paragraphs = (Paragraph("image", "Two loaves"), Paragraph("card", "Salt\nsalt.example"), Paragraph("embed"))
    story = Story("0a1b2c3d4e5f", "Bread", paragraphs=paragraphs)
    assert list(losses.of_story(story)) == [
        ("picture-address", "Two loaves"),
        ("card-address", "Salt salt.example"),
        ("embed-address", ""),
    ]
    made, issues = composing.compose(story)
    assert (made.body, issues) == ('<p>Two loaves</p><p>Salt<br>salt.example</p><figure class="lost"></figure>', ())


def test_a_picture_inside_of_the_page_is_one() -> None:
    """SingleFile puts it there, and drops its address."""
    page = (
        '<article><p id="a1b2">Bread.</p><figure><img src="data:image/png;base64,AAAA" alt="A loaf"></figure></article>'
    )
    paragraphs = elements.read(page).paragraphs
    assert [(one.kind, one.image) for one in paragraphs] == [("p", None), ("image", None)]
    assert list(losses.of_story(Story("0a1b2c3d4e5f", paragraphs=paragraphs))) == [("picture-address", "")]


def test_a_frame_that_has_run_has_its_address() -> None:
    """A complete save has the address of the frame, one of Embedly's or its own."""
    page = written.page(LOAF, written.ERAS["2023"], has_state=False).decode()
    media = 'src="https://medium.com/media/cafe0123456789abcdef0123456789ab"'
    for source in (
        "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Ffilm.example%2F1",
        "https://film.example/1",
    ):
        found = elements.read(page.replace(media, f'src="{source}"'))
        assert [one.embed.address for one in found.paragraphs if one.embed] == ["https://film.example/1"]


def test_links_lose_what_medium_adds_to_count() -> None:
    own = "https://medium.com/@ada/the-oven-1a2b3c4d5e6f"
    telling = replace(
        LOAF, parts=(part("P", link("One", own), link("Two", "https://a.example/?source=rss&b=1")),), breaks=()
    )
    for era in ERAS:
        (read,) = of_elements(telling, era).paragraphs
        assert [mark.href for mark in read.marks] == [own, "https://a.example/?source=rss&b=1"]


def test_relative_links_lead_to_where_the_page_was() -> None:
    page = '<article><p id="a1b2"><a href="/about">a</a><a href="/u/5a5a?source=post_page-----1">b</a></p></article>'
    (read,) = elements.read(page, "https://bread.example/x-0a1b2c3d4e5f").paragraphs
    assert [mark.href for mark in read.marks] == ["https://bread.example/about", "https://medium.com/u/5a5a"]


@pytest.mark.parametrize("era", ERAS)
def test_prettified_markup_adds_no_words(era: str) -> None:
    """Some programs put each element on a line of its own."""
    page = written.page(HARBOUR, written.ERAS[era], has_state=False).decode()
    pretty = re.sub(r"(?=<(?:article|section|div|figure|p|h[1-4])\b)", "\n    ", page)
    words = ["".join(one.text.split()) for one in elements.read(pretty).paragraphs]
    assert words == ["".join(one.text.split()) for one in HARBOUR.parts]


def test_an_export_of_the_same_words_has_the_same_body() -> None:
    """Of a page until 2018 with a text that has no code and no embed, nothing is lost."""
    telling = replace(LOAF, parts=tuple(one for one in LOAF.parts if one.kind not in ("PRE", "IFRAME")), breaks=(6,))
    expected, _ = post.read(exported.page(telling), f"posts/2019-01-09_x-{telling.id}.html")
    for era in OLD:
        found = of_elements(telling, era)
        story = Story(telling.id, telling.title, telling.subtitle, paragraphs=found.paragraphs, sections=found.sections)
        made, _ = composing.compose(story)
        assert (made.body, made.subtitle, made.pictures) == (expected.body, expected.subtitle, expected.pictures)


def test_a_page_that_is_cut_says_so() -> None:
    page = written.page(LOAF, written.ERAS["2023"], has_state=False).decode()
    found = elements.read(page[: page.index("In the middle")])
    assert found.is_cut
    assert len(found.paragraphs) == len(LOAF.parts)  # the last one is empty


def test_ends_that_a_program_has_left_out_are_known() -> None:
    """SingleFile writes no end that a browser does not need: neither of a paragraph before a figure nor of the page."""
    mark = (
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://medium.com/@ada/x-0a1b2c3d4e5f \n-->"
    )
    figure = "<figure><img src=https://miro.medium.com/max/60/1*aaaaaaaaaaaaaaaaaaaaaa.jpeg><figcaption>A loaf</figure>"
    page = f"{mark}<body><article><section><p id=a1b2>Bread.{figure}<p id=a1b3>Salt.<p id=a1b4></section></article>"
    found = elements.read(page)
    assert [(one.kind, one.text) for one in found.paragraphs] == [
        ("p", "Bread."),
        ("image", "A loaf"),
        ("p", "Salt."),
        ("p", ""),
    ]
    assert not found.is_cut
    assert elements.read(f"{page}<a hre").is_cut


@pytest.mark.parametrize(
    "page", ["", "<p>", "<html></html>", "<article></article>", "\ud800", "<!-- a -->", "<article" * 9999]
)
def test_other_pages_have_no_paragraphs(page: str) -> None:
    assert elements.read(page).paragraphs == ()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://miro.medium.com/max/2800/1*47yphaCFxyM32ulJLrI5jA.png", "1*47yphaCFxyM32ulJLrI5jA.png"),
        ("https://miro.medium.com/v2/resize:fit:700/format:webp/0*Ab-c_1.jpg?q=20", "0*Ab-c_1.jpg"),
        ("https://miro.medium.com/1%2A47yphaCFxyM32ulJLrI5jA.png", "1*47yphaCFxyM32ulJLrI5jA.png"),
        (
            "https://d262ilb51hltx0.cloudfront.net/fit/c/60/60/1*47yphaCFxyM32ulJLrI5jA.png",
            "1*47yphaCFxyM32ulJLrI5jA.png",
        ),
        ("Bread_files/1_47yphaCFxyM32ulJLrI5jA.png", "1*47yphaCFxyM32ulJLrI5jA.png"),
        ("./Bread_files/147yphaCFxyM32ulJLrI5jA.png", "1*47yphaCFxyM32ulJLrI5jA.png"),
        ("Bread_files/1_47yphaCFxyM32ulJLrI5jA_005.png", "1*47yphaCFxyM32ulJLrI5jA.png"),
        ("Bread_files/1_47yphaCFxyM32ulJLrI5jA(1).png", "1*47yphaCFxyM32ulJLrI5jA.png"),
        ("Bread_files/1_47yphaCFxyM32ulJLrI5jA.png.webp", "1*47yphaCFxyM32ulJLrI5jA.png"),
        ("Bread_files/1_7yphaCFxyM32ulJLrI5jA.png", "1*_7yphaCFxyM32ulJLrI5jA.png"),
        ("Bread_files/1_47yphaCFxyM32ulJLrI5jA@2x.png", "1*47yphaCFxyM32ulJLrI5jA@2x.png"),
        ("Bread_files/147yphaCFxyM32ulJLrI5jA", "1*47yphaCFxyM32ulJLrI5jA"),
        ("Bread_files/1_report.png", ""),
        ("https://other.example/1_47yphaCFxyM32ulJLrI5jA.png", ""),
        ("https://bread.example/loaf.png", ""),
        ("data:image/png;base64,AAAA", ""),
        ("http://[", ""),
    ],
)
def test_an_image_is_known_by_its_id_in_every_form(address: str, name: str) -> None:
    assert picture_ids.in_source(address) == name


def test_the_id_of_a_real_address_is_better_than_that_of_a_saved_file() -> None:
    """A saved file may have another extension, and a placeholder may be another picture."""
    saved, real = (
        "a_files/1_47yphaCFxyM32ulJLrI5jA.webp",
        "https://miro.medium.com/max/1400/1*47yphaCFxyM32ulJLrI5jA.png",
    )
    assert picture_ids.best([saved, real]) == "1*47yphaCFxyM32ulJLrI5jA.png"
    assert picture_ids.in_srcset(f"{real} 640w, {real} 1400w") == [real, real]


DECLARATIONS = (
    '<?xml version="1.0" encoding="utf-8"?>',
    "<?xml version='1.0' encoding='iso-8859-1' standalone='yes'?>\n",
    '\ufeff<?xml version="1.0" encoding="utf-16"?>',
    '<meta charset="gbk">',
    '<!-- saved --><?xml version="1.0" encoding="nonsense"?>',
)


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("era", ["2017", "2023"])
def test_a_page_that_begins_with_an_encoding_shows_the_same(declaration: str, era: str) -> None:
    page = written.page(HARBOUR, written.ERAS[era], has_state=False).decode()
    assert elements.read(declaration + page) == elements.read(page)
    shown = saved_page.read((declaration + page).encode(), HARBOUR.id).shown
    assert shown == saved_page.read(page.encode(), HARBOUR.id).shown
    assert shown.lines


def test_a_page_with_too_many_levels_is_partial() -> None:
    """What comes before the deep elements is kept, and the loss is named, also when the page is read again."""
    page = written.page(HARBOUR, written.ERAS["2023"], has_state=False).decode()
    head, last, rest = page.rpartition("<p ")
    deep = head + "<div>" * 400 + "w" + "</div>" * 400 + last + rest
    read = pages.read(deep.encode(), f"https://medium.com/@{HARBOUR.user}/{HARBOUR.slug}").story
    assert read is not None
    assert read.is_partial
    assert read.why_partial == "elements of the page that are in more than 255 others were not read"
    assert losses.Loss("deep-elements") in read.losses
    again = pages.read(read.public_state).story
    assert again is not None
    assert (again.why_partial, again.losses) == (read.why_partial, read.losses)


def test_a_page_with_too_many_levels_around_its_story_is_refused_with_the_reason() -> None:
    page = written.page(HARBOUR, written.ERAS["2023"], has_state=False).decode()
    deep = page.replace("<article", "<div>" * 400 + "<article", 1)
    with pytest.raises(NoStory, match="more than 255 others"):
        pages.read(deep.encode(), f"https://medium.com/@{HARBOUR.user}/{HARBOUR.slug}")
