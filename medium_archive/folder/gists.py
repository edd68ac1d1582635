"""The gists that posts embed, with the text of their files (docs/format.md). Gists that only drafts embed are private,
as the drafts are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from medium_archive.folder import records
from medium_archive.folder.layout import Layout
from medium_archive.markdown import gists as blocks
from medium_archive.medium import gists as embedded
from medium_archive.medium.text import clean

NAME = "gists.jsonl"
_NO_WORD = re.compile(r"[^\w+#.-]+")


@dataclass(frozen=True)
class GistFile:
    """A file of a gist, as GitHub has it. `language` is GitHub's name for it, "" for an unknown one."""

    name: str
    language: str = ""
    text: str = ""

    def block(self, author: str, address: str) -> str:
        """The Markdown of the file in an index.md."""
        text = clean(self.text.replace("\r\n", "\n")).removesuffix("\n")
        return blocks.write(self.name, author, address, _NO_WORD.sub("-", self.language.lower()).strip("-"), text)


@dataclass(frozen=True)
class GistRecord:
    """A gist by its address in the posts, which may be that of one file. `posts` are the ids of the posts that embed
    it, `waiting` those whose texts don't hold it yet, which only a killed run leaves. `problem` and `retry` as for
    pictures.
    """

    address: str
    id: str = ""
    author: str = ""
    posts: tuple[str, ...] = ()
    files: tuple[GistFile, ...] = ()
    problem: str = ""
    retry: str = ""
    waiting: tuple[str, ...] = ()

    @property
    def block(self) -> str:
        """The Markdown of its files in an index.md."""
        return "\n\n".join(file.block(self.author, self.address) for file in self.files)


@dataclass
class Gists:
    """The records by address."""

    layout: Layout
    records: dict[str, GistRecord] = field(default_factory=dict)
    _shown_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def read(cls, layout: Layout) -> Gists:
        """Raises RecordsDamaged."""
        gists = cls(layout)
        for record in records.read_both(layout, NAME, GistRecord):
            other = gists.records.get(record.address, record)
            posts, waiting = {*other.posts, *record.posts}, {*other.waiting, *record.waiting}
            gists.records[record.address] = replace(record, posts=tuple(sorted(posts)), waiting=tuple(sorted(waiting)))
            for post in posts:
                gists._shown_by[post].add(record.address)
        return gists

    def write(self, drafts: Collection[str]) -> None:
        """Write the records. `drafts` are ids of drafts, which only the private records name: a gist that a draft and a
        post embed has a line in both files.
        """
        public, private = (
            [part for record in self.records.values() if (part := _part(record, drafts, private=is_private)).posts]
            for is_private in (False, True)
        )
        records.write_both(self.layout, NAME, public, private)

    @property
    def posts(self) -> set[str]:
        """The ids of the posts that embed a gist."""
        return {post for post, addresses in self._shown_by.items() if addresses}

    def replace_post(self, post_id: str, addresses: Iterable[str]) -> None:
        """Note the addresses that a post now embeds. Gists that no post embeds are dropped."""
        now = set(addresses)
        before = self._shown_by.pop(post_id, set())
        for address in sorted(before - now):
            record = self.records[address]
            rest = tuple(post for post in record.posts if post != post_id)
            waiting = tuple(post for post in record.waiting if post != post_id)
            if rest:
                self.records[address] = replace(record, posts=rest, waiting=waiting)
            else:
                del self.records[address]
        for address in sorted(now):
            gist = embedded.read(address)
            record = self.records.get(address) or GistRecord(address, gist.id if gist else "")
            self.records[address] = replace(record, posts=tuple(sorted({*record.posts, post_id})))
        self._shown_by[post_id] = now

    def keep(self, address: str, author: str, files: Sequence[GistFile]) -> None:
        """Note the text of a gist, to be inserted into every post that embeds it."""
        record = self.records[address]
        self.records[address] = replace(
            record, author=author, files=tuple(files), problem="", retry="", waiting=record.posts
        )

    def note_problem(self, address: str, problem: str, retry: str) -> None:
        """Note why a gist could not be fetched; `retry` is when it may be tried again, ISO 8601 in UTC."""
        self.records[address] = replace(self.records[address], problem=problem, retry=retry)

    def blocks_of(self, post_id: str, *, only_waiting: bool = False) -> dict[str, str]:
        """The Markdown of the gists that a post embeds and that are here, by address."""
        records = (self.records[address] for address in sorted(self._shown_by.get(post_id, ())))
        return {
            record.address: record.block
            for record in records
            if record.files and (not only_waiting or post_id in record.waiting)
        }

    def note_inserted(self, post_id: str) -> None:
        """Note that the text of a post holds its gists."""
        for address in self._shown_by.get(post_id, ()):
            record = self.records[address]
            if post_id in record.waiting:
                rest = tuple(post for post in record.waiting if post != post_id)
                self.records[address] = replace(record, waiting=rest)

    @property
    def counts(self) -> dict[str, int]:
        """How many gists are here, missing for a reason, and not tried, by the keys of a Report."""
        return records.counted("gists", self.records.values())


def _part(record: GistRecord, drafts: Collection[str], *, private: bool) -> GistRecord:
    """What goes to the private records, or to the public ones; without posts it is nothing."""

    def chosen(posts: Iterable[str]) -> tuple[str, ...]:
        return tuple(post for post in posts if (post in drafts) == private)

    return replace(record, posts=chosen(record.posts), waiting=chosen(record.waiting))
