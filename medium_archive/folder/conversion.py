"""Converts a post page without the archive, so that another process can do it.

The process that receives the results does not import what converts.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from medium_archive import markdown
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.medium.not_post import NotAMediumPage
from medium_archive.post import Post
from medium_archive.report import Issue

_MAY_LINK = re.compile(r'href="[^"]*(?<![0-9A-Za-z])[0-9a-f]{8,12}(?![0-9A-Za-z])')


@dataclass(frozen=True)
class PageFile:
    """A post page of an export: its path there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Known:
    """The Markdown of a body and of a title in plain HTML, None where it has to be written."""

    body: str = ""
    markdown: str | None = None
    title: str = ""
    title_markdown: str | None = None


UNKNOWN = Known()


@dataclass(frozen=True)
class Converted:
    """The file name of a page, its post, the issues of reading it, the fingerprint of the page, and the Markdown of the
    post's body and title; None if that can't be written.
    """

    name: str
    post: Post
    issues: tuple[Issue, ...]
    fingerprint: str
    markdown: str | None
    title_markdown: str | None

    @property
    def known(self) -> Known:
        return Known(self.post.body, self.markdown, self.post.title_html, self.title_markdown)


def convert(context: None, page: PageFile) -> Converted | NotAMediumPage:
    """Read a page and convert it; a page that is not a post gives the error."""
    from medium_archive.medium import post as post_page  # noqa: PLC0415  # slow to import

    try:
        post, issues = post_page.read(page.content, page.name)
    except NotAMediumPage as error:
        return error
    name, title = page.name.rpartition("/")[2], _write_title(post.title_html)
    return Converted(name, post, tuple(issues), fingerprint(page.content), write(None, post.body), title)


@dataclass(frozen=True)
class Linked:
    """A body and a title to write. `known` may have others with their Markdown; the bodies may differ only in the
    addresses of links.
    """

    body: str
    title: str
    known: Known


def write_linked(context: None, linked: Linked) -> Known:
    """This body and this title with their Markdown."""
    known = linked.known
    title = known.title_markdown if linked.title == known.title else _write_title(linked.title)
    return Known(linked.body, _write_body(linked), linked.title, title)


def _write_body(linked: Linked) -> str | None:
    known = linked.known
    if known.markdown is not None:
        from medium_archive.markdown import addresses  # noqa: PLC0415  # slow to import

        with suppress(Exception):  # as in `write`
            if (found := addresses.replace(known.markdown, known.body, linked.body)) is not None:
                return found
    return write(None, linked.body)


def text_of(post: Post) -> Known:
    """The Markdown of a post's body and title."""
    return Known(post.body, write(None, post.body), post.title_html, _write_title(post.title_html))


def write(context: None, body: str) -> str | None:
    """The Markdown of plain HTML, None if it can't be written."""
    with suppress(Exception):  # `post_texts.compose` raises the error again, and names the post
        return markdown.write(body)
    return None


def _write_title(html: str) -> str | None:
    """The same for a title, which has no Markdown if it has no HTML."""
    with suppress(Exception):
        return markdown.write_inline(html) if html else ""
    return None


@dataclass
class ReadPages:
    """Posts that this run has read from pages and may need again, with the Markdown of their bodies. Only posts with a
    link that may lead to another post of the archive are kept, and only while there is `room`, in characters. Of the
    others the checksums and names are in `without_links`.
    """

    room: int = 8_000_000
    without_links: set[tuple[str, str]] = field(default_factory=set)
    _pages: dict[tuple[str, str], Converted] = field(default_factory=dict)

    def keep(self, sha256: str, converted: Converted) -> None:
        """Keep the post and the Markdown of a page with this checksum."""
        post = converted.post
        size = len(post.body) + len(converted.markdown or "")
        if not (_MAY_LINK.search(post.body) or "<a" in post.title_html):
            self.without_links.add((sha256, converted.name))
        elif size <= self.room:
            self._pages[sha256, converted.name] = converted
            self.room -= size

    def get(self, sha256: str, name: str) -> Post | None:
        """The post of a page with this checksum and file name."""
        page = self._pages.get((sha256, name))
        return None if page is None else page.post

    def known(self, sha256: str, name: str) -> Known:
        """The Markdown of that post."""
        page = self._pages.get((sha256, name))
        return UNKNOWN if page is None else page.known
