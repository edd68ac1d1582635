"""Is a saved text whole? By what the page itself says: a flag, the numbers of paragraphs, Medium's count of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from medium_archive.medium import document
from medium_archive.medium.pages.story import Story
from medium_archive.medium.text import count_words, may_be_unspaced, most_words

_WORDS_A_MINUTE = 265
_LONGEST_LOOK, _SHORTEST_LOOK = 12, 3  # seconds that Medium counts for the first picture, and for the tenth and later
_EXACT = 0.02
# Medium's count differs by 4 % at most in 16 posts; a preview has a fifth of the words or less
_ENOUGH = 0.85
# Readers see whole minutes, which Medium rounds up or down
_ENOUGH_BY_MINUTES = 0.6
# A preview has a few hundred words at most, so a text that is long enough for these is whole
_MINUTES_OF_PROOF = 3


@dataclass(frozen=True)
class Wholeness:
    """`words_said` is the number of words of the whole text by Medium, 0 if the page does not tell. `reason` says why
    the text is not whole, "" if it is.
    """

    is_whole: bool
    words_here: int
    words_said: int = 0
    reason: str = ""


def judge(
    story: Story, *, is_cut: bool = False, is_too_deep: bool = False, minutes: int = 0, is_of_elements: bool = False
) -> Wholeness:
    """`minutes` are those that a page shows to readers, if it has no state. `is_cut`: the file has no end.
    `is_too_deep`: a part of its elements was not read. `is_of_elements`: the text is what the page shows.
    """
    text = "\n".join(paragraph.text for paragraph in story.paragraphs)
    here = count_words(text)
    pictures = sum(one.kind == "image" for one in story.paragraphs) + sum(
        one.cover is not None for one in story.sections
    )
    said = story.words_said or words_by_time(
        story.reading_time, pictures if story.pictures_said is None else story.pictures_said
    )
    # How Medium counts a script without spaces is not known
    most = most_words(text)
    reason = ""
    if story.is_preview:
        reason = "the page shows only the beginning of a text for members"
    elif is_cut:
        reason = "the file stops before its end"
    elif is_too_deep:
        reason = f"elements of the page that are in more than {document.MOST_LEVELS} others were not read"
    elif story.has_gap:
        reason = "the numbers of its paragraphs have a gap"
    elif most < said * _ENOUGH:
        reason = "it has fewer words than Medium counted"
    elif most < (minutes - 1) * _WORDS_A_MINUTE * _ENOUGH_BY_MINUTES:
        reason = f"it is too short for the {minutes} minutes that Medium says"
    elif is_of_elements and story.is_locked and not story.version and not _is_proven(text, minutes):
        reason = "it is for members only, and nothing on the page proves that it is the whole text"
    return Wholeness(not reason, here, said, reason)


def has_all_words(texts: Iterable[str], said: int) -> bool:
    """Whether Medium's number of words proves that paragraphs are the whole text. It proves nothing for a script
    without spaces.
    """
    text = "\n".join(texts)
    return said > 0 and not may_be_unspaced(text) and count_words(text) >= said * _ENOUGH


def _is_proven(text: str, minutes: int) -> bool:
    """Whether a text that is not too short for the minutes can't be a preview."""
    return minutes >= _MINUTES_OF_PROOF and not may_be_unspaced(text)


def words_by_time(reading_time: float, pictures: int) -> int:
    """The number of words by Medium's formula for the time of reading; 0 if it gives no whole number, which it does
    if the number of pictures is another one.
    """
    words = _WORDS_A_MINUTE * (reading_time - _seconds(pictures) / 60)
    return round(words) if words > 0 and abs(words - round(words)) < _EXACT else 0


def _seconds(pictures: int) -> int:
    """The seconds that Medium counts for pictures."""
    steps = _LONGEST_LOOK - _SHORTEST_LOOK
    first = sum(_LONGEST_LOOK - place for place in range(min(pictures, steps)))
    return first + max(pictures - steps, 0) * _SHORTEST_LOOK
