"""A story of a saved page as a `Post`, by the code that reads the pages of an export."""

from __future__ import annotations

from dataclasses import replace

from medium_archive import links
from medium_archive.medium import post
from medium_archive.medium.pages import story_blocks
from medium_archive.medium.pages.story import Image, Paragraph, Person, Story
from medium_archive.medium.text import one_line
from medium_archive.post import Author, Post
from medium_archive.report import Issue

_LOSSES = ("embed-emptied", "picture-without-address", "card-without-address")
_UNLISTED = (
    "At Medium only those who have the address of this story can read it, and no list names it. Your site would list "
    "it. To keep it off the site, write `draft: true` into its index.md."
)
_ANSWERS = "Medium says what it answers"


def compose(story: Story) -> tuple[Post, tuple[Issue, ...]]:
    """The post of a story, and the issues. What an export would lack in the same way is a loss (`losses.py`)."""
    featured = _featured(story)
    blocks, issues, cover = story_blocks.read(_with_featured(story, featured))
    left = tuple(issue for issue in issues if issue.code not in _LOSSES)
    if story.is_unlisted:
        left = (*left, Issue(f"posts/{story.id}", "unlisted", _UNLISTED))
    day = story.updated or story.published
    made = post.compose(
        post.Facts(
            id=story.id,
            name=one_line(story.title),
            is_draft=story.is_draft,
            published=None if story.is_draft else story.published,
            summary=one_line(story.subtitle),
            seo_description=one_line(story.seo_description),
            url=_address(story),
            authors=tuple(_author(person) for person in story.authors) or (Author(),),
            # An export of that day or later has this text, and replaces it
            exported=f"{day:%Y-%m-%d}" if day else "",
        ),
        blocks,
        cover,
    )
    if story.is_response and made.kind == "story":
        made = replace(made, kind="response", reason=_ANSWERS)
    return made, left


def _author(person: Person) -> Author:
    address = f"https://medium.com/@{person.username}" if person.username else ""
    return Author(one_line(person.name), person.username, address)


def _address(story: Story) -> str:
    """The address under the author's name, as exports have it, wherever the story was published."""
    slug = story.slug or next((slug for one in story.addresses if (slug := _slug(one, story.id))), "")
    username = story.authors[0].username if story.authors else ""
    if slug and username:
        return links.encoded(f"https://medium.com/@{username}/{slug}")
    return f"https://medium.com/p/{story.id}"


def _slug(address: str, post_id: str) -> str:
    last = address.partition("?")[0].rstrip("/").rpartition("/")[2]
    return last if last == post_id or last.endswith(f"-{post_id}") else ""


def _featured(story: Story) -> str:
    """The id of the picture that the author chose for lists, "" if it is the first one, which Medium takes itself."""
    images = [one.image for one in story.paragraphs if one.kind == "image" and one.image]
    if any(image.is_featured for image in images):
        return ""
    is_chosen = bool(images) and images[0].id != story.cover and any(image.id == story.cover for image in images)
    return story.cover if is_chosen else ""


def _with_featured(story: Story, featured: str) -> Story:
    if not featured:
        return story
    return replace(story, paragraphs=tuple(_marked(paragraph, featured) for paragraph in story.paragraphs))


def _marked(paragraph: Paragraph, featured: str) -> Paragraph:
    image: Image | None = paragraph.image
    if paragraph.kind != "image" or image is None or image.id != featured:
        return paragraph
    return replace(paragraph, image=replace(image, is_featured=True))
