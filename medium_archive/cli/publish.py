"""The command line of `archive publish`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, find, finish, progress, run
from medium_archive.report import Report

app = typer.Typer(invoke_without_command=True, help="Publish the site.")


@app.callback()
def publish(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Ask the live site whether it serves what is here.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --check: every file, not some of each kind.")] = False,
    url: Annotated[str, typer.Option(help="With --check: where it lives, if not where archive.toml says.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Publish the site, or ask the live one whether it serves what is here.

    Example: archive publish --check
    """
    from medium_archive.commands import check_published as checking

    if context.invoked_subcommand is not None:
        return
    if not check:
        raise typer.BadParameter("Say where: github, folder or rsync; or use --check.", param_hint="COMMAND")

    def command() -> Report:
        return checking.check(find(archive), url, progress(as_json, quiet), everything=everything)

    finish(run(command, as_json), as_json, quiet)


@app.command("github")
def publish_github(
    repository: Annotated[
        str, typer.Argument(metavar="[REPOSITORY]", help="ada/blog, or an address for git.", show_default=False)
    ] = "",
    archive: ArchiveOption = None,
    branch: Annotated[str, typer.Option(help="Default: gh-pages.", show_default=False)] = "",
    domain: Annotated[str, typer.Option(help="A domain of your own.", show_default=False)] = "",
    orphan: Annotated[bool, typer.Option("--orphan", help="Keep no history on the branch.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Take a branch that holds other things.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would change there.")] = False,
    workflow: Annotated[
        bool, typer.Option("--workflow", help="Write the file that lets GitHub build the site itself.")
    ] = False,
    even_private: Annotated[
        bool, typer.Option("--even-private", help="With --workflow: although git has exports or drafts.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Send the site to a branch of a git repository: GitHub Pages, Codeberg Pages, or a server of yours.

    Example: archive publish github ada/blog
    """
    from medium_archive.commands import write_workflow
    from medium_archive.hosts import github_pages as publishing

    options = publishing.Options(repository, branch, domain, orphan, replace, dry_run)

    def command() -> Report:
        if workflow:
            return write_workflow.write(find(archive), even_private=even_private)
        return publishing.publish(find(archive), options, progress(as_json, quiet))

    finish(run(command, as_json), as_json, quiet)


@app.command("folder")
def publish_folder(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder outside the archive.")],
    archive: ArchiveOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only build and check.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Copy the site to a folder; what others put there stays.

    Example: archive publish folder /var/www/blog
    """
    from medium_archive.hosts import folder as publishing

    def command() -> Report:
        return publishing.to_folder(find(archive), folder, progress(as_json, quiet), dry_run=dry_run)

    finish(run(command, as_json), as_json, quiet)


@app.command("rsync")
def publish_rsync(
    target: Annotated[str, typer.Argument(metavar="HOST:FOLDER", help="ada@example.com:/var/www/blog")],
    archive: ArchiveOption = None,
    delete: Annotated[bool, typer.Option("--delete", help="Remove there what the site doesn't have.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be sent.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Copy the site to another machine with rsync.

    Example: archive publish rsync ada@example.com:/var/www/blog
    """
    from medium_archive.hosts import folder as publishing

    def command() -> Report:
        return publishing.to_host(find(archive), target, progress(as_json, quiet), delete=delete, dry_run=dry_run)

    finish(run(command, as_json), as_json, quiet)
