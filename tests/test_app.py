"""`archive app`: its jobs are the commands of the command line, and every page finds the one that runs."""

from __future__ import annotations

import html
import json
import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from medium_archive import formats, hosts, platforms
from medium_archive.app import actions, post_pages, pressing, site_page, words
from medium_archive.app.session import NAVIGATION, environment
from medium_archive.app.words import chinese_labels
from medium_archive.cli import labels
from medium_archive.commands import places
from medium_archive.commands.appeal import TRANSLATIONS
from medium_archive.folder import lock, settings_fields, themes
from medium_archive.folder.layout import Layout
from medium_archive.watch import channels, schedules
from tests import account_exports, local_page
from tests.conftest import EXAMPLE_ZIP, ROOT, SAME_PACKAGE
from tests.interruptions import pages_of_year
from tests.local_page import LocalPage
from tests.sample_exports import write_zip
from tests.test_edits import import_, text_of

CLOCK = "posts/2019-06-16-a-clock-that-ticks-in-tides"
_COMMIT = re.compile(r"now at [0-9a-f]{12}|\b[0-9a-f]{40}\b")
_SHOWN = re.compile(r"Show the command</summary> <code>(.*?)</code>")


@pytest.fixture
def page(layout: Layout) -> Iterator[LocalPage]:
    """The page for an archive that does not exist yet."""
    with local_page.opened(layout.root) as running:
        yield running


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export whose import can be stopped on the way."""
    return write_zip(tmp_path_factory.mktemp("large") / "large.zip", dict(pages_of_year(1_200, 2021, random.Random(1))))  # noqa: S311


def report_of(page: LocalPage) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(page.get("job/report").body)
    return report


def command_line(shown: str) -> tuple[dict[str, Any], str]:
    """The report, and what is printed for people, of a command as the page shows it."""

    arguments = shlex.split(html.unescape(shown))[1:]
    done = subprocess.run(
        [sys.executable, "-m", "medium_archive.cli", *arguments, "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **SAME_PACKAGE},
    )
    return json.loads(done.stdout), done.stderr


def _conflicting(layout: Layout, folder: Path) -> None:
    """The person and Medium changed the same passage."""
    import_(layout, "2021")
    file = text_of(layout)
    file.write_text(file.read_text("utf-8").replace("The second.", "My second."), "utf-8")
    import_(layout, "2022")


def _example(layout: Layout, folder: Path) -> None:
    account_exports.import_(layout, EXAMPLE_ZIP)


def _of_ada(layout: Layout, folder: Path) -> None:
    account_exports.import_(layout, account_exports.export(folder / "ada.zip", "ac", user_id=account_exports.ADA))
    account_exports.export(folder / "ben.zip", "b", name="Ben", username="ben", user_id=account_exports.BEN)


def _with_bare(layout: Layout, folder: Path) -> None:
    _example(layout, folder)
    subprocess.run(["git", "init", "-q", "--bare", folder / "bare.git"], check=True)


Prepare = Callable[[Layout, Path], None]
# By name: what there is before, the action, and its form; FOLDER is the folder of the test
SAME: Mapping[str, tuple[Prepare | None, str, Mapping[str, str]]] = {
    "an import": (None, "import", {"source": str(EXAMPLE_ZIP), "offline": "1"}),
    "an import again": (_example, "import", {"source": str(EXAMPLE_ZIP), "offline": "1"}),
    "no export": (None, "import", {"source": __file__, "offline": "1"}),
    "no file": (None, "import", {"source": "FOLDER/nothing.zip", "offline": "1"}),
    "another account": (_of_ada, "import", {"source": "FOLDER/ben.zip", "offline": "1"}),
    "two accounts": (_of_ada, "import", {"source": "FOLDER/ben.zip", "offline": "1", "another_account": "1"}),
    "my texts": (_conflicting, "resolve", {"favor": "ours"}),
    "Medium's texts": (_conflicting, "resolve", {"favor": "theirs"}),
    "a check": (_example, "verify", {}),
    "values of a post": (_example, "set", {"post": CLOCK, "date": "2020-01-01", "tags": "sea", "cover": ""}),
    "a wrong date": (_example, "set", {"post": CLOCK, "date": "soon"}),
    "a post to the drafts": (_example, "draft", {"post": CLOCK}),
    "a post that is published": (_example, "publish-post", {"post": CLOCK}),
    "a forgotten post": (_example, "forget", {"post": CLOCK}),
    "a post that is not forgotten": (_example, "restore", {"post": CLOCK}),
    "a new post": (_example, "new", {"title": "A walk", "draft": "1"}),
    "a build": (_example, "build", {}),
    "a rehearsal": (_example, "publish-folder", {"folder": "FOLDER/out", "dry_run": "1"}),
    "a folder": (_example, "publish-folder", {"folder": "FOLDER/out"}),
    "a rehearsal for git": (_with_bare, "publish-github", {"repository": "FOLDER/bare.git", "dry_run": "1"}),
    "a repository": (_with_bare, "publish-github", {"repository": "FOLDER/bare.git", "branch": "site"}),
    "no repository": (_example, "publish-github", {"repository": "FOLDER/none.git"}),
}


@pytest.mark.parametrize("name", SAME)
def test_the_report_is_that_of_the_command_that_the_page_shows(name: str, layout: Layout, tmp_path: Path) -> None:
    """Byte for byte, errors too, from the same state of the archive."""
    prepare, action, form = SAME[name]
    folder = tmp_path / "around"
    folder.mkdir()
    if prepare:
        prepare(layout, folder)
    before = tmp_path / "before"
    shutil.copytree(folder, before / "around")
    if layout.root.exists():
        shutil.copytree(layout.root, before / "archive", symlinks=True)
    with local_page.opened(layout.root) as page:
        shown = page.run(action, **{key: text.replace("FOLDER", str(folder)) for key, text in form.items()})
        found = report_of(page)
        for place in (folder, layout.root):
            shutil.rmtree(place, ignore_errors=True)
            if (before / place.name).exists():
                shutil.copytree(before / place.name, place, symlinks=True)
        command = _SHOWN.search(shown)
        assert command
        wanted, printed = command_line(command[1])
    assert _COMMIT.sub("", json.dumps(found)) == _COMMIT.sub("", json.dumps(wanted))
    if "error" in wanted:
        assert wanted["message"] in printed
        page_words = " ".join(re.sub(r"<[^>]*>", "", shown).split()).replace("&#39;", "'").replace("&#34;", '"')
        shown_in_words = [pressing.said(wanted["message"], words.ENGLISH.texts)]
        if wanted["error"] != "AnotherAccount":  # which is a question with two buttons
            shown_in_words.append(pressing.said(wanted["hint"], words.ENGLISH.texts))
        assert [one for one in shown_in_words if " ".join(one.split()) not in page_words] == []


def test_a_dropped_zip_becomes_an_archive(page: LocalPage, layout: Layout) -> None:
    """Every page then shows what is in it."""
    drop = page.drop({"medium-export.zip": EXAMPLE_ZIP.read_bytes()})
    assert "Import: done" in page.run("import", drop=drop, offline="1")
    assert [path.name for path in layout.exports.iterdir()] == ["medium-export.zip"]
    assert {name: page.get(name if name != "start" else "").status for name in NAVIGATION} == dict.fromkeys(
        NAVIGATION, 200
    )


def test_a_page_that_needs_an_archive_leads_to_the_start(page: LocalPage) -> None:
    for name in NAVIGATION[1:]:
        answer = page.get(name)
        assert answer.status == 200 and f'<a href="{page.base}/">Start</a>' in answer.text.partition("<main")[2]
    assert page.post("jobs/build").status == 400


@pytest.mark.parametrize(("action", "form"), [("import", {}), ("import", {"drop": "0" * 16}), ("publish-github", {})])
def test_a_form_that_lacks_something_says_what(page: LocalPage, action: str, form: Mapping[str, str]) -> None:
    answer = page.post(f"jobs/{action}", **form)
    assert answer.status == 400
    assert 'role="alert"' in answer.text
    assert "No command has run yet" in page.get("job").text


def test_a_value_that_looks_like_an_option_is_none(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    """Nobody can smuggle an option into a command."""
    _example(layout, tmp_path)
    shown = page.run("publish-github", repository="--replace", dry_run="1")
    assert "No repository" in shown
    page.run("publish-folder", folder="--help", dry_run="1")
    assert report_of(page)["facts"]["folder"].endswith("/--help; nothing was written")


def test_a_running_job_is_found_again_and_no_second_one_starts(page: LocalPage, large: Path) -> None:
    """By a page that is loaded again, and by a second tab that presses the same button."""
    assert page.post("jobs/import", source=str(large), offline="1").status == 303
    events = page.events()
    assert next(events)["state"] == "running"
    second = page.post("jobs/import", source=str(EXAMPLE_ZIP), offline="1")
    assert second.headers["location"] == f"{page.base}/job?busy=1"
    assert "Only one command runs at a time" in page.get("job?busy=1").text
    assert "A command is running" in page.get("site").text + page.get("").text
    other = next(page.events())
    assert (other["number"], other["state"]) == (1, "running")
    *_, last = events
    assert last["state"] == "done"
    assert report_of(page)["counts"]["posts"] > 600, "the second import did not run"


def test_a_stopped_import_goes_on(page: LocalPage, layout: Layout, large: Path, tmp_path: Path) -> None:
    """And has then the same result as one that was not stopped."""
    page.post("jobs/import", source=str(large), offline="1")
    for event in page.events():
        if event["label"]:
            assert page.post("stop", job="1").status == 303
            break
    for _ in page.events():
        pass
    shown = page.get("job").text
    assert "Import: paused" in shown and "Nothing is lost" in shown
    assert page.post("again", job="1").status == 303
    *_, last = page.events()
    assert last["state"] == "done"
    whole = Layout(tmp_path / "whole")
    account_exports.import_(whole, large)
    assert account_exports.bytes_of(layout.root) == account_exports.bytes_of(whole.root)


def test_progress_names_the_step_and_how_far_it_is(page: LocalPage, large: Path) -> None:
    page.post("jobs/import", source=str(large), offline="1")
    texts = [event["text"] for event in page.events()]
    assert any(re.match(r"Reading posts: [\d,]+ of [\d,]+", text) for text in texts)
    assert any("left" in text and "a second" in text for text in texts)


def test_an_archive_in_use_is_said_as_on_the_command_line(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    _example(layout, tmp_path)
    with lock.held(layout):
        shown = page.run("build")
    assert "Another run is writing to" in shown and "Wait until that run ends." in shown
    assert "Build the site: done" in page.run("build")


def test_an_archive_that_was_moved_away_is_one_sentence(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    _example(layout, tmp_path)
    layout.root.rename(tmp_path / "elsewhere")
    assert "There is no archive yet" in page.get("site").text
    page.post("archive", archive=str(tmp_path / "elsewhere"))
    assert "There is no archive yet" not in page.get("site").text


def test_a_second_account_is_a_question_with_two_answers(layout: Layout, tmp_path: Path) -> None:
    _of_ada(layout, tmp_path)
    with local_page.opened(layout.root) as page:
        shown = page.run("import", source=str(tmp_path / "ben.zip"), offline="1")
        assert "Whose posts are these?" in shown and "a question first" in shown
        assert '<div class="problem"' not in shown
        assert shown.index("Import it there") < shown.index("Put both accounts into this archive")
        assert page.post("archive", archive=str(tmp_path / "of-ben"), again="1", job="1").status == 303
        *_, last = page.events()
        assert last["state"] == "done" and (tmp_path / "of-ben" / "archive.toml").is_file()
        page.post("archive", archive=str(layout.root))
        page.run("import", source=str(tmp_path / "ben.zip"), offline="1")
        page.post("again", another_account="1", job="3")
        *_, last = page.events()
        assert last["state"] == "done" and layout.about_of("ben").is_file()


def test_a_conflict_is_shown_with_both_texts_and_resolved(layout: Layout, tmp_path: Path) -> None:
    _conflicting(layout, tmp_path)
    with local_page.opened(layout.root) as page:
        shown = page.get("questions").text
        assert "<mark>My second.</mark>" in shown and "<mark>The second, better.</mark>" in shown
        page.run("resolve", favor="theirs")
        assert "There are no such passages now" in page.get("questions").text
    (text,) = layout.posts.glob("*/index.md")
    assert "The second, better." in text.read_text("utf-8")
    assert "My second." in text.with_name("index.yours.md").read_text("utf-8")


def test_settings_are_saved_without_losing_a_comment(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    _example(layout, tmp_path)
    layout.settings.write_text("# mine\n" + layout.settings.read_text("utf-8"), "utf-8")
    answer = page.post("settings", title="The Lamp", url="https://ada.example/", language="zh-Hant", theme="journal")
    assert "Saved." in answer.text
    text = layout.settings.read_text("utf-8")
    assert text.startswith("# mine\n") and 'title = "The Lamp"' in text and 'theme = "journal"' in text
    assert 'value="https://ada.example"' in answer.text and 'value="journal" checked' in answer.text


@pytest.mark.parametrize(
    "wrong", [{"url": "ftp://x"}, {"theme": "nothing"}, {"theme": "../x"}, {"language": "x" * 200}, {"theme": "base"}]
)
def test_a_setting_that_cannot_be_used_changes_nothing(
    page: LocalPage, layout: Layout, tmp_path: Path, wrong: Mapping[str, str]
) -> None:
    _example(layout, tmp_path)
    before = layout.settings.read_bytes()
    answer = page.post("settings", **wrong)
    assert answer.status == 400 and 'role="alert"' in answer.text
    assert layout.settings.read_bytes() == before


def test_the_site_is_shown_without_scripts(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    """A file beside a post may have one, which would reach every button."""
    _example(layout, tmp_path)
    page.run("build")
    answer = page.get("preview/")
    assert answer.status == 200 and "<title>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy and "allow-scripts" not in policy and "default-src 'none'" in policy
    assert page.get("preview/posts").status == 307
    page.run("verify")
    proof = page.get("proof/page")
    assert proof.status == 200 and "allow-same-origin" not in proof.headers["content-security-policy"]


def test_the_button_ends_the_program(page: LocalPage) -> None:
    """And removes what it has written outside the archive."""
    folder = page.door.parent
    assert "You can close this page" in page.post("end").text
    assert page.process.wait(30) == 0
    assert not folder.exists()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_program_and_its_job(layout: Layout, large: Path, name: str) -> None:
    """Nothing is left outside the archive."""
    with local_page.opened(layout.root) as page:
        page.post("jobs/import", source=str(large), offline="1")
        assert next(event for event in page.events() if event["label"])
        page.process.send_signal(getattr(signal, name))
        assert page.process.wait(60) == 0
    assert not page.door.parent.exists()
    with lock.held(layout):  # no process of the job goes on
        pass


def test_the_page_is_in_the_language_of_the_browser(page: LocalPage) -> None:
    wanted = {"zh-TW,zh;q=0.9,en;q=0.5": "zh-Hant", "de, en;q=0.3": "en", "zh;q=0, en": "en", "": "en"}
    for accepted, tag in wanted.items():
        assert f'<html lang="{tag}">' in page.get("", **{"Accept-Language": accepted}).text
    page.post("language", language="zh-Hant")
    assert '<html lang="zh-Hant">' in page.get("", **{"Accept-Language": "en"}).text


def test_both_languages_have_every_word() -> None:
    """Those of the templates, of progress, and of the keys of a Report."""
    assert words.ENGLISH.texts.keys() == words.CHINESE.texts.keys()

    assert chinese_labels.COUNTS.keys() == labels.COUNTS.keys()
    assert chinese_labels.FACTS.keys() == labels.FACTS.keys()
    for name, text in words.ENGLISH.texts.items():
        assert sorted(re.findall(r"{\w*}", text)) == sorted(re.findall(r"{\w*}", words.CHINESE.texts[name])), name


def test_every_word_is_used() -> None:
    templates = "".join(
        environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]
        for name in environment().list_templates(["html"])
    )
    folder = Path(words.__file__).parents[1]
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    every = (*hosts.ALL, *platforms.ALL, *formats.ALL)
    made = {f"page_{name}" for name in NAVIGATION}
    made |= {f"{kind}_{one.NAME}" for kind in ("place", "note") for one in every}
    made |= {f"action_{kind}" for kind in ("publish", "compare", "login", "export")}
    made |= {f"there_{difference}" for difference in get_args(places.Difference)}
    made |= {f"kind_{kind}" for kind in post_pages.KINDS}
    made |= {f"action_{action.name}" for action in actions.ALL}
    options = (one for theme in themes.available(ROOT) for one in settings_fields.of_theme(theme.name, ROOT))
    fields = [*site_page.fields_of_site(), *options]
    made |= {f"set_{one.key}" if one.table == "site" else f"set_{one.table}_{one.key}" for one in fields}
    made |= {f"{name}_help" for name in made} | {f"{one.key}_{choice}" for one in fields for choice in one.choices}
    made |= {f"alert_{key}" for key in channels.KEYS}
    made |= {f"watched_{kind}" for kind in ("profile", "story", "page", "feed", "publication")}
    made |= {f"daily_{one.NAME}" for one in schedules.ALL} | {f"letter_{one}" for one in ("english", *TRANSLATIONS)}
    made |= {f"press_{command}" for command in pressing.COMMANDS} | {f"says_{code}" for code in pressing.CODES}
    made |= {f"job_{state}" for state in ("running", "done", "failed", "stopped")}
    made |= {f"level_{level}" for level in ("error", "warning", "note")}
    for name in words.ENGLISH.texts:
        is_key = f'"{name}"' in code or f"'job_' ~ ('{name.removeprefix('job_')}'" in templates
        assert name in made or is_key or re.search(rf"\bw(ords)?\.{name}\b", templates), name


def test_every_step_of_the_commands_has_a_chinese_name() -> None:
    root = Path(words.__file__).parents[2]
    asked = re.compile(r'\b(?:progress\(|_ask\(|_receive\(|step\(\s*[\w.]*progress,)\s*"([A-Z][a-z][^".]*)"')
    found = {label for path in root.rglob("*.py") for label in asked.findall(path.read_text("utf-8"))}
    assert found == set(words.CHINESE.steps)
