"""What a saved page tells of the person who saved it stays in private/, and is looked for everywhere else."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.articles import read as read_articles
from medium_archive.checks import privacy, snapshot
from medium_archive.commands import publish as publishing
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.errors import NotPublishable
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.hosts import folder
from medium_archive.report import Issue
from tests.conftest import need
from tests.page_archives import add, capture, page, preview
from tests.saved_pages import states, written
from tests.saved_pages.tellings import LOAF

FRIENDS = "https://medium.com/@ada/bread-and-salt-0a1b2c3d4e5f?sk=canary0fr1end"
# A friend's name is no value of the account; the key in the address of a link for friends is one
CANARIES = {*states.CANARIES, "canary0fr1end"}


def pages() -> Mapping[str, bytes]:
    """A page of each era of its own post, as somebody sees it who is signed in."""
    return {
        era: page(replace(LOAF, id=f"0a1b2c3d4e{number:02}", slug=f"bread-and-salt-0a1b2c3d4e{number:02}"), era=era)
        for number, era in enumerate(written.ERAS)
    }


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    layout = Layout(tmp_path / "archive")
    found = [capture(content, FRIENDS if era == "2021" else "") for era, content in pages().items()]
    locked = replace(LOAF, id="00c0ffee0001", slug="locked-00c0ffee0001")
    answer = replace(capture(written.graphql(preview(locked), is_full=True)), kind="json")
    add(layout, *found, answer)
    return layout


def in_bytes(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """The canaries in each file, and in its name."""
    held = {
        name: {one for one in CANARIES if one.encode() in content + name.encode()} for name, content in files.items()
    }
    return {name: found for name, found in held.items() if found}


def below(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def issues(layout: Layout) -> tuple[Issue, ...]:
    return privacy.inspect(snapshot.read(layout)).issues


def test_all_canaries_are_in_the_pages() -> None:
    """Otherwise the tests below would prove nothing."""
    assert set.union(*in_bytes(pages()).values()) | {"canary0fr1end"} == CANARIES


@pytest.mark.slow
def test_no_private_value_leaves_the_private_folder(layout: Layout, tmp_path: Path) -> None:
    """Not one byte in the site, in what git takes, in what is published and in what other platforms get."""
    git = need("git")
    build(layout)
    assert [one for one in verify(layout).issues if one.level == "error"] == []
    assert any(name.startswith("private/") for name in in_bytes(below(layout.root)))
    assert in_bytes(below(layout.site)) == {}
    subprocess.run([git, "init", "-q", str(layout.root)], check=True)
    subprocess.run([git, "-C", str(layout.root), "add", "-A"], check=True)
    listed = subprocess.run([git, "-C", str(layout.root), "ls-files", "-z"], check=True, capture_output=True).stdout
    taken = [name for name in listed.decode().split("\0") if name]
    assert f"original/pages/{LOAF.id[:-2]}00.json" in taken
    assert in_bytes({name: (layout.root / name).read_bytes() for name in taken}) == {}
    publishing.publish(layout, folder, folder.Settings(tmp_path / "www"))
    sent = below(tmp_path / "www")
    assert "index.html" in sent
    assert in_bytes(sent) == {}
    articles = list(read_articles(layout, settings.read(layout.settings)).articles())
    assert len(articles) == len(pages()) + 1
    assert in_bytes({str(number): repr(one).encode() for number, one in enumerate(articles)}) == {}


@pytest.mark.slow
def test_each_private_value_is_found_in_public_files(layout: Layout, tmp_path: Path) -> None:
    """So that a mistake is found before it is published. The name of a friend is no detail of the account."""
    build(layout)
    assert issues(layout) == ()
    values = {value.text for value in privacy.private_values(snapshot.read(layout), [])}
    assert values >= CANARIES - {"canary-friend-907"}
    for place in ("site/index.html", "posts/notes.txt"):
        file = layout.root / place
        before = file.read_text("utf-8") if file.exists() else ""
        file.write_text(before + "".join(f"<p>{one}</p>" for one in CANARIES), "utf-8")
        (issue,) = issues(layout)
        assert (issue.where, issue.code, issue.level) == (place, "private-shown", "error")
        assert not any(one in issue.message for one in CANARIES)
        file.write_text(before, "utf-8")
    (layout.posts / "note.md").write_text("")
    text = next(layout.posts.glob("*/index.md"))
    text.write_text(text.read_text("utf-8") + "\nWrite to canary@mail.example.\n", "utf-8")
    assert issues(layout) == ()  # a person may publish their address


def test_a_value_in_a_public_original_is_found(layout: Layout) -> None:
    """Such an original is public itself, so that nothing else would tell."""
    file = next((layout.root / "original/pages").iterdir())
    file.write_bytes(file.read_bytes().replace(b'"Bread and Salt"', b'"canary@mail.example"', 1))
    assert [(one.where, one.code) for one in issues(layout)] == [(f"original/pages/{file.name}", "private-shown")]


@pytest.mark.slow
def test_a_site_with_a_private_value_is_not_published(layout: Layout, tmp_path: Path) -> None:
    """As in a file of a person's own theme."""
    (layout.root / "theme" / "static").mkdir(parents=True)
    (layout.root / "theme" / "static" / "note.txt").write_text("canary-xsrf-903")
    with pytest.raises(NotPublishable):
        publishing.publish(layout, folder, folder.Settings(tmp_path / "www"))
