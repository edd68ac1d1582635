"""What a file is that is not Medium's zip, by its first bytes, and what to do about it."""

from __future__ import annotations

import html
import re

from medium_archive.errors import ExportUnreadable
from medium_archive.medium.zip_entries import AGAIN

GIVE_EXPORT = "Import the zip from Medium, or the folder it was unpacked to: `archive import FILE.zip`"
ASK_AGAIN = (
    "Ask for a new export at Settings → Security and apps → Download your information; its link works for 24 hours. If "
    "the account is locked, write to Medium's support. A zip downloaded earlier works too."
)
_UNPACK = "Unpack it and import the folder, or import the zip from Medium."
_WHOLE_FOLDER = "Import the folder of the page, or the zip from Medium."

_MAGIC = (  # offset, the bytes there, the format, what to do
    (0, b"%PDF-", "a PDF", GIVE_EXPORT),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (0, b"Rar!", "a RAR archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ", "an xz archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"\x89PNG", "a picture", GIVE_EXPORT),
    (0, b"\xff\xd8\xff", "a picture", GIVE_EXPORT),
    (0, b"GIF8", "a picture", GIVE_EXPORT),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document", GIVE_EXPORT),
    (0, b"{\\rtf", "a text document (RTF)", GIVE_EXPORT),
    (0, b"bplist", "a web archive of Safari", GIVE_EXPORT),
    (0, b"\xff\xfe", "a text file", GIVE_EXPORT),
    (0, b"\xfe\xff", "a text file", GIVE_EXPORT),
)
_MARKUP = ("<!doctype html", "<html", "<head", "<body", "<?xml", "<error")
_JSON = ("{", "[", "])}while(1);")  # the last is what Medium's own answers begin with
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_LINK_SENDS = "Medium's link sends it while an account is locked, or after the link has expired"


def refusal(start: bytes, called: str) -> ExportUnreadable:
    """The error for a file that is not a zip, from its first bytes. `called` is its name in the message."""
    what, hint = _format(start)
    return ExportUnreadable(f"{called} is not a zip but {what}.", hint)


def binary(start: bytes) -> tuple[str, str] | None:
    """The format of a file that is not text, by its first bytes, and what to do about it; None for any other file."""
    known = (row for row in _MAGIC if start[row[0] :].startswith(row[1]))
    return next(((what, hint) for _, _, what, hint in known), None)


def _format(start: bytes) -> tuple[str, str]:
    if known := binary(start):
        return known
    if not start.strip(b"\0"):
        return "only zero bytes, which an interrupted download may leave", AGAIN
    text = start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.lower().startswith(_MARKUP):
        return _page(text)
    # The last character may be cut off
    if "\0" in text or "\N{REPLACEMENT CHARACTER}" in text[:-1]:
        return "data in an unknown format", GIVE_EXPORT
    if text.startswith(_JSON):
        return f"a server's answer in JSON: {_LINK_SENDS}", ASK_AGAIN
    return "a text file", GIVE_EXPORT


def _page(text: str) -> tuple[str, str]:
    match = _TITLE.search(text)
    title = " ".join(html.unescape(match[1]).split())[:80] if match else ""
    named = f", “{title}”" if title and title.isprintable() else ""
    if 'class="h-entry"' in text and "e-content" in text:  # a post page's own marks (format document, 1.1)
        return f"a single page of an export{named}", _WHOLE_FOLDER
    what = "an HTML page" if "<html" in text.lower() else "a server's answer in XML"
    return f"{what}{named}: {_LINK_SENDS}", ASK_AGAIN
