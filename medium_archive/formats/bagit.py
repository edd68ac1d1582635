"""The whole archive as a BagIt bag (RFC 8493), for a library or a backup."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medium_archive.folder.posts import UNREADABLE
from medium_archive.formats.values import Target, Written
from medium_archive.report import Issue, Progress

if TYPE_CHECKING:
    from medium_archive.folder.layout import Layout

NAME = "bagit"
SUMMARY = "Copy the archive to a BagIt bag, which libraries accept and any BagIt program can check."
EXAMPLE = "archive export bagit /media/backup/medium-bag"
TARGET = Target("FOLDER", "Where to write the bag: an empty folder, or a new one.", outside=True)

_PRIVATE = frozenset(("exports", "private", "drafts"))
_HOLDS_PRIVATE = (
    "The bag holds your exports, your drafts and what you read: e-mail, IP addresses, earnings. Keep it where only you "
    "can read it. To give a bag away, make one with `--without-private`."
)
_PERCENT = (
    "The name has a %, which BagIt 1.0 writes as %25 in its lists. Some programs, such as bagit.py, do not know that "
    "and report the file as missing. The file is in the bag. Rename it if such a program must check the bag."
)


_SAME_DISK = (
    "The bag is on the same disk as the archive, so it is no second copy: what breaks the disk breaks both. Copy it to "
    "another disk."
)
_LEFT = (
    "It is not in the bag: it is a link that leads elsewhere, a pipe, a socket or a device. Replace it with a copy of "
    "the file."
)


@dataclass(frozen=True)
class Settings:
    without_private: bool = field(default=False, metadata={"help": "Leave out exports/, private/ and drafts/."})


def write(layout: Layout, out: Path, settings: Settings, progress: Progress) -> Written:
    """Copy the archive to the bag `out`, without what can be made again, such as `site/`.

    Raises SettingsWrong, NewerArchive, RecordsDamaged, FolderUnwritable.
    """
    from medium_archive.folder import file_tree, kept_exports
    from medium_archive.formats import bag

    leave = file_tree.TEMPORARY | _PRIVATE if settings.without_private else file_tree.TEMPORARY
    left: list[str] = []
    payload = list(file_tree.of(layout.root, leave=leave.__contains__, left=left.append))
    newest = max((one.exported for one in kept_exports.read(layout)), default="")
    size = bag.write(out, progress("Copying files", payload, len(payload)), _info(layout, newest))
    top_folders = {name.partition("/")[0] for name, _ in payload}
    return Written(
        counts={"files": len(payload), "megabytes": round(size / 1_000_000)},
        facts={**({"privacy": _HOLDS_PRIVATE} if top_folders & _PRIVATE else {}), "bag": str(out)},
        issues=(
            *_same_disk(layout, out),
            *(Issue(name, UNREADABLE, _LEFT, "error") for name in left),
            *(Issue(name, "bag-percent", _PERCENT, "note") for name, _ in payload if "%" in name),
        ),
    )


def _same_disk(layout: Layout, bag: Path) -> list[Issue]:
    """A warning for a bag that is lost together with the archive."""
    if bag.stat().st_dev != layout.root.stat().st_dev:
        return []
    return [Issue(str(bag), "same-disk", _SAME_DISK)]


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
