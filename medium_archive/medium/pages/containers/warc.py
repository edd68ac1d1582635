"""Web archives: WARC and the older ARC, as ArchiveWeb.page, wget, Browsertrix and Heritrix write them.

A first pass lists the pages and Medium's pictures by their headers; the second reads the pages, one at a time, and a
picture is read when it is asked for. So the size of the archive does not matter. Other sites' pages, and answers of
Medium's without a text, are counted, not given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from medium_archive import links
from medium_archive.errors import MemberDamaged
from medium_archive.medium import addresses
from medium_archive.medium.pages import picture_ids
from medium_archive.medium.pages.containers import bodies, signs, text_encoding, times, warc_records
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Pictures, PictureSource, Saved
from medium_archive.medium.pages.containers.saved_file import SavedFile
from medium_archive.medium.pages.containers.warc_records import Head
from medium_archive.medium.safe_names import shown
from medium_archive.report import Issue, quantity

NAME = "a web archive (WARC)"
KINDS: tuple[Kind, ...] = ("warc",)

RECORDS = 100_000  # pages, and as many pictures, of one archive
_PAGES = ("text/html", "application/xhtml+xml", "application/json")
_UNKNOWN = ("", "text/plain", "application/octet-stream", "unk", "no-type")  # then the address decides


@dataclass
class _Listed:
    """What the first pass found. `stories` are the addresses of those that are in the archive, `unchanged` of those
    that it only names.
    """

    pages: list[Head] = field(default_factory=list)
    pictures: list[PictureSource] = field(default_factory=list)
    frames: list[Head] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    stories: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)

    def is_full(self) -> bool:
        found = (self.pages, self.pictures, self.frames, self.issues, self.unchanged)
        return any(len(listed) >= RECORDS for listed in found)


def recognises(file: SavedFile, start: bytes) -> bool:
    return warc_records.begins(bodies.unpacked_start(start))


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    listed = _listed(file)
    yield from listed.issues
    if not listed.pages and not listed.issues:
        message = "The archive has no page in it. Import the archive that has, or save the page again."
        yield Issue(file.where, "save-unknown", message)
    pictures, frames = Pictures(listed.pictures), _frames(file, listed.frames)
    others = 0
    for head in listed.pages:
        where = _where(file, head.address)
        try:
            answer = warc_records.read(file, head, where)
        except bodies.Undecodable as error:
            yield Issue(where, "save-compressed", f"{error.message} {error.hint}")
            continue
        except MemberDamaged as error:
            yield Issue(where, "save-damaged", f"{error.message} {error.hint}", "error")
            continue
        if not _is_page(head, answer.content):
            others += 1
            continue
        if not answer.is_sound:
            message = "The page has another checksum than its archive says. Compare its text, or capture it again."
            yield Issue(where, "save-damaged", message)
        content, is_readable = text_encoding.as_utf8(answer.content, answer.charset)
        if not is_readable:
            yield text_encoding.issue(where)
        yield Saved(where, content, head.address, times.iso(head.date), "warc", pictures, frames)
    if others:
        message = f"{quantity(others, 'other answer')} in the archive, such as pages of other sites, were not read."
        yield Issue(file.where, "save-other", message, "note")


def _is_page(head: Head, content: bytes) -> bool:
    """Whether an answer is a page of Medium's, or a wall at the address of one, which lacks the signs of a page."""
    if signs.is_json(content[:100]):
        return signs.has_state(content)
    if not signs.is_markup(content[: 64 * 1024]):
        return False
    place = addresses.place(head.address)
    return signs.is_mediums(content) or (
        place.kind in ("story", "profile") and links.is_of_medium(links.host(head.address))
    )


def _listed(file: SavedFile) -> _Listed:
    """The first pass."""
    found = _Listed()
    for head in warc_records.heads(file):
        if found.is_full():
            message = f"The archive has more than {RECORDS:,} pages; the rest was not read. Split it."
            found.issues.append(Issue(file.where, "save-too-large", message, "error"))
            break
        if isinstance(head, Issue):
            found.issues.append(head)
        elif head.type in ("response", "resource"):
            _list(found, file, head)
        elif head.type == "revisit" and _is_story(head):
            found.unchanged.add(head.address)
    message = "The archive says only that this page had not changed since an earlier one. Import that archive, too."
    missing = sorted(found.unchanged - found.stories)
    found.issues += [Issue(_where(file, address), "save-elsewhere", message) for address in missing]
    return found


def _list(found: _Listed, file: SavedFile, head: Head) -> None:
    if head.kind.startswith("image/") or head.kind in _UNKNOWN:
        picture_id = picture_ids.in_address(head.address)
        if picture_id and head.status == 200:
            where = _where(file, head.address)
            content = partial(_content, file, head, where)
            found.pictures.append(PictureSource(picture_id, where, head.length, content, head.address))
            return
    if head.kind not in _PAGES and head.kind not in _UNKNOWN:
        return
    if head.status >= 400 and _is_story(head):
        message = f"The archive holds the answer {head.status}, not the page. Look for another capture of it."
        found.issues.append(Issue(_where(file, head.address), "save-answer", message))
    elif head.status == 200 and bodies.media_id(head.address):
        found.frames.append(head)
    elif head.status == 200:
        found.pages.append(head)
        if _is_story(head):
            found.stories.add(head.address)


def _where(file: SavedFile, address: str) -> str:
    """A record for messages, without what follows the `?` of its address: that may be private."""
    return f"{file.where}: {shown(address.partition('?')[0])}"


def _is_story(head: Head) -> bool:
    return links.is_of_medium(links.host(head.address)) and addresses.place(head.address).kind == "story"


def _content(file: SavedFile, head: Head, where: str) -> bytes:
    return warc_records.read(file, head, where).content


def _frames(file: SavedFile, heads: list[Head]) -> dict[str, Callable[[], bytes]]:
    """Readers of the pages of players, by the id of the embed."""
    return {bodies.media_id(head.address): partial(_content, file, head, head.address) for head in heads}
