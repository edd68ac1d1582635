"""`archive import PAGES…`: told by content, mixed with exports, the own author's posts only."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import import_exports
from medium_archive.commands.import_exports import Options
from medium_archive.commands.verify import verify
from medium_archive.errors import AnotherAccount, ExportUnreadable, SettingsWrong
from medium_archive.folder import settings
from medium_archive.folder.layout import Layout
from medium_archive.medium import pages
from medium_archive.medium.pages import losses
from medium_archive.report import Report
from tests import page_archives
from tests.page_archives import AUGUST, JUNE, MAY, changed, export, page, preview, text
from tests.saved_pages import exported, others
from tests.saved_pages.tellings import HARBOUR, LOAF, part

OVEN = replace(LOAF, id="1a2b3c4d5e6f", slug="the-oven-1a2b3c4d5e6f", title="The Oven")
RETITLED = replace(
    changed(JUNE),
    title="Bread and Butter",
    parts=(part("H3", "Bread and Butter"), *changed(JUNE).parts[1:]),
)
WALL = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>cType: 'managed'</body></html>"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def import_(layout: Layout, *sources: Path, author: str = "") -> Report:
    return import_exports.import_exports(sources, layout, Options(jobs=1, author=author))


def save(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def problems(layout: Layout) -> list[tuple[str, str, str]]:
    return [(one.where, one.code, one.message) for one in verify(layout).issues if one.level != "note"]


def codes(report: Report) -> list[str]:
    return sorted(issue.code for issue in report.issues if issue.level != "note")


def test_a_folder_of_pages_makes_an_archive(layout: Layout, tmp_path: Path) -> None:
    """Whatever the names of the files are. The summary counts the posts that are whole, in part, or only an address."""
    saved = tmp_path / "saved"
    save(saved, "one.pdf", page(changed(JUNE)))
    save(saved, "two", page(preview(changed(JUNE, OVEN))))
    report = import_(layout, saved)
    counts = {key: report.counts[key] for key in ("posts", "new", "known_whole", "known_partial", "known_address")}
    assert counts == {"posts": 2, "new": 2, "known_whole": 1, "known_partial": 1, "known_address": 0}
    assert codes(report) == ["partial"]
    assert settings.read(layout.settings).author.username == "ada"
    assert report.facts["proof"]


def test_each_file_with_a_part_is_named_with_the_reason(layout: Layout, tmp_path: Path) -> None:
    """So that a person knows which page to save again."""
    saved, whole = tmp_path / "saved", page(changed(JUNE), has_state=False)
    end = whole.index(b"</article>")
    save(saved, "one.html", whole[:end])
    save(saved, "two.html", whole[: end - 40])
    told = [issue for issue in import_(layout, saved).issues if issue.code == "partial"]
    assert [Path(issue.where).name for issue in told] == ["one.html", "two.html"]
    assert all("“Bread and Salt”: the file stops before its end." in issue.message for issue in told)


def test_what_a_page_lacks_of_a_post_is_told_once_with_the_post(layout: Layout, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    save(saved, "a.html", page(preview(changed(JUNE)), has_state=False))
    save(saved, "b.html", page(changed(JUNE), has_state=False))
    save(saved, "c.html", page(changed(JUNE, OVEN)))
    (told,) = (issue for issue in import_(layout, saved).issues if issue.code == "page-lacks")
    assert (told.where, told.level) == (f"posts/2019-01-09-bread-and-salt-{LOAF.id}", "note")
    lost = pages.read(page(changed(JUNE), has_state=False)).stories[0].losses
    assert "the languages of code" in told.message
    assert all(losses.listed([one]) in told.message for one in lost)
    assert [one for one in import_(layout, saved).issues if one.code == "page-lacks"] == []


def test_each_loss_has_words() -> None:
    assert all(losses.listed([losses.Loss(code)]) for code in get_args(losses.Code))


def test_two_authors_are_asked_back(layout: Layout, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    save(saved, "a.html", page(changed(JUNE)))
    save(saved, "b.html", page(HARBOUR))
    with pytest.raises(SettingsWrong) as error:
        import_(layout, saved)
    assert "@ada, @bo" in error.value.message
    assert "--author @ada" in error.value.hint
    assert not layout.root.exists()
    report = import_(layout, saved, author="@Bo")
    assert (report.counts["posts"], report.counts["by_others"]) == (1, 1)
    assert "page-of-other-author" in codes(report)
    assert settings.read(layout.settings).author.name == "波"


@pytest.mark.parametrize("author", ["https://medium.com/@ada?source=x", "medium.com/@ada", "ada.medium.com", " @ada "])
def test_an_author_is_named_as_people_do(author: str, layout: Layout, tmp_path: Path) -> None:
    import_(layout, save(tmp_path / "saved", "a.html", page(changed(JUNE))), author=author)
    assert settings.read(layout.settings).author.username == "ada"


@pytest.mark.parametrize("author", ["Ada Example", "@", "ada@letters.example", "https://letters.example/@ada", "@a/b"])
def test_what_is_no_user_name_is_refused(author: str, layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="neither a user name"):
        import_(layout, save(tmp_path / "saved", "a.html", page(changed(JUNE))), author=author)
    assert not layout.root.exists()


def test_a_mistyped_author_makes_no_archive(layout: Layout, tmp_path: Path) -> None:
    """The archive would refuse the right author afterwards."""
    saved = tmp_path / "saved"
    save(saved, "a.html", page(changed(JUNE)))
    save(saved, "b.html", page(HARBOUR))
    save(saved, "c.html", WALL)
    with pytest.raises(SettingsWrong, match="nothing by @adaa: their stories are by @ada, @bo") as error:
        import_(layout, saved, author="@adaa")
    assert "`--author @ada`" in error.value.hint
    assert not layout.root.exists()


def test_posts_that_are_only_named_make_an_archive(layout: Layout, tmp_path: Path) -> None:
    report = import_(layout, save(tmp_path / "saved", "a.html", others.profile(LOAF)), author="@ada")
    assert (report.counts["posts"], report.counts["known_address"] > 0) == (0, True)
    assert settings.read(layout.settings).author.username == "ada"


def test_the_account_of_the_archive_decides(layout: Layout, tmp_path: Path) -> None:
    import_(layout, export(tmp_path, MAY, [changed(MAY)]))
    report = import_(layout, save(tmp_path / "saved", "b.html", page(HARBOUR)))
    assert (report.counts["posts"], report.counts["by_others"]) == (1, 1)
    with pytest.raises(AnotherAccount):
        import_(layout, tmp_path / "saved", author="bo")


def test_another_author_than_that_of_the_exports_is_refused_first(layout: Layout, tmp_path: Path) -> None:
    """Nothing is written, neither of the export nor of the pages."""
    sources = export(tmp_path, MAY, [changed(MAY)]), save(tmp_path / "saved", "b.html", page(HARBOUR))
    with pytest.raises(AnotherAccount, match="not of @bo"):
        import_(layout, *sources, author="bo")
    assert not layout.root.exists()
    assert import_(layout, *sources, author="ADA").counts["posts"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (WALL, "page-wall"),
        (page(changed(JUNE))[:200], "page-without-story"),
        (b"%PDF-1.7 \x00\x01", "save-unknown"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9000\r\n\r\nHTTP/1.1 200", "save-cut"),
    ],
)
def test_a_bad_file_is_one_issue(layout: Layout, tmp_path: Path, content: bytes, code: str) -> None:
    """The others are taken."""
    saved = tmp_path / "saved"
    save(saved, "a.html", page(changed(JUNE)))
    save(saved, "b.html", content)
    report = import_(layout, saved)
    assert report.counts["posts"] == 1
    assert [issue.code for issue in report.issues] == [code]


def test_a_bad_file_alone_is_refused(layout: Layout, tmp_path: Path) -> None:
    """With the reason, and nothing is written. Beside a good one it is an issue."""
    saved = tmp_path / "saved"
    bad, good = save(saved, "b.html", WALL), save(saved, "a.html", page(changed(JUNE)))
    with pytest.raises(ExportUnreadable) as error:
        import_(layout, bad)
    assert error.value.message.startswith("b.html: This is a page of a wall against robots, not the story.")
    assert not layout.root.exists()
    report = import_(layout, bad, good)
    assert (report.counts["posts"], codes(report)) == (1, ["page-wall"])


def test_a_file_that_is_neither_is_refused(layout: Layout, tmp_path: Path) -> None:
    """As before there were saved pages."""
    for content in (b"", b"%PDF-1.7", b"<html><title>Expired</title></html>", b"Rar!\x1a\x07"):
        with pytest.raises(ExportUnreadable, match="zip"):
            import_(layout, save(tmp_path / "saved", "export.zip", content))
    with pytest.raises(ExportUnreadable, match="There is no file or folder"):
        import_(layout, tmp_path / "nothing.html")
    assert not layout.root.exists()


def refusal(layout: Layout, source: Path) -> str:
    """What to do about a file or folder that is refused."""
    with pytest.raises(ExportUnreadable) as error:
        import_(layout, source)
    return error.value.hint


def test_a_person_without_an_export_is_told_of_pages(layout: Layout, tmp_path: Path) -> None:
    for name, content in {"notes.txt": b"hello", "a.html": b""}.items():
        save(tmp_path / name / "saved", name, content)
        assert "saved from a browser" in refusal(layout, tmp_path / name / "saved")


def test_a_zip_cut_off_is_an_export_to_download_again(layout: Layout, tmp_path: Path) -> None:
    """The hint says to download the zip again; for a web archive that was cut off, to copy it again."""
    cut = export(tmp_path, MAY, [LOAF]).read_bytes()[:-60]
    hint = refusal(layout, save(tmp_path, "cut.zip", cut))
    assert hint.startswith("Download it again with the link in Medium's mail, which works for 24 hours")
    assert refusal(layout, save(tmp_path, "cut.wacz", cut)) == "Copy the web archive again from where it comes from."
    save(tmp_path / "saved", "cut.zip", cut)
    with pytest.raises(ExportUnreadable) as error:
        import_(layout, tmp_path / "saved")
    assert (error.value.message.count("cut.zip"), error.value.hint) == (1, "")
    assert error.value.message.endswith("None of its pages was read: copy or download it again.")


def test_a_page_of_an_export_is_told_from_a_saved_page(layout: Layout, tmp_path: Path) -> None:
    assert "Save the page" not in refusal(layout, save(tmp_path, "one.html", exported.page(LOAF)))


def test_pages_and_exports_in_one_folder_or_zip_are_told_apart(layout: Layout, tmp_path: Path) -> None:
    """One is imported; an issue says how to import the other."""
    of_export, folder, both = export(tmp_path, MAY, [LOAF]), tmp_path / "both", tmp_path / "both.zip"
    with zipfile.ZipFile(of_export) as opened, zipfile.ZipFile(both, "w") as packed:
        opened.extractall(folder)
        packed.write(of_export, "export.zip")
        packed.writestr("saved/a.html", page(changed(JUNE, HARBOUR)))
    save(folder, "a.html", page(changed(JUNE, HARBOUR)))
    (issue,) = import_(layout, folder).issues
    assert issue.message.endswith("If it is a page that you saved, copy it to another folder, and import that.")
    (issue,) = (one for one in import_(layout, both).issues if one.code == "save-of-export")
    assert issue.message.endswith("both.zip/export.zip. Unpack the zip, and import the export by itself.")


def test_pictures_saved_beside_a_page_are_taken(layout: Layout, tmp_path: Path) -> None:
    """By Medium's id, as browsers spell it."""
    saved = tmp_path / "saved"
    save(saved, "a.html", page(changed(JUNE)).replace(b"</body>", b'<img src="a_files/1_x.png"></body>'))
    save(saved / "a_files", "1_bbbbbbbbbbbbbbbbbbbbbb.png", page_archives.picture())
    report = import_(layout, saved)
    assert (report.counts["pictures_here"], codes(report)) == (1, [])
    assert "(1-bbbbbbbbbbbbbbbbbbbbbb.png)" in text(layout)


