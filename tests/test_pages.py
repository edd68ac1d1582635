"""What a saved page holds: the story that it is about, the posts that it names, or one error that says what to do."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

import pytest

from medium_archive.medium import pages, post
from medium_archive.medium.pages import NoStory, ownership
from medium_archive.medium.pages.story import Person
from tests.saved_pages import exported, others, states, tellings, written
from tests.saved_pages.tellings import HARBOUR, LOAF, PLAIN, PREVIEW, Telling, link, part

ERAS = tuple(written.ERAS)


def page_of(telling: Telling, era: str, *, has_state: bool = True) -> bytes:
    return written.page(telling, written.ERAS[era], has_state=has_state)


def saved(content: bytes, address: str = "") -> pages.SavedStory:
    story = pages.read(content, address).story
    assert story is not None
    return story


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_a_page_of_each_era_gives_the_post_of_the_export(telling: Telling, era: str) -> None:
    expected, _ = post.read(exported.page(telling), f"posts/2019-01-09_x-{telling.id}.html")
    read = saved(page_of(telling, era))
    assert replace(read.post, exported=expected.exported) == expected
    assert (read.post.exported, read.losses, read.tags) == ("2019-02-11", (), telling.tags)
    assert (read.version, read.words_said) == (telling.version, telling.words)
    assert read.is_partial == bool(telling.preview_of)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("telling", tellings.ALL, ids=lambda telling: telling.id)
def test_a_page_without_its_state_gives_the_same_words(telling: Telling, era: str) -> None:
    """And names what it lost."""
    expected, read = saved(page_of(telling, era)), saved(page_of(telling, era, has_state=False))
    assert words(read.post.body) == words(expected.post.body)
    assert (read.post.id, read.post.title, read.post.subtitle) == (
        telling.id,
        expected.post.title,
        expected.post.subtitle,
    )
    assert (read.post.published, read.post.url, read.post.author) == (
        expected.post.published,
        expected.post.url,
        expected.post.author,
    )
    assert read.is_partial == bool(telling.preview_of)
    assert {"updated", "version"} < {loss.code for loss in read.losses}
    assert (read.version, read.updated) == ("", None)


def words(body: str) -> list[str]:
    """The words of a body, without the address of an embed, which a page without a state has lost."""
    plain = re.sub(r'<a class="embed"[^>]*>[^<]*</a>', "", body)
    return re.sub(r"<[^>]*>", " ", plain).split()


@pytest.mark.parametrize("answer", [written.format_json, written.graphql, written.batch])
def test_a_saved_answer_gives_the_same_story(answer: Callable[..., bytes]) -> None:
    read = saved(answer(LOAF))
    assert (read.post, read.losses) == (saved(page_of(LOAF, "2021")).post, ())


def test_an_answer_may_have_several_stories() -> None:
    read = pages.read(written.batch(LOAF, HARBOUR, LOAF))
    assert [one.post.id for one in read.stories] == [LOAF.id, HARBOUR.id]


def test_a_members_answer_gives_the_whole_text() -> None:
    """It has a preview beside it."""
    read = saved(written.graphql(LOAF, is_full=True))
    assert (read.is_partial, read.words_here) == (False, LOAF.words)
    assert read.facts.is_locked


@pytest.mark.parametrize("era", ["2017", "2021", "2023"])
def test_a_text_that_the_browser_loaded_later_is_that_of_the_elements(era: str) -> None:
    """A browser keeps the data as they were sent to a stranger, and shows what a member got after that."""
    form = written.ERAS[era]
    shown, sent = (
        page_of(LOAF, era, has_state=False),
        form.script(replace(LOAF, parts=LOAF.parts[:4], breaks=(), preview_of=LOAF.words)),
    )
    read = saved(shown.replace(b"</body>", f"<script>{sent}</script></body>".encode()))
    whole = saved(page_of(LOAF, era))
    assert (read.is_partial, words(read.post.body)) == (False, words(whole.post.body))
    assert (read.version, read.updated, read.tags, read.post.title) == (
        whole.version,
        whole.updated,
        whole.tags,
        whole.post.title,
    )
    assert (
        replace(saved(read.public_state), facts=read.facts) == read
    )  # the public one does not have the id of the account


@pytest.mark.parametrize("words", ["word " * 100, "雨下了三天，没有人出海。" * 9], ids=["English", "Chinese"])
def test_a_longer_beginning_is_not_taken_for_the_whole_text(words: str) -> None:
    """A browser that is signed out shows more of a locked story than its data have. Nothing proves that it is all."""
    form = written.ERAS["2023"]
    story = replace(LOAF, parts=(LOAF.parts[0], *(part("P", words) for _ in range(3))), breaks=(), preview_of=430)
    sent = re.sub('"readingTime": [0-9.]+', '"readingTime": 1.9', form.script(replace(story, parts=story.parts[:2])))
    shown = page_of(story, "2023", has_state=False)
    read = saved(shown.replace(b"</body>", f"<script>{sent}</script></body>".encode()))
    assert (read.is_partial, len(read.facts.paragraphs)) == (True, 4)
    assert replace(saved(read.public_state), facts=read.facts) == read


def test_a_story_that_is_not_listed_says_so() -> None:
    page = written.graphql(LOAF).replace(b'"mediumUrl"', b'"visibility": "UNLISTED", "mediumUrl"', 1)
    assert [issue.code for issue in saved(page).issues] == ["unlisted"]


def test_a_user_name_is_no_other_text() -> None:
    """It is shown in a terminal, and written into settings."""
    page = written.graphql(replace(LOAF, user="ev\x1b[31me", name="Ada\nExample"))
    assert saved(page).facts.authors[0] == Person("Ada Example", "", LOAF.user_id)


def test_a_time_that_is_no_number_makes_no_draft() -> None:
    answer = re.sub(rb'"firstPublishedAt": \d+', b'"firstPublishedAt": "soon"', written.graphql(LOAF))
    read = saved(re.sub(rb'"latestPublished(At|Version)": [^,]+', rb'"latestPublished\1": null', answer))
    assert (read.post.kind, read.post.published) == ("story", None)


def test_a_small_file_does_not_become_a_large_post() -> None:
    """Thousands of links to one long paragraph: the post has it some times, and is read at once."""
    state = states.apollo3(LOAF)
    content = next(value for key, value in state[f"Post:{LOAF.id}"].items() if key.startswith("content"))
    content["bodyModel"]["paragraphs"] = [{"__ref": "Paragraph:x"}] * 3000
    state["Paragraph:x"] = {"__typename": "Paragraph", "name": "abcd", "type": "P", "text": "word " * 20_000}
    page = f"<script>window.__APOLLO_STATE__ = {states.dumped(state)}</script>".encode()
    assert len(saved(page).public_state) < 10_000_000


def test_scripts_without_an_end_are_read_in_time() -> None:
    began = time.process_time()
    with pytest.raises(NoStory):
        pages.read(b"<script>obvInit({" * 20_000)
    assert time.process_time() - began < 5


def test_a_page_that_shows_another_story_than_its_data_says_so() -> None:
    """Medium shows the next story without loading its page."""
    form = written.ERAS["2021"]
    # The samples give their paragraphs the same names, and Medium does not
    shown = re.sub(r'id="([0-9a-f]{4})"', lambda name: f'id="{int(name[1], 16) ^ 0xFFFF:04x}"', form.elements(HARBOUR))
    read = saved(page_of(LOAF, "2021").decode().replace(form.elements(LOAF), shown).encode())
    assert (read.post.id, [issue.code for issue in read.issues]) == (LOAF.id, ["page-shows-other-story"])
    assert saved(page_of(LOAF, "2021")).issues == ()


def test_a_preview_says_how_much_of_it_is_there() -> None:
    read = saved(page_of(PREVIEW, "2023"))
    assert (read.is_partial, read.words_here, read.words_said) == (True, 28, 1189)
    assert read.why_partial == "the page shows only the beginning of a text for members"


def test_the_public_state_reads_as_the_same_story() -> None:
    for era in ERAS:
        for telling in tellings.ALL:
            for has_state in (True, False):
                read = saved(page_of(telling, era, has_state=has_state))
                again = saved(read.public_state)
                assert replace(again, facts=read.facts) == read


def test_nothing_private_is_in_what_can_be_published() -> None:
    """A signed-in page has the viewer's addresses, ids and tokens, and other people's posts."""
    for era in ERAS:
        for has_state in (True, False):
            read = saved(page_of(LOAF, era, has_state=has_state))
            shown = f"{read.post!r}{read.public_state.decode()}{read.tags}{read.losses}"
            assert [one for one in (*states.CANARIES, states.OTHER_ID, LOAF.user_id) if one in shown] == []


def test_the_story_is_the_one_that_the_page_tells_the_app() -> None:
    """Not the one of an address, which may be another site's, nor another one with a text."""
    page = page_of(LOAF, "2021").replace(
        f'rel="canonical" href="https://medium.com/@ada/{LOAF.slug}"'.encode(),
        b'rel="canonical" href="https://a.example/b-99aabbccddee"',
    )
    assert saved(page, "https://a.example/b-99aabbccddee").post.id == LOAF.id
    both = states.apollo3(HARBOUR) | states.apollo3(LOAF)
    assert saved(written.page(LOAF, replace(written.ERAS["2021"], script=lambda _: apollo(both)))).post.id == LOAF.id
    assert (
        saved(written.page(HARBOUR, replace(written.ERAS["2021"], script=lambda _: apollo(both)))).post.id == HARBOUR.id
    )


