"""`archive sync`: the feed between two exports. Nothing twice, nothing lost, edits kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.checks import completeness, ledgers
from medium_archive.checks.completeness.original import feed as proof_feed
from medium_archive.commands import build, import_exports, sync
from medium_archive.commands.show_history import history
from medium_archive.commands.verify import verify
from medium_archive.folder import catalog, consistency, files, lock, post_import
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests.conftest import one_in
from tests.medium_server import MediumServer, Reply, html, not_found, packed
from tests.sample_exports import write_zip
from tests.sample_feeds import CDN, Text, export, feed

FEED = "medium.com/feed/@ada"
OFFLINE = sync.Options(offline=True)
ALL = [Text(number) for number in range(62)]
WINDOWS = [ALL[start : start + 10] for start in range(2, 62, 10)]
AFTER = "December 1, 2025"


@pytest.fixture
def medium() -> Iterator[MediumServer]:
    with MediumServer() as server:
        yield server


def import_(layout: Layout, texts: list[Text], exported: str) -> Report:
    place = layout.root.parent / f"{layout.root.name}-{exported}-{len(texts)}-{texts[0].version}.zip"
    # A zip holds the time at which it was made: the same export is the same file
    return import_exports.import_exports(
        [place if place.exists() else write_zip(place, export(texts, exported))], layout
    )


def begin(layout: Layout, medium: MediumServer, texts: list[Text], exported: str = "January 12, 2025") -> None:
    import_(layout, texts, exported)
    watch = medium.settings("ada.medium.com", "looms.example")
    layout.settings.write_text(layout.settings.read_text("utf-8") + watch, "utf-8")


def sync_(layout: Layout, medium: MediumServer, content: bytes) -> Report:
    medium.answers[FEED] = packed(Reply(200, content, {"Content-Type": "text/xml; charset=UTF-8"}))
    return sync.sync(layout, OFFLINE)


def texts(layout: Layout) -> dict[str, str]:
    """The text of each post, by its id; fails if a post is there twice."""
    found: dict[str, str] = {}
    for kind in ("posts", "responses", "drafts"):
        for file in sorted((layout.root / kind).glob("*/index.md")):
            text = file.read_text("utf-8")
            post_id = re.search(r"^  id: '?([0-9a-f]+)'?$", text, re.MULTILINE)
            assert post_id is not None, file
            assert post_id[1] not in found, file
            found[post_id[1]] = text
    return found


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file but the lock and the caches."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != lock.NAME and ".cache" not in path.parts
    }


def path_of(layout: Layout, text: Text) -> Path:
    return layout.root / catalog.read(layout)[catalog.same_post(text.id)].path / "index.md"


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


@pytest.mark.slow
def test_sync_takes_posts_from_feeds_between_two_exports(layout: Layout, medium: MediumServer, tmp_path: Path) -> None:
    """Each sync twice, edits on the way: at the end the archive is what the second export alone would have made, but
    for what the feeds knew (tags, dates) and a person wrote; the ledger finds all of it.
    """
    begin(layout, medium, ALL[:4])
    for number, window in enumerate(WINDOWS):
        report = sync_(layout, medium, feed(window))
        assert report.counts["new_posts"] == (8 if number == 0 else 10)
        first = snapshot(layout.root)
        again = sync_(layout, medium, feed(window))
        assert again.counts["new_posts"] == again.counts["changed"] == again.counts["tagged"] == 0
        assert snapshot(layout.root) == first
    assert set(texts(layout)) == {text.id for text in ALL}
    build.build(layout)
    totals, issues = ledgers.check_archive(layout)
    assert (totals.posts, totals.pages, totals.lost) == (62, 62, 0), issues
    assert verify(layout).exit_code == 0
    snippets = [text for text in ALL[4:] if text.is_snippet]
    texts_by_id = texts(layout)
    assert [text.id for text in ALL if "partial: true" in texts_by_id[text.id]] == [text.id for text in snippets]
    assert [text.id for text in ALL if "source: feed" in texts_by_id[text.id]] == [text.id for text in ALL[4:]]
    cut = [
        page
        for page in layout.site.glob("posts/*/index.html")
        if "Continue reading on Medium" in page.read_text("utf-8")
    ]
    assert len(cut) == len(snippets)
    for word in ("_/stat", "originally published in"):
        assert not any(word in text for text in texts_by_id.values())

    edited, moved = ALL[21], ALL[30]
    file = path_of(layout, edited)
    file.write_text(file.read_text("utf-8").replace("So it is.", "So it is, I found."), "utf-8")
    path_of(layout, moved).parent.rename(layout.posts / "my-own-name")
    import_(layout, ALL, AFTER)
    texts_by_id = texts(layout)
    assert set(texts_by_id) == {text.id for text in ALL}
    assert "So it is, I found." in texts_by_id[edited.id]
    assert (layout.posts / "my-own-name" / "index.md").is_file()
    assert not any("source: feed" in text or "partial: true" in text for text in texts_by_id.values())
    assert not list(layout.root.rglob("index.incoming.md"))
    build.build(layout)
    totals, issues = ledgers.check_archive(layout)
    assert (totals.posts, totals.pages, totals.lost) == (62, 62, 0), issues
    assert verify(layout).exit_code == 0

    alone = Layout(tmp_path / "alone")
    begin(alone, medium, ALL, AFTER)
    for window in WINDOWS:
        sync_(alone, medium, feed(window))
    other = texts(alone)
    for text in ALL:
        if text not in (edited, moved):
            assert texts_by_id[text.id] == other[text.id], text.number
    tagged = [text for text in ALL[2:] if text.tags]
    assert all(f"- {text.tags[1]}\n" in texts_by_id[text.id] for text in tagged)
    assert all("updated: " in texts_by_id[text.id] for text in ALL[2:])


def test_tags_of_the_feed_do_not_count_as_an_edit(layout: Layout, medium: MediumServer) -> None:
    """The next export may change it, and is not held off by what the program wrote itself."""
    begin(layout, medium, ALL[:4])
    sync_(layout, medium, feed(ALL[:4]))
    assert import_(layout, ALL[:4], "January 12, 2025").counts["edited"] == 0
    report = import_(layout, [replace(text, version=2) for text in ALL[:4]], AFTER)
    assert (report.counts["changed"], report.counts["edited"]) == (4, 0)
    assert "written **in version 2**" in texts(layout)[ALL[0].id]
    assert "- number-0" in texts(layout)[ALL[0].id]


def test_sync_and_import_give_the_same_result_in_any_order(
    layout: Layout, medium: MediumServer, tmp_path: Path
) -> None:
    """The feed first, then the export, or the other way round: the same texts, the same catalog."""
    begin(layout, medium, ALL[:2])
    other = Layout(tmp_path / "other")
    begin(other, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[:6]))
    import_(layout, ALL[:6], AFTER)
    import_(other, ALL[:6], AFTER)
    sync_(other, medium, feed(ALL[:6]))
    assert texts(layout) == texts(other)
    assert catalog.read(layout) == catalog.read(other)
    before = snapshot(layout.root)
    import_(layout, ALL[:2], "January 12, 2025")  # an older one again
    assert snapshot(layout.root) == before


@pytest.mark.parametrize(
    "own_tags",
    one_in(3, ["tags: [mine]\nlang: en\n", "lang: en\ntags: [mine]\n", "lang: en\nmood: calm\ntags: [mine]\n"]),
)
def test_tags_go_into_an_edited_text_and_edited_tags_stay(layout: Layout, medium: MediumServer, own_tags: str) -> None:
    """Wherever the tags stand, there is one list of them, and no second version of the text."""
    begin(layout, medium, ALL[:4])
    word, own = path_of(layout, ALL[0]), path_of(layout, ALL[1])
    word.write_text(word.read_text("utf-8").replace("So it is.", "Mine."), "utf-8")
    own.write_text(own.read_text("utf-8").replace("lang: en\n", own_tags), "utf-8")
    sync_(layout, medium, feed(ALL[:4]))
    assert "Mine." in word.read_text("utf-8")
    assert "- number-0" in word.read_text("utf-8")
    assert "tags: [mine]" in own.read_text("utf-8")
    assert own.read_text("utf-8").count("tags:") == 1
    import_(layout, ALL[:4], AFTER)
    assert "tags: [mine]" in own.read_text("utf-8")
    assert not list(layout.root.rglob("index.incoming.md"))


def test_an_export_of_the_day_of_the_last_change_has_the_text(layout: Layout, medium: MediumServer) -> None:
    """Whatever the checksum of its page is: the export has all that the feed had on that day."""
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:4]))
    shelf = consistency.open_shelf(layout)
    of_feed = [entry for entry in shelf.entries.values() if entry.is_from_feed]
    assert len(of_feed) == 2
    for entry in of_feed:
        assert not post_import._is_older(shelf, entry, entry.exported, "0" * 64)
        assert post_import._is_older(shelf, entry, "2000-01-01", "f" * 64)


def test_the_beginning_of_a_post_never_replaces_its_full_text(layout: Layout, medium: MediumServer) -> None:
    """Neither over a feed's nor over an export's; a whole text replaces a snippet."""
    whole, snippet = Text(4), replace(Text(6), number=6)
    begin(layout, medium, [Text(6)])
    sync_(layout, medium, feed([whole, snippet]))
    assert "The *end* of 6." in texts(layout)[snippet.id]
    snippet_of_it = b'<description><![CDATA[<p class="medium-feed-snippet">Letter 4</p>]]></description>'
    locked = re.sub(rb"<content:encoded>.*</content:encoded>", snippet_of_it, feed([whole]))
    report = sync_(layout, medium, locked)
    assert "The *end* of 4." in texts(layout)[whole.id]
    assert "partial" not in codes(report)
    assert "partial: true" not in texts(layout)[whole.id]


def test_a_feed_post_is_updated_until_an_export_has_it(layout: Layout, medium: MediumServer) -> None:
    """A new version at Medium is a new text; a person's edit is merged with it."""
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:4]))
    file = path_of(layout, ALL[2])
    file.write_text(file.read_text("utf-8").replace("So it is.", "Mine."), "utf-8")
    report = sync_(layout, medium, feed([replace(text, version=2) for text in ALL[2:4]]))
    assert report.counts["changed"] == 2
    texts_by_id = texts(layout)
    assert "**in version 2**" in texts_by_id[ALL[2].id]
    assert "Mine." in texts_by_id[ALL[2].id]
    assert "**in version 2**" in texts_by_id[ALL[3].id]


