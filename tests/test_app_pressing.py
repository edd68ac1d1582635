"""Sentences of the command line in `archive app`: what to press stands in place of the commands that they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.app import pressing, reports, words
from medium_archive.app.words import Language
from medium_archive.cli import labels
from medium_archive.cli.root import app
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue, Report
from tests.conftest import EXAMPLE_ZIP
from tests.local_page import LocalPage

_DOCUMENTED = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
_LANGUAGES = pytest.mark.parametrize("language", words.ALL, ids=[language.tag for language in words.ALL])


@_LANGUAGES
def test_each_command_and_code_of_the_tables_is_known_and_has_a_sentence(language: Language) -> None:
    documented = _DOCUMENTED.findall((Path(__file__).parent.parent / "docs/issues.md").read_text("utf-8"))
    assert set(pressing.CODES) <= set(documented)
    assert [one for one in pressing.COMMANDS if CliRunner().invoke(app, [one, "--help"]).exit_code] == []
    told = [*(f"press_{one}" for one in pressing.COMMANDS), *(f"says_{one}" for one in pressing.CODES)]
    assert all(language.texts[name] and "`" not in language.texts[name] for name in told)


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "Its text has the new values. Run `archive build` to have them on the site.",
            "Its text has the new values. To have it on the site, press “Build it again” on the page “Site”.",
        ),
        (
            "1 page is older than its text: run `archive build`, then check again.",
            "1 page is older than its text. To have it on the site, press “Build it again” on the page “Site”.",
        ),
        (
            "There is no host named a.example. Not tried: 34 pictures. Run `archive pictures` later.",
            "There is no host named a.example. Not tried: 34 pictures. Press “Fetch missing pictures” on the page "
            "“Pictures”.",
        ),
        ("It is away. Name another one with `--archive FOLDER`.", "It is away."),
        ("archive.toml has no address of the site.", "archive.toml has no address of the site."),
        ("Run `archive unheard-of`.", "Run `archive unheard-of`."),
        ("Use `--out`.", "Use `--out`."),
    ],
)
def test_a_sentence_with_a_command_says_what_to_press(sentence: str, shown: str) -> None:
    assert pressing.said(sentence, words.ENGLISH.texts) == shown


@_LANGUAGES
def test_an_issue_is_folded_under_its_first_sentence(language: Language) -> None:
    issues = (Issue("a", "merged", "Both changed it. Read it."), Issue("b", "edit-kept", "Run `archive import`."))
    own = pressing.labels_of(language.labels or words.Labels(labels.count, labels.fact), language.texts)
    by_code = {one.code: one for one in reports.shown(Report("x", issues=issues).as_json(), own).issues}
    merged, kept = by_code["merged"], by_code["edit-kept"]
    assert merged.summary == "Both changed it."
    assert kept.summary == language.texts["says_edit-kept"]


def test_no_command_of_a_terminal_stands_in_the_answers_of_the_pages(page: LocalPage, layout: Layout) -> None:
    """But in the folded command itself."""
    shown = page.run("import", source=str(EXAMPLE_ZIP), offline="1")
    post = next(layout.posts.iterdir())
    name = f"posts/{post.name}"
    shown += page.run("set", post=name, date="2019-04-05")
    shown += page.run("build")
    shown += page.run("draft", post=name)
    assert "`archive" not in shown
    assert "press “Build it again” on the page “Site”" in shown
