"""An article as it is sent to a place: its text, in which each address of a link or a picture is one on the web."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from PIL import Image

from medium_archive.articles import Article, resolved_html, resolved_markdown
from medium_archive.articles.destinations import Destinations, PostDestinations
from medium_archive.articles.entries import Entry
from medium_archive.articles.picture_file import FORMATS
from medium_archive.folder import decoding, files
from medium_archive.folder.uploads import Upload
from medium_archive.markdown import reader

if TYPE_CHECKING:
    from medium_archive.platforms.traits import Traits
    from medium_archive.report import Issue

State = Literal["published", "draft"]
_UNSENT = "https://picture.invalid/"  # stands for the address of a picture that is not uploaded yet (RFC 2606)


@dataclass(frozen=True)
class PictureFile:
    """A picture to upload. `name` is its file name, `kind` the media type of its content, `alt` its description."""

    file: Path
    sha256: str
    name: str
    kind: str
    alt: str = ""

    def read(self) -> bytes:
        """Its content. Raises FolderUnwritable."""
        with files.disk_errors(self.file):
            return self.file.read_bytes()


@dataclass(frozen=True)
class Content:
    """An article as it is sent. `text` is HTML or Markdown, as the traits of the platform say. `state` is the state
    that it gets. `uploads` are the pictures of the text that the place has, by the address that the text has for them;
    `cover` is the cover there, None if there is none, and `cover_address` the address at which it is on the web: there,
    at the own site, or where Medium had it.
    """

    article: Article
    text: str
    state: State = "published"
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    cover: Upload | None = None
    cover_address: str = ""


@dataclass(frozen=True)
class Plan:
    """What sending an article takes: its pictures, by their paths in the export, and the addresses of other posts at
    the place to which it links. `text` is the text with stand-ins for the addresses of pictures, `issues` name links
    and pictures without an address, `left` the pictures that the place doesn't take.
    """

    text: str
    pictures: Mapping[str, PictureFile]
    cover: str = ""  # its path in the export
    links: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Writer:
    """Writes the text of articles for one place. `site` is the base URL of the archive's own site, "" if it has none.

    A link to another post leads to its copy at the place, `address_of`, where there is one, else to the own site, else
    to Medium. A picture that the place doesn't take is shown from the own site, or from where Medium had it.
    """

    destinations: Destinations
    site: str
    traits: Traits
    address_of: Callable[[Article], str]

    def plan(self, entry: Entry) -> Plan:
        """What sending the article takes. Reads its pictures. Raises FolderUnwritable."""
        places = _Places(self.site, self.address_of, None)
        to = self._to(entry, places)
        text, alts = self._text(to)
        cover = self._cover(to) if self.traits.has_covers else ""
        pictures: dict[str, PictureFile] = {}
        left: list[str] = []
        for path, file in to.files.items():
            name = path.rpartition("/")[2]
            kind = _media_type(file)
            if kind in self.traits.pictures and file.stat().st_size <= (self.traits.max_picture or math.inf):
                alt = alts.get(places.shown(entry, quote(name)), "")
                pictures[path] = PictureFile(file, files.checksum(file), name, kind, alt)
            elif kind:
                left.append(path)
        return Plan(text, pictures, cover, tuple(sorted(places.linked)), tuple(left), to.issues)

    def content(self, entry: Entry, plan: Plan, uploads: Mapping[str, Upload], state: State) -> Content:
        """The article as it is sent. `uploads` are its pictures at the place, by their paths in the export."""
        places = _Places(self.site, self.address_of, uploads)
        to = self._to(entry, places)
        text, _ = self._text(to)
        by_address = {upload.address: upload for upload in uploads.values()}
        cover = entry.article.cover
        address = to.picture(cover.reference) if cover is not None else ""
        return Content(entry.article, text, state, by_address, uploads.get(plan.cover), address)

    def _to(self, entry: Entry, places: _Places) -> PostDestinations:
        everything = self.destinations
        if entry.is_draft:  # only a draft shows the files of its own folder
            everything = replace(everything, folders=everything.folders | {entry.article.path})
        return PostDestinations(entry, places, everything)

    def _text(self, to: PostDestinations) -> tuple[str, Mapping[str, str]]:
        """The text, and the description of each picture by its address."""
        root = resolved_html.tree(to)
        alts = {image.get("src", ""): image.get("alt", "") for image in root.iter("img")}
        if self.traits.text == "html":
            return reader.inner(root).strip(), alts
        return resolved_markdown.render(to.entry.article.markdown, self.traits.engine, to).strip(), alts

    def _cover(self, to: PostDestinations) -> str:
        """The path of the cover in the export, "" if the archive does not have its file."""
        if to.entry.article.cover is None:
            return ""
        to.picture(to.entry.article.cover.reference)
        file = to.entry.article.cover.file
        return next((path for path, source in to.files.items() if source == file), "")


class _Places:
    """The addresses that posts and pictures have for a place. `uploads` None: no picture has been uploaded yet, and an
    address stands in for each. `linked` collects the addresses of copies at the place.
    """

    public: None = None

    def __init__(self, site: str, address_of: Callable[[Article], str], uploads: Mapping[str, Upload] | None) -> None:
        self._site, self._address_of, self._uploads = site, address_of, uploads
        self.linked: set[str] = set()

    def picture(self, entry: Entry, name: str) -> str:
        return f"{entry.path}/{name}"

    def shown(self, entry: Entry, name: str) -> str:
        path = self.picture(entry, unquote(name))
        if self._uploads is None:
            return f"{_UNSENT}{quote(path)}"
        if path in self._uploads:
            return self._uploads[path].address
        return f"{self._site}/{quote(path)}" if self._site and not entry.is_draft else ""

    def link(self, _entry: Entry, other: Entry) -> str:
        if there := self._address_of(other.article):
            self.linked.add(there)
            return there
        return other.address(self._site)


def _media_type(file: Path) -> str:
    """The media type of a picture, "" for any other file."""
    try:
        with Image.open(file, formats=FORMATS) as image:
            return Image.MIME[image.format or ""]
    except decoding.FAILURES:
        return ""
