"""The evidence that goes with the letter to Medium: a few of the screenshots and pages that browser looks kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe

MOST_BYTES = 8 * 1024 * 1024  # of all together: mail servers refuse messages of more than about 20 MB
_FOLDER = "private/watch"
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@dataclass(frozen=True)
class Attachment:
    """A file for the letter. `source` is its file in the archive."""

    name: str
    kind: str
    content: bytes
    source: str


def choose(layout: Layout, probes: Sequence[Probe]) -> tuple[list[Attachment], list[str]]:
    """The screenshots of the first, the last and a middle look, then their pages, as far as they are not too large
    together; and the files that should be there and are not. The probes are the oldest first. Looks that saw the same
    have one file.
    """
    kept_by = {probe.screenshot or probe.page: probe for probe in reversed(probes) if probe.kind == "browser"}
    looks = [kept_by[file] for file in reversed(kept_by) if file]
    chosen = list({looks[place].at: looks[place] for place in (0, len(looks) // 2, -1)}.values()) if looks else []
    # The first and the last one say most
    order = [chosen[place] for place in ((0, -1, 1) if len(chosen) == 3 else range(len(chosen)))]
    found: list[Attachment] = []
    missing: list[str] = []
    for kept in ("screenshot", "page"):
        for probe in order:
            source: str = getattr(probe, kept)
            if not source:
                continue
            content = _content(layout, source)
            if content is None:
                missing.append(source)
            elif sum(len(one.content) for one in found) + len(content) <= MOST_BYTES:
                found.append(_attachment(source, kept, chosen.index(probe) + 1, probe.at[:10], content))
    return sorted(found, key=lambda one: one.name), missing


def path(layout: Layout, source: str) -> Path | None:
    """The path of a file that a look kept; None if it is not there, or if a record names a file that no look keeps: an
    archive may come from a stranger.
    """
    place = (layout.root / source).resolve()
    is_kept = source.startswith(f"{_FOLDER}/") and place.is_relative_to((layout.root / _FOLDER).resolve())
    return place if is_kept and place.is_file() else None


def _content(layout: Layout, source: str) -> bytes | None:
    place = path(layout, source)
    if place is None:
        return None
    with files.disk_errors(place):
        return place.read_bytes()


def _attachment(source: str, kept: str, number: int, day: str, content: bytes) -> Attachment:
    suffix = Path(source).suffix.lower()
    if kept == "screenshot" and suffix in _PICTURES:
        return Attachment(f"{number}-screenshot-{day}{suffix}", _PICTURES[suffix], content, source)
    # As text: mail programs refuse HTML files, and its scripts must not run where it is opened
    return Attachment(f"{number}-page-{day}{suffix}.txt", "text/plain", content, source)