@pytest.mark.slow
def test_pages_and_exports_in_one_command(layout: Layout, tmp_path: Path) -> None:
    """In any order on the command line, and one after the other: the same folder."""
    zipped, saved = export(tmp_path, MAY, [changed(MAY)]), save(tmp_path / "saved", "a.html", page(changed(JUNE)))
    other = save(tmp_path / "saved", "b.html", page(changed(JUNE, OVEN)))
    orders: list[list[tuple[Path, ...]]] = [
        [(zipped, saved, other)],
        [(other, saved, zipped)],
        [(saved,), (zipped,), (other,)],
        [(other, saved), (zipped,)],
    ]
    archives = []
    for number, order in enumerate(orders):
        there = Layout(tmp_path / str(number))
        for sources in order:
            report = import_(there, *sources)
        assert report.counts["posts"] == 2
        assert "Changed on 2021-06-01." in text(there)
        assert problems(there) == []
        archives.append(page_archives.snapshot(there))
    for other_archive in archives[1:]:
        assert other_archive == archives[0]


@pytest.mark.slow
@pytest.mark.parametrize("is_first", [True, False])
def test_a_title_that_changed_is_no_damage(layout: Layout, tmp_path: Path, is_first: bool) -> None:
    """Whether the page is imported before the export or after it. The folder stays that of the first."""
    sources = [export(tmp_path, MAY, [changed(MAY)]), save(tmp_path / "saved", "a.html", page(RETITLED))]
    for source in sources[::-1] if is_first else sources:
        import_(layout, source)
    assert "title: Bread and Butter" in text(layout)
    (post,) = layout.posts.iterdir()
    assert post.name == ("2019-01-09-bread-and-butter" if is_first else "2019-01-09-bread-and-salt")
    assert problems(layout) == []


