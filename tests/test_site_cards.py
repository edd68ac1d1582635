"""`archive verify` compares the title of each card that other sites show with the post that it is for."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.checks import site_pages, snapshot
from medium_archive.checks.site_pages.cards import texts_of
from medium_archive.checks.site_pages.facts import Facts
from medium_archive.commands.build import build
from medium_archive.folder import manifest
from medium_archive.folder.layout import Layout
from tests import small_archive
from tests.conftest import one_in

URL = "https://ada.example"
CARD = "cards/posts/2019-01-09-檔案.png"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = small_archive.make(tmp_path_factory.mktemp("cards"), url=URL)
    build(layout)
    return layout


@pytest.fixture
def layout(built: Layout, tmp_path: Path) -> Layout:
    shutil.copytree(built.root, tmp_path / "archive")
    return Layout(tmp_path / "archive")


def found(layout: Layout) -> dict[str, str]:
    """The messages about the site, by file."""
    return {one.where: one.message for one in site_pages.inspect(snapshot.read(layout)).issues}


def put(layout: Layout, file: str, content: bytes) -> None:
    """Write a file of the site as if a build had written it."""
    (layout.site / file).write_bytes(content)
    manifest.write(layout.site, {**manifest.read(layout.site), file: hashlib.sha256(content).hexdigest()})


def test_a_card_names_its_title_in_the_file(built: Layout) -> None:
    assert texts_of(built.site / CARD) == {
        "Title": "在 Swift 裡寫一個檔案庫",
        "Description": "Ada Example",
    }


@pytest.mark.parametrize("file", one_in(2, [CARD, "cards/site.png"]))
@pytest.mark.parametrize(
    "wrong", [lambda card: card, lambda card: card[:8] + card[-12:]], ids=["another card", "no texts"]
)
def test_a_title_card_of_another_title_is_named(layout: Layout, file: str, wrong: Callable[[bytes], bytes]) -> None:
    assert found(layout) == {}
    other = "cards/site.png" if file == CARD else CARD
    put(layout, file, wrong((layout.site / other).read_bytes()))
    assert found(layout).keys() == {f"site/{file}"}
    assert "lacks: title “" in found(layout)[f"site/{file}"]


def test_a_card_of_no_post_is_named(layout: Layout) -> None:
    put(layout, "cards/posts/eve.png", (layout.site / CARD).read_bytes())
    assert "the site has no post posts/eve" in found(layout)["site/cards/posts/eve.png"]


def test_the_card_of_a_title_that_changed_after_the_build_is_no_issue(layout: Layout) -> None:
    text = small_archive.CHINESE.replace("title: 在", "title: 我在")
    small_archive.write(layout.root, "posts/2019-01-09-檔案/index.md", text)
    assert found(layout).keys() == {"site"}
    build(layout)
    assert found(layout) == {}


def test_the_picture_of_a_page_is_found_without_a_look_at_every_file(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the work would grow with the square of the number of posts."""
    calls: list[str] = []
    address = Facts.address

    def noted(facts: Facts, file: str) -> str:
        calls.append(file)
        return address(facts, file)

    monkeypatch.setattr(Facts, "address", noted)
    found(layout)
    before = len(calls)
    (layout.site / "more").mkdir()
    for number in range(100):
        put(layout, f"more/{number}.png", b"")
    calls.clear()
    found(layout)
    assert len(calls) <= before + 100
