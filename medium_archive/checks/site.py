"""The files of the site, if it is built, are the ones that the build wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from medium_archive.checks.snapshot import Findings, Snapshot
from medium_archive.folder import manifest
from medium_archive.report import Issue

IN_QUICK = True
_AGAIN = "Delete the folder site/ and run `archive build`."
_GONE = f"This file of the site is missing. {_AGAIN}"
_CHANGED = f"It differs from what the build wrote: it was edited or damaged. {_AGAIN}"
_NO_MANIFEST = f"The list of files that the build wrote is missing. {_AGAIN}"
_UNKNOWN = (
    "This has the form of a page of the program, but the list of files that the build wrote does not name it. A build "
    "leaves it alone, and it is published with the site. If you did not put it there, delete it."
)
# In each page of the program's templates
_MARKS = (b" data-streams", b'<main id="text">')


def inspect(archive: Snapshot) -> Findings:
    """Check each file of the manifest, and find pages of the program that it does not name. No issue is an error,
    because a build writes the files again.
    """
    return Findings(tuple(_files(archive)))


def _files(archive: Snapshot) -> Iterator[Issue]:
    site = archive.layout.site
    if not site.is_dir():
        return
    listed = manifest.read(site)
    if not listed and any(site.iterdir()):
        yield Issue(f"site/{manifest.NAME}", "site-changed", _NO_MANIFEST)
    for name, sha256 in listed.items():
        if not (site / name).is_file():
            yield Issue(f"site/{name}", "site-file-gone", _GONE)
        elif sha256 and not archive.is_quick and archive.site_files[name] != sha256:
            yield Issue(f"site/{name}", "site-changed", _CHANGED)
    yield from _unlisted(site, listed)


def _unlisted(site: Path, listed: Mapping[str, str]) -> Iterator[Issue]:
    """A note about each page that only a build makes; any other file without a line is a person's own."""
    for path in sorted(site.rglob("*.html")) if listed else ():
        name = path.relative_to(site).as_posix()
        if name not in listed and path.is_file() and all(mark in path.read_bytes() for mark in _MARKS):
            yield Issue(f"site/{name}", "site-file-unknown", _UNKNOWN, "note")