@pytest.mark.slow
def test_edits_and_a_persons_settings_stay(layout: Layout, tmp_path: Path) -> None:
    import_(layout, save(tmp_path / "saved", "a.html", page(changed(MAY))))
    edited = layout.settings.read_text("utf-8").replace('title = "Ada Example"', 'title = "Bread"')
    layout.settings.write_text(edited, "utf-8")
    import_(layout, save(tmp_path / "saved", "b.html", page(changed(JUNE))), export(tmp_path, MAY, [changed(MAY)]))
    assert layout.settings.read_text("utf-8") == edited
    assert problems(layout) == []


@pytest.mark.slow
def test_many_pages_are_read_in_several_processes(tmp_path: Path) -> None:
    """With the same files and the same issues as in one process."""
    saved = tmp_path / "saved"
    for number in range(60):
        told = replace(OVEN, id=f"1a2b3c4d5e{number:02}", slug=f"the-oven-1a2b3c4d5e{number:02}")
        save(saved, f"{number:02}.html", WALL if number % 9 == 0 else page(told))
    found = []
    for jobs in (1, 2):
        layout = Layout(tmp_path / str(jobs))
        report = import_exports.import_exports([saved], layout, Options(jobs=jobs))
        assert (report.counts["posts"], codes(report)) == (53, ["page-wall"] * 7)
        found.append((report.issues, page_archives.snapshot(layout)))
    assert found[0] == found[1]


def test_a_zip_of_pages_on_the_command_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as zipped:
        zipped.writestr("one/a.html", page(changed(JUNE)))
        zipped.writestr("b.html", page(changed(AUGUST, OVEN)))
    arguments = ["import", str(tmp_path / "pages.zip"), "--offline", "--json", "--author", "@ada"]
    done = CliRunner().invoke(app, [*arguments, "--archive", str(tmp_path / "archive")])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["counts"]["posts"] == 2


def test_an_import_of_exports_alone_loads_no_reader_of_pages(tmp_path: Path) -> None:
    """So it does not become slower."""
    zipped = export(tmp_path, MAY, [changed(MAY)])
    code = (
        "import sys; from pathlib import Path; from medium_archive.commands import import_exports as i;"
        "from medium_archive.folder.layout import Layout;"
        f"i.import_exports([Path({str(zipped)!r})], Layout(Path({str(tmp_path / 'x')!r})), i.Options(jobs=1));"
        "print([m for m in sys.modules if 'pages.reader' in m or 'page_import' in m or 'import_pages' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
