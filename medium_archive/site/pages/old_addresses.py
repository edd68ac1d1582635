"""The addresses that posts had at Medium, on the site's own host: pages that lead on, and an index of ids by which
404.html and "Find a post" know every other spelling.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

from medium_archive import links, names
from medium_archive.folder.catalog import same_post
from medium_archive.site.content import Entry, Frame
from medium_archive.site.holdings import relative

FILE = "static/old-addresses.js"
_SCRIPT = Path(__file__).with_name("old-addresses.js")
_POSTS = "POSTS"  # what stands in the script for the index


class Addressed(Protocol):
    """A post with its id, the address it had at Medium, and its page, a file of the site."""

    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def page(self) -> str: ...


Post = TypeVar("Post", bound=Addressed)


@dataclass(frozen=True)
class OldAddress(Generic[Post]):
    """`path` is that of an address at Medium, decoded, without a slash at either end; `form` one of the settings."""

    path: str
    form: str
    post: Post

    @property
    def file(self) -> str:
        return f"{self.path}/index.html"


def old_addresses(
    posts: Iterable[Post], forms: Collection[str], username: str, taken: Collection[str]
) -> Iterator[OldAddress[Post]]:
    """Every old address that gets a page. One that some disk could not hold, or that is another's where case doesn't
    count, has none; nor has one within a folder of `taken`, the names at the root of the site.
    """
    met = {names.same_name(name) for name in taken}
    for post in posts:
        for form, path in _paths(post, username):
            steps = path.split("/")
            key = names.same_name(path)
            if form not in forms or key in met or names.same_name(steps[0]) in met:
                continue
            if all(names.file_name(step) == step for step in steps):
                yield OldAddress(path, form, post)
                met.add(key)


def page(old: OldAddress[Entry], site: Frame) -> str:
    """The page at an old address: it leads on at once, without a script."""
    aim = relative(old.post.page, old.path)
    canonical = f"{site.url}/{quote(old.post.page)}" if site.url else aim
    title = escape(old.post.title)
    return (
        f'<!doctype html>\n<html lang="{escape(old.post.language)}" dir="{old.post.direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="canonical" href="{canonical}">\n'
        f'<meta http-equiv="refresh" content="0; url={aim}">\n</head>\n'
        f'<body>\n<p><a href="{aim}">{title}</a></p>\n</body>\n</html>\n'
    )


def script(posts: Iterable[Addressed]) -> str:
    """The script of 404.html and of "Find a post", with the folder of each post by its id."""
    folders = {same_post(post.id): post.page.removesuffix("/index.html") for post in posts if post.id}
    index = json.dumps(folders, ensure_ascii=False, separators=(",\n", ":"), sort_keys=True)
    return _SCRIPT.read_text("utf-8").replace(_POSTS, index)


def _paths(post: Addressed, username: str) -> Iterator[tuple[str, str]]:
    """Form and path of each address of a post."""
    if not post.id:
        return
    whole = unquote(urlsplit(post.url).path).strip("/") if links.post_id(post.url) else ""
    slug = whole.rpartition("/")[2]
    named = links.post_id(f"https://medium.com/{slug}")
    if same_post(named) != same_post(post.id) or slug == named:
        yield "short", f"p/{post.id}"  # it came to Medium from elsewhere, or has no title in its address
        return
    yield "short", f"p/{named}"
    if "/" in whole:
        yield "profile", whole
    elif username:
        yield "profile", f"@{username}/{slug}"
    yield "plain", slug
