"""The issues about names in archive.toml that mean nothing: a setting with a typing mistake is not used."""

from __future__ import annotations

from collections.abc import Collection

from medium_archive import names
from medium_archive.folder.settings import NAMES
from medium_archive.report import Issue

CODE = "unknown-setting"
_KEY = "There is no setting `{}`, so this line is not used. {}"
_TABLE = "There is no table [{}], so nothing below it is used. {}"
_CHECK = "Check its spelling."


def issue(name: str, options: Collection[str] = ()) -> Issue:
    """The warning about an unknown name, such as `site.titel` or `stie`. `options` are those of the theme."""
    table, dot, key = name.rpartition(".")
    known = {"": NAMES, "theme": {*options}}.get(table, NAMES.get(table.partition(".")[0], ()))
    near = names.near(key, known)
    meant = f"{table}{dot}{near}" if dot else f"[{near}]"
    is_table = not dot
    cure = (f"Did you mean {meant}?" if is_table else f"Did you mean `{meant}`?") if near else _CHECK
    return Issue("archive.toml", CODE, (_TABLE if is_table else _KEY).format(name, cure))
