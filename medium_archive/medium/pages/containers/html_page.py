"""A page in one HTML file: as Medium sent it ("HTML only"), as a browser held it, with a folder of its pictures
("complete"), as SingleFile wrote it, or the copy of a reader mode or of Freedium.

Chromium names the address in a comment, with `--` written as `-%2D`; SingleFile names address and time. SingleFile
writes pictures into the page; their addresses stay only with its option "save original URLs", and are put back in
their place here.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from functools import partial
from unicodedata import normalize
from urllib.parse import unquote, unquote_to_bytes

from medium_archive.errors import MemberDamaged
from medium_archive.medium.pages import picture_ids
from medium_archive.medium.pages.containers import beside as folders
from medium_archive.medium.pages.containers import bodies, signs, text_encoding, times
from medium_archive.medium.pages.containers.beside import Beside
from medium_archive.medium.pages.containers.saved import Kind, Pictures, PictureSource, Saved
from medium_archive.medium.pages.containers.saved_file import CONTAINER, START, SavedFile, too_large
from medium_archive.medium.zip_safety import PAGE
from medium_archive.report import Issue

NAME = "an HTML page"
KINDS: tuple[Kind, ...] = ("page", "complete", "singlefile", "reader")

_HEAD = 400_000  # bytes in which the head of a page ends
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_SINGLEFILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)"
    rb"(?:\s+saved date:\s*(\w{3} \w{3} \d\d? \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}))?"
)
# The beginning of an address of a file that was saved to a folder beside the page
_LOCAL = re.compile(rb"""=\s*["']?(?:\./)?([^"'/:?#\s<>=]{1,400})/[^"'\s<>]""")
_TAG = re.compile(rb"""<(?:img|source)\b(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
_DATA = re.compile(rb"""data:image/(?:png|jpe?g|gif|webp|avif)(;base64)?,([^"'()\s>]*+)""", re.IGNORECASE)
# With the addresses kept, a comment in the style names that of the picture, too
_SHARED = re.compile(rb"""--(sf-img-\d+)\s*:\s*(?:/\*.{0,2000}?\*/\s*)?url\(\s*["']?(?=data:)""")
_USES_SHARED = re.compile(rb"var\(--(sf-img-\d+)\)")
_SOURCE = re.compile(rb"""\ssrc\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_ORIGINAL = re.compile(rb"""\bdata-sf-original-src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_READER = re.compile(rb"readability-page-1|moz-reader-content|about:reader\?url=|Go to the original</a>", re.IGNORECASE)
_READ_FROM = re.compile(
    rb"""about:reader\?url=(?P<asked>[^"'\s<>&]{1,2000})"""
    rb"""|<a\b[^<>]{0,500}\breader-domain\b[^<>]{0,500}\bhref=["'](?P<firefox>https?:[^"'<>]{1,2000})"""
    rb"""|<a\b[^<>]{0,500}\bhref=["'](?P<freedium>https?:[^"'<>]{1,2000})["'][^<>]{0,500}>[^<]{0,50}"""
    rb"""Go to the original</a>""",
    re.IGNORECASE,
)


def recognises(file: SavedFile, start: bytes) -> bool:
    return signs.is_markup(bodies.unpacked_start(start))


def read(file: SavedFile, beside: Beside) -> Iterator[Saved | Issue]:
    original = bodies.unpacked(file.read(CONTAINER), file.where, CONTAINER)
    content, is_readable = text_encoding.as_utf8(original)
    if not is_readable:
        yield text_encoding.issue(file.where)
    if single := _SINGLEFILE.search(content[:START]):
        address = html.unescape(single[1].decode("utf-8", "replace"))
        captured = times.of_singlefile(single[2].decode()) if single[2] else None
        is_as_on_disk = content is original and len(original) == file.size
        found = list(_in_page(file, content)) if is_as_on_disk else []
        pictures = Pictures(source for _, _, source in found)
        content = _with_addresses(content, found)
        if len(content) > PAGE:
            raise too_large(file.where, PAGE)
        yield Saved(file.where, content, address, captured, "singlefile", pictures)
        return
    if len(content) > PAGE:
        raise too_large(file.where, PAGE)
    address = saved_from(content)
    if not signs.has_state(content) and not signs.has_elements(content) and _READER.search(content):
        yield Saved(file.where, content, address or _read_from(content), None, "reader")
        return
    named = _folders(file, content, beside)
    files = [one for folder in named for one in beside[folder]]
    kind: Kind = "complete" if named or (address and b"_files/" in content) else "page"
    yield Saved(file.where, content, address, None, kind, Pictures(_sources(files)), _frames(files))


def head(file: SavedFile) -> bytes:
    """The page up to the end of its head, b"" if the rest must be read to know what the page is: it is packed, in
    another encoding than UTF-8, too large, or without this end.
    """
    if file.entries or file.size > PAGE:
        return b""
    start = file.part(0, PAGE, min(file.size, _HEAD))
    start = start[: max(start.find(b"</head>"), 0)]
    return start if text_encoding.is_utf8_start(start) else b""


def saved_from(content: bytes) -> str:
    """The address in Chromium's comment, "" without one."""
    match = _SAVED_FROM.search(content[:START])
    address = match[1].decode("utf-8", "replace").replace("-%2D", "--") if match else ""
    return address if address.startswith(("https://", "http://")) else ""


def _folders(file: SavedFile, content: bytes, beside: Beside) -> list[str]:
    """The folders beside a page that were saved with it: those that it refers to, else those named after it."""
    if not beside:  # quick: there are no folders
        return []
    named = {
        normalize("NFC", html.unescape(unquote(match.decode("utf-8", "replace")))) for match in _LOCAL.findall(content)
    }
    return sorted(name for name in named if name in beside) or folders.named_after(folders.stem(file.name), beside)


def _sources(files: list[SavedFile]) -> Iterator[PictureSource]:
    for file in files:
        if picture_id := picture_ids.in_name(file.name):
            yield PictureSource(picture_id, file.where, file.size, file.read)


def _frames(files: list[SavedFile]) -> dict[str, Callable[[], bytes]]:
    """The pages of players in a folder, by the id of the embed; what can't be read is no loss of the page's own."""
    found: dict[str, Callable[[], bytes]] = {}
    for file in files:
        try:
            start = file.start() if file.size <= START else b""
        except MemberDamaged:
            continue
        if signs.is_markup(start) and (media := bodies.media_id(saved_from(start))):
            found[media] = file.read
    return found


def _read_from(content: bytes) -> str:
    """The address of the page that a reader shows, "" if it does not tell."""
    match = _READ_FROM.search(content)
    if match is None:
        return ""
    address = (match["asked"] or match["firefox"] or match["freedium"]).decode("utf-8", "replace")
    return html.unescape(unquote(address) if match["asked"] else address)


def _in_page(file: SavedFile, content: bytes) -> Iterator[tuple[int, int, PictureSource]]:
    """Each picture inside of a page whose address was kept: where its `src` is, and the picture."""
    shared = {match[1]: _DATA.match(content, match.end()) for match in _SHARED.finditer(content)}
    for tag in _TAG.finditer(content):
        shown, original = (found.search(content, tag.start(), tag.end()) for found in (_SOURCE, _ORIGINAL))
        use = _USES_SHARED.search(content, tag.start(), tag.end())
        data = shared.get(use[1]) if use else _DATA.search(content, tag.start(), tag.end())
        if shown is None or original is None or data is None:
            continue
        address = html.unescape((original[1] or original[2] or original[3] or b"").decode("utf-8", "replace"))
        if picture_id := picture_ids.in_address(address):
            begin, end = data.span(2)
            content_of = partial(_decoded, file, begin, end - begin, bool(data[1]))
            source = PictureSource(picture_id, file.where, end - begin, content_of, address)
            yield (*shown.span(1), source)


def _decoded(file: SavedFile, begin: int, length: int, is_base64: bool) -> bytes:
    data = file.part(begin, CONTAINER, length)
    try:
        return base64.b64decode(unquote_to_bytes(data)) if is_base64 else unquote_to_bytes(data)
    except binascii.Error as error:
        raise MemberDamaged(f"A picture in {file.where} is damaged.", "Save the page again.") from error


def _with_addresses(content: bytes, found: list[tuple[int, int, PictureSource]]) -> bytes:
    """The page with the address of each picture in the place of its data."""
    pieces, done = [], 0
    for begin, end, source in found:
        pieces += [content[done:begin], b'"%s"' % html.escape(source.address).encode()]
        done = end
    return b"".join([*pieces, content[done:]])
