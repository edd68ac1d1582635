"""Faults in the files of a site that are no pages of posts: lists, feeds, redirects, the index of the search.

The parts come from the elements of the built files. Each is deleted, duplicated, moved, altered and hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from random import Random

from tests.faults.kind import Kind, Operation, Target
from tests.faults.page_frame import changed

# The files of each kind, as patterns of their names
FILES = {
    "front page": r"index\.html|page/\d+\.html",
    "list of all posts": r"archive\.html|archive/\w+\.html",
    "list of tags": r"tags/index\.html",
    "page of a tag": r"tags/(?!index\.html).*\.html",
    "list of responses": r"responses/index\.html",
    "page about the author": r"about\.html",
    "page of the search": r"search\.html",
    "page of numbers": r"years\.html",
    "page to find a post": r"find\.html",
    "page not found": r"404\.html",
    "page at an old address": r"(?!posts|responses|drafts)[^/]+(?:/[^/]+)?/index\.html",
    "RSS feed": r"feed\.xml",
    "Atom feed": r"atom\.xml",
    "JSON feed": r"feed\.json",
    "sitemap": r"sitemap\.xml",
    "index of the search": r"search/index\.js",
    "terms of the search": r"search/\d+\.js",
    "list of old addresses": r"static/old-addresses\.js",
    "rules for search engines": r"robots\.txt",
    "stylesheet": r"static/(?:style|proof)\.css",
    "script": r"static/(?:page|search|old-addresses)\.js",
    "icon": r"static/icon\.svg",
    "web manifest": r"site\.webmanifest",
}
_NO_OLD_ADDRESS = re.compile(r"(?:tags|authors|lists)/|responses/index")
_LISTS = ("front page", "list of all posts", "page of a tag", "list of responses")
_HTML = (
    *_LISTS, "list of tags", "page about the author", "page of the search", "page of numbers", "page to find a post",
    "page not found",
)  # fmt: skip
_ITEM = r'<li(?: class="(?:h-entry|has-cover)[^"]*")?>(?:(?!<li|</li>).)*?<a (?:(?!</li>).)*?</li>\n'
_TITLE = r'<a (?:class="p-name u-url" )?href="[^"]+/index\.html"[^>]*>(?P<value>[^<]+)</a>'
_LINK = r'<a (?:class="p-name u-url" )?href="(?P<value>[^"]+/index\.html)"[^>]*>[^<]+</a>'
_WORDS_OF_AUTHOR = r'(?<=<div class="text p-note">\n)<(p|h2|ul)>(?P<value>[^<]+).*?</\1>\n'
_TEXT_IN_JSON = r'"content_html": "[^"]*?>(?P<value>\w[^<"\\]{9,}).*?",\n'
# What is added to a page
_ADDED = {
    "more words": "Planted words ",
    "comment": "<!-- planted -->",
    "frame": '<iframe src="https://example.org/planted"></iframe>',
    "more in a class": '<span class="added">Planted words</span>',
}
_SCRIPTED = ("page of the search", "page to find a post", "page not found")
_ALL: tuple[Operation, ...] = ("delete", "duplicate", "move", "alter", "hide")
_SEEN: tuple[Operation, ...] = ("delete", "duplicate", "alter", "hide")
_TOLD: tuple[Operation, ...] = ("delete", "duplicate", "alter")
# Part → pattern, with what is altered as the group `value`; operations; kinds of files
PARTS: tuple[tuple[str, str, tuple[Operation, ...], tuple[str, ...]], ...] = (
    ("charset", r'<meta charset="(?P<value>[^"]+)">\n', _TOLD, _HTML),
    ("title", r"<title>(?P<value>[^<]+)</title>\n", _TOLD, _HTML),
    ("description", r'<meta name="description" content="(?P<value>[^"]+)">\n', _TOLD, _LISTS),
    ("og:title", r'<meta property="og:title" content="(?P<value>[^"]+)">\n', _TOLD, _HTML),
    ("og:type", r'<meta property="og:type" content="(?P<value>[^"]+)">\n', _TOLD, _HTML),
    ("link to a feed", r'<link rel="alternate"[^>]* href="(?P<value>[^"]+)">\n', _TOLD, _HTML),
    ("stylesheet", r'<link rel="stylesheet" href="(?P<value>[^"]+)">\n', _TOLD, _HTML),
    ("JSON-LD", r'<script type="application/ld\+json">.*?"name": "(?P<value>[^"]+)".*?</script>\n', _TOLD, _LISTS[:1]),
    ("link in the menu", r'<li><a href="(?P<value>(?!#)[^"]+)">[^<]*</a></li>\n', _ALL, _HTML),
    ("link in the footer", r' · <a href="(?P<value>[^"]+)">[^<]*</a>', _SEEN, _HTML),
    ("heading", r"<h1[^>]*>(?P<value>[^<]+).*?</h1>\n", _SEEN, _HTML),
    ("post", _ITEM, ("delete", "duplicate", "move", "hide"), _LISTS),
    ("title of a post", _TITLE, ("delete", "alter", "hide", "duplicate", "move"), _LISTS),
    ("link of a post", _LINK, ("alter",), _LISTS),
    ("date of a post", r'<time[^>]* datetime="(?P<value>[^"]+)">[^<]*</time>', _ALL, _LISTS),
    ("shown date of a post", r'<time[^>]* datetime="[^"]+">\D*(?P<value>\d+)[^<]*</time>', ("alter",), _LISTS),
    ("excerpt", r'<p class="excerpt[^>]*>(?P<value>[^<]+)</p>\n', _ALL, _LISTS[:1]),
    ("reading time", r'<span class="minutes">(?P<value>\d+)[^<]*</span>', _SEEN, _LISTS[:1]),
    ("number of posts", r'<span class="count">\s*(?P<value>\d+)</span>', _SEEN, (*_LISTS[1:], "list of tags")),
    ("year", r'<h2 id="year-\d+">(?P<value>\d+)', ("alter",), _LISTS[1:]),
    ("tag", r'<li><a href="(?P<value>[^"]+)">[^<]*</a> <span class="count">\d+</span></li>\n', _ALL, ("list of tags",)),
    ("paragraph", _WORDS_OF_AUTHOR, _SEEN, ("page about the author",)),
    ("year of the search", r'<li><a href="[^"]+">(?P<value>\d+)</a> \(\d+\)</li>\n', _ALL, ("page of the search",)),
    ("row", r'<tr><th scope="row">.*?</th><td>(?P<value>\d+)</td>.*?</tr>\n', _ALL, ("page of numbers",)),
    ("bar", r"<rect [^>]*?(?P<value>\d+)[^>]*/>", _TOLD, ("page of numbers",)),
    ("shade", r'<rect class="shade-(?P<value>\d)"', ("alter",), ("page of numbers",)),
    ("sum", r'<p class="intro">(?P<value>\d+)', ("alter",), ("page of numbers",)),
    ("silence", r"(?<=</h2>\n<p>)\D*(?P<value>\d+) ", ("alter",), ("page of numbers",)),
    ("link of a year", r'<a href="(?P<value>archive\.html#year-\d+)"', ("alter",), ("page of numbers",)),
    ("form", r"<form.*?</form>\n", ("delete", "duplicate"), ("page of the search", "page to find a post")),
    ("script", r'<script src="(?P<value>[^"]+)"[^>]*></script>', _TOLD, _SCRIPTED),
    ("target", r'<meta http-equiv="refresh" content="0; url=(?P<value>[^"]+)">\n', _TOLD, ("page at an old address",)),
    ("canonical", r'<link rel="canonical" href="(?P<value>[^"]+)">\n', _TOLD, ("page at an old address",)),
    ("link", r'<p><a href="(?P<value>[^"]+)">[^<]*</a></p>\n', _SEEN, ("page at an old address",)),
    ("title", r"<title>(?P<value>[^<]+)</title>\n", _TOLD, ("page at an old address",)),
    ("item", r"  +<item>.*?<title>(?P<value>[^<]+)</title>.*?</item>\n", _ALL[:4], ("RSS feed",)),
    ("item", r"  +<entry .*?<title>(?P<value>[^<]+)</title>.*?</entry>\n", _ALL[:4], ("Atom feed",)),
    ("item", r'  \{\n   "id".*?"title": "(?P<value>[^"]+)".*?\n  \},\n', _ALL[:4], ("JSON feed",)),
    ("link of an item", r"(?<=</title>)\s*<link>(?P<value>[^<]+)</link>", _TOLD, ("RSS feed",)),
    ("id of an item", r"<guid[^>]*>(?P<value>[^<]+)</guid>", _TOLD, ("RSS feed",)),
    ("id of an item", r"(?<=    )<id>(?P<value>[^<]+)</id>", _TOLD, ("Atom feed",)),
    ("date of an item", r"<pubDate>\w+, (?P<value>\d+)[^<]+</pubDate>", _TOLD, ("RSS feed",)),
    ("date of an item", r"<published>(?P<value>[^<]+)</published>", _TOLD, ("Atom feed",)),
    ("date of an item", r'"date_published": "(?P<value>[^"]+)",\n', ("delete", "alter"), ("JSON feed",)),
    ("text of an item", r"<content:encoded>[^<]*?;(?P<value>\w[^<&]{9,}).*?</content:encoded>", _TOLD, ("RSS feed",)),
    ("text of an item", r'<content type="html">[^<]*?;(?P<value>\w[^<&]{9,}).*?</content>', _TOLD, ("Atom feed",)),
    ("text of an item", _TEXT_IN_JSON, ("delete", "alter"), ("JSON feed",)),
    ("tag in a text", r"(?<=;)&lt;/?(?P<value>p|em|h2|h3|li|ul|ol|code|strong)&gt;", _TOLD, ("RSS feed", "Atom feed")),
    ("tag in a text", r"<(?P<value>p|em|h2|h3|li|ul|ol|code|strong)>(?=\w)", _TOLD, ("JSON feed",)),
    ("space", r"\n  (?P<value> *)<", _TOLD[:2], ("RSS feed", "Atom feed", "sitemap")),
    ("title of the feed", r"<title>(?P<value>[^<]+)</title>\n", _TOLD, ("RSS feed", "Atom feed")),
    ("address", r"  <url>.*?<loc>(?P<value>[^<]+)</loc>.*?</url>\n", _ALL[:4], ("sitemap",)),
    ("date", r"<lastmod>(?P<value>[^<]+)</lastmod>", _TOLD, ("sitemap",)),
    ("post", r'"[0-9a-f]{6,}":"(?P<value>[^"]+)",\n', ("delete", "alter"), ("list of old addresses",)),
    ("character", r'(?<=searchIndex\(")(?P<value>.)', ("delete", "alter", "duplicate"), ("index of the search",)),
    ("rule", r"Allow: (?P<value>/)\n", _TOLD, ("rules for search engines",)),
    ("address", r"Sitemap: (?P<value>\S+)\n", _TOLD, ("rules for search engines",)),
    ("declaration", r"(?<=[;{]) *[\w-]+: (?P<value>[^;{}]+);", _TOLD, ("stylesheet",)),
    ("statement", r"\n +(?P<value>[^\n]+);(?=\n)", _TOLD, ("script",)),
    ("shape", r"<(?:path|rect|circle|text)[^>]*?\d(?P<value>\d)[^>]*>", _TOLD, ("icon",)),
    ("name", r'  "name": "(?P<value>[^"]+)",\n', ("delete", "alter"), ("web manifest",)),
    ("colour", r'  "theme_color": "(?P<value>[^"]+)",\n', ("delete", "alter"), ("web manifest",)),
    ("icon", r'"src": "(?P<value>[^"]+)"', ("alter",), ("web manifest",)),
    ("words of a field", r"<label[^>]*>(?P<value>[^<]+)</label>", ("alter",), _SCRIPTED[:2]),
    ("words of a button", r"<button[^>]*>(?P<value>[^<]+)</button>", ("alter",), _SCRIPTED[:2]),
    ("words of a script", r'data-(?:nothing|failed|none)="(?P<value>[^"]+)"', ("alter",), _SCRIPTED[:2]),
    ("sentence", r"(?<=</h1>\n)<p(?: class=\"intro\")?>(?P<value>[^<]+)</p>", ("alter",), _SCRIPTED[1:]),
    ("field", r"<input (?P<value>id)=[^>]*>", ("alter", "delete"), _SCRIPTED[:2]),
    ("class of a list", r'<[ou]l class="(?P<value>\w+)"', ("alter", "delete"), (*_LISTS, "list of tags")),
    ("name of a chart", r'role="img"[^>]* aria-label="(?P<value>[^"]+)"', ("alter",), ("page of numbers",)),
    ("number", r"(?<=searchShard\()(?P<value>\d+)", ("delete", "alter", "duplicate"), ("terms of the search",)),
)  # fmt: skip


def file_of(kind: Kind, site: Path, random: Random) -> str:
    """A file of the site that the fault may be in, "" for none."""
    pattern = re.compile(FILES[kind.part.partition(": ")[0]])
    names = [name for name in _names(site) if pattern.fullmatch(name)]
    if kind.part.startswith("page at an old address"):
        names = [name for name in names if not _NO_OLD_ADDRESS.match(name)]
    return random.choice(names) if names else ""


@cache
def _names(site: Path) -> tuple[str, ...]:
    """The files of a site. A fault that deletes one is put back."""
    return tuple(path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file())


def _with_more(added: str, target: Target, random: Random) -> str | None:
    """A page with something more before one of its parts."""
    places = [match.start() for match in re.finditer(r"<(?:header|main|h1|ul|ol|nav|p|footer)[ >]", target.page)]
    if not places:
        return None
    at = random.choice(places)
    return f"{target.page[:at]}{added}{target.page[at:]}"


def _kinds() -> Iterator[Kind]:
    for part, pattern, operations, files in PARTS:
        compiled = re.compile(pattern, re.DOTALL)
        for file in files:
            for operation in operations:

                def change(
                    target: Target, random: Random, compiled: re.Pattern[str] = compiled, done: Operation = operation
                ) -> str | None:
                    return changed(target.page, compiled, done, random)

                yield Kind("site", f"{file}: {part}", operation, change)
    for file in _HTML:
        for part, added in _ADDED.items():
            yield Kind("site", f"{file}: {part}", "duplicate", partial(_with_more, added))
    for file in FILES:
        yield Kind("site", f"{file}: whole file", "delete", lambda target, random: "")


KINDS: tuple[Kind, ...] = tuple(_kinds())
