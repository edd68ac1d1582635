"""A page as browsers, other programs and web archives save it: the files of each, of which the first one is the page's.

"complete" and SingleFile are written here, the other forms by tests/sample_containers.py.
"""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests import sample_containers as containers
from tests.sample_containers import Record

# The address of a picture in an element, and Medium's id in it
_SOURCE = re.compile(r'\bsrc="(https://(?:miro|cdn-images-1)\.medium\.com/[^"]*?(\d\*[^"?/]+)(?:\?q=\d+)?)"')
_SCRIPTS = re.compile(r"<(script|noscript)\b.*?</\1>", re.DOTALL)
# Ends that a browser does not need
_ENDS = re.compile(r"</p>(?=</|<(?:p|div|figure|h[1-6]|hr|ol|pre|section|ul|blockquote)\b)|</li>|</body>|</html>")
_LATE = re.compile(r"<noscript>(<img [^>]*>)</noscript>")
_RESPONSIVE = re.compile(r'<source srcset="[^"]*?(https://\S+?(\d\*[^"?/ ]+)) \d+w"[^>]*>(<img) ')


@dataclass(frozen=True)
class Sent:
    """A page as Medium sent it, and its pictures by Medium's ids."""

    content: bytes
    address: str
    pictures: Mapping[str, bytes]

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def records(self) -> tuple[Record, ...]:
        """The page and its pictures as records of a web archive."""
        images = (Record(containers.miro(name), data, "image/png") for name, data in self.pictures.items())
        return Record(self.address, self.content), *images


Files = dict[str, bytes]


def without_scripts(text: str) -> str:
    """The page as browsers save it in one file: its scripts have loaded the pictures, and are dropped with what is for
    readers without scripts.
    """
    loaded = (
        text.replace(' data-src="', ' src="') if ' class="progressiveMedia-image' in text else _LATE.sub(r"\1", text)
    )
    return _SCRIPTS.sub("", loaded)


def html_only(page: Sent) -> Files:
    return {"page.html": page.content}


def packed(page: Sent) -> Files:
    return {"page.html.gz": gzip.compress(page.content)}


def chrome_complete(page: Sent) -> Files:
    """With the address in a comment, and `_` for the asterisk in the names of files."""
    mark = f"<!-- saved from url=({len(page.address):04}){page.address.replace('--', '-%2D')} -->\n<html"
    return _complete(page, page.text.replace("<html", mark, 1), lambda name, _: name.replace("*", "_"))


def firefox_complete(page: Sent) -> Files:
    """Without the address. The name of a file that it has already gets a number."""

    def named(name: str, number: int) -> str:
        stem, dot, extension = name.replace("*", "_").partition(".")
        return f"{stem}_{number:03}{dot}{extension}" if number else stem + dot + extension

    return _complete(page, page.text, named)


def _complete(page: Sent, text: str, named: Callable[[str, int], str]) -> Files:
    """The page with the addresses of files in the folder beside it."""
    places = {name: named(name, number) for number, name in enumerate(page.pictures)}

    def local(match: re.Match[str]) -> str:
        return f'src="./Story_files/{places[match[2]]}"' if match[2] in places else match[0]

    files = {f"Story_files/{place}": page.pictures[name] for name, place in places.items()}
    return {"Story.html": _SOURCE.sub(local, text).encode(), **files}


def mhtml(page: Sent) -> Files:
    return {"page.mhtml": containers.mhtml(without_scripts(page.text).encode(), page.address, page.pictures)}


def singlefile(page: Sent) -> Files:
    """With the addresses of pictures, which is an option of SingleFile."""
    return {"page.html": _singlefile(page, keeps_addresses=True)}


def singlefile_default(page: Sent) -> Files:
    return {"page.html": _singlefile(page, keeps_addresses=False)}


def _singlefile(page: Sent, *, keeps_addresses: bool) -> bytes:
    """An element shows the picture that the browser took from its sources; that one is in the page."""
    date = "Sun Mar 01 2026 09:30:05 GMT+0100 (CET)"
    comment = f"<!--\n Page saved with SingleFile \n url: {page.address} \n saved date: {date}\n-->"

    def inside(match: re.Match[str]) -> str:
        kept = f' data-sf-original-src="{match[1]}"' if keeps_addresses else ""
        return f'src="data:image/png;base64,{b64encode(page.pictures.get(match[2], b"")).decode()}"{kept}'

    text = _SOURCE.sub(inside, _RESPONSIVE.sub(r'\3 src="\1" ', without_scripts(page.text)))
    if not keeps_addresses:
        text = re.sub(r"background-image: ?url\(https://[^)]*\)", "background-image:url(data:,)", text)
    return _ENDS.sub("", text.replace('<html lang="en">', f'<html lang="en">{comment}', 1)).encode()


def webarchive(page: Sent) -> Files:
    return {"page.webarchive": containers.webarchive(page=page.content, address=page.address, pictures=page.pictures)}


def warc(page: Sent) -> Files:
    return {"crawl.warc.gz": containers.warc(page.records)}


def arc(page: Sent) -> Files:
    return {"crawl.arc": containers.arc(page.records)}


def wacz(page: Sent) -> Files:
    return {"crawl.wacz": containers.wacz(page.records)}


def folder_in_zip(page: Sent) -> Files:
    """A person's zip of all that they have."""
    return {"pages.zip": containers.zipped({f"mine/{name}": data for name, data in chrome_complete(page).items()})}


@dataclass(frozen=True)
class Save:
    """One way to save a page: what it keeps."""

    name: str
    write: Callable[[Sent], Files]
    has_state: bool = True
    has_pictures: bool = True
    has_addresses: bool = True  # of pictures
    program: str = ""  # that writes it, if these tests do not


SAVES: tuple[Save, ...] = (
    Save("HTML only", html_only, has_pictures=False),
    Save("HTML only, gzip", packed, has_pictures=False),
    Save("Chrome, complete", chrome_complete),
    Save("Firefox, complete", firefox_complete),
    Save("MHTML", mhtml, has_state=False),
    Save("SingleFile", singlefile_default, has_state=False, has_pictures=False, has_addresses=False),
    Save("SingleFile, with addresses", singlefile, has_state=False),
    Save("Safari webarchive", webarchive),
    Save("WARC", warc, program="warcio"),
    Save("ARC", arc),
    Save("WACZ", wacz),
    Save("folder in a zip", folder_in_zip),
)
