"""An archive of an earlier version, which read the same pages differently: the address of each post stays, or leads to
where the post is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from medium_archive import names
from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.commands.import_exports import Options, import_exports
from medium_archive.commands.verify import verify
from medium_archive.folder.catalog import Entry, read
from medium_archive.folder.layout import Layout
from medium_archive.formats import redirects
from medium_archive.medium import kind, titles
from medium_archive.report import Report
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_posts import p

NOTE, GLUED, OTHER, TURKISH = "0a0000000001", "0b0000000002", "0c0000000003", "0d0000000004"
LINE = "So we made it in a day :-)"
PAGES = {
    post_name(NOTE): post_page(LINE, p(LINE) + p("Thanks for the link!"), NOTE, heading=""),
    post_name(GLUED): post_page("A ProblemWalkthrough", p("Words."), GLUED, heading="A Problem Walkthrough"),
    post_name(OTHER): post_page(
        "Other", p(f'See <a href="https://medium.com/@ada/so-we-made-it-{NOTE}">that note</a>.'), OTHER
    ),
    post_name(TURKISH): post_page("İstanbul", p("Words."), TURKISH),
}
# The folders that the earlier version made
BEFORE = {
    NOTE: "posts/2020-03-01-so-we-made-it-in-a-day",
    GLUED: "posts/2020-03-01-a-problemwalkthrough",
    OTHER: "posts/2020-03-01-other",
    TURKISH: "posts/2020-03-01-i̇stanbul",
}
NOW = BEFORE | {NOTE: "responses/2020-03-01-so-we-made-it-in-a-day"}


@dataclass
class Older:
    """An archive that the earlier version made of the pages, in an export of 2021."""

    layout: Layout
    zip: Path

    def run(self, *, again: bool = False) -> Report:
        return import_exports([self.zip], self.layout, Options(again=again))

    def newer_export(self) -> Report:
        """The same pages in an export of 2022."""
        pages = {name: page.replace(b"April 12, 2021", b"April 12, 2022") for name, page in PAGES.items()}
        newer = self.zip.with_name("newer.zip")
        return import_exports([newer if newer.exists() else write_zip(newer, pages)], self.layout)

    @property
    def entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in read(self.layout).values() if entry.is_post}

    @property
    def paths(self) -> dict[str, str]:
        return {post_id: entry.path for post_id, entry in self.entries.items()}

    def text(self, post_id: str) -> str:
        return (self.layout.root / self.paths[post_id] / "index.md").read_text("utf-8")

    def bytes(self) -> dict[str, bytes]:
        files = (file for file in self.layout.root.rglob("*") if file.is_file() and "site" not in file.parts)
        return {str(file): file.read_bytes() for file in files}

    def errors(self) -> list[str]:
        return [f"{issue.where}: {issue.message}" for issue in verify(self.layout).issues if issue.level == "error"]


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Older:
    made = Older(Layout(tmp_path / "archive"), write_zip(tmp_path / "export.zip", PAGES))
    decide, lower = kind.decide, str.lower

    def as_story(post: kind.Facts) -> kind.Decision:
        if post.name == LINE:
            return kind.Decision("story", "its first line reads like a title", first_line_is_title=True)
        return decide(post)

    with monkeypatch.context() as earlier:
        earlier.setattr(kind, "decide", as_story)
        earlier.setattr(titles, "choose", lambda heading, name, following: (name, ""))
        earlier.setattr(names, "_lower", lower)
        made.run()
    assert made.paths == BEFORE
    return made


def test_importing_the_same_export_again_moves_no_post(older: Older) -> None:
    """The glued title is corrected, because the proof names it. Posts keep their kinds and addresses."""
    assert len(older.errors()) == 1
    older.run()
    before = older.bytes()
    assert older.paths == BEFORE
    assert "title: A Problem Walkthrough" in older.text(GLUED)
    older.run()
    assert older.bytes() == before
    assert older.errors() == []


def test_a_newer_export_with_the_same_pages_moves_no_post(older: Older) -> None:
    """Titles are read as today; Medium has changed nothing, so nothing is called retitled."""
    report = older.newer_export()
    assert [issue for issue in report.issues if issue.code == "retitled"] == []
    assert older.paths == BEFORE
    assert "title: A Problem Walkthrough" in older.text(GLUED)
    before = older.bytes()
    older.newer_export()
    assert older.bytes() == before
    assert older.errors() == []


@pytest.mark.parametrize("exports", ["one", "two"])
def test_reading_again_moves_a_response_and_its_old_address_leads_there(older: Older, exports: str) -> None:
    """`archive import --again`: every page is read as today. Folders keep their names."""
    if exports == "two":
        older.newer_export()
    older.run(again=True)
    assert older.paths == NOW
    assert older.entries[NOTE].reason == "no title, and Medium named it by its first words"
    assert "title: A Problem Walkthrough" in older.text(GLUED)
    assert "slug: a-problemwalkthrough" in older.text(GLUED)
    assert LINE in older.text(NOTE).rpartition("---\n")[2]
    assert f"../../{NOW[NOTE]}/index.md" in older.text(OTHER)
    before = older.bytes()
    older.run(again=True)
    older.run()
    assert older.bytes() == before
    build(older.layout)
    for post_id, path in BEFORE.items():
        page = (older.layout.site / path / "index.html").read_text("utf-8")
        assert ("http-equiv" in page and "refresh" in page) == (post_id == NOTE)
    assert f"url=../../{NOW[NOTE]}/index.html" in (older.layout.site / BEFORE[NOTE] / "index.html").read_text("utf-8")
    assert older.errors() == []


def test_a_redirect_leads_from_the_former_address_of_a_moved_post(older: Older) -> None:
    older.run(again=True)
    export(older.layout, redirects)
    rules = (older.layout.root / "redirects" / "_redirects").read_text("utf-8")
    assert f"/{BEFORE[NOTE]} /{NOW[NOTE]}/ 301\n" in rules


def test_what_a_person_edited_stays_when_the_post_moves(older: Older) -> None:
    text = older.layout.root / BEFORE[NOTE] / "index.md"
    text.write_text(older.text(NOTE).replace("Thanks for the link!", "Thanks, Ben!"), "utf-8")
    older.run(again=True)
    assert older.paths == NOW
    assert "Thanks, Ben!" in older.text(NOTE)
    assert older.errors() == []


def test_a_post_that_a_person_put_among_the_stories_stays_there(older: Older) -> None:
    """Their decision counts, whatever the program thinks of it."""
    older.run(again=True)
    (older.layout.root / NOW[NOTE]).rename(older.layout.root / BEFORE[NOTE])
    older.run(again=True)
    assert older.paths == BEFORE
    build(older.layout)
    assert "refresh" not in (older.layout.site / BEFORE[NOTE] / "index.html").read_text("utf-8")
    assert older.errors() == []


def test_the_records_of_a_new_archive_name_no_earlier_reading(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    import_exports([write_zip(tmp_path / "export.zip", PAGES)], layout)
    import_exports([tmp_path / "export.zip"], layout, Options(again=True))
    text = (layout.records / "history.jsonl").read_text("utf-8")
    assert '"was"' not in text and '"name"' not in text
