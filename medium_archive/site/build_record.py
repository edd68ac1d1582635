"""The record of the last build: its options, its report, and what the site was made from.

With build_state.py the next build proves that nothing changed. What that file does not tell by signatures is here: the
content of the files that had changed a moment before. A record that is damaged, of another format or of another place
proves nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from medium_archive.folder import files, lock, manifest, regular_files
from medium_archive.folder import program as program_files
from medium_archive.folder.layout import Layout
from medium_archive.folder.location import BUILD_RECORD, BUILD_STATE
from medium_archive.report import Report, read_report
from medium_archive.site import build_state, made_from
from medium_archive.site.build_state import Seen, Unknown

_FORMAT = 2
_ONCE = ("variants_made",)  # counts of what one build alone did


@dataclass(frozen=True)
class Request:
    """The options of a build."""

    drafts: bool
    url: str


@dataclass(frozen=True)
class Inputs:
    """The files that a build may read, as they were before it, None if they can't be looked at; and the request.
    `recent` are the SHA-256 of the files that had just been changed, `started` is when that was, in nanoseconds.
    """

    request: Request
    found: Seen | None
    recent: Mapping[str, str]
    started: int = 0

    @classmethod
    def now(cls, layout: Layout, request: Request) -> Inputs:
        started = time.time_ns()
        try:
            found = build_state.inputs(os.fspath(layout.root), drafts=request.drafts, url=request.url)
            return cls(request, found, _contents(found), started)
        except Unknown:
            return cls(request, None, {})


def current(layout: Layout, inputs: Inputs) -> Report | None:
    """The report of the last build, if a build of these inputs now would change nothing; else None."""
    if inputs.found is None or (there := build_state.unchanged(os.fspath(layout.root), inputs.found)) is None:
        return None
    try:
        kept = _read(there.record)
        if not all(_content(path) == sha256 for path, sha256 in kept["recent"].items()):
            return None
        report = read_report(kept["report"])
        if there.are_recent:
            # Compared now, their content need not be compared the next time
            with lock.held(layout):
                _write(layout, inputs, there.outputs, report, made_from.read(kept.get("made_from")))
    except (Unknown, AttributeError, KeyError, TypeError, ValueError):  # a record of another version
        return None
    return report


def keep(layout: Layout, inputs: Inputs, report: Report) -> None:
    """Record a build of these inputs, which wrote the site. Raises FolderUnwritable."""
    report = replace(report, counts={name: count for name, count in report.counts.items() if name not in _ONCE})
    # If a person's file is in the place of a page, nothing would show when that file is moved away
    is_complete = not any(issue.code == "site-file-kept" for issue in report.issues)
    if inputs.found is not None and is_complete:
        try:
            written = (manifest.NAME, *sorted(manifest.read(layout.site)))
            outputs = build_state.outputs([f"{layout.site}/{name}" for name in written])
        except (OSError, Unknown):
            return
        try:
            before = layout.root / BUILD_RECORD
            known = made_from.read(_read(regular_files.read(before, before.parent)).get("made_from"))
        except (OSError, Unknown):
            known = {}
        _write(layout, inputs, outputs, report, made_from.now(layout, known, inputs.started, inputs.recent))


def program(layout: Layout) -> str:
    """A digest of what every build of this archive depends on besides the archive: the program with its themes, the
    libraries, the fonts of the system, and the folder. If one of them can't be read, the digest is a new one each time.
    """
    try:
        found = build_state.program(os.fspath(layout.root))
        recent = json.dumps(_contents(found), sort_keys=True)
    except Unknown:
        return f"{time.time_ns()}"
    return hashlib.sha256(found.signatures + recent.encode()).hexdigest()


def _write(layout: Layout, inputs: Inputs, outputs: Seen, report: Report, sums: made_from.Sums) -> None:
    """Raises FolderUnwritable."""
    if inputs.found is None:
        return
    try:
        recent = {**inputs.recent, **_contents(outputs)}
    except Unknown:
        return
    record = {
        "format": _FORMAT,
        "request": asdict(inputs.request),
        "program": program_files.digest(),
        "recent": recent,
        "made_from": sums,
        "report": {
            "counts": dict(report.counts),
            "facts": dict(report.facts),
            "issues": [asdict(issue) for issue in report.issues],
        },
    }
    file, state = layout.root / BUILD_RECORD, layout.root / BUILD_STATE
    content = json.dumps(record).encode()
    # Git ignores every file below, whatever the archive's own .gitignore says
    files.write(file.with_name(".gitignore"), b"*\n")
    files.write(file, content)
    files.write(state, b"".join(build_state.state(inputs.found, outputs, content, report.exit_code)))


def _read(content: bytes) -> dict[str, Any]:
    try:
        record = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unknown from error
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        raise Unknown
    return record


def _contents(found: Seen) -> dict[str, str]:
    """The SHA-256 of the files that had just been changed. Raises Unknown."""
    return {path: _content(path) for path in found.recent}


def _content(path: str) -> str:
    try:
        with regular_files.opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Unknown from error
