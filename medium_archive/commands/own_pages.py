"""The pages of the built site that a web archive should keep, the most important ones first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import lxml.html
from lxml import etree

from medium_archive.checks import last_build
from medium_archive.folder import bare_texts, files, posts
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout
from medium_archive.report import listed, quantity

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
            address = f"{base}/{'' if file == _HOME else quote(file)}"
            with files.disk_errors(path):
                pages[file] = OwnPage(address, file, _fingerprint(layout, file))
    return list(pages.values())


def _fingerprint(layout: Layout, file: str) -> str:
    """Raises OSError."""
    text = layout.root / bare_texts.file_in(layout.root, file.removesuffix(f"/{_HOME}"))
    return files.checksum(text if file != _HOME and text.is_file() else layout.site / file)


def why_outdated(layout: Layout) -> str:
    """A sentence that says why pages of the site may show what is not public here, "" if they show the texts as they
    are. Lists, feeds and related posts repeat a text, so one that was changed or withdrawn concerns the whole site.
    """
    build = last_build.record(layout)
    if build.has_drafts:
        return "It was built with drafts."
    if not build.made_from:
        return "There is no record of its build, so it may be older than the texts."
    outdated = sorted(name for name, sha256 in build.made_from.items() if _is_outdated(layout, name, sha256))
    if not outdated:
        return ""
    verb = "was" if len(outdated) == 1 else "were"
    changed = f"{quantity(len(outdated), 'text')} {verb} changed, renamed, moved or deleted"
    return f"Since it was built, {changed}: {listed(outdated)}."


def _is_outdated(layout: Layout, name: str, sha256: str) -> bool:
    """Whether the page of a text has other words than the text has now. A draft, too, is read by a build."""
    if not name.endswith(bare_texts.ENDING) or not (layout.site / _page_of(layout, name)).is_file():
        return False
    try:
        return files.checksum(layout.root / name) != sha256
    except OSError:
        return True


def _page_of(layout: Layout, text: str) -> str:
    """The page that the site has of a text, if it has one."""
    folder, _, name = text.rpartition("/")
    stem = text.removesuffix(bare_texts.ENDING)
    if folder in FOLDER_OF.values() and bare_texts.is_loose(name):
        is_taken = os.path.exists(layout.root / stem / TEXT)  # noqa: PTH110  # as in `_posts`
        return "" if is_taken else f"{stem}/{_HOME}"
    return f"{stem}.html"


def is_current(layout: Layout, page: OwnPage, live: bytes) -> bool:
    """Whether a host serves a page as it is in site/, and neither it nor its text has changed since it was read."""
    try:
        return _fingerprint(layout, page.file) == page.sha256 and _is_same(layout.site / page.file, live)
    except OSError:
        return False


def _posts(layout: Layout) -> Iterator[str]:
    for folder in (layout.posts, layout.responses):
        # In a folder without permission, the methods of Path fail
        texts = (text for text in posts.texts(folder) if os.path.isfile(text))  # noqa: PTH113
        paths = sorted((posts.path_of(text, folder.name) for text in texts), reverse=True)
        yield from (f"{path}/{_HOME}" for path in paths)


def _listed(layout: Layout, base: str) -> list[str]:
    """The files of the pages in sitemap.xml, which a build makes if the archive has the address of the site."""
    with suppress(OSError, etree.XMLSyntaxError):
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        found = [one.text or "" for one in etree.parse(layout.site / "sitemap.xml", parser).iter("{*}loc")]
        return [unquote(address.removeprefix(f"{base}/")) for address in found if address.startswith(f"{base}/")]
    return []


def _is_same(here: Path, live: bytes) -> bool:
    """Whether a host serves a file: its bytes, or a page with its words, to which the host has added a script."""
    content = here.read_bytes()
    return content == live or (here.suffix == ".html" and _words(content) == _words(live) != [])


def _words(page: bytes) -> list[str]:
    with suppress(etree.LxmlError, ValueError):
        root = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
        etree.strip_elements(root, etree.Comment, *_UNSEEN, with_tail=False)
        return "".join(map(str, root.itertext())).split()
    return []
