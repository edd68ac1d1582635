"""What a command prints for people is short; with `--verbose` it is whole."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli import printing, summary
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Level, Report
from tests.conftest import EXAMPLE_ZIP


def lines_of(*issues: Issue, verbose: bool = False) -> list[str]:
    """The lines about issues, without that of their number."""
    found = summary.lines(Report("x", issues=issues), verbose=verbose)
    lines = ["".join(text for text, _ in line) for line in found]
    return lines[1:] if " issue" in lines[0] else lines


def many(number: int, level: Level, code: str = "odd", message: str = "Odd {}.") -> list[Issue]:
    return [Issue(f"posts/{place}", code, message.format(place), level) for place in range(number)]


def run(layout: Layout, *arguments: str) -> list[str]:
    return CliRunner().invoke(app, [*arguments, "--archive", str(layout.root)]).stdout.splitlines()


def test_a_check_lists_what_it_compared_only_if_asked(example: Layout) -> None:
    """The numbers of characters, links and pictures by kind; the sentence of the proof has the most important."""
    short, whole = run(example, "verify"), run(example, "verify", "--verbose")
    ratios = [line for line in whole if re.search(r": [\d,]+ of [\d,]+", line)]
    assert len(ratios) > 20
    assert not set(ratios) & set(short)
    (proof,), (sentence,) = ([line for line in lines if line.startswith("proof: ")] for lines in (short, whole))
    known = "; not in the originals: 3; kept as plain words: 4; addresses that no page can link to: 1"
    assert known in sentence
    assert proof == sentence.replace(
        known, "; 8 parts can't be as in the originals (`archive verify --verbose` says which)"
    )
    assert short[-1] == whole[-1]


def test_numbers_of_the_proof_stand_once() -> None:
    """Its sentence has them; with `--verbose` they are counts too. What was lost or added is never summed up."""
    sentence = "1 part lost of 2 posts; 3 parts added that no original has; kept as plain words: 1"
    report = Report("import", {"posts": 2, "words_kept": 4}, {"proof": sentence})
    short, whole = ([line[0][0] for line in summary.lines(report, verbose=verbose)] for verbose in (False, True))
    assert "4  parts kept as plain words" not in short
    assert short[-1] == f"proof: {sentence}".replace(
        "kept as plain words: 1", "1 part can't be as in the originals (`archive verify --verbose` says which)"
    )
    assert whole[-1] == f"proof: {sentence}"
    assert "4  parts kept as plain words" in whole


def test_a_few_notes_are_shown_and_many_are_counted() -> None:
    """They are no faults, so they do not look like faults."""
    assert lines_of(*many(2, "note")) == ["odd (2)", "  posts/0: Odd 0.", "  posts/1: Odd 1."]
    notes = [*many(3, "note"), *many(1, "note", "strange")]
    assert lines_of(*notes) == ["4 notes for your information (the same command with --verbose shows them)"]
    assert len(lines_of(*notes, verbose=True)) == 6
    mixed = [
        "".join(text for text, _ in line) for line in summary.lines(Report("x", issues=(*notes, *many(1, "error"))))
    ]
    assert (mixed[0], len(mixed)) == ("1  issue (1 error)", 4)


def test_what_is_about_all_of_the_archive_has_no_place() -> None:
    """A record is where it was noticed, and not where it went wrong."""
    issue = Issue("records/gists.jsonl", "network-unreachable", "There is no host named api.github.com.")
    assert lines_of(issue) == ["network-unreachable: There is no host named api.github.com."]


def test_settings_that_a_person_has_edited_are_no_news() -> None:
    """They are there to be edited; what can't be read in them is an error of its own."""
    edited = [Issue(file, "file-differs", "It differs.", "note") for file in ("archive.toml", "README.md")]
    assert lines_of(*edited) == ["file-differs (1)", "  README.md: It differs."]
    assert list(summary.lines(Report("verify", issues=(edited[0],)))) == []
    assert "  archive.toml" in lines_of(*edited, verbose=True)


def test_an_import_names_the_posts_that_it_leaves_as_they_are() -> None:
    """In one line: what a person edited, hid, forgot and wrote. Else the numbers would not be those of the folders."""
    counts = {"posts": 9, "unchanged": 8, "edited": 1, "made_drafts": 2, "forgotten": 1, "own_posts": 1}
    lines = [line[0][0] for line in summary.lines(Report("import", counts))]
    assert lines[2:] == ["   kept as they are: 1 edited, 2 hidden in drafts/, 1 forgotten, 1 of your own"]
    assert lines[:2] == ["9  posts", "8  unchanged"]


