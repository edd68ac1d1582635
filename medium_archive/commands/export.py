"""`archive export NAME`: write the archive, or its articles, in a format that other programs read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from medium_archive import articles
from medium_archive.articles import Library
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import files, lock
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import Output
from medium_archive.formats import ArchiveFormat, File, Format, Written
from medium_archive.report import Issue, Progress, Report, silent

_EDITED = (
    "You have changed this file since an earlier export, so it was not replaced. To get the new text, delete it and "
    "export again."
)
_EDITED_WITHOUT_POST = (
    "You have changed this file since an earlier export, so it was not removed. This export does not make it any more, "
    "for example because its post is gone. Delete it if you do not need it."
)
_KEPT = "No earlier export wrote this file, so it was not replaced. Move it away, then export again."


def export(
    layout: Layout,
    member: Format | ArchiveFormat,
    out: Path | None = None,
    settings: Any = None,
    progress: Progress = silent,
) -> Report:
    """Write the archive in a format to `out`, the format's default place if None.

    Raises SettingsWrong, NewerArchive, RecordsDamaged, ArchiveInUse, FolderUnwritable, UnsafeTarget, and what the
    format raises.
    """
    settings = member.Settings() if settings is None else settings
    out = layout.root / member.TARGET.default if out is None else out
    if member.TARGET.outside and out.resolve().is_relative_to(layout.root):
        raise FolderUnwritable(
            f"{out.absolute()} is part of the archive.", "Name a folder outside it, if possible on another disk."
        )
    chosen = settings_file.read(layout.settings)
    with lock.held_for_reading(layout):
        if isinstance(member, ArchiveFormat):
            written = member.write(layout, out.absolute(), settings, progress)
        else:
            library = articles.read(layout, chosen, member.kinds(settings))
            written = _write(library, member, settings, out, progress)
    return Report(f"export {member.NAME}", written.counts, written.facts, written.issues)


def _write(library: Library, member: Format, settings: Any, out: Path, progress: Progress) -> Written:
    """Write the files of a format, one after the other: all pictures of an archive need not fit into memory."""
    list_name = f".archive-files-{member.NAME}"
    if member.TARGET.empty:
        _refuse_others(out, list_name)
    is_dry = _is_dry(settings)
    output = Output(out, list_name) if member.TARGET.manifest and not is_dry else None
    counts: Counter[str] = Counter()
    issues = list(library.issues)
    for file in progress("Writing files", member.files(library, settings)):
        counts.update(file.counts)
        if is_dry:
            counts["files"] += 1
        elif member.TARGET.empty and output is not None and _is_edited(output, file.path, file.source):
            issues.append(_keep_edited(output, file.path, _EDITED))
        else:
            _put(file, out, output)
        issues += [replace(issue, where=issue.where or f"{out.name}/{file.path}") for issue in file.issues]
    if output is not None:
        # If a post can't be read now, the files that an earlier export made from it stay
        keep = ("",) if any(issue.level == "error" for issue in library.issues) else ()
        if member.TARGET.empty and not keep:
            edited = [name for name in output.outdated() if _is_edited(output, name)]
            issues += [_keep_edited(output, name, _EDITED_WITHOUT_POST) for name in reversed(edited)]
        output.finish(keep)
        issues += [replace(issue, code="export-file-kept", message=_KEPT) for issue in output.issues]
    return Written(counts, {"folder": str(out)}, tuple(issues))


def _is_dry(settings: Any) -> bool:
    return getattr(settings, "dry_run", False)


def _is_edited(output: Output, path: str, source: Path | None = None) -> bool:
    """Whether a file was changed since an earlier export wrote it."""
    return output.is_edited(path, source)


def _keep_edited(output: Output, path: str, message: str) -> Issue:
    output.keep_edited(path)
    return Issue(f"{output.folder.name}/{path}", "export-file-edited", message, "note")


def _refuse_others(out: Path, list_name: str) -> None:
    """Raise FolderUnwritable for a folder that is neither empty nor written by an earlier export."""
    with files.disk_errors(out):
        if out.exists() and not (out.is_dir() and ((out / list_name).exists() or not any(out.iterdir()))):
            raise FolderUnwritable(f"{out} contains other files.", "Name a new or an empty folder.")


def _put(file: File, out: Path, output: Output | None) -> None:
    if output is not None and file.source is not None:
        output.copy(file.path, file.source)
    elif output is not None:
        output.write(file.path, file.content)
    elif file.source is not None:
        files.copy(file.source, out / file.path)
    else:
        files.write(out / file.path, file.content)
