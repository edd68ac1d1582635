"""What of Medium is watched: as [watch] in the settings names it, or as it follows from the author and the posts."""

from __future__ import annotations

from collections.abc import Callable

from medium_archive.errors import SettingsWrong
from medium_archive.folder import catalog
from medium_archive.folder import posts as store
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.medium.addresses import MEDIUM, Place, feed_of, place

_NEWEST = 3  # posts that are looked at where the settings name none


def watched(layout: Layout, settings: Settings) -> list[Place]:
    """What [watch] names; what it leaves out follows from the author and the newest posts.

    Raises SettingsWrong where neither says who is meant.
    """
    found = [place(address) for address in _addresses(layout, settings)]
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


def own(layout: Layout, settings: Settings) -> Callable[[str], bool]:
    """Whether an address is the author's: it is named in [watch], has the author's name in it, or is that of a post in
    the archive. Anybody's addresses can be looked at; what they say is nothing about this account.
    """
    addresses = {*_addresses(layout, settings), settings.author.url}
    names = {settings.author.username.lower(), place(_profile(settings)).username.lower()} - {""}
    posts = catalog.read(layout)

    def is_own(address: str) -> bool:
        there = place(address)
        return address in addresses or there.username.lower() in names or same_post(there.post_id) in posts

    return is_own


def _addresses(layout: Layout, settings: Settings) -> list[str]:
    addresses = [_profile(settings), *(settings.watch.posts or _newest(layout)), *feeds(settings)]
    return list(dict.fromkeys(filter(None, addresses)))


def _profile(settings: Settings) -> str:
    author = settings.author
    return settings.watch.profile or author.url or (f"https://{MEDIUM}/@{author.username}" if author.username else "")


def _newest(layout: Layout) -> list[str]:
    """The newest published stories that are Medium's, and that the newest export still had."""
    gone = {key for key, entry in catalog.read(layout).items() if entry.gone}
    posts, _ = store.read_posts(layout, drafts=False)
    stories = (post for post in posts if post.kind == "story" and post.id and same_post(post.id) not in gone)
    return [post.url for post in stories if place(post.url).kind == "story"][:_NEWEST]
