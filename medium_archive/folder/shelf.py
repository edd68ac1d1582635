"""The posts of an archive while a run changes them: the records, and where each post's folder is on the disk."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from medium_archive import names
from medium_archive.errors import ArchiveError
from medium_archive.folder import (
    catalog,
    feed,
    files,
    forgotten,
    kept_exports,
    known_posts,
    migrations,
    post_paths,
    posts,
    proof_record,
    published,
    regular_files,
    rescued,
)
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.conversion import ReadPages
from medium_archive.folder.export_pages import ExportPages
from medium_archive.folder.feed import FeedRecord
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.gists import Gists
from medium_archive.folder.history import History, mark
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import FOLDER_OF, TEXT, Layout, original_at
from medium_archive.folder.post_paths import PostPaths
from medium_archive.folder.rescued import RescuedRecord
from medium_archive.post import Kind

_KIND_OF = {folder: kind for kind, folder in FOLDER_OF.items()}
_ID = re.compile(rb"(?:\A|[\r\n])[ \t]+id:[ \t]*['\"]?([0-9a-f]{8,12})['\"]?[ \t]*(?=[\r\n]|\Z)")


@dataclass
class Shelf:
    """A store: only its own methods change entries, paths and feed records. Keys are `same_post(id)`.

    `links` has the folders that links between posts lead to: those of the last run, until `consistency.update_links`.
    `others` are the names of folders that belong to no post of Medium's, or that are kept free for a forgotten one, as
    a file system compares them. `unread` are the problems of texts that are links or special files, by path.
    `recovered` are the posts whose originals a killed run had moved without recording it, `saved` those of which the
    catalog on the disk has an entry, `kept_away` the marks of those that must not come back.
    """

    layout: Layout
    gallery: Gallery
    gists: Gists
    links: PostPaths
    history: History = field(default_factory=History)
    others: frozenset[str] = frozenset()
    recovered: frozenset[str] = frozenset()
    saved: frozenset[str] = frozenset()
    kept_away: frozenset[str] = frozenset()
    unread: Mapping[str, str] = field(default_factory=dict)
    read_pages: ReadPages = field(default_factory=ReadPages)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _feed: dict[str, FeedRecord] = field(default_factory=dict)
    _rescued: dict[str, RescuedRecord] = field(default_factory=dict)
    _paths: dict[str, str] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)
    _pages: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def open(cls, layout: Layout) -> Shelf:
        """Read the records and find the folder of each post, which a person may have moved or renamed.

        Raises RecordsDamaged, SettingsWrong, FolderUnwritable.
        """
        history = History.read(layout, kept_exports.read(layout))
        recorded, feed_records = catalog.read(layout), feed.read(layout)
        links = PostPaths.recorded(layout, recorded)
        gallery, gists = Gallery.read(layout), Gists.read(layout)
        unread: dict[str, str] = {}
        texts = [
            (posts.path_of(file, folder), file)
            for folder in FOLDER_OF.values()
            for file in posts.texts(layout.root / folder, hidden=True)
        ]
        loose = {path for path, file in texts if file.name != TEXT}  # a person's own
        ids = {path: _id_in_file(file, layout.root, unread) for path, file in texts if file.name == TEXT}
        paths = post_paths.locate(((path, id) for path, id in ids.items() if id is not None), recorded)
        gallery.find_moved({entry.path: paths[key] for key, entry in recorded.items() if key in paths})
        entries = {key: _as_found(layout, entry, paths.get(key, entry.path)) for key, entry in recorded.items()}
        shelf = cls(
            layout,
            gallery,
            gists,
            links,
            history,
            others=_other_names(layout, (ids.keys() - paths.values(), loose), recorded, paths)
            | _kept_free(layout, paths),
            recovered=frozenset(key for key in recorded if entries[key].original != recorded[key].original),
            saved=frozenset(recorded),
            kept_away=forgotten.kept_away(layout),
            unread=unread,
            _entries=entries,
            _feed={
                key: replace(record, file=_recovered(layout, record.file, record.sha256))
                for key, record in feed_records.items()
            },
            _rescued={
                key: replace(record, file=_recovered(layout, record.file, record.sha256))
                for key, record in rescued.read(layout).items()
            },
            _paths=paths,
            _taken=Counter(map(names.same_name, paths.values())),
        )
        gallery.adopt(shelf.folders_by_id())
        return shelf

    @classmethod
    def recorded(cls, layout: Layout) -> Shelf:
        """The posts as the records have them; no folder of a post is read. Raises RecordsDamaged, SettingsWrong."""
        entries = catalog.read(layout)
        links = PostPaths.recorded(layout, entries)
        exports = {mark(one.sha256): one for one in kept_exports.read(layout)}
        return cls(
            layout,
            Gallery.read(layout),
            Gists.read(layout),
            links,
            History(exports=exports),
            _entries=entries,
            _feed=feed.read(layout),
            _rescued=rescued.read(layout),
        )

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The catalog."""
        return self._entries

    @property
    def feed(self) -> Mapping[str, FeedRecord]:
        """What feeds had of each post."""
        return self._feed

    @property
    def rescued(self) -> Mapping[str, RescuedRecord]:
        """What saved pages had of each post."""
        return self._rescued

    @property
    def paths(self) -> Mapping[str, str]:
        """The folder of each post, relative to the archive. A post that a person deleted has an entry, but no path."""
        return self._paths

    @property
    def partial(self) -> frozenset[str]:
        """The keys of the posts of which the archive has only a part, from a feed or a saved page."""
        return known_posts.partial(self.layout, self._entries, self._feed, self._rescued)

    @property
    def states(self) -> Mapping[str, known_posts.State]:
        """What the archive has of each post that has a text."""
        return known_posts.states(self._paths, self.partial)

    def is_partial(self, key: str) -> bool:
        """Whether a post is one of `partial`."""
        return known_posts.is_partial(self.layout, key, self._entries, self._feed, self._rescued)

    def is_of_export(self, sha256: str) -> bool:
        """Whether a page with this checksum is in one of the exports, or may be in a missing or damaged export. The
        pages of each export are read once.
        """
        for marked, one in self.history.exports.items():
            if marked not in self._pages:
                self._pages[marked] = _pages(self.layout, one)
        return any(sha256 in sums or not sums for sums in self._pages.values())

    def is_left_alone(self, key: str) -> bool:
        """Whether feeds and saved pages change nothing of a post: it is forgotten, or a person deleted its folder, or
        put it among the drafts.
        """
        path = self._paths.get(key)
        if key not in self._entries:
            return self.is_kept_away(key)
        if path is None or forgotten.is_hidden(path):
            return True
        return path.startswith("drafts/") and self._entries[key].kind != "draft"

    def is_kept_away(self, key: str) -> bool:
        """Whether a post must not come back. A copy of the archive that git made knows nothing else of it."""
        return bool(self.kept_away) and forgotten.mark(key) in self.kept_away

    def record(self, entry: Entry) -> None:
        """Set the catalog's entry of a post, or of a file about the author."""
        self._entries[same_post(entry.id)] = entry

    def record_feed(self, record: FeedRecord) -> None:
        """Set what a feed had of a post."""
        self._feed[same_post(record.id)] = record

    def restore_feed(self, key: str, before: FeedRecord | None) -> None:
        """Restore the record of a post in earlier feeds; None removes it."""
        if before is None:
            self._feed.pop(key, None)
        else:
            self._feed[key] = before

    def record_rescued(self, record: RescuedRecord) -> None:
        """Set what a saved page had of a post."""
        self._rescued[same_post(record.id)] = record

    def restore_rescued(self, key: str, before: RescuedRecord | None) -> None:
        """Restore what a saved page had of a post; None removes it."""
        if before is None:
            self._rescued.pop(key, None)
        else:
            self._rescued[key] = before

    def without_feed(self, key: str) -> Shelf:
        """A copy without the feed's record of one post."""
        return replace(self, _feed={other: record for other, record in self._feed.items() if other != key})

    def without_rescued(self, key: str) -> Shelf:
        """A copy without the record of one post in saved pages."""
        return replace(self, _rescued={other: one for other, one in self._rescued.items() if other != key})

    def is_free(self, path: str) -> bool:
        """Whether no folder has this name on a file system that ignores case."""
        name = names.same_name(path)
        return name not in self.others and not self._taken[name]

    def move(self, key: str, path: str) -> None:
        """Move the folder of a post to another place, which must be free; the place of a new post is only noted."""
        before = self._paths.get(key)
        if before is not None:
            with files.disk_errors(self.layout.root / path):
                (self.layout.root / path).parent.mkdir(parents=True, exist_ok=True)
                with suppress(OSError):
                    (self.layout.root / path).rmdir()  # Windows renames nothing to an empty folder
                (self.layout.root / before).rename(self.layout.root / path)
            self._taken[names.same_name(before)] -= 1
            self.gallery.move(before, path)
        self._paths[key] = path
        self._taken[names.same_name(path)] += 1
        if before is not None and key in self._entries:
            self._entries[key] = replace(self._entries[key], path=path)

    def discard(self, key: str, post_id: str) -> None:
        """Forget a post of which nothing was written yet."""
        path = self._paths.pop(key, None)
        if path is not None:
            self._taken[names.same_name(path)] -= 1
        self.history.states.pop(key, None)
        self.gallery.replace_post(post_id, ())
        self.gists.replace_post(post_id, ())

    def link_to_present_folders(self) -> None:
        """Let `links` lead to where the posts are now. Raises SettingsWrong."""
        self.links = PostPaths.of(self.layout, {key: path for key, path in self._paths.items() if key in self._entries})

    def folders_by_id(self) -> dict[str, str]:
        """The folder of each post that shows a picture, by its id as the pictures have it; "" for a deleted post."""
        return {post_id: self._paths.get(same_post(post_id), "") for post_id in self.gallery.shown_by}

    def fetched_for(self) -> set[str]:
        """The ids of the posts that show a picture or embed a gist."""
        return {*self.gallery.shown_by, *self.gists.posts}

    def sums(self) -> dict[str, str]:
        """The checksum of every original and picture, by its path."""
        sums = {entry.original: entry.sha256 for entry in self._entries.values() if entry.original}
        recorded: tuple[FeedRecord | RescuedRecord, ...] = (*self._feed.values(), *self._rescued.values())
        sums.update({record.file: record.sha256 for record in recorded if record.file})
        for picture in self.gallery.records.values():
            sums.update(dict.fromkeys(picture.files, picture.sha256))
        return sums

    def save_fetched(self) -> None:
        """Write the records of pictures and gists."""
        drafts = {entry.id for entry in self._entries.values() if entry.is_private}
        self.gallery.write(drafts)
        self.gists.write(drafts)

    def save(self) -> None:
        """Write all records, once the disk has the files that they name."""
        files.sync_disk()
        self.save_fetched()
        drafts = {key for key, entry in self._entries.items() if entry.is_private}
        drafts.update(key for key, path in self._paths.items() if forgotten.is_hidden(path))
        self.history.write(self.layout, drafts)
        feed.write(self.layout, self._feed, drafts)
        rescued.write(self.layout, self._rescued, drafts)
        published.follow(self.layout, drafts)
        migrations.follow(self.layout, drafts)
        proof_record.follow(self.layout, self._entries, self.history)
        known_posts.update(self.layout, self._entries, self.states)
        catalog.write(self.layout, self._entries)
        self.saved = frozenset(self._entries)
        files.sync_disk()


