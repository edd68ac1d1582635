"""Names of files in an export: safe as paths, and safe to show."""

from __future__ import annotations

import re
import unicodedata

from medium_archive.errors import ExportUnsafe

DEPTH = 20  # folders; Medium makes one, and packing again adds a few
_DO_NOT_UNPACK = (
    "Don't unpack this file by other means; ask Medium for a new export at "
    "Settings → Security and apps → Download your information."
)
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]) *(?:[.:].*)?", re.I)
_DRIVE = re.compile(r"[A-Za-z]:(?=/|$)|^[A-Za-z]:")


def shown(name: str) -> str:
    """A name for a message: without characters that control a terminal, and shortened."""
    visible = name
    if not name.isprintable():
        visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return visible if len(visible) <= 120 else f"{visible[:60]}…{visible[-50:]}"


def safe_name(name: str, called: str) -> str:
    """A path from a zip or a folder, in NFC, with `/`, without empty and `.` parts.

    `\\` separates too: Windows writes it, against 4.4.17.1. Raises ExportUnsafe for a path that leaves the folder or is
    a device of Windows. This program unpacks no file under its name, but a person may unpack the kept export later.
    """
    path = name.replace("\\", "/")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if "\0" in path:
        reason = "contains a NUL character"
    elif path.startswith("/") or _DRIVE.search(path):
        reason = "is an absolute path"
    elif ".." in parts:
        reason = "leads out of the export's folder"
    elif any(_DEVICE.fullmatch(part) for part in parts):
        reason = "is reserved for a device on Windows"
    elif any(len(part.encode()) > 255 for part in parts):
        reason = "is longer than file systems allow"
    elif len(parts) > DEPTH:
        reason = f"is more than {DEPTH} folders deep"
    else:
        return unicodedata.normalize("NFC", "/".join(parts))
    raise unsafe(called, f"the name “{shown(name)}” {reason}")


def unsafe(called: str, reason: str) -> ExportUnsafe:
    """The error for an export that could do harm. `called` is its name, `reason` a clause."""
    return ExportUnsafe(f"{called} is not safe to read: {reason}.", _DO_NOT_UNPACK)
