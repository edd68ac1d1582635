"""Commands made from the members of a package (hosts, formats). Each field of a member's frozen dataclass `Settings`
becomes an argument or an option.

The metadata of a field has `help`, and where needed `metavar`. With `argument` true the field is an argument, otherwise
an option with the name of the field: `dry_run` is `--dry-run`.

Its type is `bool`, `str`, `int`, `float`, `Path`, a `Literal` of strings, or one of these with `| None`. A `bool` is
false by default, because no option sets one to false: `without_private`, not `private`.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Protocol, get_type_hints

import typer

from medium_archive.cli import printing, repetition, terminal
from medium_archive.cli.groups import CommandGroup, command_group, made
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, VerboseOption
from medium_archive.report import Report

# Takes the archive, the member's settings and a progress bar, and more arguments by their names
Command = Callable[..., Report]


class Member(Protocol):
    """What a command needs of a member: its name, help text, example, and settings."""

    NAME: str
    SUMMARY: str
    EXAMPLE: str

    @property
    def Settings(self) -> type[Any]: ...  # noqa: N802  # a class of the module


class MemberGroup(CommandGroup, ABC):
    """A group of commands that are made when they are first needed, so that `archive --help` imports no member."""

    _is_loaded = False

    @abstractmethod
    def add_members(self, app: typer.Typer) -> None:
        """Add a command for each member."""

    def list_commands(self, ctx: Any) -> list[str]:
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        self._load()
        return super().get_command(ctx, cmd_name)

    def _load(self) -> None:
        if not self._is_loaded:
            app = command_group()
            self.add_members(app)
            self.commands.update(made(app).commands)
            self._is_loaded = True


def add_member(
    app: typer.Typer, member: Member, command: Command, arguments: Sequence[Parameter] = (), *, says: bool = False
) -> None:
    """Add the command of a member to `app`. `arguments` are those that are no fields of its settings. With `says`, the
    command also takes `say`, which prints a line before the report.
    """
    names = [argument.name for argument in arguments]

    def callback(
        context: typer.Context, archive: Path | None, verbose: bool, as_json: bool, quiet: bool, **values: Any
    ) -> None:
        more = {name: values.pop(name) for name in names}
        if says:
            more["say"] = _say_nothing if quiet else printing.say

        def call() -> Report:
            settings, progress = member.Settings(**values), terminal.progress(as_json, quiet)
            return command(terminal.find(archive), settings, progress, **more)

        is_dry = bool(values.get("dry_run"))
        again = repetition.line(context, "dry_run") if is_dry else ""
        terminal.execute(call, as_json, quiet, verbose=verbose, archive=archive, is_dry=is_dry, again=again)

    parameters = [parameter("context", typer.Context), *arguments, *_parameters(member.Settings)]
    callback.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # read by inspect.signature
    callback.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app.command(member.NAME, help=f"{member.SUMMARY}\n\nExample: {member.EXAMPLE}")(callback)


def _say_nothing(_text: str) -> None:
    pass


def parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    """A parameter of a command, required without a default."""
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _parameters(settings: type[Any]) -> list[Parameter]:
    """Arguments first, then options, the common ones around those of the member."""
    types = get_type_hints(settings)
    fields = dataclasses.fields(settings)
    arguments = [field for field in fields if field.metadata.get("argument")]
    return [
        *(_field(field, types[field.name], typer.Argument) for field in arguments),
        parameter("archive", ArchiveOption, None),
        *(_field(field, types[field.name], typer.Option, _flag(field)) for field in fields if field not in arguments),
        parameter("verbose", VerboseOption, False),
        parameter("as_json", JsonOption, False),
        parameter("quiet", QuietOption, False),
    ]


def _field(field: dataclasses.Field[Any], kind: Any, declare: Callable[..., Any], *names: str) -> Parameter:
    default = Parameter.empty if field.default is dataclasses.MISSING else field.default
    texts = {key: field.metadata[key] for key in ("help", "metavar") if key in field.metadata}
    # An empty default says nothing to a person
    declaration = declare(*names, **texts, show_default=default is not Parameter.empty and bool(default))
    return parameter(field.name, Annotated[kind, declaration], default)


def _flag(field: dataclasses.Field[Any]) -> str:
    return f"--{field.name.replace('_', '-')}"
