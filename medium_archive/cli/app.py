"""The command line: parse, call one command, print its Report, set the exit code. Nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from medium_archive import __version__
from medium_archive.cli import publish, themes
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption
from medium_archive.cli.terminal import find as _find
from medium_archive.cli.terminal import finish as _finish
from medium_archive.cli.terminal import place_for_import as _place_for_import
from medium_archive.cli.terminal import progress as _progress
from medium_archive.cli.terminal import run as _run
from medium_archive.errors import NotAnArchive
from medium_archive.folder.layout import Layout
from medium_archive.report import Report

app = typer.Typer(
    name="archive",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="Turn Medium's export into a folder you own, a site made from it, and a proof that nothing was lost.",
    epilog="Begin with: archive import medium-export.zip, then: archive build",
)

export_app = typer.Typer(no_args_is_help=True, help="Give the archive away in a form that others know.")
app.add_typer(export_app, name="export")
app.add_typer(publish.app, name="publish")
app.add_typer(themes.app, name="themes")

ScheduleOption = Annotated[
    str,
    typer.Option(
        "--schedule",
        metavar="cron|systemd|launchd|windows|github",
        help="Print the lines for a run each day, at a minute of your own.",
        show_default=False,
    ),
]
InstallOption = Annotated[bool, typer.Option("--install", help="With --schedule: put the lines in place.")]


def main() -> None:
    """The console script `archive`."""
    for stream in (sys.stdout, sys.stderr):
        # A post's title may hold any character; a Windows console may not. Better a "?" than a crash
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


@app.callback(invoke_without_command=True)
def options(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"archive {__version__}")  # noqa: T201  # the command line is where printing belongs
        raise typer.Exit


@app.command("import")
def import_(
    exports: Annotated[
        list[Path] | None, typer.Argument(metavar="EXPORT…", help="Medium's zip, or the folder it was unpacked to.")
    ] = None,
    archive: ArchiveOption = None,
    pictures: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Pictures you have, named by Medium's ids.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing from the network.")] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Where you and Medium changed the same passage, keep yours.")
    ] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Take Medium's there; yours is kept beside it.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Write every text anew that you did not touch, from its original.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why each post is a story, a response or a draft.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring Medium's export into the archive. The archive is made if there is none; what you edited stays.

    Example: archive import ~/Downloads/medium-export-1a2b.zip
    """
    from medium_archive.commands import import_exports

    if not exports and not again:
        raise typer.BadParameter("Name Medium's zip, or the folder it was unpacked to.", param_hint="EXPORT…")
    if ours and theirs:
        raise typer.BadParameter("--ours and --theirs exclude each other.")
    options = import_exports.Options(
        pictures=pictures, offline=offline, favor="ours" if ours else "theirs" if theirs else "both", again=again
    )

    def run() -> Report:
        place = _place_for_import(archive) if exports else _find(archive)
        return import_exports.import_exports(exports or [], place, options, _progress(as_json, quiet))

    _finish(_run(run, as_json), as_json, quiet, explain=explain)


@app.command()
def build(
    archive: ArchiveOption = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Show drafts too, marked as such. Not for publishing.")
    ] = False,
    url: Annotated[str, typer.Option(help="Where the site will live, if not where archive.toml says.")] = "",
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make the site: a folder of pages that opens from the disk and goes to any web host as it is.

    Example: archive build
    """
    from medium_archive.commands import build as building

    def run() -> Report:
        return building.build(_find(archive), drafts=drafts, progress=_progress(as_json, quiet), url=url)

    _finish(_run(run, as_json), as_json, quiet)


@app.command()
def pictures(
    archive: ArchiveOption = None,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Pictures you have, named by Medium's ids.")
    ] = None,
    wayback: Annotated[
        bool, typer.Option("--wayback", help="Ask the Wayback Machine for what the hosts don't have.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Try also what failed a short while ago.")] = False,
    most_megabytes: Annotated[int | None, typer.Option(help="Stop after so many megabytes.")] = None,
    most_minutes: Annotated[float | None, typer.Option(help="Stop after so many minutes.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many would be fetched.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch the pictures that are missing, the largest copy of each; goes on where the last run stopped.

    Example: archive pictures --wayback
    """
    from medium_archive.commands.fetch_pictures import fetch_pictures
    from medium_archive.fetch.pictures import Options

    options = Options(
        again=again,
        wayback=wayback,
        folder=folder,
        max_bytes=most_megabytes * 1_000_000 if most_megabytes is not None else None,
        max_seconds=most_minutes * 60 if most_minutes is not None else None,
    )

    def run() -> Report:
        return fetch_pictures(_find(archive), options, _progress(as_json, quiet), dry_run=dry_run)

    _finish(_run(run, as_json), as_json, quiet)


