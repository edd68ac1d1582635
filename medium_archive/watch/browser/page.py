"""What a browser shows at an address, in the form that `medium.status.judge` takes."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from medium_archive.watch.browser.failures import LookFailed

MAX_CHARACTERS = 8 * 1024 * 1024  # as much as the plain look reads (watch/probe.py)
# What is asked of a page, for `content`: its own scripts can't change the answer, because it is asked in another world
SCRIPT = (
    "JSON.stringify({html: document.documentElement ? document.documentElement.outerHTML.slice(0, "
    f"{MAX_CHARACTERS}) : '', ready: document.readyState}})"
)


@dataclass(frozen=True, repr=False)
class Page:
    """The present document: the status, headers (by lower-case names) and address of its answer, and its HTML as the
    browser has it now. `is_complete`: whether everything in it is loaded.
    """

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    is_complete: bool


class Tab(Protocol):
    """A tab of a browser. Every method raises LookFailed and BrowserStopped."""

    def open(self, address: str) -> None:
        """Go to an address and wait until its answer begins."""

    def page(self) -> Page | None:
        """The present document; None while one replaces another."""

    def wait(self, seconds: float) -> None:
        """Let the page go on."""

    def screenshot(self) -> bytes:
        """What the window shows, as a JPEG."""


def content(answer: object) -> Mapping[str, Any]:
    """What `SCRIPT` found, empty for any other value."""
    try:
        found = json.loads(answer) if isinstance(answer, str) else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def page_of(address: object, status: object, headers: Mapping[str, object], found: Mapping[str, Any]) -> Page:
    """The page of an answer and of its content, which is text and so has no other encoding."""
    html = found.get("html")
    kept = {name.lower(): str(value) for name, value in headers.items()}
    return Page(
        str(address),
        status if isinstance(status, int) else 0,
        {**kept, "content-type": "text/html; charset=utf-8"},
        (html if isinstance(html, str) else "").encode("utf-8", "replace"),
        found.get("ready") == "complete",
    )


def picture(answer: Mapping[str, Any]) -> bytes:
    """The picture in an answer. Raises LookFailed."""
    try:
        return b64decode(str(answer.get("data", "")), validate=True)
    except ValueError as error:
        raise LookFailed("the browser gave no picture") from error
