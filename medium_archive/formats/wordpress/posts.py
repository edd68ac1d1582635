"""The posts of an archive as items of a WXR file, each with its pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from medium_archive.articles import (
    Article,
    Library,
    entries,
    resolved_html,
    wordpress_slugs,
    wordpress_text,
)
from medium_archive.articles.addresses import web
from medium_archive.articles.destinations import Destinations, PostDestinations
from medium_archive.articles.entries import Entry
from medium_archive.formats.wordpress.wxr import Author, Item
from medium_archive.post import Author as Writer
from medium_archive.report import Issue


@dataclass(frozen=True)
class Post:
    """A post, its path in the archive, the pictures that WordPress downloads for it, and the files to upload, by their
    path in the export.
    `local` are the addresses of pictures that are not on the web.
    """

    path: str
    item: Item
    pictures: tuple[Item, ...]
    files: Mapping[str, Path]
    local: frozenset[str]
    author: Author
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class _Blog:
    """The places of posts and pictures in WordPress; a slug for each path of a post in the archive, and for each tag
    in lower case.
    """

    address: str
    upload: str
    slugs: Mapping[str, str]
    tags: Mapping[str, str]
    public: None = None

    def picture(self, entry: Entry, name: str) -> str:
        return f"pictures/{entry.path}/{name}"

    def shown(self, entry: Entry, name: str) -> str:
        return f"{self.upload or 'pictures'}/{quote(entry.path)}/{name}"

    def link(self, _entry: Entry, other: Entry) -> str:
        return f"{self.address}/{self.slugs[other.article.path]}/"


def read(library: Library, address: str, upload: str) -> Iterator[Post]:
    """The posts, oldest first: a new post gets the next number. `address` is that of the blog, `upload` the one to
    which the user uploads the pictures; both may be "". Raises RecordsDamaged.
    """
    found = dict(reversed(entries.read(library).items()))
    by_slug = (
        (path, wordpress_slugs.of(one.article.slug) or wordpress_slugs.of(one.name) or "post")
        for path, one in found.items()
    )
    tags = dict.fromkeys(tag.casefold() for one in found.values() for tag in one.article.tags)
    blog = _Blog(
        address,
        upload,
        wordpress_slugs.unique(by_slug),
        wordpress_slugs.unique(((tag, wordpress_slugs.of(tag) or "tag") for tag in tags), of_posts=False),
    )
    destinations = Destinations.of(library, found)
    number, shown = len(found), set[str]()
    for position, entry in enumerate(found.values(), 1):
        to = PostDestinations(entry, blog, destinations, prefers_web=not upload)
        post = _post(position, number, to, blog, shown)
        number += len(post.pictures)
        shown.update(picture.file for picture in post.pictures)
        yield post


def authors(posts: Iterable[Post]) -> list[Author]:
    """The authors of the posts, each once."""
    return list({post.author.login: post.author for post in posts}.values())


def _post(number: int, last: int, to: PostDestinations, blog: _Blog, shown: set[str]) -> Post:
    article, path = to.entry.article, to.entry.article.path
    root = resolved_html.tree(to)
    pictures = {image.get("src", ""): image.get("alt", "") for image in reversed(list(root.iter("img")))}
    pictures = dict(reversed(pictures.items()))
    cover = to.picture(article.cover.reference) if article.cover is not None else ""
    if cover:
        pictures.setdefault(cover, article.cover.alt if article.cover is not None else "")
    author = _author(article.author)
    new = [address for address in pictures if web(address) and address not in shown]
    numbers = {address: last + place for place, address in enumerate(new, 1)}
    slug = blog.slugs[path]
    link = f"{blog.address}/{slug}/"
    item = Item(
        number=number,
        type="post",
        slug=slug,
        title=escape(article.title, quote=False),
        link=link,
        author=author.login,
        status="draft" if to.entry.is_draft else "publish",
        guid=article.url or (f"https://medium.com/p/{article.id}" if article.id else ""),
        content=wordpress_text.html(root),
        excerpt=escape(article.description or article.subtitle, quote=False),
        date=article.published,
        updated=article.updated,
        terms=tuple(_terms(article, blog.tags)),
        meta=tuple(_meta(to.entry, slug, numbers.get(cover))),
    )
    titles = _titles(new)
    attached = tuple(
        Item(
            number=numbers[address],
            type="attachment",
            slug=f"picture-{numbers[address]}",
            title=escape(titles[address], quote=False),
            link=link,
            author=author.login,
            status="inherit",
            guid=address,
            date=article.published,
            meta=(("_wp_attachment_image_alt", pictures[address]),) if pictures[address] else (),
            parent=number,
            file=address,
        )
        for address in new
    )
    local = frozenset(address for address in pictures if address.startswith("pictures/"))
    return Post(path, item, attached, dict(to.files), local, author, to.issues)


def _titles(addresses: Iterable[str]) -> dict[str, str]:
    """A title for each picture, from its address. The titles differ, because the importer leaves out a picture with the
    title and date of another. They are the same each time, so a second import leaves out the pictures of the first.
    """
    titles: dict[str, str] = {}
    met: Counter[str] = Counter()
    for address in addresses:
        name = unquote(urlsplit(address).path.rpartition("/")[2]) or address
        met[name] += 1
        titles[address] = f"{name} {met[name]}" if met[name] > 1 else name
    return titles


def _terms(article: Article, tags: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if article.kind == "response":
        yield "category", "responses", "Responses"
    for tag in article.tags:
        yield "post_tag", tags[tag.casefold()], tag


def _meta(entry: Entry, slug: str, cover: int | None) -> Iterator[tuple[str, str]]:
    """Custom fields, and fields of WordPress: the featured picture, and old slugs, from which it redirects."""
    article = entry.article
    if cover is not None:
        yield "_thumbnail_id", str(cover)
    fields = {"subtitle": article.subtitle, "canonical": article.canonical, "medium_id": article.id}
    yield from ((key, value) for key, value in fields.items() if value)
    if not entry.is_draft:
        for old in dict.fromkeys(wordpress_slugs.of(path) for path in article.old_addresses if "/" not in path):
            if old and old != slug:
                yield "_wp_old_slug", old


def _author(writer: Writer) -> Author:
    name = writer.name or writer.username or "author"
    return Author(writer.username or wordpress_slugs.of(name).replace("%", "") or "author", name)
