"""The pages of `archive app` when something is wrong: each says what, and leads on."""

from __future__ import annotations

import errno
import html
import json
import re
import shlex
from pathlib import Path

import pytest

from medium_archive.app import words
from medium_archive.app.session import NAVIGATION, Problem
from medium_archive.app.words import chinese_labels
from medium_archive.folder.layout import Layout
from medium_archive.site.translations import translation_for
from medium_archive.site.translations.watch_words import words_for
from tests import account_exports, local_page
from tests.conftest import EXAMPLE_ZIP, ROOT
from tests.local_page import LocalPage


@pytest.mark.parametrize("name", ["", "site", "publish"])
def test_broken_settings_leave_the_way_to_another_archive(
    page: LocalPage, layout: Layout, tmp_path: Path, name: str
) -> None:
    layout.settings.write_text("[site\n", "utf-8")
    shown = page.get(name).text
    assert 'role="alert"' in shown and "archive.toml" in shown
    assert f'action="{page.base}/archive"' in shown and 'name="archive"' in shown
    assert "There is no archive in" in page.post("archive", archive=str(tmp_path / "new")).text


def test_an_error_of_the_disk_is_the_sentence_of_the_command_line() -> None:
    """Any other one is an error of the program."""
    denied = PermissionError(errno.EACCES, "Permission denied", "/archive/records/posts.jsonl")
    assert Problem.of(denied).message == "/archive/records/posts.jsonl can't be read or written: Permission denied."
    with pytest.raises(ConnectionError):
        Problem.of(ConnectionError("reset"))


def test_the_number_of_conflicts_is_that_which_the_button_decides(page: LocalPage, layout: Layout) -> None:
    """Also of those that the page does not show."""
    for number in range(60):
        folder = layout.posts / f"2001-01-{number:02}-made"
        folder.mkdir()
        for name in ("index.md", "index.incoming.md"):
            (folder / name).write_text(f"---\ntitle: {name}\n---\n", "utf-8")
    shown = page.get("questions").text
    assert shown.count('class="conflict"') == 50
    assert "And 10 more." in shown and "for all posts that have such passages: 60." in shown


def test_a_forgotten_post_is_no_conflict(page: LocalPage, layout: Layout) -> None:
    """Its folder lies hidden among the drafts, also with a text of Medium's beside the person's own."""
    hidden = layout.drafts / ".2001-01-01-hushed"
    hidden.mkdir(parents=True)
    for name in ("index.md", "index.incoming.md"):
        (hidden / name).write_text(f"---\ntitle: {name}\n---\n", "utf-8")
    shown = page.get("questions").text
    assert "hushed" not in shown and "There are no such passages now." in shown


def test_a_command_can_be_copied_as_it_is_shown(tmp_path: Path) -> None:
    """With the archive that the button uses, quoted for a shell."""
    archive = Layout(tmp_path / "my $HOME & archive")
    account_exports.import_(archive, EXAMPLE_ZIP)
    with local_page.opened(archive.root) as page:
        (archive.posts / "2001-01-01-made").mkdir()
        for name in ("index.md", "index.incoming.md"):
            (archive.posts / "2001-01-01-made" / name).write_text("---\ntitle: Made\n---\n", "utf-8")
        for name in ("", *NAVIGATION[1:], "questions", "publish/ghost", "export/hugo"):
            for shown in re.findall(
                r'class="command"><summary>Show the command</summary> <code>(.*?)</code>', page.get(name).text
            ):
                command = shlex.split(html.unescape(shown))
                wanted = "FOLDER" if shown == "archive verify --archive FOLDER" else str(archive.root)  # of a copy
                assert command[command.index("--archive") + 1] == wanted, (name, shown)


def test_what_was_typed_stays_in_a_form_that_is_refused(page: LocalPage) -> None:
    site = page.post("settings", title="Typed", url="ftp://typed", language="zh-Hant", theme="journal").text
    for kept in ('value="Typed"', 'value="ftp://typed"', 'value="zh-Hant"', 'value="journal" checked'):
        assert kept in site, kept
    pictures = page.post("jobs/pictures", folder="~nobody-of-this-name/x", wayback="1").text
    assert 'value="~nobody-of-this-name/x"' in pictures and 'name="wayback" value="1" checked' in pictures
    assert 'name="again" value="1">' in pictures
    assert 'value="~nobody-of-this-name/x"' in page.post("archive", archive="~nobody-of-this-name/x").text


