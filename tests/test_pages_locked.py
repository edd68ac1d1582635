"""A story for members that was saved without Medium's data: nothing but its beginning may be called whole."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from medium_archive.medium import pages
from medium_archive.medium.pages import SavedStory
from tests.saved_pages import written
from tests.saved_pages.tellings import HARBOUR, LOAF, Telling, part

ERAS = ("2019", "2021", "2023", "2026")
SHORT = replace(LOAF, parts=(part("H3", LOAF.title), part("P", "word " * 100)), breaks=())
BEGINNING = replace(HARBOUR, parts=HARBOUR.parts[:3], breaks=())
REGWALL = (
    "<div><h2>Create an account to read the full story.</h2><p>The author made this story available to Medium members "
    "only.<br>If you’re new to Medium, create a new account to read this story on us.</p></div>"
)
ONLY_LINK = (
    '<div><a href="https://example.com/?referrer=utm_source%3Dregwall_post_regwall---">App で続きを読む</a></div>'
)
NOT_PROVEN = "it is for members only, and nothing on the page proves that it is the whole text"
BEGINNING_ONLY = "the page shows only the beginning of a text for members"


def of_elements(telling: Telling, era: str, wall: str = "", *, has_linked_data: bool = False) -> SavedStory:
    """What MHTML and SingleFile keep of a page: no script, so no linked data."""
    page = written.page(telling, written.ERAS[era], has_state=False).decode().replace("</article>", f"{wall}</article>")
    if not has_linked_data:
        page = re.sub(r"<script.*?</script>", "", page)
    story = pages.read(page.encode()).story
    assert story is not None
    again = pages.read(story.public_state).story
    assert again is not None
    assert (again.is_partial, again.why_partial) == (story.is_partial, story.why_partial)
    return story


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("wall", [REGWALL, ONLY_LINK])
@pytest.mark.parametrize("telling", [SHORT, BEGINNING], ids=["short", "chinese"])
def test_a_text_above_a_wall_is_a_beginning(telling: Telling, wall: str, era: str) -> None:
    found = of_elements(telling, era, wall)
    assert (found.is_partial, found.why_partial) == (True, BEGINNING_ONLY)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("has_linked_data", [True, False])
@pytest.mark.parametrize("telling", [SHORT, HARBOUR], ids=["short", "chinese"])
def test_a_locked_text_without_a_proof_is_not_called_whole(telling: Telling, has_linked_data: bool, era: str) -> None:
    """Linked data say it, or the words over the title."""
    found = of_elements(replace(telling, preview_of=telling.words), era, has_linked_data=has_linked_data)
    assert (found.is_partial, found.why_partial) == (True, NOT_PROVEN)


@pytest.mark.parametrize("era", ERAS)
def test_a_locked_text_as_long_as_its_minutes_is_whole(era: str) -> None:
    """A member has saved it."""
    long = replace(LOAF, parts=(*LOAF.parts, part("P", "word " * 900)))
    assert not of_elements(replace(long, preview_of=long.words), era).is_partial
    assert of_elements(replace(long, preview_of=long.words), era, REGWALL).is_partial


@pytest.mark.parametrize("era", ERAS)
def test_a_free_story_about_walls_is_whole(era: str) -> None:
    """In its paragraphs, in a caption, in the title of a card, and in a response."""
    quoted = "The author made this story available to Medium members only. Create an account to read the full story."
    telling = replace(
        LOAF,
        parts=(
            *(replace(one, pieces=part("IMG", quoted).pieces) if one.kind == "IMG" else one for one in LOAF.parts),
            part("P", quoted),
            part("P", "Member-only story"),
        ),
    )
    link = '<p id="bad0"><a href="https://medium.com/?source=post_regwall">a link</a></p>'
    card = f'<a href="https://medium.com/p/1"><h2>{quoted}</h2><p>medium.com</p></a>'
    page = written.page(telling, written.ERAS[era], has_state=False).decode()
    page = page.replace("</article>", f"{link}{card}</article>", 1).replace("A response of Eve", quoted)
    story = pages.read(page.replace("<article><h1", "<article><p>Member-only story</p><h1").encode()).story
    assert story is not None
    assert (story.is_partial, story.facts.is_locked) == (False, False)


@pytest.mark.parametrize("era", ["2021", "2026"])
def test_a_text_without_spaces_is_accused_if_its_signs_are_too_few(era: str) -> None:
    """No way of counting finds more words than signs."""
    page = written.page(replace(BEGINNING, preview_of=900), written.ERAS[era])
    story = pages.read(page.replace(b'"isLockedPreviewOnly": true', b'"isLockedPreviewOnly": false')).story
    assert story is not None
    assert (story.is_partial, story.why_partial) == (True, "it has fewer words than Medium counted")
