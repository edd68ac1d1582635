"""What `archive import` promises about the folder it makes and the work it finds there."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from medium_archive.commands import import_exports
from medium_archive.commands.build import build
from medium_archive.commands.show_status import status
from medium_archive.commands.verify import verify
from medium_archive.errors import ArchiveInUse, ExportUnreadable, NewerArchive, NotAnArchive
from medium_archive.folder import lock
from medium_archive.folder.layout import Layout
from medium_archive.folder.posts import read_posts
from medium_archive.report import Report
from tests.conftest import EXAMPLE_ZIP, EXAMPLES, one_in
from tests.sample_exports import BODY, post_name, post_page, write_zip
from tests.test_status_cache import age


def snapshot(root: Path) -> dict[str, str]:
    """The checksum of every file but the lock and the cache of `archive verify`, which names the last site."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (lock.NAME, "verify.json")
    }


def import_(layout: Layout, *sources: Path, pictures: Path | None = None) -> Report:
    return import_exports.import_exports(sources, layout, import_exports.Options(pictures=pictures))


def test_each_post_is_a_folder_by_its_kind(example: Layout) -> None:
    """The example's twelve stories, two responses and two drafts are in the three folders."""
    assert len(list(example.posts.glob("*/index.md"))) == 12
    assert len(list(example.responses.glob("*/index.md"))) == 2
    assert len(list(example.drafts.glob("*/index.md"))) == 2


def test_originals_and_the_export_are_kept_byte_for_byte(example: Layout) -> None:
    """original/ and private/original/ hold each page as the export did; exports/ holds the zip."""
    pages = {path.name: path.read_bytes() for path in (EXAMPLES / "export" / "posts").iterdir()}
    kept = [*example.originals.iterdir(), *(example.private / "original").iterdir()]
    assert {path.name: path.read_bytes() for path in kept} == pages
    assert (example.exports / EXAMPLE_ZIP.name).read_bytes() == EXAMPLE_ZIP.read_bytes()


def test_checksums_are_what_sha256sum_reads(example: Layout) -> None:
    """Every line of SHA256SUMS is the checksum of a file that is there; no draft is named."""
    lines = example.checksums.read_text().splitlines()
    assert len(lines) > 30
    for line in lines:
        sha256, _, name = line.partition("  ")
        assert hashlib.sha256((example.root / name).read_bytes()).hexdigest() == sha256
        assert not name.startswith(("drafts/", "private/", "exports/"))


def test_importing_twice_changes_no_byte(own_example: Layout) -> None:
    """Law 4: twice is once, with pictures given and without."""
    before = snapshot(own_example.root)
    import_(own_example, EXAMPLE_ZIP, pictures=EXAMPLES / "pictures")
    assert snapshot(own_example.root) == before
    report = import_(own_example, EXAMPLE_ZIP)
    assert snapshot(own_example.root) == before
    assert report.counts["unchanged"] == 16


def test_the_folder_and_the_zip_of_one_export_give_the_same_posts(example: Layout, layout: Layout) -> None:
    """An unpacked export is as good as the zip."""
    import_(layout, EXAMPLES / "export", pictures=EXAMPLES / "pictures")
    ours, theirs = snapshot(layout.root), snapshot(example.root)
    made = ("site/", ".cache/", "private/.cache/")
    different = {name for name in ours.keys() ^ theirs.keys() if not name.startswith(made)}
    assert {name.partition("/")[0] for name in different} == {"exports"}
    # The records of imports and accounts, the history and the proof name the exports
    assert {n for n in ours.keys() & theirs.keys() if ours[n] != theirs[n]} == {
        "records/imports.jsonl",
        "records/history.jsonl",
        "records/proof.json",
        "private/accounts.jsonl",
        "private/history.jsonl",
        "SHA256SUMS",
        "private/SHA256SUMS",
    }


