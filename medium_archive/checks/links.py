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
_MOVED = "The address in the link to {} is out of date, because you moved this post or the post in {}. {}"
_CORRECTED = "The next `archive import` or `archive pictures` corrects the link."
_EDITED = "The site has the right link. The program does not change a text of your own: correct it here if you like."
_BROKEN = "The link to {} leads to a file that does not exist. Correct the link, or add the file."


def inspect(archive: Snapshot) -> Findings:
    """Check every relative address of every text, also of those that are single files. One that Medium's page has too
    was broken there already.
    """
    places = ((record, archive.path_now(file)) for record in archive.pictures for file in record.files)
    pictures = {file for record, file in places if file in archive.files or not archive.moved_picture(record, file)}
    found: list[Issue] = []
    for text in (*archive.texts.values(), *archive.loose.values()):
        for address in _relative(text):
            target = posixpath.normpath(posixpath.join(text.folder, unquote(urlsplit(address).path)))
            # The check of pictures looks at recorded pictures
            if target in pictures or _is_there(archive, target) or address in _original(archive, text):
                continue
            found.append(_moved(archive, text, address) or Issue(text.file, "link-broken", _BROKEN.format(address)))
    return Findings(tuple(found))


def _moved(archive: Snapshot, text: Text, address: str) -> Issue | None:
    """A note about a link whose address is out of date, because a person moved its post or the post that it leads to;
    None for any other link.
    """
    path = unquote(urlsplit(address).path)
    entry = archive.entries.get(same_post(text.id)) if text.id else None
    home = entry.path if entry is not None and not entry.is_about else text.folder
    target = posixpath.normpath(posixpath.join(home, path))
    now = archive.path_now(target)
    if now not in archive.texts or (now == target and home == text.folder):
        return None
    is_edited = entry is None or text.sha256 != entry.written
    return Issue(text.file, "link-moved", _MOVED.format(address, now, _EDITED if is_edited else _CORRECTED), "note")


def _relative(text: Text) -> Iterator[str]:
    body = text.markdown
    if not body.strip():
        return
    try:
        tree: HtmlElement = lxml.html.document_fromstring(f"<body>{markdown.read(body)}</body>")
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
    if f"{target.removesuffix('/index.md')}.md" in archive.loose:  # its folder is a name for it, as on the site
        return True
    return target in archive.files or (archive.layout.root / target).exists()


def _original(archive: Snapshot, text: Text) -> str:
    entry = archive.entries.get(same_post(text.id))
    held = archive.files.get(entry.original) if entry else None
    return held.path.read_text("utf-8", errors="replace") if held else ""
