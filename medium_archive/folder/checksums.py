"""SHA256SUMS: the checksums of originals and pictures, for `sha256sum -c` (docs/format.md). Drafts have theirs in
private/.
"""

from __future__ import annotations

from collections.abc import Mapping

from medium_archive.folder import files
from medium_archive.folder.layout import Layout

_PRIVATE = ("drafts/", "private/")


def write(layout: Layout, sums: Mapping[str, str]) -> None:
    """`sums` gives the checksum by path relative to the archive; both files name paths from there."""
    for path, private in ((layout.checksums, False), (layout.private / "SHA256SUMS", True)):
        lines = [f"{sums[name]}  {name}\n" for name in sorted(sums) if name.startswith(_PRIVATE) == private]
        if lines:
            files.write(path, "".join(lines).encode())
        else:
            path.unlink(missing_ok=True)
