"""The temporary profile of a browser: a new folder, so nobody is signed in. It is removed at the end with every process
that uses it; what a killed run left is removed by the next run.

One run at a time has a browser: the run that holds the lock may remove every other profile, because its owner is dead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from medium_archive.watch.browser import processes
from medium_archive.watch.browser.failures import NoBrowser

PREFIX = "medium-archive-browser-"
OWNER = "owner.txt"
WAIT = 180.0  # seconds for the check of another archive
_ATTEMPTS = 10  # of removing a folder into which a browser that just ended may still write
PAUSE = 0.2
# Links of Chromium's in the profile; the first leads to its socket, in a temporary folder of its own, which a browser
# that is killed leaves behind
_SINGLETON = ("SingletonSocket", "SingletonCookie")


@contextmanager
def lock() -> Iterator[None]:
    """Hold the right to have a browser, and remove what killed runs left. Raises NoBrowser."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # slow to import

    held = FileLock(_own_folder() / "held", timeout=WAIT)
    try:
        held.acquire()
    except Timeout as error:
        raise NoBrowser("the check of another archive uses the browser: run this one again later") from error
    except (OSError, NotImplementedError) as error:  # NotImplementedError: by filelock, if the disk has no locks
        raise NoBrowser(f"no lock could be made in {tempfile.gettempdir()}: {error}") from error
    try:
        yield
    finally:
        held.release()


def _own_folder() -> Path:
    """The folder for the lock. Everybody can write to the temporary folder, so a link of somebody else's with its name
    could lead to a file of this user's. Raises NoBrowser.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0  # Windows has a temporary folder for each user
    folder = Path(tempfile.gettempdir()) / f".{PREFIX}{user}.lock"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise NoBrowser(f"{folder} can't be made: {error.strerror or error}") from error
    if not _is_ours(folder):
        raise NoBrowser(f"{folder} is not a folder of yours: name another temporary folder in the variable TMPDIR")
    return folder


def make(confined_to: Path | None = None) -> Path:
    """A new profile folder. It names the process that owns it. Raises NoBrowser."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=confined_to)).resolve()
        (folder / OWNER).write_text(f"Process {os.getpid()} of `archive check` looks at Medium with this profile.\n")
    except OSError as error:
        raise NoBrowser(f"no folder for the profile of the browser could be made: {error.strerror or error}") from error
    return folder


def remove(folder: Path) -> bool:
    """End the processes that use a profile, and remove it. False if it can't be removed; the next run tries again."""
    for _ in range(_ATTEMPTS):
        processes.end_users_of(folder)
        _remove_socket(folder)
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return True
        time.sleep(PAUSE)
    return False


def _remove_socket(folder: Path) -> None:
    """Remove the temporary folder of Chromium's socket, if nothing else is in it."""
    with suppress(OSError):  # another browser, or it ended by itself
        place = (folder / _SINGLETON[0]).readlink().parent
        for name in _SINGLETON:
            (place / name).unlink(missing_ok=True)
        place.rmdir()


def remove_left(confined: Iterable[Path]) -> list[Path]:
    """Remove the profiles that killed runs of this user left, also in the folders to which snaps are `confined`. Gives
    those that can't be removed. Only for the holder of the lock.
    """
    places = (Path(tempfile.gettempdir()), *confined)
    found = [folder for place in places for folder in sorted(place.glob(f"{PREFIX}*")) if _is_ours(folder)]
    return [folder for folder in found if not remove(folder.resolve())]


def _is_ours(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
