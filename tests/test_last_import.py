"""A second import of the same exports reads nothing again, and still restores what was damaged or deleted."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import medium_archive
from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder import last_import
from medium_archive.folder.layout import Layout
from medium_archive.medium import export as exports
from medium_archive.medium import post as post_page
from medium_archive.medium.export import Export, open_before_check
from medium_archive.report import Report
from tests.conftest import one_in
from tests.interruptions import pages_of_year, state
from tests.sample_exports import write_zip


@dataclass(frozen=True)
class Imported:
    """An archive, and the export that it was made of."""

    layout: Layout
    zip: Path

    def again(self, **options: object) -> Report:
        return import_exports([self.zip], self.layout, Options(**options))  # type: ignore[arg-type]  # any of them

    def as_if_new(self, place: Path) -> tuple[Report, dict[str, bytes]]:
        """The report and the files of the same import of a copy that does not know of the last one."""
        copy = Layout(place / "copy")
        shutil.copytree(self.layout.root, copy.root)
        shutil.rmtree(copy.private / ".cache", ignore_errors=True)
        return import_exports([self.zip], copy), state(copy.root)


POSTS = 9


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Imported:
    monkeypatch.setattr(last_import, "FEWEST", POSTS - 2)  # a smaller archive has no record of its last import
    files = dict(pages_of_year(POSTS, 2021, random.Random(5)))  # noqa: S311  # test data, not a secret
    files["posts/2020-03-01_None-0b0b0b0b0b0b.html"] = b"<p>No post"
    files["unknown.html"] = b"<p>Unknown"
    files["claps/claps-0001.html"] = b"<p>no list"
    one = Imported(Layout(tmp_path / "archive"), write_zip(tmp_path / "export.zip", files))
    one.again()
    return one


def text(layout: Layout) -> Path:
    return next(layout.root.glob("posts/*/index.md"))


def edit(layout: Layout) -> None:
    text(layout).write_text(text(layout).read_text("utf-8") + "\nMine.\n", "utf-8")


def edit_unseen(layout: Layout) -> None:
    """The same size and time as before: a tool that sets the time back."""
    before = text(layout).stat()
    content = text(layout).read_bytes()
    text(layout).write_bytes(content[:-5] + bytes(reversed(content[-5:-1])) + b"\n")
    os.utime(text(layout), ns=(before.st_atime_ns, before.st_mtime_ns))


def delete_text(layout: Layout) -> None:
    text(layout).unlink()


def empty_text(layout: Layout) -> None:
    text(layout).write_bytes(b"")


def delete_post(layout: Layout) -> None:
    shutil.rmtree(text(layout).parent)


def delete_original(layout: Layout) -> None:
    next(layout.originals.glob("*.html")).unlink()


def damage_original(layout: Layout) -> None:
    next(layout.originals.glob("*.html")).write_bytes(b"damaged")


def delete_export(layout: Layout) -> None:
    (layout.exports / "export.zip").unlink()


def delete_proof(layout: Layout) -> None:
    (layout.records / "proof.json").unlink()


def delete_catalog(layout: Layout) -> None:
    (layout.records / "catalog.jsonl").unlink()


def hide_post(layout: Layout) -> None:
    layout.drafts.mkdir(exist_ok=True)
    text(layout).parent.rename(layout.drafts / "hidden")


def add_file(layout: Layout) -> None:
    text(layout).with_name("photo.png").write_bytes(b"mine")


def change_settings(layout: Layout) -> None:
    layout.settings.write_text(layout.settings.read_text("utf-8") + "\n# mine\n", "utf-8")


CHANGES: list[Callable[[Layout], None]] = [
    edit, edit_unseen, delete_text, empty_text, delete_post, delete_original, damage_original, delete_export,
    delete_proof, delete_catalog, hide_post, add_file, change_settings,
]  # fmt: skip


def test_a_second_import_reads_no_page_and_reports_what_reading_would(
    imported: Imported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(imported.layout.root)
    wanted, files = imported.as_if_new(tmp_path)
    monkeypatch.setattr(exports, "open_before_check", None)
    monkeypatch.setattr(post_page, "read", None)
    report = imported.again()
    assert state(imported.layout.root) == before == files
    assert report.issues == wanted.issues
    assert {issue.code for issue in report.issues} >= {"no-post", "unknown-file", "page-unclear"}
    assert report.counts == wanted.counts
    assert {**report.facts, "archive": ""} == {**wanted.facts, "archive": ""}
    assert report.as_json()["completeness"] == wanted.as_json()["completeness"]
    assert report.as_json()["posts"] == wanted.as_json()["posts"]


@pytest.mark.parametrize("change", one_in(3, CHANGES), ids=lambda change: change.__name__)
def test_an_import_notices_any_change_in_the_archive(
    imported: Imported, tmp_path: Path, change: Callable[[Layout], None]
) -> None:
    change(imported.layout)
    wanted, files = imported.as_if_new(tmp_path)
    report = imported.again()
    assert state(imported.layout.root) == files
    assert report.issues == wanted.issues
    assert report.counts == wanted.counts
    report, (wanted, _) = imported.again(), imported.as_if_new(tmp_path / "later")
    assert (report.issues, report.counts) == (wanted.issues, wanted.counts)


def test_a_damaged_original_is_restored(imported: Imported) -> None:
    before = state(imported.layout.root)
    damage_original(imported.layout)
    assert state(imported.layout.root) != before
    imported.again()
    assert state(imported.layout.root) == before


@pytest.mark.parametrize("damage", [damage_original, delete_original, empty_text])
def test_damage_that_only_verify_sees_is_restored_by_the_next_import(
    imported: Imported, damage: Callable[[Layout], None]
) -> None:
    """A failing disk changes neither the size nor the times of a file, so the last import seems to be current."""
    before = state(imported.layout.root)
    damage(imported.layout)
    known = last_import.read(imported.layout)
    assert known is not None
    last_import.write(imported.layout, replace(known, state=last_import.state_of(imported.layout)))
    imported.again()
    assert state(imported.layout.root) != before
    assert verify(imported.layout).issues
    imported.again()
    assert state(imported.layout.root) == before


def test_another_export_another_program_and_other_options_are_read(
    imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads(**options: object) -> bool:
        taken: list[Path] = []

        def note(path: Path) -> Export:
            taken.append(path)
            return open_before_check(path)

        with monkeypatch.context() as patched:
            patched.setattr(exports, "open_before_check", note)
            imported.again(**options)
        return bool(taken)

    assert not reads()
    assert reads(again=True)
    assert reads(favor="ours")
    assert not reads(favor="ours")
    with monkeypatch.context() as patched:
        patched.setattr(medium_archive, "__version__", "9.9.9")
        assert reads()
    assert reads()
    files = dict(pages_of_year(POSTS, 2021, random.Random(6)))  # noqa: S311  # test data, not a secret
    write_zip(imported.zip, files)
    assert reads()


def test_a_damaged_record_of_the_last_import_is_ignored(imported: Imported) -> None:
    before = state(imported.layout.root)
    for content in (b"", b"{}", b"[1]", b"\xff", b'{"work": 1, "state": 2, "report": 3}'):
        (imported.layout.private / ".cache" / "import.json").write_bytes(content)
        assert imported.again().counts["unchanged"] >= POSTS, content
        assert state(imported.layout.root) == before
        assert last_import.read(imported.layout) is not None
