"""The values of pictures.jsonl are those of the pages that show the pictures: `id`, `width`, `height`, `role`, `cards`
and `external`; a size that no page has is that of the file. A file has the proportions of the picture in the page.

Most lines agree with the newest pages, in which a quick search finds the pictures. Only for other lines the pages of
all kept exports are read, because a line keeps what an older page had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from medium_archive.checks import result_cache
from medium_archive.checks.snapshot import Snapshot
from medium_archive.errors import ArchiveError
from medium_archive.folder import picture_record
from medium_archive.folder.catalog import same_post
from medium_archive.folder.history import mark
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.medium.export import open_export
from medium_archive.medium.pictures import picture_id
from medium_archive.post import Picture
from medium_archive.report import Issue

FILES = ("records/pictures.jsonl", "private/pictures.jsonl")
_DIFFERS = (
    "The line of {} in pictures.jsonl has `{}`, but no original of a post that shows the picture has it. Restore the "
    "file from a copy."
)
_LACKS = (
    "The line of {} in pictures.jsonl lacks `{}`, which a page of a post that shows the picture has. Restore the file "
    "from a copy."
)
_SIZE = (
    "The line of {} in pictures.jsonl has `{}: {}`, but the file of the picture has {} pixels. Restore the file of "
    "records from a copy."
)
_HERE = (
    "The line of {} in pictures.jsonl {} `{}`, but the archive has the file of the picture. Restore the file of "
    "records from a copy."
)
_SHAPE = (
    "This file has {} × {} pixels, but Medium's page has the picture {} with {} × {}, which are other proportions: it "
    "may be another picture, or a part of this one. Look at it. If it is wrong, restore it from a copy, or delete it "
    "and its line in {} and run `archive pictures`."
)
_NOT_SHOWN = (
    "The line of {} in pictures.jsonl has the role “{}”, but no post shows the picture. Restore the file from a copy."
)
# Gives the pictures in a page, by its name in an export
Read = Callable[[str, bytes], Iterable[Picture]]
Seen = Mapping[str, Sequence[Picture]]


@dataclass
class _Sizes:
    """The sizes of files in pixels. `kept` are those that were needed, by their keys in the cache of results."""

    archive: Snapshot
    kept: dict[str, list[int]] = field(default_factory=dict)

    def file_of(self, record: PictureRecord) -> str:
        """The first file of the record that is here and undamaged, "" for none."""
        now = map(self.archive.path_now, record.files)
        return next((file for file in now if self._is_sound(file, record.sha256)), "")

    def _is_sound(self, file: str, sha256: str) -> bool:
        held = self.archive.files.get(file)
        return held is not None and held.sha256 == sha256

    def of(self, record: PictureRecord) -> list[int]:
        """Width and height in the file, then as a browser shows it; empty if no file of the record is here and
        undamaged.
        """
        file = self.file_of(record)
        if not file:
            return []
        key = result_cache.key("picture size", record.sha256)
        known = self.archive.known.get(key)
        if not known:
            from medium_archive.articles import picture_file  # noqa: PLC0415  # Pillow is slow to import

            found = picture_file.measure(self.archive.files[file].path)
            size = found.size or ()
            known = [*(size[::-1] if found.is_sideways else size), *size]
        if known:
            self.kept[key] = known
        return list(known)


def differences(
    archive: Snapshot, newest: Seen, quickly: Read, exactly: Read
) -> tuple[tuple[Issue, ...], Mapping[str, list[int]]]:
    """The issues about wrong values, and sizes for the cache of results. `newest` are the pictures in the originals by
    their addresses, as `quickly` finds them.
    """
    sizes = _Sizes(archive)
    lines = [(file, one) for file in FILES for one in archive.records.get(file, ())]
    issues = list(_alone(lines, sizes))
    suspects = [(file, one) for file, one in lines if one.posts and any(_wrong(file, one, newest, sizes))]
    if suspects:
        older = {key for key, states in archive.history.states.items() if len(states) > 1}
        seen = _pictures(archive, older | _posts(suspects), quickly)
        suspects = [(file, one) for file, one in suspects if any(_wrong(file, one, seen, sizes))]
        unread = _unread(archive) if suspects else set()
        suspects = [(file, one) for file, one in suspects if unread.isdisjoint(map(same_post, one.posts))]
        for address, pictures in _pictures(archive, _posts(suspects), exactly).items() if suspects else ():
            seen[address] += pictures
        feeds = _in_feeds(archive)
        for file, one in suspects:
            issues += _wrong(file, one, seen, sizes, is_in_feed=not feeds.isdisjoint(map(same_post, one.posts)))
    return tuple(issues), sizes.kept


def _posts(lines: Iterable[tuple[str, PictureRecord]]) -> set[str]:
    return {same_post(post) for _, one in lines for post in one.posts}


def _alone(lines: Sequence[tuple[str, PictureRecord]], sizes: _Sizes) -> Iterator[Issue]:
    """The values that are wrong whatever the pages have. A picture of a post and a draft has a line in both files,
    which share all values but `posts` and `files`.
    """
    here = {one.address for _, one in lines if one.files}
    shown = {one.address for _, one in lines if one.posts}
    for file, one in lines:
        if one.address in here:
            for key in ("problem", "retry"):
                if getattr(one, key):
                    yield _issue(file, _HERE, one.address, "has", key)
            for key in ("bytes", "sha256"):
                if not getattr(one, key):
                    yield _issue(file, _HERE, one.address, "lacks", key)
        if one.address not in shown:
            is_photo = not one.files or any(not picture_record.split(name)[0] for name in one.files)
            if one.role != "photo" and is_photo:
                yield _issue(file, _NOT_SHOWN, one.address, one.role)
            if one.id != picture_id(one.address) and one.role == "photo":
                yield _issue(file, _DIFFERS, one.address, f"id: {one.id}")
            if one.role == "photo":  # a profile has no size of it
                yield from _of_size(file, one, (), sizes)


def _wrong(file: str, one: PictureRecord, seen: Seen, sizes: _Sizes, *, is_in_feed: bool = False) -> Iterator[Issue]:
    """An issue for each value of a line that no page in which the picture was `seen` has. `is_in_feed` says that a feed
    had a post that shows the picture: an earlier item of the feed may have shown a thumbnail as a figure, but its
    pictures have only an address.
    """
    pictures = seen.get(one.address, ())
    ids = {picture.id for picture in pictures if picture.id} or {picture_id(one.address)}
    if one.id not in ids:
        yield _other(file, one, "id")
    roles = {picture.role for picture in pictures}
    first = min(roles, key=picture_record.ROLES.index, default=one.role)
    # Another check names a later role; a photo of an author may be in a post, too
    is_earlier = picture_record.ROLES.index(one.role) < picture_record.ROLES.index(first)
    if is_earlier and one.role != "photo" and not (is_in_feed and one.role == "figure"):
        yield _issue(file, _DIFFERS, one.address, f"role: {one.role}")
    externals = {picture.external for picture in pictures if picture.external}
    if one.external not in (externals or {""}):
        yield _other(file, one, "external")
    targets = {picture.of for picture in pictures if picture.of}
    if extra := [card for card in one.cards if card not in targets]:
        yield _issue(file, _DIFFERS, one.address, f"cards: {', '.join(extra)}")
    if targets - set(one.cards):
        yield _issue(file, _LACKS, one.address, f"cards: {', '.join(sorted(targets - set(one.cards)))}")
    yield from _of_size(file, one, pictures, sizes)
    yield from _of_shape(file, one, pictures, sizes)


def _of_shape(file: str, one: PictureRecord, pictures: Sequence[Picture], sizes: _Sizes) -> Iterator[Issue]:
    """A warning about a file with other proportions than the picture has in the pages. Hosts send smaller copies, whose
    width and height are rounded. A picture from its first source may have changed there.
    """
    of_pages = {(shown.width, shown.height) for shown in pictures if shown.width and shown.height}
    if not of_pages or one.external or not (size := sizes.of(one)):
        return
    forms = {(size[0], size[1]), (size[2], size[3])}
    if not any(_is_copy(shown, form) for shown in of_pages for form in forms):
        message = _SHAPE.format(*size[:2], one.address, *min(of_pages), file)
        yield Issue(sizes.file_of(one), "picture-shape", message)


def _is_copy(shown: tuple[int, int], form: tuple[int, int]) -> bool:
    """Whether two sizes differ in their scale alone, with sides that are rounded to whole pixels."""
    return abs(shown[0] * form[1] - shown[1] * form[0]) <= max(sum(shown), sum(form))


def _of_size(file: str, one: PictureRecord, pictures: Sequence[Picture], sizes: _Sizes) -> Iterator[Issue]:
    for place, key in enumerate(("width", "height")):
        held: int | None = getattr(one, key)
        of_pages = {size for picture in pictures if (size := getattr(picture, key)) is not None}
        if held in of_pages:
            continue
        if of_pages:
            yield _issue(
                file, *((_LACKS, one.address, key) if held is None else (_DIFFERS, one.address, f"{key}: {held}"))
            )
        elif size := sizes.of(one):
            if held != size[place]:
                yield _issue(file, _SIZE, one.address, key, held, size[place])
        elif held is not None and not one.sha256:
            yield _issue(file, _DIFFERS, one.address, f"{key}: {held}")


def _other(file: str, one: PictureRecord, key: str) -> Issue:
    """The issue about a value that no page has, or that is missing."""
    held = getattr(one, key)
    return _issue(file, _DIFFERS if held else _LACKS, one.address, f"{key}: {held}" if held else key)


def _issue(file: str, message: str, *values: object) -> Issue:
    return Issue(file, "record-differs", message.format(*values), "error")


def _pictures(archive: Snapshot, posts: Collection[str], read: Read) -> dict[str, list[Picture]]:
    """The pictures in all pages of these posts in the kept exports, by their addresses."""
    found: defaultdict[str, list[Picture]] = defaultdict(list)
    done: set[str] = set()
    for file, pages in archive.export_pages.items():
        wanted = {page.name: page.sha256 for page in pages.pages if page.post in posts and page.sha256 not in done}
        if not wanted:
            continue
        done.update(wanted.values())
        with suppress(ArchiveError), open_export(archive.files[file].path) as export:
            for member in export.posts():
                for picture in read(member.name, export.read(member)) if member.name in wanted else ():
                    found[picture.address].append(picture)
    return found


def _unread(archive: Snapshot) -> set[str]:
    """The keys of posts of which not every page is in the kept exports: an export that is missing had one. The state
    of a post in a feed has no export.
    """
    marks = {mark(one.sha256) for one in archive.imports if one.file in archive.export_pages}
    feeds = _in_feeds(archive)
    known = {
        key
        for key, states in archive.history.states.items()
        if all(marks.issuperset(state.exports) if state.exports else key in feeds for state in states)
    }
    return archive.entries.keys() - known


def _in_feeds(archive: Snapshot) -> set[str]:
    """The keys of posts that a feed or a saved page had."""
    return {same_post(one.id) for one in archive.told_elsewhere}
