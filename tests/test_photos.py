"""The site shows the photo of an author that an import has fetched: archive.toml has its address, not its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.checks import before_publishing
from medium_archive.checks.before_publishing import BuiltSite
from medium_archive.commands.build import build
from medium_archive.commands.verify import verify
from medium_archive.folder import manifest
from medium_archive.folder.layout import Layout
from medium_archive.folder.location import BUILD_RECORD
from medium_archive.site.references import References
from tests import small_archive, test_authors
from tests.conftest import THEMES, one_in
from tests.test_memory import files_of

ADDRESS = "https://cdn-images-1.medium.com/proxy/1*{}.png"
PHOTO = "1-ada.png"
LOOMS = "posts/2020-11-12-looms"
POST = "5c8d3a00bb00"


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    """The small archive of Ada, whose photo is beside about.md."""
    layout = small_archive.make(tmp_path / "archive", url="https://ada.example")
    _fetch(layout, "ada", PHOTO)
    return layout


def _fetch(layout: Layout, name: str, file: str) -> None:
    """Replace the photo NAME.png in archive.toml by an address, and add the record of its file."""
    root = layout.root
    (root / f"{name}.png").rename(root / file)
    content, settings = (root / file).read_bytes(), layout.settings.read_text("utf-8")
    layout.settings.write_text(settings.replace(f'"{name}.png"', f'"{ADDRESS.format(name)}"'), "utf-8")
    record = {
        "address": ADDRESS.format(name),
        "id": f"1*{name}.png",
        "role": "photo",
        "files": [file],
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    with (layout.records / "pictures.jsonl").open("a", encoding="utf-8") as records:
        records.write(json.dumps(record) + "\n")


def _shown(layout: Layout, page: str = "about.html") -> list[str]:
    return list(map(str, test_authors.page(layout, page).xpath("//main//img[contains(@class, 'photo')]/@src")))


def _found(layout: Layout) -> set[tuple[str, str]]:
    """The levels and codes of the issues about the site."""
    return {(one.level, one.code) for one in verify(layout).issues if one.code.startswith(("site-", "private-"))}


@pytest.mark.parametrize("theme", one_in(3, THEMES))
def test_the_photos_of_all_authors_are_shown(tmp_path: Path, theme: str) -> None:
    """On their pages, as icons and in the manifest; verify and publish accept them."""
    layout = test_authors.make(tmp_path, theme)
    _fetch(layout, "ada", PHOTO)
    _fetch(layout, "ben", "1-ben.png")
    build(layout)
    assert _shown(layout) == [PHOTO]
    assert _shown(layout, "about-ben.html") == ["1-ben.png"]
    assert _shown(layout, "authors/index.html") == [f"../{PHOTO}", "../1-ben.png"]
    assert _shown(layout, "authors/ben.html") == ["../1-ben.png"]
    assert test_authors.page(layout, "archive.html").xpath("//link[contains(@rel, 'icon')]/@href") == [PHOTO, PHOTO]
    assert f'"src": "{PHOTO}"' in (layout.site / "site.webmanifest").read_text("utf-8")
    assert _found(layout) == set()
    site = BuiltSite(layout, layout.site, tuple(manifest.read(layout.site)))
    assert [issue for issue in before_publishing.inspect(site).issues if issue.code != "link-to-nothing"] == []


def _goes(root: Path) -> str:
    (root / PHOTO).unlink()
    return ""


def _is_renamed(root: Path) -> str:
    (root / PHOTO).rename(root / "me.png")
    return "me.png"


def _is_another(root: Path) -> str:
    small_archive.picture(root / PHOTO, 90, 90)
    return PHOTO


@pytest.mark.parametrize("change", one_in(3, [_goes, _is_renamed, _is_another]))
def test_a_photo_that_changes_after_the_build(archive: Layout, tmp_path: Path, change: Callable[[Path], str]) -> None:
    """Verify gives at most a note; the next build shows the photo that is there. So it is when the photo comes back."""
    before = (archive.root / PHOTO).read_bytes()
    build(archive)
    shown = change(archive.root)
    assert {level for level, _ in _found(archive)} <= {"note"}
    build(archive)
    assert _shown(archive) == ([shown] if shown else [])
    assert _found(archive) == set()
    if shown != PHOTO:
        (archive.root / PHOTO).write_bytes(before)
        (archive.root / "me.png").unlink(missing_ok=True)
        assert _found(archive) == {("note", "site-older")}
        build(archive)
        assert _shown(archive) == [PHOTO]
    build(archive, out=tmp_path / "anew")
    assert files_of(archive.site) == files_of(tmp_path / "anew")


def test_a_renamed_photo_is_a_note(archive: Layout) -> None:
    _is_renamed(archive.root)
    found = {(one.level, one.code) for one in verify(archive).issues if one.where.endswith(".png")}
    assert ("note", "picture-moved") in found
    assert ("error", "picture-gone") not in found


def test_a_photo_in_the_folder_of_a_post_moves_with_it(archive: Layout) -> None:
    """A post may show the same picture. A draft's folder is private."""
    (archive.root / PHOTO).rename(archive.root / LOOMS / PHOTO)
    records = archive.records / "pictures.jsonl"
    records.write_text(records.read_text("utf-8").replace(f'"{PHOTO}"', f'"{LOOMS}/{PHOTO}"'), "utf-8")
    text = archive.root / LOOMS / "index.md"
    text.write_text(text.read_text("utf-8").replace("5c8d3a", POST), "utf-8")
    entry = {"id": POST, "kind": "story", "path": LOOMS, "written": ""}
    small_archive.write(archive.root, "records/catalog.jsonl", json.dumps(entry) + "\n")
    (archive.root / LOOMS).rename(archive.posts / "mine")
    build(archive)
    assert _shown(archive) == [f"posts/mine/{PHOTO}"]
    assert _found(archive) == set()
    (archive.posts / "mine").rename(archive.drafts / "mine")
    build(archive)
    assert _shown(archive) == []
    assert not list(archive.site.rglob(PHOTO))


def test_a_site_that_lacks_the_photo_is_named(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if every page lacks it; but a site of another version of the program gives a note."""
    monkeypatch.setattr(References, "photo_of", lambda *_: None)
    build(archive)
    assert ("error", "site-lacks") in _found(archive)
    path = archive.root / BUILD_RECORD
    record = json.loads(path.read_bytes())
    del record["made_from"][PHOTO]
    path.write_text(json.dumps({**record, "program": "another"}), "utf-8")
    assert _found(archive) == {("note", "site-older")}
