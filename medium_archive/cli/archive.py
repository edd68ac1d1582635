"""The commands that make an archive and show what is in it: import, build, open, serve, pictures, verify, status,
history.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from medium_archive.cli import browser, printing, terminal, unchanged_build
from medium_archive.cli.conclusion import Setting
from medium_archive.cli.groups import NothingNamed, command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption, VerboseOption
from medium_archive.report import Report

app = command_group()

PicturesOption = Annotated[
    Path | None,
    typer.Option("--from", metavar="FOLDER", help="A folder of pictures you saved, named by Medium's picture ids."),
]


@app.command("import")
def import_(
    exports: Annotated[
        list[Path] | None,
        typer.Argument(metavar="EXPORT|PAGES", help="Medium's zip, a folder with its unpacked files, or saved pages."),
    ] = None,
    archive: ArchiveOption = None,
    pictures: PicturesOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Download no pictures and no gists.")] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Where you and Medium changed the same passage, keep your version.")
    ] = False,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Where you and Medium changed the same passage, take Medium's version.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Convert all posts again from their originals, except those you edited.")
    ] = False,
    another_account: Annotated[
        bool,
        typer.Option("--another-account", help="Allow exports of several accounts: a publication, a team."),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Number of processes that run at once. Default: one per core."),
    ] = None,
    author: Annotated[str, typer.Option(metavar="@NAME", help="Whose saved pages these are, in a new archive.")] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Print why each post is a story, a response or a draft.")
    ] = False,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Import Medium's export, or saved pages. Creates the archive if there is none, and keeps your edits.

    Example: archive import ~/Downloads/medium-export.zip
    """
    from medium_archive.commands import import_exports

    if not exports and not again:
        raise NothingNamed(
            "Name Medium's zip, its unpacked folder, or saved pages. "
            "Example: archive import ~/Downloads/medium-export.zip"
        )
    if ours and theirs:
        raise typer.BadParameter("Use --ours or --theirs, not both.")
    options = import_exports.Options(
        pictures=pictures,
        offline=offline,
        favor="ours" if ours else "theirs" if theirs else "both",
        again=again,
        another_account=another_account,
        jobs=jobs or 0,
        author=author,
    )

    def command() -> Report:
        layout = terminal.find_or_new(archive) if exports else terminal.find(archive)
        return import_exports.import_exports(exports or [], layout, options, terminal.progress(as_json, quiet))

    terminal.execute(command, as_json, quiet, explain=explain, verbose=verbose, archive=archive)


@app.command()
def build(
    archive: ArchiveOption = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Include drafts, marked as such. Do not publish such a site.")
    ] = False,
    url: Annotated[str, typer.Option(metavar="URL", help="The site's address, if not the one in archive.toml.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Build everything again, even if nothing has changed.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Number of processes that run at once. Default: one per core."),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the site in your browser when it is built.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Build into this folder instead of site/, for a try.")
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE", help="With --out: use this file in place of archive.toml."),
    ] = None,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the site: a folder of pages that you can open in a browser or copy to any web host.

    Example: archive build
    """
    from medium_archive.commands import build

    if open_it and as_json:
        raise typer.BadParameter("Use --open or --json, not both.")
    if out is not None and (open_it or everything):
        raise typer.BadParameter("--out makes everything, and opens nothing: leave out --all and --open.")
    if settings is not None and out is None:
        raise typer.BadParameter("--settings needs --out: the site of the archive has the settings of the archive.")

    def command() -> Report:
        progress = terminal.progress(as_json, quiet)
        layout = terminal.find(archive)
        report = build.build(
            layout,
            drafts=drafts,
            progress=progress,
            url=url,
            everything=everything,
            is_changed=unchanged_build.has_changed(),
            jobs=jobs or 0,
            out=out,
            settings=settings,
        )
        if open_it:
            from medium_archive.commands import open_site

            browser.open_page(open_site.front_page(layout), quiet=quiet)
        return report

    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive, is_last=open_it or out is not None)


@app.command("open")
def open_(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Open the built site in your browser. Builds nothing.

    Example: archive open
    """
    from medium_archive.commands import open_site

    setting = Setting.of(archive)

    def command() -> Report:
        layout = terminal.find(archive)
        page = open_site.front_page(layout)
        if not as_json:
            browser.open_page(page)
            printing.say(setting.next(open_site.way_to_publish(layout)))
        return open_site.report(page)

    terminal.execute(command, as_json, quiet=True)


