"""Links of the texts to other texts and files of the archive lead to a file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from medium_archive import markdown
from medium_archive.checks.snapshot import Findings, Snapshot, Text
from medium_archive.folder.catalog import same_post
from medium_archive.report import Issue

IN_QUICK = True
_BROKEN = "The link to {} leads to a file that does not exist. Correct the link, or add the file."


def inspect(archive: Snapshot) -> Findings:
    """Check every relative address of every text. One that Medium's page has too was broken there already."""
    places = ((record, archive.path_now(file)) for record in archive.pictures for file in record.files)
    pictures = {file for record, file in places if file in archive.files or not archive.moved_picture(record, file)}
    found: list[Issue] = []
    for text in archive.texts.values():
        for address in _relative(text):
            target = posixpath.normpath(posixpath.join(text.folder, unquote(urlsplit(address).path)))
            # The check of pictures looks at recorded pictures
            if target in pictures or _is_there(archive, target) or address in _original(archive, text):
                continue
            found.append(Issue(text.file, "link-broken", _BROKEN.format(address)))
    return Findings(tuple(found))


def _relative(text: Text) -> Iterator[str]:
    if not text.markdown.strip():
        return
    try:
        tree: HtmlElement = lxml.html.document_fromstring(f"<body>{markdown.read(text.markdown)}</body>")
    except (LxmlError, ValueError, RecursionError):
        return  # the build has an issue about such a text
    for _, attribute, address, _ in tree.iterlinks():
        try:
            parts = urlsplit(address)
        except ValueError:
            continue  # real posts have addresses like "http://www.example.com]"
        if attribute in ("href", "src") and parts.path and not (parts.scheme or parts.netloc or address[0] == "/"):
            yield address


def _is_there(archive: Snapshot, target: str) -> bool:
    if target.startswith("../"):
        return (archive.layout.root / target).exists()
    return target in archive.files or (archive.layout.root / target).exists()


def _original(archive: Snapshot, text: Text) -> str:
    entry = archive.entries.get(same_post(text.id))
    held = archive.files.get(entry.original) if entry else None
    return held.path.read_text("utf-8", errors="replace") if held else ""
