"""`archive verify` compares the originals with the kept exports: renewed checksums hide no change."""

from __future__ import annotations

import hashlib
from itertools import permutations
from pathlib import Path

import pytest

from medium_archive.commands.import_exports import import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, checksums, last_import
from medium_archive.folder.layout import Layout
from medium_archive.report import Issue
from tests.conftest import one_in
from tests.sample_exports import post_name, post_page, write_zip

POST, OTHER = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
MAY, JUNE = "May 1, 2024", "June 1, 2024"
BODY = '<p name="b1" id="b1" class="graf graf--p">First. Second. {}</p>'


def export(folder: Path, name: str, day: str, words: str = "", more: int = 0) -> Path:
    """An export with two posts; the first has these words. `more` is the number of further posts."""
    ids = [POST, OTHER, *(f"c{number:011x}" for number in range(more))]
    pages = {
        post_name(one): post_page("A Title", BODY.format(words if one == POST else ""), post_id=one, exported=day)
        for one in ids
    }
    return write_zip(folder / f"{name}.zip", pages)


def found(layout: Layout) -> list[Issue]:
    return [issue for issue in verify(layout).issues if issue.level != "note"]


def forge(layout: Layout, before: str, after: str) -> None:
    """Change a word in the first post's original and text, and renew every checksum."""
    entry = catalog.read(layout)[POST]
    original, text = layout.root / entry.original, layout.root / entry.path / "index.md"
    page = original.read_bytes().replace(before.encode(), after.encode())
    replace_original(layout, page)
    words = text.read_bytes().replace(before.encode(), after.encode())
    words = words.replace(entry.sha256.encode(), hashlib.sha256(page).hexdigest().encode())
    text.write_bytes(words)
    renew(layout, entry.written, hashlib.sha256(words).hexdigest())


def replace_original(layout: Layout, page: bytes) -> None:
    entry = catalog.read(layout)[POST]
    (layout.root / entry.original).write_bytes(page)
    renew(layout, entry.sha256, hashlib.sha256(page).hexdigest())


def renew(layout: Layout, before: str, after: str) -> None:
    """Replace a checksum in all records."""
    records = [*layout.records.iterdir(), layout.checksums]
    for file in records:
        file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
    for file in records[:-1]:
        checksums.renew(file)


@pytest.mark.parametrize("more", [0, 4])
@pytest.mark.parametrize("word", one_in(3, ["Sekond", "Sfcond", "Szcond"]))
def test_an_original_that_was_changed_with_all_checksums_is_named_and_an_import_restores_it(
    tmp_path: Path, more: int, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several wrong words, so that the changed page has a smaller and a greater checksum than the right one. With
    more posts the archive remembers its last import.
    """
    monkeypatch.setattr(last_import, "FEWEST", 4)
    layout = Layout(tmp_path / "archive")
    source = export(tmp_path, "mine", MAY, more=more)
    import_exports([source], layout)
    import_exports([source], layout)
    right = {file: file.read_bytes() for file in layout.root.rglob("*.*ml*") if file.is_file()}
    forge(layout, "Second", word)
    (issue,) = found(layout)
    assert (issue.code, issue.level, issue.where) == ("original-changed", "error", f"original/{post_name(POST)}")
    assert "exports/mine.zip" in issue.message
    assert [one.code for one in verify(layout, everything=True).issues if one.level == "error"] == ["original-changed"]
    assert verify(layout, quick=True).exit_code == 0
    import_exports([layout.exports / "mine.zip"], layout)
    assert found(layout) == []
    assert {file: file.read_bytes() for file in right} == right


def test_an_original_of_an_older_export_is_named(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path, "may", MAY)], layout)
    older = (layout.root / catalog.read(layout)[POST].original).read_bytes()
    import_exports([export(tmp_path, "june", JUNE, "Third.")], layout)
    newer = (layout.root / catalog.read(layout)[POST].original).read_bytes()
    replace_original(layout, older)
    assert ["exports/june.zip" in one.message for one in found(layout) if one.code == "original-changed"] == [True]
    import_exports([layout.exports / "june.zip"], layout)
    assert found(layout) == []
    assert (layout.root / catalog.read(layout)[POST].original).read_bytes() == newer


@pytest.mark.parametrize("order", one_in(3, [(order,) for order in permutations(("may", "june", "later"))]))
@pytest.mark.parametrize("day", one_in(4, [JUNE, MAY]))
def test_an_original_that_a_newer_export_has_replaced_gives_no_alarm(
    tmp_path: Path, order: tuple[str, ...], day: str
) -> None:
    """In any order, also of exports of one day; at once or one by one; without one of the exports too."""
    sources = {
        "may": export(tmp_path, "may", MAY),
        "june": export(tmp_path, "june", day, "Third."),
        "later": export(tmp_path, "later", day, "Fourth."),
    }
    layout, at_once = Layout(tmp_path / "archive"), Layout(tmp_path / "at-once")
    for name in order:
        import_exports([sources[name]], layout)
        assert found(layout) == []
    import_exports([sources[name] for name in order], at_once)
    assert found(at_once) == []
    assert catalog.read(at_once)[POST].sha256 == catalog.read(layout)[POST].sha256
    for name in order:
        (layout.exports / f"{name}.zip").rename(tmp_path / "away.zip")
        assert [issue.code for issue in found(layout)] == ["export-gone"]
        (tmp_path / "away.zip").rename(layout.exports / f"{name}.zip")


def test_a_newer_page_that_can_not_be_read_replaces_no_original(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    import_exports([export(tmp_path, "may", MAY)], layout)
    import_exports(
        [write_zip(tmp_path / "june.zip", {post_name(POST): b"<html><footer>Not found</footer></html>"})], layout
    )
    assert "original-changed" not in {issue.code for issue in found(layout)}