def test_a_post_deleted_by_hand_stays_deleted(layout: Layout, medium: MediumServer) -> None:
    """Deleted, or put among the drafts: nothing of it is written where git would take it."""
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:4]))
    gone, hidden = path_of(layout, ALL[2]).parent, path_of(layout, ALL[3]).parent
    for file in gone.iterdir():
        file.unlink()
    gone.rmdir()
    layout.drafts.mkdir(exist_ok=True)
    hidden.rename(layout.drafts / hidden.name)
    sync_(layout, medium, feed([replace(text, version=2) for text in ALL[2:4]]))
    assert not gone.exists()
    assert "in version 1" in (layout.drafts / hidden.name / "index.md").read_text("utf-8")
    assert ALL[3].id not in (layout.records / "feed.jsonl").read_text("utf-8")


def test_a_draft_that_appears_in_the_feed_is_published(layout: Layout, medium: MediumServer) -> None:
    """Its folder moves with the person's edits; an older export does not make it a draft again."""
    _, page = ALL[10].page("January 12, 2025")
    draft = re.sub(rb"<footer>.*?</footer>", b"<footer><p>Exported from Medium on January 12, 2025.</p></footer>", page)
    held = {**export(ALL[:2], "January 12, 2025"), f"posts/draft_x-{ALL[10].id}.html": draft}
    zip_file = write_zip(layout.root.parent / "draft.zip", held)
    import_exports.import_exports([zip_file], layout)
    layout.settings.write_text(layout.settings.read_text("utf-8") + medium.settings(), "utf-8")
    (folder,) = layout.drafts.iterdir()
    (folder / "notes.txt").write_text("mine")
    report = sync_(layout, medium, feed(ALL[10:11]))
    assert "published-since" in codes(report)
    file = path_of(layout, ALL[10])
    assert file.parent.parent == layout.posts
    assert (file.parent / "notes.txt").is_file()
    assert not list(layout.drafts.iterdir())
    before = snapshot(layout.root)
    import_exports.import_exports([zip_file], layout)
    assert snapshot(layout.root) == before


