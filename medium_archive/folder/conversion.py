"""Converts a post page without the archive, so that another process can do it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from medium_archive import markdown
from medium_archive.medium import post as post_page
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.post import NotAMediumPage
from medium_archive.post import Post
from medium_archive.report import Issue

_MAY_LINK = re.compile(r'href="[^"]*(?<![0-9A-Za-z])[0-9a-f]{8,12}(?![0-9A-Za-z])')


@dataclass(frozen=True)
class PageFile:
    """A post page of an export: its path there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Converted:
    """The file name of a page, its post, the issues of reading it, the fingerprint of the page, and the Markdown of the
    post's body; None if that can't be written.
    """

    name: str
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
    return Converted(
        page.name.rpartition("/")[2], post, tuple(issues), fingerprint(page.content), write(None, post.body)
    )


def write(context: None, body: str) -> str | None:
    """The Markdown of plain HTML, None if it can't be written."""
    with suppress(Exception):  # `post_texts.compose` raises the error again, and names the post
        return markdown.write(body)
    return None


@dataclass
class ReadPages:
    """The posts of the pages that this run has read and may need again: those with a link that may lead to another post
    of the archive. No more are kept than there is `room` for, in characters.
    """

    room: int = 4_000_000
    _posts: dict[tuple[str, str], Post] = field(default_factory=dict)

    def keep(self, sha256: str, name: str, post: Post) -> None:
        """Keep the post of a page with this checksum and file name."""
        if len(post.body) <= self.room and _MAY_LINK.search(post.body):
            self._posts[sha256, name] = post
            self.room -= len(post.body)

    def get(self, sha256: str, name: str) -> Post | None:
        return self._posts.get((sha256, name))
