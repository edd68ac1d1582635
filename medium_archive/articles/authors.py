"""The author and the co-authors of a post. The front matter names the co-authors, and the author if that is not the
main author (docs/format.md, "Accounts").
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from medium_archive.articles.addresses import web
from medium_archive.folder.posts import StoredPost
from medium_archive.folder.settings import Settings
from medium_archive.folder.usernames import Usernames
from medium_archive.medium.addresses import place
from medium_archive.post import Author


@dataclass(frozen=True)
class Signature:
    """An author of a post, with the name that the post gives them. `key` is the same in all posts of one author: "" for
    the main author, the NAME of another account for its author, any other text for a person without an account in the
    archive.
    """

    key: str
    author: Author


def signature(post: StoredPost, settings: Settings, usernames: Usernames) -> Signature:
    """The author of a post: by the address of the profile in its front matter, maybe with a former user name, else by
    the name there.
    """
    return _signature(post.author, post.author_url, settings, usernames)


def cosignatures(post: StoredPost, settings: Settings, usernames: Usernames) -> tuple[Signature, ...]:
    """The co-authors of a post in the order of its by-line. Their names and keys are found like those of the author."""
    named = (one for one in post.coauthors if one.name or place(one.url).username)
    return tuple(_signature(one.name, one.url, settings, usernames) for one in named)


def _signature(name: str, url: str, settings: Settings, usernames: Usernames) -> Signature:
    username = place(url).username
    key = _key(username, name, settings, usernames)
    known = settings.author if key == "" else settings.authors.get(key)
    author = known or Author("", username, web(url))
    return Signature(key, replace(author, name=name or author.name or username))


def _key(username: str, name: str, settings: Settings, usernames: Usernames) -> str:
    if not username and not name:
        return ""
    accounts = {"": settings.author, **settings.authors}
    for key, author in accounts.items():
        names = {author.username.casefold(), key.casefold()} - {""} if username else {author.name.casefold()} - {""}
        if (username or name).casefold() in names:
            return key
    former = usernames.account_of(username) if username else None
    if former is not None and former in accounts:
        return former
    return f"@{username.casefold()}" if username else f"“{name.casefold()}”"