def _pages(layout: Layout, one: Import) -> frozenset[str]:
    """The checksums of the pages in an export; none if the export is not as it was imported."""
    file = layout.root / one.file
    with suppress(ArchiveError, OSError):
        if files.checksum(file) == one.sha256:
            return frozenset(page.sha256 for page in ExportPages.read(file).pages)
    return frozenset()


def kind_of(path: str) -> Kind:
    """The kind of a post, decided by its parent folder."""
    return _KIND_OF[path.partition("/")[0]]


def _id_in_file(file: Path, root: Path, unread: dict[str, str]) -> str | None:
    """The id in a text; None if there is no text, or a link in its place, whose problem is added to `unread`."""
    try:
        return id_in(regular_files.read(file, root))
    except regular_files.NotRegular as error:
        unread[file.relative_to(root).as_posix()] = str(error.strerror)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        pass
    return None


def id_in(text: bytes) -> str:
    """The id in the front matter, also if a person broke the YAML around it; "" if there is none."""
    match = _ID.search(text)
    return match[1].decode() if match else ""


def _as_found(layout: Layout, entry: Entry, path: str) -> Entry:
    """An entry with the present place of its folder and its original."""
    kind = entry.kind or (kind_of(entry.path) if entry.is_post else "")
    return replace(entry, path=path, kind=kind, original=_recovered(layout, entry.original, entry.sha256))


