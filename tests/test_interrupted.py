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
from tests.conftest import one_in
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

pytestmark = pytest.mark.slow  # kills and full disks, one after the other

POSTS = 24
SEEDS = one_in(4, range(4), of_ci=2)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("scene"), POSTS)


@pytest.fixture(scope="module")
def scene_of_hidden(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return make_scene_of_hidden(tmp_path_factory.mktemp("hidden") / "scene")


def check_completed(scene: Scene, archive: Path) -> None:
    """No edit is lost before the next run or by it; then all is as if nothing had happened, and verify is content."""
    assert lost_edits(scene, archive) == []
    report = complete(scene, archive)
    got = state(archive)
    assert got.keys() == scene.wanted.keys()
    assert [name for name in scene.wanted if got[name] != scene.wanted[name]] == []
    assert [issue for issue in report.issues if issue.level == "error"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="what Windows lets a killed program keep open is not for this test")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_killed_import_is_completed_by_the_next(scene: Scene, tmp_path: Path, seed: int) -> None:
    """Over an archive with edits, at random moments of a run: between any two changes that it makes to the disk."""
    whole = changes(scene, tmp_path / "whole")
    chance = random.Random(seed)  # noqa: S311  # a test may be predictable
    shutil.copytree(scene.archive, tmp_path / "archive")
    assert kill_at(scene, tmp_path / "archive", chance.randrange(whole))
    kill_at(scene, tmp_path / "archive", chance.randrange(whole))
    check_completed(scene, tmp_path / "archive")


@pytest.mark.skipif(sys.platform == "win32", reason="what Windows lets a killed program keep open is not for this test")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_kill_while_posts_become_private_is_repaired(scene_of_hidden: Scene, tmp_path: Path, seed: int) -> None:
    """Original, text and records of what a person has put among the drafts, or taken out, agree after the next run."""
    scene = scene_of_hidden
    whole = changes(scene, tmp_path / "whole")
    chance = random.Random(seed)  # noqa: S311  # a test may be predictable
    shutil.copytree(scene.archive, tmp_path / "archive")
    assert kill_at(scene, tmp_path / "archive", chance.randrange(whole))
    check_completed(scene, tmp_path / "archive")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may make a file system of a small size"
)
@pytest.mark.parametrize("share", one_in(4, [tenths / 10 for tenths in range(10)], of_ci=2))
def test_a_full_disk_damages_nothing(scene: Scene, tmp_path: Path, share: float) -> None:
    """It reports this in one sentence; with free space the next run completes the import."""
    with small_disk(tmp_path / "disk", 1024) as disk:
        exit_code, errors = import_on_small_disk(scene, disk, share)
        assert exit_code == 24
        assert errors.startswith("Error: The disk is full")
        assert len(errors.splitlines()) == 2
        posts, issues = read_posts(Layout(disk / "archive"), drafts=True)
        assert len(posts) >= POSTS - 1
        assert not [issue for issue in issues if issue.level == "error"]
        enlarge(disk, 4 * pages_of(scene.wanted))
        check_completed(scene, disk / "archive")