def test_an_edited_post_is_kept(own_example: Layout) -> None:
    """Law 3: what a person wrote is never overwritten, whatever is imported."""
    post = next(own_example.posts.glob("*lamp*")) / "index.md"
    post.write_text(post.read_text("utf-8").replace("ninety-one", "ninety-two"), "utf-8")
    settings = own_example.settings.read_text("utf-8").replace("Salma Lin", "Salma")
    own_example.settings.write_text(settings, "utf-8")
    own_example.about.write_text("---\ntitle: Me\n---\n\nMy own words.\n", "utf-8")
    before = snapshot(own_example.root)
    import_(own_example, EXAMPLE_ZIP, pictures=EXAMPLES / "pictures")
    after = snapshot(own_example.root)
    # The proof says now that a person edited the post
    assert {name for name in after if after[name] != before.get(name)} == {"records/proof.json", "SHA256SUMS"}
    assert before.keys() == after.keys()


def test_a_post_moved_and_renamed_by_hand_stays_there(own_example: Layout) -> None:
    """The folder above a post says its kind; the id in its front matter says which post it is."""
    response = next(own_example.responses.glob("*bicycle*"))
    shutil.move(response, own_example.posts / "the-bell")
    import_(own_example, EXAMPLE_ZIP)
    assert (own_example.posts / "the-bell" / "index.md").is_file()
    assert len(list(own_example.responses.glob("*/index.md"))) == 1
    assert '"path": "posts/the-bell"' in (own_example.records / "catalog.jsonl").read_text("utf-8")


def test_only_a_newer_export_replaces_unedited_texts(layout: Layout, tmp_path: Path) -> None:
    """The newest original wins by its export's date, not by the order of import."""
    old = write_zip(tmp_path / "old.zip", {post_name(): post_page()})
    changed = post_page(body=BODY.replace("first", "better"), exported="May 1, 2022")
    new = write_zip(tmp_path / "new.zip", {post_name(): changed})
    import_(layout, old)
    import_(layout, new)
    after = snapshot(layout.root)
    text = next(layout.posts.glob("*/index.md")).read_text("utf-8")
    assert "The better paragraph of it." in text
    report = import_(layout, old)
    assert report.counts["unchanged"] == 1
    assert snapshot(layout.root) == after


def test_a_published_draft_moves_with_its_edits(layout: Layout, tmp_path: Path) -> None:
    """The folder goes from drafts/ to posts/; an edit made in the meantime is still in it."""
    draft = post_page(draft=True)
    import_(layout, write_zip(tmp_path / "1.zip", {"posts/draft_A-Title-0123456789ab.html": draft}))
    file = layout.drafts / "a-title" / "index.md"
    file.write_text(file.read_text("utf-8") + "\nAdded by hand.\n", "utf-8")
    import_(layout, write_zip(tmp_path / "2.zip", {post_name(): post_page(exported="May 1, 2022")}))
    assert "Added by hand." in (layout.posts / "2020-03-01-a-title" / "index.md").read_text("utf-8")
    assert not list(layout.drafts.glob("*"))


def test_an_id_is_the_same_with_and_without_its_leading_zero(layout: Layout, tmp_path: Path) -> None:
    """Exports dropped leading zeros of ids until about 2023; it is the same post."""
    import_(layout, write_zip(tmp_path / "1.zip", {post_name("123456789ab"): post_page(post_id="123456789ab")}))
    newer = post_page(post_id="0123456789ab", exported="May 1, 2024")
    import_(layout, write_zip(tmp_path / "2.zip", {post_name("0123456789ab"): newer}))
    assert len(list(layout.posts.glob("*/index.md"))) == 1


def test_two_posts_with_one_title_on_one_day_have_two_folders(layout: Layout, tmp_path: Path) -> None:
    """A name that is taken gets the id at its end."""
    files = {post_name(i): post_page(post_id=i) for i in ("00000000000a", "00000000000b")}
    import_(layout, write_zip(tmp_path / "1.zip", files))
    assert sorted(path.name for path in layout.posts.iterdir()) == [
        "2020-03-01-a-title",
        "2020-03-01-a-title-00000000000b",
    ]


def test_a_page_without_a_post_is_one_issue(layout: Layout, tmp_path: Path) -> None:
    """Law 7: one bad file is one issue, the others are imported."""
    other = post_name("ffffffffffff", slug="Other")
    report = import_(layout, write_zip(tmp_path / "1.zip", {other: b"<html>502</html>", post_name(): post_page()}))
    assert [(issue.where, issue.code) for issue in report.issues] == [(other, "no-post")]
    assert report.exit_code == 1
    assert report.counts["posts"] == 1


