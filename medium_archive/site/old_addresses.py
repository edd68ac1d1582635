"""The addresses that posts had at Medium, on the site's own host: pages that lead on, and an index of ids by which
404.html and "Find a post" know every other spelling.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from medium_archive import links, names
from medium_archive.folder.catalog import same_post
from medium_archive.site.content import Entry, Frame
from medium_archive.site.holdings import relative

FILE = "static/old-addresses.js"
_SCRIPT = Path(__file__).with_name("old-addresses.js")
_POSTS = "POSTS"  # what stands in the script for the index


@dataclass(frozen=True)
class OldAddress:
    """`path` is that of an address at Medium, decoded, without a slash at either end; `entry` the post it named."""

    path: str
    entry: Entry

    @property
    def file(self) -> str:
        return f"{self.path}/index.html"


def old_addresses(
    entries: Iterable[Entry], forms: Collection[str], username: str, taken: Collection[str]
) -> Iterator[OldAddress]:
    """Every old address that gets a page. One that some disk could not hold, or that is another's where case doesn't
    count, has none; nor has one within a folder of `taken`, the names at the root of the site.
    """
    met = {names.same_name(name) for name in taken}
    for entry in entries:
        for path in dict.fromkeys(_paths(entry, forms, username)):
            steps = path.split("/")
            key = names.same_name(path)
            if key in met or names.same_name(steps[0]) in met or any(names.file_name(step) != step for step in steps):
                continue
            yield OldAddress(path, entry)
            met.add(key)


def page(old: OldAddress, site: Frame) -> str:
    """The page at an old address: it leads on at once, without a script."""
    aim = relative(old.entry.page, old.path)
    canonical = f"{site.url}/{quote(old.entry.page)}" if site.url else aim
    title = escape(old.entry.title)
    return (
        f'<!doctype html>\n<html lang="{escape(old.entry.language)}" dir="{old.entry.direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="canonical" href="{canonical}">\n'
        f'<meta http-equiv="refresh" content="0; url={aim}">\n</head>\n'
        f'<body>\n<p><a href="{aim}">{title}</a></p>\n</body>\n</html>\n'
    )


def script(entries: Iterable[Entry]) -> str:
    """The script of 404.html and of "Find a post", with the folder of each post by its id."""
    folders = {same_post(_id(entry)): entry.page.removesuffix("/index.html") for entry in entries if _id(entry)}
    index = json.dumps(folders, ensure_ascii=False, separators=(",\n", ":"), sort_keys=True)
    return _SCRIPT.read_text("utf-8").replace(_POSTS, index)


def _paths(entry: Entry, forms: Collection[str], username: str) -> Iterator[str]:
    post_id = _id(entry)
    if not post_id:
        return
    whole = unquote(urlsplit(entry.url).path).strip("/") if links.post_id(entry.url) else ""
    slug = whole.rpartition("/")[2]
    if same_post(links.post_id(f"https://medium.com/{slug}")) != same_post(post_id) or slug == post_id:
        whole = slug = ""  # the post was imported to Medium from elsewhere, or has no title in its address
    if "short" in forms:
        yield f"p/{links.post_id(entry.url) if slug else post_id}"
    if "profile" in forms and slug:
        if "/" in whole:
            yield whole
        elif username:
            yield f"@{username}/{slug}"
    if "plain" in forms and slug:
        yield slug


def _id(entry: Entry) -> str:
    return entry.uid.rpartition("/")[2]
