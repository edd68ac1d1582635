"""Whose the stories of saved pages are. An archive has the posts of one author, and people save others' stories too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages import known
from medium_archive.medium.pages.reader import SavedStory
from medium_archive.medium.pages.story import Person
from medium_archive.medium.text import same_words

_ONLY_NAMED = (
    " If that is a former name of yours, save the page once more with Medium's data, as “Webpage, Complete” does: they "
    "tell the user name."
)


def authors(stories: Iterable[SavedStory]) -> list[tuple[str, int]]:
    """The user names of the stories' authors and the number of stories of each, most first."""
    return Counter(
        person.username for one in stories for person in one.facts.authors[:1] if person.username
    ).most_common()


def refuse(
    story: SavedStory, username: str, is_own: Callable[[Person], bool], names: Collection[str] = ()
) -> NoStory | None:
    """The reason why a story is not taken; None if one of its authors is the archive's, or if its page does not say
    whose it is. `username` is the archive's, `names` are those of its author that are known.
    """
    told = [person for person in story.facts.authors if person.username or person.id]
    is_only_named = not told
    if is_only_named and names and not _is_at_own_address(story, is_own):
        named = [one for one in story.facts.authors if one.name]
        told = [] if any(_is_name(one.name, username, *names) for one in named) else named
    if not told or any(map(is_own, told)):
        return None
    by = told[0].username
    message = (
        f"The story “{story.post.title}” is by {f'@{by}' if by else told[0].name}, not by @{username}, so it was left "
        "out. An archive has the posts of one author; import it into another archive to keep it."
    )
    return NoStory("page-of-other-author", message + (_ONLY_NAMED if is_only_named else ""))


def _is_at_own_address(story: SavedStory, is_own: Callable[[Person], bool]) -> bool:
    return any(is_own(Person(username=known.author_in(address))) for address in story.facts.addresses)


def _is_name(name: str, *own: str) -> bool:
    return any(same_words(name.casefold(), one.casefold()) for one in own)