def test_an_export_without_posts_removes_no_post(example: Layout, tmp_path: Path) -> None:
    """Its owner reads, or took everything down."""
    with zipfile.ZipFile(EXAMPLE_ZIP) as whole:
        rest = {name: whole.read(name) for name in whole.namelist() if not name.startswith("posts/")}
    export = write_zip(tmp_path / "reader.zip", rest)
    reader = Layout(tmp_path / "reader")
    report = import_(reader, export)
    assert [issue.code for issue in report.issues if issue.level != "note"] == ["no-posts"]
    assert report.facts["proof"] == "there is no post to check"
    assert sorted(path.name for path in (reader.private / "reading").iterdir()) == sorted(
        path.name for path in (example.private / "reading").iterdir()
    )
    assert build(reader).exit_code == 0
    assert {issue.code for issue in verify(reader).issues if issue.level != "note"} == set()
    archive = Layout(tmp_path / "archive")
    shutil.copytree(example.root, archive.root)
    import_(archive, export)
    assert snapshot(archive.posts) == snapshot(example.posts)


def test_an_export_that_is_refused_creates_no_archive(layout: Layout, tmp_path: Path) -> None:
    """An export that can't be read is refused before anything is written."""
    (tmp_path / "export.zip").write_text("not a zip")
    with pytest.raises(ExportUnreadable):
        import_(layout, EXAMPLE_ZIP, tmp_path / "export.zip")
    assert not layout.root.exists()


def test_a_folder_with_other_files_is_refused(layout: Layout) -> None:
    """`--archive ~/Documents` must not pour an archive among a person's files."""
    layout.root.mkdir()
    (layout.root / "letter.txt").write_text("Dear Ada")
    with pytest.raises(NotAnArchive):
        import_(layout, EXAMPLE_ZIP)
    assert [path.name for path in layout.root.iterdir()] == ["letter.txt"]


def test_a_newer_archive_is_refused(own_example: Layout) -> None:
    """What a newer program wrote is not touched."""
    own_example.settings.write_text("schema = 999\n")
    before = snapshot(own_example.root)
    with pytest.raises(NewerArchive):
        import_(own_example, EXAMPLE_ZIP)
    assert snapshot(own_example.root) == before


def test_one_writer_at_a_time(own_example: Layout) -> None:
    """A second run says so at once and changes nothing."""
    with lock.held(own_example), pytest.raises(ArchiveInUse):
        import_(own_example, EXAMPLE_ZIP)


def test_the_next_import_completes_a_killed_one(own_example: Layout) -> None:
    """Law 6: without its records, with half a file under a temporary name and a text missing, the next run mends
    all."""
    before = snapshot(own_example.root)
    shutil.rmtree(own_example.records)
    shutil.rmtree(next(own_example.posts.glob("*ferry*")))
    (own_example.posts / ".index.md.tmp").write_text("half")
    import_(own_example, EXAMPLE_ZIP, pictures=EXAMPLES / "pictures")
    assert snapshot(own_example.root) == before


def test_private_data_is_never_in_git_or_the_site(own_example: Layout) -> None:
    """Law 5: no canary of the example stands outside drafts/, private/ and exports/, after whatever keeps a cache."""
    age(own_example)
    status(own_example)
    build(own_example, everything=True)
    verify(own_example)
    canaries = [c.encode() for c in (EXAMPLES / "canaries.txt").read_text("utf-8").splitlines() if c]
    assert len(canaries) > 20
    for path in own_example.root.rglob("*"):
        if path.is_file() and path.relative_to(own_example.root).parts[0] not in ("drafts", "private", "exports"):
            content = path.read_bytes() + str(path.relative_to(own_example.root)).encode()
            assert not [canary for canary in canaries if canary in content], path


