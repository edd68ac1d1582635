"""`archive export`: one command for each format."""

from __future__ import annotations

from inspect import Parameter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medium_archive.cli.groups import command_group
from medium_archive.cli.options import Command, MemberGroup, add_member, parameter
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report

if TYPE_CHECKING:
    from medium_archive.formats import ArchiveFormat, Format


class _Formats(MemberGroup):
    def add_members(self, app: typer.Typer) -> None:
        from medium_archive import formats

        for member in formats.ALL:
            target = member.TARGET
            out = typer.Argument(metavar=target.metavar, help=target.help, show_default=False)
            default = None if target.default else Parameter.empty
            add_member(app, member, _command(member), [parameter("out", Annotated[Path | None, out], default)])


def _command(member: Format | ArchiveFormat) -> Command:
    def command(layout: Layout, settings: Any, progress: Progress, out: Path | None) -> Report:
        from medium_archive.commands import export

        return export.export(layout, member, out, settings, progress)

    return command


app = command_group(
    name="export", cls=_Formats, no_args_is_help=True, help="Export to other formats.\n\nExample: archive export sqlite"
)
