"""After a change of settings, verify asks for a build; it takes the pages of before for older, not for damaged."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from medium_archive.commands import build
from medium_archive.commands.verify import verify
from medium_archive.errors import ArchiveError
from medium_archive.folder import manifest, program
from medium_archive.folder.layout import TEXT, Layout
from medium_archive.folder.location import BUILD_RECORD
from tests.conftest import one_in
from tests.test_advice import POST, alarms, built, damage_page, export, replace_in

__all__ = ["built", "export"]  # fixtures

SOON = 60 * 10**9  # nanoseconds


def change_settings(layout: Layout, old: str, new: str, *, after: int = SOON) -> None:
    """Change archive.toml at a time after now, so that no step of the disk's clock decides."""
    replace_in(layout.settings, old, new)
    date(layout.settings, after)


def date(path: Path, after: int) -> None:
    moment = time.time_ns() + after
    os.utime(path, ns=(moment, moment))


@pytest.mark.parametrize(
    ("old", "new"),
    one_in(
        4,
        [
            ('url = ""', 'url = "https://me.example"'),
            ('title = "Ada Example"', 'title = "My notes"'),
            ('\nname = "Ada Example"', '\nname = "Ada Another"'),
            ('url = ""', 'url = "https://me.example"\ncanonical = "medium"'),
        ],
    ),
)
def test_pages_built_with_other_settings_are_older_and_not_damaged(built: Layout, old: str, new: str) -> None:
    verify(built)  # fills the cache of results
    change_settings(built, old, new)
    report = verify(built)
    assert report.exit_code == 0
    assert [(issue.code, issue.level, issue.message) for issue in alarms(built)] == [
        (
            "page-older",
            "note",
            "2 pages of the site are older than their texts, archive.toml or the theme: run `archive build`, then "
            "check again.",
        )
    ]
    date(built.settings, -SOON)
    build.build(built)
    assert alarms(built) == []
    assert verify(built).counts["pages_checked"] == 2


def test_the_page_of_an_edited_post_is_compared_with_the_base_url_of_the_last_build(built: Layout) -> None:
    replace_in(built.root / POST / TEXT, "The first paragraph", "The very first paragraph")
    build.build(built, url="https://ada.example")
    assert alarms(built) == []
    assert verify(built).counts["pages_checked"] == 2


def test_settings_that_no_page_shows_leave_the_pages_compared(built: Layout) -> None:
    change_settings(built, "[site]", "# A remark\n[site]")
    assert alarms(built) == []
    assert verify(built).counts["pages_checked"] == 2


def test_after_a_change_of_a_persons_theme_pages_are_outdated_and_not_damaged(built: Layout) -> None:
    theme = built.root / "theme"
    theme.mkdir()
    template = theme / "post.html"
    template.write_text("<article class='h-entry'><h1 class='p-name'>{{ post.title }}</h1></article>", "utf-8")
    date(template, -SOON)
    date(theme, -SOON)
    build.build(built)
    assert {issue.code for issue in alarms(built)} >= {"lost", "pages-outdated"}
    template.write_text("<article>Other words.</article>", "utf-8")
    date(template, -SOON)
    assert [issue.code for issue in alarms(built)] == ["page-older"]


def test_a_damaged_page_stays_an_error_after_a_change_of_settings(built: Layout) -> None:
    page = built.site / POST / "index.html"
    times = page.stat()
    damage_page(built)
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    change_settings(built, 'title = "Ada Example"', 'title = "My notes"')
    assert {issue.where for issue in verify(built).issues if issue.level == "error"} == {f"site/{POST}/index.html"}
    assert "page-older" in {issue.code for issue in verify(built).issues}


def test_a_damaged_page_is_an_error_in_a_copy_that_made_its_text_newer(built: Layout) -> None:
    """`git clone` and `cp` give files new times. A page as the build wrote it is only older."""
    text = built.root / POST / "index.md"
    date(text, SOON)
    assert alarms(built) == []
    damage_page(built)
    assert {issue.where for issue in verify(built).issues if issue.code == "lost"} == {f"site/{POST}/index.html"}


def test_a_page_that_the_build_wrote_wrong_is_an_error(built: Layout) -> None:
    """The settings were changed before the build, and the page did not follow them."""
    change_settings(built, 'title = "Ada Example"', 'title = "My notes"', after=-SOON)
    has_read(built, built.settings)
    report = verify(built)
    assert report.exit_code == 1
    assert "page-older" not in {issue.code for issue in report.issues}


