"""Every way the program can stop, as one tree. The class says the situation, the message the facts, `hint` the cure.

    ArchiveError
    ├── ExportUnreadable    10   the export can't be read: no zip, cut off, encrypted, no post in it
    │   └── MemberDamaged   10   one file of the export can't be read; the others can
    ├── ExportUnsafe        11   the export would harm: leaves its folder, is a link, a device, a bomb
    ├── NotAnArchive        20   no archive folder here
    ├── NewerArchive        21   the folder was made by a newer version of the program
    ├── SettingsWrong       22   archive.toml can't be understood
    ├── ArchiveInUse        23   another run writes to the folder
    ├── FolderUnwritable    24   the disk is full, the folder read-only, or can't even be read
    ├── RecordsDamaged      25   a file in records/ or private/ can't be understood
    ├── PlaceRefused        26   a file is not written where it would be published, or over something else
    ├── SearchUnsupported   27   this Python's SQLite can't make the database
    ├── NoSuchPost          28   no post is called so, or more than one is
    ├── ThemeBroken         30   a theme is missing or one of its templates fails
    ├── Unreachable         40   a place to publish doesn't answer
    ├── PublishRefused      50   the place doesn't take it, or somebody else changed it
    ├── NoCredentials       51   the place doesn't know us
    ├── ProgramMissing      52   a program that is needed, such as git, is not installed
    ├── NoIdentity          53   git doesn't know whose commit it is
    ├── NotFit              54   a check before sending found what must not be sent
    ├── NothingToAppeal     63   no look has found a suspension
    └── CantSchedule        64   a daily run can't be put in place

60 to 62 are no errors but what `archive check` answers: suspended, gone, unknown.

Only `cli/app.py` catches these. Errors of other libraries are translated where they enter, at one door each.
"""

from __future__ import annotations

from typing import ClassVar


class ArchiveError(Exception):
    """A situation that ends the run. `hint` is one sentence that tells a person what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def as_json(self) -> dict[str, object]:
        """The error as plain data, for `--json`."""
        return {"error": type(self).__name__, "exit_code": self.exit_code, "message": self.message, "hint": self.hint}


class ExportUnreadable(ArchiveError):
    exit_code = 10


class MemberDamaged(ExportUnreadable):
    """One file of an export can't be read. The import catches it: one bad file is one issue, the others go on."""


class ExportUnsafe(ArchiveError):
    exit_code = 11


class NotAnArchive(ArchiveError):
    exit_code = 20


class NewerArchive(ArchiveError):
    exit_code = 21


class SettingsWrong(ArchiveError):
    exit_code = 22


class ArchiveInUse(ArchiveError):
    exit_code = 23


class FolderUnwritable(ArchiveError):
    exit_code = 24


class RecordsDamaged(ArchiveError):
    exit_code = 25


class PlaceRefused(ArchiveError):
    exit_code = 26


class SearchUnsupported(ArchiveError):
    exit_code = 27


class NoSuchPost(ArchiveError):
    exit_code = 28


class ThemeBroken(ArchiveError):
    exit_code = 30


class Unreachable(ArchiveError):
    exit_code = 40


class PublishRefused(ArchiveError):
    exit_code = 50


class NoCredentials(ArchiveError):
    exit_code = 51


class ProgramMissing(ArchiveError):
    exit_code = 52


class NoIdentity(ArchiveError):
    exit_code = 53


class NotFit(ArchiveError):
    exit_code = 54


class NothingToAppeal(ArchiveError):
    exit_code = 63


class CantSchedule(ArchiveError):
    exit_code = 64
