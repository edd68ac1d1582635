"""`archive export NAME`: write the archive, or its articles, in a format that other programs read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from medium_archive import articles, formats
from medium_archive.articles import Library, own_files
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import begun_import, files, kept_exports, lock, manifest, unknown_settings, zip_output
from medium_archive.folder import settings as settings_file
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import Output
from medium_archive.folder.settings import Settings
from medium_archive.folder.zip_output import ZipOutput
from medium_archive.formats import ArchiveFormat, File, Format, Target, Written
from medium_archive.formats.generator.format import Generator
from medium_archive.report import Issue, Progress, Report, silent

_MOST_OF_BEGINNING = 8192  # bytes in which a mark is
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
    files.refuse_special(out)
    if member.TARGET.metavar == "FOLDER" and out.is_file():
        raise FolderUnwritable(f"{out} is a file.", "Name a new folder.")
    if out.is_symlink():
        out = out.resolve()  # else the link itself would be replaced
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
        issues = (*begun_import.issues(layout), *_unknown_settings(chosen), *written.issues)
    return Report(f"export {member.NAME}", written.counts, written.facts, issues)


def _unknown_settings(chosen: Settings) -> Iterator[Issue]:
    """A warning for each table [export.NAME] that no format reads."""
    readers = {one.NAME for one in formats.ALL if isinstance(one, Generator)}
    for name in sorted(chosen.export.keys() - readers):
        message = f"The setting `export.{name}` is unknown. Only these formats have keys: {', '.join(sorted(readers))}."
        yield Issue("archive.toml", unknown_settings.CODE, message)


def _write(library: Library, member: Format, settings: Any, out: Path, progress: Progress) -> Written:
    """Write the files of a format, one after the other: all pictures of an archive need not fit into memory."""
    target, is_dry = member.TARGET, _is_dry(settings)
    if target.metavar == "FILE" and not target.zip:
        made = member.files(replace(library, progress=progress), settings)
    else:
        made = progress("Writing files", member.files(library, settings))
    if not (target.as_it_is or library.settings.site.own_scripts):
        made = map(_without_scripts, made)
    list_name = f".archive-files-{member.NAME}"
    if target.empty:
        _refuse_others(out, list_name)
    if target.metavar == "FILE":
        _refuse_file(out, member)
    if target.manifest:
        accounts = _accounts(library)
        _refuse_another_archive(out, list_name, accounts, library.layout)
        output = Output(out, list_name, accounts=accounts, is_dry=is_dry)
        # If a post can't be read now, the files that an earlier export made from it stay
        damaged = {issue.where.rpartition("/")[0] for issue in library.issues if issue.level == "error"}
        written = _put_to_folder(made, out, output, may_edit=target.empty, damaged=damaged)
    elif is_dry:
        written = _Count()
        for file in made:
            written.add(file, out)
    elif target.zip:
        with zip_output.opened(out, target.mark) as zip_file:
            written = _put_all(made, out, zip_file)
    else:
        written = _put_all(made, out, None)
    if is_dry:
        written.counts["files"] = written.files
    facts = {"file" if target.metavar == "FILE" else "folder": str(out)}
    return Written(written.counts, facts, (*library.issues, *written.issues))


def _without_scripts(file: File) -> File:
    """A file of an export with the copy of a drawing that a site has."""
    if file.source is None or not own_files.is_drawing(file.path):
        return file
    with files.disk_errors(file.source):
        drawing = own_files.drawing(file.source)
    return replace(file, source=None, content=drawing.content) if drawing.is_changed else file


@dataclass
class _Count:
    """What was written so far."""

    counts: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    files: int = 0

    def add(self, file: File, out: Path) -> None:
        self.files += 1
        self.counts.update(file.counts)
        where = f"{out.name}/{file.path}"
        self.issues += [replace(issue, where=issue.where or where) for issue in file.issues]


def _put_all(made: Iterable[File], out: Path, output: Output | ZipOutput | None) -> _Count:
    written = _Count()
    for file in made:
        _put(file, out, output)
        written.add(file, out)
    return written


def _put_to_folder(
    made: Iterable[File], out: Path, output: Output, *, may_edit: bool, damaged: Collection[str]
) -> _Count:
    """Write to a folder that has a list of the files of the last export."""
    written = _Count()
    for file in made:
        if may_edit and _is_edited(output, file.path, file.source or file.content):
            written.issues.append(_keep_edited(output, file.path, _EDITED))
        else:
            _put(file, out, output)
        written.add(file, out)
    for name in reversed(output.outdated()):
        if damaged and output.post_of(name) in {"", *damaged}:
            output.keep_as_it_is(name)
        elif may_edit and _is_edited(output, name):
            written.issues.append(_keep_edited(output, name, _EDITED_WITHOUT_POST))
    output.finish()
    written.issues += [replace(issue, code="export-file-kept", message=_KEPT) for issue in output.issues]
    return written


def _is_dry(settings: Any) -> bool:
    return getattr(settings, "dry_run", False)


def _is_edited(output: Output, path: str, wanted: bytes | Path | None = None) -> bool:
    """Whether a file was changed since an earlier export wrote it."""
    return output.is_edited(path, wanted)


def _keep_edited(output: Output, path: str, message: str) -> Issue:
    output.keep_as_it_is(path)
    return Issue(f"{output.folder.name}/{path}", "export-file-edited", message, "note")


def _accounts(library: Library) -> frozenset[str]:
    """The user names of the archive's accounts in its exports; none if it has no exports."""
    return frozenset(one.account.casefold() for one in kept_exports.read(library.layout) if one.account)


