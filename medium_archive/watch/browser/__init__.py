"""Looks with the browser that a person has: a visible window, a new profile, nothing disguised.

    look → chromium, firefox → conversation → pipe, socket
                             → process, profile, programs, desktop

To add a browser, write its module and add it to `ALL`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from medium_archive.watch.browser import chromium, firefox
from medium_archive.watch.browser.mapped_hosts import MappedHosts
from medium_archive.watch.browser.page import Tab
from medium_archive.watch.browser.programs import Program

__all__ = ["ALL", "Browser", "Driver"]


class Browser(Protocol):
    """A started browser; `name` is its name with its version."""

    name: str

    def tab(self) -> Tab:
        """A new tab, in place of the last one. Raises LookFailed and BrowserStopped."""

    def close(self) -> None:
        """End the browser with all its processes. Raises nothing."""


class Driver(Protocol):
    """A module that drives the browsers of one family."""

    FAMILY: str

    def Browser(  # noqa: N802  # a class
        self, program: Program, profile: Path, environment: Mapping[str, str], mapped: MappedHosts
    ) -> Browser:
        """Start a browser. Raises NoBrowser."""


ALL: tuple[Driver, ...] = (chromium, firefox)
