"""What a file is that should be Medium's zip and isn't, told by its first bytes, and what to do about it."""

from __future__ import annotations

import html
import re

from medium_archive.errors import ExportUnreadable

GIVE_EXPORT = "Give the zip that Medium made, or the folder it was unpacked to: archive import medium-export.zip"
ASK_AGAIN = (
    "Ask for a new export at Settings → Security and apps → Download your information (its link lives 24 "
    "hours); if the account is locked, write to Medium's support; a zip downloaded earlier works as well."
)
_UNPACK = "Unpack it and give the folder that comes out, or give the zip that Medium made."
_WHOLE_FOLDER = "Give the folder that the page lies in, or the zip that Medium made."

_MAGIC = (  # where, the bytes there, what has them, what to do
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
_SO_ANSWERS = "so Medium's link answers while an account is locked, or once the link has expired"


def refusal(start: bytes, called: str) -> ExportUnreadable:
    """Takes the first bytes of a file that is no zip; gives the error that says what it is."""
    what, hint = _format(start)
    return ExportUnreadable(f"{called} is not a zip but {what}.", hint)


def _format(start: bytes) -> tuple[str, str]:
    for place, magic, what, hint in _MAGIC:
        if start[place:].startswith(magic):
            return what, hint
    if not start.strip(b"\0"):
        return "nothing but zero bytes, as a download that broke off may leave", ASK_AGAIN
    text = start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.lower().startswith(_MARKUP):
        return _page(text)
    # The last character may be cut where the bytes end; anything else that isn't UTF-8 is no text we know.
    if "\0" in text or "\N{REPLACEMENT CHARACTER}" in text[:-1]:
        return "data of a kind this program doesn't know", GIVE_EXPORT
    if text.startswith(_JSON):
        return f"a server's answer in JSON: {_SO_ANSWERS}", ASK_AGAIN
    return "a text file", GIVE_EXPORT


def _page(text: str) -> tuple[str, str]:
    match = _TITLE.search(text)
    title = " ".join(html.unescape(match[1]).split())[:80] if match else ""
    named = f", “{title}”" if title and title.isprintable() else ""
    if 'class="h-entry"' in text and "e-content" in text:  # a post page's own marks (format document, 1.1)
        return f"a single page of an export{named}", _WHOLE_FOLDER
    what = "an HTML page" if "<html" in text.lower() else "a server's answer in XML"
    return f"{what}{named}: {_SO_ANSWERS}", ASK_AGAIN
