"""`archive app` sends posts and the site elsewhere, and exports: each with the commands of the command line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from medium_archive import formats, hosts, platforms
from medium_archive.app import members, options, words
from medium_archive.app.actions import Incomplete
from medium_archive.app.words import chinese_members
from medium_archive.commands import publish
from medium_archive.folder import published, themes
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place, Remote
from tests import account_exports, local_page, small_archive
from tests.conftest import EXAMPLE_ZIP, need
from tests.contracts.wordpress_server import WordPressServer
from tests.local_page import LocalPage
from tests.test_app import report_of

PASSWORD = WordPressServer.secrets["WORDPRESS_PASSWORD"].value


@pytest.fixture
def server() -> Iterator[WordPressServer]:
    with WordPressServer() as running:
        yield running


def set_up(layout: Layout, server: WordPressServer) -> None:
    """The table of a WordPress on this computer."""
    table = f'\n[publish.wordpress]\nurl = "{server.address}"\nuser = "ada"\nallow = "127.0.0.1"\n'
    layout.settings.write_text(layout.settings.read_text("utf-8") + table, "utf-8")


def again(page: LocalPage, **form: str) -> str:
    """Press the button on the page of the job, and wait for the end."""
    number = re.search(r'name="job" value="(\d+)"', page.get("job").text)
    assert number
    assert page.post("again", job=number[1], **form).status == 303
    for _ in page.events():
        pass
    return page.get("job").text


def test_posts_are_shown_first_and_then_sent_to_a_platform(
    page: LocalPage, layout: Layout, server: WordPressServer
) -> None:
    """The page asks for the password only where it is needed; then it says where each post is."""
    set_up(layout, server)
    shown = page.run("publish-wordpress", dry_run="1", limit="2")
    assert "Nothing was sent yet" in shown and 'name="WORDPRESS_PASSWORD" type="password"' in shown
    assert server.requests == []
    sent = again(page, dry_run="", WORDPRESS_PASSWORD=PASSWORD)
    assert "Publish (WordPress): done" in sent and report_of(page)["counts"]["created"] == 2
    assert len(server.posts()) == 2
    also = page.get("publish").text
    assert also.count(f'<a href="https://{server.host}/') == 2 and also.count(">there</a>") == 2
    assert page.get("publish").text.count("<strong>set up</strong>") == 1
    compared = page.run("compare-wordpress", WORDPRESS_PASSWORD=PASSWORD)
    assert "Compare (WordPress): done" in compared and report_of(page)["counts"]["same_as_here"] == 2


def test_an_account_is_tested_without_sending_anything(
    page: LocalPage, layout: Layout, server: WordPressServer
) -> None:
    set_up(layout, server)
    assert server.address in page.run("login-wordpress", WORDPRESS_PASSWORD=PASSWORD)
    wrong = page.run("login-wordpress", WORDPRESS_PASSWORD="wrong")  # noqa: S106  # it is
    assert "Test the account (WordPress): failed" in wrong and 'type="password"' in wrong
    assert server.writes == []


def test_a_password_that_is_set_elsewhere_need_not_be_typed(page: LocalPage, layout: Layout) -> None:
    small_archive.write(layout.root, "private/publish.env", "GHOST_KEY=canary\n")
    ghost = page.get("publish/ghost").text
    assert "It is set already" in ghost and "required" not in ghost.partition('name="GHOST_KEY"')[2].partition(">")[0]
    assert "canary" not in ghost
    assert "required" in page.get("publish/devto").text.partition('name="DEVTO_KEY"')[2].partition(">")[0]


def test_the_settings_of_a_platform_are_saved_without_losing_a_comment(page: LocalPage, layout: Layout) -> None:
    text = layout.settings.read_text("utf-8")
    layout.settings.write_text(f'{text}\n[publish.wordpress] # mine\nallow = "10.0.0.1"\n', "utf-8")
    answer = page.post("places/wordpress", url="https://blog.example/", user="ada")
    assert "Saved." in answer.text and 'value="https://blog.example/"' in answer.text
    wanted = '[publish.wordpress] # mine\nallow = "10.0.0.1"\nurl = "https://blog.example/"\nuser = "ada"\n'
    assert layout.settings.read_text("utf-8") == f"{text}\n{wanted}"
    assert "Nothing has changed." in page.post("places/wordpress", url="https://blog.example/", user="ada").text


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("wordpress", {"url": "https://blog.example", "user": ""}),
        ("wordpress", {"url": "https://blog.example"}),
        ("wordpress", {"url": "https://ada:word@blog.example", "user": "ada"}),
        ("wordpress", {"url": "nowhere", "user": "ada"}),
        ("wordpress", {"url": "https://blog.example", "user": 'a"\nurl = "https://evil.example'}),
    ],
)
def test_settings_that_cannot_be_used_change_nothing(
    page: LocalPage, layout: Layout, name: str, form: dict[str, str]
) -> None:
    before = layout.settings.read_bytes()
    answer = page.post(f"places/{name}", **form)
    assert answer.status == 400 and 'role="alert"' in answer.text
    assert layout.settings.read_bytes() == before


def test_a_field_that_was_emptied_is_shown_empty_when_it_is_refused(page: LocalPage) -> None:
    """Not with the value that is saved, as if that had been typed."""
    page.post("places/wordpress", url="https://blog.example/", user="ada")
    refused = page.post("places/wordpress", url="", user="ben").text
    assert 'value="ben"' in refused and "https://blog.example" not in refused


def test_rsync_sends_what_it_has_shown(layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for ssh runs the remote command on this computer."""
    need("rsync")
    ssh, out = tmp_path / "ssh", tmp_path / "www"
    ssh.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(ssh))
    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        assert "Nothing was sent yet" in page.run("publish-rsync", target=f"ada.example:{out}", dry_run="1")
        assert not out.exists()
        assert "Publish (Another machine, with rsync): done" in again(page, dry_run="")
        assert (out / "index.html").read_bytes() == (layout.site / "index.html").read_bytes()
        assert "is not a folder on another machine" in page.run("publish-rsync", target="--rsh=touch evil", dry_run="1")


