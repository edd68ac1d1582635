"""What of Medium is watched: as [watch] in the settings names it, or as it follows from the author and the posts."""

from __future__ import annotations

from medium_archive.errors import SettingsWrong
from medium_archive.folder import store
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.medium.addresses import MEDIUM, Place, feed_of, place

_NEWEST = 3  # posts that are looked at where the settings name none


def watched(layout: Layout, settings: Settings) -> list[Place]:
    """What [watch] names; what it leaves out follows from the author and the newest posts.

    Raises SettingsWrong where neither says who is meant.
    """
    named, author = settings.watch, settings.author
    profile = named.profile or author.url or (f"https://{MEDIUM}/@{author.username}" if author.username else "")
    addresses = [profile, *(named.posts or _newest(layout)), *feeds(settings)]
    found = [place(address) for address in dict.fromkeys(filter(None, addresses))]
    if not found:
        raise SettingsWrong(
            "archive.toml doesn't say what to look at.", 'Write profile = "https://medium.com/@you" below [watch].'
        )
    return found


def feeds(settings: Settings) -> tuple[str, ...]:
    """The feeds that [watch] names, or the author's."""
    named, author = settings.watch, settings.author
    if named.feeds:
        return named.feeds
    derived = feed_of(named.profile or author.url, "" if named.profile else author.username)
    return (derived,) if derived else ()


def _newest(layout: Layout) -> list[str]:
    """The newest published stories that are Medium's."""
    posts, _ = store.read_posts(layout, drafts=False)
    return [post.url for post in posts if post.kind == "story" and post.id and place(post.url).kind == "story"][
        :_NEWEST
    ]