def test_responses_in_a_feed_are_recognised(layout: Layout, medium: MediumServer) -> None:
    """They begin with the words that Medium named them by, and have no tags."""
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:8]))
    assert [path.parent.name.partition("-")[0] for path in layout.responses.glob("*/index.md")] == ["2025"]
    assert path_of(layout, ALL[5]).parent.parent == layout.responses
    assert "not in any export yet" in dict(history(layout, ALL[5].id).rows)["feed"]


def test_an_unchanged_feed_is_not_downloaded_again(layout: Layout, medium: MediumServer) -> None:
    """By its ETag and its date; the feed's post is in the archive, byte for byte."""
    begin(layout, medium, ALL[:2])
    content = feed(ALL[2:4])
    seen = {"If-None-Match".lower(): '"1a"', "If-Modified-Since".lower(): "Wed, 01 Jan 2025 08:30:00 GMT"}

    def answer(headers: Mapping[str, str]) -> Reply:
        if all(headers.get(name) == value for name, value in seen.items()):
            return Reply(304)
        return Reply(200, content, {"ETag": '"1a"', "Last-Modified": "Wed, 01 Jan 2025 08:30:00 GMT"})

    medium.answers[FEED] = answer
    sync.sync(layout, OFFLINE)
    report = sync.sync(layout, OFFLINE)
    assert report.counts["feeds_unchanged"] == 1
    assert report.exit_code == 0
    kept = (layout.root / f"original/feed/{ALL[2].id}.xml").read_bytes()
    assert ALL[2].item().encode() in content
    assert ALL[2].item().encode() in kept
    assert ALL[3].id.encode() not in kept
    assert f"original/feed/{ALL[2].id}.xml" in layout.checksums.read_text("utf-8")


