"""`archive forget POST`: a post is hidden, kept away, still proven, and comes back as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from medium_archive.cli.root import app
from medium_archive.commands import import_exports
from medium_archive.commands.build import build
from medium_archive.commands.forget import forget, undo
from medium_archive.commands.publish import build_and_check
from medium_archive.commands.show_history import history
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.errors import NoSuchPost
from medium_archive.folder import catalog
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from medium_archive.report import Report
from tests import page_archives, small_archive
from tests.conftest import EXAMPLE_ZIP
from tests.interruptions import state
from tests.page_archives import JUNE, MAY, changed
from tests.sample_exports import post_name, post_page, write_zip

BREAD = "posts/2018-11-25-harbour-bread-or-how-to-use-a-warm-wall"  # other posts link to it, and it has pictures
NAME = BREAD.rpartition("/")[2]
ID = "91d3b8e6204f"
HAND = "Written by hand.\n"


@pytest.fixture
def archive(own_example: Layout) -> Layout:
    """The example, where a person has edited the post."""
    with (own_example.root / BREAD / "index.md").open("a", encoding="utf-8") as file:
        file.write(HAND)
    (own_example.root / BREAD / "mine.txt").write_text("mine")
    return own_example


def import_(layout: Layout, *exports: Path) -> Report:
    return import_exports.import_exports(exports or [EXAMPLE_ZIP], layout, import_exports.Options(jobs=1))


def archived(layout: Layout) -> dict[str, bytes]:
    """All files but the site."""
    return {name: content for name, content in state(layout.root).items() if not name.startswith("site/")}


def problems(layout: Layout) -> list[tuple[str, str]]:
    return [(issue.where, issue.code) for issue in verify(layout).issues if issue.level != "note"]


def test_a_forgotten_post_is_nowhere(archive: Layout) -> None:
    """Neither in its folder nor on the site, also with drafts, nor in a public file; no link to it is broken."""
    forget(archive, BREAD)
    assert not (archive.root / BREAD).exists()
    build(archive, drafts=True)
    assert not [name for name in state(archive.site) if NAME in name and not name.startswith((".", "search"))]
    linking = (archive.site / "posts/2022-03-13-tabs-i-never-close/index.html").read_text("utf-8")
    assert NAME not in linking.replace(f"{NAME}-{ID}", "")
    public = {name for name, content in archived(archive).items() if NAME.encode() + b'"' in content}
    assert not [name for name in public if not name.startswith(("private/", "drafts/", "exports/"))]
    assert [post.path for post in read_posts(archive, drafts=True)[0] if post.id == ID] == []


def test_every_command_knows_it(archive: Layout) -> None:
    """Nothing is called lost or missing; a site that is built again can be published."""
    before = status(archive).counts
    report = forget(archive, BREAD)
    assert report.counts == {"forgotten": 1}
    build(archive)
    checked = verify(archive)
    assert (problems(archive), checked.counts["forgotten"], checked.counts["lost"]) == ([], 1, 0)
    counts = status(archive).counts
    assert (counts["posts"], counts["drafts"], counts["forgotten"]) == (before["posts"] - 1, before["drafts"], 1)
    assert history(archive, ID).facts["here"].startswith("forgotten; `archive forget --undo posts/2018-11-25")
    assert NAME in history(archive, NAME).facts["post"]
    build_and_check(archive, "https://salma.example")


def test_later_imports_keep_it_away(archive: Layout) -> None:
    """Of the same export, with --again, and from the start of an archive whose hidden folder was deleted."""
    forget(archive, BREAD)
    away = archived(archive)
    report = import_(archive)
    assert (report.counts["new"], report.counts["forgotten"]) == (0, 1)
    assert [name for name in archived(archive) if name.startswith(BREAD)] == []
    assert {name for name in away if NAME in name} == {name for name in archived(archive) if NAME in name}
    import_exports.import_exports([], archive, import_exports.Options(jobs=1, again=True))
    assert not (archive.root / BREAD).exists()
    shutil.rmtree(archive.drafts / f".{NAME}")
    import_(archive)
    assert (archive.drafts / f".{NAME}" / "index.md").is_file() and not (archive.root / BREAD).exists()


@pytest.mark.parametrize("imports_between", [False, True])
def test_it_comes_back_byte_for_byte(archive: Layout, imports_between: bool) -> None:
    """With what a person wrote and put beside it, and with all records, also after an import."""
    if imports_between:
        import_(archive)
    before = archived(archive)
    forget(archive, BREAD)
    if imports_between:
        import_(archive)
    assert archived(archive) != before
    report = undo(archive, BREAD)
    assert (archived(archive), report.counts) == (before, {"forgotten": 0})
    assert (archive.root / BREAD / "index.md").read_text("utf-8").endswith(HAND)
    assert problems(archive) == []


def test_an_import_keeps_the_hidden_text_up_to_date(layout: Layout, tmp_path: Path) -> None:
    """With the edits of a person: the post comes back as if it had never been away."""
    old = {post_name(): post_page(body="<p>One.</p>"), post_name("0123456789cd"): post_page(post_id="0123456789cd")}
    new = {**old, post_name(): post_page(body="<p>Two.</p>", exported="May 2, 2022")}
    first, second = write_zip(tmp_path / "1.zip", old), write_zip(tmp_path / "2.zip", new)
    import_(layout, first)
    path = next(entry.path for entry in catalog.read(layout).values() if entry.id == "0123456789ab")
    other = Layout(tmp_path / "other")
    shutil.copytree(layout.root, other.root)
    forget(layout, path)
    import_(layout, second)
    assert problems(layout) == [] and not (layout.root / path).exists()
    undo(layout, path)
    import_(other, second)
    known = {name: content for name, content in archived(other).items() if not name.endswith(("proof.json", "SUMS"))}
    assert {name: content for name, content in archived(layout).items() if name in known} == known
    assert "Two." in (layout.root / path / "index.md").read_text("utf-8")


def test_a_saved_page_does_not_bring_it_back(layout: Layout, tmp_path: Path) -> None:
    """Although it would bring back a post whose folder is missing, and has a newer text."""
    import_(layout, page_archives.export(tmp_path, MAY, [changed(MAY)]))
    (post,) = read_posts(layout, drafts=False)[0]
    forget(layout, post.path)
    before = archived(layout)
    (tmp_path / "page.html").write_bytes(page_archives.page(changed(JUNE)))
    import_(layout, tmp_path / "page.html")
    hidden = {name: content for name, content in archived(layout).items() if "/." in name}
    assert hidden and hidden == {name: content for name, content in before.items() if "/." in name}
    assert not (layout.root / post.path).exists()


def test_a_draft_that_is_published_stays_away(layout: Layout, tmp_path: Path) -> None:
    """It comes back as the story that it is now."""
    import_(layout, write_zip(tmp_path / "1.zip", {"posts/draft_A-Title-0123456789ab.html": post_page(draft=True)}))
    forget(layout, "a-title")
    import_(layout, write_zip(tmp_path / "2.zip", {post_name(): post_page(exported="May 2, 2022")}))
    assert read_posts(layout, drafts=True)[0] == []
    assert problems(layout) == []
    assert undo(layout, "0123456789ab").facts["post"] == "posts/2020-03-01-a-title"
    assert [post.kind for post in read_posts(layout, drafts=True)[0]] == ["story"]


@pytest.mark.parametrize(
    "name",
    [
        BREAD,
        f"{BREAD}/index.md",
        NAME,
        "harbour-bread-or-how-to-use-a-warm-wall",
        ID,
        f"https://medium.com/@salmaofthequay/harbour-bread-or-how-to-use-a-warm-wall-{ID}?source=x",
        f"https://medium.com/p/{ID}",
        f"https://salma.example/{BREAD}/index.html",
    ],
)
def test_a_post_is_named_in_many_ways(archive: Layout, name: str) -> None:
    """The same to forget it and to have it back."""
    assert forget(archive, name, dry_run=True).facts["post"] == BREAD
    assert (archive.root / BREAD).is_dir()
    forget(archive, BREAD)
    assert forget(archive, name).facts["post"] == BREAD
    assert undo(archive, name, dry_run=True).facts["post"] == BREAD
    assert not (archive.root / BREAD).exists()
    assert undo(archive, name).facts["post"] == BREAD


def test_an_unclear_name_is_refused(archive: Layout) -> None:
    """Words of a title could mean several posts, and are not enough."""
    before = archived(archive)
    for name in ("Harbour Bread", "nothing", "", "posts"):
        with pytest.raises(NoSuchPost):
            forget(archive, name)
        with pytest.raises(NoSuchPost):
            undo(archive, name)
    assert archived(archive) == before


def test_a_post_of_ones_own_can_be_forgotten(tmp_path: Path) -> None:
    """One that was never at Medium; also two of one name, one after the other. A single file can't be hidden."""
    archive = small_archive.make(tmp_path)
    for text in ("# First\n", "# Second\n"):
        small_archive.write(archive.root, "posts/mine/index.md", text)
        small_archive.picture(archive.posts / "mine" / "a.png", 9, 9)
        before = state(archive.posts / "mine")
        forget(archive, "mine")
        assert not (archive.posts / "mine").exists()
        undo(archive, "posts/mine")
        assert state(archive.posts / "mine") == before
    small_archive.write(archive.root, "posts/loose.md", "# Loose\n")
    with pytest.raises(NoSuchPost, match="is a single file of yours"):
        forget(archive, "loose")


