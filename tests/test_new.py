"""`archive new TITLE`: a post of one's own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands.build import build
from medium_archive.commands.create_post import create_post
from medium_archive.commands.verify import verify
from medium_archive.errors import ArchiveInUse, SettingsWrong
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from tests import small_archive

NOW = datetime(2026, 5, 4, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path)


def new(archive: Layout, title: str, *, draft: bool = False) -> str:
    """Make a post; gives the path of its text in the archive."""
    report = create_post(archive, title, draft=draft, now=NOW)
    return Path(report.details["text"]).relative_to(archive.root).as_posix()


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("A Walk: to the “Mole”", "2026-05-04-a-walk-to-the-mole"),
        ("  雨港的屋簷 ", "2026-05-04-雨港的屋簷"),
        ("港" * 60, "2026-05-04-" + "港" * 28),
        ("…!", "2026-05-04-post"),
    ],
)
def test_a_post_has_a_folder_by_its_date_and_title(archive: Layout, title: str, folder: str) -> None:
    """In all scripts, short enough for every system. Its front matter is read as it was meant."""
    assert new(archive, title) == f"posts/{folder}/index.md"
    (post,) = (post for post in read_posts(archive, drafts=False)[0] if post.path == f"posts/{folder}")
    assert (post.title, post.date, post.text) == (title.strip(), NOW.replace(microsecond=0), "")
    report = build(archive)
    assert [issue for issue in report.issues if folder in issue.where] == []
    assert (archive.site / "posts" / folder / "index.html").is_file()
    assert [issue for issue in verify(archive).issues if folder in issue.where and issue.level == "error"] == []


def test_a_draft_is_not_published(archive: Layout) -> None:
    """It lies among the drafts, without a date, and says that it is one wherever it is moved."""
    assert new(archive, "Quiet", draft=True) == "drafts/quiet/index.md"
    assert (archive.drafts / "quiet" / "index.md").read_text() == "---\ntitle: Quiet\ndraft: true\n---\n\n"
    build(archive)
    assert not list(archive.site.rglob("quiet*"))


def test_nothing_is_overwritten(archive: Layout) -> None:
    """A second post of the title gets a number, also beside a name in another case, or a single file."""
    first = new(archive, "Looms")
    (archive.root / first).write_text("mine")
    assert new(archive, "LOOMS") == "posts/2026-05-04-looms-2/index.md"
    (archive.posts / "2026-05-04-Ropes.md").write_text("# Mine\n")
    assert new(archive, "Ropes") == "posts/2026-05-04-ropes-2/index.md"
    (archive.posts / "2026-05-04-empty").mkdir()
    assert new(archive, "Empty") == "posts/2026-05-04-empty/index.md"
    assert (archive.root / first).read_text() == "mine"


def test_the_path_alone_is_printed(archive: Layout) -> None:
    """So that a shell can hand it to an editor; with --json it is a value."""
    arguments = ["new", "To: all", "--archive", str(archive.root)]
    printed = CliRunner().invoke(app, arguments).stdout
    assert Path(printed.strip()).read_text("utf-8").startswith("---\ntitle: 'To: all'\ndate: ")
    assert Path(json.loads(CliRunner().invoke(app, [*arguments, "--json"]).output)["text"]).is_file()


def test_an_empty_title_is_refused(archive: Layout) -> None:
    before = sorted(archive.root.rglob("*"))
    with pytest.raises(SettingsWrong, match="The title is empty"):
        create_post(archive, "  ")
    assert sorted(archive.root.rglob("*")) == before


def test_another_run_is_waited_for(archive: Layout) -> None:
    with lock.held(archive), pytest.raises(ArchiveInUse):
        create_post(archive, "Looms")


@pytest.mark.parametrize(
    ("options", "next_one"), [((), "`archive build`"), (("--draft",), "`archive set POST --published`")]
)
def test_what_to_do_with_a_new_post_is_said_beside_its_path(
    archive: Layout, options: tuple[str, ...], next_one: str
) -> None:
    """Scripts take the path from standard output, so it stands there alone."""
    done = CliRunner().invoke(app, ["new", "A walk", *options, "--archive", str(archive.root)])
    assert next_one in done.stderr and "below the second `---`" in done.stderr
    assert Path(done.stdout.strip()).is_file()
    assert CliRunner().invoke(app, ["new", "B", *options, "--archive", str(archive.root), "--json"]).stderr == ""
