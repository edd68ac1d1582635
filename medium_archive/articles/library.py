"""The posts of an archive that one export, or one platform, may have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from medium_archive.articles.addresses import PostAddress, page_of
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost, read_posts
from medium_archive.folder.settings import Settings
from medium_archive.post import Kind
from medium_archive.report import Issue

STORIES: tuple[Kind, ...] = ("story",)


@dataclass(frozen=True)
class Library:
    """The posts of the kinds that were named, newest first, and the settings of their archive. `issues` are about the
    posts that could not be read.
    """

    layout: Layout
    settings: Settings
    posts: tuple[StoredPost, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def addresses(self) -> tuple[PostAddress, ...]:
        """The id, the address at Medium and the page in the site of each post."""
        return tuple(PostAddress(post.id, post.url, page_of(post.path)) for post in self.posts)


def read(layout: Layout, settings: Settings, kinds: Collection[Kind] = STORIES) -> Library:
    """The library of the posts of these kinds. A response or a draft is in it only where `kinds` names it.

    Raises FolderUnwritable for a folder of posts that can't be read. What is wrong with one post is an issue.
    """
    posts, issues = read_posts(layout, drafts="draft" in kinds)
    return Library(layout, settings, tuple(post for post in posts if post.kind in kinds), tuple(issues))
