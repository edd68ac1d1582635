"""The commands about single posts: new, set, forget."""

from __future__ import annotations

from typing import Annotated

import typer

from medium_archive.cli import printing, terminal
from medium_archive.cli.groups import command_group
from medium_archive.cli.terminal import ArchiveOption, JsonOption, QuietOption
from medium_archive.report import Report

app = command_group()
_WRITE = "Write below the second `---` in this file and save it; `archive build` brings the post to your site:"
_WRITE_DRAFT = "Write below the second `---` in this file. To publish the draft later: `archive set POST --published`"


@app.command()
def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The title of the post, in quotes.")],
    archive: ArchiveOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make a draft: it is not published.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a post of your own, and print the path of its text. Never overwrites anything.

    Example: archive new "A Walk to the Mole"
    """
    from medium_archive.commands.create_post import create_post

    def make() -> Report:
        made = create_post(terminal.find(archive), title, draft=draft)
        if not as_json:  # to standard error, because scripts read the path
            printing.say(_WRITE_DRAFT if draft else _WRITE)
        return made

    terminal.execute(make, as_json)


@app.command("set")
def set_post(
    post: Annotated[str, typer.Argument(metavar="POST", help="The folder, slug, id, address or title of the post.")],
    archive: ArchiveOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make it a draft: move its folder to drafts/.")] = False,
    published: Annotated[
        bool, typer.Option("--published", help="Publish a draft: move its folder back, and give it a date.")
    ] = False,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help='2021-01-05, or 2021-01-05T10:30:00Z; "" removes it.')
    ] = None,
    tags: Annotated[
        str | None, typer.Option("--tags", metavar="TAGS", help='Tags with commas between them; "" removes them.')
    ] = None,
    cover: Annotated[
        str | None,
        typer.Option("--cover", metavar="FILE", help='A picture beside the text, or an address; "" removes it.'),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Hide a post (make it a draft), publish it again, set its date, tags and cover. Imports keep what you set.

    Example: archive set 2019-06-16-a-clock-that-ticks-in-tides --tags "clocks, sea"
    """
    from medium_archive.commands import set_post as command

    if draft and published:
        raise typer.BadParameter("Give only one of --draft and --published.", param_hint="--draft")
    if not (draft or published) and (date, tags, cover) == (None, None, None):
        raise typer.BadParameter(
            "Say what to change: --draft, --published, --date, --tags or --cover.", param_hint="POST"
        )
    change = command.Change("draft" if draft else "published" if published else "", date, tags, cover)
    terminal.execute(lambda: command.set_post(terminal.find(archive), post, change), as_json, quiet)


@app.command()
def forget(
    post: Annotated[str, typer.Argument(metavar="POST", help="The folder, slug, id, address or title of the post.")],
    archive: ArchiveOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="Let a forgotten post come back, as it was.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which post it is, and change nothing.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Forget a post: it leaves the archive and the site, and later imports keep it away. Nothing is deleted.

    Example: archive forget 2019-06-16-a-clock-that-ticks-in-tides
    """
    from medium_archive.commands import forget

    def command() -> Report:
        act = forget.undo if undo else forget.forget
        return act(terminal.find(archive), post, dry_run=dry_run)

    terminal.execute(command, as_json, quiet)
