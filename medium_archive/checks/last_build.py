"""What the last build of the site used: a page made with other settings, or from an earlier text, is not damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from medium_archive.folder import files, manifest
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import BUILD_RECORD, TEXT, Layout

_PAGE = "index.html"
_SITEMAP = "sitemap.xml"
_FIRST_PAGE = re.compile(r"<loc>([^<]+)/index\.html</loc>")
_THEMES = ("theme", "themes")


@dataclass(frozen=True)
class LastBuild:
    """`changed` is when a person last changed archive.toml or a theme of the archive, in nanoseconds, if that was after
    the build, else 0. `written` are the checksums of the files that the build wrote. `url` is the base URL that
    the build was asked for, "" for the one of the settings.
    """

    changed: int = 0
    written: Mapping[str, str] = field(default_factory=dict)
    url: str = ""

    def is_older(self, layout: Layout, entry: Entry) -> bool:
        """Whether the page of a post was built before its text, the settings or a theme were changed. It may be up to
        date: a build does not write a page again if its content stays the same. Raises OSError.
        """
        text, page = layout.root / entry.path / TEXT, layout.site / entry.path / _PAGE
        built = page.stat()
        if built.st_mtime >= text.stat().st_mtime and self.changed <= built.st_mtime_ns:
            return False
        # Times say little: a copy of the archive may give all files new ones. A page that differs from what the build
        # wrote is damaged, whatever the text and the settings are now.
        written = self.written.get(f"{entry.path}/{_PAGE}")
        return not written or files.checksum(page) == written


def read(layout: Layout) -> LastBuild:
    """The last build. Only its base URL is known if it wrote no list of its files."""
    changed = max((_time(path) for path in _choices(layout)), default=0)
    built = _time(layout.site / manifest.NAME)
    url = _url(layout)
    return LastBuild(changed if changed > built > 0 else 0, manifest.read(layout.site), url)


def _choices(layout: Layout) -> Iterator[Path]:
    """The files and folders in which a person chooses how pages look. The time of a folder shows a new file in it."""
    yield layout.settings
    for name in _THEMES:
        folder = layout.root / name
        yield folder
        yield from folder.rglob("*")


def _time(path: Path) -> int:
    """When a file was changed, in nanoseconds; 0 if it is missing."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _url(layout: Layout) -> str:
    return record(layout).url


def _url_of_sitemap(layout: Layout) -> str:
    """The base URL in the sitemap that the build wrote, "" if it wrote none, or if the file was changed."""
    path = layout.site / _SITEMAP
    try:
        first = _FIRST_PAGE.search(path.read_text("utf-8"))
        is_written = files.checksum(path) == manifest.read(layout.site).get(_SITEMAP)
    except (OSError, ValueError):
        return ""
    return unescape(first[1]) if first and is_written else ""


@dataclass(frozen=True)
class BuildRecord:
    """What the record of the last build says: the base URL that was asked for, the texts that it could not show, the
    digest of the program. `time` is when the site was built, in nanoseconds. The record may be deleted at any time:
    then `program` is None, the base URL is that of the sitemap, and the time is that of the list of files.
    """

    url: str = ""
    failed: frozenset[str] = frozenset()
    program: str | None = None
    time: int = 0


def record(layout: Layout) -> BuildRecord:
    """The record of the last build of the site."""
    built = max(_time(layout.site / manifest.NAME), _time(layout.root / BUILD_RECORD))
    try:
        found = json.loads((layout.root / BUILD_RECORD).read_bytes())
        url = found["request"]["url"]
        failed = frozenset(one["where"] for one in found["report"]["issues"] if one["level"] == "error")
        program = str(found.get("program", ""))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return BuildRecord(_url_of_sitemap(layout), time=built)
    # as settings.base_url writes the address
    return BuildRecord(url.rstrip("/") if isinstance(url, str) else "", failed, program, built)
