"""The files of the site that no template of a page makes: feeds, lists for programs, the search index, old addresses,
copies of pictures and of files of the theme.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from medium_archive.checks.site_pages import (
    cards,
    feed_markup,
    feed_texts,
    feeds,
    llms,
    old_addresses,
    search_index,
    static_files,
)
from medium_archive.checks.site_pages.comparison import Differences
from medium_archive.checks.site_pages.facts import Facts, Post
from medium_archive.checks.site_pages.theme import SHARED
from medium_archive.checks.site_pages.tree import Element
from medium_archive.checks.snapshot import Snapshot
from medium_archive.folder.files import checksum

# Rules that hosts follow: they may send all readers elsewhere
_OF_HOSTS = frozenset(("_redirects", "_headers", ".htaccess", "CNAME", "web.config", "vercel.json", "netlify.toml"))


@dataclass(frozen=True)
class DataFiles:
    """The comparison of these files. `trees` are the pages of the site by file, `listed` those that the sitemap must
    list, each with the time of its last change; `found` receives the differences.
    """

    archive: Snapshot
    facts: Facts
    trees: Mapping[str, Element]
    listed: Sequence[tuple[str, str]]
    found: Differences

    def compare(self, old: Mapping[str, Post]) -> None:
        """Compare every file. `old` are the posts of the pages at old addresses."""
        facts = self.facts
        every = feeds.Feeds(facts)
        self._file(feeds.RSS, every.rss, feeds.read_xml)
        if facts.extras:
            self._file(feeds.ATOM, every.atom, feeds.read_xml)
            self._file(feeds.JSON, every.json, feeds.read_json)
        self._texts_of_feeds()
        if facts.settings.site.llms:
            self._file(llms.INDEX, partial(llms.wanted_index, facts), llms.read_index)
            self._file(llms.FULL, partial(llms.wanted_texts, facts), partial(llms.read_texts, facts=facts))
        if facts.url:
            self._file("sitemap.xml", partial(every.sitemap, self.listed), feeds.read_xml)
        if facts.has_search:
            self._file(
                search_index.FILE,
                partial(search_index.wanted, facts),
                partial(search_index.read, language=facts.language),
            )
            self._terms()
        self._file(old_addresses.SCRIPT, partial(old_addresses.wanted_in_script, facts), old_addresses.read_script)
        for file, post in old.items():
            self._file(
                file, partial(old_addresses.wanted, post, facts), partial(old_addresses.read, file=file, facts=facts)
            )
        self._copies()
        cards.compare(facts, self.archive.layout.site, self.found)
        if static_files.STYLE not in facts.files:
            self.found.lack(static_files.STYLE, "the whole file")
        static_files.compare(facts, self.archive.site_files, self.archive.layout.site, self.found)

    def _texts_of_feeds(self) -> None:
        """Compare the texts in the feeds with the pages of the posts, or with each other if a person's own template may
        have put more on these pages. A feed is named once.
        """
        named = {*self.found.missing, *self.found.added}
        if self.facts.theme.own & (SHARED | {"post.html", "response.html"}):
            for file, facts_of_file in feed_markup.differences(self.archive.layout.site):
                self.found.lack(file, *facts_of_file)
            return
        for file, part in feed_texts.differences(self.archive, self.facts, self.trees, named):
            if file not in named:
                self.found.lack(file, part)

    def _copies(self) -> None:
        """Compare pictures with those of the archive, and files of the theme with those in its folder."""
        for file, sha256 in self.archive.site_files.items():
            held = self.archive.files.get(file)
            if not self._is_copy(file, sha256):
                self.found.add(file, "bytes that differ from this file in the archive")
            elif held is None and file not in self.facts.theme.static and file.rpartition("/")[2] in _OF_HOSTS:
                self.found.add(file, "the whole file: no build writes it, and a host may follow its rules")
        for file, path in self.facts.theme.static.items():
            if file not in self.facts.files:
                self.found.lack(file, "the whole file")
            elif checksum(path) != self.archive.site_files[file]:
                self.found.add(file, "bytes that differ from this file in the theme")

    def _is_copy(self, file: str, sha256: str) -> bool:
        """Whether a file has the bytes of the file of the archive with its name, or of which it is the text or the copy
        without scripts; also if there is no such file.
        """
        text, more = file.removesuffix(".txt"), file.removesuffix(".txt.txt")
        names = [file] if file in self.archive.files else list(dict.fromkeys((text, more)))
        there = [held for name in names if (held := self.archive.files.get(name)) is not None and held.sha256]
        if not there or any(held.sha256 == sha256 for held in there):
            return True
        if not file.lower().endswith(".svg"):
            return False
        from medium_archive.articles import own_files  # noqa: PLC0415  # slow to import

        try:
            return hashlib.sha256(own_files.drawing(there[0].path).content).hexdigest() == sha256
        except (own_files.NotADrawing, OSError):
            return False

    def _terms(self) -> None:
        """Compare the shards of the search index: those that the index counts, and those that the site has, because a
        damaged index has no number. Then the shards themselves show how many there must be.
        """
        index = self.archive.layout.site / search_index.FILE
        there = list(search_index.shards_in(self.facts.files))
        count = search_index.shards(index.read_bytes()) if search_index.FILE in self.facts.files else 0
        if not count:
            first = self.archive.layout.site / search_index.shard_file(0)
            count = search_index.likely_shards(there, first.read_bytes() if 0 in there else b"")
        for number in sorted({*range(count), *there}):
            wanted = [f"terms {number}"]
            self._file(search_index.shard_file(number), partial(list, wanted), search_index.read_shard)

    def _file(self, file: str, wanted: Callable[[], Sequence[str]], read: Callable[[bytes], Sequence[str]]) -> None:
        if file not in self.facts.files:
            self.found.lack(file, "the whole file")
            return
        self.found.compare(file, read((self.archive.layout.site / file).read_bytes()), wanted())
