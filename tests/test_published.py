"""records/published.jsonl keeps where each post lives, and names no draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.verify import verify
from medium_archive.errors import RecordsDamaged
from medium_archive.folder import checksums, published
from medium_archive.folder.layout import Layout
from medium_archive.folder.published import Place, Remote
from tests.sample_exports import post_name, post_page, write_zip

BLOG = "https://blog.example"
LOOMS = Place("5c8d3a012345", "ghost", BLOG)
SECRET_PLANS = Place("0123456789ab", "ghost", BLOG)
REMOTE = Remote(
    id="17",
    address=f"{BLOG}/looms/",
    title="Looms & 鳥",
    slug="looms",
    date="2020-11-12T06:16:00Z",
    tags=("engines", "鳥"),
    state="published",
    text="0" * 64,
    sha256="1" * 64,
    at="2026-11-28T10:00:00Z",
)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


def test_written_records_are_read_back(layout: Layout) -> None:
    """Of several posts and places; a post whose answer is missing too."""
    remotes = {
        LOOMS: REMOTE,
        Place(LOOMS.post, "writeas", "https://write.as/ada"): Remote(sha256="2" * 64, at=REMOTE.at),
        SECRET_PLANS: Remote(id="18", state="draft"),
    }
    published.write(layout, remotes, drafts=[SECRET_PLANS.post])
    assert published.read(layout) == remotes


def test_an_archive_that_published_nothing_has_no_file(layout: Layout) -> None:
    published.write(layout, {}, drafts=())
    assert published.read(layout) == {}
    assert not list(layout.root.iterdir())


def test_published_jsonl_is_as_docs_format_says(layout: Layout) -> None:
    """A line a post and place, sorted, without keys that have no value, and with its checksum in SHA256SUMS."""
    layout.checksums.touch()
    other = Place("3c8d3a012345", "writeas", "https://write.as/ada")
    published.write(layout, {LOOMS: REMOTE, other: Remote(id="x")}, drafts=())
    lines = (layout.records / published.NAME).read_text("utf-8").splitlines()
    assert lines[0] == '{"post": "3c8d3a012345", "platform": "writeas", "account": "https://write.as/ada", "id": "x"}'
    assert len(lines) == 2
    assert "records/published.jsonl" in checksums.read(layout.checksums.read_bytes())[0]


def test_a_draft_is_named_only_in_private(layout: Layout) -> None:
    """Also when the post becomes a draft later, and the other way round."""
    remotes = {LOOMS: REMOTE, SECRET_PLANS: Remote(id="18")}
    for drafts in ([SECRET_PLANS.post], [LOOMS.post, SECRET_PLANS.post], [LOOMS.post]):
        published.write(layout, remotes, drafts)
        public = layout.records / published.NAME
        text = public.read_text("utf-8") if public.exists() else ""
        assert {post for post in (LOOMS.post, SECRET_PLANS.post) if post not in text} == set(drafts)
        assert published.read(layout) == remotes


def test_the_later_of_two_lines_about_a_published_post_counts(layout: Layout) -> None:
    """As after a merge of two copies of the archive."""
    layout.records.mkdir()
    line = '{"post": "a", "platform": "ghost", "account": "b", "id": "%s", "at": "2026-11-2%dT10:00:00Z"}\n'
    (layout.records / published.NAME).write_text(line % ("new", 9) + line % ("old", 8))
    assert published.read(layout)[Place("a", "ghost", "b")].id == "new"


@pytest.mark.parametrize(
    "line",
    ["[]", '{"post": "a", "platform": "ghost"}', '{"post": "a", "platform": "ghost", "account": "b", "tags": [1]}'],
)
def test_a_damaged_line_is_refused(layout: Layout, line: str) -> None:
    layout.records.mkdir()
    (layout.records / published.NAME).write_text(line)
    with pytest.raises(RecordsDamaged, match=r"records/published\.jsonl .*line 1") as caught:
        published.read(layout)
    assert caught.value.hint.startswith("Restore the file from git or a copy: no import makes it again. After a merge")


def test_the_line_of_a_post_moved_to_the_drafts_goes_to_private(tmp_path: Path) -> None:
    """With the next import, and back again; verify finds nothing wrong with it."""
    layout, post = Layout(tmp_path / "archive"), "0aaaaaaaaaaa"
    export = write_zip(tmp_path / "export.zip", {post_name(post): post_page(post_id=post)})
    import_exports.import_exports([export], layout)
    published.write(layout, {Place(post, "ghost", BLOG): REMOTE}, drafts=())
    (folder,) = layout.posts.iterdir()
    for source, target, home in (
        (layout.posts, layout.drafts, layout.private),
        (layout.drafts, layout.posts, layout.records),
    ):
        target.mkdir(exist_ok=True)
        (source / folder.name).rename(target / folder.name)
        import_exports.import_exports([export], layout)
        assert [file.parent for file in layout.root.rglob(published.NAME)] == [home]
        assert published.read(layout) == {Place(post, "ghost", BLOG): REMOTE}
        assert verify(layout).issues == ()
