"""The same exports give the same folder in any order, and the archive records what each of them has."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.show_history import history
from medium_archive.commands.verify import verify
from medium_archive.errors import NoSuchPost
from medium_archive.folder import catalog, files, lock
from medium_archive.folder.layout import Layout
from medium_archive.medium import account
from medium_archive.medium.export import open_export
from medium_archive.medium.fingerprint import fingerprint
from medium_archive.report import Report
from tests import conftest, small_archive
from tests.conftest import one_in
from tests.sample_exports import BODY, post_name, post_page, write_zip

NEWER = '<p class="graf graf--p">Another paragraph.</p>'


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file but the record of imports with its line among the checksums, and the caches."""
    skipped = (lock.NAME, "imports.jsonl")
    return {
        path.relative_to(root).as_posix(): re.sub(rb"\w{64}  records/imports.jsonl\n", b"", path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in skipped and ".cache" not in path.parts
    }


def profile(name: str) -> bytes:
    return (
        f'<html><body><section><h3 class="p-name">{name}</h3>'
        f'<a class="u-url" href="https://medium.com/@ada">x</a></section></body></html>'
    ).encode()


def years(place: Path) -> list[Path]:
    """Three exports of one author, with every change that a post may have between them."""
    retitled, withdrawn, published, gone, edited = "a" * 12, "b" * 12, "c" * 12, "d" * 12, "e" * 12
    twin, elder = "f" * 12, "0" + "9" * 11

    def page(title: str, post_id: str, year: int, **more: object) -> tuple[str, bytes]:
        draft = bool(more.get("draft"))
        name = f"posts/draft_x-{post_id}.html" if draft else post_name(post_id, slug="x")
        return name, post_page(title, post_id=post_id, exported=f"May 1, {year}", **more)  # type: ignore[arg-type]  # keywords of post_page

    exports = {
        2017: [
            page("First", retitled, 2017),
            page("Taken back", withdrawn, 2017),
            page("An idea", published, 2017, draft=True),
            page("Gone", gone, 2017),
            page("Edited", edited, 2017),
            page("Same", elder, 2017, date="2020-03-01T12:00:00.000Z"),
        ],
        2019: [
            page("Second", retitled, 2019),
            page("Taken back", withdrawn, 2019, draft=True),
            page("An idea, grown", published, 2019),
            page("Edited", edited, 2019, body=NEWER),
            page("Same", elder.lstrip("0"), 2019, date="2020-03-01T12:00:00.000Z"),
            page("Same", twin, 2019, date="2020-03-01T08:00:00.000Z"),
        ],
        2023: [
            page("Third", retitled, 2023),
            page("Taken back, really", withdrawn, 2023, draft=True),
            page("An idea, grown up", published, 2023),
            page("Edited", edited, 2023, body=NEWER + BODY),
            page("Same", elder, 2023, date="2020-03-01T12:00:00.000Z"),
            page("Same", twin, 2023, date="2020-03-01T08:00:00.000Z"),
        ],
    }
    place.mkdir(exist_ok=True)
    return [
        write_zip(place / f"{year}.zip", {**dict(pages), "profile/profile.html": profile(f"Ada {year}")})
        for year, pages in exports.items()
    ]


def import_(layout: Layout, *exports: Path) -> Report:
    return import_exports.import_exports(exports, layout)


@pytest.mark.parametrize("order", one_in(3, [(order,) for order in itertools.permutations(range(3))]))
def test_any_order_of_three_exports_gives_the_same_folder(tmp_path: Path, order: tuple[int, ...]) -> None:
    """One after the other or all at once, oldest or newest first: byte for byte but for the record of imports."""
    exports = years(tmp_path / "exports")
    together, one_by_one = Layout(tmp_path / "together"), Layout(tmp_path / "one")
    import_(together, *exports)
    for place in order:
        import_(one_by_one, exports[place])
    assert snapshot(one_by_one.root) == snapshot(together.root)
    assert sorted(path.relative_to(together.root).as_posix() for path in together.root.glob("*/*/index.md")) == [
        "drafts/taken-back/index.md",
        "posts/2020-03-01-an-idea-grown/index.md",
        "posts/2020-03-01-edited/index.md",
        "posts/2020-03-01-first/index.md",
        "posts/2020-03-01-gone/index.md",
        "posts/2020-03-01-same-ffffffffffff/index.md",
        "posts/2020-03-01-same/index.md",
    ]
    assert 'name = "Ada 2023"' in together.settings.read_text("utf-8")


def test_another_spelling_of_a_picture_address_changes_nothing(tmp_path: Path) -> None:
    """It is one file, with one record: that of the newest page."""
    small_archive.picture(tmp_path / "pictures" / "1-a.png", 8, 8)
    exports = [
        write_zip(
            tmp_path / f"{year}.zip",
            {post_name(): post_page(body=f'{BODY}<figure><img data-image-id="1*a.png" src="{address}"></figure>',
                                    exported=f"May 1, {year}")},
        )
        for year, address in ((2018, "2020_A-Title/1*a.png"), (2025, "https://cdn-images-1.medium.com/max/800/1*a.png"))
    ]  # fmt: skip
    found = []
    for name, order in (("oldest first", exports), ("newest first", exports[::-1])):
        layout = Layout(tmp_path / name)
        for export in order:
            import_exports.import_exports([export], layout, import_exports.Options(pictures=tmp_path / "pictures"))
        assert verify(layout).exit_code == 0
        found.append(snapshot(layout.root))
    assert found[0] == found[1]
    assert found[0]["records/pictures.jsonl"].count(b"\n") == 1
    assert "posts/2020-03-01-a-title/1-a.png" in found[0]


def test_exports_of_one_author_give_the_same_folder_in_any_order(
    archive_of: Callable[[Path], Layout], tmp_path: Path
) -> None:
    """The same for two real exports of one account. If there are more than two, the pair changes each day."""
    by_account: dict[str, list[Path]] = {}
    for path in conftest.exports():
        with open_export(path) as export:
            by_account.setdefault(account.of(export).author.username or path.name, []).append(path)
    for paths in by_account.values():
        if len(paths) > 1:
            pairs = list(itertools.combinations(paths, 2))
            pair = pairs[conftest.ROTATION % len(pairs)]
            found = []
            for first, second in (pair, pair[::-1]):
                layout = Layout(tmp_path / first.stem)
                shutil.copytree(archive_of(first).root, layout.root, ignore=shutil.ignore_patterns("site", ".cache"))
                import_(layout, second)
                found.append(snapshot(layout.root))
            assert found[0] == found[1]


def test_a_report_says_what_changed_post_by_post(layout: Layout, tmp_path: Path) -> None:
    """New and changed ones are counted; retitled, published, withdrawn and gone ones named."""
    first, second, _ = years(tmp_path / "exports")
    import_(layout, first)
    report = import_(layout, second)
    notes = {(issue.code, issue.where) for issue in report.issues}
    assert notes == {
        ("retitled", "posts/2020-03-01-first"),
        ("withdrawn", "drafts/taken-back"),
        ("published-since", "posts/2020-03-01-an-idea-grown"),
        ("gone-from-export", "posts/2020-03-01-gone"),
    }
    assert report.counts["new"] == 1
    entries = {entry.path: entry for entry in catalog.read(layout).values()}
    assert entries["posts/2020-03-01-gone"].gone == "2019-05-01"
    assert (layout.posts / "2020-03-01-gone" / "index.md").is_file()


def test_an_export_of_another_account_removes_no_post(layout: Layout, tmp_path: Path) -> None:
    """Two accounts in one archive: each has its own exports."""
    first = years(tmp_path / "exports")[0]
    import_(layout, first)
    other = write_zip(
        tmp_path / "other.zip",
        {
            post_name("123412341234"): post_page("Other", post_id="123412341234", exported="May 1, 2024"),
            "profile/profile.html": profile("Bea").replace(b"@ada", b"@bea"),
        },
    )
    options = import_exports.Options(another_account=True)
    report = import_exports.import_exports([other], layout, options)
    assert not [issue for issue in report.issues if issue.code == "gone-from-export"]


def test_a_published_draft_keeps_its_edits(layout: Layout, tmp_path: Path) -> None:
    """Its folder moves, whatever it is called, and the text a person wrote moves with it."""
    first, second, _ = years(tmp_path / "exports")
    import_(layout, first)
    idea = layout.drafts / "an-idea"
    text = (idea / "index.md").read_text("utf-8")
    (idea / "index.md").write_text(text + "\nMine.\n", "utf-8")
    (idea / "notes.txt").write_text("for later")
    idea.rename(layout.drafts / "my-idea")
    import_(layout, second)
    moved = layout.posts / "my-idea"
    assert "Mine." in (moved / "index.md").read_text("utf-8")
    assert "draft: true" not in (moved / "index.md").read_text("utf-8")
    assert (moved / "notes.txt").read_text() == "for later"
    assert not (layout.drafts / "my-idea").exists()


def test_unedited_settings_follow_the_newest_export(layout: Layout, tmp_path: Path) -> None:
    """The name at Medium changes; a title that a person wrote doesn't."""
    first, second, third = years(tmp_path / "exports")
    import_(layout, first)
    import_(layout, second)
    assert 'name = "Ada 2019"' in layout.settings.read_text("utf-8")
    layout.settings.write_text(layout.settings.read_text("utf-8").replace("Ada 2019", "Ada, mine"), "utf-8")
    edited = layout.settings.read_bytes()
    import_(layout, third)
    assert layout.settings.read_bytes() == edited


def test_the_history_of_a_post_names_every_export(layout: Layout, tmp_path: Path) -> None:
    """By its folder, its id, its address or its title, with what changed and since when."""
    import_(layout, *years(tmp_path / "exports"))
    for name in (
        "2020-03-01-first",
        "a" * 12,
        f"https://medium.com/@ada/x-{'a' * 12}?source=x",
        "third",
        "posts/2020-03-01-first/",
    ):
        report = history(layout, name)
        assert report.facts["post"] == "posts/2020-03-01-first"
        assert [dict(report.rows)[f"{year}-05-01"].partition(",")[0] for year in (2017, 2019, 2023)] == [
            "“First”",
            "“Second”",
            "“Third”",
        ]
    assert dict(history(layout, "edited").rows)["2019-05-01"].endswith("changed")
    assert "+Another paragraph." in str(history(layout, "edited", diff=True).details["text"])
    assert dict(history(layout, "gone").rows)["2019-05-01"].startswith("gone")
    assert [value for _, value in history(layout).rows] == [
        "6 posts and drafts",
        "6 posts and drafts, 1 new, 3 changed, 1 gone",
        "6 posts and drafts, 0 new, 4 changed, 0 gone",
    ]


@pytest.mark.parametrize(("name", "message"), [("nowhere", "No post matches"), ("same", "2 posts match")])
def test_an_ambiguous_post_name_is_refused(layout: Layout, tmp_path: Path, name: str, message: str) -> None:
    import_(layout, *years(tmp_path / "exports"))
    with pytest.raises(NoSuchPost, match=message):
        history(layout, name)


def test_former_draft_titles_stay_private(layout: Layout, tmp_path: Path) -> None:
    """The title of a draft stays private, also when the post is public now."""
    import_(layout, *years(tmp_path / "exports"))
    public = (layout.records / "history.jsonl").read_text("utf-8")
    assert '"An idea"' not in public
    assert "Taken back, really" not in public
    assert '"An idea"' in (layout.private / "history.jsonl").read_text("utf-8")


def test_no_public_file_names_a_current_draft(layout: Layout, tmp_path: Path) -> None:
    """Medium's draft again, or hidden by hand: its earlier titles are private too, and `verify` is content."""
    exports = years(tmp_path / "exports")
    import_(layout, exports[0])
    (layout.posts / "2020-03-01-edited").rename(layout.drafts / "hidden")
    for export in exports[1:]:
        import_(layout, export)
    public = "".join(path.read_text("utf-8") for path in layout.records.iterdir())
    for private_words in ("Taken back", "b" * 12, "Edited", "e" * 12):
        assert private_words not in public
    assert dict(history(layout, "b" * 12).rows)["2017-05-01"].startswith("“Taken back”")
    assert [issue for issue in verify(layout).issues if issue.level == "error"] == []


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_copy_made_by_git_may_have_a_draft_that_a_person_published(
    layout: Layout, tmp_path: Path, is_marked: bool
) -> None:
    """Git takes the post, but not its states as a draft."""
    import_(layout, *years(tmp_path / "exports")[:2])
    post = layout.drafts / "taken-back"
    post = post.rename(layout.posts / post.name)
    if not is_marked:
        files.write(post / "index.md", (post / "index.md").read_bytes().replace(b"draft: true\n", b""))
    import_exports.import_exports([], layout, import_exports.Options(again=True))
    for folder in (layout.drafts, layout.private, layout.exports):
        shutil.rmtree(folder)
    assert {issue.code for issue in verify(layout).issues if issue.level != "note"} == {"export-gone"}


def test_an_archive_of_schema_1_is_upgraded(layout: Layout, tmp_path: Path) -> None:
    """Its history is read from the exports it keeps; records and settings stay in private/ as they were."""
    first, second, third = years(tmp_path / "exports")
    import_(layout, first, second)
    settings = layout.settings.read_text("utf-8").replace("schema = 2", "schema = 1  # mine") + "\n# my own comment\n"
    layout.settings.write_text(settings, "utf-8")
    for file in (layout.records / "history.jsonl", layout.private / "history.jsonl"):
        file.unlink()
    old = (layout.records / "catalog.jsonl").read_bytes()
    import_(layout, third)
    assert layout.settings.read_text("utf-8") == settings.replace("schema = 1", "schema = 2")
    kept = layout.private / "before-schema-2"
    assert (kept / "archive.toml").read_text("utf-8") == settings
    assert (kept / "records" / "catalog.jsonl").read_bytes() == old
    fresh = Layout(tmp_path / "fresh")
    import_(fresh, first, second, third)
    for name in ("records/history.jsonl", "records/catalog.jsonl"):
        mine = [line for line in (layout.root / name).read_text().splitlines() if '"settings"' not in line]
        assert mine == [line for line in (fresh.root / name).read_text().splitlines() if '"settings"' not in line]


def test_a_fingerprint_covers_only_visible_content() -> None:
    """The same for another day's export and another template, another for a word, a link or a picture."""
    page = post_page(body=BODY + '<figure><img data-image-id="1*a.png"></figure>')
    wrapped = page.replace(b"<img", b'<div class="aspectRatioPlaceholder is-locked"><img').replace(b"2021", b"2024")
    assert fingerprint(page) == fingerprint(wrapped)
    for old, new in ((b"first", b"second"), (b"1*a.png", b"1*b.png"), (b"A Title", b"A title")):
        assert fingerprint(page) != fingerprint(page.replace(old, new))


def test_a_copied_folder_is_a_complete_archive(layout: Layout, tmp_path: Path) -> None:
    """A copy is an archive: the same export changes nothing in it."""
    exports = years(tmp_path / "exports")
    import_(layout, *exports)
    copy = Layout(tmp_path / "copy")
    shutil.copytree(layout.root, copy.root)
    import_(copy, exports[2])
    assert snapshot(copy.root) == snapshot(layout.root)
    assert files.checksum(copy.checksums) == files.checksum(layout.checksums)
