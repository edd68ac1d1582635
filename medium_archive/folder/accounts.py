"""The accounts of Medium whose exports an archive has: usually one (docs/format.md, "Accounts")."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from medium_archive import names
from medium_archive.errors import AnotherAccount, ArchiveError
from medium_archive.folder import kept_exports, records, settings
from medium_archive.folder.catalog import same_post
from medium_archive.folder.history import History, mark
from medium_archive.folder.kept_exports import Import
from medium_archive.folder.layout import Layout
from medium_archive.medium import account
from medium_archive.medium.account import Account
from medium_archive.medium.export import Export, open_export
from medium_archive.medium.safe_names import shown
from medium_archive.post import Author
from medium_archive.report import Issue

NAME = "accounts.jsonl"
_HINT = (
    "Import it in another folder, where it gets an archive of its own, or name that with `--archive FOLDER`. If this "
    "archive is for several authors, such as a team, add `--another-account`."
)
_RENAMED = (
    "If you renamed your account, import an export that has its profile page, or one that has a post of this archive: "
    "the whole zip as Medium sends it has both."
)
_UNKNOWN = (
    "This export names no account: it has no profile page, and no published post with a by-line. It was imported as "
    "an export of {}. If it belongs to another account, restore this archive from a copy, and import the export into "
    "an archive of its own."
)
_NAME_BYTES = 60
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class UserId:
    """The user id in one export, "" if it names none. `export` is the checksum of the zip."""

    export: str
    id: str = ""


@dataclass(frozen=True)
class Known:
    """An account of the archive. `author` is its name there, "" for the main account. `ids`, without leading zeros as
    those of posts, and `usernames`, in lower case, are those of its exports: only user names change. `posts` are the
    keys of the posts in its exports.
    """

    author: str
    shown: Account
    ids: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()

    def with_export(self, found: Account, posts: Iterable[str]) -> Known:
        return replace(
            self,
            shown=found if found.id or not self.shown.id else self.shown,
            ids=self.ids | ({same_post(found.id)} - {""}),
            usernames=self.usernames | ({found.author.username.casefold()} - {""}),
            posts=self.posts | frozenset(posts),
        )

    def is_of(self, found: Account, posts: Collection[str], owned: frozenset[str] = frozenset()) -> bool | None:
        """Whether an export with these posts belongs to this account; None if that can't be decided. `owned` are those
        of its posts that are known from exports of the archive: nobody else can export them.
        """
        if found.id and self.ids:
            return same_post(found.id) in self.ids
        if 2 * len(self.posts.intersection(posts)) > len(posts):
            return True  # a renamed account, in an export without a profile
        if not found.id and owned and owned <= self.posts:
            return True  # the same, with many new posts
        if found.author.username and self.usernames:
            return found.author.username.casefold() in self.usernames
        return None


@dataclass(frozen=True)
class Accounts:
    """The accounts of an archive, the main one first, its imports, and the user ids in its exports by their checksums.

    `separated` are the names of accounts that an earlier version imported as if they were the main one.
    """

    known: tuple[Known, ...] = ()
    imports: tuple[Import, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    separated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assigned:
    """An export with its account, and the name of the account in the archive, "" for the main one. `is_new` says that
    the archive has had no export of the account.
    """

    export: Export
    account: Account
    author: str
    is_new: bool


def read(layout: Layout) -> Accounts:
    """The accounts of the exports in exports/. An id that no record has is read from the export itself, if it is there:
    archives of earlier versions have no such records. Raises RecordsDamaged, SettingsWrong.
    """
    if not layout.settings.exists():
        return Accounts()
    recorded = kept_exports.read(layout)
    ids = {line.export: line.id for line in records.read(layout.private / NAME, UserId)}
    ids |= {one.sha256: _id_in_export(layout, one) for one in recorded if one.sha256 not in ids}
    of_settings = settings.read(layout.settings)
    imports = _separate(recorded, ids, of_settings.author)
    history = History.read(layout, imports)
    known: dict[str, Known] = {}
    for one in sorted(imports, key=lambda one: (one.exported, one.sha256)):
        found = Account(ids[one.sha256], Author(username=one.account))
        before = known.get(one.author, Known(one.author, found))
        known[one.author] = before.with_export(found, history.at(mark(one.sha256)))
    if not imports and of_settings.author.username:  # a first import that was killed has written archive.toml only
        known[""] = Known("", Account()).with_export(Account(author=of_settings.author), ())
    separated = {one.author for one in imports} - {one.author for one in recorded}
    named = tuple(_named(known[author], of_settings) for author in sorted(known))
    return Accounts(named, tuple(imports), ids, tuple(sorted(separated)))


def _separate(imports: Sequence[Import], ids: Mapping[str, str], main: Author) -> list[Import]:
    """The imports with the names of their accounts. An earlier version took exports with different user ids for those
    of one account: the main one is that in archive.toml, the others get names.
    """
    by_id: dict[str, list[Import]] = {}
    for one in sorted(imports, key=lambda one: (one.exported, one.sha256)):
        if ids[one.sha256] and not one.author:
            by_id.setdefault(same_post(ids[one.sha256]), []).append(one)
    if len(by_id) <= 1:
        return list(imports)
    is_main = {key: any(_same_name(one.account, main.username) for one in group) for key, group in by_id.items()}
    first = next((key for key in by_id if is_main[key]), next(iter(by_id)))
    known = [Known("", Account()), *(Known(one.author, Account()) for one in imports if one.author)]
    names_of: dict[str, str] = {}
    for key in (key for key in by_id if key != first):
        names_of[key] = _new_name(Author(username=by_id[key][-1].account), known)
        known.append(Known(names_of[key], Account()))
    return [replace(one, author=one.author or names_of.get(same_post(ids[one.sha256]), "")) for one in imports]


def _same_name(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()


def write(layout: Layout, ids: Mapping[str, str]) -> None:
    """Write private/accounts.jsonl from the user ids of the exports by their checksums."""
    records.write(layout.private / NAME, (UserId(export, id) for export, id in ids.items()))


def assign(accounts: Accounts, exports: Sequence[tuple[Export, Account]], *, another: bool) -> list[Assigned]:
    """Assign each export, in their order, to an account of the archive. The first export of a new archive belongs to
    the main account.

    Raises AnotherAccount for an export of another account than those before it, unless `another` allows it.
    """
    known = list(accounts.known)
    assigned: list[Assigned] = []
    for export, found in exports:
        posts = {same_post(member.post_id) for member in export.posts() if member.post_id}
        place = _place(known, found, posts)
        if place is None and known and not another:
            others = () if accounts.known else [(one.export, one.account) for one in assigned]
            raise AnotherAccount(_refusal(export, found, known, others), _HINT)
        if place is None:
            place = len(known)
            known.append(Known(_new_name(found.author, known) if known else "", found))
        known[place] = known[place].with_export(found, posts)
        is_new = all(one.author != known[place].author for one in accounts.imports)
        assigned.append(Assigned(export, found, known[place].author, is_new))
    return assigned


def _place(known: Sequence[Known], found: Account, posts: Collection[str]) -> int | None:
    """The place of an export's account in `known`, None if it is a new account. In doubt it is the account with the
    most posts in common.
    """
    owned = frozenset().union(*(one.posts for one in known)).intersection(posts)
    answers = [one.is_of(found, posts, owned) for one in known]
    if True in answers:
        return answers.index(True)
    unclear = [place for place, answer in enumerate(answers) if answer is None]
    return max(unclear, key=lambda place: (len(known[place].posts.intersection(posts)), -place), default=None)


def _refusal(export: Export, found: Account, known: Sequence[Known], others: Sequence[tuple[Export, Account]]) -> str:
    """Why an export is refused. `others` are those before it for a new archive, which has no account yet."""
    name = shown(export.path.name)
    held = " and ".join(str(one.shown) for one in known)
    whole = f"{name} belongs to the account {found}, the archive to {held}."
    if others:
        before, account = others[-1]
        whole = f"these exports are of two accounts: {shown(before.path.name)} of {account}, {name} of {found}."
    message = f"Nothing was imported: {whole}"
    return message if found.id else f"{message} {_RENAMED}"


def unidentified(accounts: Accounts, assigned: Iterable[Assigned]) -> Iterator[Issue]:
    """A warning for each export that names no account, because it could be of another person. `accounts` are the
    accounts before the import.
    """
    known = {one.author: str(one.shown) for one in accounts.known if one.shown != Account()}
    for one in assigned:
        if not one.account.id and not one.account.author.username:
            whose = known.get(one.author, "the account of this archive, which is not known yet")
            yield Issue(shown(one.export.path.name), "account-unknown", _UNKNOWN.format(whose))


def _new_name(author: Author, known: Sequence[Known]) -> str:
    """The name of another account in the archive, for about-NAME.md and archive.toml: its user name."""
    base = names.file_name(_UNSAFE.sub("-", author.username)) if author.username else ""
    base = (base or names.slug(author.name, _NAME_BYTES) or "author")[:_NAME_BYTES]
    taken = {names.same_name(one.author) for one in known}
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if names.same_name(name) not in taken)


def _id_in_export(layout: Layout, one: Import) -> str:
    """The user id in a kept export, "" if it has none or can't be read."""
    with suppress(ArchiveError), ExitStack() as stack:
        if (layout.root / one.file).is_file():
            return account.of(stack.enter_context(open_export(layout.root / one.file))).id
    return ""


def _named(known: Known, of_settings: settings.Settings) -> Known:
    """An account with the name in archive.toml, for messages."""
    author = of_settings.authors.get(known.author, Author()) if known.author else of_settings.author
    username = known.shown.author.username or author.username
    return replace(known, shown=replace(known.shown, author=replace(author, username=username)))
