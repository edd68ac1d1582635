"""The commands that look at Medium from time to time: check, sync, appeal, remind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medium_archive.cli import printing, terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, VerboseOption
from medium_archive.errors import NotAnArchive
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from medium_archive.watch import schedules

app = command_group()

_SCHEDULES = [scheduler.NAME for scheduler in schedules.ALL]
ScheduleOption = Annotated[
    str,
    typer.Option(
        "--schedule",
        metavar="|".join(_SCHEDULES),
        help="Print what this scheduler needs to run the command once a day.",
        show_default=False,
    ),
]
InstallOption = Annotated[bool, typer.Option("--install", help="With --schedule: install it instead of printing it.")]

RemoveOption = Annotated[bool, typer.Option("--remove", help="With --schedule: end the daily run again.")]


@app.command()
def check(
    addresses: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="URL",
            help="The addresses to check. Default: those in archive.toml, else your profile, three posts and the feed.",
        ),
    ] = None,
    archive: ArchiveOption = None,
    alert: Annotated[
        bool, typer.Option("--alert", help="Alert you by mail, webhook or a command when the result changes.")
    ] = False,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Send a test alert by every way that is set up, and look at nothing.")
    ] = False,
    browser: Annotated[
        bool,
        typer.Option("--browser", help="Look with your browser, in a new profile, and keep what it shows as evidence."),
    ] = False,
    witness: Annotated[
        bool,
        typer.Option("--witness", help="Also ask the Wayback Machine what it saw, and with your keys to look now."),
    ] = False,
    mail: Annotated[
        list[Path] | None,
        typer.Option("--mail", metavar="FILE", help="Also read a mail about a violation: .eml, mbox or its text."),
    ] = None,
    stats: Annotated[
        list[Path] | None,
        typer.Option("--stats", metavar="FILE", help="Also read readers by day: a saved page of stats, JSON or CSV."),
    ] = None,
    schedule: ScheduleOption = "",
    install: InstallOption = False,
    remove: RemoveOption = False,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check whether others can see your profile, posts and feed on Medium.

    Example: archive check --alert
    """
    from medium_archive.commands import check, rehearsal

    if rehearse and (addresses or alert or browser or witness or mail or stats or schedule):
        raise typer.BadParameter("--rehearse only sends test alerts: leave out addresses and other options.")
    for typed in addresses or ():
        if not check.is_address(typed):
            raise typer.BadParameter(f"“{typed}” is not an address. Write it as https://medium.com/@you, or as @you.")

    def command() -> Report:
        if rehearse:
            return rehearsal.rehearse(terminal.find(archive))
        if schedule:
            chosen = [*(addresses or ()), *["--alert"] * alert, *["--browser"] * browser, *["--witness"] * witness]
            return _scheduled(archive, "check", schedule, chosen, install, remove)
        layout = terminal.find(archive) if alert else _find_if_any(archive, addresses)
        options = check.Options(
            alert=alert, browser=browser, witness=witness, mails=tuple(mail or ()), stats=tuple(stats or ())
        )
        return check.check(layout, addresses or [], options, say=say)

    def say(text: str) -> None:
        if not (quiet or as_json):
            printing.say(text)

    _check_install(schedule, install, remove)
    if schedule and (mail or stats):
        raise typer.BadParameter("--mail and --stats read a file once; leave them out of the schedule.")
    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive)


@app.command()
def sync(
    archive: ArchiveOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Read the feed, but download no pictures.")] = False,
    schedule: ScheduleOption = "",
    install: InstallOption = False,
    remove: RemoveOption = False,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Get new posts, tags and dates from Medium's feed, between two exports. Keeps your edits.

    Example: archive sync
    """
    from medium_archive.commands import sync

    def command() -> Report:
        if schedule:
            return _scheduled(archive, "sync", schedule, ["--offline"] * offline, install, remove)
        return sync.sync(terminal.find(archive), sync.Options(offline=offline), terminal.progress(as_json, quiet))

    _check_install(schedule, install, remove)
    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive)


@app.command()
def appeal(
    address: Annotated[
        str,
        typer.Argument(
            metavar="[URL]",
            help="The suspended story or publication to write about. Default: your account, else your stories.",
            show_default=False,
        ),
    ] = "",
    archive: ArchiveOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help="Write the letter as a mail with its evidence to this new folder."
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Write a second letter, which refers to the first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a letter to Medium about a suspended account, with what the checks saw. Sends nothing.

    Example: archive appeal --out letter
    """
    from medium_archive.commands import appeal

    terminal.execute(lambda: appeal.appeal(terminal.find(archive), out, address, again=again), as_json)


@app.command()
def remind(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Show how old the newest export is, and how to request the next one.

    Example: archive remind
    """
    from medium_archive.commands import remind

    terminal.execute(lambda: remind.remind(terminal.find(archive)), as_json)


def _scheduled(
    archive: Path | None, command: str, name: str, options: list[str], install: bool, remove: bool
) -> Report:
    from medium_archive.commands import schedule

    if remove:
        return schedule.remove(terminal.find(archive), command, name)
    return schedule.schedule(terminal.find(archive), command, name, options, install=install)


def _check_install(schedule: str, install: bool, remove: bool) -> None:
    if install and remove:
        raise typer.BadParameter("Use --install or --remove, not both.")
    if (install or remove) and not schedule:
        option = "--install" if install else "--remove"
        raise typer.BadParameter(f"{option} needs --schedule with one of these: {', '.join(_SCHEDULES)}.")


def _find_if_any(archive: Path | None, addresses: list[str] | None) -> Layout | None:
    """The archive. None if addresses are given outside an archive: a check of addresses needs no archive."""
    try:
        return terminal.find(archive)
    except NotAnArchive:
        if archive is not None or not addresses:
            raise
        return None
