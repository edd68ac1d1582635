"""Reads one saved page of Medium's, or one saved answer of its interfaces, into stories and the posts that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from medium_archive import budget, soup
from medium_archive.errors import unexpected
from medium_archive.medium import document
from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages import (
    apollo,
    branches,
    composing,
    elements,
    heads,
    known,
    legacy,
    losses,
    suspensions,
    told_again,
    values,
    walls,
    wholeness,
)
from medium_archive.medium.pages import state as states
from medium_archive.medium.pages.heads import Head
from medium_archive.medium.pages.known import KnownPost
from medium_archive.medium.pages.losses import Loss
from medium_archive.medium.pages.story import Person, Story
from medium_archive.medium.pages.told_again import PageFacts
from medium_archive.post import Post
from medium_archive.report import Issue

_NO_JSON = "The file looks like a saved answer of Medium's, but it is damaged or cut off. Save it again."
_NO_ID = (
    "The page has a text, but nothing that says of which post: neither an address nor an id. Save the whole page from "
    "a browser."
)
_TOO_DEEP = (
    f"The page has elements in more than {document.MOST_LEVELS} others, which are not read, and no text of a story "
    "before these. Save the page again with another program."
)
_OTHER_STORY = (
    "The browser showed another story than the one in the data of this page, as it does after a click from story to "
    "story; the one in the data was taken. To get the other one, reload its page, then save it again."
)
_OTHER_JSON = "The file is JSON, but it has no post of Medium's. Save the page of the story itself."


@dataclass(frozen=True)
class SavedStory:
    """A story of a saved page. `is_partial`: words are missing, and `why_partial` says by what that is known.

    `public_state` is canonical JSON of this post's own branch of the state: nothing of the viewer, of other people or
    of other posts. For a page without a state it is the same made from the elements. Read again, it gives the same.
    """

    post: Post
    facts: Story
    is_partial: bool = False
    why_partial: str = ""
    words_here: int = 0
    words_said: int = 0
    losses: tuple[Loss, ...] = ()
    public_state: bytes = b""
    issues: tuple[Issue, ...] = ()

    @property
    def is_damaged(self) -> bool:
        """Whether some of its letters are lost."""
        return any(loss.code == "unreadable-bytes" for loss in self.losses)

    @property
    def tags(self) -> tuple[str, ...]:
        return self.facts.tags

    @property
    def updated(self) -> datetime | None:
        return self.facts.updated

    @property
    def version(self) -> str:
        return self.facts.version


@dataclass(frozen=True)
class Page:
    """What a file holds. A page of a story has one, a profile or a list none, an answer of GraphQL may have several.
    `known` are the posts that it names, without its own stories.
    """

    stories: tuple[SavedStory, ...] = ()
    known: tuple[KnownPost, ...] = field(default_factory=tuple)
    profile: str = ""  # the user name, if it is a page about an author
    address: str = ""  # where it was saved from, if that is known
    suspended: tuple[str, ...] = ()  # the user names of accounts that its state calls suspended

    @property
    def story(self) -> SavedStory | None:
        return self.stories[0] if self.stories else None


@soup.collector_paused()
def read(content: bytes, address: str = "") -> Page:
    """What a page or an answer holds. `address` is where it was saved from, if its container says it. Raises NoStory
    and nothing else.
    """
    try:
        return _read(content, address)
    except NoStory:
        raise
    except Exception as error:  # a hostile file may break a library in any way, and it must not stop the others
        raise NoStory("page-damaged", f"The file can't be read: {unexpected(error)}.") from error


def signed(content: bytes, address: str = "") -> Person | None:
    """The author of the story of a page, as its head tells it; None if only `read` can tell. Raises NoStory."""
    end = content.find(b"</head>", 0, heads.MOST)  # most of a page comes after it, and takes long to decode
    head = heads.read(states.decoded(content[: end if end >= 0 else None])[0], address)
    return head.author if head.is_certain and head.post and head.author.username else None


def _read(content: bytes, address: str) -> Page:
    text, has_bad_bytes = states.decoded(content)
    found = states.find(text)
    if found.is_answer:
        return _answer(text, found, address)
    if excess := budget.SAVED_PAGE.excess(content):
        raise states.too_large(excess)
    head = heads.read(text, address)
    candidates = _candidates(found.states)
    extra = [Loss("unreadable-bytes")] if has_bad_bytes else []
    if (own := _own(candidates, head)) is not None:
        stories: tuple[SavedStory, ...] = (_with_elements(_saved(*own, extra), text, head, extra),)
    else:
        stories = tuple(_from_elements(text, head, extra))
    if not stories and len({one[2].id for one in candidates}) == 1:
        stories = (_saved(*max(candidates, key=lambda one: _rank(one[2])), extra),)
    posts = _named(text, found.states, stories, is_mediums=head.is_mediums)
    if not stories and not posts:
        raise walls.name(text, head, is_damaged=found.is_damaged)
    if not stories and (wall := walls.of(text, head)) is not None and not found.states:
        raise wall
    suspended = suspensions.usernames(text, found.states)
    return Page(stories, posts, "" if stories else head.profile, head.address, suspended)


def _named(
    text: str, found: Iterable[states.State], stories: Sequence[SavedStory], *, is_mediums: bool
) -> tuple[KnownPost, ...]:
    """The posts that a page names: all of a profile or a list; beside a story only those of its author, because the
    others are recommended ones and responses.
    """
    named = list(known.in_states(found))
    if not stories:
        return known.merged([*named, *(known.in_links(text) if is_mediums else ())])
    authors = {person.username for one in stories for person in one.facts.authors if person.username}
    own = [one for one in named if one.author in authors]
    own += [one for saved in stories for one in known.in_story(saved.facts)]
    return known.merged(own, without=[one.post.id for one in stories])


def _answer(text: str, found: states.Found, address: str) -> Page:
    """The stories of a file that is JSON as a whole: each post with a text."""
    if found.is_damaged:
        raise NoStory("page-damaged", _NO_JSON)
    best: dict[str, tuple[str, dict[str, Any], Story]] = {}
    for wrapper, branch, story in _candidates(found.states):
        if story.id not in best or _rank(story) > _rank(best[story.id][2]):
            best[story.id] = wrapper, branch, story
    page = told_again.read_facts(found.states[0].data)
    stories = tuple(_saved(*one, []) if page is None else _told(one[2], page, []) for one in best.values())
    posts = _named("", found.states, stories, is_mediums=False)
    if not stories and not posts:
        raise NoStory("page-without-story", _OTHER_JSON)
    return Page(stories, posts, address=address, suspended=suspensions.usernames(text, found.states))


def _candidates(found: Iterable[states.State]) -> list[tuple[str, dict[str, Any], Story]]:
    """The posts with a text in all states: the name of the reader, the branch and the story."""
    return [one for state in found for one in _in_state(state) if one[2].paragraphs]


def _in_state(state: states.State) -> Iterator[tuple[str, dict[str, Any], Story]]:
    if state.is_legacy:
        for old, references in legacy.posts(state.data):
            if values.sequence(old, "content", "bodyModel", "paragraphs"):
                branch = legacy.branch(old, references)
                yield "legacy", branch, legacy.read(branch)
        return
    for post, cache in apollo.posts(state.data):
        if apollo.has_text(post, cache):
            branch = apollo.branch(post, cache)
            yield "apollo", branch, apollo.read(branch)


def _own(candidates: list[tuple[str, dict[str, Any], Story]], head: Head) -> tuple[str, dict[str, Any], Story] | None:
    """The story that a page is about: the one that its head names. If the head names none for certain, the only one
    with a text.
    """
    named = [one for one in candidates if one[2].id == head.post] if head.post else []
    if not named and not head.is_certain and len({one[2].id for one in candidates}) == 1:
        named = candidates
    return max(named, key=lambda one: _rank(one[2]), default=None)


def _rank(story: Story) -> tuple[bool, int]:
    return not story.is_preview, len(story.paragraphs)


def _saved(wrapper: str, branch: dict[str, Any], story: Story, extra: list[Loss]) -> SavedStory:
    whole = wholeness.judge(story)
    return _made(story, whole, [*losses.of_story(story), *extra], branches.public(branch, wrapper))


def _made(story: Story, whole: wholeness.Wholeness, lost: list[Loss], public: bytes) -> SavedStory:
    post, issues = composing.compose(story)
    return SavedStory(
        post=post,
        facts=story,
        is_partial=not whole.is_whole,
        why_partial=whole.reason,
        words_here=whole.words_here,
        words_said=whole.words_said,
        losses=tuple(dict.fromkeys(lost)),
        public_state=public,
        issues=issues,
    )


def _from_elements(text: str, head: Head, extra: list[Loss]) -> Iterator[SavedStory]:
    """The story of a page of Medium's without its state. Raises NoStory if nothing says of which post its text is."""
    if not head.is_mediums or (head.is_certain and not head.post):  # a profile shows the beginnings of stories
        return
    found = elements.read(text, head.address or head.canonical)
    if not any(paragraph.name for paragraph in found.paragraphs):
        if found.is_too_deep:
            raise NoStory("page-damaged", _TOO_DEEP)
        return
    if not head.post:
        raise NoStory("page-without-id", _NO_ID)
    title = next((one.text for one in found.paragraphs if one.role == "title"), "")
    subtitle = next((one.text for one in found.paragraphs if one.role == "subtitle"), "")
    author = head.author
    if not author.username:
        author = Person(author.name, known.author_in(head.address or head.canonical))
    story = Story(
        id=head.post,
        title=head.title or title,
        subtitle=subtitle or head.description,
        authors=(author,) if author.name or author.username else (),
        published=head.published,
        updated=head.updated,
        addresses=tuple(one.partition("?")[0] for one in (head.canonical, head.address) if one),
        tags=found.tags,
        cover=heads.cover(head),
        is_locked=found.is_preview or (found.is_locked if head.is_free is None else not head.is_free),
        is_preview=found.is_preview,
        paragraphs=found.paragraphs,
        sections=found.sections,
    )
    yield _told(story, PageFacts(found.is_old, found.is_cut, found.is_too_deep, head.minutes), extra)


