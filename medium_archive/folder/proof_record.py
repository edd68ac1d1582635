"""The proof of the last import: what each original holds, and what of it is in its text (docs/format.md).

It is in records/proof.json; the part about drafts is in private/proof.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from medium_archive.errors import RecordsDamaged
from medium_archive.folder import checksums, files, records, schema
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.history import History
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.folder.schema import ArchivePath

NAME = "proof.json"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of one kind an original holds, and how much was found; `found` is left out if nothing is missing."""

    kind: str
    wanted: int
    found: int | None = None

    @property
    def number(self) -> int:
        """How much was found."""
        return self.wanted if self.found is None else self.found


_amount = cache(Amount)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an original that is missing, or `added`. `group` says how it is counted, "" for a loss; `why` names the
    reason, and `reason` says it in a sentence. `on_page` marks a part that is missing only on the page of the site.
    """

    kind: str
    words: str = ""
    group: str = ""
    why: str = ""
    reason: str = ""
    added: bool | None = None
    on_page: bool | None = None

    @property
    def is_fault(self) -> bool:
        """Whether it is a loss, or was added."""
        return not self.group


@dataclass(frozen=True, slots=True)
class ProvenPost:
    """The result for one post. `path` is its folder, `date` ISO 8601 in UTC, `lang` the language of its text, `author`
    the name of an author who is not the main one. A `draft` has `draft: true` in its text, in any folder. A post that a
    person `edited` has no faults: a person may delete anything. It has the `same_text` as its original if only values
    of the front matter were edited, such as the date. `reason` is that of the catalog, `words` has the number
    of words in each state of the history: nothing else in an archive shows that one of these was altered.
    """

    id: str
    path: ArchivePath
    title: str = ""
    date: str = ""
    lang: str = ""
    original: ArchivePath = ""
    sha256: str = ""
    author: str = ""
    draft: bool | None = None
    edited: bool | None = None
    same_text: bool | None = None
    reason: str = ""
    words: tuple[int, ...] = ()
    amounts: tuple[Amount, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def has_edited_text(self) -> bool:
        """Whether a person edited more than values such as the date."""
        return bool(self.edited) and not self.same_text

    @property
    def is_private(self) -> bool:
        """Whether no public file may name it."""
        return bool(self.draft) or self.path.startswith("drafts/")


@dataclass(frozen=True)
class Proof:
    """The proof: the version of the program that made it, the exports, and the result for each post. `rules` is the
    number of the rules by which the program compared: results by other rules can't be compared with each other.
    """

    program: str
    exports: tuple[Import, ...] = ()
    posts: tuple[ProvenPost, ...] = field(default=(), metadata=schema.ALSO_EMPTY)
    rules: int = 1


def read(layout: Layout) -> Proof | None:
    """The part without drafts, None before the first import. Raises RecordsDamaged."""
    return _read(layout.records / NAME)


def write(layout: Layout, proof: Proof) -> None:
    """Write both files. A result that changes sides is in both for a moment, so that a kill in between loses none."""
    posts = [_without_page(post) for post in proof.posts]
    private = [post for post in posts if post.is_private]
    public = [post for post in posts if not post.is_private]
    place, head = layout.private / NAME, replace(proof, exports=(), posts=())
    with suppress(RecordsDamaged):
        there = _read(place)
        before = {same_post(post.id) for post in there.posts} if there is not None else set()
        if leaving := [post for post in public if same_post(post.id) in before]:
            _write(place, head, [*private, *leaving])
            _write(layout.records / NAME, replace(proof, posts=()), public)
    _write(place, head, private)
    _write(layout.records / NAME, replace(proof, posts=()), public)


def _without_page(post: ProvenPost) -> ProvenPost:
    """The result of a post without the parts that are missing only on its page."""
    kept = tuple(part for part in post.parts if not part.on_page)
    return post if kept == post.parts else replace(post, parts=kept)


def follow(layout: Layout, entries: Mapping[str, Entry], history: History) -> None:
    """Let the results follow their posts: a post that became a draft leaves the public file. `entries` is the catalog.
    The values that the results repeat from the records are updated.

    A damaged file is left to `archive verify`, which reports it, and to the next import, which writes it again.
    """
    proof = _undamaged(layout)
    if proof is None:
        return
    known = {same_post(post.id): post for post in proof.posts}  # a killed run may have left a result in both files
    private = _read(layout.private / NAME)
    has_astray = private is not None and not all(post.is_private for post in private.posts)  # as above
    present = tuple(
        repeat_records(replace(post, path=entry.path, original=entry.original), entry, history)
        for key, post in known.items()
        if (entry := entries.get(key)) is not None
    )
    if present != proof.posts or has_astray:
        write(layout, replace(proof, posts=present))


def repeat_records(post: ProvenPost, entry: Entry, history: History) -> ProvenPost:
    """The result of a post, with the reason from the catalog and the numbers of words from the history."""
    return replace(post, reason=entry.reason, words=history.words(same_post(entry.id)), amounts=_shared_amounts(post))


def with_shared_amounts(proof: Proof) -> Proof:
    """The same proof, in which equal amounts are one object: they are nearly all of its memory."""
    return replace(proof, posts=tuple(replace(post, amounts=_shared_amounts(post)) for post in proof.posts))


def _shared_amounts(post: ProvenPost) -> tuple[Amount, ...]:
    return tuple(_amount(one.kind, one.wanted, one.found) for one in post.amounts)


def renew(layout: Layout, proven: Iterable[ProvenPost]) -> None:
    """Replace the results of these posts, or add them. Without a file, or with a damaged one, the next import
    writes it.
    """
    proof = _undamaged(layout)
    if proof is None:
        return
    present = {same_post(post.id): post for post in (*proof.posts, *proven)}
    write(layout, replace(proof, posts=tuple(present.values())))


def _undamaged(layout: Layout) -> Proof | None:
    """The proof with the results of both files; None if there is no proof yet, or if one of the files is damaged."""
    try:
        public, private = read(layout), _read(layout.private / NAME)
    except RecordsDamaged:
        return None
    if public is None:
        return None
    return replace(public, posts=(*public.posts, *(private.posts if private else ())))


def _read(path: Path) -> Proof | None:
    try:
        found = records.read(path, Proof)
    except RecordsDamaged as error:
        hint = "Restore the file from a copy, or import your newest export again."
        raise RecordsDamaged(error.message, hint) from error
    return found[0] if found else None


def _write(path: Path, proof: Proof, posts: Sequence[ProvenPost]) -> None:
    """Without a post no private file is needed."""
    if posts or proof.exports:
        files.write(path, content(replace(proof, posts=tuple(posts))))
    else:
        with files.disk_errors(path):
            path.unlink(missing_ok=True)
    checksums.renew(path)


def content(proof: Proof) -> bytes:
    """The bytes of a file. A post is one line, so that a change is one line of a diff; the posts are sorted by id."""
    head = json.dumps(schema.encode(replace(proof, posts=())), ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(map(records.line, sorted(proof.posts, key=lambda post: post.id)))
    return f'{head},\n "posts": [\n{lines}\n]}}\n'.encode()
