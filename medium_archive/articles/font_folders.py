"""Where the fonts of the system are."""

from __future__ import annotations

import os
import sys


def font_folders() -> list[str]:
    """The folders, in the order in which they are searched for a font."""
    home = os.path.expanduser("~")  # noqa: PTH111  # pathlib takes long to load, and a build asks this first
    if sys.platform == "darwin":
        return ["/System/Library/Fonts", "/Library/Fonts", f"{home}/Library/Fonts"]
    if sys.platform == "win32":
        return [os.path.join(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")]  # noqa: PTH118  # as above
    return ["/usr/share/fonts", "/usr/local/share/fonts", f"{home}/.local/share/fonts", f"{home}/.fonts"]
