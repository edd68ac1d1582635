"""The files other than posts: the settings, the README, and .gitignore, which keeps private files out of git."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.checks import last_build
from medium_archive.checks.snapshot import Findings, Snapshot, checksum
from medium_archive.errors import SettingsWrong
from medium_archive.folder import program, settings, starter_files
from medium_archive.folder.layout import OWN_THEMES
from medium_archive.report import Issue

IN_QUICK = True
_GONE = "The program wrote this file, and it is missing. Restore it, or run `archive import`, which writes it again."
_NO_GITIGNORE = (
    ".gitignore is missing. Without it git takes your exports, e-mail address and drafts. Run `archive import`, which "
    "writes it again."
)
_OPEN = "It has no line for {}, so git takes that folder. Add the line."
_DIFFERS = (
    "It differs from what the program wrote: you edited it, or it was damaged. If you did not edit it, restore it from "
    "a copy of the archive."
)
_NO_THEME = (
    "archive.toml names this theme, but it is neither in themes/ nor a theme of the program, so no site can be built. "
    "Restore the folder from a copy, or choose another theme (`archive themes list`)."
)
_NO_TEMPLATES = (
    "The last build used {} of your own theme, {} missing: {}. Restore {} from a copy. If you deleted {} on purpose, "
    "run `archive build`."
)
_NO_LINE = (
    "records/written.jsonl has no line for this file. Restore that file from a copy, or run `archive import`, which "
    "writes the line again."
)
_OTHER_SUM = (
    "records/written.jsonl has another checksum than this file, which is as the program writes it. Restore that file "
    "from a copy, or delete the line and run `archive import`, which writes it again."
)
_NOT_OURS = (
    "records/written.jsonl says that the program wrote this file, but no version up to this one writes such a text. "
    "Restore both files from a copy, or delete this one and run `archive import`, which writes it again. If a newer "
    "version wrote it, use that version."
)
_PRIVATE = ("exports/", "private/", "drafts/")


def inspect(archive: Snapshot) -> Findings:
    """Check that archive.toml is valid, that README.md exists, that .gitignore names all private folders, and that
    `written.jsonl` names the files.
    """
    of_files = (*_gone(archive), *_gitignore(archive), *_differing(archive), *_unrecorded(archive))
    return Findings((*_settings(archive), *of_files))


def _settings(archive: Snapshot) -> Iterator[Issue]:
    try:
        theme = settings.read(archive.layout.settings).site.theme
    except SettingsWrong as error:
        yield Issue(archive.layout.settings.name, "settings-wrong", f"{error.message} {error.hint}", "error")
        return
    is_own = (archive.layout.root / "themes" / theme / "theme.toml").is_file()
    if not is_own and not program.has_theme(theme):
        yield Issue(f"themes/{theme}", "theme-gone", _NO_THEME)
        return
    used = last_build.record(archive.layout).made_from
    for folder in OWN_THEMES:
        gone = [name for name in sorted(used) if name.startswith(f"{folder}/") and name not in archive.files]
        # Another theme may have been deleted after it was no longer chosen
        gone = [name for name in gone if folder != "themes" or name.startswith(f"themes/{theme}/")]
        if gone:
            amount = (f"{len(gone)} files", "which are", "them") if len(gone) > 1 else ("a file", "which is", "it")
            message = _NO_TEMPLATES.format(*amount[:2], ", ".join(gone), amount[2], amount[2])
            yield Issue(folder, "theme-gone", message)


def _gone(archive: Snapshot) -> Iterator[Issue]:
    for file in sorted({"README.md", *archive.written} - {".gitignore"} - archive.files.keys()):
        yield Issue(file, "file-gone", _GONE)


def _gitignore(archive: Snapshot) -> Iterator[Issue]:
    held = archive.files.get(".gitignore")
    if held is None:
        yield Issue(".gitignore", "file-gone", _NO_GITIGNORE, "error")
        return
    lines = {line.strip().strip("/") for line in held.path.read_text("utf-8", errors="replace").split("\n")}
    for name in _PRIVATE:
        if name.strip("/") not in lines:
            yield Issue(".gitignore", "git-takes-private", _OPEN.format(name), "error")


def _differing(archive: Snapshot) -> Iterator[Issue]:
    for file in sorted({*starter_files.FILES, *archive.written}):
        held = archive.files.get(file)
        if held is None or not archive.differs(file, archive.written.get(file, "unknown")):
            continue
        if held.path.read_bytes() not in starter_files.texts(file):
            yield Issue(file, "file-differs", _DIFFERS, "note")


def _unrecorded(archive: Snapshot) -> Iterator[Issue]:
    """The files that `written.jsonl` names wrongly. Every version of the program records these files, unless a person
    had written them before.
    """
    for file in sorted(starter_files.FILES):
        held, written = archive.files.get(file), archive.written.get(file, "")
        if held is None:
            continue
        content = held.path.read_bytes()
        if content in starter_files.texts(file):
            if not written:
                yield Issue(file, "record-astray", _NO_LINE, "error")
            elif archive.differs(file, written):
                yield Issue(file, "record-differs", _OTHER_SUM, "error")
        elif written == checksum(content) and written not in starter_files.EARLIER.get(file, ()):
            yield Issue(file, "record-differs", _NOT_OURS, "error")
