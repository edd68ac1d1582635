"""Private data in files that will be published: copies of private files, ids and titles of drafts, and the e-mail and
IP addresses in the exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from medium_archive.checks import named_reading
from medium_archive.errors import ArchiveError
from medium_archive.folder import catalog, files, forgotten, kept_exports, posts, settings
from medium_archive.folder.layout import Layout
from medium_archive.medium.export import open_export

_PRIVATE = ("private", "exports", "drafts")
_TEXTS = frozenset({".html", ".xml", ".json", ".js", ".txt", ".md", ".csv", ".jsonl", ".toml", ".css", ".svg", ""})
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IP_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_MIN_TITLE = 8  # characters; a shorter title may be an everyday word
_TITLE = re.compile(r"^title: *['\"]?(.+?)['\"]?$", re.MULTILINE)


def find(layout: Layout, site: Path, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each file that contains private data, and what it contains. What a published text contains is not private."""
    same = {path.stat().st_size: path for path in _private_files(layout)}
    sums = {files.checksum(path): path for path in _private_files(layout)}
    secrets = _secrets(layout)
    public = "\n".join(_public_texts(layout))
    looked_for = re.compile("|".join(re.escape(secret) for secret in secrets if secret not in public) or r"(?!)")
    for name in names:
        path = site / name
        if path.stat().st_size in same and (found := sums.get(files.checksum(path))):
            yield name, f"a copy of {found.relative_to(layout.root).as_posix()}"
        elif path.suffix.lower() in _TEXTS:
            hit = looked_for.search(name) or looked_for.search(path.read_text("utf-8", errors="replace"))
            if hit:
                yield name, secrets[hit[0]]


def _private_files(layout: Layout) -> Iterator[Path]:
    for folder in _PRIVATE:
        # A post may have the same picture as a draft; and all empty files are the same
        for path in sorted((layout.root / folder).rglob("*")):
            if path.is_file() and path.stat().st_size and (folder != "drafts" or path.suffix == ".md"):
                yield path


def _secrets(layout: Layout) -> dict[str, str]:
    """The texts to look for, and what each is."""
    secrets: dict[str, str] = {}
    for entry in catalog.read(layout).values():
        was_published = forgotten.is_hidden(entry.path) and entry.kind in ("story", "response")
        if entry.is_post and entry.is_private and not was_published:  # links to it lead to Medium
            secrets[entry.id] = "the id of a draft"
    for text in sorted((*layout.drafts.glob("*/index.md"), *layout.drafts.glob("*.md"))):
        title = _TITLE.search(text.read_text("utf-8", errors="replace"))
        if title and len(title[1]) >= _MIN_TITLE:
            secrets[title[1]] = "the title of a draft"
    for one in kept_exports.read(layout):
        with suppress(ArchiveError), open_export(layout.root / one.file) as export:
            for member in export.members:
                if member.kind == "post" or not member.name.endswith(".html"):
                    continue
                page = export.read(member).decode("utf-8", "replace")
                secrets |= dict.fromkeys(_MAIL.findall(page), "an e-mail address from an export")
                secrets |= dict.fromkeys(_IP_ADDRESS.findall(page), "an IP address from an export")
    return secrets


def _public_texts(layout: Layout) -> Iterator[str]:
    for path in (
        layout.settings,
        *layout.root.glob("about*.md"),
        *(text for folder in (layout.posts, layout.responses) for text in posts.texts(folder)),
    ):
        if path.is_file():
            yield path.read_text("utf-8", errors="replace")
    with suppress(ArchiveError):  # damaged settings or records name nothing
        yield from named_reading.texts(layout, settings.read(layout.settings).site)
