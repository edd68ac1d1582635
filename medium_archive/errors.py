"""The errors that end a command, as one tree. Each class names a situation and has an exit code (docs/commands.md).

    ArchiveError
    ├── ExportUnreadable    10   the export is not a zip, incomplete, encrypted, or has no post
    │   └── MemberDamaged   10   one file of the export is damaged; the import goes on with the others
    ├── ExportUnsafe        11   the export could do harm: a path outside its folder, a link, a device, a zip bomb
    ├── AnotherAccount      12   the export is of another account than the archive
    ├── NotAnArchive        20   there is no archive here
    ├── NewerArchive        21   a newer version of the program made the archive
    ├── SettingsWrong       22   archive.toml or an option has a wrong value
    ├── ArchiveInUse        23   another run writes to the archive
    ├── FolderUnwritable    24   a file can't be written or read: full disk, no permission
    ├── RecordsDamaged      25   a file in records/ or private/ is damaged
    ├── UnsafeTarget        26   the file to write would be published, or would replace another file
    ├── SearchUnsupported   27   SQLite of this Python has no full-text search
    ├── NoSuchPost          28   no post has this name, or several have it
    ├── WorkerStopped       29   a process of a run was stopped from outside
    ├── ThemeBroken         30   a theme is missing, or one of its templates fails
    ├── NotBuilt            31   there is no built site yet
    ├── Unreachable         40   a host does not answer
    ├── PublishRefused      50   the host refused the site, or someone else changed the site there
    │   └── AnotherSite     55   the place has the site of another archive
    ├── AccessDenied        51   the host does not accept our credentials, or there are none
    ├── ProgramMissing      52   a program such as git is not installed
    ├── GitIdentityMissing  53   git has no name and no e-mail for the commit
    ├── NotPublishable      54   the build, or a check before publishing, found an error
    ├── NoSuspension        63   no check has found a suspension to appeal
    └── CannotSchedule      64   a daily run can't be set up

60 to 62 are the answers of `archive check`, not errors: suspended, gone, unknown.

Errors of other libraries become one of these at the place that calls the library. `cli/terminal.py` prints them.
Elsewhere an error is caught only where one damaged file must not stop the work on the others: the function that reads a
page, a private page or a feed turns every unexpected exception into an error of that file (`unexpected`).
"""

from __future__ import annotations

from typing import ClassVar

_MAX_WORDS = 120


class ArchiveError(Exception):
    """An error with an exit code. `message` says what happened, `hint` says what to do; its indented lines are commands
    to copy.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def as_json(self) -> dict[str, object]:
        """The error as plain data, for `--json`."""
        return {"error": type(self).__name__, "exit_code": self.exit_code, "message": self.message, "hint": self.hint}


def unexpected(error: Exception) -> str:
    """A clause about an error that no code expects: it names its class, so that it can be found and reported."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    words = " ".join(str(error).split())[:_MAX_WORDS]
    cause = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return f"an error of the program ({cause}); {_report_it()}"


def program_error() -> str:
    """A sentence for what a person can't repair: it says where to report it."""
    report = _report_it()
    return f"This is an error of the program. {report[0].upper()}{report[1:]}."


def _report_it() -> str:
    """The request to report an error, with the address of the project's issues if pyproject.toml names one."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415  # slow, and errors are rare

    try:
        named = metadata("medium-archive").get_all("Project-URL") or ()
    except PackageNotFoundError:  # a checkout that is not installed
        named = ()
    addresses = dict(line.partition(", ")[::2] for line in named)
    return f"please report it at {addresses['Issues']}" if "Issues" in addresses else "please report it"


class ExportUnreadable(ArchiveError):
    exit_code = 10


class MemberDamaged(ExportUnreadable):
    """The import catches it: the damaged file becomes an issue."""


class ExportUnsafe(ArchiveError):
    exit_code = 11


class AnotherAccount(ArchiveError):
    exit_code = 12


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


class UnsafeTarget(ArchiveError):
    exit_code = 26


class SearchUnsupported(ArchiveError):
    exit_code = 27


class NoSuchPost(ArchiveError):
    exit_code = 28


class WorkerStopped(ArchiveError):
    exit_code = 29


class ThemeBroken(ArchiveError):
    exit_code = 30


class NotBuilt(ArchiveError):
    exit_code = 31


class Unreachable(ArchiveError):
    exit_code = 40


class PublishRefused(ArchiveError):
    exit_code = 50


class AnotherSite(PublishRefused):
    exit_code = 55


class AccessDenied(ArchiveError):
    exit_code = 51


class ProgramMissing(ArchiveError):
    exit_code = 52


class GitIdentityMissing(ArchiveError):
    exit_code = 53


class NotPublishable(ArchiveError):
    exit_code = 54


class NoSuspension(ArchiveError):
    exit_code = 63


class CannotSchedule(ArchiveError):
    exit_code = 64
