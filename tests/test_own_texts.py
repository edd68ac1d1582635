"""Posts that a person writes by hand: without front matter, as one file, with mistakes in their addresses."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from medium_archive import budget
from medium_archive.commands.build import build
from medium_archive.commands.export import export
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import StoredPost, read_posts
from medium_archive.formats import Format, epub, html, jsonl, sqlite
from medium_archive.report import Issue, Report
from medium_archive.site import content
from tests import small_archive
from tests.sample_exports import BODY, post_name, post_page, write_zip
from tests.test_import import import_

LOOMS = "2020-11-12-looms/index.md"
MAY = 1_588_334_400  # 1 May 2020, 12:00 UTC


@pytest.fixture
def archive(tmp_path: Path) -> Layout:
    return small_archive.make(tmp_path)


def write(archive: Layout, file: str, text: str) -> None:
    small_archive.write(archive.root, file, text)
    os.utime(archive.root / file, (MAY, MAY))


def read(archive: Layout, path: str) -> tuple[StoredPost, list[Issue]]:
    posts, issues = read_posts(archive, drafts=True)
    (post,) = (post for post in posts if post.path == path)
    return post, [issue for issue in issues if issue.where == post.where]


def issues(report: Report, code: str) -> list[tuple[str, str]]:
    return [(issue.where, issue.message) for issue in report.issues if issue.code == code]


@pytest.mark.parametrize(
    ("folder", "text", "title", "day", "body"),
    [
        ("spring", "# A *first* day\n\nWords.\n", "A first day", "2020-05-01", "Words.\n"),
        ("spring", "A first day\n===\nWords.\n", "A first day", "2020-05-01", "Words.\n"),
        ("2019-03-04-spring", "Words.\n\n## Later\n\nMore.\n", "Later", "2019-03-04", "Words.\n\n## Later\n\nMore.\n"),
        ("2019-03-04-first_spring", "```\n# no\n```\n", "first spring", "2019-03-04", "```\n# no\n```\n"),
        ("春天", "# 春 & 天\n", "春 & 天", "2020-05-01", ""),
    ],
)  # fmt: skip
def test_a_text_without_front_matter_has_the_title_of_its_heading(
    archive: Layout, folder: str, text: str, title: str, *, day: str, body: str
) -> None:
    """And the date of its folder or of its file. A heading that begins the text is not shown twice."""
    write(archive, f"posts/{folder}/index.md", text)
    post, (issue,) = read(archive, f"posts/{folder}")
    assert (post.title, post.date and post.date.date().isoformat(), post.text) == (title, day, body)
    assert (issue.code, issue.level) == ("no-front-matter", "note")
    assert f"“{title}”" in issue.message and f"`date: {day}`" in issue.message
    build(archive)
    assert (archive.site / post.path / "index.html").read_text("utf-8").count("<h1") == 1


@pytest.mark.parametrize("more", ["", "tags:\n- one\nmedium:\n  id: 0a\n", "description: 'a: b'\n"])
def test_a_lost_first_line_of_front_matter_is_named(archive: Layout, more: str) -> None:
    write(archive, "posts/spring/index.md", f"title: Spring\ndate: 2021-01-05\n{more}---\n\nWords.\n")
    _, (issue,) = read(archive, "posts/spring")
    assert (issue.code, issue.level) == ("front-matter-start", "warning")
    assert "`---` back at the very top" in issue.message and "Spring" not in issue.message


@pytest.mark.parametrize("text", ["Note: rain\n---\n", "title: words\n\nMore.\n\n---\n", "Words\ntitle: x\n---\n"])
def test_other_texts_with_a_line_across_the_page_are_left_alone(archive: Layout, text: str) -> None:
    write(archive, "posts/spring/index.md", text)
    _, (issue,) = read(archive, "posts/spring")
    assert issue.code == "no-front-matter"


def test_front_matter_without_a_title_is_left_as_it_is(archive: Layout) -> None:
    write(archive, "posts/spring/index.md", "---\ndate: 2021-01-05\n---\n\n# Heading\n")
    post, found = read(archive, "posts/spring")
    assert (post.title, post.text, found) == ("", "# Heading\n", [])


def test_a_single_file_is_a_post(archive: Layout) -> None:
    """At the address of a folder of that name; its links and pictures begin beside the file."""
    small_archive.picture(archive.posts / "loose" / "a.png", 400, 200)
    write(archive, "posts/loose.md", f"# Loose\n\n[Looms]({LOOMS}) ![](loose/a.png)\n\n[x]: {LOOMS}\n\n[again][x]\n")
    write(archive, "posts/2022-01-01-other/index.md", "# Other\n\n[To it](../loose.md)\n")
    report = build(archive)
    assert (report.counts["posts"], issues(report, "link-to-nothing")) == (5, [])
    page = (archive.site / "posts/loose/index.html").read_text("utf-8")
    assert page.count('href="../2020-11-12-looms/index.html"') >= 2 and 'src="a.png"' in page
    assert 'href="../loose/index.html"' in (archive.site / "posts/2022-01-01-other/index.html").read_text("utf-8")
    assert {post.path for post in read_posts(archive, drafts=False)[0]} >= {"posts/loose"}
    assert status(archive).counts["posts"] == 5
    assert [issue.where for issue in verify(archive).issues if "loose" in issue.where and issue.level == "error"] == []


def test_verify_checks_the_links_of_a_single_file(archive: Layout) -> None:
    """They begin in the folder of the file; a link to it may have either name that it has on the site."""
    write(archive, "posts/loose.md", f"# Loose\n\n[Looms]({LOOMS}), [itself](loose/index.md), [gone](../{LOOMS})\n")
    write(archive, "posts/2022-01-01-other/index.md", "# Other\n\n[It](../loose/index.md) [and](../loose.md)\n")
    ((where, message),) = issues(verify(archive), "link-broken")
    assert where == "posts/loose.md" and f"../{LOOMS}" in message


def test_the_page_of_a_single_file_that_failed_is_not_missing(archive: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    write(archive, "posts/loose.md", "# Loose\n\nWords.\n")
    render = content.render_post

    def fail_once(post: StoredPost, *more: Any) -> content.Rendering:
        if post.is_loose:
            raise ValueError("no such thing")
        return render(post, *more)

    monkeypatch.setattr(content, "render_post", fail_once)
    assert [where for where, _ in issues(build(archive), "page-failed")] == ["posts/loose.md"]
    assert [issue for issue in verify(archive).issues if issue.where.startswith("site/")] == []


@pytest.mark.parametrize("format", [epub, html])
def test_an_export_names_the_single_file_that_has_a_mistake(
    archive: Layout, tmp_path_factory: pytest.TempPathFactory, format: Format
) -> None:
    write(archive, "drafts/secret.md", "# Secret\n")
    write(archive, "posts/loose.md", "# Loose\n\n![](gone.png) [a draft](../drafts/secret.md)\n")
    report = export(archive, format, tmp_path_factory.mktemp("out") / "out")
    found = [issue for issue in report.issues if "loose" in issue.where]
    assert {issue.where for issue in found} == {"posts/loose.md"}
    assert any(issue.message.startswith("A link leads to a post that is not exported") for issue in found)


def test_a_line_of_a_file_may_name_a_single_file(archive: Layout, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(archive, "posts/loose.md", "# Loose\n\nWords.\n")
    folder = tmp_path_factory.mktemp("out")
    (folder / "posts.txt").write_text("posts/loose.md\n", "utf-8")
    report = export(archive, epub, folder / "book.epub", epub.Settings(addresses=folder / "posts.txt"))
    assert (report.counts["posts"], issues(report, "address-unknown")) == (1, [])


def test_a_database_has_the_path_of_a_single_file(archive: Layout, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(archive, "posts/loose.md", "# Loose\n")
    file = tmp_path_factory.mktemp("out") / "posts.db"
    export(archive, sqlite, file)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT path FROM posts WHERE title = 'Loose'").fetchall() == [("posts/loose.md",)]


def test_the_page_of_a_single_file_that_cannot_be_read_stays(archive: Layout) -> None:
    write(archive, "posts/loose.md", "# Loose\n\nWords.\n")
    build(archive)
    page = (archive.site / "posts/loose/index.html").read_bytes()
    write(archive, "posts/loose.md", "x" * (budget.TEXT.most_bytes + 1))
    assert [where for where, _ in issues(build(archive), "unreadable")] == ["posts/loose.md"]
    assert (archive.site / "posts/loose/index.html").read_bytes() == page


def test_a_single_file_is_exported_like_a_folder(archive: Layout, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("out") / "posts.jsonl"
    write(archive, "posts/loose.md", f"# Loose\n\n[Looms]({LOOMS}) Words.\n")
    export(archive, jsonl, file, jsonl.Settings())
    line = next(line for line in file.read_text("utf-8").splitlines() if "Loose" in line)
    assert '"posts/loose"' in line and "Words." in line


def test_a_folder_has_the_place_of_a_single_file(archive: Layout) -> None:
    write(archive, "posts/loose.md", "# File\n")
    write(archive, "posts/loose/index.md", "# Folder\n")
    assert read(archive, "posts/loose")[0].title == "Folder"
    for report in (build(archive), verify(archive)):
        ((where, message),) = issues(report, "text-misplaced")
        assert where == "posts/loose.md" and "The folder posts/loose has a post already" in message


@pytest.mark.parametrize("has_pictures", [True, False])
def test_a_post_does_not_take_the_place_of_a_single_file(tmp_path: Path, *, has_pictures: bool) -> None:
    """It gets another folder, and both are posts."""
    layout = Layout(tmp_path / "archive")
    import_(layout, write_zip(tmp_path / "first.zip", {post_name(slug="First"): post_page("First", BODY)}))
    loose = layout.posts / "2020-03-01-a-title.md"
    loose.write_text("# Mine\n\nWords.\n", "utf-8")
    if has_pictures:
        loose.with_suffix("").mkdir()
    second = {post_name("ba9876543210"): post_page("A Title", BODY)}
    import_(layout, write_zip(tmp_path / "second.zip", second))
    titles = {post.path: post.title for post in read_posts(layout, drafts=True)[0]}
    assert titles["posts/2020-03-01-a-title"] == "Mine"
    assert titles["posts/2020-03-01-a-title-ba9876543210"] == "A Title"


def test_a_draft_may_be_a_single_file(archive: Layout) -> None:
    """In drafts/, or with `draft: true`. It is on no page."""
    write(archive, "drafts/idea.md", "# Quiet idea\n")
    write(archive, "posts/later.md", "---\ntitle: Later\ndraft: true\n---\n")
    assert build(archive).counts["posts"] == 3
    assert {read(archive, path)[0].kind for path in ("drafts/idea", "posts/later")} == {"draft"}


def test_a_changed_single_file_is_built_again(archive: Layout) -> None:
    write(archive, "posts/loose.md", "# Loose\n\nOld words.\n")
    build(archive)
    small_archive.write(archive.root, "posts/loose.md", "# Loose\n\nNew words.\n")
    assert "site-older" in {issue.code for issue in verify(archive).issues}
    build(archive)
    assert "New words." in (archive.site / "posts/loose/index.html").read_text("utf-8")


def test_mistyped_addresses_are_named_with_their_lines(archive: Layout) -> None:
    """As the person wrote them, with the lines of the file, also in HTML, definitions and files without a folder."""
    write(
        archive,
        "posts/spring/index.md",
        "---\ntitle: Spring\ndate: 2020-05-01\n---\n\n![](hafen bild.png)\n![](%E6%B8%AF.png)\n\n[a](../no/index.md)\n"
        '\n<p>\n<img src="b.png">\n</p>\n\n[c][d]\n\n[d]: e.md\n',
    )
    write(archive, "posts/loose.md", "# Loose\n\n`![](no.png)` and ![](f.png)\n")
    small_archive.picture(archive.posts / "f.png", 10, 10)
    found = issues(build(archive), "link-to-nothing")
    assert sorted((where, message.partition(":")[0]) for where, message in found) == [
        ("posts/loose.md", "Line 3"),
        *(("posts/spring/index.md", f"Line {line}") for line in (12, 17, 7, 9)),
    ]
    messages = " ".join(message for _, message in found)
    assert all(f": {name}. " in messages for name in ("港.png", "../no/index.md", "b.png", "e.md", "f.png"))
    assert "Put it into the folder loose, and write loose/ before its name." in messages


def test_the_line_of_a_mistake_follows_the_file(archive: Layout) -> None:
    """Also if only the lines above the text change, and the page stays."""
    text = "---\ntitle: Spring\n{}date: 2020-05-01\n---\n\n![](a.png)\n"
    write(archive, "posts/spring/index.md", text.format(""))
    assert issues(build(archive), "link-to-nothing")[0][1].startswith("Line 6: ")
    small_archive.write(archive.root, "posts/spring/index.md", text.format("mood: calm\n"))
    assert issues(build(archive), "link-to-nothing")[0][1].startswith("Line 7: ")


def test_a_mistyped_cover_is_named_with_its_line(archive: Layout) -> None:
    """Once, also if the text shows the same picture; a cover that is there is on the page."""
    text = "---\ntitle: Spring\ncover: {}\ndate: 2020-05-01\n---\n\nWords.\n"
    small_archive.picture(archive.posts / "loose" / "harbour.png", 400, 200)
    small_archive.picture(archive.posts / "beside.png", 400, 200)
    write(archive, "posts/2022-good/index.md", text.format("../loose/harbour.png"))
    write(archive, "posts/2022-spring/index.md", text.format("harbor.png"))
    write(archive, "posts/2022-twice/index.md", f"{text.format('harbor.png')}\n![](harbor.png)\n")
    write(archive, "posts/2022-beside.md", text.format("beside.png"))
    write(archive, "posts/loose.md", text.format("loose/harbour.png"))
    found = issues(build(archive), "link-to-nothing")
    assert sorted((where, message.partition(". ")[0]) for where, message in found) == [
        ("posts/2022-beside.md", "Line 3: a picture beside the text is not published: beside.png"),
        ("posts/2022-spring/index.md", "Line 3: a picture is not there: harbor.png"),
        ("posts/2022-twice/index.md", "Line 9: a picture is not there: harbor.png"),
    ]
    assert (archive.site / "posts/loose/harbour.png").is_file()
    write(archive, "posts/2022-spring/index.md", text.format("harbor.png").replace("title", "lang: en\ntitle"))
    assert any(message.startswith("Line 4: ") for _, message in issues(build(archive), "link-to-nothing"))


def test_a_picture_of_another_site_is_named(archive: Layout) -> None:
    """A picture that Medium has is not: the records know where it is."""
    write(archive, "posts/spring/index.md", "# Spring\n\n![](https://example.com/a.png)\n")
    ((where, message),) = issues(build(archive), "picture-elsewhere")
    assert (
        where == "posts/spring/index.md" and message.startswith("Line 3: ") and "https://example.com/a.png" in message
    )


def test_an_own_post_with_the_address_of_a_picture_that_is_here_lacks_nothing(archive: Layout) -> None:
    """The picture of another post is not shown: the text names another site."""
    records = archive.records / "pictures.jsonl"
    here = [one for one in small_archive.read_records(records) if one.get("files")]
    records.write_text("".join(f"{json.dumps(one)}\n" for one in here), "utf-8")
    write(archive, "posts/spring/index.md", f"# Spring\n\n![]({here[0]['address']})\n")
    report = build(archive)
    assert issues(report, "pictures-lacking") == []
    assert [
        here[0]["address"] in message for where, message in issues(report, "picture-elsewhere") if "spring" in where
    ]
    assert report.counts["pictures_lacking"] == 0


def test_a_relative_address_of_an_export_is_not_mistyped(archive: Layout) -> None:
    """Some exports have such addresses of pictures. The records know them, so they count as lacking."""
    address = "2018-07-02_A-Post-9df847dd4ada/1*a.jpeg"
    records = archive.records / "pictures.jsonl"
    small_archive.write(
        archive.root, "records/pictures.jsonl", f'{{"address": "{address}"}}\n' + records.read_text("utf-8")
    )
    write(archive, "posts/spring/index.md", f"# Spring\n\n![]({address})\n")
    report = build(archive)
    assert issues(report, "link-to-nothing") == []
    assert report.counts["pictures_lacking"] == 2


def test_pictures_that_the_archive_lacks_are_one_issue(archive: Layout) -> None:
    """With the number of `archive status`, and what may help."""
    report = build(archive)
    ((_, message),) = issues(report, "pictures-lacking")
    lacking = status(archive).counts["pictures_missing"] + status(archive).counts["pictures_not_tried"]
    assert message.startswith(f"The archive lacks {lacking} picture") and lacking == 1
    assert report.counts["pictures_lacking"] == 1
    assert "`archive pictures --wayback`" in message and "--from FOLDER" in message
