"""Commands that are made from frozen dataclasses: each field becomes an argument or an option.

A field's metadata has `help`, and if needed `metavar` and `argument` (true for an argument; a field is an option
otherwise). The name of an option is the field's name: `dry_run` is `--dry-run`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer
from typer.core import TyperGroup
from typer.main import get_group

from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, find, finish, progress, run
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report

# Takes the archive, an instance of the dataclass and a progress bar
Command = Callable[[Layout, Any, Progress], Report]


class MemberGroup(TyperGroup):
    """A command group that reads its commands from `members` when they are first needed, so that `archive --help`
    imports no host and no format.
    """

    members: typer.Typer | None = None

    def make_members(self) -> typer.Typer:
        """The commands of the group."""
        raise NotImplementedError

    def list_commands(self, ctx: Any) -> list[str]:
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        self._load()
        return super().get_command(ctx, cmd_name)

    def _load(self) -> None:
        if self.members is None:
            self.members = self.make_members()
            self.commands.update(get_group(self.members).commands)


def add_command(
    app: typer.Typer,
    name: str,
    text: str,
    options: type[Any],
    command: Command,
) -> None:
    """Add a command to `app`. It makes an instance of the dataclass `options` from the command line and calls
    `command` with the archive, that instance and a progress bar. `text` is its help.
    """

    def callback(archive: Path | None, as_json: bool, quiet: bool, **values: Any) -> None:
        def call() -> Report:
            return command(find(archive), options(**values), progress(as_json, quiet))

        finish(run(call, as_json), as_json, quiet)

    parameters = list(_parameters(options))
    callback.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # read by inspect.signature
    callback.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app.command(name, help=text)(callback)


def _parameters(options: type[Any]) -> Iterator[Parameter]:
    types = get_type_hints(options)
    fields = dataclasses.fields(options)
    for field in fields:
        if field.metadata.get("argument"):
            yield _parameter(field, types[field.name])
    yield Parameter("archive", Parameter.KEYWORD_ONLY, default=None, annotation=ArchiveOption)
    for field in fields:
        if not field.metadata.get("argument"):
            yield _parameter(field, types[field.name])
    yield Parameter("as_json", Parameter.KEYWORD_ONLY, default=False, annotation=JsonOption)
    yield Parameter("quiet", Parameter.KEYWORD_ONLY, default=False, annotation=QuietOption)


def _parameter(field: dataclasses.Field[Any], kind: Any) -> Parameter:
    texts = {key: field.metadata[key] for key in ("help", "metavar") if key in field.metadata}
    has_default = field.default is not dataclasses.MISSING
    texts["show_default"] = has_default and bool(field.default)
    if field.metadata.get("argument"):
        about = typer.Argument(**texts)
    else:
        about = typer.Option(f"--{field.name.replace('_', '-')}", **texts)
    default = field.default if has_default else Parameter.empty
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, about])
