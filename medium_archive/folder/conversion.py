"""What is made of a post page without knowing the archive, so that another process can do it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from medium_archive import markdown
from medium_archive.medium import post as post_page
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.post import NotAMediumPage
from medium_archive.post import Post
from medium_archive.report import Issue


@dataclass(frozen=True)
class PageFile:
    """A post page of an export: its path there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Converted:
    """The post of a page, the issues of reading it, the fingerprint of the page, and the Markdown of the post's body;
    None if that can't be written.
    """

    post: Post
    issues: tuple[Issue, ...]
    fingerprint: str
    markdown: str | None


def convert(context: None, page: PageFile) -> Converted | NotAMediumPage:
    """Read a page and convert it; a page that is not a post gives the error."""
    try:
        post, issues = post_page.read(page.content, page.name)
    except NotAMediumPage as error:
        return error
    text = None
    with suppress(Exception):  # `post_texts.compose` meets it again, and names the post
        text = markdown.write(post.body)
    return Converted(post, tuple(issues), fingerprint(page.content), text)
