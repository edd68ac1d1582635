"""A writer's posts come back from web archives, each from the newest capture that has all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medium_archive.commands import import_exports
from medium_archive.commands.verify import verify
from medium_archive.errors import AnotherAccount, SettingsWrong, Unreachable
from medium_archive.folder import known_posts, settings
from medium_archive.folder.layout import Layout
from medium_archive.report import Report
from tests import sample_feeds
from tests.page_archives import CAPTURED, add, capture, export, page, snapshot
from tests.rescue_archives import HOME, archives, kept, preview, story
from tests.saved_pages import others
from tests.saved_pages.tellings import HARBOUR
from tests.wayback_server import Kept

STATES = ("known_posts", "known_whole", "known_partial", "known_address")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "archive")


def numbers(report: Report) -> tuple[int, ...]:
    return tuple(report.counts[name] for name in STATES)


def texts(layout: Layout) -> dict[str, str]:
    """The text of each post, by its id."""
    found = [file.read_text("utf-8") for file in layout.root.glob("*/*/index.md")]
    return {text.partition(" id: ")[2].partition("\n")[0].strip("'\""): text for text in found}


def codes(report: Report) -> list[str]:
    return [issue.code for issue in report.issues]


def errors(layout: Layout) -> list[tuple[str, str, str]]:
    return [(one.where, one.code, one.message) for one in verify(layout).issues if one.level == "error"]


def test_posts_come_back_into_a_new_folder(layout: Layout) -> None:
    """From the newest capture of each. A second run asks for nothing and changes nothing."""
    found = [kept(story(post, version), f"20{19 + version}0601") for post in range(3) for version in range(2)]
    with archives(*found) as there:
        report = there.rescue(layout)
        assert numbers(report) == (3, 3, 0, 0) and codes(report) == []
        assert there.fetched() == [f"20200601000000 {HOME}{story(post).slug}" for post in range(3)]
        assert all("in version 1" in texts(layout)[story(post).id] for post in range(3))
        chosen = settings.read(layout.settings)
        assert (chosen.author.username, chosen.author.name) == ("ada", "Ada Example")
        assert errors(layout) == []
        before = snapshot(layout)
        there.forget()
        again = there.rescue(layout, author="")
        assert there.wayback.asked == [] and numbers(again) == (3, 3, 0, 0)
        assert snapshot(layout) == before


def test_what_runs_remember_is_not_part_of_the_archive(layout: Layout) -> None:
    """So no checksum is missing when a person deletes it."""
    with archives(kept(story(1), "20200101")) as there:
        there.rescue(layout)
        sums = [file.read_text("utf-8") for file in layout.root.rglob("SHA256SUMS")]
        assert sums and not any(".cache/" in one for one in sums)


def test_a_plan_tells_what_there_is_and_changes_nothing(layout: Layout) -> None:
    """The run after it asks for no list again, and the folder is still free for an export."""
    found = [kept(story(post), f"{2016 + post}0601") for post in range(3)]
    with archives(*found, kept(story(0), "20190101")) as there:
        report = there.rescue(layout, plan=True)
        assert report.counts == {"known_posts": 3, "captures": 4, "captures_to_fetch": 3}
        assert (report.facts["captured"], report.facts["time"]) == ("2016 to 2019", "about 1 minute")
        assert report.details["posts"][0] == {
            "id": story(0).id, "address": HOME + story(0).slug, "captures": 2,
            "first": "20160601000000", "last": "20190101000000",
        }  # fmt: skip
        assert there.fetched() == [] and snapshot(layout) == {}
        lists = there.wayback.count("list")
        there.rescue(layout)
        assert there.wayback.count("list") == lists and len(texts(layout)) == 3


def test_captures_are_tried_until_one_has_the_whole_text(layout: Layout) -> None:
    """The previews for non-members are newer."""
    old, new = story(1), story(1, 1)
    found = [
        kept(preview(new), "20230101"),
        kept(preview(new), "20220101"),
        kept(old, "20200101"),
        kept(old, "20190101"),
    ]
    with archives(*found) as there:
        report = there.rescue(layout)
        assert [one[:4] for one in there.fetched()] == ["2023", "2022", "2020"]
        assert numbers(report) == (1, 1, 0, 0)
        assert "in version 0" in texts(layout)[old.id]
        assert errors(layout) == []


def test_it_is_told_which_posts_are_not_whole_and_what_to_do(layout: Layout) -> None:
    gone = Kept(f"{HOME}lost-0123456789ab", "20200101000000", b"", 404)
    with archives(kept(story(1), "20200101"), kept(preview(story(2)), "20210101"), gone) as there:
        report = there.rescue(layout)
        assert numbers(report) == (3, 1, 1, 1)
        told = {issue.code: issue for issue in report.issues}
        assert list(told) == ["partial", "only-address"]
        assert "of 1,189 words" in told["partial"].message
        assert told["only-address"].where == gone.address
        assert all("archive import" in issue.message for issue in told.values())
        assert {one.id: one.state for one in known_posts.read(layout).values()} == {
            story(1).id: "whole", story(2).id: "partial", "0123456789ab": "address",
        }  # fmt: skip
        there.forget()
        there.rescue(layout)
        assert there.fetched() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (others.WALL, "page-wall"),
        (others.SIGN_IN, "page-sign-in"),
        (others.GONE, "page-gone"),
        (others.WORDPRESS, "page-of-other-site"),
        (others.ABOUT, "page-without-story"),
    ],
)
def test_what_answers_with_200_and_is_no_story_is_no_post(body: bytes, code: str, layout: Layout) -> None:
    """An older capture has the text; without one the post is only an address."""
    domain = "letters.example"  # another site may have it since
    walled = [kept(story(post), "20220101", f"https://{domain}/{story(post).slug}", body) for post in (1, 2)]
    with archives(*walled, kept(story(1), "20200101")) as there:
        report = there.rescue(layout, domains=(domain,))
        assert numbers(report) == (2, 1, 0, 1) and list(texts(layout)) == [story(1).id]
        assert codes(report) == [code, "only-address"]
        assert report.issues[0].message.startswith("2 captures ")
        there.forget()
        there.rescue(layout)
        assert there.fetched() == []  # not even the walls


def test_a_story_of_another_author_is_no_post(layout: Layout) -> None:
    """A domain had other stories before, or after. They are not posts that are lacking, and are not asked for."""
    theirs = [kept(HARBOUR, when, f"https://letters.example/{HARBOUR.slug}") for when in ("20200101", "20190101")]
    crawls = {"CC-MAIN-2019-09": [theirs[0]]}
    with archives(kept(story(1), "20200101"), *theirs, crawls=crawls) as there:
        report = there.rescue(layout, domains=("letters.example",))
        assert list(texts(layout)) == [story(1).id] and numbers(report) == (1, 1, 0, 0)
        assert codes(report) == ["page-of-other-author"]
        assert list(known_posts.read(layout)) == [story(1).id]
        assert not any(HARBOUR.id in one.path for one in there.wayback.asked if one.kind == "list")
        assert len(there.fetched()) == 2 and there.common_crawl.asked == []
        there.forget()
        again = there.rescue(layout, domains=("letters.example",))
        assert numbers(again) == (1, 1, 0, 0) and there.fetched() == []


def test_captures_that_can_not_be_read_are_no_posts(layout: Layout) -> None:
    """A wrong name of the compression is no obstacle, a missing end may come with another transfer."""
    lying = kept(story(1), "20200101", encoding="br")
    broken = kept(story(2), "20200101", body=b"\x1f\x8b\x08 no gzip", encoding="gzip")
    cut = kept(story(3), "20200101", is_cut=True)
    with archives(lying, broken, cut) as there:
        report = there.rescue(layout)
        assert list(texts(layout)) == [story(1).id] and numbers(report) == (3, 1, 0, 2)
        assert codes(report) == ["capture-unreadable", "capture-missing", "only-address"]
        assert report.issues[-1].where == broken.address  # the other may come the next time
        there.forget()
        there.rescue(layout)
        assert {one.partition(" ")[2] for one in there.fetched()} == {cut.address}


def test_redirects_lead_to_the_text_in_a_publication(layout: Layout) -> None:
    told = story(1)
    at_publication = f"https://tides.example/{told.slug}"
    moved = kept(told, "20200101", body=b"-", status=302, location=f"{at_publication}?gi=1")
    with archives(moved, kept(told, "20200101", f"{at_publication}?gi=1")) as there:
        there.rescue(layout)
        assert list(texts(layout)) == [told.id]


def test_profiles_and_feeds_name_posts_in_publications(layout: Layout) -> None:
    """A feed has the whole text, too, of a post that nobody captured."""
    told, of_feed = story(1), sample_feeds.Text(3)
    elsewhere = replace(told, slug=f"tides/{told.slug}")
    profile = others.profile(elsewhere).replace(b"medium.com/@ada/tides", b"medium.com/tides")
    profile = profile.replace(b'"creator": null', b'"creator": {"username": "eve"}')  # of the one shown beside
    feed = sample_feeds.feed([of_feed])
    found = [
        Kept("https://medium.com/@ada", "20200101000000", profile),
        Kept("https://medium.com/feed/@ada", "20200101000000", feed, mime="text/xml"),
        kept(told, "20200101", f"https://medium.com/tides/{told.slug}?source=user_profile"),
    ]
    with archives(*found) as there:
        report = there.rescue(layout)
        assert sorted(texts(layout)) == sorted([told.id, of_feed.id])
        assert numbers(report) == (2, 2, 0, 0)
        assert errors(layout) == []


@pytest.mark.parametrize("publication", ["tides", "https://medium.com/tides", "https://tides.example/"])
def test_a_publication_is_searched_for_posts_that_are_lacking(publication: str, layout: Layout) -> None:
    """The index is asked for their ids only: the others are other people's."""
    told, theirs = story(1), story(2, user="eve", user_id="0e0e0e0e0e0e")
    place = "https://tides.example" if "example" in publication else "https://medium.com/tides"
    gone = kept(told, "20210101", body=b"-", status=404)
    with archives(gone, *(kept(one, "20200101", f"{place}/{one.slug}") for one in (told, theirs))) as there:
        report = there.rescue(layout, publications=(publication,))
        assert list(texts(layout)) == [told.id] and numbers(report) == (1, 1, 0, 0)
        assert not any(theirs.id in one for one in there.fetched())


