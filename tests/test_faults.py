"""`archive verify` names every fault that a defect of the program could make, with its post (see faults/)."""

from __future__ import annotations

from collections import Counter

import pytest

from medium_archive.commands import build, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from tests import faults
from tests.conftest import ROTATION
from tests.faults import plan, rare_posts
from tests.faults.planting import Planter


def test_the_list_of_faults_has_every_kind_once() -> None:
    """At least 120 kinds, of every operation, in texts, pages, records and files."""
    names = Counter((kind.place, kind.name) for kind in faults.ALL)
    assert len(names) >= 120
    assert [name for name, count in names.items() if count > 1] == []
    assert {kind.place for kind in faults.ALL} == {"text", "page", "record", "file", "site"}
    assert {kind.operation for kind in faults.ALL} == {"delete", "duplicate", "move", "alter", "hide"}


@pytest.fixture(scope="module")
def archive_of_rare_posts(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    place = tmp_path_factory.mktemp("rare")
    layout = Layout(place / "archive")
    import_exports.import_exports([rare_posts.write(place / "export.zip")], layout)
    build.build(layout)
    return layout


@pytest.mark.slow
def test_an_archive_without_faults_gives_no_alarm(archive_of_rare_posts: Layout) -> None:
    assert [issue for issue in verify(archive_of_rare_posts).issues if issue.level != "note"] == []


@pytest.mark.slow
def test_verify_names_each_planted_fault_with_its_post(archive_of_rare_posts: Layout) -> None:
    """One fault of every second kind. The kinds and the places change each day."""
    planter = Planter(archive_of_rare_posts, ROTATION)
    rounds = plan.choose({"rare": planter}, ("rare",), faults.ALL[ROTATION % 2 :: 2], 1, ROTATION)
    outcomes = [one for faults_of_round in rounds["rare"] for one in planter.run(faults_of_round)[0]]
    assert len({(one.kind.place, one.kind.name) for one in outcomes}) >= 150
    assert [f"{one.kind.name} in {one.target.folder}" for one in outcomes if not one.is_named] == []
