"""A dirty stop loses nothing: what a killed import or a full disk leaves, the next run completes."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from tests.interruptions import (
    Scene,
    changes,
    complete,
    enlarge,
    import_on_small_disk,
    kill_at,
    lost_edits,
    make_scene,
    make_scene_of_hidden,
    pages_of,
    small_disk,
    state,
)

POSTS = 60


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("scene"), POSTS)


def check_completed(scene: Scene, archive: Path) -> None:
    """No edit is lost before the next run or by it; then all is as if nothing had happened, and verify is content."""
    assert lost_edits(scene, archive) == []
    report = complete(scene, archive)
    got = state(archive)
    assert got.keys() == scene.wanted.keys()
    assert [name for name in scene.wanted if got[name] != scene.wanted[name]] == []
    assert [issue for issue in report.issues if issue.level == "error"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="what Windows lets a killed program keep open is not for this test")
def test_an_import_that_is_killed_is_completed_by_the_next(scene: Scene, tmp_path: Path) -> None:
    """Over an archive with edits, at random moments of a run: between any two changes that it makes to the disk."""
    whole = changes(scene, tmp_path / "whole")
    chance = random.Random(3)  # noqa: S311  # nobody must not guess it
    for number in range(int(os.environ.get("INTERRUPTIONS", "4"))):
        archive = tmp_path / str(number)
        shutil.copytree(scene.archive, archive)
        assert kill_at(scene, archive, chance.randrange(whole))
        kill_at(scene, archive, chance.randrange(whole))
        check_completed(scene, archive)
        shutil.rmtree(archive)


@pytest.mark.skipif(sys.platform == "win32", reason="what Windows lets a killed program keep open is not for this test")
def test_a_kill_while_hidden_posts_leave_what_git_takes_is_made_good(tmp_path: Path) -> None:
    """Original, text and records of what a person has put among the drafts, or taken out, agree after the next run."""
    scene = make_scene_of_hidden(tmp_path / "scene")
    whole = changes(scene, tmp_path / "whole")
    chance = random.Random(4)  # noqa: S311  # nobody must not guess it
    for number in range(int(os.environ.get("INTERRUPTIONS", "4"))):
        archive = tmp_path / str(number)
        shutil.copytree(scene.archive, archive)
        assert kill_at(scene, archive, chance.randrange(whole))
        check_completed(scene, archive)
        shutil.rmtree(archive)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may make a file system of a small size"
)
@pytest.mark.parametrize("share", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_a_disk_that_fills_damages_nothing(scene: Scene, tmp_path: Path, share: float) -> None:
    """One sentence that says so; with room again the next run ends as if nothing had been."""
    with small_disk(tmp_path / "disk", 1024) as disk:
        exit_code, said = import_on_small_disk(scene, disk, share)
        assert exit_code == 24
        assert said.startswith("Error: The disk is full")
        assert len(said.splitlines()) == 2
        posts, issues = read_posts(Layout(disk / "archive"), drafts=True)
        assert len(posts) >= POSTS - 1
        assert not [issue for issue in issues if issue.level == "error"]
        enlarge(disk, 4 * pages_of(scene.wanted))
        check_completed(scene, disk / "archive")
