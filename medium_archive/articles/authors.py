"""Who wrote a post: the front matter names the author of a post that is not by the main one (docs/format.md,
"Accounts").
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
    """The author of a post, named as the post names them. `key` is equal for posts of one author: "" is the main one, a
    NAME the author of another account, anything else a co-author.
    """

    key: str
    author: Author


def signature(post: StoredPost, settings: Settings, usernames: Usernames) -> Signature:
    """The author of a post: by the address of the profile in its front matter, maybe with a former user name, else by
    the name there.
    """
    username = place(post.author_url).username
    key = _key(username, post.author, settings, usernames)
    known = settings.author if key == "" else settings.authors.get(key)
    author = known or Author("", username, web(post.author_url))
    return Signature(key, replace(author, name=post.author or author.name or username))


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