def test_a_list_that_is_refused_does_not_hide_the_others(layout: Layout) -> None:
    """An archive may have been asked to leave a profile out."""
    here = kept(story(1), "20200101", f"https://letters.example/{story(1).slug}")
    with archives(here, excluded="medium.com/@ada") as there:
        report = there.rescue(layout, domains=("letters.example",))
        assert list(texts(layout)) == [story(1).id]
        refused = [issue for issue in report.issues if issue.code == "list-missing"]
        assert len(refused) == len(report.issues) == 2 and "asked to leave this address out" in refused[0].message


def test_an_older_feed_takes_nothing_back(layout: Layout) -> None:
    text = sample_feeds.Text(3)
    newer = replace(text, version=text.version + 1)
    with archives(*(
        Kept("https://medium.com/feed/@ada", when, sample_feeds.feed([one]), mime="text/xml")
        for when, one in (("20200101000000", text), ("20210101000000", newer))
    )) as there:  # fmt: skip
        there.rescue(layout)
        assert f"in version {newer.version}" in texts(layout)[text.id]


def test_common_crawl_has_what_the_wayback_machine_lacks(layout: Layout) -> None:
    """It is asked until nothing is lacking, from the newest crawl on."""
    whole = kept(story(1), "20190301")
    crawls = {"CC-MAIN-2018-05": [whole], "CC-MAIN-2019-09": [whole], "CC-MAIN-2021-04": []}
    with archives(kept(preview(story(1)), "20220101"), crawls=crawls) as there:
        report = there.rescue(layout)
        assert numbers(report) == (1, 1, 0, 0)
        assert {one.path.split("-index")[0] for one in there.common_crawl.asked if one.kind == "list"} == {
            "/CC-MAIN-2021-04", "/CC-MAIN-2019-09",
        }  # fmt: skip


