"""Whose posts an archive has, or gets from saved pages if it is new."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from medium_archive.errors import AnotherAccount, SettingsWrong
from medium_archive.folder import accounts, settings
from medium_archive.folder.accounts import Known
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import Layout
from medium_archive.medium import account, addresses
from medium_archive.medium.account import Account
from medium_archive.medium.export import Export
from medium_archive.medium.pages import KnownPost, NoStory, Page, SavedStory, ownership
from medium_archive.medium.pages.story import Person
from medium_archive.post import Author

_USERNAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Owner:
    """The author of an archive, as archive.toml has them, and all its accounts, with the ids and user names that they
    have had.
    """

    author: Author
    accounts: tuple[Known, ...]

    def is_own(self, person: Person) -> bool:
        """Whether an account is one of the archive's: it keeps its id when its user name changes."""
        return any(
            same_post(person.id) in one.ids
            if person.id and one.ids
            else bool(person.username) and person.username.casefold() in one.usernames
            for one in self.accounts
        )

    def is_username(self, username: str) -> bool:
        """Whether an account of the archive has or had this user name."""
        return self.is_own(Person(username=username))

    def refuse(self, story: SavedStory, names: Collection[str] = ()) -> NoStory | None:
        """Why a story is not taken; None if it is theirs. `names` are those that their other stories have."""
        own = {name for name in (self.author.name, *names) if name}
        return ownership.refuse(story, self.author.username, self.is_own, own)

    def named(self, page: Page) -> list[KnownPost]:
        """Their posts that a page names."""
        return [one for one in page.known if self.is_username(one.author or page.profile)]

    def has_any(self, page: Page) -> bool:
        """Whether a page has or names a post of theirs."""
        return bool(self.named(page)) or any(self.refuse(story) is None for story in page.stories)

    def nothing(self, authors: Iterable[str]) -> SettingsWrong:
        """The error about pages that have nothing of theirs; `authors` are those of the stories in them."""
        others = [one for one in authors if not self.is_username(one)]
        why = f"their stories are by {_listed(others)}" if others else "they neither have nor name a post"
        return SettingsWrong(
            f"The pages have nothing by @{self.author.username}: {why}.",
            f"Name the right author, with `--author @{next(iter(others), 'you')}`. Nothing was written.",
        )


def parse_username(given: str) -> str:
    """The user name that a person gave, also as the address of a profile; "" if nothing was given. Raises SettingsWrong
    for anything else.
    """
    given = given.strip()
    if "/" in given or given.casefold().endswith(f".{addresses.MEDIUM}"):
        name = addresses.place(given if "://" in given else f"https://{given}").username
    else:
        name = given.removeprefix("@")
    if given and not _USERNAME.fullmatch(name):
        raise SettingsWrong(
            f"“{given}” is neither a user name nor the address of a profile at Medium.",
            "Name the author as Medium does: `@you`, or `https://medium.com/@you`.",
        )
    return name


def read(layout: Layout, username: str, authors: Callable[[], Mapping[str, str]]) -> Owner:
    """The owner of an archive. Of a new one it is the account with this user name; without one, the only author that
    `authors` gives: their names by their user names, those of most stories first.

    Raises AnotherAccount if the archive is not of the account with this user name, SettingsWrong if nothing tells whose
    archive it is, or if this is not a user name.
    """
    username = parse_username(username)
    author = settings.read(layout.settings).author if layout.settings.exists() else Author()
    known = list(accounts.read(layout).known)
    if author.username:
        main = known[0] if known and not known[0].author else Known("", Account())
        named = main.with_export(Account(author=author), ())
        known = [replace(named, shown=main.shown), *(one for one in known if one.author)]
    if any(one.usernames or one.ids for one in known):
        owner = Owner(author, tuple(known))
        if username and not owner.is_username(username):
            raise AnotherAccount(
                f"The archive has the posts of @{author.username or known[0].shown}, not of @{username}.",
                "Import them in another folder, or name another archive with `--archive FOLDER`.",
            )
        return owner
    return _new(username, authors)


def check(layout: Layout, given: str, exports: Iterable[Export]) -> None:
    """Raise AnotherAccount if neither the archive nor the exports, which are added first, are of the account that a
    person gave, and SettingsWrong if that is not a user name.
    """
    username = parse_username(given)
    found = [account.of(one).author.username for one in exports]
    if "" in found or username.casefold() in map(str.casefold, found):
        return
    if layout.settings.exists():
        read(layout, username, dict)
    else:
        raise AnotherAccount(
            f"The export has the posts of @{found[0]}, not of @{username}.",
            "Import the pages into another archive, with `--archive FOLDER`. Nothing was written.",
        )


def _new(username: str, authors: Callable[[], Mapping[str, str]]) -> Owner:
    found = {} if username else authors()
    if not username and len(found) != 1:
        why = f"their stories are by {_listed(found)}" if found else "none of them names its author"
        raise SettingsWrong(
            f"The pages do not tell whose archive this is: {why}.",
            f"Say it with `--author @{next(iter(found), 'you')}`; the stories of others are left out.",
        )
    username = username or next(iter(found))
    author = Author(found.get(username, ""), username, f"https://medium.com/@{username}")
    return Owner(author, (Known("", Account()).with_export(Account(author=author), ()),))


def _listed(usernames: Iterable[str]) -> str:
    return ", ".join(f"@{name}" for name in usernames)
