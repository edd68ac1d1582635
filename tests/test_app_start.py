"""The first page of `archive app`: what Medium's zip is, what to do without it, and other archives to choose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medium_archive.app import members
from medium_archive.app.actions import Incomplete, Place
from medium_archive.folder.layout import Layout
from tests import account_exports, local_page, small_archive
from tests.conftest import EXAMPLE_ZIP


def place(layout: Layout) -> Place:
    return Place(layout, lambda _drop: (), layout.root / "proof.html")


def test_the_drawings_are_named_in_the_language_of_the_page(tmp_path: Path) -> None:
    """Each has a name of its own, which a screen reader says, and a caption; nothing comes from elsewhere."""
    with local_page.opened(tmp_path / "archive") as page:
        for tag, begin in (("en", "Drawing"), ("zh-Hant", "")):
            page.post("language", language=tag)
            shown = page.get("").text
            names = re.findall(r'<svg [^>]*role="img" aria-label="([^"]+)"', shown)
            assert len(set(names)) == 4 and all(name.startswith(begin) for name in names)
            assert shown.count("<figcaption>") == 4 and "<img" not in shown
            assert ("示意圖" in names[0]) == (tag == "zh-Hant")


def test_the_page_says_what_to_do_when_the_link_fails(tmp_path: Path) -> None:
    with local_page.opened(tmp_path / "archive") as page:
        shown = page.get("").text
        assert "within 24 hours" in shown and "don’t sign out" in shown
        assert f'action="{page.base}/jobs/rescue"' in shown


def test_posts_are_asked_of_web_archives_by_a_name_that_is_no_option(tmp_path: Path) -> None:
    rescue = members.named("rescue")
    assert rescue is not None
    empty, full = Layout(tmp_path / "new"), small_archive.make(tmp_path / "archive")
    with pytest.raises(Incomplete, match="no_author"):
        rescue.command({"author": " "}, place(empty))
    asked = rescue.command({"author": "--plan", "offline": "1"}, place(empty))
    assert asked == ("rescue", "--archive", str(empty.root), "--offline", "--", "--plan")
    assert rescue.command({"plan": "1"}, place(full)) == ("rescue", "--archive", str(full.root), "--plan")
    with local_page.opened(empty.root) as page:
        refused = page.post("jobs/rescue", author="")
        assert refused.status == 400 and "Give your name at Medium" in refused.text
        assert "<details open>" in refused.text


def test_archives_nearby_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list has archives that were in use before, but not the one in use. No file is written."""
    home, other = tmp_path / "home", tmp_path / "far" / "away"
    monkeypatch.setenv("HOME", str(home))
    mine = small_archive.make(tmp_path / "a" / "mine")
    beside = small_archive.make(tmp_path / "a" / "beside")
    in_home = small_archive.make(home / "Documents" / "blog")
    moved = small_archive.make(other)
    (tmp_path / "a" / "folder").mkdir()
    before = set(home.rglob("*"))
    with local_page.opened(mine.root, cwd=tmp_path) as page:

        def listed() -> list[str]:
            return re.findall(r'<button name="archive" value="([^"]+)"', page.get("").text)

        assert listed() == [str(beside.root), str(in_home.root)]
        assert "The archive is now" in page.post("archive", archive=str(moved.root)).text
        assert listed() == [str(mine.root), str(in_home.root)]
    assert set(home.rglob("*")) == before


def test_a_folder_that_cannot_be_read_hides_no_other_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    home.write_text("no folder")
    mine, beside = small_archive.make(tmp_path / "a" / "mine"), small_archive.make(tmp_path / "a" / "beside")
    with local_page.opened(mine.root) as page:
        assert f'value="{beside.root}"' in page.get("").text


def test_a_name_with_code_is_shown_and_not_run(tmp_path: Path) -> None:
    mine = small_archive.make(tmp_path / "mine")
    small_archive.make(tmp_path / '"><script>alert(1)<')
    with local_page.opened(mine.root) as page:
        shown = page.get("").text
        assert "<script>alert" not in shown and "&lt;script&gt;alert(1)" in shown


def test_the_age_of_the_export_is_said_in_the_language_of_the_page(tmp_path: Path) -> None:
    """With its advice, on the first page and on that about copies. Other messages are marked as English."""
    layout = Layout(tmp_path / "archive")
    account_exports.import_(layout, EXAMPLE_ZIP)
    (layout.posts / "2001-01-01-damaged").mkdir()
    (layout.posts / "2001-01-01-damaged/index.md").write_text("---\ntitle: [\n---\n", "utf-8")
    with local_page.opened(layout.root) as page:
        page.post("language", language="zh-Hant")
        for name in ("", "backup"):
            shown = page.get(name).text
            assert re.search(r"<dd>2025-10-12（[\d,]+ 天前）</dd>", shown)
            assert "最新的匯出檔已經是 " in shown and "24 小時內有效" in shown
            assert "days" not in shown and "To get a new export" not in shown
        assert re.search(r'<span lang="en">[^<]+</span> <code>[^<]*damaged[^<]*</code>', page.get("").text)


def test_a_folder_without_an_archive_is_said_to_have_none(tmp_path: Path) -> None:
    """A writer who mistypes the path would think that the posts are gone."""
    mine = small_archive.make(tmp_path / "mine")
    with local_page.opened(mine.root) as page:
        shown = page.post("archive", archive=str(tmp_path / "mien")).text
        assert f"There is no archive in {tmp_path / 'mien'} yet: the first import makes one there." in shown
        assert f"Your posts are still in {mine.root}" in shown and f'value="{mine.root}">' in shown
        assert f"The archive is now {mine.root}." in page.post("archive", archive=str(mine.root)).text


@pytest.mark.parametrize(
    ("name", "title"),
    [("read", "Read the site"), ("appeal", "Letter to Medium"), ("post?name=x", "Posts"), ("publish/ghost", "Publish")],
)
def test_a_page_without_an_archive_has_its_own_title(tmp_path: Path, name: str, title: str) -> None:
    with local_page.opened(tmp_path / "archive") as page:
        shown = page.get(name).text
        assert f"<h1>{title}</h1>" in shown and "There is no archive yet." in shown


def test_no_file_and_no_other_folder_becomes_the_archive(tmp_path: Path) -> None:
    """The archive stays the one in use."""
    mine = small_archive.make(tmp_path / "mine")
    letter = tmp_path / "letters" / "letter.pdf"
    letter.parent.mkdir()
    letter.write_bytes(b"%PDF")
    with local_page.opened(mine.root) as page:
        for wrong, said in ((letter, "That is a file, not the folder"), (letter.parent, "That folder has other files")):
            refused = page.post("archive", archive=str(wrong))
            assert refused.status == 400 and said in refused.text and f'value="{wrong}"' in refused.text
            assert f"<code>{mine.root}</code>" in refused.text
