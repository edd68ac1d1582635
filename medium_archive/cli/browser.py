"""Shows a page in the browser that the person uses, where there is one with a window.

The standard library's `webbrowser` may start a text browser in this terminal, or wait until a browser ends. So it runs
in a process of its own that has no terminal.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from medium_archive.cli import printing

_TEXT_BROWSERS = ("browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser")
# -I: else a file webbrowser.py in the current folder would be run
_SHOW = (sys.executable, "-I", "-c", "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))")

# What opens a text by its path: on macOS in the text editor, also where no program is set for Markdown
_EDITORS: Mapping[str, tuple[str, ...]] = {
    "darwin": ("open", "-t"),
    "win32": (sys.executable, "-I", "-c", "import os, sys; os.startfile(sys.argv[1])"),
}
_EDITOR_SECONDS = 3.0  # in which a program that only starts another one has ended


def can_show() -> bool:
    """Whether this computer has a display for a browser, or the person has named one in $BROWSER."""
    named = [name for name in os.environ.get("BROWSER", "").split(os.pathsep) if name.strip()]
    if named:
        return not all(map(_is_text_browser, named))
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    # Through SSH the browser would open on the other computer's screen
    return sys.platform in ("darwin", "win32") and not os.environ.get("SSH_CONNECTION")


def may_show_unasked() -> bool:
    """Whether a browser may open without an option that asks for it: a person looks at this terminal."""
    return sys.stderr.isatty() and not os.environ.get("CI") and can_show()


def show(address: str) -> bool:
    """Open an address, or a page by its `file:` address. Returns whether a browser was started; it may still fail."""
    if not can_show():
        return False
    environment = {name: value for name, value in os.environ.items() if name != "TERM"}  # else text browsers are tried
    process = _started([*_SHOW, address], environment)
    if process is None:
        return False
    threading.Thread(target=process.wait, daemon=True).start()  # else an ended browser stays as a zombie
    return True


def edit(file: Path) -> bool:
    """Open a text in the program that the system opens such files with. Returns whether it could be started."""
    if not can_show():
        return False
    process = _started([*_EDITORS.get(sys.platform, ("xdg-open",)), str(file)], os.environ)
    if process is None:
        return False
    try:
        return process.wait(_EDITOR_SECONDS) == 0
    except subprocess.TimeoutExpired:  # it is an editor itself, and stays
        threading.Thread(target=process.wait, daemon=True).start()
        return True


def _started(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    """A program that outlives this one and prints nothing here; None if it can't be started."""
    try:
        return subprocess.Popen(  # noqa: S603  # this Python or a program of the system, and a page or a text of this one
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None


def open_page(page: Path, *, quiet: bool = False) -> None:
    """Open a page on the disk, and say so unless `quiet`; where no browser can be opened, say where the page is."""
    if not show(page.as_uri()):
        printing.say(f"No browser can be opened here. The site is at {page}")
    elif not quiet:
        printing.say(f"Your browser shows {page}")


def _is_text_browser(command: str) -> bool:
    return Path(command.split(maxsplit=1)[0]).name in _TEXT_BROWSERS
