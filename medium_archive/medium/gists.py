"""Gists that a post embeds: which ones, and which file of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

_EMBED = re.compile(r'<a class="embed" href="(https?://gist\.github\.com/[^"]*)">')
# /USER/HEX, /HEX, and both with the revision that was embedded; the oldest ids are numbers. /ada alone is a user
_PATH = re.compile(
    r"/(?:[^/]+/(?P<theirs>[0-9a-f]{1,32})|(?P<own>[0-9a-f]{20,32}|[0-9]{1,19}))(?:\.js)?"
    r"(?:/(?P<revision>[0-9a-f]{40})(?:\.js)?)?/?"
)
_JOINTS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Embedded:
    """A gist, or one file of it. `path` is GitHub's name of it, `HEX` or `HEX/REVISION`; `file` is "" for all files."""

    id: str
    path: str
    file: str = ""

    def shows(self, name: str) -> bool:
        """Whether a file of the gist is shown. In an address a name may have "-" for other characters than letters."""
        return not self.file or _plain(name) == _plain(self.file)


def addresses(body: str) -> tuple[str, ...]:
    """The addresses of the gists in a body of plain HTML, each once."""
    found = (unescape(match[1]) for match in _EMBED.finditer(body))
    return tuple(dict.fromkeys(address for address in found if read(address) is not None))


def read(address: str) -> Embedded | None:
    """The gist of an address at gist.github.com; None for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    match = _PATH.fullmatch(parts.path)
    if parts.hostname != "gist.github.com" or match is None:
        return None
    file = parse_qs(parts.query).get("file", [""])[0]
    if not file and parts.fragment.startswith("file-"):
        file = unquote(parts.fragment.removeprefix("file-"))
    gist = match["theirs"] or match["own"]
    return Embedded(gist, f"{gist}/{match['revision']}" if match["revision"] else gist, file)


def _plain(name: str) -> str:
    return _JOINTS.sub("-", name.lower()).strip("-")
