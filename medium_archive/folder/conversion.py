"""Converts a post page without the archive, so that another process can do it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from medium_archive import markdown
from medium_archive.markdown import addresses
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


@dataclass(frozen=True)
class Linked:
    """A body to write. `known` is another body with its Markdown; the two may differ only in the addresses of links."""

    body: str
    known: tuple[str, str] | None = None


def write_linked(context: None, linked: Linked) -> str | None:
    """The Markdown of a body, None if it can't be written."""
    if linked.known is not None:
        body, text = linked.known
        with suppress(Exception):  # as in `write`
            if (found := addresses.replace(text, body, linked.body)) is not None:
                return found
    return write(context, linked.body)


def write(context: None, body: str) -> str | None:
    """The Markdown of plain HTML, None if it can't be written."""
    with suppress(Exception):  # `post_texts.compose` raises the error again, and names the post
        return markdown.write(body)
    return None


@dataclass
class ReadPages:
    """Posts that this run has read from pages and may need again, with the Markdown of their bodies. Only posts with a
    link that may lead to another post of the archive are kept, and only while there is `room`, in characters. Of the
    others the checksums and names are in `without_links`.
    """

    room: int = 8_000_000
    without_links: set[tuple[str, str]] = field(default_factory=set)
    _posts: dict[tuple[str, str], tuple[Post, str | None]] = field(default_factory=dict)

    def keep(self, sha256: str, converted: Converted) -> None:
        """Keep the post and the Markdown of a page with this checksum."""
        post, text = converted.post, converted.markdown
        size = len(post.body) + len(text or "")
        if not (_MAY_LINK.search(post.body) or "<a" in post.title_html):
            self.without_links.add((sha256, converted.name))
        elif size <= self.room:
            self._posts[sha256, converted.name] = (post, text)
            self.room -= size

    def get(self, sha256: str, name: str) -> Post | None:
        """The post of a page with this checksum and file name."""
        return self._posts.get((sha256, name), (None, None))[0]

    def body(self, sha256: str, name: str) -> tuple[str, str] | None:
        """The body of the post with its Markdown."""
        post, text = self._posts.get((sha256, name), (None, None))
        return None if post is None or text is None else (post.body, text)
