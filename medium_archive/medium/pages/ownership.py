"""Whose the stories of saved pages are. An archive has the posts of one author, and people save others' stories too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages.reader import SavedStory
from medium_archive.medium.pages.story import Person


def authors(stories: Iterable[SavedStory]) -> list[tuple[str, int]]:
    """The user names of the stories' authors and the number of stories of each, most first."""
    return Counter(
        person.username for one in stories for person in one.facts.authors[:1] if person.username
    ).most_common()


def refuse(story: SavedStory, username: str, is_own: Callable[[Person], bool]) -> NoStory | None:
    """The reason why a story is not taken; None if one of its authors is the archive's, or if its page does not say
    whose it is. `username` is the archive's.
    """
    told = [person for person in story.facts.authors if person.username or person.id]
    if not told or any(map(is_own, told)):
        return None
    by = told[0].username
    message = (
        f"The story “{story.post.title}” is by {f'@{by}' if by else told[0].name}, not by @{username}, so it was left "
        "out. An archive has the posts of one author; import it into another archive to keep it."
    )
    return NoStory("page-of-other-author", message)
