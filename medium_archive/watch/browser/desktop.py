"""Is there a desktop on which a browser can show a window, and what does the browser need to find it?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from medium_archive.watch.browser.failures import NoBrowser

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
# What a desktop tells the programs in it, and a scheduler does not know
_NAMES = (*_SCREENS, "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS")
ASK = ("systemctl", "--user", "show-environment")
_SECONDS = 5
_NONE = (
    "there is no desktop on which a browser could show a window: log in to one, or start the check as "
    "`xvfb-run archive check --browser`"
)


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment for a browser: the variables of this process and those of `variables` that name a screen. Without
    a screen, systemd is asked for the variables of the user's desktop. Raises NoBrowser if no desktop is running.
    """
    own = {**os.environ, **{name: variables[name] for name in _NAMES if variables.get(name)}}
    if os.name == "nt" or sys.platform == "darwin" or any(own.get(name) for name in _SCREENS):
        return own
    found = {name: value for name, value in _of_session().items() if name in _NAMES}
    if not any(found.get(name) for name in _SCREENS):
        raise NoBrowser(_NONE)
    return {**own, **found}


def _of_session() -> dict[str, str]:
    """The environment that the user's desktop gave to systemd; empty without both. cron doesn't set XDG_RUNTIME_DIR,
    without which systemctl finds nobody.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"  # type: ignore[attr-defined,unused-ignore]  # not on Windows
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(  # noqa: S603  # a constant
            ASK, capture_output=True, check=True, timeout=_SECONDS, env={**os.environ, "XDG_RUNTIME_DIR": runtime}
        )
        pairs = (line.partition("=") for line in done.stdout.decode("utf-8", "replace").splitlines())
        return {"XDG_RUNTIME_DIR": runtime, **{name: value for name, is_set, value in pairs if is_set}}
    return {}
