"""The files of a zip of saved pages, or of a zip in it, after the checks of `zip_safety`."""

from __future__ import annotations

from medium_archive.medium import zip_safety
from medium_archive.medium.pages.containers.saved_file import SavedFile, unreadable
from medium_archive.medium.safe_names import shown
from medium_archive.medium.zip_safety import Total

# Nothing is unpacked but a page at a time; web archives of a whole publication have some gigabytes
_TOTAL = Total(100 * 1024**3, "it would unpack to more than 100 GiB")


def files(file: SavedFile) -> tuple[SavedFile, ...]:
    """The files in a zip, by name. Raises ExportUnsafe, ExportUnreadable and MemberDamaged."""
    try:
        with file.open() as stream:
            entries = zip_safety.entries(stream, "This zip", _TOTAL)
    except OSError as error:
        raise unreadable(file.where, error) from error
    found = (SavedFile(f"{file.where}/{shown(one.name)}", file.path, one.size, (*file.entries, one)) for one in entries)
    return tuple(sorted(found, key=lambda one: one.inner))
