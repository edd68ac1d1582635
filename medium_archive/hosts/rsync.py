"""A folder of another machine, which rsync writes to over SSH."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from medium_archive.errors import AccessDenied, ArchiveError, PublishRefused, Unreachable
from medium_archive.folder import files
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import MANIFEST
from medium_archive.hosts import changed_pages, present_site, program
from medium_archive.hosts.site import BuildSite, Published, ReadySite, listed
from medium_archive.report import Progress

NAME = "rsync"
SUMMARY = "Copy the site to another machine with rsync."
EXAMPLE = "archive publish rsync ada@example.com:/var/www/blog"

_REMOTE = re.compile(r"(?:[\w.-]+@)?[\w.:\[\]-]+:[^-].*|rsync://.+")
_MOST_BYTES = 64 << 20  # of a feed
_NO_ACCESS = re.compile(r"Permission denied \(|Host key verification failed|Authentication failed")
_NO_HOST = re.compile(
    r"Could not resolve|Connection (refused|timed out|closed)|No route to host|Network is unreachable"
)


@dataclass(frozen=True)
class Settings:
    target: str = field(
        metadata={"argument": True, "metavar": "HOST:FOLDER", "help": "The machine, and the folder there."}
    )
    delete: bool = field(default=False, metadata={"help": "Also delete files there that the site does not have."})
    dry_run: bool = field(default=False, metadata={"help": "List the files that would be sent, but send nothing."})
    replace: bool = field(default=False, metadata={"help": "Replace the site of another archive there."})


def publish(layout: Layout, settings: Settings, build_site: BuildSite, progress: Progress) -> Published:
    """Make the remote folder hold the site; with `delete`, nothing else.

    Raises what `build_site` raises, PublishRefused, AnotherSite, AccessDenied, Unreachable, ProgramMissing.
    """
    target = settings.target
    if not _REMOTE.fullmatch(target):
        raise PublishRefused(
            f"{target} is not a folder on another machine.", "Write it as ada@example.com:/var/www/blog"
        )
    site = build_site("")
    # --checksum: a page may change within one second and keep its size, and rsync would skip it
    command = ["rsync", "--recursive", "--times", "--checksum", "--compress", "--itemize-changes"]
    command += [f"--exclude=/{MANIFEST}", "--exclude=.git"]
    command += ["--delete"] * settings.delete
    place = ["--", f"{site.folder}/", target]  # the slash means the files in the folder, not the folder itself
    rehearsal = [*command, "--dry-run", *place]
    there = present_site.another(site, _feed(target), lambda: _present(site, rehearsal, target))
    replaced = present_site.refuse_or_warn(
        there, target, is_allowed=settings.replace, other="Name another folder", is_rehearsal=settings.dry_run
    )
    changes = _changes(rehearsal if settings.dry_run else [*command, *place], target)
    removed = sum(word == "removed" for word, _ in changes)
    return Published(
        site,
        {"sent": len(changes) - removed, "removed": removed},
        {"place": f"{target}; nothing was sent" if settings.dry_run else target},
        replaced,
        details={
            **listed(changes),
            **changed_pages.by_title(changes, site.folder),
            "is_there": not changes,
            "to": {"place": target},
        },
    )


def _feed(target: str) -> bytes:
    """The feed of the site there, b"" if there is none, or if rsync cannot read it: then it cannot send either."""
    with files.temporary_folder() as folder:
        source = f"{target.rstrip('/')}/{present_site.FEED}"
        _run(["rsync", f"--max-size={_MOST_BYTES}", "--", source, f"{folder}/"])
        feed = folder / present_site.FEED
        return feed.read_bytes() if feed.is_file() else b""


def _present(site: ReadySite, rehearsal: Sequence[str], target: str) -> set[str]:
    """The files of the site that are there, perhaps with other contents."""
    return {*site.files} - {file for word, file in _changes(rehearsal, target) if word == "new"}


def _changes(command: Sequence[str], target: str) -> list[tuple[str, str]]:
    result = _run(command)
    if result.status:
        raise _error(target, result)
    return [_change(line) for line in result.output.splitlines() if line[:2] in ("<f", ">f", "*d")]


def _run(command: Sequence[str]) -> program.Result:
    environment = program.environment()
    environment.setdefault("RSYNC_RSH", environment.get("GIT_SSH_COMMAND", "ssh"))
    return program.run(command, environment)


def _change(line: str) -> tuple[str, str]:
    """What a line of rsync says: `<f+++++++++ index.html`, `<f.st...... index.html`, `*deleting   index.html`."""
    codes, _, file = line.partition(" ")
    word = "removed" if codes.startswith("*") else "new" if "+" in codes else "changed"
    return word, file.lstrip() if codes.startswith("*") else file


def _error(target: str, result: program.Result) -> ArchiveError:
    """The error for a run of rsync that failed."""
    if _NO_ACCESS.search(result.errors):
        reason = result.error_line(_NO_ACCESS)
        return AccessDenied(
            f"{target} refused access: {reason}", "Make sure that `ssh` reaches that machine, then run this again."
        )
    if _NO_HOST.search(result.errors):
        reason = result.error_line(_NO_HOST)
        return Unreachable(f"Could not reach {target}: {reason}", "Check the name of the machine and the network.")
    reason = result.error_line(r"^rsync: |^ssh: ")
    return PublishRefused(f"rsync could not publish to {target}: {reason}", "Solve that problem, then run this again.")
