"""The articles of an archive that an export, or a platform, may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

import lxml.html

from medium_archive import markdown
from medium_archive.articles import references
from medium_archive.articles.addresses import PostAddress, canonical, former_addresses, old_addresses, page_of, web
from medium_archive.articles.article import Article, Picture
from medium_archive.articles.authors import cosignatures, signature
from medium_archive.folder import former_paths, usernames
from medium_archive.folder.catalog import same_post
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.posts import StoredPost, read_posts
from medium_archive.folder.settings import OLD_ADDRESSES, Settings
from medium_archive.folder.usernames import Usernames
from medium_archive.post import Kind
from medium_archive.report import Issue, Progress, silent

STORIES: tuple[Kind, ...] = ("story",)


@dataclass(frozen=True)
class Library:
    """The posts of the kinds that were named, newest first, with the settings of their archive and the user names of
    its accounts. `issues` are about the posts that could not be read. `progress` shows how far a format is that makes
    one file.

    Provisional: about.md is not among the articles; of two texts with one id both are.
    """

    layout: Layout
    settings: Settings
    posts: tuple[StoredPost, ...]
    usernames: Usernames = field(default_factory=Usernames)
    issues: tuple[Issue, ...] = ()
    progress: Progress = silent

    @property
    def addresses(self) -> tuple[PostAddress, ...]:
        """The id, the address at Medium, the page in the site and the author's user name of each post: no text
        is read for it.
        """
        return tuple(
            PostAddress(
                post.id,
                post.url,
                page_of(post.path),
                signature(post, self.settings, self.usernames).author.username,
            )
            for post in self.posts
        )

    def former_pages(self) -> dict[str, str]:
        """The page of a post by a path that it had earlier on the site. Raises RecordsDamaged."""
        paths = {same_post(post.id): post.path for post in self.posts if post.id}
        return {before: page_of(path) for before, path in former_paths.read(self.layout, paths).items()}

    def articles(self) -> Iterator[Article]:
        """Each article, made when its turn comes: an archive may hold more than fits into memory.

        Raises RecordsDamaged.
        """
        shared = _Shared.of(self)
        for post in self.posts:
            yield _article(post, shared)


def read(layout: Layout, settings: Settings, kinds: Collection[Kind] = STORIES) -> Library:
    """The library of the posts of these kinds. A response or a draft is in it only where `kinds` names it.

    Raises FolderUnwritable for a folder of posts that can't be read, RecordsDamaged. What is wrong with one post is an
    issue.
    """
    posts, issues = read_posts(layout, drafts="draft" in kinds)
    chosen = tuple(post for post in posts if post.kind in kinds)
    return Library(layout, settings, chosen, usernames.read(layout, settings), tuple(issues))


@dataclass(frozen=True)
class _Shared:
    """What the articles of a library share: `folders` are those of all posts in it, `hosted` maps the file of a picture
    to its address, `old` the page of a post to its old addresses.
    """

    layout: Layout
    settings: Settings
    usernames: Usernames
    folders: frozenset[str]
    hosted: Mapping[str, str]
    old: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, library: Library) -> _Shared:
        records = Gallery.read(library.layout).records.values()
        old: dict[str, list[str]] = defaultdict(list)
        for one in old_addresses(library.addresses, OLD_ADDRESSES, FOLDER_OF.values(), library.usernames):
            old[one.post.page].append(one.path)
        for one in former_addresses(library.addresses, library.former_pages()):
            old[one.post.page].append(one.path)
        return cls(
            library.layout,
            library.settings,
            library.usernames,
            frozenset(post.path for post in library.posts),
            {file: record.address for record in records for file in record.files},
            {page: tuple(paths) for page, paths in old.items()},
        )

    def picture(self, folder: str, reference: str, alt: str = "") -> Picture:
        root = self.layout.root
        path = references.resolve(folder, reference)
        if not web(reference) and references.may_publish(root, path, self.folders):
            return Picture(reference, alt, path, root / path, self.hosted.get(path, ""))
        return Picture(reference, alt, address=web(reference))


def _article(post: StoredPost, shared: _Shared) -> Article:
    title = " ".join(post.title.split())
    html = markdown.read(post.text)
    page, site = page_of(post.path), shared.settings.site
    return Article(
        id=post.id,
        path=post.path,
        kind=post.kind,
        title=title,
        markdown=post.text,
        html=html,
        title_html=markdown.read_title(post.title_markdown, title) or escape(title, quote=False),
        subtitle=post.subtitle,
        description=post.description,
        published=post.date,
        updated=post.updated,
        slug=post.slug or post.path.rpartition("/")[2],
        tags=post.tags,
        lang=post.lang or site.language,
        cover=shared.picture(post.path, post.cover) if post.cover else None,
        canonical=canonical(post, page, site.url, site.canonical),
        also=post.also,
        url=web(post.url),
        old_addresses=shared.old.get(page, ()),
        pictures=tuple(_pictures(html, post.path, shared)),
        is_partial=post.is_partial,
        author=signature(post, shared.settings, shared.usernames).author,
        coauthors=tuple(one.author for one in cosignatures(post, shared.settings, shared.usernames)),
        is_loose=post.is_loose,
    )


def _pictures(html: str, folder: str, shared: _Shared) -> Iterator[Picture]:
    """Every picture of a text, in its order, each reference once."""
    # Without huge_tree the parser drops what is nested deeper than 256 elements, and all that follows
    parser = lxml.html.HTMLParser(huge_tree=True)
    root = lxml.html.fragment_fromstring(f"<br>{html}", create_parent="div", parser=parser)
    seen: set[str] = set()
    for element in root.iter("img"):
        reference = element.get("src", "")
        if reference and reference not in seen:
            seen.add(reference)
            yield shared.picture(folder, reference, element.get("alt", ""))
