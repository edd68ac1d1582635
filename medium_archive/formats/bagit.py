"""The whole archive as a BagIt bag (RFC 8493), for a library, a backup, or thirty years in a drawer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.formats.values import Target, Written
from medium_archive.report import Issue, Progress

if TYPE_CHECKING:
    from medium_archive.folder.layout import Layout

NAME = "bagit"
SUMMARY = "Copy the archive to a BagIt bag, which libraries and archives take, and any BagIt program can check."
EXAMPLE = "archive export bagit /media/backup/medium-bag"
TARGET = Target("FOLDER", "Where to make the bag: empty, or not there yet.", outside=True)

_PRIVATE = frozenset(("exports", "private", "drafts"))
_HOLDS_PRIVATE = (
    "The bag holds your exports, drafts and what you read: e-mail, IP addresses, earnings. Keep it where only you can "
    "look, or make one `--without-private` to give away."
)
_PERCENT = (
    "The name has a %, which BagIt 1.0 writes as %25 in its lists; some programs, bagit.py among them, don't know that "
    "and miss the file. It is there: rename it if such a program shall check the bag."
)


@dataclass(frozen=True)
class Settings:
    without_private: bool = field(default=False, metadata={"help": "Leave out exports/, private/ and drafts/."})


def write(layout: Layout, out: Path, settings: Settings, progress: Progress) -> Written:
    """Copy the archive to the bag `out`, without `site/` and what else can be made again.

    Raises SettingsWrong, NewerArchive, RecordsDamaged, FolderUnwritable.
    """
    from medium_archive.folder import file_tree, kept_exports
    from medium_archive.formats import bag

    leave = file_tree.PASSING | _PRIVATE if settings.without_private else file_tree.PASSING
    payload = list(file_tree.of(layout.root, leave=leave.__contains__))
    newest = max((one.exported for one in kept_exports.read(layout)), default="")
    size = bag.write(out, progress("Copying files", payload, len(payload)), _info(layout, newest))
    held = {name.partition("/")[0] for name, _ in payload}
    return Written(
        counts={"files": len(payload), "megabytes": round(size / 1_000_000)},
        facts={**({"privacy": _HOLDS_PRIVATE} if held & _PRIVATE else {}), "bag": str(out)},
        issues=tuple(Issue(name, "bag-percent", _PERCENT, "note") for name, _ in payload if "%" in name),
    )


def _info(layout: Layout, newest: str) -> dict[str, str]:
    """The lines of bag-info.txt (RFC 8493, section 2.2.2). The date is the newest export's, not today's, so that the
    same archive gives the same bag.
    """
    from medium_archive import __version__
    from medium_archive.folder import settings

    chosen = settings.read(layout.settings)
    return {
        "Bag-Software-Agent": f"medium-archive {__version__}",
        "Contact-Name": chosen.author.name,
        "External-Description": f"{chosen.site.title}: an archive of what was written on Medium",
        "External-Identifier": chosen.author.url,
        "Bagging-Date": newest,
    }
