"""Where a post lies and what is written there: the part of an import that must never overwrite a person's work."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from medium_archive import names
from medium_archive.folder import catalog, edits, feed, files, index_md, kept_exports, posts
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.edits import Draught, Favor
from medium_archive.folder.feed import Fed
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.gists import Gists
from medium_archive.folder.history import History, State
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout, original_at
from medium_archive.folder.post_paths import Homes
from medium_archive.medium import gists
from medium_archive.medium import post as post_page
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.post import Kind, Post
from medium_archive.report import Issue

_KIND_OF = {folder: kind for kind, folder in FOLDER_OF.items()}
_ID = re.compile(rb"(?:\A|[\r\n])[ \t]+id:[ \t]*['\"]?([0-9a-f]{8,12})['\"]?[ \t]*(?=[\r\n]|\Z)")
# Called with a post's id and its folder before its text is written: the pictures that can be had are put there.
BringPictures = Callable[[str, str], None]


@dataclass
class Shelf:
    """The posts of an archive while an import goes on. `paths` gives the folder of each post as it lies on the disk,
    `others` the names of folders that hold none of them, `astray` the posts whose originals a killed run has moved.
    `homes` is where texts think that the posts lie: until `own_links.settle`, where they lay when the last run ended.
    """

    layout: Layout
    entries: dict[str, Entry]
    gallery: Gallery
    gists: Gists
    history: History = field(default_factory=History)
    favor: Favor = "both"
    homes: Homes = field(default_factory=Homes)
    fed: dict[str, Fed] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    astray: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "unchanged": 0, "edited": 0})
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def open(cls, layout: Layout, favor: Favor = "both") -> Shelf:
        history = History.read(layout, kept_exports.read(layout))
        entries, fed = catalog.read(layout), feed.read(layout)
        homes = Homes.recorded(layout, entries)
        shelf = cls(layout, entries, Gallery.read(layout), Gists.read(layout), history, favor, homes, fed)
        recorded_at = {entry.path: key for key, entry in shelf.entries.items()}
        for folder in FOLDER_OF.values():
            for file in posts.texts(layout.root / folder):
                path = f"{folder}/{file.parent.name}"
                key = (same_post(id_in(file.read_bytes())) or recorded_at.get(path, "")) if file.is_file() else ""
                # Of two folders with one id the recorded one counts; the other is a person's copy
                if key and (key not in shelf.paths or recorded_at.get(path) == key):
                    path, shelf.paths[key] = shelf.paths.get(key, ""), path
                shelf.others.add(names.same_name(path))
        # A folder that has lost its text alone gets it back
        bare = {path for path, key in recorded_at.items() if key not in shelf.paths}
        shelf.others -= {names.same_name(path) for path in bare if not (layout.root / path / TEXT).exists()}
        shelf.gallery.follow({path: shelf.paths[key] for path, key in recorded_at.items() if key in shelf.paths})
        for key, entry in shelf.entries.items():
            kind = entry.kind or (kind_of(entry.path) if entry.is_post else "")
            original = _recovered(layout, entry.original, entry.sha256)
            if original != entry.original:
                shelf.astray.add(key)
            shelf.entries[key] = replace(entry, path=shelf.paths.get(key, entry.path), kind=kind, original=original)
        for key, one in fed.items():
            shelf.fed[key] = replace(one, file=_recovered(layout, one.file, one.sha256))
        shelf.gallery.adopt({post: shelf.paths.get(same_post(post), "") for post in shelf.gallery.shown_by})
        return shelf

    @classmethod
    def recorded(cls, layout: Layout) -> Shelf:
        """The posts as the records have them, to be looked at: nothing that lies on the disk is taken up, so nothing is
        written. Raises RecordsDamaged, SettingsWrong.
        """
        entries = catalog.read(layout)
        homes = Homes.recorded(layout, entries)
        return cls(layout, entries, Gallery.read(layout), Gists.read(layout), homes=homes, fed=feed.read(layout))

    def is_current(self, post_id: str, sha256: str, export: str) -> bool:
        """Whether exactly this page of this export was imported before and all that was made of it is there."""
        entry = self.entries.get(same_post(post_id))
        path = self.paths.get(same_post(post_id))
        return (
            entry is not None
            and entry.sha256 == sha256
            and path is not None
            and any(export in state.exports for state in self.history.states.get(same_post(post_id), ()))
            and (self.layout.root / entry.original).is_file()
            and entry.original.startswith("private/") == path.startswith("drafts/")
            and files.checksum(self.layout.root / path / TEXT) == entry.written
        )

    def put(self, post: Post, page: bytes, original_name: str, export: str, bring_pictures: BringPictures) -> None:
        """Note what this export, by its mark, has of a post. Unless the archive has a newer page: keep it as evidence
        and write its index.md, with what a person changed there.
        """
        key = same_post(post.id)
        entry, before = self.entries.get(key), self.history.newest(key)
        self.history.note(post, fingerprint(page), export)
        sha256 = hashlib.sha256(page).hexdigest()
        if entry is not None and (post.exported, sha256) < (entry.exported, entry.sha256):
            self.counts["unchanged"] += 1
            return
        base = self._base(entry, sha256) if entry is not None else None
        folder = self.folder_for(post, key, entry)
        original = original_at(folder, f"original/posts/{original_name}")
        self.gists.replace_post(post.id, gists.addresses(post.body))
        if entry is not None and entry.id != post.id:
            self.gallery.replace_post(entry.id, ())
            self.gists.replace_post(entry.id, ())
        self.gallery.replace_post(post.id, post.pictures)
        bring_pictures(post.id, folder)
        slug = self.slug(key)
        text = self.compose(post, folder, original, sha256, slug)
        # The page is written last. Where it lies already, a run that was killed has merged this text with it before
        kept = self.layout.root / original
        is_merged = kept.is_file() and files.checksum(kept) == sha256
        self.write_text(folder, text, entry, None if is_merged else base, "" if is_merged else sha256)
        files.write(self.layout.root / original, page)
        if entry is not None and entry.original not in ("", original) and not entry.is_from_feed:
            with files.disk_errors(self.layout.root / entry.original):
                (self.layout.root / entry.original).unlink(missing_ok=True)
        self.entries[key] = Entry(
            post.id, folder, _sha256(text), original, sha256, post.exported, post.reason,
            kind=kind_of(self.first_path(key, post.kind)), slug=slug,
        )  # fmt: skip
        self._tell(folder, before, self.history.newest(key))

    def compose(self, post: Post, folder: str, original: str, sha256: str, slug: str) -> bytes:
        """The index.md of a post in its folder, with the pictures and the gists that are there."""
        names = self.gallery.names_of(post.id, folder)
        body, title = (self.homes.lead(html, folder) for html in (post.body, post.title_html))
        led = replace(post, body=body, title_html=title)
        fed = self.fed.get(same_post(post.id))
        said = fed.said(is_source=original == fed.file) if fed else index_md.Feed()
        text = index_md.compose(led, slug=slug, original=original, sha256=sha256, files=names, feed=said)
        return index_md.settled(text, {}, self.gists.blocks_of(post.id)).encode()

    def slug(self, key: str) -> str:
        """The slug that goes with the folder's name; with the name the program would have given it, if somebody else
        did.
        """
        path = self.paths[key]
        state = self.history.first(key, draft=path.startswith("drafts/")) or self.history.newest(key)
        if state is None:
            return path.rpartition("/")[2]
        name = path.rpartition("/")[2] if self.is_named_by_program(key) else state.folder_name
        return name.removeprefix(state.published[:10]).removeprefix("-")

    def is_named_by_program(self, key: str) -> bool:
        """Whether the folder of a post has a name that the program may have given it."""
        name = names.same_name(self.paths[key].rpartition("/")[2])
        return any(names.same_name(own) == name for own in self.history.folder_names(key))

    def is_moved_by_person(self, key: str) -> bool:
        """Whether somebody has moved the folder of a post to be of another kind."""
        entry = self.entries.get(key)
        return entry is not None and bool(entry.kind) and kind_of(self.paths[key]) != entry.kind

    def composed(self, entry: Entry, slug: str = "", original: str = "") -> bytes | None:
        """A post's text as the program writes it from the original that is here; None where that isn't, can't be read,
        or is another than the catalog's. `original` is the path that the text is to give for it, if another.
        """
        file = self.layout.root / entry.original
        if not entry.original or not file.is_file():
            return None
        page = file.read_bytes()
        if _sha256(page) != entry.sha256:
            return None
        try:
            post = feed.read_one(page).post if entry.is_from_feed else post_page.read(page, file.name)[0]
        except (post_page.NoMediumPage, feed.NoFeed, RecursionError):
            return None
        return self.compose(post, entry.path, original or entry.original, entry.sha256, slug or entry.slug)

    def rewrite(self, key: str, slug: str = "") -> bool:
        """Write a post's text anew from its original, maybe with another slug; False where there is none that can be
        read. What a person changed stays.
        """
        entry = self.entries[key]
        base, text = self.composed(entry), self.composed(entry, slug)
        if text is None:
            return False
        self.write_text(entry.path, text, entry, base)
        self.entries[key] = replace(entry, written=_sha256(text), slug=slug or entry.slug)
        return True

    def _base(self, entry: Entry, sha256: str) -> bytes | None:
        """What the program would have written before the page changed; None where that is of no use, or is unknown."""
        file = self.layout.root / entry.path / TEXT
        is_edited = file.is_file() and files.checksum(file) != entry.written
        return self.composed(entry) if is_edited and entry.sha256 != sha256 else None

    def _tell(self, folder: str, before: State | None, now: State | None) -> None:
        """What a person wants to know of a post that an export has changed."""
        if before is None or now is None:
            return
        if before.is_private and not now.is_private:
            self.issues.append(Issue(folder, "published-since", "This draft has been published; it has moved.", "note"))
        elif now.is_private and not before.is_private:
            self.issues.append(Issue(folder, "withdrawn", "Medium has this post as a draft now; it has moved.", "note"))
        elif now.title != before.title:
            message = f"Its title at Medium is “{now.title}” now; its address stays."
            self.issues.append(Issue(folder, "retitled", message, "note"))

    def write_text(self, folder: str, text: bytes, entry: Entry | None, base: bytes | None, change: str = "") -> None:
        """`change` is the checksum of the new page, where there is one."""
        post_id = entry.id if entry else ""
        draught = Draught(
            text,
            written=entry.written if entry else "",
            base=base,
            is_page_changed=bool(change) and (entry is None or change != entry.sha256),
            homes=self.gallery.files_of(post_id, folder),
        )
        where = f"{folder}/{TEXT}"
        outcome, issues = edits.bring(self.layout.root / where, where, draught, self.favor)
        self.counts[outcome] += 1
        self.issues += issues

    def folder_for(self, post: Post, key: str, entry: Entry | None) -> str:
        """Where the post lies: where it is, unless it was published or withdrawn since; else where it was first called.
        `arrangement.arrange` has the last word, once all exports are read.
        """
        there = self.paths.get(key)
        if there is None:
            path = self.first_path(key, post.kind)
        elif entry is None or self.is_moved_by_person(key) or (entry.kind == "draft") == (post.kind == "draft"):
            return there
        elif self.is_named_by_program(key):
            path = self.first_path(key, post.kind)
        else:
            path = f"{FOLDER_OF[post.kind]}/{there.rpartition('/')[2]}"
        path = path if self.is_free(path) else f"{path}-{post.id}"
        if there is not None:
            self.move(key, path)
        self.paths[key] = path
        return path

    def first_path(self, key: str, kind: Kind) -> str:
        """The folder that goes with how a post was first called: as a draft, or since it is published."""
        state = self.history.first(key, draft=kind == "draft")
        return f"{FOLDER_OF[state.kind]}/{state.folder_name}" if state else self.paths[key]

    def is_free(self, path: str) -> bool:
        wanted = names.same_name(path)
        return wanted not in self.others and all(names.same_name(there) != wanted for there in self.paths.values())

    def move(self, key: str, path: str) -> None:
        """Give the folder of a post another place, that is free."""
        there = self.paths[key]
        with files.disk_errors(self.layout.root / path):
            (self.layout.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.layout.root / there).rename(self.layout.root / path)
        self.paths[key] = path
        if key in self.entries:
            self.entries[key] = replace(self.entries[key], path=path)
        self.gallery.move(there, path)

    def mark_gone(self) -> None:
        """Note in the catalog which posts the newest export has no more; they stay."""
        for key, entry in self.entries.items():
            gone = self.history.gone(key)
            if gone and gone != entry.gone:
                message = f"The export of {gone} doesn't hold this post any more; it is kept."
                self.issues.append(Issue(entry.path, "gone-from-export", message, "note"))
            self.entries[key] = replace(entry, gone=gone)

    def showing(self) -> set[str]:
        """The ids of the posts that show anything which is fetched."""
        return {*self.gallery.shown_by, *self.gists.posts}

    def save_gallery(self) -> None:
        """Write what is known of pictures and gists."""
        drafts = {entry.id for entry in self.entries.values() if entry.is_private}
        self.gallery.write(drafts)
        self.gists.write(drafts)

    def save(self) -> None:
        """Write the records, the last thing that a run does."""
        files.settle()
        self.save_gallery()
        drafts = {key for key, entry in self.entries.items() if entry.is_private}
        self.history.write(self.layout, drafts)
        feed.write(self.layout, self.fed, drafts)
        catalog.write(self.layout, self.entries)
        files.settle()

    def sums(self) -> dict[str, str]:
        """The checksum of every original and picture, by its path."""
        sums = {entry.original: entry.sha256 for entry in self.entries.values() if entry.original}
        sums.update({fed.file: fed.sha256 for fed in self.fed.values() if fed.file})
        for record in self.gallery.records.values():
            sums.update(dict.fromkeys(record.files, record.sha256))
        return sums


def kind_of(path: str) -> Kind:
    """What a post is, by the folder it lies in."""
    return _KIND_OF[path.partition("/")[0]]


def _recovered(layout: Layout, original: str, sha256: str) -> str:
    """Where an original lies that a killed run was about to move to where git takes it, or away from there."""
    for there in (original_at(path, original) for path in ("posts/", "drafts/") if original):
        file = layout.root / there
        if there != original and not (layout.root / original).is_file() and file.is_file():
            return there if files.checksum(file) == sha256 else original
    return original


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def id_in(text: bytes) -> str:
    """The id in the front matter, found also where a person broke the YAML around it; "" where there is none."""
    match = _ID.search(text)
    return match[1].decode() if match else ""