def test_a_publication_feed_gives_only_own_posts(layout: Layout, medium: MediumServer) -> None:
    """A feed on a custom domain; posts of other authors are counted and not kept."""
    begin(layout, medium, ALL[:2])
    settings = layout.settings.read_text("utf-8").replace(
        "[watch]\n", '[watch]\nfeed = ["https://looms.example/feed"]\n'
    )
    layout.settings.write_text(settings, "utf-8")
    theirs = replace(ALL[3], creator="Bea")
    content = feed([ALL[2], theirs]).replace(theirs.url.encode(), b"https://looms.example/letter")
    medium.answers["looms.example/feed"] = Reply(200, content)
    report = sync.sync(layout, OFFLINE)
    assert (report.counts["new_posts"], report.counts["by_others"]) == (1, 1)
    assert not any(b"Letter 3" in content for content in snapshot(layout.root).values())


@pytest.mark.parametrize(
    "answer", [html("Medium", "<p>Sign in</p>"), not_found(), Reply(503), Reply(200), Reply(200, b"<rss><channel>")]
)
def test_an_invalid_feed_changes_nothing(layout: Layout, medium: MediumServer, answer: Reply) -> None:
    """Exit code 40 and one issue; the next run requests the feed again."""
    begin(layout, medium, ALL[:2])
    before = texts(layout)
    medium.answers[FEED] = answer
    report = sync.sync(layout, OFFLINE, sleep=lambda seconds: None)
    assert (report.exit_code, codes(report)[0]) == (40, "feed-unreachable")
    assert texts(layout) == before