def _other_names(
    layout: Layout,
    others: tuple[Collection[str], Collection[str]],
    recorded: Mapping[str, Entry],
    paths: Mapping[str, str],
) -> frozenset[str]:
    """The names of folders that belong to no post of Medium's; `others` are those folders, and the places of loose
    texts. A folder in which only the text is missing stays its post's; a killed run may have left an empty one.
    """
    folders, loose = others
    lost = {entry.path for key, entry in recorded.items() if key not in paths}
    own = {names.same_name(path) for path in lost if not os.path.lexists(layout.root / path / TEXT)}
    taken = (*(path for path in folders if not _is_empty(layout.root / path)), *loose)
    return frozenset(map(names.same_name, taken)) - own


def _kept_free(layout: Layout, paths: Mapping[str, str]) -> frozenset[str]:
    """The names to which forgotten posts return: no other post gets them meanwhile."""
    known = forgotten.read(layout).values()
    return frozenset(names.same_name(one.path) for one in known if forgotten.is_hidden(paths.get(one.key, one.folder)))


def _is_empty(folder: Path) -> bool:
    with suppress(OSError), os.scandir(folder) as found:
        return next(found, None) is None
    return False


def _recovered(layout: Layout, original: str, sha256: str) -> str:
    """The path of an original, which a killed run may have moved between the private originals and the others."""
    for there in (original_at(path, original) for path in ("posts/", "drafts/") if original):
        file = layout.root / there
        if there != original and not (layout.root / original).is_file() and file.is_file():
            return there if files.checksum(file) == sha256 else original
    return original
