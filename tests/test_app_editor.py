"""A text in `archive app`: where its file is, and a button that opens it in an editor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from medium_archive.folder.layout import Layout
from tests import local_page, small_archive
from tests.local_page import LocalPage

POST = "posts/2021-05-06-a-lamp"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the editor of the test takes the place of xdg-open")


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    layout = small_archive.make(tmp_path / "archive")
    small_archive.write(layout.root, f"{POST}/index.md", "---\ntitle: A Lamp\ndate: 2021-05-06\n---\n\nIt is lit.\n")
    return layout


def _editor(folder: Path, monkeypatch: pytest.MonkeyPatch, last_line: str) -> Path:
    """What opens a file on this desktop: it writes the path that it gets to a file, which is returned."""
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{folder}/opened"\n{last_line}\n')
    program.chmod(0o755)
    return folder / "opened"


@pytest.fixture
def opened(archive: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return _editor(tmp_path, monkeypatch, "exit 0")


@pytest.fixture
def page(archive: Layout, opened: Path) -> Iterator[LocalPage]:
    with local_page.opened(archive.root) as running:
        yield running


def test_a_new_post_leads_to_its_file_and_an_editor(archive: Layout, page: LocalPage, opened: Path) -> None:
    done = page.run("new", title="A second lamp", draft="1")
    assert "Write it: open the post, and its file in your editor" in done
    [folder] = (archive.root / "drafts").glob("*a-second-lamp")
    path = f"drafts/{folder.name}"
    assert f"<code>{folder / 'index.md'}</code>" in page.get(f"post?name={quote(path, safe='')}").text
    assert "Your editor opens the file." in page.post("post/edit", post=path).text
    assert opened.read_text() == str(folder / "index.md")


def test_a_new_post_is_a_draft_unless_a_person_says_otherwise(page: LocalPage) -> None:
    """An empty post would be on the site with the next build."""
    assert 'name="draft" value="1" checked' in page.get("posts").text


def test_without_an_editor_the_page_says_which_file_to_open(
    archive: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _editor(tmp_path, monkeypatch, "exit 3")  # no program is set for such files
    with local_page.opened(archive.root) as page:
        said = page.post("post/edit", post=POST).text
    assert f"No editor could be opened. Open this file yourself: {archive.root}/{POST}/index.md" in said


@pytest.mark.parametrize("path", ["", "../x", "posts/../../x", "posts/none", "original", "/etc/passwd", "posts/\0"])
def test_nothing_but_a_post_is_opened(page: LocalPage, opened: Path, path: str) -> None:
    assert page.post("post/edit", post=path).status == 404
    assert not opened.exists()


def test_a_text_that_is_a_link_is_not_opened(archive: Layout, page: LocalPage, opened: Path, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("words")
    (archive.root / POST / "index.md").unlink()
    (archive.root / POST / "index.md").symlink_to(tmp_path / "other.md")
    assert page.post("post/edit", post=POST).status == 404
    assert not opened.exists()


def test_no_other_page_opens_an_editor(page: LocalPage, opened: Path) -> None:
    headers = {**page.headers, "Origin": "https://evil.example"}
    body = f"post={quote(POST, safe='')}".encode()
    assert page.send("POST", f"{page.base}/post/edit", headers, body).status == 403
    assert not opened.exists()
