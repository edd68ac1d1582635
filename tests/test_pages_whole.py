"""Whether a saved text is whole, said truly: a preview is found, and no whole text is accused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from medium_archive.medium.pages import wholeness
from medium_archive.medium.pages.story import Image, Paragraph, Section, Story
from tests.saved_pages import states
from tests.saved_pages.tellings import LOAF


def story(words: int, said: int = 0, pictures: int = 0, **facts: object) -> Story:
    text = Paragraph("p", " ".join(["word"] * words))
    shown = (Paragraph("image", image=Image("1*a.png")),) * pictures
    made = Story("0a1b2c3d4e5f", words_said=said, paragraphs=(text, *shown))
    return replace(made, **facts)  # type: ignore[arg-type]  # the caller names fields of a story


@pytest.mark.parametrize(
    ("saved", "is_whole", "reason"),
    [
        (story(1189, 1189), True, ""),
        (story(1150, 1189), True, ""),
        (story(1240, 1189), True, ""),
        (story(200, 1189), False, "it has fewer words than Medium counted"),
        (story(200, 1189, is_preview=True), False, "the page shows only the beginning of a text for members"),
        (story(200, 0, is_preview=True), False, "the page shows only the beginning of a text for members"),
        (story(1189, 1189, is_locked=True), True, ""),
        (story(1189, 1189, has_gap=True), False, "the numbers of its paragraphs have a gap"),
        (story(200), True, ""),
        (story(0), True, ""),
    ],
)
def test_a_text_is_whole_unless_the_page_says_otherwise(saved: Story, is_whole: bool, reason: str) -> None:
    """Medium's count differs from ours by 4 % at most, and a locked text may be whole."""
    judged = wholeness.judge(saved)
    assert (judged.is_whole, judged.reason) == (is_whole, reason)
    assert (judged.words_here, judged.words_said) == (len(saved.paragraphs[0].text.split()), saved.words_said)


@pytest.mark.parametrize(("words", "pictures"), [(1189, 0), (1189, 1), (877, 3), (12, 14), (3400, 40)])
def test_the_words_follow_from_the_time_of_reading(words: int, pictures: int) -> None:
    telling = replace(LOAF, preview_of=words, parts=tuple(LOAF.parts[5] for _ in range(pictures)))
    assert wholeness.words_by_time(states.reading_time(telling), pictures) == words


def test_a_time_that_gives_no_whole_number_says_nothing() -> None:
    """The number of pictures is another one there: a preview does not have all of them."""
    telling = replace(LOAF, preview_of=1189, parts=(LOAF.parts[5],) * 5)
    assert wholeness.words_by_time(states.reading_time(telling), 2) == 0
    assert wholeness.words_by_time(0, 3) == 0
    judged = wholeness.judge(story(200, pictures=2, reading_time=states.reading_time(telling)))
    assert (judged.is_whole, judged.words_said) == (True, 0)


def test_the_number_of_pictures_may_be_told() -> None:
    """Covers of sections count, too."""
    telling = replace(LOAF, preview_of=1189, parts=(LOAF.parts[5],) * 5)
    time = states.reading_time(telling)
    assert wholeness.judge(story(200, reading_time=time, pictures_said=5)).words_said == 1189
    cover = (Section(0, Image("1*a.png")),)
    assert wholeness.judge(story(1189, pictures=4, reading_time=time, sections=cover)).words_said == 1189


@pytest.mark.parametrize(
    ("words", "minutes", "is_whole"), [(18, 1, True), (159, 2, True), (265, 3, False), (1000, 5, True), (200, 5, False)]
)
def test_minutes_alone_accuse_only_what_is_far_too_short(words: int, minutes: int, is_whole: bool) -> None:
    """A page without its state shows whole minutes only."""
    judged = wholeness.judge(story(words), minutes=minutes)
    assert (judged.is_whole, judged.words_said) == (is_whole, 0)


def test_chinese_is_not_accused_by_words() -> None:
    """How Medium counts a script without spaces is not known; it has no more words than signs."""
    text = Story("0a1b2c3d4e5f", words_said=160, paragraphs=(Paragraph("p", "港口的雨下了三天。" * 20),))
    assert wholeness.judge(text).is_whole
    assert not wholeness.judge(replace(text, words_said=900)).is_whole
    assert not wholeness.judge(replace(text, is_preview=True)).is_whole


def test_a_file_without_an_end_is_not_whole() -> None:
    assert wholeness.judge(story(1189), is_cut=True).reason == "the file stops before its end"