def test_common_crawl_is_not_asked_for_what_is_whole(layout: Layout) -> None:
    with archives(kept(story(1), "20220101"), crawls={"CC-MAIN-2018-05": [kept(story(1), "20180101")]}) as there:
        there.rescue(layout)
        assert there.common_crawl.asked == []


def test_an_archive_that_falls_silent_costs_nothing(layout: Layout) -> None:
    """What came is added; the next run asks for the rest."""
    with archives(*(kept(story(post), "20200101") for post in range(5))) as there:
        there.rescue(layout, plan=True)
        answered = there.wayback.memento

        def falls_silent(timestamp: str, address: str) -> Kept | None:
            if len(there.fetched()) >= 2:
                there.wayback.refused_until = there.clock.now + 10_000
            return answered(timestamp, address)

        there.wayback.memento = falls_silent  # type: ignore[method-assign]  # the stand-in, for this test
        report = there.rescue(layout)
        assert report.exit_code == 40 and codes(report) == ["archive-unreachable"]
        assert len(texts(layout)) == 3 and numbers(report) == (5, 3, 0, 2)
        assert "2 known posts are not whole yet" in report.issues[0].message
        assert errors(layout) == []
        there.wayback.memento = answered  # type: ignore[method-assign]  # as it was
        there.clock.now = there.wayback.refused_until + 1
        there.forget()
        assert there.rescue(layout).exit_code == 0 and len(texts(layout)) == 5
        assert len(there.fetched()) == 2


