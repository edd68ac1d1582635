"""private/watch/: the pages and screenshots that browser looks saw (docs/format.md)."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medium_archive import names
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, records
from medium_archive.folder.layout import Layout
from medium_archive.folder.watch_log import Probe
from medium_archive.report import Issue

FOLDER = "watch"  # below private/
_NAME_BYTES = 80
_APART = "unrecorded-"  # the names of files with probes that could not be recorded begin so
_DIGEST = 12  # digits of the checksum in a name


@dataclass(frozen=True, repr=False)
class Look:
    """A probe by a browser; `page` is the HTML and `screenshot` the JPEG that it saw, b"" for none."""

    probe: Probe
    page: bytes = b""
    screenshot: bytes = b""


@dataclass(frozen=True)
class Looks:
    """The looks at several addresses, the name of the browser ("" if none was started), and what went wrong besides."""

    looks: tuple[Look, ...] = ()
    browser: str = ""
    issues: tuple[Issue, ...] = ()


def keep(layout: Layout, looks: Iterable[Look]) -> list[Probe]:
    """Write what the looks saw, each content once, and give their probes with the paths of these files."""
    return _keep(layout.private / FOLDER, looks)


def keep_apart(layout: Layout, plain: Sequence[Probe], looks: Sequence[Look]) -> tuple[list[Probe], Path]:
    """Write what was seen beside the records, which can't be written now: to private/watch/, whose `read_apart` the
    next check calls; else, for evidence of what is not up, to a temporary folder. Gives the probes, and the place.

    Raises FolderUnwritable. The archive need not be locked: no other run writes these files.
    """
    try:
        return _apart(layout.private / FOLDER, plain, looks)
    except FolderUnwritable:
        if all(look.probe.verdict in ("up", "unknown") for look in looks):
            raise
        with files.disk_errors(Path(tempfile.gettempdir())):
            folder = Path(tempfile.mkdtemp(prefix="medium-archive-watch-"))
        return _apart(folder, plain, looks)[0], folder


def read_apart(layout: Layout) -> list[Probe]:
    """The probes that earlier checks kept apart."""
    return [one for path in _all_apart(layout) for one in records.read(path, Probe, only_sound=True)]


def remove_apart(layout: Layout) -> None:
    """Remove what `read_apart` read, once it is recorded. The archive is locked."""
    for path in _all_apart(layout):
        records.put(path, b"")


def without_old(history: Sequence[Probe]) -> list[Probe]:
    """The same probes; of the looks that saw an address up, only the last one names its files."""
    last = {probe.address: probe for probe in history if _is_up(probe)}
    return [
        replace(probe, page="", screenshot="") if _is_up(probe) and probe is not last[probe.address] else probe
        for probe in history
    ]


def remove_unneeded(layout: Layout, before: Iterable[Probe], after: Iterable[Probe]) -> None:
    """Remove the files that the probes named before and don't name any more."""
    for name in _files(before) - _files(after):
        path = layout.root / name
        if path.parent == layout.private / FOLDER and path.is_file():  # records may be edited by hand
            with files.disk_errors(path):
                path.unlink()


def _is_up(probe: Probe) -> bool:
    return probe.kind == "browser" and probe.verdict == "up" and bool(probe.page or probe.screenshot)


def _files(probes: Iterable[Probe]) -> set[str]:
    return {name for probe in probes for name in (probe.page, probe.screenshot) if name}


def _all_apart(layout: Layout) -> list[Path]:
    return sorted((layout.private / FOLDER).glob(f"{_APART}*.jsonl"))


def _apart(folder: Path, plain: Sequence[Probe], looks: Sequence[Look]) -> tuple[list[Probe], Path]:
    probes = [*plain, *_keep(folder, looks)]
    content = records.lines(probes)
    path = folder / f"{_APART}{hashlib.sha256(content).hexdigest()[:_DIGEST]}.jsonl"
    files.write(path, content)
    return probes, path


def _keep(folder: Path, looks: Iterable[Look]) -> list[Probe]:
    return [
        replace(
            look.probe,
            page=_kept(folder, look.probe, look.page, ".html"),
            screenshot=_kept(folder, look.probe, look.screenshot, ".jpg"),
        )
        for look in looks
    ]


def _kept(folder: Path, probe: Probe, content: bytes, extension: str) -> str:
    """The path of a file with this content, as records have it. It is written if there is none; "" for no content."""
    if not content:
        return ""
    digest = hashlib.sha256(content).hexdigest()[:_DIGEST]
    path = next(iter(sorted(folder.glob(f"*-{digest}{extension}"))), None)
    if path is None:
        where = names.slug(probe.address.partition("://")[2], _NAME_BYTES)
        path = folder / f"{probe.at[:10]}-{where}-{digest}{extension}"
        files.write(path, content)
    return f"private/{FOLDER}/{path.name}"