@app.command()
def serve(
    archive: ArchiveOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port on this machine.")] = 8000,
    drafts: Annotated[bool, typer.Option("--drafts", help="Include drafts.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open your browser.")] = False,
) -> None:
    """Show the site in your browser while you edit. The page reloads when you save a file. Press Ctrl-C to stop.

    Example: archive serve --port 8080
    """
    from medium_archive.cli import rebuilds
    from medium_archive.commands import open_site, serve

    setting = Setting.of(archive)

    def ready(address: str, watch: str) -> None:
        printing.say(f"The site is at {address} (press Ctrl-C to stop)")
        if watch:
            printing.say(f"What the watch saw, which no built site shows: {watch}")
        printing.say(setting.next(open_site.way_to_publish(terminal.find(archive))))
        if not no_open and browser.may_show_unasked():
            browser.show(address)

    def command() -> Report:
        return serve.serve(terminal.find(archive), port=port, drafts=drafts, ready=ready, built=rebuilds.say)

    terminal.execute(command, as_json=False, quiet=True)


@app.command()
def pictures(
    archive: ArchiveOption = None,
    folder: PicturesOption = None,
    wayback: Annotated[
        bool, typer.Option("--wayback", help="Ask the Wayback Machine for pictures that their hosts no longer have.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Also retry downloads that failed recently.")] = False,
    max_megabytes: Annotated[int | None, typer.Option(metavar="N", help="Stop after this many megabytes.")] = None,
    max_minutes: Annotated[float | None, typer.Option(metavar="N", help="Stop after this many minutes.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count the pictures to download.")] = False,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Download missing pictures, the largest version of each. Continues where the last run stopped.

    Example: archive pictures --wayback
    """
    from medium_archive.commands import fetch_pictures
    from medium_archive.fetch.pictures import Options

    options = Options(
        again=again,
        wayback=wayback,
        folder=folder,
        max_bytes=max_megabytes * 1_000_000 if max_megabytes is not None else None,
        max_seconds=max_minutes * 60 if max_minutes is not None else None,
    )

    def command() -> Report:
        progress = terminal.progress(as_json, quiet)
        return fetch_pictures.fetch_pictures(terminal.find(archive), options, progress, dry_run=dry_run)

    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive)


@app.command()
def verify(
    archive: ArchiveOption = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Skip the checks that read the content of every file.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the proof as a page: proof.html.")
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Name drafts in the report too.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Check all files again, even those that did not change since the last run.")
    ] = False,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check the whole archive: checksums, records, links, privacy, and that no word of a post was lost.

    Example: archive verify
    """
    from medium_archive.commands import verify

    if report is not None and quick:
        raise typer.BadParameter("The report needs the checks that --quick skips.", param_hint="--report")
    if drafts and report is None:
        raise typer.BadParameter("Use it together with --report.", param_hint="--drafts")

    def command() -> Report:
        progress = terminal.progress(as_json, quiet)
        from medium_archive.folder import bags

        return verify.verify(
            terminal.find(archive and bags.archive_in(archive)),
            quick=quick,
            report=report,
            drafts=drafts,
            everything=everything,
            progress=progress,
        )

    terminal.execute(command, as_json, quiet, verbose=verbose, archive=archive)


@app.command()
def status(archive: ArchiveOption = None, verbose: VerboseOption = False, as_json: JsonOption = False) -> None:
    """Show what the archive contains, which pictures are missing, and why.

    Example: archive status
    """
    from medium_archive.commands import show_status

    terminal.execute(lambda: show_status.status(terminal.find(archive)), as_json, verbose=verbose, archive=archive)


@app.command()
def history(
    post: Annotated[
        str,
        typer.Argument(
            metavar="POST", help="Folder, id or address of a post, or words of its title.", show_default=False
        ),
    ] = "",
    archive: ArchiveOption = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show the lines that changed from export to export.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Show what the checks saw: looks, captures of web archives, signs.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what each export and saved page contained, or how one post changed from one to the next.

    Example: archive history "deploy wordpress" --diff
    """
    if watch:
        if post or diff:
            raise typer.BadParameter("--watch shows the checks of all addresses: leave out POST and --diff.")
        from medium_archive.commands import watch_history

        terminal.execute(lambda: watch_history.watch_history(terminal.find(archive)), as_json)
    from medium_archive.commands import show_history

    terminal.execute(lambda: show_history.history(terminal.find(archive), post, diff=diff), as_json)
