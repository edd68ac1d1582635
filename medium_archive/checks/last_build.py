"""What the last build of the site used: a page made with other settings, or from an earlier text, is not damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from medium_archive.folder import files, manifest, regular_files
from medium_archive.folder.catalog import Entry
from medium_archive.folder.layout import OWN_THEMES, TEXT, Layout
from medium_archive.folder.location import BUILD_RECORD, SETTINGS_NAME

_PAGE = "index.html"
_SITEMAP = "sitemap.xml"
_FIRST_PAGE = re.compile(r"<loc>([^<]+)/index\.html</loc>")


@dataclass(frozen=True)
class LastBuild:
    """What is known of the last build of the site. `changed` is the time of the last change of archive.toml or of a
    theme of the archive, in nanoseconds, if that was after the build, else 0. `written` has the checksums of the files
    that the build wrote, `made_from` those of the files that it read; if `made_from` is empty, times decide. `url` is
    the base URL given to the build, "" if the build used the one in archive.toml. `has_new_choices` says that
    archive.toml or a theme has other contents than the build read.
    """

    changed: int = 0
    written: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    made_from: Mapping[str, str] = field(default_factory=dict)
    has_new_choices: bool = False

    def is_older(self, layout: Layout, entry: Entry) -> bool:
        """Whether the page of a post was built before its text, the settings or a theme were changed. It may be up to
        date: a build does not write a page again if its content stays the same. Raises OSError.
        """
        name = f"{entry.path}/{TEXT}"
        text, page = layout.root / name, layout.site / entry.path / _PAGE
        if name in self.made_from and SETTINGS_NAME in self.made_from:
            if not self.has_new_choices and self.made_from[name] == files.checksum(text):
                return False
        elif (built := page.stat()).st_mtime >= text.stat().st_mtime and self.changed <= built.st_mtime_ns:
            return False
        # Times prove nothing, because copying an archive may give all files new times. But a page that differs from the
        # page that the build wrote is damaged, even if its text or the settings changed later.
        written = self.written.get(f"{entry.path}/{_PAGE}")
        return not written or files.checksum(page) == written


def read(layout: Layout) -> LastBuild:
    """The last build. Only its base URL is known if it wrote no list of its files."""
    changed = max((_time(path) for path in _choices(layout)), default=0)
    built = _time(layout.site / manifest.NAME)
    known = record(layout)
    chosen = {
        path.relative_to(layout.root).as_posix(): files.checksum(path) for path in _choices(layout) if path.is_file()
    }
    before = {name: sha256 for name, sha256 in known.made_from.items() if _is_choice(name)}
    return LastBuild(
        changed if changed > built > 0 else 0, manifest.read(layout.site), known.url, known.made_from, chosen != before
    )


def _is_choice(name: str) -> bool:
    return name == SETTINGS_NAME or name.partition("/")[0] in OWN_THEMES


def _choices(layout: Layout) -> Iterator[Path]:
    """The files and folders in which a person chooses how pages look. The time of a folder shows a new file in it."""
    yield layout.settings
    for name in OWN_THEMES:
        folder = layout.root / name
        yield folder
        yield from folder.rglob("*")


def _time(path: Path) -> int:
    """When a file was changed, in nanoseconds; 0 if it is missing."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _url_of_sitemap(layout: Layout) -> str:
    """The base URL in the sitemap of the site, "" if the build wrote no sitemap or if the file was changed."""
    path = layout.site / _SITEMAP
    try:
        first = _FIRST_PAGE.search(regular_files.text(path, path.parent))
        is_written = files.checksum(path) == manifest.read(layout.site).get(_SITEMAP)
    except (OSError, ValueError):
        return ""
    return unescape(first[1]) if first and is_written else ""


@dataclass(frozen=True)
class BuildRecord:
    """The record of the last build: the base URL given to it, the texts that it could not show, the digest of the
    program, the checksums of the files that the site was made from, and whether it showed drafts. `time` is the time of
    the build in nanoseconds. The record may be deleted at any time: then `program` is None, the base URL comes from the
    sitemap, and the time is that of the list of files.
    """

    url: str = ""
    failed: frozenset[str] = frozenset()
    program: str | None = None
    time: int = 0
    made_from: Mapping[str, str] = field(default_factory=dict)
    has_drafts: bool = False


def record(layout: Layout) -> BuildRecord:
    """The record of the last build of the site."""
    file = layout.root / BUILD_RECORD
    built = max(_time(layout.site / manifest.NAME), _time(file))
    try:
        found = json.loads(regular_files.read(file, file.parent))
        url = found["request"]["url"]
        has_drafts = found["request"].get("drafts") is True
        failed = frozenset(one["where"] for one in found["report"]["issues"] if one["level"] == "error")
        program = str(found.get("program", ""))
        made_from = {name: str(sha256) for name, (sha256, _) in found.get("made_from", {}).items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):  # JSON of any form
        return BuildRecord(_url_of_sitemap(layout), time=built)
    # The same form as from settings.base_url
    url = url.rstrip("/") if isinstance(url, str) else ""
    return BuildRecord(url, failed, program, built, made_from, has_drafts)