def test_only_valid_pictures_are_kept(layout: Layout, tmp_path: Path) -> None:
    """An error page saved under a picture's name stays out, and its address stays in the text."""
    body = (
        '<figure name="1a2b" id="1a2b" class="graf graf--figure"><img class="graf-image" data-image-id="1*a.png" '
        'data-width="9" data-height="9" src="https://cdn-images-1.medium.com/max/800/1*a.png"></figure>'
    )
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "1-a.png").write_text("<html>403</html>")
    import_(layout, write_zip(tmp_path / "1.zip", {post_name(): post_page(body=body)}), pictures=tmp_path / "pictures")
    post = next(layout.posts.iterdir())
    assert [path.name for path in post.iterdir()] == ["index.md"]
    assert "![](https://cdn-images-1.medium.com/max/800/1*a.png)" in (post / "index.md").read_text("utf-8")


def test_front_matter_is_read_back_as_it_was_written(example: Layout) -> None:
    """Titles with colons and quotes, dates with milliseconds, Chinese and Arabic come back from the disk."""
    posts, issues = read_posts(example, drafts=True)
    by_id = {post.id: post for post in posts}
    assert not issues
    assert by_id["c80d4e71a96b"].title == "“Plain Text”: Notes on Tools That Outlive Us"
    assert by_id["6ab9e5c07f34"].lang == "ar"
    lamp = by_id["e4a17c52f09d"]
    assert lamp.date is not None
    assert lamp.date.isoformat() == "2018-02-11T09:03:47.128000+00:00"
    assert lamp.subtitle == "How we replaced a light that had never once been late"


def test_a_story_moved_to_the_drafts_is_not_published_again(layout: Layout, tmp_path: Path) -> None:
    """The folder, the record and the original of a hidden post are private from then on."""
    import_(layout, write_zip(tmp_path / "1.zip", {post_name(): post_page()}))
    layout.drafts.mkdir(exist_ok=True)
    shutil.move(layout.posts / "2020-03-01-a-title", layout.drafts / "hidden")
    for number, day in ((2, "May 1, 2022"), (3, "May 1, 2023")):
        export = write_zip(tmp_path / f"{number}.zip", {post_name(): post_page(exported=day)})
        import_(layout, export)
        assert (layout.drafts / "hidden" / "index.md").is_file()
        assert not list(layout.posts.iterdir())
        assert not list(layout.originals.iterdir())


def test_broken_front_matter_does_not_duplicate_a_post(layout: Layout, tmp_path: Path) -> None:
    """It is known by its recorded folder and by its id, which stands there in plain sight."""
    import_(layout, write_zip(tmp_path / "1.zip", {post_name(): post_page()}))
    file = layout.posts / "2020-03-01-a-title" / "index.md"
    broken = file.read_text("utf-8").replace("title: A Title", 'title: "A Title')
    file.write_text(broken, "utf-8")
    import_(layout, write_zip(tmp_path / "2.zip", {post_name(): post_page(exported="May 1, 2022")}))
    assert [path.name for path in layout.posts.iterdir()] == ["2020-03-01-a-title"]
    without_source = re.compile(r"  sha256: .*\n")
    assert without_source.sub("", file.read_text("utf-8")) == without_source.sub("", broken)


def test_an_edited_post_gets_its_fetched_pictures(layout: Layout, tmp_path: Path) -> None:
    """The address gives way to the file's name, in the text and as the cover; nothing else is touched."""
    address = "https://cdn-images-1.medium.com/max/800/1*a.png"
    body = f'<figure><img class="graf-image" data-image-id="1*a.png" data-is-featured="true" src="{address}"></figure>'
    export = write_zip(tmp_path / "1.zip", {post_name(): post_page(body=body)})
    import_(layout, export)
    file = layout.posts / "2020-03-01-a-title" / "index.md"
    edited = file.read_text("utf-8") + f"\nMine, with [a link]({address}).\n"
    file.write_text(edited, "utf-8")
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (4, 4)).save(tmp_path / "pictures" / "1-a.png")
    import_(layout, export, pictures=tmp_path / "pictures")
    assert file.read_text("utf-8") == edited.replace(f"![]({address})", "![](1-a.png)").replace(
        f"cover: {address}", "cover: 1-a.png"
    )


def test_a_failed_first_import_can_be_repeated(layout: Layout) -> None:
    """A folder with only what a failed run leaves can become an archive."""
    layout.root.mkdir()
    (layout.root / ".archive.toml.tmp").write_text("sch")
    (layout.root / ".lock").touch()
    assert import_(layout, EXAMPLE_ZIP).counts["posts"] == 12


