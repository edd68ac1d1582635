"""The addresses that a check looks at: those below [watch] in archive.toml, or the author's profile, posts and feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from medium_archive.errors import SettingsWrong
from medium_archive.folder import catalog
from medium_archive.folder import posts as store
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.folder.watch_log import Probe
from medium_archive.medium import status
from medium_archive.medium.addresses import MEDIUM, Place, author_of, feed_of, host_of, place
from medium_archive.watch.situation import Role, Roles

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


def roles(layout: Layout, settings: Settings, *, only_sound: bool = False) -> Roles:
    """A function that says whose an address is. Any address can be checked, but only the author's own pages show the
    state of the account: those with the author's user name or domain, and the posts of the main account in the archive.
    A publication is the author's if [watch] names it. With `only_sound` the records of posts are not read.

    Raises RecordsDamaged.
    """
    named = {*_addresses(None if only_sound else layout, settings)}
    profiles = {_profile(settings), settings.author.url} - {""}
    names = {name.lower() for name in (settings.author.username, *map(author_of, profiles)) if name}
    hosts = {host_of(profile) for profile in profiles if not author_of(profile)} - {""}
    owners = {} if only_sound else {key: entry.author for key, entry in catalog.read(layout).items()}

    @cache
    def role(address: str) -> Role:
        there, name = place(address), author_of(address).lower()
        if address in profiles:
            return "profile"
        if name and name not in names:
            return ""
        is_mine = name in names or host_of(address) in hosts
        if there.kind == "story":
            owner = owners.get(same_post(there.post_id))
            return "page" if owner == "" or (owner is None and is_mine) else ""
        if is_mine:
            return "page" if there.kind == "page" else there.kind
        return "publication" if address in named else ""

    return role


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