def apollo(entries: dict[str, object]) -> str:
    return f"window.__APOLLO_STATE__ = {states.dumped(entries)}"


def test_the_elements_win_over_the_state_of_another_story() -> None:
    """The state of the page that was open before stays in some saved files."""
    page = written.page(LOAF, replace(written.ERAS["2021"], script=lambda _: apollo(states.apollo3(HARBOUR))))
    read = saved(page)
    assert (read.post.id, "layout" in {loss.code for loss in read.losses}) == (LOAF.id, True)


def test_a_page_twice_in_a_file_is_one_story() -> None:
    page = page_of(LOAF, "2017") + page_of(LOAF, "2017")
    assert len(pages.read(page).stories) == 1


def test_a_bare_state_needs_no_head() -> None:
    """Some files are only a part of a page."""
    assert saved(f"<script>{written.client3(LOAF)}</script>".encode()).post.id == LOAF.id


def test_a_bare_article_needs_an_address() -> None:
    page = f"<html><body>{written.elements_2022(LOAF)}</body></html>".encode()
    assert saved(page, f"https://medium.com/@ada/{LOAF.slug}?sk=1").post.url == f"https://medium.com/@ada/{LOAF.slug}"
    comment = b"<!-- saved from url=(0044)https://medium.com/p/" + LOAF.id.encode() + b" -->\n"
    assert saved(comment + page).post.id == LOAF.id
    with pytest.raises(NoStory) as refused:
        pages.read(page)
    assert refused.value.code == "page-without-id"