def test_an_archive_inside_the_export_folder_is_not_imported(tmp_path: Path) -> None:
    """`cd export; archive import .` works the second time too."""
    shutil.copytree(EXAMPLES / "export", tmp_path / "export")
    layout = Layout(tmp_path / "export" / "medium-archive")
    import_(layout, tmp_path / "export")
    assert import_(layout, tmp_path / "export").counts["unchanged"] == 16


@pytest.mark.parametrize(
    "body", one_in(3, ["<div>" * 10_000, "<strong>" * 5_000 + "x", "<ul><li>" * 300 + "x"]), ids=["div", "strong", "ul"]
)
def test_a_deeply_nested_page_is_one_issue(layout: Layout, tmp_path: Path, body: str) -> None:
    """Law 7: whatever is wrong with one page, the others are imported."""
    files = {post_name("ffffffffffff"): post_page(body=body, post_id="ffffffffffff"), post_name(): post_page()}
    report = import_(layout, write_zip(tmp_path / "1.zip", files))
    assert "2020-03-01-a-title" in {path.name for path in layout.posts.iterdir()}
    assert report.counts["posts"] in (1, 2)


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00+14:00", "nonsense", ""])
def test_an_invalid_date_is_replaced_by_the_date_in_the_file_name(layout: Layout, tmp_path: Path, date: str) -> None:
    """An impossible date does not stop the import."""
    files = {
        post_name(): post_page(date=date),
        "posts/2019-02-30_B-bbbbbbbbbbbb.html": post_page(date=date, post_id="b" * 12),
    }
    report = import_(layout, write_zip(tmp_path / "1.zip", files))
    assert report.counts["posts"] == 1
    assert "date-from-name" in {issue.code for issue in report.issues}


def test_a_damaged_profile_loses_only_the_name(layout: Layout, tmp_path: Path) -> None:
    """Posts are imported, the author comes from a by-line."""
    zip_ = write_zip(tmp_path / "1.zip", {post_name(): post_page(), "profile/profile.html": b"CANARY" * 50})
    damaged = zip_.read_bytes()
    with zipfile.ZipFile(zip_) as file:
        start = file.getinfo("profile/profile.html").header_offset
    damaged = damaged[: start + 60] + bytes([damaged[start + 60] ^ 0xFF]) + damaged[start + 61 :]
    zip_.write_bytes(damaged)
    assert import_(layout, zip_).counts["posts"] == 1
    assert 'name = "Ada Example"' in layout.settings.read_text("utf-8")


def test_the_same_export_under_another_name_is_kept_once(own_example: Layout, tmp_path: Path) -> None:
    before = snapshot(own_example.root)
    again = tmp_path / "medium-export (1).zip"
    shutil.copy(EXAMPLE_ZIP, again)
    import_(own_example, again)
    assert snapshot(own_example.root) == before


@pytest.mark.parametrize("name", ["中" * 70 + ".zip", "my export (1).zip"])
def test_an_export_with_any_file_name_is_kept(layout: Layout, tmp_path: Path, name: str) -> None:
    """A name that is long in bytes is cut, its ending stays."""
    import_(layout, write_zip(tmp_path / name, {post_name(): post_page()}))
    (kept,) = layout.exports.iterdir()
    assert kept.suffix == ".zip"


def test_a_truncated_page_is_reported_and_later_replaced(layout: Layout, tmp_path: Path) -> None:
    """As an unpacking that was stopped leaves it: a folder has no checksums, so the page itself must say it."""
    page = post_page(body=f"{BODY}<p>Its last words.</p>")
    file = tmp_path / "export" / post_name()
    file.parent.mkdir(parents=True)
    for content, is_whole in ((page[: page.index(b"Its last")], False), (page, True), (page[:-300], True)):
        file.write_bytes(content)
        report = import_(layout, tmp_path / "export")
        found = [(issue.where, issue.level) for issue in report.issues if issue.code == "page-cut"]
        assert found == ([] if content == page else [(post_name(), "error")])
        [text] = layout.root.glob("posts/*/index.md")
        assert ("Its last words." in text.read_text("utf-8")) is is_whole
