"""Where else on the web posts and their authors are: by the front matter, and by the records of publishing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from medium_archive import links
from medium_archive.folder import pickles, published
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost
from medium_archive.site.authors import Authors

_ABOUT = "about"  # the path of about.md


@pickles.by_position
@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A link to another site."""

    address: str
    name: str


def read(
    layout: Layout, posts: Iterable[StoredPost], about: Iterable[StoredPost], authors: Authors
) -> dict[str, tuple[OutsideLink, ...]]:
    """For the path of a post, the links to its copies; for that of a page about an author, those to other pages about
    the author. The main author has the accounts to which a published post was sent. Raises RecordsDamaged.
    """
    copies: dict[str, set[str]] = defaultdict(set)
    accounts: dict[str, set[str]] = defaultdict(set)
    for place, remote in published.read(layout).items():
        if remote.state == "published":
            copies[same_post(place.post)].add(remote.address)
            accounts[same_post(place.post)].add(place.account)
    found: dict[str, tuple[OutsideLink, ...]] = {}
    of_main: set[str] = set()
    for post in posts:
        key = same_post(post.id or post.path)
        if addresses := _each_once(post.also, copies.get(key, ()), post.url):
            found[post.path] = tuple(OutsideLink(one, links.host(one)) for one in addresses)
        if post.kind != "draft":
            of_main.update(accounts.get(key, ()))
    for one in about:
        recorded = of_main if one.path == _ABOUT else ()
        if addresses := _each_once(one.also, recorded, authors.of(one.path)[0].url):
            found[one.path] = tuple(OutsideLink(each, each.partition("://")[2].removesuffix("/")) for each in addresses)
    return found


def _each_once(written: Iterable[str], recorded: Collection[str], shown: str) -> list[str]:
    """The addresses that a person wrote, in their order, then those of records; without the one that is `shown`."""
    every = dict.fromkeys((*written, *sorted(filter(links.is_web, recorded))))
    return [one for one in every if one != shown]
