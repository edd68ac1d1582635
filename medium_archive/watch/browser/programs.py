"""The browsers of this computer, found where their installers put them."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from medium_archive.watch.browser.failures import NoBrowser

Family = Literal["chromium", "firefox"]
VARIABLE = "ARCHIVE_BROWSER"
# By preference: the names of programs on Linux, of applications on macOS, and of folders and files on Windows
_COMMANDS: tuple[tuple[Family, tuple[str, ...]], ...] = (
    ("chromium", ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")),
    ("chromium", ("microsoft-edge", "microsoft-edge-stable", "brave-browser", "brave")),
    ("firefox", ("firefox", "firefox-esr")),
)
# A scheduler names few folders for programs, and cron not that of snaps
FOLDERS = ("/usr/local/bin", "/usr/bin", "/snap/bin")
_APPLICATIONS: tuple[tuple[Family, str], ...] = (
    ("chromium", "Google Chrome"),
    ("chromium", "Chromium"),
    ("chromium", "Microsoft Edge"),
    ("chromium", "Brave Browser"),
    ("firefox", "Firefox"),
)
_WINDOWS: tuple[tuple[Family, str], ...] = (
    ("chromium", "Google/Chrome/Application/chrome.exe"),
    ("chromium", "Chromium/Application/chrome.exe"),
    ("chromium", "Microsoft/Edge/Application/msedge.exe"),
    ("chromium", "BraveSoftware/Brave-Browser/Application/brave.exe"),
    ("firefox", "Mozilla Firefox/firefox.exe"),
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
_SNAP = b"/snap/bin/"  # in the script by which Ubuntu starts its packages
_CONFINED = "snap/{}/common"  # where a snap may write, below the user's folder
_NONE = (
    f"no browser was found: install Chrome, Chromium, Edge, Brave or Firefox, or name yours in the variable {VARIABLE}"
)


@dataclass(frozen=True)
class Program:
    """A browser: its command line without options of ours, and its family. `profiles` is the folder to which a snap is
    confined, None for other programs.
    """

    command: tuple[str, ...]
    family: Family
    profiles: Path | None = None

    @property
    def name(self) -> str:
        """The name of the program's file, for messages."""
        return Path(self.command[0]).name


def find(variables: Mapping[str, str]) -> Program:
    """The browser that $ARCHIVE_BROWSER names, else the first that is installed. Raises NoBrowser."""
    if named := variables.get(VARIABLE, "").strip():
        return _named(named)
    for family, path in _installed():
        return Program((path,), family, _snap_folder(path))
    raise NoBrowser(_NONE)


def confined() -> list[Path]:
    """The folders of the snaps that this user has."""
    return [Path.home() / _CONFINED.format(name) for name in ("chromium", "firefox")]


def _named(value: str) -> Program:
    """The program and arguments that a person wrote."""
    try:
        words = shlex.split(value, posix=os.name == "posix")
    except ValueError as error:
        raise NoBrowser(f"{VARIABLE} can't be read ({error}): write a program and its options") from error
    command = [word.strip('"') for word in words]
    path = _which(command[0])
    if path is None:
        raise NoBrowser(f"{VARIABLE} names {command[0]}, which is not a program on this computer: correct it")
    family: Family = "firefox" if "firefox" in Path(path).name.lower() else "chromium"
    return Program((path, *command[1:]), family, _snap_folder(path))


def _installed() -> Iterator[tuple[Family, str]]:
    if sys.platform == "darwin":
        yield from applications((Path("/Applications"), Path.home() / "Applications"))
    elif os.name == "nt":
        yield from _windows()
    for family, names in _COMMANDS:
        for name in names:
            if path := _which(name):
                yield family, path


def _which(name: str) -> str | None:
    """The path of a program."""
    return shutil.which(name, path=os.pathsep.join([*filter(None, [os.environ.get("PATH")]), *FOLDERS]))


def applications(folders: tuple[Path, ...]) -> Iterator[tuple[Family, str]]:
    for family, name in _APPLICATIONS:
        program = name.lower() if family == "firefox" else name
        for folder in folders:
            path = folder / f"{name}.app" / "Contents" / "MacOS" / program
            if path.is_file():
                yield family, str(path)


def _windows() -> Iterator[tuple[Family, str]]:
    roots = [Path(os.environ[name]) for name in _WINDOWS_FOLDERS if os.environ.get(name)]
    for family, below in _WINDOWS:
        path = next((root / below for root in roots if (root / below).is_file()), None)
        registered = str(path) if path else _registered(Path(below).name)
        if registered:
            yield family, registered


def _registered(name: str) -> str:
    """The path of a program that its installer told Windows, "" for none."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415  # not elsewhere

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                path = str(winreg.QueryValue(root, rf"{_APP_PATHS}\{name}")).strip('"')
            except OSError:
                continue
            if Path(path).is_file():
                return path
    return ""


def _snap_folder(path: str) -> Path | None:
    """The folder where a snap may write; None for a program that is not one."""
    program = Path(path)
    if not path.startswith("/snap/"):
        try:
            with program.open("rb") as file:
                if _SNAP not in file.read(4096):
                    return None
        except OSError:
            return None
    return Path.home() / _CONFINED.format("firefox" if "firefox" in program.name else "chromium")