def test_an_export_is_shown_first_and_then_written(page: LocalPage, tmp_path: Path) -> None:
    out = tmp_path / "blog"
    shown = page.run("export-hugo", out=str(out), dry_run="1", drafts="1")
    assert "Nothing was written yet" in shown and "--drafts" in shown and not out.exists()
    assert "Export (Hugo): done" in again(page, dry_run="")
    assert (out / "hugo.toml").is_file()


def test_a_bag_is_made_and_a_copy_of_it_checked(page: LocalPage, layout: Layout, tmp_path: Path) -> None:
    """The check is of the copy, not of the archive in use."""
    bag, copy = tmp_path / "bag", tmp_path / "copy"
    assert "Export (BagIt bag): done" in page.run("export-bagit", out=str(bag))
    assert "Check a copy: done" in page.run("verify-copy", copy=str(bag))
    shutil.copytree(bag / "data", copy)
    (text,) = list(copy.glob("posts/2018-02*/index.md"))
    text.write_text(text.read_text("utf-8").replace("lamp", "lump"), "utf-8")
    shown = page.run("verify-copy", copy=str(copy))
    assert f"archive verify --archive {copy}" in shown
    (original,) = list(copy.glob("original/posts/2018-02*"))
    original.write_bytes(b"damaged")
    page.run("verify-copy", copy=str(copy))
    assert report_of(page)["exit_code"] == 1
    page.run("verify")
    assert report_of(page)["exit_code"] == 0
    assert layout.root.name in page.get("backup").text


def test_the_page_of_backups_says_how_old_the_export_is(page: LocalPage) -> None:
    shown = page.get("backup").text
    assert "2025-10-12" in shown and "Ask Medium for a new zip" in shown and "archive remind" in shown


def test_each_copy_can_be_made_without_a_terminal(page: LocalPage) -> None:
    """Each part names the way that this page has before that of a terminal."""
    third = page.get("backup").text.partition('id="copy-3"')[2].partition("</section>")[0]
    assert third.index("From this page") < third.index("only a terminal") < third.index("git init")


def test_every_place_and_format_has_a_page_with_its_options(page: LocalPage) -> None:
    """None of the options of the command line is missing, and no other address is a page."""
    left_out = {"dry_run", "check", "login", "workflow", "even_private", "migration"}
    for host in hosts.ALL:
        assert f'action="{page.base}/jobs/publish-{host.NAME}"' in page.get("publish").text
    found = [(f"publish/{one.NAME}", one.Settings) for one in platforms.ALL]
    found += [(f"export/{one.NAME}", one.Settings) for one in formats.ALL]
    for path, settings in found:
        shown = page.get(path)
        assert shown.status == 200
        for field in options.fields(settings, left_out):
            assert f'name="{field.name}"' in shown.text, (path, field.name)
    for nothing in ("publish/nothing", "publish/github", "export/..", "publish/%00"):
        assert page.get(nothing).status in (403, 404), nothing
    assert page.post("places/github", url="x").status == 404
    assert page.post("jobs/publish-nothing").status == 404


def test_every_sentence_of_a_place_a_format_or_a_theme_has_a_chinese_one(tmp_path: Path) -> None:
    """And the name of a place or a format has one in both languages."""
    every = (*hosts.ALL, *platforms.ALL, *formats.ALL)
    fields = [field for host in hosts.ALL for field in members.host_fields(host)]
    fields += [field for one in platforms.ALL for field in (*options.fields(one.Settings), *members.post_fields(one))]
    fields += [field for one in formats.ALL for field in members.format_fields(one)]
    wanted = {one.SUMMARY for one in every} | {field.help for field in fields} | {one.LOGIN for one in platforms.ALL}
    wanted |= {theme.description for theme in themes.available(tmp_path)}
    assert wanted == set(chinese_members.SENTENCES)
    for language in words.ALL:
        assert {f"place_{one.NAME}" for one in every} <= language.texts.keys()


