"""Where the posts of an archive lie, so that one can lead to another: by id, whatever the spelling of the link."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote, urlsplit

from medium_archive import links
from medium_archive.folder import settings
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import TEXT, Layout

_LINK = re.compile(r'<a(?P<before>[^>]*?) href="(?P<href>[^"]*)"')
_EMBED = 'class="embed"'
_ADDRESS = re.compile(rb"[\r\n]  url: *['\"]?(\S+?)['\"]?[ \t]*[\r\n]")
_HEAD = 4096  # bytes of a text that its address stands in


@dataclass(frozen=True)
class Homes:
    """`paths` gives the folder of each post, by `same_post(id)`; `domains` are hosts, other than Medium's, at which its
    posts were known.
    """

    paths: Mapping[str, str] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()

    @classmethod
    def of(cls, layout: Layout, paths: Mapping[str, str]) -> Homes:
        """The homes of posts that lie in these folders. Their domains are those of the settings, and of the addresses
        that the posts themselves say they have at Medium.
        """
        known = settings.read(layout.settings).site.old_domains if layout.settings.exists() else ()
        return cls(dict(paths), frozenset(known) | frozenset(_hosts(layout, paths)))

    @classmethod
    def recorded(cls, layout: Layout, entries: Mapping[str, Entry]) -> Homes:
        """The homes when the last run ended, as its catalog says."""
        return cls.of(layout, {key: entry.path for key, entry in entries.items() if entry.is_post})

    def local(self, address: str, folder: str) -> str:
        """What leads from a text in `folder` to the post that an address at Medium names; "" where it names none of the
        archive's, or a draft, of which nothing outside drafts/ may speak. A fragment stays.
        """
        path = self.paths.get(same_post(links.post_id(address, self.domains)), "")
        if not path or (path.startswith("drafts/") and not folder.startswith("drafts/")):
            return ""
        fragment = urlsplit(address.strip()).fragment
        return _written(posixpath.relpath(f"{path}/{TEXT}", folder)) + (f"#{fragment}" if fragment else "")

    def lead(self, html: str, folder: str) -> str:
        """Plain HTML of a text in `folder` whose links and cards to posts of the archive lead there. An embed is its
        address, so it stays.
        """

        def at_home(match: re.Match[str]) -> str:
            there = "" if _EMBED in match["before"] else self.local(unescape(match["href"]), folder)
            return f'<a{match["before"]} href="{escape(there)}"' if there else match[0]

        return _LINK.sub(at_home, html)


def _hosts(layout: Layout, paths: Mapping[str, str]) -> Iterator[str]:
    for path in paths.values():
        try:
            with (layout.root / path / TEXT).open("rb") as file:
                found = _ADDRESS.search(file.read(_HEAD))
        except OSError:
            continue  # a folder that a person has renamed, which the shelf knows
        if found:
            yield links.host(found[1].decode("utf-8", "replace"))


def _written(path: str) -> str:
    """Letters of every script as they are: editors and GitHub show and follow them so."""
    return "".join(c if unicodedata.category(c)[0] in "LMN" else quote(c, safe="/") for c in path)