def has_read(layout: Layout, file: Path) -> None:
    """Let the record of the last build say that it has read a file as it is now."""
    record = json.loads((layout.root / BUILD_RECORD).read_bytes())
    name = file.relative_to(layout.root).as_posix()
    record["made_from"][name] = [hashlib.sha256(file.read_bytes()).hexdigest(), []]
    (layout.root / BUILD_RECORD).write_text(json.dumps(record), "utf-8")


@pytest.mark.parametrize("after", [-SOON, SOON])
def test_contents_and_not_times_show_whether_a_page_is_outdated(built: Layout, after: int) -> None:
    text, page = built.root / POST / "index.md", f"{POST}/index.html"
    date(text, after)
    damage_page(built)
    sums = manifest.read(built.site)
    sums[page] = hashlib.sha256((built.site / page).read_bytes()).hexdigest()
    manifest.write(built.site, sums)
    assert {issue.where for issue in alarms(built) if issue.code == "lost"} == {f"site/{page}"}
    build.build(built, everything=True)
    assert alarms(built) == []
    replace_in(text, "\n---\n\n", "\n---\n\nA new first line.\n\n")
    date(text, after)
    assert [issue.code for issue in alarms(built)] == ["page-older"]


def test_a_build_reads_only_changed_texts_for_its_record(built: Layout) -> None:
    """And the record has the checksums of the texts as they are, also after a build that found nothing to do."""
    text = built.root / POST / "index.md"

    def recorded() -> str:
        name = f"{POST}/index.md"
        return str(json.loads((built.root / BUILD_RECORD).read_bytes())["made_from"][name][0])

    for words in ("One.", "Two."):
        replace_in(text, "\n---\n\n", f"\n---\n\n{words}\n\n")
        for _ in range(2):
            build.build(built)
            assert recorded() == hashlib.sha256(text.read_bytes()).hexdigest()


@pytest.mark.parametrize("in_settings", ["", "https://me.example"])
def test_a_site_built_for_another_base_url_has_no_fault(built: Layout, in_settings: str) -> None:
    change_settings(built, 'url = ""', f'url = "{in_settings}"', after=-SOON)
    build.build(built, url="https://other.example/blog/")
    assert "https://other.example/blog/posts" in (built.site / POST / "index.html").read_text("utf-8")
    assert alarms(built) == []
    (built.root / BUILD_RECORD).unlink()  # anyone may delete it
    assert alarms(built) == []
    assert verify(built).counts["pages_checked"] == 2
    replace_in(built.site / POST / "index.html", "https://other.example/blog/posts", "https://third.example/posts")
    assert verify(built).exit_code == 1


def test_a_deleted_theme_that_the_settings_name_is_reported(built: Layout) -> None:
    """Without the theme no site can be built, even if site/ has one now."""
    theme = built.root / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('name = "Mine"\nparent = "plain"\n', "utf-8")
    replace_in(built.settings, 'theme = "plain"', 'theme = "mine"')
    build.build(built)
    assert alarms(built) == []
    shutil.rmtree(theme.parent)
    assert ("themes/mine", "theme-gone", "warning") in [
        (issue.where, issue.code, issue.level) for issue in verify(built).issues
    ]
    with pytest.raises(ArchiveError):
        build.build(built)


@pytest.mark.slow
def test_a_deleted_folder_of_own_templates_is_named_until_the_next_build(built: Layout) -> None:
    """archive.toml does not name it, but the last build used it."""
    theme = built.root / "theme"
    theme.mkdir()
    (theme / "own-footer.html").write_text("<p>All by hand.</p>", "utf-8")
    build.build(built)
    assert alarms(built) == []
    shutil.rmtree(theme)
    found = [issue for issue in verify(built).issues if issue.code == "theme-gone"]
    assert [(issue.where, issue.level) for issue in found] == [("theme", "warning")]
    assert "theme/own-footer.html" in found[0].message
    build.build(built)
    assert alarms(built) == []


def test_a_changed_script_counts_as_another_version_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Builds copy it into the site, so a site with the old one is older and not damaged."""
    script = tmp_path / "package" / "site" / "search.js"
    script.parent.mkdir(parents=True)
    monkeypatch.setattr(program, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(program, "THEMES", ())
    digests = set()
    for words in ("one()", "two()"):
        script.write_text(words, "utf-8")
        digests.add(program.digest.__wrapped__())
    assert len(digests) == 2
