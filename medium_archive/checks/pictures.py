"""The pictures are the ones that were fetched or copied. Other files in the folder of a post are not checked."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from medium_archive import markdown
from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder import gists, picture_record, records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.picture_record import PictureRecord
from medium_archive.report import Issue

IN_QUICK = True
_GONE = "This picture of {} is missing. Restore it from a copy, or delete its line in {} and run `archive pictures`."
_REMOVED = (
    "You removed this picture, and the text {}, which you edited, does not show it. To have it again, restore the file "
    "and the text from a copy."
)
_MOVED = "You moved this picture from {}. The next `archive import` or `archive pictures` records that."
_CHANGED = "This is not the picture that was fetched{}. Restore it from a copy. Give a picture of yours another name."
_OUTSIDE = (
    "It is a symbolic link to {}, outside of the archive, so a copy of the archive may lack this picture. Replace the "
    "link with a copy of the file."
)
_NO_LINE = (
    "The records do not list a picture of this post, so `archive pictures` does not fetch it: {}. "
    "Restore pictures.jsonl from a copy, or import the export again."
)
_NOT_SHOWN = (
    "This text shows a picture from the address {}, but the file of the picture is in the folder of the post, so the "
    "site does not show it. Restore the text from a copy, or replace the address with {}."
)
_SAME = (
    "These pictures have different ids at Medium, but the same file: {}. If you uploaded one picture twice, nothing is "
    "wrong. Else restore the files from a copy."
)
# A bracket in a description is escaped, so a search that ends at the next one takes linear time
_SHOWN = re.compile(r"!\[(?:[^\[\]\\]|\\.)*+\]\((https?://[^\s)]+)")
_SOURCE = re.compile(r'<img src="(https?://[^"]+)"')
_COVER = re.compile(rb"^cover: *[\"']?(https?://[^\s\"']+)", re.MULTILINE)


def inspect(archive: Snapshot) -> Findings:
    """Check that every recorded file exists with the recorded size and checksum, and that the records name every
    picture of the posts that no person edited. Missing pictures and gists are counted.
    """
    found = [issue for record in archive.pictures for issue in _files(archive, record)]
    found += _addresses(archive)
    found += _same_files(archive)
    counts = {
        "pictures_checked": sum(len(record.files) for record in archive.pictures),
        **picture_record.counted(_known(archive, picture_record.NAME)),
        **records.counted("gists", _known(archive, gists.NAME)),
    }
    return Findings(tuple(found), counts=counts)


def _known(archive: Snapshot, name: str) -> list[PictureRecord]:
    """The pictures or gists of the records, each once: one that a draft and a post show has a line in two files."""
    known: dict[str, PictureRecord] = {}
    for folder in ("records", "private"):
        for line in archive.lines.get(f"{folder}/{name}", ()):
            before = known.get(line["address"], PictureRecord(""))
            files = (*before.files, *(str(file) for file in line.get("files", ())))
            problem, role = str(line.get("problem", "")), line.get("role", before.role)
            known[line["address"]] = PictureRecord(line["address"], role=role, files=files, problem=problem)
    return list(known.values())


def _addresses(archive: Snapshot) -> Iterator[Issue]:
    """An issue for each address that the text of a post shows as a picture, if the records do not name it, or if the
    archive has the file of the picture in the folder of the post.
    """
    named = {(same_post(post), record.address) for record in archive.pictures for post in record.posts}
    held = {
        (folder, record.address): name
        for record in archive.pictures
        for folder, name in (picture_record.split(archive.path_now(file)) for file in record.files)
        if folder and f"{folder}/{name}" in archive.files
    }
    for key, entry in archive.entries.items():
        text = archive.text_of(key) if entry.is_post and key in archive.places else None
        if text is None:
            continue
        markdown_text = text.markdown
        covers = [match.decode("utf-8", "replace") for match in _COVER.findall(text.content)]
        shown = [*(address.replace("\\&", "&") for address in _SHOWN.findall(markdown_text)), *covers]
        # Reading every text takes long, so only those are read that may show such a picture
        if (
            all((key, address) in named and (text.folder, address) not in held for address in shown)
            or text.sha256 != entry.written
        ):
            continue
        for address in dict.fromkeys([*map(unescape, _SOURCE.findall(markdown.read(markdown_text))), *covers]):
            if (key, address) not in named:
                yield without_line(text.file, address)
            elif name := held.get((text.folder, address)):
                yield Issue(text.file, "picture-not-shown", _NOT_SHOWN.format(address, name), "error")


def without_line(text_file: str, address: str) -> Issue:
    """The issue about a picture of a post that the records do not list."""
    return Issue(text_file, "picture-unknown", _NO_LINE.format(address), "error")


def _same_files(archive: Snapshot) -> Iterator[Issue]:
    """A note about pictures of posts with the same bytes and different ids of Medium. Medium copies a thumbnail, or a
    picture of another host, again for each post.
    """
    same: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for record in archive.pictures:
        if record.files and record.id and record.posts and record.role != "card" and not record.external:
            same[record.sha256].setdefault(record.id, archive.path_now(record.files[0]))
    for files in same.values():
        if len(files) > 1:
            yield Issue(min(files.values()), "picture-same", _SAME.format(", ".join(sorted(files.values()))), "note")


def _files(archive: Snapshot, record: PictureRecord) -> Iterator[Issue]:
    for recorded in record.files:
        file = archive.path_now(recorded)
        held = archive.files.get(file)
        if held is None and (place := archive.moved_picture(record, file)):
            yield Issue(place, "picture-moved", _MOVED.format(file), "note")
        elif held is None and (text := _without_picture(archive, record, recorded)):
            yield Issue(file, "picture-removed", _REMOVED.format(text), "note")
        elif held is None and (target := _target(archive.layout.root / file)):
            yield Issue(file, "picture-outside", _OUTSIDE.format(target))
        elif held is None:
            lines = "private/pictures.jsonl" if recorded.startswith("drafts/") else "records/pictures.jsonl"
            shown = recorded.rpartition("/")[0] or "the author"
            yield Issue(file, "picture-gone", _GONE.format(shown, lines), "error")
        elif archive.differs(file, record.sha256) or (record.bytes is not None and held.size != record.bytes):
            why = "" if archive.is_quick or _decodes(held.path) else ", and it is damaged"
            yield Issue(file, "picture-changed", _CHANGED.format(why), "error")


def _target(path: Path) -> str:
    """The file that a link leads to, "" if it is not a link to a file."""
    return os.path.realpath(path) if path.is_symlink() and os.path.isfile(path) else ""  # noqa: PTH113  # also of a loop


def _without_picture(archive: Snapshot, record: PictureRecord, recorded: str) -> str:
    """The text of the post in whose folder a missing picture was, if a person edited it and it neither shows the
    picture nor has a link card with it; else "".
    """
    home, name = picture_record.split(recorded)
    key = next((key for key, entry in archive.entries.items() if entry.is_post and entry.path == home), "")
    text = archive.text_of(key) if key else None
    if text is None or text.sha256 == archive.entries[key].written:
        return ""
    words = unquote(unescape(text.content.decode("utf-8", "replace")))
    shown = {name.rpartition("/")[2], record.id, record.address.rpartition("/")[2], *record.cards}
    return "" if any(unquote(one) in words for one in shown if one) else text.file


def _decodes(path: Path) -> bool:
    from medium_archive.folder.decoding import NoPicture, kind_of  # noqa: PLC0415  # Pillow is slow to import

    try:
        kind_of(path.read_bytes())
    except NoPicture:
        return False
    return True
