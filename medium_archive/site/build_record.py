"""The record of the last build. With it the next build proves that nothing changed, and has nothing to do.

It holds a digest of the signatures of every file that a build may read, a digest of the signatures of the files that
the build wrote, and the report. A signature is the name, size, times in nanoseconds and inode of a file. That proves
little about a file that was changed a moment ago, because disks count time in steps: the content of such a file is
compared, too.

A build may read: the archive without what is made from it; the program with its themes; the folders that hold its
libraries; the fonts of the system. A record that is damaged, of another format or of another place proves nothing.
This module imports nothing that is slow to load.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from medium_archive.articles.font_folders import font_folders
from medium_archive.folder import files, lock, manifest
from medium_archive.folder import program as program_files
from medium_archive.folder.layout import BUILD_RECORD, Layout
from medium_archive.report import Issue, Report
from medium_archive.site import made_from

_FORMAT = 1
_RECENT = 2_000_000_000  # nanoseconds: the coarsest step in which a disk counts time is the two seconds of FAT
_PACKAGE = Path(__file__).resolve().parents[1]
# In the archive's folder: made by builds, or used only by other programs
_NOT_READ = frozenset(("site", ".cache", ".git", ".lock"))
_NOT_READ_BELOW = frozenset(("private/.cache",))
_ONCE = ("variants_made",)  # counts of what one build alone did


class _Unknown(Exception):
    """Signatures can't be compared: a folder can't be read, or this program did not write the record."""


@dataclass(frozen=True)
class Request:
    """The options of a build."""

    drafts: bool
    url: str


@dataclass(frozen=True)
class _Files:
    """A digest of the signatures of files, and the SHA-256 of each file that changed in the last moments."""

    signatures: str
    recent: Mapping[str, str]


@dataclass(frozen=True)
class Inputs:
    """The files that a build may read, as they were before it, and the request. `started` is when that was, in
    nanoseconds.
    """

    request: Request
    found: _Files | None
    started: int = 0

    @classmethod
    def now(cls, layout: Layout, request: Request) -> Inputs:
        started = time.time_ns()
        try:
            return cls(request, _look(_inputs(layout), _surroundings(layout)), started)
        except _Unknown:
            return cls(request, None)


def current(layout: Layout, inputs: Inputs) -> Report | None:
    """The report of the last build, if a build of these inputs now would change nothing; else None."""
    try:
        kept = _read(layout)
        before, there = _Files(**kept["inputs"]), _Files(**kept["outputs"])
        if kept["request"] != asdict(inputs.request) or inputs.found is None:
            return None
        if inputs.found.signatures != before.signatures or not _same_content(before.recent):
            return None
        outputs = _look(_outputs(layout), "")
        if outputs.signatures != there.signatures or not _same_content(there.recent):
            return None
        report = _report(kept["report"])
    except (_Unknown, KeyError, TypeError, ValueError):
        return None
    if before.recent or there.recent:
        # Compared now, their content need not be compared the next time
        with lock.held(layout):
            _write(layout, inputs.request, inputs.found, outputs, report, made_from.read(kept.get("made_from")))
    return report


def keep(layout: Layout, inputs: Inputs, report: Report) -> None:
    """Record a build of these inputs, which wrote the site. Raises FolderUnwritable."""
    report = replace(report, counts={name: count for name, count in report.counts.items() if name not in _ONCE})
    # If a person's file is in the place of a page, nothing would show when that file is moved away
    is_complete = not any(issue.code == "site-file-kept" for issue in report.issues)
    if inputs.found is not None and is_complete:
        try:
            outputs = _look(_outputs(layout), "")
        except _Unknown:
            return
        try:
            known = made_from.read(_read(layout).get("made_from"))
        except _Unknown:
            known = {}
        sums = made_from.now(layout, known, inputs.started, inputs.found.recent)
        _write(layout, inputs.request, inputs.found, outputs, report, sums)


def program(layout: Layout) -> str:
    """A digest of what every build of this archive depends on besides the archive: the program with its themes, the
    libraries, the fonts of the system, and the folder. If one of them can't be read, the digest is a new one each time.
    """
    try:
        found = _look(_program(), _surroundings(layout))
    except _Unknown:
        return f"{time.time_ns()}"
    return hashlib.sha256(json.dumps(asdict(found), sort_keys=True).encode()).hexdigest()


def _write(  # noqa: PLR0913, PLR0917  # the parts of a record
    layout: Layout, request: Request, inputs: _Files, outputs: _Files, report: Report, sums: made_from.Sums
) -> None:
    record = {
        "format": _FORMAT,
        "request": asdict(request),
        "program": program_files.digest(),
        "inputs": asdict(inputs),
        "outputs": asdict(outputs),
        "made_from": sums,
        "report": {
            "counts": dict(report.counts),
            "facts": dict(report.facts),
            "issues": [asdict(issue) for issue in report.issues],
        },
    }
    file = layout.root / BUILD_RECORD
    # Git ignores every file below, whatever the archive's own .gitignore says
    files.write(file.with_name(".gitignore"), b"*\n")
    files.write(file, json.dumps(record).encode())


def _read(layout: Layout) -> dict[str, Any]:
    try:
        record = json.loads((layout.root / BUILD_RECORD).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _Unknown from error
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        raise _Unknown
    return record


def _report(kept: Mapping[str, Any]) -> Report:
    """Raises KeyError, TypeError and ValueError for a report that this program did not write."""
    counts, facts = dict(kept["counts"]), dict(kept["facts"])
    if not all(isinstance(count, int) for count in counts.values()):
        raise TypeError
    if not all(isinstance(fact, str) for fact in facts.values()):
        raise TypeError
    return Report("build", counts, facts, tuple(Issue(**issue) for issue in kept["issues"]))


def _look(found: Iterator[tuple[str, os.stat_result]], surroundings: str) -> _Files:
    """Raises _Unknown."""
    digest = hashlib.sha256(surroundings.encode("utf-8", "surrogateescape"))
    recent: dict[str, str] = {}
    moment = time.time_ns() - _RECENT
    for path, status in found:
        mtime, ctime = status.st_mtime_ns, status.st_ctime_ns
        line = f"{path}\0{status.st_size}\0{mtime}\0{ctime}\0{status.st_ino}\0{status.st_mode}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
        if mtime >= moment or ctime >= moment:
            recent[path] = _content(path)
    return _Files(digest.hexdigest(), recent)


def _same_content(recent: Mapping[str, str]) -> bool:
    return all(_content(path) == sha256 for path, sha256 in recent.items())


def _content(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # a Path for each of thousands of files takes longer than reading
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _Unknown from error


def _inputs(layout: Layout) -> Iterator[tuple[str, os.stat_result]]:
    """Every file that a build may read. Raises _Unknown."""
    root = os.fspath(layout.root)
    left_out = {os.path.join(root, name) for name in (*_NOT_READ, *_NOT_READ_BELOW)}  # noqa: PTH118  # as above
    yield from _below(root, frozenset(), left_out)
    yield from _program()


def _program() -> Iterator[tuple[str, os.stat_result]]:
    """Every file of the program and its themes. Raises _Unknown."""
    yield from _below(os.fspath(_PACKAGE), frozenset(), set())
    if (themes := _PACKAGE.parent / "themes").is_dir():  # of a checkout
        yield from _below(os.fspath(themes), frozenset(), set())


def _below(folder: str, above: frozenset[tuple[int, int]], left_out: set[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder, sorted in each folder. Symbolic links are followed."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            name, path = entry.name, entry.path
            if path in left_out or name == "__pycache__" or (name.startswith(".") and name.endswith(".tmp")):
                continue
            if not entry.is_dir():
                if not entry.is_symlink() or os.path.exists(path):  # noqa: PTH110  # as above
                    yield path, os.stat(path)  # noqa: PTH116  # as above
                continue
            here = above
            if entry.is_symlink():  # which may lead to a folder above
                status = os.stat(path)  # noqa: PTH116  # as above
                if (status.st_dev, status.st_ino) in above or len(above) > 64:
                    continue
                here = above | {(status.st_dev, status.st_ino)}
            yield from _below(path, here, left_out)
    except OSError as error:
        raise _Unknown from error


def _outputs(layout: Layout) -> Iterator[tuple[str, os.stat_result]]:
    """Every file that builds wrote, and their list. Raises _Unknown if one is not there."""
    try:
        site = os.fspath(layout.site)
        names = sorted(manifest.read(layout.site))
        for name in (manifest.NAME, *names):
            path = f"{site}/{name}"
            yield path, os.lstat(path)
    except OSError as error:
        raise _Unknown from error


def _surroundings(layout: Layout) -> str:
    """Other things that a build depends on: the versions of Python and of libraries, and the fonts."""
    lines = [f"{layout.root}", sys.version, sys.platform]
    libraries = [folder for folder in sys.path if folder.endswith("-packages")]  # an installation changes their times
    for folder in (*libraries, *_font_places()):
        try:
            status = os.stat(folder)  # noqa: PTH116  # as above
        except OSError:
            continue  # a missing folder, as if sys.path did not name it
        lines.append(f"{folder} {status.st_mtime_ns} {status.st_ino}")
    return "\n".join(lines)


def _font_places() -> Iterator[str]:
    for top in font_folders():
        for folder, below, _ in os.walk(top):
            below.sort()
            yield folder
