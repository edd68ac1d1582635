"""What becomes of the copies at a place when a post is forgotten: their records are private, and a person is told."""

# ruff: noqa: F811  # the names of fixtures are those of arguments
from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.forget import forget, undo
from medium_archive.folder import named_posts
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.contracts.toy_server import ToyServer
from tests.interruptions import state
from tests.toy_blog import Run, layout, run, server  # noqa: F401  # fixtures

PATH = "posts/2020-secret"
OWN = "---\ntitle: A secret\ndate: 2020-03-03\n---\n\nWords.\n"
WITH_ID = OWN.replace("\n---\n\n", "\nmedium:\n  id: 0123456789ab\n  url: https://medium.com/p/0123456789ab\n---\n\n")
both = pytest.mark.parametrize("text", [OWN, WITH_ID])


def public(layout: Layout) -> str:
    """All files in records/."""
    return "".join(file.read_text("utf-8") for file in sorted(layout.records.iterdir()))


def status(layout: Layout) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        CliRunner().invoke(app, ["status", "--json", "--archive", str(layout.root)]).stdout
    )
    return found


@both
def test_the_record_of_a_forgotten_post_stays_private(run: Run, layout: Layout, text: str) -> None:
    """Also when other posts are sent, changed, restored or compared later."""
    small_archive.write(layout.root, f"{PATH}/index.md", text)
    run()
    assert "A secret" in public(layout)
    forget(layout, PATH)
    small_archive.write(layout.root, "posts/2021-later/index.md", OWN.replace("A secret", "Later"))
    for options in ((), ("--check",), ("--drafts",)):
        assert run(*options).exit_code in (0, 1)
        assert "A secret" not in public(layout)
        assert PATH not in public(layout) and "0123456789ab" not in public(layout)
    assert "Later" in public(layout)


@both
def test_its_record_comes_back_with_it(run: Run, server: ToyServer, layout: Layout, text: str) -> None:
    """So that it is not sent a second time."""
    small_archive.write(layout.root, f"{PATH}/index.md", text)
    run()
    before = {"published": (layout.records / "published.jsonl").read_bytes(), **state(layout.posts)}
    forget(layout, PATH)
    undo(layout, PATH)
    assert {"published": (layout.records / "published.jsonl").read_bytes(), **state(layout.posts)} == before
    writes = len(server.writes)
    run()
    assert len(server.writes) == writes


@both
def test_a_person_is_told_that_the_copy_of_a_forgotten_post_is_public(
    run: Run, server: ToyServer, layout: Layout, text: str
) -> None:
    """Not that the post is no longer in the archive."""
    small_archive.write(layout.root, f"{PATH}/index.md", text)
    run()
    forget(layout, PATH)
    told = " ".join(run().output.split())
    assert "You forgot “A secret”, but its copy is public." in told and "no longer" not in told
    shown = status(layout)
    assert [one["difference"] for one in shown["places"] if one["difference"].endswith("_here")] == ["forgotten_here"]
    messages = [issue["message"] for issue in shown["issues"] if issue["code"] == "differs-there"]
    assert len(messages) == 1 and messages[0].startswith("You forgot this post, but https://")


@both
@pytest.mark.parametrize("step", ["move", "follow_copies", "save"])
def test_a_killed_run_is_completed_by_the_next(
    run: Run, layout: Layout, monkeypatch: pytest.MonkeyPatch, text: str, step: str
) -> None:
    """The same command again: its records are private after `forget`, and public after `--undo`."""
    small_archive.write(layout.root, f"{PATH}/index.md", text)
    run()

    def kept() -> dict[str, bytes]:
        return {name: held for name, held in state(layout.root).items() if "published" in name or "secret" in name}

    def kill(*_arguments: object) -> None:
        raise KeyboardInterrupt

    before = kept()
    for command in (forget, undo):
        with monkeypatch.context() as patched:
            patched.setattr(named_posts, step, kill)
            with pytest.raises(KeyboardInterrupt):
                command(layout, PATH)
        command(layout, PATH)
        assert ("A secret" in public(layout)) == (command is undo)
    assert kept() == before
