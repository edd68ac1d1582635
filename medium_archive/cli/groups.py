"""Groups of commands: their help has full sentences, and each command is made only when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo

_WHOLE = 1_000  # characters: more than any sentence has


class CommandGroup(TyperGroup):
    """A group whose help lists each command with the first sentence of its help, uncut."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in commands if command is not None]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


def command_group(cls: type[CommandGroup] = CommandGroup, **options: Any) -> typer.Typer:
    """A group to register commands with. Its help is plain text: Rich, which could frame it, takes longer to import
    than Typer.
    """
    return typer.Typer(cls=cls, rich_markup_mode=None, **options)


class GroupOfGroups(CommandGroup):
    """The commands of several groups as one group. A group without a name adds its commands one by one. Only the called
    command is made; Typer would make all of them, with all their options.
    """

    groups: tuple[typer.Typer, ...]

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self._makers())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        makers = self._makers()
        # For an unknown name make all commands: Typer suggests a similar name among them
        for name in [cmd_name] if cmd_name in makers else makers:
            if name not in self.commands:
                self.commands[name] = makers[name]()
        return self.commands.get(cmd_name)

    def _makers(self) -> Mapping[str, Callable[[], Any]]:
        """The function that makes each command, by the name of the command."""
        makers: dict[str, Callable[[], Any]] = {}
        for group in self.groups:
            if isinstance(name := group.info.name, str):
                makers[name] = partial(get_group, group)
                continue
            for info in group.registered_commands:
                name = info.name or (info.callback.__name__ if info.callback else "")
                makers[name] = partial(_command, info)
        return makers


def _command(info: CommandInfo) -> Any:
    return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
