"""The ways of alerts in private/alert.env, from a form instead of an editor (docs/watch.md)."""

from __future__ import annotations

import os
from collections.abc import Mapping

from medium_archive.errors import SettingsWrong
from medium_archive.folder import environment, files, lock
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch import channels

SECRETS = ("SMTP_PASSWORD", "ALERT_WEBHOOK")  # the address of a webhook lets everybody post who knows it
_KEPT = "surrogateescape"  # bytes that are not UTF-8 stay, in a note that an editor wrote in another encoding
# A command for a shell is written in an editor only: a form that takes one could make this computer run anything
KEYS = tuple(key for key in channels.KEYS if key != "ALERT_COMMAND")


def set_alerts(layout: Layout, values: Mapping[str, str]) -> Report:
    """Write some of `KEYS` to private/alert.env, which only this user may read; "" removes one. Other lines stay.
    Settings with which no alert could be sent change nothing. `written` counts 1 if the file is another one than
    before.

    Raises SettingsWrong, ArchiveInUse, FolderUnwritable.
    """
    file = layout.private / channels.ENVIRONMENT_FILE
    with lock.held(layout):
        text = environment.text(layout, channels.ENVIRONMENT_FILE, _KEPT)
        changed = environment.changed(text, {f"{channels.PREFIX}{key}": values[key] for key in KEYS if key in values})
        channels.check(environment.parsed(changed))
        is_new = changed != text and files.write(file, changed.encode(errors=_KEPT))
    return Report("set_alerts", {"written": int(is_new)}, {"archive": str(layout.root)})


def alerts(layout: Layout) -> Report:
    """What is set, from the file or the environment: each of the keys of channels with its value, of a secret and of a
    command only whether there is one; the keys that only the environment has, which a scheduled check lacks; and the
    ways by which alerts are sent now, none if a setting is wrong.

    Raises FolderUnwritable.
    """
    kept = environment.read_file(layout, channels.ENVIRONMENT_FILE)
    of_file = {key: kept.get(channels.PREFIX + key, "") for key in channels.KEYS}
    hidden = {key: bool(of_file[key]) for key in (*SECRETS, "ALERT_COMMAND")}
    only_here = [key for key in channels.KEYS if os.environ.get(channels.PREFIX + key) and not of_file[key]]
    try:
        ways = list(channels.read(layout))
    except SettingsWrong:
        ways = []
    values = {**of_file, **hidden}
    return Report("alerts", details={"values": values, "only_here": only_here, "ways": ways, "text": ""})
