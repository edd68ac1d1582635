"""The last line of a command says in one sentence how it went, and what to do next."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from medium_archive.checks.completeness import Totals
from medium_archive.checks.completeness.ledger import Count
from medium_archive.checks.completeness.reasons import GROUPS
from medium_archive.cli import conclusion
from medium_archive.cli.conclusion import Setting
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Report
from tests.conftest import one_in

ERROR, WARNING, NOTE = (Issue("posts/a", "x", "y", level) for level in ("error", "warning", "note"))


def last(report: Report, setting: Setting = Setting()) -> str:
    found = conclusion.of(report, setting)
    if found is None:
        return ""
    sign = found.sign(io.TextIOWrapper(io.BytesIO(), "utf-8"))
    return f"{sign} {found.text}" + (f". {found.next}" if found.next else "")


def totals(**values: Any) -> Totals:
    """Totals of 646 posts with pictures."""
    return Totals(posts=646, text={"pictures": Count(9, 9)}, **values)


def imported(found: Totals, *issues: Issue, **counts: int) -> Report:
    return Report("import", {"posts": 646, **found.counts, **counts}, {"proof": found.sentence}, issues)


def test_an_import_says_that_nothing_was_lost_and_what_comes_next() -> None:
    assert last(imported(totals())) == "✓ 646 posts, nothing lost. Next: archive build"
    assert last(imported(totals(), NOTE)) == "✓ 646 posts, nothing lost. Next: archive build"
    more = imported(totals(), WARNING, responses=1, drafts=2)
    assert last(more) == "✓ 646 posts, 1 response and 2 drafts, nothing lost; 1 warning, see above. Next: archive build"


def test_an_import_without_pictures_is_followed_by_their_download() -> None:
    """Unless their hosts have just refused them."""
    assert last(imported(totals(), pictures_not_tried=3)).endswith("Next: archive pictures")
    refused = Issue("records/pictures.jsonl", "hosts-refuse", "It refused.")
    assert last(imported(totals(), refused, pictures_not_tried=3)).endswith("Next: archive build")


def test_an_import_without_posts_is_followed_by_nothing() -> None:
    """An export may have only what its author read."""
    assert last(Report("import", {"posts": 0, "claps": 3})) == "✓ no post"
    assert last(Report("import", {"posts": 0, "drafts": 1})).endswith("Next: archive build")


def test_a_build_that_has_opened_the_site_does_not_say_how_to_open_it() -> None:
    built = Report("build", {"pages": 22})
    assert last(built, Setting(is_last=True)) == "✓ 22 pages"


@pytest.mark.parametrize(
    "found",
    [
        totals(lost=1),
        totals(added=1),
        totals(not_checked=1),
        *(totals(known=dict.fromkeys(GROUPS, 0) | {group: 1}) for group in GROUPS),
    ],
)
def test_nothing_lost_is_said_only_where_the_proof_says_it(found: Totals) -> None:
    """Whatever the proof has found: a part that is lost, that was added, or that can't be kept."""
    for command in ("import", "verify"):
        report = Report(command, {"posts": 646, **found.counts}, {"proof": found.sentence})
        assert "nothing lost" not in last(report)
    assert "nothing lost" in last(Report("verify", totals().counts, {"proof": totals().sentence}))


def test_what_is_lost_is_counted_beside_the_errors() -> None:
    report = imported(totals(lost=3), ERROR, ERROR, WARNING)
    assert last(report) == "✗ 2 errors, 1 warning; 646 posts, 3 parts lost. What to do about each stands above"


def test_posts_that_are_here_only_in_part_are_not_called_whole() -> None:
    assert last(imported(totals(), known_partial=2)).startswith("✓ 646 posts, 2 of them only in part.")
    rescued = Report("rescue", {"known_posts": 3, "known_whole": 2, "known_address": 1}, {"proof": totals().sentence})
    assert last(rescued) == "✓ 3 known posts: 2 whole, 1 only by address. Next: archive build"


def test_a_check_of_an_archive_ends_with_its_result() -> None:
    whole = Report("verify", {"files": 9}, {"proof": totals().sentence})
    assert last(whole) == "✓ nothing lost, nothing damaged"
    edited = Report("verify", {"edited_by_hand": 2}, {"proof": totals(edited=2).sentence})
    assert last(edited) == "✓ nothing lost, nothing damaged, 2 posts that you edited not counted"
    damaged = Report("verify", {"files": 9}, {"proof": totals().sentence}, (ERROR,))
    assert last(damaged) == "✗ 1 error; nothing lost. What to do about it stands above"
    assert last(Report("verify", {"files": 9})).startswith("✓ no fault found, but --quick has read no contents.")


def test_the_next_command_is_for_the_same_archive() -> None:
    """A folder with a space is quoted as the shell needs it."""
    built = Report("build", {"pages": 22})
    assert last(built, Setting("../mine")) == "✓ 22 pages. Next: archive open --archive ../mine"
    assert last(built, Setting("my archive"))[-12:] in ("'my archive'", '"my archive"')


