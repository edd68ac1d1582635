"""The addresses that a check looks at: those below [watch] in archive.toml, or the author's profile, posts and feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from medium_archive.errors import SettingsWrong
from medium_archive.folder import catalog
from medium_archive.folder import posts as store
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch_log import Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import MEDIUM, Place, feed_of, place

_MAX_POSTS = 3  # the newest posts, if [watch] names none
_FOLLOWED = timedelta(days=90)


def read(layout: Layout, settings: Settings, *, only_sound: bool = False) -> list[Place]:
    """The profile, posts and feeds that [watch] names; for each that it leaves out, the author's. With `only_sound` the
    records of posts are not read.

    Raises SettingsWrong if there is no address at all, RecordsDamaged.
    """
    found = [place(address) for address in _addresses(None if only_sound else layout, settings)]
    if not found:
        raise SettingsWrong(
            "archive.toml does not say which addresses to check.",
            'Write profile = "https://medium.com/@you" below [watch].',
        )
    return found


def followed(
    layout: Layout, probes: Iterable[Probe], places: Iterable[Place], now: datetime, *, only_sound: bool = False
) -> list[Place]:
    """The author's stories, beside `places`, that a look saw suspended or gone in the last 90 days, and none saw up
    again. Else nobody would see that they are back. A story that the author deleted is left out, also at Medium.
    `probes` are in order. With `only_sound`, without the records of posts, there is no such story.
    """
    entries = {} if only_sound else catalog.read(layout)
    own = {key for key, entry in entries.items() if not entry.author and not entry.gone}
    own -= {same_post(there.post_id) for there in places}
    missing: dict[str, tuple[str, str]] = {}  # the time of the first look that did not see it, and the address
    for probe in probes:
        key = same_post(place(probe.address).post_id)
        if key not in own or probe.kind == "witness" or probe.verdict == "unknown":
            continue
        if probe.verdict == "up" or status.BY_AUTHOR in (probe.reason, probe.again_reason):
            missing.pop(key, None)
        else:
            missing[key] = (missing[key][0] if key in missing else probe.at, probe.address)
    first = (now - _FOLLOWED).date().isoformat()
    return [place(address) for at, address in missing.values() if at >= first]


def feeds(settings: Settings) -> tuple[str, ...]:
    """The feeds that [watch] names, or the author's; none if both are unknown."""
    named, author = settings.watch, settings.author
    if named.feeds:
        return named.feeds
    derived = feed_of(named.profile or author.url, "" if named.profile else author.username)
    return (derived,) if derived else ()


def own_filter(layout: Layout, settings: Settings, *, only_sound: bool = False) -> Callable[[str], bool]:
    """A function that decides whether an address is the author's: [watch] names it, it contains the author's user name,
    or it is the address of a post of the main account in the archive. Any address can be checked, but only the author's
    own addresses show the state of the account. With `only_sound` the records of posts are not read.

    Raises RecordsDamaged.
    """
    addresses = {*_addresses(None if only_sound else layout, settings), settings.author.url}
    names = {settings.author.username.lower(), place(_profile(settings)).username.lower()} - {""}
    entries = {} if only_sound else catalog.read(layout)
    posts = {key for key, entry in entries.items() if not entry.author}

    def is_own(address: str) -> bool:
        there = place(address)
        return address in addresses or there.username.lower() in names or same_post(there.post_id) in posts

    return is_own


def _addresses(layout: Layout | None, settings: Settings) -> list[str]:
    posts = settings.watch.posts or (_newest(layout) if layout is not None else ())
    addresses = [_profile(settings), *posts, *feeds(settings)]
    return list(dict.fromkeys(filter(None, addresses)))


def _profile(settings: Settings) -> str:
    author = settings.author
    return settings.watch.profile or author.url or (f"https://{MEDIUM}/@{author.username}" if author.username else "")


def _newest(layout: Layout) -> list[str]:
    """The newest stories by the main author with an address at Medium that are in the newest export."""
    gone = {key for key, entry in catalog.read(layout).items() if entry.gone}
    posts, _ = store.read_posts(layout, drafts=False)
    own = (post for post in posts if not (post.author or post.author_url))
    stories = (post for post in own if post.kind == "story" and post.id and same_post(post.id) not in gone)
    return [post.url for post in stories if place(post.url).kind == "story"][:_MAX_POSTS]
