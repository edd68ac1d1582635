"""`archive build` when nothing has changed. It is tried before Typer is imported, which takes longer than the answer.

It reads the usual options alone: any other command line is for Typer.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

_FLAGS = ("--drafts", "--json", "--quiet", "-q", "--verbose", "-v")
_WITH_VALUE = ("--archive", "--url")
_EXPANDED = "*?[~$%"  # on Windows, where no shell does it, Typer expands names with these signs

_changed: list[bool] = []


def answer(arguments: Sequence[str]) -> int | None:
    """Print the report of a build that would change nothing. Returns its exit code, None if the command must run."""
    _changed.clear()
    options = _read(arguments)
    if options is None:
        return None
    from medium_archive.folder import location
    from medium_archive.site import build_state

    try:
        root = location.find_or_new(options.get("--archive"), os.getcwd())  # noqa: PTH109  # pathlib takes long to load
        inputs = build_state.inputs(root, drafts="--drafts" in options, url=options.get("--url", ""))
    except (OSError, build_state.Unknown):
        return None
    there = build_state.unchanged(root, inputs)
    _changed.append(there is None)
    if there is None or there.are_recent:
        return None
    try:
        _print(there.record, options, has_errors=bool(there.exit_code))
    except (BrokenPipeError, ValueError, LookupError, TypeError):
        return None  # a closed pipe, or a report of another version: the whole command says it
    return there.exit_code


def has_changed() -> bool:
    """Whether `answer` has found that a build of this command line is not up to date."""
    return any(_changed)


def _read(arguments: Sequence[str]) -> dict[str, str] | None:
    """The options of a build by their names, with "" for a flag; None for all that only Typer can read."""
    if arguments[:1] != ["build"]:
        return None
    found: dict[str, str] = {}
    rest = iter(arguments[1:])
    for argument in rest:
        name, is_joined, value = argument.partition("=")
        if name in found or (sys.platform == "win32" and not set(argument).isdisjoint(_EXPANDED)):
            return None
        if name in _WITH_VALUE:
            found[name] = value if is_joined else next(rest, "-")
            if found[name].startswith("-"):
                return None
        elif argument in _FLAGS:
            found[name] = ""
        else:
            return None
    return found


def _print(record: bytes, options: Mapping[str, str], *, has_errors: bool) -> None:
    as_json = "--json" in options
    quiet, verbose = (not set(names).isdisjoint(options) for names in (("--quiet", "-q"), ("--verbose", "-v")))
    if quiet and not (as_json or has_errors):
        return
    import json

    from medium_archive.cli import printing
    from medium_archive.cli.conclusion import Setting
    from medium_archive.report import read_report

    report, setting = read_report(json.loads(record)["report"]), Setting(options.get("--archive", ""))
    printing.report(report, as_json=as_json, quiet=quiet, verbose=verbose, setting=setting)
    sys.stdout.flush()