@pytest.mark.parametrize("address", ["https://ada:word@example.org/blog.git", "https://token@example.org/blog.git"])
def test_an_address_with_a_password_is_refused(page: LocalPage, address: str) -> None:
    """The arguments of a command are in the list of processes, for all users of this computer."""
    answer = page.post("jobs/publish-github", repository=address, dry_run="1")
    assert answer.status == 400 and "credential helper" in answer.text
    assert page.get("job").text.count("No command has run yet")


def test_the_chinese_words_are_those_of_the_site() -> None:
    """One word for one thing."""
    site = translation_for("zh-Hant")
    assert words.CHINESE.texts["page_watch"] in words_for("zh-Hant").title
    assert chinese_labels.count("highlights", 1) == site.highlights
    readme = (ROOT / "README.zh-Hant.md").read_text("utf-8")
    shown = [*words.CHINESE.texts.values(), *chinese_labels.COUNTS.values(), *chinese_labels.FACTS.values()]
    for other in (
        "典藏", "校驗碼", "訂閱源", "發佈", "出版", "書單", "停用", "私人資料", "原件", "打開", "建置", "遺失", "比對",
    ):  # fmt: skip
        assert not [text for text in (*shown, repr(site), readme) if other in text], other


def test_an_import_without_its_pictures_says_so_and_fetches_them(layout: Layout, tmp_path: Path) -> None:
    """So do the page of the proof and its check: a person may think that nothing is at Medium alone any more."""
    with local_page.opened(layout.root) as page:
        imported = page.run("import", source=str(EXAMPLE_ZIP), offline="1")
        for shown in (imported, page.get("proof").text, page.run("verify")):
            assert "Pictures that are not in your archive yet" in shown
            assert f'action="{page.base}/jobs/pictures"' in shown
        assert "Pictures that are not in your archive yet" not in page.run("build")


def test_no_link_leaves_the_program(page: LocalPage) -> None:
    """Links to other pages open a new tab or save a file; the site opens in a frame below the navigation."""
    pages = [page.run("build"), page.get("read").text, page.run("verify"), page.get("proof").text]
    pages += [page.get(name).text for name in (*NAVIGATION[1:], "", "publish/ghost", "export/hugo", "history")]
    links = {link for shown in pages for link in re.findall(r"<a [^>]*>", shown)}
    out = {link for link in links if re.search(r'href="(https?:|[^"]*/(preview|trial|proof/page))', link)}
    assert len(out) > 3
    assert all('target="_blank"' in link or "download=" in link for link in out)
    assert f'<a href="{page.base}/read">Read the site</a>' in pages[0]
    assert f'<iframe class="read" src="{page.base}/preview/"' in pages[1] and "search does not work here" in pages[1]


def test_no_word_of_one_page_replaces_that_of_another() -> None:
    """A name that two files of words have is a heading of another page on one of them."""
    for of_language in (words.ENGLISH_TEXTS, words.CHINESE_TEXTS):
        names = [name for file in of_language for name in file]
        assert sorted(names) == sorted(set(names))


def test_a_site_that_no_browser_shows_is_an_error(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no green sentence."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("BROWSER", raising=False)
    account_exports.import_(layout, EXAMPLE_ZIP)
    with local_page.opened(layout.root) as page:
        page.run("build")
        shown = page.post("open").text
        assert "No browser could be opened" in shown.partition('role="alert"')[2] and 'class="said"' not in shown


def test_a_message_that_ends_with_a_value_is_a_sentence_of_its_own(page: LocalPage) -> None:
    headers = {**page.headers, "Accept": "application/json"}
    answer = page.send("POST", f"{page.base}/trial", headers, b"url=ada.example")
    assert "is not a web address: ada.example. Write it as" in json.loads(answer.body)["problem"]