def test_another_post_in_its_place_is_not_touched(archive: Layout) -> None:
    forget(archive, BREAD)
    small_archive.write(archive.root, f"{BREAD}/index.md", "# Another\n")
    assert undo(archive, ID).facts["post"] == f"{BREAD}-{ID}"
    assert (archive.root / BREAD / "index.md").read_text() == "# Another\n"


def test_a_record_without_a_hidden_folder_is_named(archive: Layout, tmp_path: Path) -> None:
    """As a killed run, or a person who moves the folder back, leaves it: either command completes it."""
    forget(archive, BREAD)
    (archive.drafts / f".{NAME}").rename(archive.root / BREAD)
    assert (BREAD, "forgotten-there") in problems(archive)
    other = Layout(tmp_path / "other")
    shutil.copytree(archive.root, other.root)
    undo(archive, ID)
    forget(other, ID)
    build(archive)
    build(other)
    assert problems(archive) == problems(other) == []
    assert (archive.root / BREAD).is_dir() and not (other.root / BREAD).exists()


def test_what_was_done_is_said(archive: Layout) -> None:
    """And how to undo it."""
    arguments = [NAME, "--archive", str(archive.root)]
    assert f"archive forget --undo {BREAD}" in CliRunner().invoke(app, ["forget", *arguments]).output
    assert "as it was" in CliRunner().invoke(app, ["forget", "--undo", *arguments]).output
    assert "is not forgotten" in CliRunner().invoke(app, ["forget", "--undo", *arguments]).output


