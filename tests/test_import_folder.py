"""`archive import FOLDER`, where exports lie beside other files, as in a folder of downloads."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.errors import ExportUnreadable
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.sample_exports import post_name, post_page, write_zip

ONE = {post_name("0123456789ab"): post_page(post_id="0123456789ab", title="One")}
TWO = {post_name("0123456789cd"): post_page(post_id="0123456789cd", title="Two")}


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    (folder / "sub").mkdir(parents=True)
    (folder / "notes.txt").write_text("milk\n")
    return folder


def import_(layout: Layout, *sources: Path) -> Report:
    return import_exports.import_exports(sources, layout, import_exports.Options(jobs=1))


def noted(report: Report) -> list[tuple[str, str]]:
    return [(issue.where, issue.level) for issue in report.issues if issue.code == "not-an-export"]


def test_each_export_in_a_folder_is_imported(layout: Layout, downloads: Path) -> None:
    """Zips of any name, also in a folder below, and an unpacked one. Nothing is said about files of other kinds."""
    write_zip(downloads / "a", ONE)
    write_zip(downloads / "sub" / "photos.zip", TWO)
    write_zip(downloads / "letter.docx", {"word/document.xml": b"<w/>"})
    with zipfile.ZipFile(write_zip(downloads / "c.zip", {post_name("0123456789ef"): post_page()})) as packed:
        packed.extractall(downloads / "unpacked")
    (downloads / "c.zip").unlink()
    report = import_(layout, downloads)
    assert (report.counts["posts"], report.counts["new"]) == (3, 3)
    assert [issue.code for issue in report.issues if issue.code != "export-old"] == []


def test_other_zips_are_named_once_each(layout: Layout, downloads: Path) -> None:
    """A damaged one with a warning, because it may be an export."""
    whole = write_zip(downloads / "export.zip", ONE).read_bytes()
    write_zip(downloads / "photos.zip", {"a.jpg": b"\xff\xd8"})
    (downloads / "cut.zip").write_bytes(whole[:-40])
    report = import_(layout, downloads)
    assert report.counts["posts"] == 1
    assert noted(report) == [("cut.zip", "warning"), ("photos.zip", "note")]


def test_other_zips_named_with_an_export_are_notes(layout: Layout, downloads: Path) -> None:
    """As a shell gives them for *.zip."""
    zips = [write_zip(downloads / "a.zip", {"a.jpg": b""}), write_zip(downloads / "b.zip", ONE)]
    report = import_(layout, *zips)
    assert report.counts["posts"] == 1
    assert noted(report) == [("a.zip", "note")]
    with pytest.raises(ExportUnreadable):
        import_(layout, zips[0])


def test_an_export_that_cannot_be_read_does_not_stop_the_others(layout: Layout, downloads: Path) -> None:
    """It is an error among the issues; alone it is refused as if it were named."""
    write_zip(downloads / "bad.zip", {**ONE, "../../x": b""})
    with pytest.raises(Exception, match=r"bad\.zip is not safe to read"):
        import_(layout, downloads)
    assert not layout.root.exists()
    write_zip(downloads / "good.zip", TWO)
    report = import_(layout, downloads)
    assert (report.counts["posts"], noted(report), report.exit_code) == (1, [("bad.zip", "error")], 1)


def test_saved_pages_beside_exports_are_named(layout: Layout, downloads: Path) -> None:
    write_zip(downloads / "export.zip", ONE)
    (downloads / "A story.html").write_text("<html></html>")
    (issue,) = (issue for issue in import_(layout, downloads).issues if issue.code == "not-an-export")
    assert "1 file that may be a saved page was not read beside the exports: A story.html." in issue.message


def test_the_exports_of_an_archive_are_not_taken(layout: Layout, downloads: Path) -> None:
    """An archive in the folder keeps them itself."""
    import_(Layout(downloads / "medium-archive"), write_zip(downloads / "export.zip", ONE))
    report = import_(layout, downloads)
    assert (report.counts["posts"], report.counts["unchanged"]) == (1, 0)


def test_a_checkout_of_git_is_refused(layout: Layout, downloads: Path) -> None:
    """Also one that has pages of exports somewhere below, as examples. Exports at its top are imported."""
    (downloads / ".git").mkdir()
    page = downloads / "tests" / "cases" / Path(post_name()).name
    page.parent.mkdir(parents=True)
    page.write_bytes(post_page())
    with pytest.raises(ExportUnreadable, match=r"downloads is a checkout of git and no export of Medium's\."):
        import_(layout, downloads)
    assert not layout.root.exists()
    write_zip(downloads / "export.zip", ONE)
    assert import_(layout, downloads).counts["posts"] == 1


def test_a_folder_without_a_page_is_refused_with_one_sentence(layout: Layout, downloads: Path) -> None:
    """However many files and zips it has."""
    write_zip(downloads / "photos.zip", {"a.jpg": b"\xff\xd8"})
    for number in range(500):
        (downloads / f"{number}.txt").write_text("x")
    with pytest.raises(ExportUnreadable) as error:
        import_(layout, downloads)
    assert len(error.value.message) < 150
    assert not layout.root.exists()
