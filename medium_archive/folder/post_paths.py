"""Where the posts of an archive are, and links from one to another: by id, however Medium spelled the link."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote, urlsplit

from medium_archive import links
from medium_archive.folder import regular_files, settings
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.layout import TEXT, Layout

_LINK = re.compile(r'<a(?P<before>[^>]*?) href="(?P<href>[^"]*)"')
_EMBED = 'class="embed"'
_ADDRESS = re.compile(rb"[\r\n]  url: *['\"]?(\S+?)['\"]?[ \t]*[\r\n]")
_DRAFT = re.compile(rb"[\r\n]draft:[ \t]+(?:true|yes|on)[ \t]*(?:#[^\r\n]*)?[\r\n]", re.IGNORECASE)
_END_OF_HEAD = re.compile(rb"[\r\n]---[ \t]*[\r\n]")
_HEAD = 4096  # bytes at the start of a text, which hold its address


def locate(texts: Iterable[tuple[str, str]], recorded: Mapping[str, Entry]) -> dict[str, str]:
    """The folder of each post by `same_post(id)`. `texts` are pairs of a folder and the id in its text; with the id ""
    it is the post that the catalog has in that folder.

    If two folders have one id, the one in the catalog counts, else the first: the other is a copy that a person made.
    """
    recorded_at = {entry.path: key for key, entry in recorded.items()}
    paths: dict[str, str] = {}
    for path, post_id in texts:
        key = same_post(post_id) or recorded_at.get(path, "")
        if key and (key not in paths or recorded_at.get(path) == key):
            paths[key] = path
    return paths


@dataclass(frozen=True)
class PostPaths:
    """`paths` gives the folder of each post by `same_post(id)`; `domains` are hosts, other than Medium's, at which the
    posts were published. `drafts` are the folders, other than those below drafts/, whose text has `draft: true`.
    """

    paths: Mapping[str, str] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, layout: Layout, paths: Mapping[str, str]) -> PostPaths:
        """For posts in these folders. The domains come from the settings, and from the addresses of the posts in their
        front matter. Raises SettingsWrong.
        """
        known = settings.read(layout.settings).site.old_domains if layout.settings.exists() else ()
        heads = dict(_heads(layout, paths))
        hosts = (
            links.host(found[1].decode("utf-8", "replace")) for found in map(_ADDRESS.search, heads.values()) if found
        )
        drafts = frozenset(path for path, head in heads.items() if _DRAFT.search(head))
        return cls(dict(paths), frozenset(known).union(hosts), drafts)

    @classmethod
    def recorded(cls, layout: Layout, entries: Mapping[str, Entry]) -> PostPaths:
        """For posts where the catalog has them. Raises SettingsWrong."""
        return cls.of(layout, {key: entry.path for key, entry in entries.items() if entry.is_post})

    def link(self, address: str, folder: str) -> str:
        """The relative link from a text in `folder` to the post that an address at Medium names, with the address's
        fragment; "" if the archive has no such post, or if only the post is a draft.
        """
        path = self.paths.get(same_post(links.post_id(address, self.domains)), "")
        if not path or (self._is_draft(path) and not self._is_draft(folder)):
            return ""
        fragment = urlsplit(address.strip()).fragment
        return _written(posixpath.relpath(f"{path}/{TEXT}", folder)) + (f"#{fragment}" if fragment else "")

    def _is_draft(self, folder: str) -> bool:
        return folder.startswith("drafts/") or folder in self.drafts

    def localize(self, html: str, folder: str) -> str:
        """Plain HTML of a text in `folder` with relative links and cards to the posts of the archive. Embeds stay: an
        embed is its address.
        """
        if not self.paths:  # as long as a first import has not read all posts
            return html

        def localized(match: re.Match[str]) -> str:
            link = "" if _EMBED in match["before"] else self.link(unescape(match["href"]), folder)
            return f'<a{match["before"]} href="{escape(link)}"' if link else match[0]

        return _LINK.sub(localized, html)


def _heads(layout: Layout, paths: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The front matter of each text, by its folder."""
    for path in paths.values():
        try:
            with regular_files.opened(f"{layout.root}/{path}/{TEXT}") as file:
                start = file.read(_HEAD)
        except OSError:
            continue  # a person renamed the folder
        end = _END_OF_HEAD.search(start)
        yield path, start[: end.end()] if end else start


def _written(path: str) -> str:
    """A path as a link, with the letters of every script unquoted: editors and GitHub show and follow them so."""
    return "".join(c if unicodedata.category(c)[0] in "LMN" else quote(c, safe="/") for c in path)
