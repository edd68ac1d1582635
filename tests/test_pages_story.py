"""One story from every wrapper: its facts, its paragraphs, its marks, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from medium_archive.medium.pages import apollo, branches, legacy, paragraphs, values
from medium_archive.medium.pages.story import Embed, Mark, Person, Story
from tests.saved_pages import states, tellings
from tests.saved_pages.tellings import HARBOUR, LOAF, PLAIN, PREVIEW, Telling


def of_apollo(entries: dict[str, Any], post_id: str) -> tuple[Story, bytes]:
    post, cache = next((post, cache) for post, cache in apollo.posts(entries) if post["id"] == post_id)
    branch = apollo.branch(post, cache)
    return apollo.read(branch), branches.public(branch, "apollo")


def of_legacy(data: dict[str, Any], post_id: str) -> tuple[Story, bytes]:
    post, references = next((post, references) for post, references in legacy.posts(data) if post["id"] == post_id)
    branch = legacy.branch(post, references)
    return legacy.read(branch), branches.public(branch, "legacy")


READERS: dict[str, Callable[[Telling], tuple[Story, bytes]]] = {
    "legacy": lambda telling: of_legacy(states.legacy(telling), telling.id),
    "client 2": lambda telling: of_apollo(states.apollo2(telling), telling.id),
    "client 3": lambda telling: of_apollo(states.apollo3(telling), telling.id),
    "answer": lambda telling: of_apollo({"data": {"post": states.graphql(telling)}}, telling.id),
    "member": lambda telling: of_apollo(states.apollo3(telling, is_full=True), telling.id),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_each_wrapper_tells_the_same_facts(reader: Callable[[Telling], tuple[Story, bytes]]) -> None:
    story, _ = reader(LOAF)
    told = replace(story, paragraphs=(), sections=(), canonical="", is_locked=False, pictures_said=None, words_said=0)
    assert told == Story(
        id="0a1b2c3d4e5f",
        title="Bread and Salt",
        subtitle="How a loaf is made",
        authors=(Person("Ada Example", "ada", "5a5a5a5a5a5a"),),
        published=datetime(2019, 1, 9, 6, 16, 0, 766000, UTC),
        updated=datetime(2019, 2, 11, 10, 0, 0, 500000, UTC),
        version="3fed73795ca4",
        slug="bread-and-salt-0a1b2c3d4e5f",
        addresses=("https://medium.com/@ada/bread-and-salt-0a1b2c3d4e5f",),
        tags=("bread", "salt-and-water"),
        reading_time=states.reading_time(LOAF),
        claps=248,
    )


@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_each_wrapper_tells_the_same_paragraphs(telling: Telling) -> None:
    (first, _), *others = (reader(telling) for reader in READERS.values())
    assert [paragraph.text for paragraph in first.paragraphs] == [part.text for part in telling.parts]
    assert [section.start for section in first.sections] == [0, *telling.breaks]
    for other, _ in others:
        same = [replace(one, alignment="") for one in first.paragraphs]  # new states have no alignment
        assert [replace(one, alignment="") for one in other.paragraphs] == same


def test_marks_keep_their_places_behind_emoji() -> None:
    """States count in UTF-16, where most emoji are two."""
    for reader in READERS.values():
        marked = [
            [(mark.kind, paragraph.text[mark.start : mark.end], mark.href) for mark in paragraph.marks]
            for telling, number in ((LOAF, 3), (LOAF, 4), (HARBOUR, 2))
            for paragraph in [reader(telling)[0].paragraphs[number]]
        ]
        assert marked == [
            [("strong", "two loaves", ""), ("a", "a mill", "https://mill.example/flour")],
            [("a", "Ben", "https://medium.com/u/6b6b6b6b6b6b"), ("code", "water()", "")],
            [("strong", "雨", ""), ("em", "没有人", ""), ("code", "下雨()", ""), ("a", "船", "https://boat.example/")],
        ]


def test_a_mark_beyond_the_text_is_cut() -> None:
    """Also one that begins in the middle of an emoji, and one that says nothing."""
    items = [
        {"type": "P", "text": "🍞 bread", "markups": [{"type": "STRONG", "start": 1, "end": 99}, {"type": "EM"}]},
        {"type": "P", "text": "\ud83c bread", "markups": [{"type": 1, "start": -4, "end": 1}, {"type": []}, None]},
    ]
    first, second = paragraphs.read(items)
    assert first.marks == (Mark("strong", 0, 7),)
    assert (second.text, second.marks) == ("� bread", (Mark("strong", 0, 1),))


def test_an_unknown_kind_of_paragraph_keeps_its_words() -> None:
    (read,) = paragraphs.read([{"type": "POEM", "text": "Its words"}, "no paragraph"])
    assert (read.kind, read.text) == ("p", "Its words")


@pytest.mark.parametrize(
    ("frame", "address"),
    [
        ({"mediaResource": {"iframeSrc": "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fa.example%2F1&url=b"}},
         "https://a.example/1"),
        ({"mediaResource": {"iframeSrc": "https://cdn.embedly.com/widgets/media.html?url=http%3A%2F%2Fb.example%2F2"}},
         "http://b.example/2"),
        ({"mediaResource": {"iframeSrc": "", "href": "https://gist.github.com/ada/0a1b"}}, "https://gist.github.com/ada/0a1b"),
        ({"mediaResourceId": "0a1b", "thumbnailUrl": "https://i.embed.ly/1/image?url=https%3A%2F%2Fi.ytimg.com%2Fvi%2FmOkA_Y_Bctk%2Fhq.jpg&key=1"},
         "https://www.youtube.com/watch?v=mOkA_Y_Bctk"),
        ({"mediaResource": {"iframeSrc": "https://medium.com/media/0a1b", "title": "T", "id": "0a1b"}}, ""),
        ({"mediaResource": {"iframeSrc": "javascript:alert(1)"}}, ""),
    ],
)  # fmt: skip
def test_an_embed_has_the_address_of_what_it_shows(frame: dict[str, Any], address: str) -> None:
    """As in an export. An address of Medium's only forwards; what it leads to is lost."""
    (read,) = paragraphs.read([{"type": "IFRAME", "text": "", "iframe": frame}])
    assert (read.embed or Embed()).address == address


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_public_branch_holds_all_that_was_read(reader: Callable[[Telling], tuple[Story, bytes]]) -> None:
    """Read again, it gives the same story, but for the id of the account, which is private."""
    for telling in tellings.ALL:
        story, public = reader(telling)
        data = json.loads(public)
        again, same = (of_legacy if "payload" in data else of_apollo)(data, telling.id)
        assert same == public
        assert again == replace(story, authors=tuple(replace(author, id="") for author in story.authors))


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_public_branch_has_nothing_of_others(reader: Callable[[Telling], tuple[Story, bytes]]) -> None:
    """Neither of the viewer nor of a recommended story."""
    _, public = reader(LOAF)
    private = (*states.CANARIES, states.OTHER_ID, states.OTHER_TITLE, states.OWN_TITLE, LOAF.user_id)
    assert [word for word in private if word.encode() in public] == []


