"""The command line of a run as a person types it again, without the option that made it a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from medium_archive.program_start import typed


def line(context: typer.Context, without: str) -> str:
    """The command line of a command that runs, without the flag of this parameter, such as "dry_run"."""
    names: list[str] = []
    at: Any = context
    while at is not None and at.parent is not None:
        names.insert(0, at.info_name or "")
        at = at.parent
    words = [
        word
        for one in context.command.params
        if one.name and one.name != without
        for word in _words(one, context.params.get(one.name), one.get_default(context))
    ]
    return " ".join(("archive", *names, *map(typed, words)))


def _words(parameter: Any, value: Any, default: Any) -> Iterator[str]:
    """The words of a command line that give a parameter its value; none for its default. The parameter is one of click,
    which Typer has in itself, or imports, by its version.
    """
    if value is None or value in (default, "", (), []):
        return
    if parameter.param_type_name == "argument":
        yield from map(str, value) if isinstance(value, (list, tuple)) else (str(value),)
    elif parameter.is_flag:
        yield max(parameter.opts if value else parameter.secondary_opts, key=len)
    else:
        for one in value if isinstance(value, (list, tuple)) else (value,):
            yield from (max(parameter.opts, key=len), str(one))
