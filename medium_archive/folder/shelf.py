"""Where a post lies and what is written there: the part of an import that must never overwrite a person's work."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from medium_archive import names
from medium_archive.folder import catalog, files, index_md
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.post import Kind, Post
from medium_archive.report import Issue

_KIND_OF = {folder: kind for kind, folder in FOLDER_OF.items()}
_ID = re.compile(rb"^[ \t]+id:[ \t]*['\"]?([0-9a-f]{8,12})['\"]?[ \t]*\r?$", re.MULTILINE)
# Called with a post's id and its folder before its text is written: the pictures that can be had are put there.
BringPictures = Callable[[str, str], None]


@dataclass
class Shelf:
    """The posts of an archive while an import goes on. `paths` gives the folder of each post as it lies on the disk."""

    layout: Layout
    entries: dict[str, Entry]
    gallery: Gallery
    paths: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0, "edited": 0})
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def open(cls, layout: Layout) -> Shelf:
        shelf = cls(layout, catalog.read(layout), Gallery.read(layout))
        recorded_at = {entry.path: key for key, entry in shelf.entries.items()}
        for folder in FOLDER_OF.values():
            for file in sorted((layout.root / folder).glob("*/index.md")):
                path = f"{folder}/{file.parent.name}"
                shelf.taken.add(names.same_name(path))
                key = same_post(id_in(file.read_bytes())) or recorded_at.get(path, "")
                # Of two folders with one id the recorded one counts; the other is a person's copy
                if key and (key not in shelf.paths or recorded_at.get(path) == key):
                    shelf.paths[key] = path
        for key, entry in shelf.entries.items():
            shelf.entries[key] = replace(entry, path=shelf.paths.get(key, entry.path))
        shelf.gallery.adopt({post: shelf.paths.get(same_post(post), "") for post in shelf.gallery.shown_by})
        return shelf

    def is_current(self, post_id: str, sha256: str) -> bool:
        """Whether exactly this page was imported before and all that was made of it is there."""
        entry = self.entries.get(same_post(post_id))
        path = self.paths.get(same_post(post_id))
        return (
            entry is not None
            and entry.sha256 == sha256
            and path is not None
            and (self.layout.root / entry.original).is_file()
            and entry.original.startswith("private/") == path.startswith("drafts/")
            and files.checksum(self.layout.root / path / "index.md") == entry.written
        )

    def put(self, post: Post, page: bytes, original_name: str, bring_pictures: BringPictures) -> None:
        """Keep the page as evidence and write its index.md, unless a person changed that or the archive has a newer
        page.
        """
        key = same_post(post.id)
        entry = self.entries.get(key)
        sha256 = hashlib.sha256(page).hexdigest()
        if entry is not None and entry.sha256 != sha256 and post.exported < entry.exported:
            self.counts["unchanged"] += 1
            return
        folder = self._folder(post, key)
        original = f"{'private/original' if folder.startswith('drafts/') else 'original/posts'}/{original_name}"
        files.write(self.layout.root / original, page)
        if entry is not None and entry.original not in ("", original):
            with files.disk_errors(self.layout.root / entry.original):
                (self.layout.root / entry.original).unlink(missing_ok=True)
        if entry is not None and entry.id != post.id:
            self.gallery.replace_post(entry.id, ())
        self.gallery.replace_post(post.id, post.pictures)
        bring_pictures(post.id, folder)
        text = self.compose(post, folder, original, sha256)
        written = hashlib.sha256(text).hexdigest()
        self._write(self.layout.root / folder / "index.md", text, entry, folder, post.id)
        self.entries[key] = Entry(post.id, folder, written, original, sha256, post.exported, post.reason)

    def compose(self, post: Post, folder: str, original: str, sha256: str) -> bytes:
        """The index.md of a post in its folder, with the pictures that are there."""
        slug = folder.rpartition("/")[2].removeprefix(_date(post)).removeprefix("-")
        names = self.gallery.files_of(post.id, folder)
        return index_md.compose(post, slug=slug, original=original, sha256=sha256, files=names).encode()

    def _write(self, file: Path, text: bytes, entry: Entry | None, folder: str, post_id: str) -> None:
        if not file.exists():
            files.write(file, text)
            self.counts["new"] += 1
            return
        there = file.read_bytes()
        if there == text:
            self.counts["unchanged"] += 1
        elif entry is not None and hashlib.sha256(there).hexdigest() == entry.written:
            files.write(file, text)
            self.counts["changed"] += 1
        else:
            self.counts["edited"] += 1
            homes = self.gallery.files_of(post_id, folder)
            files.write(
                file,
                index_md.with_files(there.decode("utf-8", "surrogateescape"), homes).encode("utf-8", "surrogateescape"),
            )
            self.issues.append(
                Issue(f"{folder}/index.md", "edit-kept", "You edited this post; your text was kept as it is.", "note")
            )

    def _folder(self, post: Post, key: str) -> str:
        """Where the post lies: where a person put it; a draft that was published since the last export moves; else a
        new name.
        """
        there, entry = self.paths.get(key), self.entries.get(key)
        shelf = FOLDER_OF[post.kind]
        was_draft = entry is None or entry.original.rpartition("/")[2].startswith("draft_")
        if there is not None and not (there.startswith("drafts/") and post.kind != "draft" and was_draft):
            return there
        name = names.folder_name(post.title, _date(post), post.id)
        path = f"{shelf}/{name}"
        if names.same_name(path) in self.taken:
            path = f"{path}-{post.id}"
        if there is not None:
            with files.disk_errors(self.layout.root / path):
                (self.layout.root / shelf).mkdir(parents=True, exist_ok=True)
                (self.layout.root / there).rename(self.layout.root / path)
            self._moved(there, path)
        self.paths[key] = path
        self.taken.add(names.same_name(path))
        return path

    def _moved(self, old: str, new: str) -> None:
        for address, record in self.gallery.records.items():
            moved = tuple(
                sorted(f.replace(f"{old}/", f"{new}/", 1) if f.startswith(f"{old}/") else f for f in record.files)
            )
            if moved != record.files:
                self.gallery.records[address] = replace(record, files=moved)

    def save_gallery(self) -> None:
        self.gallery.write({entry.id for entry in self.entries.values() if entry.is_private})

    def save(self) -> None:
        """Write the records, the last thing that a run does."""
        self.save_gallery()
        catalog.write(self.layout, self.entries)

    def sums(self) -> dict[str, str]:
        """The checksum of every original and picture, by its path."""
        sums = {entry.original: entry.sha256 for entry in self.entries.values() if entry.original}
        for record in self.gallery.records.values():
            sums.update(dict.fromkeys(record.files, record.sha256))
        return sums


def kind_of(path: str) -> Kind:
    """What a post is, by the folder it lies in."""
    return _KIND_OF[path.partition("/")[0]]


def _date(post: Post) -> str:
    return post.published.strftime("%Y-%m-%d") if post.published else ""


def id_in(text: bytes) -> str:
    """The id in the front matter, found also where a person broke the YAML around it; "" where there is none."""
    match = _ID.search(text)
    return match[1].decode() if match else ""