@pytest.mark.parametrize("after", one_in(6, range(0, 40, 3), of_ci=2))
def test_the_next_sync_completes_a_killed_one(
    layout: Layout, medium: MediumServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """After any number of files: the next run gives the same folder as without the kill, and no edit is reported."""
    begin(layout, medium, ALL[:4])
    whole = Layout(tmp_path / "whole")
    begin(whole, medium, ALL[:4])
    count = 0
    write = files.write

    def dies(path: Path, content: bytes) -> bool:
        nonlocal count
        count += 1
        if count > after:
            raise KeyboardInterrupt
        return write(path, content)

    monkeypatch.setattr(files, "write", dies)
    with suppress(KeyboardInterrupt):
        sync_(layout, medium, feed(ALL[:8]))
    monkeypatch.setattr(files, "write", write)
    sync_(layout, medium, feed(ALL[:8]))
    sync_(whole, medium, feed(ALL[:8]))
    assert texts(layout) == texts(whole)
    assert catalog.read(layout) == catalog.read(whole)
    assert import_(layout, ALL[:8], AFTER).counts["edited"] == 0


STRANGE = (
    f'<figure><img alt="" src="{CDN}/1024/0*nS892-oI6tA1iBsP" /></figure><h3>Letter 4 &amp; its heading</h3>'
    '<iframe src="https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fx.example&amp;url=https%3A%2F%2Fx.example'
    '%2Fpage" width="700" height="393" frameborder="0" scrolling="no"><a href="https://medium.com/media/1a2b/href">'
    "https://medium.com/media/1a2b/href</a></iframe><ul><li><em>Please </em><strong><em>clap</em></strong></li></ul>"
    '<blockquote>Said <a href="/@ada?source=rss">here</a><br>and there</blockquote><pre>a &lt; b<br><br>    c</pre>'
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>It was originally published in print.</p><hr>"
)


def test_no_feed_item_loses_text(layout: Layout, medium: MediumServer) -> None:
    """Frames, code, quotes, marks within marks; a paragraph that only sounds like the footer stays."""
    begin(layout, medium, ALL[:2])
    plain = feed([ALL[4]])
    start, end = plain.index(b"<h4"), plain.index(b'<img src="https://medium.com/_/')
    content = plain[:start] + STRANGE.encode() + plain[end:]
    sync_(layout, medium, content)
    totals, issues = ledgers.check_archive(layout)
    assert (totals.posts, totals.lost) == (3, 0), issues
    assert totals.text["embeds"].found == 1
    texts_by_id = texts(layout)[ALL[4].id]
    assert "<https://x.example/page>" in texts_by_id
    assert "It was originally published in print." in texts_by_id
    assert "medium.com/media" not in texts_by_id
    assert [issue for issue in verify(layout).issues if issue.level == "error"] == []


def test_a_loss_in_a_feed_post_is_found(layout: Layout, medium: MediumServer) -> None:
    """It would be no ledger otherwise."""
    begin(layout, medium, ALL[:2])
    sync_(layout, medium, feed(ALL[2:4]))
    lost = path_of(layout, ALL[2]).read_text("utf-8").replace("A heading of 2", "").replace("two", "")
    ledger = completeness.check(proof_feed.page((layout.root / f"original/feed/{ALL[2].id}.xml").read_bytes()), lost)
    assert {miss.kind for miss in ledger.unexplained} >= {"headings", "list_items"}