@pytest.mark.parametrize(
    ("name", "form", "lack"),
    [
        ("limit", "ten", "no_number"),
        ("limit", "-1", "no_number"),
        ("tag", "https://ada:word@example.org", "password_in_address"),
    ],
)
def test_an_option_that_is_no_value_starts_nothing(name: str, form: str, lack: str) -> None:
    fields = members.post_fields(members.of_name(members.platforms(), "ghost"))
    with pytest.raises(Incomplete, match=lack):
        options.arguments(fields, {name: form})


def test_a_value_is_never_taken_for_an_option() -> None:
    """What a person types stands after the name of its option, or after "--"."""
    ghost, rsync = members.named("publish-ghost"), members.named("publish-rsync")
    html_, rescue = members.named("export-html"), members.named("rescue")
    assert ghost and rsync and html_ and rescue
    place = None
    values = {"tag": "--again", "since": "--", "only": "-x"}
    assert ghost.arguments(values, place)[2:] == ["--since=--", "--tag=--again", "--only=-x"]  # type: ignore[arg-type]
    assert rsync.arguments({"target": "--rsh=evil"}, place)[2:] == ["--", "--rsh=evil"]  # type: ignore[arg-type]
    assert rescue.arguments({"author": "--plan"}, place)[1:] == ["--", "--plan"]  # type: ignore[arg-type]
    assert html_.arguments({"out": "--help"}, place)[2] == str(Path("--help.zip").absolute())  # type: ignore[arg-type]


def test_an_address_that_a_server_gave_runs_nothing(page: LocalPage, layout: Layout) -> None:
    """The records name where a post is, in the words of the place."""
    remote = Remote(id="1", address="javascript:alert(1)", state="published")
    id = re.search(r'"id": ?"([0-9a-f]{12})"', (layout.records / "catalog.jsonl").read_text("utf-8"))
    assert id
    published.write(layout, {Place(id[1], "ghost", "https://x.example/<b>"): remote}, ())
    shown = page.get("publish").text
    assert "javascript:" not in shown and "https://x.example/&lt;b&gt;" in shown


def test_no_password_of_the_settings_is_shown(page: LocalPage, layout: Layout) -> None:
    """Not even of one that should not be there."""
    text = layout.settings.read_text("utf-8")
    tables = '\n[publish.github]\nrepository = "https://ada:canary@example.org/x.git"\n[publish.ghost]\nurl = "https://a:canary@b.example"\n'
    layout.settings.write_text(text + tables, "utf-8")
    assert "canary" not in page.get("publish").text and "canary" not in page.get("publish/ghost").text


def test_the_site_of_another_archive_is_replaced_only_after_a_question(page: LocalPage, tmp_path: Path) -> None:
    """The rehearsal asks; the answer shows what would be sent, and only then it can be sent."""
    place = tmp_path / "www"
    other = small_archive.make(tmp_path / "other")
    publish.publish(other, hosts.folder, hosts.folder.Settings(place))
    before = {path: path.read_bytes() for path in place.rglob("*.html")}
    asked = page.run("publish-folder", folder=str(place), dry_run="1")
    assert "Ada Example" in asked and "Replace the other site?" in asked and "Send it now" not in asked
    shown = again(page, dry_run="1", replace="1")
    assert "Send it now" in shown and "of another archive, which will be replaced" in shown
    assert {path: path.read_bytes() for path in place.rglob("*.html")} == before
    assert "error" not in again(page, dry_run="") and report_of(page)["counts"]["removed"]


@pytest.mark.parametrize("language", words.ALL, ids=lambda language: language.tag)
def test_the_page_says_how_to_get_a_repository_and_what_needs_none(page: LocalPage, language: words.Language) -> None:
    """Before anything has failed."""
    page.post("language", language=language.tag)
    shown = page.get("publish").text
    github, _, others = shown.partition('id="host-folder"')
    assert 'href="https://github.com/new"' in github and "gh auth login" in github and "<details open>" in github
    assert language.texts["note_folder"] in others
    before = github.partition('<ol class="asking">')[0]
    assert language.texts["steps_github_before"] in before and 'href="#host-folder"' in before


@pytest.mark.parametrize(("tag", "word"), [("en", "Drawing"), ("zh-Hant", "示意圖")])
def test_the_steps_to_a_repository_are_drawn(page: LocalPage, tag: str, word: str) -> None:
    """From no account to the address that goes into the field; each drawing has a name and a caption."""
    page.post("language", language=tag, back="publish")
    steps = page.get("publish").text.partition('<ol class="asking">')[2].partition("</ol>")[0]
    names = re.findall(r'role="img" aria-label="([^"]+)"', steps)
    assert len(set(names)) == 3 == steps.count("<figcaption>")
    assert all(word in name for name in names)
    assert re.findall(r'href="(https://github[^"]+)"', steps) == ["https://github.com/signup", "https://github.com/new"]