def test_pictures_that_are_still_missing_are_counted() -> None:
    some = Report("pictures", {"pictures_fetched": 2, "pictures_missing": 5, "lacking_in_posts": 3})
    assert last(some) == "✓ 2 pictures downloaded, 3 pictures still missing. Next: archive build"
    stopped = Issue("records/pictures.jsonl", "network-unreachable", "No host could be reached.")
    nothing = Report(
        "pictures", {"pictures_fetched": 0, "pictures_not_tried": 3, "lacking_in_posts": 3}, issues=(stopped,)
    )
    assert last(nothing) == "✗ nothing came, 3 pictures still missing; 1 warning, see above"


def test_a_run_that_sent_nothing_says_so() -> None:
    folder = Report("publish folder", {"files": 78, "new": 3}, {"folder": "../out"})
    said = "✓ 78 files (3 new); nothing was sent. Next: the same command without --dry-run"
    assert last(folder, Setting(is_dry=True)) == said
    assert last(folder) == "✓ published: 78 files (3 new)"
    again = Setting(is_dry=True, again="archive publish folder ../out")
    assert last(folder, again) == "✓ 78 files (3 new); nothing was sent. Next: archive publish folder ../out"
    same = Report("publish folder", {"files": 78}, {"folder": "../out"}, details={"sent": False})
    assert last(same) == last(same, again) == "✓ 78 files are there already; nothing was sent"
    platform = Report("publish ghost", {"new_posts": 2, "changed": 0, "unchanged": 4})
    assert last(platform).startswith("✓ 2 new posts to send; nothing was sent.")


def test_a_rehearsal_of_publishing_ends_with_the_command_to_run(own_example: Layout, tmp_path: Path) -> None:
    """With its arguments and options, but for the one that made it a rehearsal."""
    place, archive = tmp_path / "the site", own_example.root
    words = ["publish", "folder", str(place), "--replace", "--archive", str(archive)]
    shown = CliRunner().invoke(app, [*words, "--dry-run"]).stdout.splitlines()[-1]
    command = shown.partition("Next: archive ")[2]
    assert sorted(shlex.split(command)) == sorted(words)


def test_a_first_publishing_is_followed_by_the_steps_on_github() -> None:
    """Before them the site can't be compared."""
    facts = {"address": "https://ada.github.io/blog"}
    again = Report("publish github", {"files": 78, "new": 3}, facts)
    assert last(again) == "✓ published: 78 files (3 new). Next: archive publish --check"
    unset = Report(
        "publish github", {"files": 78, "new": 3}, facts, (Issue("archive.toml", "no-base-url", "It …", "note"),)
    )
    assert last(unset).endswith(". Next: archive publish --check --url https://ada.github.io/blog")
    first = Report("publish github", {"files": 78, "new": 78}, facts, details={"text": "1. Open GitHub\n"})
    assert last(first).endswith(". Next: the numbered steps above, then archive publish --check")


@pytest.mark.parametrize(("verdict", "sign"), [("up", "✓"), ("gone", "✗"), ("suspended", "✗"), ("unknown", "✗")])
def test_only_pages_that_others_can_see_are_good(verdict: str, sign: str) -> None:
    report = Report("check", details={"verdict": verdict}, code=verdict != "up")
    assert last(report).startswith(f"{sign} {verdict}")


def test_a_terminal_that_cannot_show_the_sign_gets_letters() -> None:
    found = conclusion.of(Report("build", {"pages": 1}))
    assert found is not None
    assert found.sign(io.TextIOWrapper(io.BytesIO(), "cp1252")) == "[ok]"


def test_commands_whose_output_is_an_answer_get_no_further_line() -> None:
    assert last(Report("history", rows=(("2020-01-01", "1 post"),), issues=(WARNING,))) == ""
    assert last(Report("appeal", details={"text": "Dear Medium"})) == ""


COMMANDS = ("import --again --offline", "build", "verify", "status", "pictures --dry-run", "export redirects")


@pytest.mark.parametrize("command", one_in(3, [*COMMANDS, "publish folder ../out --dry-run"]))
def test_the_last_line_of_a_command_is_its_conclusion(
    command: str, own_example: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not with `--quiet`, nor with `--json`."""
    monkeypatch.chdir(own_example.root)
    shown = CliRunner().invoke(app, command.split())
    assert re.match(r"(✓|\[ok\]) \d|(✓|\[ok\]) (no|exported)", shown.stdout.splitlines()[-1]), shown.stdout
    assert json.loads(CliRunner().invoke(app, [*command.split(), "--json"]).stdout)["exit_code"] == 0
    if command != "status":
        assert CliRunner().invoke(app, [*command.split(), "--quiet"]).stdout == ""