def test_words_that_an_edit_removed_do_not_look_like_damage() -> None:
    """The number of edited posts says enough; who wants to see the words asks for them."""
    note = Issue("posts/a/index.md", "edited-away", "Removed by an edit: prose (2) “up”.", "note")
    assert list(summary.lines(Report("verify", issues=(note,)))) == []
    assert any("edited-away" in line for line in lines_of(note, verbose=True))


def test_after_an_import_the_site_is_older_without_a_word() -> None:
    """The last line says to build. A person who checks is told why pages were not compared."""
    note = Issue("site", "page-older", "1 page is older: run `archive build`, then check again.", "note")
    assert list(summary.lines(Report("import", issues=(note,)))) == []
    assert any("page-older" in line[0][0] for line in summary.lines(Report("verify", issues=(note,))))


def test_the_last_line_can_be_seen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its sign is green or red, and what comes next is bold; `NO_COLOR` is honoured."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    good, bad = Report("build", {"pages": 1}), Report("build", {"pages": 1}, issues=tuple(many(1, "error")))
    for report in good, bad:
        printing.report(report, as_json=False, quiet=False)
    shown = [line for line in capsys.readouterr().out.splitlines() if "1 page" in line and "\x1b" in line]
    assert shown == [
        "\x1b[32m✓\x1b[0m 1 page. \x1b[1mNext: archive open\x1b[0m",
        "\x1b[1;31m✗\x1b[0m 1 error; 1 page. \x1b[1mWhat to do about it stands above\x1b[0m",
    ]
    monkeypatch.setenv("NO_COLOR", "1")
    printing.report(good, as_json=False, quiet=False)
    assert capsys.readouterr().out.splitlines()[-1] == "✓ 1 page. Next: archive open"


def test_a_publishing_says_in_one_line_what_a_build_has_said() -> None:
    message = (
        "The archive lacks 1 picture: 1 not downloaded yet. The pages have a line in place of 1. `archive pictures`"
    )
    issue = Issue("records/pictures.jsonl", "pictures-lacking", message)
    for command, shown in {
        "build": message,
        "publish github": "The archive lacks 1 picture: 1 not downloaded yet (--verbose says more).",
    }.items():
        lines = ["".join(text for text, _ in line) for line in summary.lines(Report(command, issues=(issue,)))]
        assert lines[1:] == [f"pictures-lacking: {shown}"]


def test_every_error_is_shown_and_of_warnings_the_first() -> None:
    assert len(lines_of(*many(9, "error"))) == 10
    assert lines_of(*many(7, "warning"))[-1] == "  … and 2 more; --verbose shows all"
    assert len(lines_of(*many(7, "warning"), verbose=True)) == 8


