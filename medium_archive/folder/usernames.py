"""All user names that each account of the archive had. A person may change the user name at Medium, and links on the
web keep the former one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from medium_archive.folder import kept_exports
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.folder.settings import Settings
from medium_archive.post import Author
from medium_archive.report import Issue

_OLD = (
    "Your newest export has the user name @{}, but {} in archive.toml has @{}. Write the new name into `username` and "
    "`url` there. Addresses with the former name keep working."
)


@dataclass(frozen=True)
class Usernames:
    """`by_account` has the user names of each account by its NAME, "" for the main one: those of its exports, from the
    oldest, then that in archive.toml.
    """

    by_account: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def account_of(self, username: str) -> str | None:
        """The NAME of the account that has or had a user name, None if there is none, or several."""
        found = [name for name, each in self.by_account.items() if _has(each, username)]
        return found[0] if len(found) == 1 else None

    def others(self, username: str) -> tuple[str, ...]:
        """The other user names of the accounts that have or had this one."""
        found = {one.casefold(): one for each in self.by_account.values() if _has(each, username) for one in each}
        return tuple(one for key, one in found.items() if key != username.casefold())


def read(layout: Layout, settings: Settings) -> Usernames:
    """Raises RecordsDamaged."""
    return of(kept_exports.read(layout), settings)


def of(imports: Iterable[Import], settings: Settings) -> Usernames:
    """The same, from the lines of imports.jsonl."""
    names: dict[str, dict[str, str]] = {}
    known = [(one.author, one.account) for one in _in_order(imports)]
    known += [("", settings.author.username), *((name, author.username) for name, author in settings.authors.items())]
    for account, username in known:
        if username:
            names.setdefault(account, {}).setdefault(username.casefold(), username)
    return Usernames({account: tuple(each.values()) for account, each in names.items()})


def outdated(imports: Iterable[Import], settings: Settings) -> Iterator[Issue]:
    """A note for each author in archive.toml whose user name is not that of the newest export of the account."""
    newest = {one.author: one.account for one in _in_order(imports) if one.account}
    for account, username in sorted(newest.items()):
        author = settings.authors.get(account, Author()) if account else settings.author
        if author.username and author.username.casefold() != username.casefold():
            message = _OLD.format(username, f"[authors.{account}]" if account else "[author]", author.username)
            yield Issue("archive.toml", "username-old", message, "note")


def _in_order(imports: Iterable[Import]) -> list[Import]:
    return sorted(imports, key=lambda one: (one.exported, one.sha256))


def _has(names: Iterable[str], username: str) -> bool:
    return any(name.casefold() == username.casefold() for name in names)
