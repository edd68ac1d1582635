"""A text that can't be read takes no published page off a site: nothing is sent, and the built page stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import publish as publishing
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.errors import NotPublishable
from medium_archive.folder.layout import Layout
from medium_archive.hosts import folder
from tests import small_archive
from tests.test_old_addresses import make

TEXT = "posts/tide/index.md"
DAMAGES = {
    "an open quote": ('---\ntitle: "Tide\n---\n\nWords.\n', "line 2: the quote is not closed"),
    "an emptied file": ("", "it is empty"),
    "a file of blank lines": (" \n\n", "it is empty"),
    "an unknown encoding": (b"---\ntitle: T\xff\n---\n\nWords.\n".decode("latin-1"), "not UTF-8"),
}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return make(tmp_path, "https://ada.example/blog")


def publish(layout: Layout, place: Path, *, dry_run: bool = False) -> None:
    publishing.publish(layout, folder, folder.Settings(place, dry_run=dry_run))


def damage(layout: Layout, name: str) -> str:
    """Damage the text, and return what a message says about it."""
    text, reason = DAMAGES[name]
    (layout.root / TEXT).write_text(text, "latin-1")
    return reason


def files_of(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", DAMAGES)
def test_nothing_is_sent_while_a_text_cannot_be_read(layout: Layout, tmp_path: Path, name: str) -> None:
    place = tmp_path / "www"
    publish(layout, place)
    before = files_of(place)
    reason = damage(layout, name)
    for dry_run in (True, False):
        with pytest.raises(NotPublishable, match=r"^Nothing was sent: posts/tide/index\.md can't be read") as refused:
            publish(layout, place, dry_run=dry_run)
        assert reason in refused.value.message
        assert "leave the site" in refused.value.message
    assert refused.value.hint == "Correct it, then publish again."
    assert files_of(place) == before


@pytest.mark.parametrize("name", DAMAGES)
def test_the_built_page_stays_while_its_text_cannot_be_read(layout: Layout, name: str) -> None:
    build(layout)
    page = layout.site / "posts/tide/index.html"
    before = page.read_bytes()
    damage(layout, name)
    report = build(layout)
    assert report.exit_code == 1
    assert [issue.where for issue in report.issues if issue.level == "error"] == [TEXT]
    assert page.read_bytes() == before


@pytest.mark.parametrize("name", DAMAGES)
def test_build_and_verify_say_the_same_about_a_damaged_text(layout: Layout, name: str) -> None:
    damage(layout, name)
    built = [(one.code, one.where) for one in build(layout).issues if one.level == "error"]
    assert built == [(one.code, one.where) for one in verify(layout).issues if one.where == TEXT]


def test_every_damaged_text_is_named(layout: Layout, tmp_path: Path) -> None:
    damage(layout, "an open quote")
    small_archive.write(layout.root, "posts/other/index.md", "")
    with pytest.raises(NotPublishable, match="Nothing was sent: 2 texts can't be read") as refused:
        publish(layout, tmp_path / "www")
    assert "posts/other/index.md (it is empty)" in refused.value.message
    assert TEXT in refused.value.message


def test_an_empty_page_about_the_author_is_no_error(layout: Layout, tmp_path: Path) -> None:
    small_archive.write(layout.root, "about.md", "")
    publish(layout, tmp_path / "www")