def test_damaged_bytes_are_a_named_loss() -> None:
    read = saved(page_of(LOAF, "2021").replace(b"Bread is time.", b"Bread is\xff time."))
    assert [loss.code for loss in read.losses] == ["unreadable-bytes"]
    assert read.is_damaged


@pytest.mark.parametrize("post_id", ["../../../outside/evil", "a/b", "0A1B2C3D4E5F", "1234567", "1234567890abc", ""])
def test_what_has_no_id_of_mediums_form_is_no_post(post_id: str) -> None:
    """Files are named by the id."""
    sample = replace(LOAF, id=post_id)
    for answer in (written.graphql(sample), written.format_json(sample)):
        try:
            assert pages.read(answer).stories == ()
        except NoStory:
            continue
    named = states.apollo3(HARBOUR) | {"Post:x": {"__typename": "Post", "id": post_id, "title": "Named"}}
    profile = f"<script>window.__APOLLO_STATE__ = {states.dumped(named)}</script>".encode()
    assert post_id not in {one.id for one in pages.read(profile).known}


def test_a_cut_file_gives_what_its_elements_have() -> None:
    """The state is at the end of a page."""
    page = page_of(LOAF, "2021")
    read = saved(page[: page.index(b"__APOLLO_STATE__") + 500])
    assert words(read.post.body) == words(saved(page).post.body)
    assert (read.is_partial, read.why_partial) == (True, "the file stops before its end")
    assert "end-of-file" in {loss.code for loss in read.losses}


def test_a_story_names_the_authors_other_posts_and_nobody_elses() -> None:
    known = pages.read(page_of(LOAF, "2021")).known
    assert [(one.id, one.title, one.author) for one in known] == [(states.OWN_ID, states.OWN_TITLE, "ada")]
    assert known[0].address == f"https://medium.com/@ada/the-oven-{states.OWN_ID}"
    telling = replace(LOAF, parts=(part("P", link("Eve", "https://medium.com/@eve/else-77aa88bb99cc")),), breaks=())
    assert pages.read(page_of(telling, "2017")).known == ()


@pytest.mark.parametrize("has_state", [True, False])
def test_a_profile_names_its_posts(has_state: bool) -> None:
    read = pages.read(others.profile(LOAF, HARBOUR, has_state=has_state))
    assert (read.story, read.profile) == (None, "ada")
    own = [one for one in read.known if one.author == "ada"]
    assert [(one.id, one.address) for one in own] == [
        (one.id, f"https://medium.com/@ada/{one.slug}") for one in (LOAF, HARBOUR)
    ]
    assert [one.title for one in own if one.title] == ([LOAF.title, HARBOUR.title] if has_state else [])


def test_a_list_names_its_posts() -> None:
    read = pages.read(others.day_archive(LOAF, HARBOUR))
    assert [(one.id, one.author) for one in read.known] == [(LOAF.id, "ada"), (HARBOUR.id, "bo")]
    assert read.known[0].address == f"https://medium.com/@ada/{LOAF.slug}"


