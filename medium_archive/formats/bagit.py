"""`archive export bagit OUT`: the whole archive as a bag, for a library, a backup, or thirty years in a drawer."""

from __future__ import annotations

from pathlib import Path

from medium_archive import __version__
from medium_archive.errors import FolderUnwritable
from medium_archive.folder import file_tree, kept_exports, lock, settings
from medium_archive.folder.layout import Layout
from medium_archive.formats import bag
from medium_archive.report import Issue, Progress, Report, silent

_PRIVATE = frozenset(("exports", "private", "drafts"))
_HOLDS_PRIVATE = (
    "The bag holds your exports, drafts and what you read: e-mail, IP addresses, earnings. Keep it where only you can "
    "look, or make one `--without-private` to give away."
)
_PERCENT = (
    "The name has a %, which BagIt 1.0 writes as %25 in its lists; some programs, bagit.py among them, don't know that "
    "and miss the file. It is there: rename it if such a program shall check the bag."
)


def export_bagit(layout: Layout, out: Path, *, private: bool = True, progress: Progress = silent) -> Report:
    """Copy all but the site and what passes to the bag `out`; without `private`, also not what git leaves alone.

    Raises SettingsWrong, NewerArchive, RecordsDamaged, ArchiveInUse, FolderUnwritable.
    """
    out = out.absolute()
    if out.resolve().is_relative_to(layout.root):
        raise FolderUnwritable(
            f"{out} is in the archive, and would be a part of itself.", "Name a folder elsewhere, best on another disk."
        )
    chosen = settings.read(layout.settings)
    leave = file_tree.PASSING if private else file_tree.PASSING | _PRIVATE
    with lock.held_for_reading(layout):
        payload = list(file_tree.of(layout.root, leave=leave.__contains__))
        newest = max((one.exported for one in kept_exports.read(layout)), default="")
        info = {
            "Bag-Software-Agent": f"medium-archive {__version__}",
            "Contact-Name": chosen.author.name,
            "External-Description": f"{chosen.site.title}: an archive of what was written on Medium",
            "External-Identifier": chosen.author.url,
            # Of the newest export, not of today: the same archive gives the same bag
            "Bagging-Date": newest,
        }
        size = bag.write(out, progress("Copying files", payload, len(payload)), info)
    issues = [Issue(name, "bag-percent", _PERCENT, "note") for name, _ in payload if "%" in name]
    held = {name.partition("/")[0] for name, _ in payload}
    return Report(
        command="export bagit",
        counts={"files": len(payload), "megabytes": round(size / 1_000_000)},
        facts={**({"private": _HOLDS_PRIVATE} if held & _PRIVATE else {}), "bag": str(out)},
        issues=tuple(issues),
    )