def test_links_to_it_lead_to_medium(archive: Layout) -> None:
    """Also from a text of one's own, which no program changes; and such a site can be published."""
    small_archive.write(archive.root, "posts/mine/index.md", f"# Mine\n\nSee [the bread](../{NAME}/index.md).\n")
    forget(archive, BREAD)
    build(archive)
    page = (archive.site / "posts/mine/index.html").read_text("utf-8")
    assert f'<a href="https://medium.com/p/{ID}" rel="noopener">the bread</a>' in page
    assert problems(archive) == [("posts/mine/index.md", "link-broken")]
    build_and_check(archive, "https://salma.example")


def test_the_id_of_a_forgotten_draft_is_not_published(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "archive")
    drafts = {"posts/draft_A-Title-0123456789ab.html": post_page(draft=True)}
    import_(
        layout,
        write_zip(tmp_path / "1.zip", {**drafts, post_name("0123456789cd"): post_page("B", post_id="0123456789cd")}),
    )
    forget(layout, "0123456789ab")
    small_archive.write(layout.root, "posts/mine/index.md", "# Mine\n\nSee [it](../../drafts/a-title/index.md).\n")
    build(layout)
    assert "0123456789ab" not in (layout.site / "posts/mine/index.html").read_text("utf-8")


def test_a_site_with_a_link_to_a_forgotten_story_can_be_published(layout: Layout, tmp_path: Path) -> None:
    """Its id was public, and no secret, also if no other text has it."""
    pages = {post_name(): post_page(), post_name("0123456789cd"): post_page("B", post_id="0123456789cd")}
    import_(layout, write_zip(tmp_path / "1.zip", pages))
    path = forget(layout, "0123456789ab").facts["post"]
    small_archive.write(layout.root, "posts/mine/index.md", f"# Mine\n\nSee [it](../../{path}/index.md).\n")
    assert "posts/mine/index.html" in build_and_check(layout, "https://salma.example").files
    assert "https://medium.com/p/0123456789ab" in (layout.site / "posts/mine/index.html").read_text("utf-8")
    assert [issue for issue in verify(layout).issues if issue.where.startswith("site")] == []


def test_a_post_may_be_named_by_its_title(archive: Layout) -> None:
    """Capital letters and spaces do not count. Without such a post, those with similar titles are named."""
    title = "HARBOUR bread, or how  to use a warm wall"
    with pytest.raises(NoSuchPost) as refused:
        forget(archive, "harbour bread")
    assert BREAD in (refused.value.hint or "")
    assert forget(archive, title).facts["post"] == BREAD
    assert undo(archive, title).facts["post"] == BREAD
    with pytest.raises(NoSuchPost) as refused:
        forget(archive, "zzzz")
    assert "Similar" not in (refused.value.hint or "")


def test_the_command_to_have_it_back_can_be_copied(archive: Layout) -> None:
    """Also for a folder that a person named with spaces; Chinese names need no quotes."""
    for name, shown in (("my post", "'posts/my post'"), ("雨港", "posts/雨港")):
        (archive.posts / name).mkdir()
        (archive.posts / name / "index.md").write_text("---\ntitle: Mine\n---\n\nWords.\n")
        assert f"`archive forget --undo {shown}`" in forget(archive, name).details["text"]


def test_a_title_of_two_posts_names_none(archive: Layout) -> None:
    """Both folders are named."""
    for name in ("one", "two"):
        folder = archive.posts / name
        folder.mkdir()
        (folder / "index.md").write_text("---\ntitle: The same words\n---\n\nWords.\n")
    with pytest.raises(NoSuchPost, match="2 posts match The same words: posts/one, posts/two"):
        forget(archive, "The same words")


def test_of_many_posts_with_one_title_a_few_are_named(archive: Layout) -> None:
    for number in range(30):
        folder = archive.posts / f"{number:02}"
        folder.mkdir()
        (folder / "index.md").write_text("---\ntitle: Untitled\n---\n\nWords.\n")
    with pytest.raises(NoSuchPost, match=r"30 posts match untitled: posts/00, .*, posts/04 and 25 more\.$"):
        forget(archive, "untitled")


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_no_name(archive: Layout, name: str) -> None:
    with pytest.raises(NoSuchPost, match="The name of the post is empty"):
        forget(archive, name)