def test_a_preview_and_a_member_text_are_told_apart() -> None:
    """A member's page has both: the whole one is taken."""
    for name, reader in READERS.items():
        assert reader(PREVIEW)[0].is_preview == (name != "member")
        assert not reader(LOAF)[0].is_preview
    assert len(READERS["member"](LOAF)[0].paragraphs) == len(LOAF.parts)


def test_a_response_names_what_it_answers() -> None:
    for reader in READERS.values():
        story, _ = reader(PLAIN)
        assert (story.is_response, story.answers) == (True, "1a2b3c4d5e6f")
        assert not reader(LOAF)[0].is_response


def test_a_draft_is_told_by_its_missing_time() -> None:
    """An answer that was not asked for the time says nothing."""
    draft = replace(LOAF, published=0, updated=0, version="")
    assert READERS["legacy"](draft)[0].is_draft
    post = states.graphql(LOAF)
    del post["firstPublishedAt"], post["latestPublishedAt"], post["latestPublishedVersion"]
    story, _ = of_apollo({"data": {"post": post}}, LOAF.id)
    assert (story.is_draft, story.published, story.version) == (False, None, LOAF.version)


def test_times_may_be_text() -> None:
    """As in the archives of a day."""
    assert values.moment({"at": "1547014560766"}, "at") == datetime(2019, 1, 9, 6, 16, 0, 766000, UTC)


@pytest.mark.parametrize("value", [None, "x", [], {}, True, float("nan"), 1e400, -5, 10**30])
def test_a_strange_value_is_none(value: object) -> None:
    assert values.moment({"at": value}, "at") is None
    assert values.whole({"at": value}, "at") in (0, -5)


def test_a_circle_of_links_ends() -> None:
    entries = {
        "Post:a1b2c3d4e5f6": {"id": "a1b2c3d4e5f6", "content({})": {"__ref": "A"}, "tags": [{"__ref": "A"}]},
        "A": {"__ref": "B"},
        "B": {"__ref": "A"},
    }
    story, _ = of_apollo(entries, "a1b2c3d4e5f6")
    assert story.paragraphs == ()


def test_gaps_in_the_numbers_of_paragraphs_are_seen() -> None:
    def gap(*names: str) -> bool:
        return paragraphs.has_gap([{"id": name} for name in names])

    assert not gap("3fed73795ca4_0", "3fed73795ca4_1")
    assert gap("3fed73795ca4_0", "3fed73795ca4_2")
    assert gap("3fed73795ca4_1", "3fed73795ca4_2")
    assert not gap("3fed73795ca4_preview_4", "") and not gap()
