"""Links between posts of the archive lead to their folders, in every spelling; all other links stay."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import lxml.html
import pytest

from medium_archive import links, markdown
from medium_archive.checks import ledgers
from medium_archive.commands import build, import_exports
from medium_archive.folder import catalog, consistency, files, kept_exports
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from tests import conftest
from tests.sample_exports import post_name, post_page, write_zip
from tests.test_history import snapshot

THERE = "0b1c2d3e4f5a"
HERE = "9a8b7c6d5e4f"
STRANGER = "5555aaaa5555"
SPELLINGS = [
    f"https://medium.com/@ada/a-clock-{THERE}",
    f"https://ada.medium.com/a-clock-{THERE}?source=friends_link&sk=0123456789ab",
    f"https://medium.com/the-harbour/a-clock-{THERE}#1a2b",
    f"http://www.medium.com/p/{THERE}/edit",
    f"//medium.com/@ada/{THERE}",
    f"https://medium.com/@ada/%E7%94%A8-{THERE.lstrip('0')}",
    f"https://hackernoon.com/a-clock-{THERE}?gi=3d9a",
    f"https://blog.ada.example/p/{THERE}",
]
OTHERS = [
    f"https://medium.com/@eve/a-clock-{STRANGER}",
    f"https://web.archive.org/web/2020/https://medium.com/@ada/a-clock-{THERE}",
    f"https://github.com/ada/a-clock-{THERE}",
    f"https://freedium.example/{THERE}",
    f"https://example.com/?to=https://medium.com/p/{THERE}",
    f"https://medium.com/m/signin?redirect=a-clock-{THERE}",
    "https://medium.com/@ada",
    f"mailto:{THERE}@example.com",
]


def linking(address: str, title: str = "Here", post_id: str = HERE, **more: object) -> tuple[str, bytes]:
    body = f'<p class="graf graf--p">See <a href="{address}">the clock</a>.</p>'
    name = f"posts/draft_x-{post_id}.html" if more.get("draft") else post_name(post_id, slug="x")
    return name, post_page(title, body, post_id, **more)  # type: ignore[arg-type]  # keywords of post_page


def clock(**more: object) -> tuple[str, bytes]:
    return linking("https://example.com/", "A Clock", THERE, **more)


def bring(layout: Layout, place: Path, *pages: tuple[str, bytes]) -> None:
    import_exports.import_exports([write_zip(place, dict(pages))], layout)


def text(layout: Layout, folder: str = "posts/2020-03-01-here") -> str:
    return (layout.root / folder / "index.md").read_text("utf-8")


def aim(layout: Layout, folder: str = "posts/2020-03-01-here") -> str:
    found = re.search(r"\[the clock\]\(([^)\s]*)\)", text(layout, folder))
    assert found
    return found[1]


@pytest.mark.parametrize("address", conftest.one_in(4, SPELLINGS))
def test_every_spelling_of_an_own_link_becomes_local(address: str, layout: Layout, tmp_path: Path) -> None:
    """By its id, in Markdown and on the page; nothing is lost by it."""
    layout.root.mkdir()
    layout.settings.write_text('schema = 2\n[site]\nold_domains = ["https://Blog.ada.example"]\n')
    bring(layout, tmp_path / "a.zip", linking(address), clock())
    fragment = "#1a2b" if "#" in address else ""
    assert aim(layout) == f"../2020-03-01-a-clock/index.md{fragment}"
    build.build(layout)
    page = (layout.site / "posts/2020-03-01-here/index.html").read_text()
    assert 'href="../2020-03-01-a-clock/index.html">the clock' in page
    totals, issues = ledgers.check_archive(layout)
    assert (totals.lost, totals.pages, [i for i in issues if i.level != "note"]) == (0, 2, [])


def test_a_post_may_link_to_itself(layout: Layout, tmp_path: Path) -> None:
    """As authors link to an earlier paragraph."""
    bring(layout, tmp_path / "a.zip", linking(f"https://medium.com/@ada/x-{HERE}#0a1b"))
    assert aim(layout) == "index.md#0a1b"
    build.build(layout)
    assert 'href="index.html">the clock' in (layout.site / "posts/2020-03-01-here/index.html").read_text()
    assert ledgers.check_archive(layout)[0].lost == 0


@pytest.mark.parametrize("address", conftest.one_in(4, OTHERS))
def test_other_links_are_not_changed(address: str, layout: Layout, tmp_path: Path) -> None:
    """Other people's posts, copies elsewhere, the author's profile."""
    bring(layout, tmp_path / "a.zip", linking(address), clock())
    assert aim(layout) == address
    build.build(layout)
    assert f'href="{address}"' in (layout.site / "posts/2020-03-01-here/index.html").read_text()


def test_the_order_of_exports_does_not_matter(tmp_path: Path) -> None:
    """A link to a post that comes with a later export, from a post that only the first one has."""
    exports = [
        write_zip(tmp_path / "1.zip", dict([linking(SPELLINGS[0], exported="May 1, 2017")])),
        write_zip(tmp_path / "2.zip", dict([clock(exported="May 1, 2019")])),
        write_zip(tmp_path / "3.zip", dict([linking(SPELLINGS[1], "Third", "aaaa1111bbbb", exported="May 1, 2021")])),
    ]
    wanted: dict[str, bytes] | None = None
    for number, order in enumerate(itertools.permutations(exports)):
        layout = Layout(tmp_path / str(number))
        for export in order:
            import_exports.import_exports([export], layout)
        assert aim(layout) == aim(layout, "posts/2020-03-01-third") == "../2020-03-01-a-clock/index.md"
        wanted = wanted or snapshot(layout.root)
        assert snapshot(layout.root) == wanted


@pytest.mark.parametrize("name", ["the clock (1)", "50% a#b?c%20d"])
def test_a_renamed_folder_breaks_no_link(name: str, layout: Layout, tmp_path: Path) -> None:
    """At once in the site; with the next import in the Markdown as well."""
    bring(layout, tmp_path / "a.zip", linking(SPELLINGS[0]), clock())
    (layout.posts / "2020-03-01-a-clock").rename(layout.posts / name)
    report = build.build(layout)
    assert [issue for issue in report.issues if issue.code == "link-to-nothing"] == []
    assert f'href="../{quote(name)}/index.html"' in (layout.site / "posts/2020-03-01-here/index.html").read_text()
    assert ledgers.check_archive(layout)[0].lost == 0
    import_exports.import_exports([tmp_path / "a.zip"], layout)
    assert aim(layout) == f"../{quote(name)}/index.md"
    totals, issues = ledgers.check_archive(layout)
    assert (totals.lost, totals.added, [issue for issue in issues if issue.level != "note"]) == (0, 0, [])


def test_links_in_an_edited_text_work_without_a_change(layout: Layout, tmp_path: Path) -> None:
    """Law 3: the site finds the way by id."""
    bring(layout, tmp_path / "a.zip", linking(SPELLINGS[0]))
    file = layout.posts / "2020-03-01-here/index.md"
    file.write_text(text(layout) + "\nMine.\n")
    mine = file.read_bytes()
    bring(layout, tmp_path / "b.zip", clock())
    assert file.read_bytes() == mine
    build.build(layout)
    assert (
        'href="../2020-03-01-a-clock/index.html">the clock'
        in (layout.site / "posts/2020-03-01-here/index.html").read_text()
    )


def test_only_drafts_link_to_drafts(layout: Layout, tmp_path: Path) -> None:
    """Law 5: a published post's link to it stays Medium's; once it is published, the link leads there."""
    also = linking(SPELLINGS[0], "Idea", "cccc2222dddd", draft=True, exported="May 1, 2019")
    bring(layout, tmp_path / "a.zip", linking(SPELLINGS[0]), also, clock(draft=True, exported="May 1, 2019"))
    assert aim(layout) == SPELLINGS[0]
    assert aim(layout, "drafts/idea") == "../a-clock/index.md"
    build.build(layout)
    assert SPELLINGS[0] in (layout.site / "posts/2020-03-01-here/index.html").read_text()
    assert not [path for path in layout.site.rglob("*") if "draft" in path.as_posix().removeprefix(str(layout.root))]
    bring(layout, tmp_path / "b.zip", clock(exported="May 1, 2021"))
    assert aim(layout) == "../2020-03-01-a-clock/index.md"
    assert aim(layout, "drafts/idea") == "../../posts/2020-03-01-a-clock/index.md"
    bring(layout, tmp_path / "c.zip", clock(draft=True, exported="May 1, 2023"))
    assert aim(layout) == SPELLINGS[0]


def test_a_link_to_the_wrong_post_is_a_loss(layout: Layout, tmp_path: Path) -> None:
    """The proof follows the link: another post of the archive is not the one that Medium's page named."""
    bring(layout, tmp_path / "a.zip", linking(SPELLINGS[0]), clock(), linking("https://x.example/", "Wrong", STRANGER))
    entries = catalog.read(layout)
    file = layout.posts / "2020-03-01-here/index.md"
    file.write_text(text(layout).replace("2020-03-01-a-clock", "2020-03-01-wrong"))
    key = same_post(HERE)
    entries[key] = replace(entries[key], written=files.checksum(file))
    catalog.write(layout, entries)
    totals, issues = ledgers.check_archive(layout)
    assert totals.lost == 1
    assert [issue.code for issue in issues if issue.level == "error"] == ["lost", "added"]