def _refuse_another_archive(out: Path, list_name: str, accounts: Collection[str], layout: Layout) -> None:
    """Raise FolderUnwritable for the folder of an export of another archive, whose files this export would remove: one
    of other accounts, or, if one of both has no exports and so no accounts, one of posts that this archive does not
    have.
    """
    with files.disk_errors(out):
        there = manifest.load(out, list_name)
    if there.accounts and accounts:
        if there.accounts.isdisjoint(accounts):
            raise FolderUnwritable(
                f"{out} has the posts of @{min(there.accounts)}, but this is the archive of @{min(accounts)}.",
                "Name another folder. If you have renamed your account, delete the line of "
                f"@{min(there.accounts)} in {list_name}.",
            )
        return
    posts = set(filter(None, there.posts.values()))
    if posts and not any((layout.root / post).exists() for post in posts):
        raise FolderUnwritable(
            f"{out} has the posts of another archive: this one has none of them.",
            "Name another folder. If you have renamed all your posts, delete the lines that begin with / in "
            f"{list_name}.",
        )


def _refuse_others(out: Path, list_name: str) -> None:
    """Raise FolderUnwritable for a folder that is neither empty nor written by an earlier export."""
    with files.disk_errors(out):
        if out.exists() and not (out / list_name).exists() and any(out.iterdir()):
            raise FolderUnwritable(f"{out} contains other files.", "Name a new or an empty folder.")


def _refuse_file(out: Path, member: Format) -> None:
    """Raise FolderUnwritable for a folder, and for a file that no earlier export wrote."""
    with files.disk_errors(out):
        if out.is_dir():
            raise FolderUnwritable(f"{out} is a folder.", "Name a file.")
        if out.exists() and not _has_mark(out, member.TARGET):
            raise FolderUnwritable(
                f"{out} exists already, and `archive export {member.NAME}` did not write it.", "Name another file."
            )


def _has_mark(path: Path, target: Target) -> bool:
    """Whether a file begins or ends with the mark of a format; true for an empty file."""
    with path.open("rb") as file:
        begin = file.read(_MOST_OF_BEGINNING)
        if target.beginning is not None:
            return not begin or target.beginning.match(begin) is not None
        file.seek(-min(len(target.mark), path.stat().st_size), os.SEEK_END)
        return not begin or begin.startswith(target.mark) or file.read() == target.mark


def _put(file: File, out: Path, output: Output | ZipOutput | None) -> None:
    if isinstance(output, Output) and file.source is not None:
        output.copy(file.path, file.source, post=file.post)
    elif isinstance(output, Output):
        output.write(file.path, file.content, post=file.post)
    elif output is not None and file.source is not None:
        output.copy(file.path, file.source)
    elif output is not None:
        output.write(file.path, file.content)
    elif file.source is not None:
        files.copy(file.source, out / file.path)
    else:
        files.write(out / file.path if file.path else out, file.content)
