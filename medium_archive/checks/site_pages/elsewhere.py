"""The links to other sites that the pages of posts and of authors must show, from the texts and the records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from medium_archive import links
from medium_archive.articles.addresses import web
from medium_archive.checks.site_pages.facts import Post
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder import published
from medium_archive.folder.catalog import same_post
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings

_AROUND = re.compile(r"\Ahttps?://|/\Z")


def of(
    archive: Snapshot, posts: Iterable[Post], abouts: Iterable[StoredPost], settings: Settings
) -> dict[str, tuple[str, ...]]:
    """The addresses by the path of the text: first those in its front matter, then those in the records, sorted."""
    there: dict[str, list[published.Line]] = defaultdict(list)
    for line in _newest_lines(archive):
        there[same_post(line.post)].append(line)
    found: dict[str, tuple[str, ...]] = {}
    accounts: set[str] = set()
    for one in posts:
        lines = there.get(same_post(one.id or one.path), ())
        if addresses := _together(one.stored.also, {line.address for line in lines}, one.url):
            found[one.path] = addresses
        accounts |= {line.account for line in lines if one.kind != "draft"}
    for about in abouts:
        key = about.path.removeprefix("about").removeprefix("-")
        author = settings.authors[key] if key else settings.author
        found[about.path] = _together(about.also, set() if key else accounts, web(author.url))
    return found


def copies(addresses: Sequence[str]) -> list[str]:
    """The facts of the links to the copies of a post, each named by its host."""
    names = ((urlsplit(one).hostname or "").removeprefix("www.") for one in addresses)
    return [f"link {one} “{name}”" for one, name in zip(addresses, names, strict=True)]


def accounts(addresses: Iterable[str]) -> list[str]:
    """The facts of the links to the accounts of an author, each named by its address without the scheme."""
    return [f"link {one} “{_AROUND.sub('', one)}”" for one in addresses]


def _newest_lines(archive: Snapshot) -> list[published.Line]:
    """The newest line of each post at each place, if the post is published there."""
    found: dict[tuple[str, str, str], published.Line] = {}
    for folder in ("records", "private"):
        for line in archive.records.get(f"{folder}/{published.NAME}", ()):
            key = (line.post, line.platform, line.account)
            if key not in found or line.at >= found[key].at:
                found[key] = line
    return [line for line in found.values() if line.state == "published"]


def _together(own: Sequence[str], recorded: set[str], shown: str) -> tuple[str, ...]:
    more = sorted(one for one in recorded if one not in own and links.is_web(one))
    return tuple(one for one in (*own, *more) if one != shown)
