"""The pages at old addresses, which redirect to the posts, and the script by which 404.html and "Find a post" find the
post for any other spelling of an old address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from medium_archive.articles.addresses import Addressed, OldAddress
from medium_archive.folder.catalog import same_post
from medium_archive.site.content import RenderedPost, SiteInfo
from medium_archive.site.holdings import relative

FILE = "static/old-addresses.js"
_SCRIPT = Path(__file__).with_name("old-addresses.js")
_POSTS = "POSTS"  # the placeholder for the index in the script


def page(old: OldAddress[RenderedPost], site: SiteInfo) -> str:
    """The page at an old address: it redirects at once, without a script."""
    target = relative(old.post.page, old.path)
    canonical = f"{site.url}/{quote(old.post.page)}" if site.url else target
    title = escape(old.post.title)
    return (
        f'<!doctype html>\n<html lang="{escape(old.post.language)}" dir="{old.post.direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action "
        "'none'\">\n"
        f'<title>{title}</title>\n<link rel="canonical" href="{canonical}">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body>\n<p><a href="{target}">{title}</a></p>\n</body>\n</html>\n'
    )


def script(posts: Iterable[Addressed]) -> str:
    """The script of 404.html and of "Find a post", with the folder of each post by its id."""
    folders = {same_post(post.id): post.page.removesuffix("/index.html") for post in posts if post.id}
    index = json.dumps(folders, ensure_ascii=False, separators=(",\n", ":"), sort_keys=True)
    return _SCRIPT.read_text("utf-8").replace(_POSTS, index)
