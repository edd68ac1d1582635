"""The pages at old addresses, and the script of 404.html and "Find a post": each leads to its post."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from medium_archive.articles import addresses
from medium_archive.checks.site_pages import tree
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.folder.catalog import same_post

SCRIPT = "static/old-addresses.js"
_SHIPPED = Path(__file__).resolve().parents[2] / "site" / "pages" / "old-addresses.js"
_PAGE = re.compile(
    r'<!doctype html>\n<html lang="(?P<language>[^"]*)" dir="(?P<direction>[^"]*)">\n<head>\n<meta charset="utf-8">\n'
    r'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    r'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; base-uri \'none\'; '
    r'form-action \'none\'">\n<title>(?P<title>[^<]*)</title>\n'
    r'<link rel="canonical" href="(?P<canonical>[^"]*)">\n'
    r'<meta http-equiv="refresh" content="0; url=(?P<refresh>[^"]*)">\n</head>\n'
    r'<body>\n<p><a href="(?P<link>[^"]*)">(?P<words>[^<]*)</a></p>\n</body>\n</html>\n'
)
_POSTS = re.compile(r"const folders = (\{.*?\});\n", re.DOTALL)
_TAKEN = ("drafts", "posts", "proof", "responses", "static")


def pages(facts: Facts) -> Mapping[str, Post]:
    """The post of each page at an old address."""
    pictures = (name.partition("/")[0] for name in facts.files if not name.endswith(".html"))
    forms = facts.settings.site.old_addresses if facts.extras else ()
    found = [
        *addresses.old_addresses(facts.published, forms, {*_TAKEN, *pictures}, facts.usernames),
        *addresses.former_addresses(facts.published, facts.former),
    ]
    return {old.file: old.post for old in found}


def wanted(one: Post, facts: Facts) -> list[str]:
    """The facts of a page at an old address."""
    title = tree.one_line(one.title)
    return [
        f"lang {one.language} {one.direction}",
        f"title “{title}”",
        f"canonical {facts.address(one.page) or one.page}",
        f"leads to {one.page}",
        f"link {one.page} “{title}”",
    ]


def read(content: bytes, file: str, facts: Facts) -> list[str]:
    """The facts that the page `file` at an old address has."""
    match = _PAGE.fullmatch(content.decode("utf-8", "replace"))
    if match is None:
        return ["a page that is not a redirect to its post"]

    def target(name: str) -> str | None:
        return tree.own_file(unescape(match[name]), file, facts.root)

    canonical = unescape(match["canonical"])
    return [
        f"lang {match['language']} {match['direction']}",
        f"title “{unescape(match['title'])}”",
        f"canonical {canonical if facts.url else target('canonical')}",
        f"leads to {target('refresh')}",
        f"link {target('link')} “{unescape(match['words'])}”",
    ]


def wanted_in_script(facts: Facts) -> list[str]:
    """The folder of each post by its id."""
    folders = {same_post(one.id): one.path for one in facts.published if one.id}
    return [f"post {key} in {folder}" for key, folder in sorted(folders.items())]


def read_script(content: bytes) -> list[str]:
    """The folder of each post in the script, and whether the rest of the script is the program's."""
    text = content.decode("utf-8", "replace")
    match = _POSTS.search(text)
    try:
        folders = json.loads(match[1]) if match else None
    except (ValueError, RecursionError):
        folders = None
    if not isinstance(folders, dict):
        return ["a script without a list of the posts"]
    around = f"{text[: match.start(1)]}POSTS{text[match.end(1) :]}" if match else ""
    changed = [] if around == _SHIPPED.read_text("utf-8") else ["code that differs from the program's script"]
    return [*(f"post {key} in {folder}" for key, folder in folders.items()), *changed]
