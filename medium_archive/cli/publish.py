"""`archive publish`: one command for each host and platform, and `--check`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medium_archive.cli import printing, terminal
from medium_archive.cli.groups import NothingNamed, command_group
from medium_archive.cli.options import Command, MemberGroup, add_member, parameter
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, VerboseOption
from medium_archive.folder.layout import Layout
from medium_archive.report import Progress, Report

if TYPE_CHECKING:
    from medium_archive.hosts import Host
    from medium_archive.platforms import Platform

SaveOption = Annotated[
    bool, typer.Option("--save", help="Ask the Wayback Machine to keep the pages that have changed.")
]


class _Places(MemberGroup):
    def add_members(self, app: typer.Typer) -> None:
        from medium_archive import hosts, platforms

        for host in hosts.ALL:
            add_member(app, host, _to_host(host), [parameter("save", SaveOption, False)], says=True)
        for platform in platforms.ALL:
            add_member(app, _PlatformCommand(platform), _to_platform(platform), says=True)


class _PlatformCommand:
    """What the command of a platform needs: the options are the same for each."""

    def __init__(self, platform: Platform) -> None:
        from medium_archive.platforms.selection import Selection

        self.NAME, self.SUMMARY, self.Settings = platform.NAME, platform.SUMMARY, Selection
        self.EXAMPLE = f"archive publish {platform.NAME} --dry-run"


def _to_platform(platform: Platform) -> Command:
    def command(layout: Layout, settings: Any, progress: Progress, say: Callable[[str], None]) -> Report:
        from medium_archive.commands import check_posts, log_in, migrate_posts, publish_posts

        if settings.login:
            return log_in.log_in(layout, platform)
        if settings.check:
            return check_posts.check(layout, platform, settings, progress)
        if settings.migration:
            return migrate_posts.migrate(layout, platform, settings, progress, say)
        return publish_posts.publish(layout, platform, settings, progress, say)

    return command


def _to_host(host: Host) -> Command:
    def command(layout: Layout, settings: Any, progress: Progress, say: Callable[[str], None], *, save: bool) -> Report:
        from medium_archive.commands import publish, save_site

        def save_at(address: str) -> Report:
            return save_site.save(layout, address, progress, say, dry_run=settings.dry_run)

        return publish.publish(layout, host, settings, progress, save_at if save else None)

    return command


app = command_group(name="publish", cls=_Places, invoke_without_command=True)


@app.callback()
def publish(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Compare the live site with the site here.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --check: compare every file, not a sample.")] = False,
    url: Annotated[str, typer.Option(metavar="URL", help="The site's address, if not the one in archive.toml.")] = "",
    save: SaveOption = False,
    archive: ArchiveOption = None,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Publish the site to a web host, or the posts to a platform; compare the live site with the site here, or save it.

    Example: archive publish --check
    """
    from medium_archive import hosts, platforms

    if context.invoked_subcommand is not None:
        return
    if check and save:
        raise typer.BadParameter("Use --check or --save, not both.")
    if not check and not save:
        names = ", ".join([*(host.NAME for host in hosts.ALL), *(platform.NAME for platform in platforms.ALL)])
        raise NothingNamed(
            f"Name a place. Example: archive publish github ada/blog\nPlaces: {names}. Or use --check or --save."
        )

    def command() -> Report:
        from medium_archive.commands import check_published, save_site

        progress = terminal.progress(as_json, quiet)
        if save:
            say = (lambda _text: None) if quiet else printing.say
            return save_site.save(terminal.find(archive), url, progress, say)
        return check_published.check(terminal.find(archive), url, progress, everything=everything)

    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive)
