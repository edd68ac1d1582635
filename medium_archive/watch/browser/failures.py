"""How a look with a browser can fail. Each message is a clause for the reason of an "unknown"."""

from __future__ import annotations


class LookFailed(Exception):
    """The browser could not show this address; it may show the next one."""


class BrowserStopped(LookFailed):
    """The browser ended, hangs, or says what this program doesn't understand. A new one must be started."""


class NoBrowser(LookFailed):
    """No browser can be started here, so no address can be looked at."""
