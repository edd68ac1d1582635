"""What the archive holds that the site may show or link to. What is not found here never reaches the site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from medium_archive import links
from medium_archive.articles.addresses import page_of
from medium_archive.folder import catalog, forgotten, former_paths, kept_exports, picture_record, post_paths
from medium_archive.folder.catalog import Entry, same_post
from medium_archive.folder.gallery import Gallery
from medium_archive.folder.history import History
from medium_archive.folder.layout import FOLDER_OF, Layout
from medium_archive.folder.post_paths import PostPaths
from medium_archive.folder.posts import StoredPost

# The mappings of Holdings in which the page of a text looks up pages, addresses and files
Question = Literal["pages", "by_id", "moved", "withdrawn", "thumbnails", "thumbnails_by_page"]
Answer = str | tuple[str, ...] | None
_UNCLEAR = frozenset(("", ".", ".."))  # steps of a path that `posixpath.relpath` resolves


@dataclass(frozen=True)
class PictureRecords:
    """What the records say of pictures.

    `lacking` are the addresses of pictures that are not here, `elsewhere` those of each post, by `same_post`; `counts`
    how many pictures are here, missing and not tried, by the keys of a Report. By the address of a picture: its `sizes`
    in pixels, as the export gives them, and the `problems` of the last attempt to fetch it, and its `files`.
    `thumbnails` are the files for the address of a link card, `addresses` the source of each file. Files have the paths
    that they have now, also if a person has moved or renamed them since the last import.
    """

    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    thumbnails: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, layout: Layout, folders: Mapping[str, str]) -> PictureRecords:
        """`folders` gives the present path of each recorded folder. Raises RecordsDamaged."""
        gallery = Gallery.read(layout)
        gallery.find_moved(folders)
        sizes: dict[str, tuple[int, int]] = {}
        problems: dict[str, str] = {}
        thumbnails: dict[str, tuple[str, ...]] = {}
        addresses: dict[str, str] = {}
        for record in gallery.records.values():
            if record.width and record.height and record.width > 0 and record.height > 0:
                sizes[record.address] = (record.width, record.height)
            if record.problem:
                problems[record.address] = record.problem.strip()
            addresses |= dict.fromkeys(record.files, record.address)
            for card in record.cards if record.files else ():
                thumbnails[card] = (*thumbnails.get(card, ()), *record.files)
        files = {record.address: record.files for record in gallery.records.values() if record.files}
        lacking = frozenset(record.address for record in gallery.records.values() if not record.files)
        elsewhere = picture_record.elsewhere_by_post(gallery.records.values())
        return cls(sizes, problems, thumbnails, addresses, files, lacking, gallery.counts, elsewhere)


@dataclass(frozen=True)
class Holdings:
    """The pages of this build and the files in their folders.

    `pages` maps a Markdown file of the archive to its page: `posts/x/index.md` to `posts/x/index.html`. A page may show
    files from `folders`, the folders of these posts, and pictures from `root`, where about.md is. `by_id` maps
    `same_post(id)` to the page of a post, `moved` the earlier paths of its folder, `former` those it had on
    the site. `withdrawn` maps the recorded path of a published post that this build lacks to its address at Medium: a
    person has moved it to drafts/, and links to it stay until the next import, or has forgotten it, and links in texts
    that the program does not write stay. `domains` are the custom domains at
    which the posts were published. `thumbnails_by_page` are the files for link cards that lead to a page of the site.
    With `own_scripts`, a file beside a text is published as it is, also if a browser could run scripts of it.
    """

    root: Path
    pages: Mapping[str, str]
    folders: frozenset[str]
    by_id: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    pictures: PictureRecords = field(default_factory=PictureRecords)
    thumbnails_by_page: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_scripts: bool = False

    @classmethod
    def read(
        cls, layout: Layout, posts: Iterable[StoredPost], about: Iterable[StoredPost], *, own_scripts: bool = False
    ) -> Holdings:
        """The holdings for a site of these posts and of the pages about its authors. Raises RecordsDamaged."""
        published = {post.path: post for post in posts}
        pages = {f"{path}/index.md": page_of(path) for path in published}
        pages |= {post.where: page_of(path) for path, post in published.items() if post.is_loose}
        pages |= {f"{one.path}.md": f"{one.path}.html" for one in about}
        entries = catalog.read(layout)
        paths = post_paths.locate(((path, post.id) for path, post in published.items() if post.id), entries)
        by_id = {key: page_of(path) for key, path in paths.items()}
        domains = PostPaths.of(
            layout, {same_post(post.id): path for path, post in published.items() if post.id}
        ).domains
        pictures = PictureRecords.read(
            layout, {entries[key].path: path for key, path in paths.items() if key in entries}
        )
        own_cards = {
            page: files
            for address, files in pictures.thumbnails.items()
            if (page := by_id.get(same_post(links.post_id(address, domains)))) is not None
        }
        history = History.read(layout, kept_exports.read(layout))
        former = {before: page_of(path) for before, path in former_paths.of(history, paths).items()}
        moved = _moved(history, entries, by_id)
        withdrawn = {
            entry.path: f"https://medium.com/p/{entry.id}"
            for key, entry in entries.items()
            if entry.is_post and key not in by_id and entry.kind in ("story", "response")
        }
        for record in forgotten.read(layout).values():
            entry = entries.get(record.key)
            if entry is not None and record.key not in by_id and entry.kind in ("story", "response"):
                withdrawn[record.path] = f"https://medium.com/p/{entry.id}"
        folders = frozenset(published)
        found = (pages, folders, by_id, moved, former, withdrawn, domains, pictures, own_cards)
        return cls(layout.root, *found, own_scripts)

    def key_of(self, address: str) -> str:
        """The key in `by_id` of the post that an address at Medium names, "" for an address of no post."""
        return same_post(links.post_id(address, self.domains))

    @property
    def first_folders(self) -> frozenset[str]:
        """The first folder of each page; a page in no folder is here itself."""
        return frozenset(page.partition("/")[0] for page in self.pages.values())

    @property
    def thumbnails(self) -> Mapping[str, tuple[str, ...]]:
        return self.pictures.thumbnails

    def find(self, what: Question, key: str) -> Answer:
        """The value for a key in one of the mappings, None if there is no such key."""
        found: Mapping[str, Answer] = getattr(self, what)
        return found.get(key)


def relative(target: str, folder: str) -> str:
    """The address of a file of the site from a page in `folder`, percent-encoded, without scheme or host."""
    path = _quoted(_path(target, folder))
    return f"./{path}" if ":" in path.split("/", 1)[0] else path


_quoted = lru_cache(maxsize=4096)(quote)  # most pages link to the same files of the theme and lists


def _path(target: str, folder: str) -> str:
    """What `posixpath.relpath` gives. That looks up the current folder, tens of thousands of times in a build."""
    there, here = target.split("/"), folder.split("/") if folder else []
    if not _UNCLEAR.isdisjoint(there) or not _UNCLEAR.isdisjoint(here):
        return posixpath.relpath(target, folder or ".")
    common = 0
    for one, other in zip(there, here, strict=False):
        if one != other:
            break
        common += 1
    return "/".join((*[".."] * (len(here) - common), *there[common:])) or "."


def _moved(history: History, entries: Mapping[str, Entry], by_id: Mapping[str, str]) -> dict[str, str]:
    """The page of each post by the earlier paths of its folder, for texts that still link there."""
    moved: dict[str, str] = {}
    for key, page in by_id.items():
        places = [f"{folder}/{name}" for name in history.folder_names(key) for folder in FOLDER_OF.values()]
        if key in entries:
            places.append(entries[key].path)
        for place in places:
            # A path that two posts have had leads to neither
            moved[place] = "" if moved.get(place, page) != page else page
    return {place: page for place, page in moved.items() if page}