def test_nothing_is_made_where_no_archive_answers(layout: Layout) -> None:
    with archives() as there:
        there.wayback.refused_until = there.clock.now + 10_000
        with pytest.raises(Unreachable):
            there.rescue(layout)
        assert snapshot(layout) == {}


def test_a_run_ends_after_the_time_that_was_given(layout: Layout) -> None:
    with archives(*(kept(story(post), "20200101") for post in range(3)), limited=1, retry_after=90) as there:
        report = there.rescue(layout, max_seconds=60)
        assert codes(report) == ["out-of-time"] and report.exit_code == 0
        assert texts(layout) == {}
        report = there.rescue(layout, max_seconds=600)
        assert codes(report) == [] and len(texts(layout)) == 3


def test_what_the_archive_has_whole_is_not_fetched(layout: Layout, tmp_path: Path) -> None:
    """Only captures after the day of the export may have a newer text."""
    old, edited, new = story(1), story(2), story(3)
    import_exports.import_exports([export(tmp_path, "2021-03-01", [old, edited])], layout)
    found = [
        kept(old, "20210228"),
        kept(edited, "20210201"),
        kept(story(2, 4), "20230401"),
        kept(story(2, 4), "20230301"),
        kept(new, "20200101"),
    ]
    with archives(*found) as there:
        report = there.rescue(layout, author="")
        assert [one[:8] for one in there.fetched()] == ["20230401", "20200101"]
        assert "in version 4" in texts(layout)[edited.id] and "in version 0" in texts(layout)[old.id]
        assert numbers(report) == (3, 3, 0, 0)
        assert errors(layout) == []


def test_what_a_saved_page_has_whole_is_not_fetched(layout: Layout) -> None:
    """A person saved it later than the archive did."""
    add(layout, capture(page(story(1))))
    with archives(kept(story(1), f"{CAPTURED:%Y%m}01"), kept(story(1), "20200101")) as there:
        there.rescue(layout)
        assert there.fetched() == []


def test_a_post_that_a_person_deleted_stays_deleted(layout: Layout) -> None:
    with archives(kept(story(1), "20200101"), kept(story(2), "20200101")) as there:
        there.rescue(layout)
        (folder,) = (file.parent for file in layout.root.glob("posts/*/index.md") if story(1).id in file.read_text())
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        there.wayback.kept = (*there.wayback.kept, kept(story(1, 2), "20220101"))
        (layout.private / ".cache/rescue/lists.jsonl").unlink()
        there.forget()
        there.rescue(layout)
        assert list(texts(layout)) == [story(2).id] and there.fetched() == []


def test_own_edits_stay(layout: Layout) -> None:
    with archives(kept(story(1), "20200101")) as there:
        there.rescue(layout)
        (file,) = layout.root.glob("posts/*/index.md")
        file.write_text(file.read_text("utf-8").replace("Paragraph 2", "My own paragraph 2"), "utf-8")
        there.wayback.kept = (*there.wayback.kept, kept(story(1, 2), "20220101"))
        (layout.private / ".cache/rescue/lists.jsonl").unlink()
        there.rescue(layout)
        assert "My own paragraph 2" in file.read_text(
            "utf-8"
        ) and "Paragraph 1 of letter 1, in version 2" in file.read_text("utf-8")


@pytest.mark.parametrize("author", ["https://medium.com/@ada", "https://ada.medium.com/", "ada", " @ada "])
def test_an_author_is_named_as_people_do(author: str, layout: Layout) -> None:
    with archives(kept(story(1), "20200101")) as there:
        assert there.rescue(layout, author, plan=True).counts["known_posts"] == 1


def test_it_must_be_known_whose_posts_are_looked_for(layout: Layout) -> None:
    with archives(kept(story(1), "20200101")) as there:
        with pytest.raises(SettingsWrong):
            there.rescue(layout, "")
        with pytest.raises(SettingsWrong):
            there.rescue(layout, "https://example.com/about")
        there.rescue(layout)
        with pytest.raises(AnotherAccount):
            there.rescue(layout, "@bo")