def test_the_same_advice_stands_once() -> None:
    """A whole message above the places, its last sentences below them."""
    same = many(2, "warning", message="It is gone. Write it again.")
    assert lines_of(*same) == ["odd (2): It is gone. Write it again.", "  posts/0", "  posts/1"]
    alike = many(2, "warning", message="It has {}. Write it again, please. Thanks.")
    assert lines_of(*alike) == [
        "odd (2)", "  posts/0: It has 0.", "  posts/1: It has 1.", "  Write it again, please. Thanks.",
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["verify --verbose", "status", "build"])
def test_a_terminal_of_80_columns_shows_whole_words(
    command: str, example: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider, but for a path or an address that is too long."""
    monkeypatch.chdir(example.root)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    shown = re.sub(r"\x1b\[[\d;]*m", "", CliRunner().invoke(app, command.split()).stdout)
    monkeypatch.delenv("FORCE_COLOR")
    piped = CliRunner().invoke(app, command.split()).stdout
    assert shown.split() == piped.split()
    for line in shown.splitlines():
        assert len(line) <= 80 or " " not in line.strip()


def test_all_commands_count_the_missing_pictures_in_the_same_way(tmp_path: Path) -> None:
    """What posts and drafts lack is what the pages of a site with drafts lack."""
    archive = tmp_path / "archive"

    def counts(*arguments: str) -> dict[str, int]:
        done = CliRunner().invoke(app, [*arguments, "--json", "--archive", str(archive)])
        found: dict[str, int] = json.loads(done.stdout)["counts"]
        return found

    imported = counts("import", str(EXAMPLE_ZIP), "--offline")
    lacking = {key: number for key, number in imported.items() if key.startswith(("pictures_", "lacking_"))}
    parts = [imported[key] for key in ("lacking_in_posts", "lacking_in_cards", "lacking_photos")]
    assert sum(parts) == imported["pictures_not_tried"] > max(parts)
    for command in ("status", "verify", "pictures --dry-run"):
        assert lacking.items() <= counts(*command.split()).items()
    assert counts("pictures", "--dry-run")["pictures_to_fetch"] == imported["pictures_not_tried"]
    assert counts("build", "--drafts")["pictures_lacking"] == imported["lacking_in_posts"]


def test_missing_pictures_are_told_apart_by_what_shows_them() -> None:
    counts = {"pictures_not_tried": 9, "lacking_in_posts": 6, "lacking_in_cards": 2, "lacking_photos": 1}
    one = "9  pictures not downloaded yet: 6 in posts and drafts, 2 in link cards, 1 photo"
    assert [line[0][0] for line in summary.lines(Report("import", counts))] == [one]
    both = summary.lines(Report("import", {"pictures_missing": 3, **counts, "lacking_in_posts": 9}))
    assert [line[0][0] for line in both] == [
        " 3  pictures that could not be downloaded",
        " 9  pictures not downloaded yet",
        "12  in all: 9 in posts and drafts, 2 in link cards, 1 photo",
    ]
    built = summary.lines(Report("build", {"pictures_lacking": 6}))
    assert [line[0][0] for line in built] == ["6  pictures that the pages lack"]


def test_changes_of_a_site_are_counted_by_folder() -> None:
    """Before they are sent; after that the last line has their number. With `--verbose`, each file is named."""
    pairs = [("new", "posts/a/index.html"), ("new", "posts/a/a.png"), ("changed", "posts/b.html"), ("new", "a.html")]
    changes = [{"change": word, "file": file} for word, file in pairs]
    report = Report("publish folder", details={"changes": changes})
    dry = partial(summary.lines, is_dry=True)
    short, whole = ([line[0][0] for line in dry(report, verbose=verbose)] for verbose in (False, True))
    assert list(summary.lines(report)) == []
    assert short == ["at the top: 1 new", "posts/: 2 new, 1 changed"]
    assert whole[2] == "changed  posts/b.html"
    many_folders = [{"change": "new", "file": f"{place}/index.html"} for place in range(600)]
    lines = list(dry(Report("publish folder", details={"changes": [*changes, *many_folders]})))
    assert [line[0][0] for line in lines] == ["posts/: 2 new, 1 changed", "601 other folders: 601 new"]


def test_a_published_site_is_named_by_its_address() -> None:
    """The branch and its commit are for those who ask for them, or whose site has no address yet."""
    facts = {"address": "https://ada.github.io/blog", "branch": "gh-pages, now at 50db5fa16094"}
    report = Report("publish github", facts=facts)
    assert [line[0][0] for line in summary.lines(report)] == ["address: https://ada.github.io/blog"]
    assert len(list(summary.lines(report, verbose=True))) == 2
    assert list(summary.lines(Report("publish github", facts={"branch": "gh-pages"})))


def test_an_import_counts_what_a_person_hid_and_wrote(own_example: Layout) -> None:
    """The numbers for the line about posts that are kept as they are."""
    hidden = sorted((own_example.root / "posts").iterdir())[0].name
    run(own_example, "set", hidden, "--draft")
    run(own_example, "new", "About my work")
    counts = json.loads("".join(run(own_example, "import", str(EXAMPLE_ZIP), "--offline", "--json")))["counts"]
    assert (counts["made_drafts"], counts["own_posts"], counts["posts"]) == (1, 1, 11)


def test_quiet_prints_errors_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """To standard error, so that a scheduler of tasks sends them by mail."""
    wrong = Issue("posts/a/index.md", "front-matter", "It can't be read.", "error")
    printing.report(Report("build", {"pages": 1}, issues=(*many(2, "warning"), wrong)), as_json=False, quiet=True)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "front-matter (1)\n  posts/a/index.md: It can't be read.\n"


def test_each_year_counts_posts_and_responses_apart() -> None:
    """A bar is as long as its posts alone are many."""
    years = [
        {"year": 2018, "posts": 2, "responses": 81, "words": 1200},
        {"year": 2019, "posts": 0, "responses": 1, "words": 0},
        {"year": 2020, "posts": 0, "responses": 0, "words": 0},
        {"year": 2021, "posts": 1, "responses": 0, "words": 1},
    ]
    told = ["".join(part for part, _ in line) for line in summary.lines(Report("status", details={"years": years}))]
    assert told == [
        f"2018  {'█' * 30} 2 posts, 81 responses, 1,200 words",
        "2019   1 response",
        "2020   nothing",
        f"2021  {'█' * 15} 1 post, 1 word",
    ]
