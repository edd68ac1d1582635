"""The pages of the built site that a web archive should keep, the most important ones first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import lxml.html
from lxml import etree

from medium_archive.folder import files
from medium_archive.folder.layout import TEXT, Layout

_HOME = "index.html"
_FEEDS = ("feed.xml", "atom.xml", "feed.json")
_UNSEEN = ("script", "style")  # what a host may add to a page is here


@dataclass(frozen=True)
class OwnPage:
    """A page of the live site. `file` is its path in site/. `sha256` is the fingerprint of its content: of the text of
    a post, so that a new theme or a new list of related posts is no change; of the file of any other page.
    """

    address: str
    file: str
    sha256: str


def read(layout: Layout, base: str) -> list[OwnPage]:
    """The home page and the feeds, then posts and responses, the newest first, then the other pages of sitemap.xml, so
    no copies at old addresses. `base` is the address of the site, without a slash at its end. Raises FolderUnwritable.
    """
    pages = {}
    for file in (_HOME, *_FEEDS, *_posts(layout), *_listed(layout, base)):
        path = layout.site / file
        if file not in pages and path.is_file():
            text = layout.root / file.removesuffix(_HOME) / TEXT
            address = f"{base}/{'' if file == _HOME else quote(file)}"
            source = text if file != _HOME and text.is_file() else path
            with files.disk_errors(source):
                pages[file] = OwnPage(address, file, files.checksum(source))
    return list(pages.values())


def _posts(layout: Layout) -> Iterator[str]:
    for folder in (layout.posts, layout.responses):
        names = sorted((text.parent.name for text in folder.glob(f"*/{TEXT}")), reverse=True)
        yield from (f"{folder.name}/{name}/{_HOME}" for name in names)


def _listed(layout: Layout, base: str) -> list[str]:
    """The files of the pages in sitemap.xml, which a build makes if the archive has the address of the site."""
    with suppress(OSError, etree.XMLSyntaxError):
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        found = [one.text or "" for one in etree.parse(layout.site / "sitemap.xml", parser).iter("{*}loc")]
        return [unquote(address.removeprefix(f"{base}/")) for address in found if address.startswith(f"{base}/")]
    return []


def is_same(here: Path, live: bytes) -> bool:
    """Whether a host serves a file: its bytes, or a page with its words, to which the host has added a script."""
    content = here.read_bytes()
    return content == live or (here.suffix == ".html" and _words(content) == _words(live) != [])


def _words(page: bytes) -> list[str]:
    with suppress(etree.LxmlError, ValueError):
        root = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
        etree.strip_elements(root, etree.Comment, *_UNSEEN, with_tail=False)
        return "".join(map(str, root.itertext())).split()
    return []
