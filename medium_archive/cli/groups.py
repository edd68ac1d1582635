"""Groups of commands: their help has full sentences, and each command is made only when it is called."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo, TyperPath

_WHOLE = 1_000  # characters: more than any sentence has
_EXAMPLE = re.compile(r"Example: .+")
_UNBROKEN = "\N{NON-BREAKING HYPHEN}"
_FROM_HOME = re.compile(r"~(?=[/\\]|$)")
_LEAST = re.compile(r"  \[x>=\d+\]$")  # Typer's note about the smallest number


class NothingNamed(typer.BadParameter):
    """What a command needs was not named: the message alone says what, with an example."""

    def format_message(self) -> str:
        return self.message


class Command(TyperCommand):
    """A command whose help breaks no word. Where an argument is missing, the example of the help is shown. A path may
    begin with `~`, which PowerShell and `--option=~/…` of other shells hand on as it is.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if not error.message and (example := _EXAMPLE.search(self.help or "")):  # only a missing one has no message
                error.message = example[0]
            raise
        for parameter in self.params:
            if parameter.name in ctx.params and isinstance(parameter.type, TyperPath):
                ctx.params[parameter.name] = _from_home(ctx.params[parameter.name])
        return rest

    def get_help(self, ctx: Any) -> str:
        ctx.formatter_class = _formatter(ctx.formatter_class)
        return super().get_help(ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The parts of the usage, without Typer's braces around what is required."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


def _from_home(value: Any) -> Any:
    """A path, or several, with the home folder in place of a first `~`. `~ada`, the home of somebody else, stays."""
    if isinstance(value, list | tuple):
        return [_from_home(one) for one in value]
    if not isinstance(value, str) or not _FROM_HOME.match(value):
        return value
    return os.path.expanduser(value)  # noqa: PTH111  # where no home is known, pathlib would raise


class CommandGroup(TyperGroup):
    """A group whose help lists each command with the first sentence of its help, uncut, and breaks no word."""

    def get_help(self, ctx: Any) -> str:
        ctx.formatter_class = _formatter(ctx.formatter_class)
        return super().get_help(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in commands if command is not None]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


@cache
def _formatter(formatter: type[Any]) -> type[Any]:
    """A class that formats a help text as `formatter` does, but breaks no option or name at a hyphen."""

    class Formatter(formatter):  # type: ignore[misc]  # Typer does not export its type
        def write_text(self, text: str) -> None:
            super().write_text(text.replace("-", _UNBROKEN))

        def write_dl(self, rows: Sequence[tuple[str, str]], *widths: int, **named: int) -> None:
            shown = [(name, _LEAST.sub("", text).replace("-", _UNBROKEN)) for name, text in rows]
            super().write_dl(shown, *widths, **named)

        def getvalue(self) -> str:
            return str(super().getvalue()).replace(_UNBROKEN, "-")

    return Formatter


def made(app: typer.Typer) -> TyperGroup:
    """The group with all its commands."""
    for info in app.registered_commands:
        info.cls = Command
    return get_group(app)


def command_group(cls: type[CommandGroup] = CommandGroup, **options: Any) -> typer.Typer:
    """A group to register commands with. Its help is plain text: Rich, which could frame it, takes longer to import
    than Typer.
    """
    return typer.Typer(cls=cls, rich_markup_mode=None, **options)


class GroupOfGroups(CommandGroup):
    """The commands of several modules of this package as one group. A module's group without a name adds its commands
    one by one. Only the modules up to that of the called command are imported, and only this command is made; Typer
    would make all of them, with all their options.
    """

    modules: tuple[str, ...]

    def list_commands(self, ctx: Any) -> list[str]:
        return [name for name, _ in self._makers()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            # For an unknown name make all commands: Typer suggests a similar name among them
            found = next((one for one in self._makers() if one[0] == cmd_name), None)
            for name, make in [found] if found else self._makers():
                self.commands[name] = make()
        return self.commands.get(cmd_name)

    def _makers(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        """The name of each command with the function that makes it."""
        for module in self.modules:
            group: typer.Typer = import_module(f"medium_archive.cli.{module}").app
            if isinstance(name := group.info.name, str):
                yield name, partial(made, group)
                continue
            for info in group.registered_commands:
                yield info.name or (info.callback.__name__ if info.callback else ""), partial(_command, info)


def _command(info: CommandInfo) -> Any:
    info.cls = Command
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
