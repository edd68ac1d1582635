"""What a saved page cannot give of a story, each loss by a name, so that nothing is missing in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from medium_archive.medium.pages.story import Story
from medium_archive.medium.text import one_line

Code = Literal[
    "updated", "version", "word-count", "layout", "embed-address", "picture-address", "code-language", "claps",
    "card-address", "publication-day", "author", "unreadable-bytes", "end-of-file",
    "deep-elements",
]  # fmt: skip

_WORDS: Mapping[Code, str] = {
    "embed-address": "the address of an embed",
    "picture-address": "the address of a picture",
    "card-address": "the address of a link card",
    "code-language": "the languages of code",
    "layout": "the layout (widths and rows of pictures, centred text, drop caps)",
    "publication-day": "the day of publication",
    "author": "the author",
    "updated": "the time of the last change",
    "version": "the name of the version",
    "claps": "the claps",
    "word-count": "the number of words",
    "unreadable-bytes": "letters whose bytes are damaged",
    "end-of-file": "what came after the end of the file",
    "deep-elements": "elements in too many others, and what comes after these",
}


class Loss(NamedTuple):
    """`what` names the thing, if it is one of several: the title and the id of an embed, the caption of a picture.

    A `layout` is that of pictures in rows and over the width, of text in the middle, and of drop caps.
    """

    code: Code
    what: str = ""


def of_story(story: Story) -> Iterator[Loss]:
    """What is lost of any page: the addresses of embeds, pictures and cards that it does not have."""
    for paragraph in story.paragraphs:
        embed = paragraph.embed
        if paragraph.kind == "embed" and (embed is None or not embed.address):
            named = (embed.title, embed.id) if embed else ()
            yield Loss("embed-address", ", ".join(word for word in named if word))
        elif paragraph.kind == "image" and paragraph.image is None:
            yield Loss("picture-address", one_line(paragraph.text))
        elif paragraph.kind == "card" and not paragraph.href:
            yield Loss("card-address", one_line(paragraph.text))


def of_elements(story: Story, *, is_old: bool) -> Iterator[Loss]:
    """What is lost of a page without its state, of what this story has. `is_old`: a page until 2018, whose elements
    say nearly as much as an export.
    """
    kinds = {paragraph.kind for paragraph in story.paragraphs}
    if story.updated is None:
        yield Loss("updated")
    if not story.version:
        yield Loss("version")
        yield Loss("claps")
    if story.words_said == 0:
        yield Loss("word-count")
    if story.published is None:
        yield Loss("publication-day")
    if not story.authors:
        yield Loss("author")
    if not is_old:
        yield Loss("layout")
    if "code" in kinds:
        yield Loss("code-language")


def listed(lost: Iterable[Loss]) -> str:
    """Losses in words, those first that change the text."""
    found = list(lost)
    words = [
        word + (f" (“{loss.what}”)" if loss.what else "")
        for code, word in _WORDS.items()
        for loss in found
        if loss.code == code
    ]
    return ", ".join(words)