def _with_elements(saved: SavedStory, text: str, head: Head, extra: list[Loss]) -> SavedStory:
    """The story of a state. If that has only a part, because the browser loaded the rest later, it is the story that
    the elements of the same page show, with the facts of the state.
    """
    facts = saved.facts
    if not any(paragraph.name for paragraph in facts.paragraphs):
        return saved
    names = {paragraph.name for paragraph in facts.paragraphs if paragraph.name}
    shown = elements.names(text)
    if len(shown) > 1 and not names & shown:
        where = f"posts/{facts.id}"
        return replace(saved, issues=(*saved.issues, Issue(where, "page-shows-other-story", _OTHER_STORY)))
    if not saved.is_partial or len(shown) <= len(names):
        return saved
    found = elements.read(text, head.address or head.canonical)
    if len(found.paragraphs) <= len(facts.paragraphs):
        return saved
    is_proven = wholeness.has_all_words([one.text for one in found.paragraphs], saved.words_said)
    story = replace(
        facts,
        paragraphs=found.paragraphs,
        sections=found.sections,
        words_said=saved.words_said,
        reading_time=0,
        pictures_said=None,
        is_preview=found.is_preview or not is_proven,  # a browser that is signed out shows a longer beginning
        has_gap=False,
    )
    return _told(story, PageFacts(found.is_old, found.is_cut, found.is_too_deep, head.minutes), extra)


def _told(story: Story, page: PageFacts, extra: list[Loss]) -> SavedStory:
    """A story whose text is that of the elements."""
    lost = [*losses.of_story(story), *losses.of_elements(story, is_old=page.is_old), *extra]
    if page.is_cut:
        lost.append(Loss("end-of-file"))
    if page.is_too_deep:
        lost.append(Loss("deep-elements"))
    whole = wholeness.judge(
        story, is_cut=page.is_cut, is_too_deep=page.is_too_deep, minutes=page.minutes, is_of_elements=True
    )
    return _made(story, whole, lost, told_again.write(story, page))