@app.command()
def status(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Say what the archive holds, which pictures are missing, and why.

    Example: archive status
    """
    from medium_archive.commands import show_status as stating

    _finish(_run(lambda: stating.status(_find(archive)), as_json), as_json, quiet=False)


@app.command()
def check(
    addresses: Annotated[
        list[str] | None, typer.Argument(metavar="[URL…]", help="Default: what [watch] in archive.toml names.")
    ] = None,
    archive: ArchiveOption = None,
    alert: Annotated[
        bool, typer.Option("--alert", help="Tell you when it changes, by mail, webhook or a command.")
    ] = False,
    schedule: ScheduleOption = "",
    install: InstallOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look at your profile, some posts and the feed as a stranger does, and say in one line what others see.

    Example: archive check --alert
    """
    from medium_archive.commands import check as checking
    from medium_archive.commands import schedule as schedule_command

    _check_install(schedule, install)

    def run() -> Report:
        if schedule:
            options = (*(addresses or ()), *(("--alert",) if alert else ()))
            return schedule_command.schedule(_find(archive), "check", schedule, options, install=install)
        layout = _find(archive) if alert else _find_if_any(archive, addresses)
        return checking.check(layout, addresses or [], checking.Options(alert=alert))

    _finish(_run(run, as_json), as_json, quiet)


@app.command()
def sync(
    archive: ArchiveOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch the feed alone, no picture.")] = False,
    schedule: ScheduleOption = "",
    install: InstallOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Take new posts, tags and dates from Medium's feed, between two exports; what you edited stays.

    Example: archive sync
    """
    from medium_archive.commands import schedule as schedule_command
    from medium_archive.commands import sync as syncing

    _check_install(schedule, install)

    def run() -> Report:
        if schedule:
            options = ("--offline",) if offline else ()
            return schedule_command.schedule(_find(archive), "sync", schedule, options, install=install)
        return syncing.sync(_find(archive), syncing.Options(offline=offline), _progress(as_json, quiet))

    _finish(_run(run, as_json), as_json, quiet)


@app.command()
def appeal(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Write the letter to Medium about a suspension, with the times at which others saw it. Nothing is sent.

    Example: archive appeal
    """
    from medium_archive.commands import appeal as appealing

    _finish(_run(lambda: appealing.appeal(_find(archive)), as_json), as_json, quiet=False)


@app.command()
def remind(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Say how old the newest export is, and how to ask for the next.

    Example: archive remind
    """
    from medium_archive.commands import remind as reminding

    _finish(_run(lambda: reminding.remind(_find(archive)), as_json), as_json, quiet=False)


@app.command()
def history(
    post: Annotated[
        str,
        typer.Argument(metavar="[POST]", help="Its folder, id, address, or words of its title.", show_default=False),
    ] = "",
    archive: ArchiveOption = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changed from export to export.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say what each export had, or how one post changed from export to export.

    Example: archive history "deploy wordpress" --diff
    """
    from medium_archive.commands import show_history as telling

    _finish(_run(lambda: telling.history(_find(archive), post, diff=diff), as_json), as_json, quiet=False)


@app.command()
def verify(
    archive: ArchiveOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Check only that everything is there, not its bytes.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check everything: each file against its checksum, the records, links, privacy, and that no word was lost.

    Example: archive verify
    """
    from medium_archive.commands import verify as verifying

    def run() -> Report:
        return verifying.verify(_find(archive), quick=quick, progress=_progress(as_json, quiet))

    _finish(_run(run, as_json), as_json, quiet)


@export_app.command("bagit")
def export_bagit(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to make the bag: empty, or not there yet.")],
    archive: ArchiveOption = None,
    without_private: Annotated[
        bool, typer.Option("--without-private", help="Leave out exports/, private/ and drafts/.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Copy the archive to a BagIt bag, which libraries and archives take, and any BagIt program can check.

    Example: archive export bagit /media/backup/medium-bag
    """
    from medium_archive.commands import export as exporting
    from medium_archive.formats import bagit

    def run() -> Report:
        progress = _progress(as_json, quiet)
        return exporting.export(_find(archive), bagit, out, bagit.Settings(without_private=without_private), progress)

    _finish(_run(run, as_json), as_json, quiet)


@app.command()
def serve(
    archive: ArchiveOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port on this machine.")] = 8000,
    drafts: Annotated[bool, typer.Option("--drafts", help="Show drafts too.")] = False,
) -> None:
    """Show the site in your browser while you edit: a saved file is on the page a moment later. Ctrl-C ends it.

    Example: archive serve --port 8080
    """
    from medium_archive.commands import serve as serving

    def ready(address: str) -> None:
        Console(stderr=True).print(f"The site is at {address} (Ctrl-C to stop)", highlight=False)

    def run() -> Report:
        return serving.serve(_find(archive), port=port, drafts=drafts, ready=ready)

    _finish(_run(run, as_json=False), as_json=False, quiet=True)


@export_app.command("sqlite")
def export_sqlite(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Default: private/medium.sqlite of the archive.")
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write everything, what is private too, as one SQLite database with full-text search, ready for Datasette.

    Example: archive export sqlite
    """
    from medium_archive.commands import export as exporting
    from medium_archive.formats import sqlite

    _finish(_run(lambda: exporting.export(_find(archive), sqlite, file), as_json), as_json, quiet)


@export_app.command("redirects")
def export_redirects(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Default: redirects/ of the archive.")
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write old addresses and new ones for hosts: Netlify, Cloudflare Pages, Vercel, nginx, Apache, and as CSV.

    Example: archive export redirects
    """
    from medium_archive.commands import export as exporting
    from medium_archive.formats import redirects

    _finish(_run(lambda: exporting.export(_find(archive), redirects, folder), as_json), as_json, quiet)


def _check_install(schedule: str, install: bool) -> None:
    if install and not schedule:
        raise typer.BadParameter("Say which clock: --schedule cron, systemd, launchd, windows or github.")


def _find_if_any(archive: Path | None, addresses: list[str] | None) -> Layout | None:
    """The archive, None where there is none and none is needed: addresses can be looked at from anywhere."""
    try:
        return _find(archive)
    except NotAnArchive:
        if archive is not None or not addresses:
            raise
        return None


if __name__ == "__main__":
    main()