def test_a_page_with_a_wrong_link_is_a_loss(layout: Layout, tmp_path: Path) -> None:
    """Also if the Markdown is right, and if another author's post was taken for one of the archive."""
    bring(layout, tmp_path / "a.zip", linking(SPELLINGS[0]), clock(), linking(OTHERS[0], "Other", "eeee3333ffff"))
    build.build(layout)
    for name, aim_now in (("here", "../2020-03-01-a-clock/index.html"), ("other", OTHERS[0])):
        page = layout.site / f"posts/2020-03-01-{name}/index.html"
        html = page.read_text()
        assert html.count(f'<a href="{aim_now}"') == 1
        page.write_text(html.replace(f'<a href="{aim_now}"', '<a href="../2020-03-01-other/index.html"'))
    assert ledgers.check_archive(layout)[0].lost == 2


@pytest.mark.parametrize("most", [0, 1, 2])
def test_the_next_run_completes_the_links_of_a_killed_run(
    most: int, layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 6: killed while it writes links, or when all are written and the records don't say so yet."""
    exports = [linking(SPELLINGS[0]), linking(SPELLINGS[1], "Second", "dddd4444eeee"), clock()]
    bring(Layout(tmp_path / "whole"), tmp_path / "a.zip", *exports)
    left = iter(range(most))

    def write(path: Path, content: bytes) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return files.write(path, content)

    def never(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(consistency, "files", SimpleNamespace(write=write))
        patch.setattr(kept_exports, "write", never)
        with pytest.raises(KeyboardInterrupt):
            import_exports.import_exports([tmp_path / "a.zip"], layout)
    assert sum("../2020" in aim(layout, f"posts/2020-03-01-{name}") for name in ("here", "second")) == most
    report = import_exports.import_exports([tmp_path / "a.zip"], layout)
    assert snapshot(layout.root) == snapshot(tmp_path / "whole")
    assert "edit-kept" not in {issue.code for issue in report.issues}


@pytest.mark.parametrize("path", conftest.exports(), ids=lambda path: path.stem)
def test_on_real_exports_every_own_link_is_local(path: Path, archive_of: Callable[[Path], Layout]) -> None:
    """None is left in Medium's spelling, none to another's post was touched; that each leads to the right one is in
    the ledger, which is content with every export (test_verify.py).
    """
    layout = archive_of(path)
    entries = {key: entry for key, entry in catalog.read(layout).items() if entry.is_post}
    public = {key for key, entry in entries.items() if not entry.is_private}
    pages = {f"{entries[key].path}/index.html" for key in public}
    for key in public:
        text_file = layout.root / entries[key].path / "index.md"
        body = text_file.read_text("utf-8").split("\n---\n", 1)[1]
        if body.strip():
            for link in lxml.html.fromstring(f"<div>{markdown.read(body)}</div>").iter("a"):
                is_embed = link.get("class") == "embed"
                assert is_embed or same_post(links.post_id(link.get("href", ""))) not in public, link.get("href")
        root = lxml.html.fromstring((layout.site / entries[key].path / "index.html").read_bytes())
        for link in (a for div in root.iter("div") if "e-content" in div.get("class", "") for a in div.iter("a")):
            assert same_post(links.post_id(link.get("href", ""))) not in public
    assert pages <= {path.relative_to(layout.site).as_posix() for path in layout.site.rglob("index.html")}


def test_a_renamed_folder_takes_no_link_away_from_an_edited_text(layout: Layout, tmp_path: Path) -> None:
    """The edited text still links by the name that the program gave the folder."""
    bring(layout, tmp_path / "a.zip", linking(SPELLINGS[0]), clock())
    file = layout.posts / "2020-03-01-here/index.md"
    file.write_text(text(layout) + "\nMine.\n")
    there = layout.posts / "2020-03-01-a-clock"
    for name in ("the-clock", "my-clock"):
        there = there.rename(there.with_name(name))
        for _ in range(2):
            issues = ledgers.check_archive(layout)[1]
            assert not [issue for issue in issues if "links" in issue.message]
            import_exports.import_exports([tmp_path / "a.zip"], layout)


@pytest.mark.parametrize("was_draft", [True, False], ids=["a draft moved to posts", "a post with draft: true"])
def test_a_link_to_a_post_with_draft_true_leads_to_medium(layout: Layout, tmp_path: Path, was_draft: bool) -> None:
    """A text with `draft: true` is never published, in any folder, so the site has no page to link to."""
    source = tmp_path / "a.zip"
    bring(layout, source, linking(SPELLINGS[0]), clock(draft=True) if was_draft else clock())
    if was_draft:
        (layout.drafts / "a-clock").rename(layout.posts / "a-clock")
    else:
        file = layout.posts / "2020-03-01-a-clock/index.md"
        file.write_text(file.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    for imported in (False, True):
        if imported:
            import_exports.import_exports([source], layout)
            assert aim(layout) == SPELLINGS[0]
        build.build(layout)
        page = (layout.site / "posts/2020-03-01-here/index.html").read_text()
        assert SPELLINGS[0] in page or (not imported and f"https://medium.com/p/{THERE}" in page)
        assert ledgers.check_archive(layout)[0].lost == 0
