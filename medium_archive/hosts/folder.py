"""`archive publish folder` and `archive publish rsync`: the site to a folder, here or on another machine."""

from __future__ import annotations

import re
from pathlib import Path

from medium_archive.commands import publish
from medium_archive.errors import NoCredentials, NotFit, PublishRefused, Unreachable
from medium_archive.folder.layout import Layout
from medium_archive.folder.output import MANIFEST, Output
from medium_archive.hosts import program
from medium_archive.report import Issue, Progress, Report, silent

_REMOTE = re.compile(r"(?:[\w.-]+@)?[\w.:\[\]-]+:[^-].*|rsync://.+")
_NO_ACCESS = re.compile(r"Permission denied \(|Host key verification failed|Authentication failed")
_NO_HOST = re.compile(
    r"Could not resolve|Connection (refused|timed out|closed)|No route to host|Network is unreachable"
)
_LISTED = 40


def to_folder(layout: Layout, folder: Path, progress: Progress = silent, *, dry_run: bool = False) -> Report:
    """Make a folder hold the site. What an earlier publishing put there and the site has no more goes; what somebody
    else put there stays.

    Raises what `publishing.prepare` raises, NotFit for a folder inside the archive or around it.
    """
    out = folder.resolve()
    root = layout.root.resolve()
    if out == root or root in out.parents or out in root.parents:
        raise NotFit(f"{folder} is a part of the archive, or holds it.", "Name a folder elsewhere.")
    ready = publish.prepare(layout, "", progress)
    before = set(publish.files_of(out)) if out.is_dir() else set()
    new = len(set(ready.files) - before)
    if dry_run:
        return publish.report("folder", ready, {"new": new}, {"folder": f"{out}; nothing was written"})
    output = Output(out)
    for file in progress("Copying", ready.files, len(ready.files)):
        output.copy(file, ready.site / file)
    output.finish()
    issues = [Issue(str(out / i.where.partition("/")[2]), i.code, i.message, i.level) for i in output.issues]
    said = publish.report("folder", ready, {"new": new}, {"folder": str(out)})
    return Report(said.command, said.counts, said.facts, (*said.issues, *issues))


def to_host(
    layout: Layout, target: str, progress: Progress = silent, *, delete: bool = False, dry_run: bool = False
) -> Report:
    """Let rsync make a folder of another machine hold the site; with `delete` nothing else either.

    Raises what `publishing.prepare` raises, PublishRefused, NoCredentials, Unreachable, ProgramMissing.
    """
    if not _REMOTE.fullmatch(target):
        raise PublishRefused(f"{target} names no folder of a machine.", "Write it as ada@example.com:/var/www/blog")
    ready = publish.prepare(layout, "", progress)
    # The slash: what is in the folder, not the folder. By content: a page may change and keep its size within the
    # second that rsync looks at
    command = ["rsync", "--recursive", "--times", "--checksum", "--compress", "--itemize-changes"]
    command += [f"--exclude=/{MANIFEST}", "--exclude=.git"]
    command += ["--delete"] * delete + ["--dry-run"] * dry_run + ["--", f"{ready.site}/", target]
    values = {**program.environment()}
    values.setdefault("RSYNC_RSH", values.get("GIT_SSH_COMMAND", "ssh"))
    said = program.run(command, values)
    if said.status:
        raise _problem(target, said)
    sent = [line for line in said.out.splitlines() if line[:2] in ("<f", ">f", "*d")]
    removed = sum(line.startswith("*d") for line in sent)
    facts = {"place": f"{target}; nothing was sent" if dry_run else target}
    counts = {"sent": len(sent) - removed, "removed": removed}
    return publish.report("rsync", ready, counts, facts, "\n".join(sent[:_LISTED]) if dry_run else "")


def _problem(target: str, said: program.Said) -> Unreachable | NoCredentials | PublishRefused:
    if _NO_ACCESS.search(said.complaint):
        why = said.first_words(_NO_ACCESS)
        return NoCredentials(f"{target} doesn't let you in: {why}", "Try `ssh` to that machine first.")
    if _NO_HOST.search(said.complaint):
        why = said.first_words(_NO_HOST)
        return Unreachable(f"{target} can't be reached: {why}", "Look at the name and at the network.")
    why = said.first_words(r"^rsync: |^ssh: ")
    return PublishRefused(f"rsync could not publish to {target}: {why}", "Run this again when that is mended.")
