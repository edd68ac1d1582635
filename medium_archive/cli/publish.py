"""`archive publish`: one command for each host, and `--check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from medium_archive.cli.options import Command, MemberGroup, add_command
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, find, finish, progress, run
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report

if TYPE_CHECKING:
    from medium_archive.hosts import Host


class _Hosts(MemberGroup):
    def make_members(self) -> typer.Typer:
        from medium_archive import hosts

        members = typer.Typer()
        for host in hosts.ALL:
            text = f"{host.SUMMARY}\n\nExample: {host.EXAMPLE}"
            add_command(members, host.NAME, text, host.Options, _command(host))
        return members


def _command(host: Host) -> Command:
    def command(layout: Layout, options: Any, progress: Progress) -> Report:
        from medium_archive.commands import publish

        return publish.publish(layout, host, options, progress)

    return command


app = typer.Typer(cls=_Hosts, invoke_without_command=True, help="Publish the site.")


@app.callback()
def publish(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Compare the live site with the site here.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --check: compare every file, not a sample.")] = False,
    url: Annotated[str, typer.Option(help="With --check: the site's address, if not the one in archive.toml.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Publish the site, or compare the live site with the site here.

    Example: archive publish --check
    """
    from medium_archive.commands import check_published

    if context.invoked_subcommand is not None:
        return
    if not check:
        from medium_archive import hosts

        names = ", ".join(host.NAME for host in hosts.ALL)
        raise typer.BadParameter(f"Name a host ({names}), or use --check.", param_hint="COMMAND")

    def command() -> Report:
        return check_published.check(find(archive), url, progress(as_json, quiet), everything=everything)

    finish(run(command, as_json), as_json, quiet)