REFUSED = {
    "wall": (others.WALL, "page-wall"),
    "blocked": (others.BLOCKED, "page-wall"),
    "sign-in": (others.SIGN_IN, "page-sign-in"),
    "gone": (others.GONE, "page-gone"),
    "wordpress": (others.WORDPRESS, "page-of-other-site"),
    "about": (others.ABOUT, "page-without-story"),
    "empty": (b"", "page-of-other-site"),
    "picture": (bytes(range(256)) * 50, "page-of-other-site"),
    "json": (b'{"a": [1, 2]}', "page-without-story"),
    "cut answer": (written.graphql(LOAF)[:-9], "page-damaged"),
    "cut state": (b"<script>window.__APOLLO_STATE__ = {", "page-damaged"),
    "deep": (b"<div>" * 100_000, "page-of-other-site"),
    "deep answer": (b'{"a":' * 100_000, "page-damaged"),
    "links": (b"<a href=" * 100_000, "page-of-other-site"),
    "metas": (b'<meta property="' * 100_000, "page-of-other-site"),
    "name": (b"<meta " + b"a" * 40_000 + b">", "page-of-other-site"),
    "strange state": (
        b'<script>window.__APOLLO_STATE__ = {"Post:1": [], "Post:2": {"id": 5}}</script>',
        "page-of-other-site",
    ),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_another_file_is_one_error_that_says_what_to_do(content: bytes, code: str) -> None:
    start = time.process_time()
    with pytest.raises(NoStory, match=r"\.\Z") as refused:
        pages.read(content)
    assert refused.value.code == code
    assert time.process_time() - start < 2


def test_the_words_of_a_wall_in_a_story_are_words() -> None:
    telling = replace(
        LOAF,
        title="Just a moment",
        parts=(part("H3", "Just a moment"), part("P", "410 account suspended. Sorry, you have been blocked.")),
        breaks=(),
        subtitle="",
    )
    for has_state in (True, False):
        assert saved(page_of(telling, "2023", has_state=has_state)).post.title == "Just a moment"


def test_the_error_of_a_library_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page may stop the others."""

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("medium_archive.medium.pages.composing.compose", fail)
    with pytest.raises(NoStory, match="MemoryError") as refused:
        pages.read(page_of(LOAF, "2021"))
    assert refused.value.code == "page-damaged"


JUNK: tuple[object, ...] = (None, True, -1, 1e300, "x", [], {}, [[]], {"__ref": f"Post:{LOAF.id}"}, "\ud83c", 10**40)


def spoilt(value: object, random: Random) -> object:
    """JSON with something else in some places."""
    if random.random() < 0.04:
        return random.choice(JUNK)
    if isinstance(value, dict):
        return {key: spoilt(held, random) for key, held in value.items()}
    return [spoilt(held, random) for held in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(40))
def test_spoilt_json_is_a_story_or_an_error_that_names_no_error_of_the_program(seed: int) -> None:
    """Whatever a state holds in place of what it should; the story can be read again."""
    random = Random(seed)  # noqa: S311  # no secret
    for state in ({"payload": states.legacy(LOAF)}, states.apollo2(LOAF), states.apollo3(LOAF, is_full=True)):
        content = json.dumps(spoilt(state, random)).encode()
        try:
            read = pages.read(content).story
        except NoStory as error:
            assert "error of the program" not in str(error)
        else:
            assert read is None or saved(read.public_state).post == read.post


def test_another_authors_story_is_refused() -> None:
    """An account keeps its id when it gets another name. A page that names no author is not refused."""
    own, other = saved(page_of(LOAF, "2021")), saved(page_of(HARBOUR, "2021"))
    ada = partial(ownership.refuse, username="ada", is_own=lambda person: person.id == LOAF.user_id)
    assert ada(own) is None
    assert ada(replace(own, facts=replace(own.facts, authors=()))) is None
    refused = ada(other)
    assert refused is not None
    assert refused.code == "page-of-other-author"
    assert str(refused).startswith("The story “港口的雨” is by @bo, not by @ada, so it was left out.")
    assert ownership.authors([own, other, own]) == [("ada", 2), ("bo", 1)]


def test_code_that_was_perhaps_one_block_is_an_issue() -> None:
    """As in an export: the old editor split code at blank lines."""
    telling = replace(LOAF, parts=(part("P", "Run it."), part("PRE", "a = 1"), part("PRE", "b = 2")), breaks=())
    assert [(one.where, one.code) for one in saved(page_of(telling, "2021")).issues] == [(LOAF.id, "code-kept-apart")]


def test_a_response_is_a_response() -> None:
    assert saved(page_of(PLAIN, "2017")).post.kind == "response"
