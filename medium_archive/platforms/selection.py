"""Which articles a person chose to send, and how: the options of `archive publish PLATFORM`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from medium_archive import names
from medium_archive.articles.entries import Entry
from medium_archive.errors import NoSuchPost, SettingsWrong
from medium_archive.folder import post_names
from medium_archive.folder.catalog import same_post
from medium_archive.platforms.decision import Choices
from medium_archive.post import Author, Kind

if TYPE_CHECKING:
    from medium_archive.articles import Article

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Selection:
    """The options of the command."""

    since: str = field(default="", metadata={"metavar": "DATE", "help": "Only posts of this day or later: 2024-01-31."})
    tag: str = field(default="", metadata={"metavar": "TAG", "help": "Only posts with this tag."})
    author: str = field(
        default="",
        metadata={"metavar": "NAME", "help": "Send the posts of this author instead of yours: name or user name."},
    )
    only: str = field(
        default="",
        metadata={"metavar": "POSTS", "help": "Only these posts: folders, ids or addresses, separated by commas."},
    )
    limit: int | None = field(default=None, metadata={"metavar": "NUMBER", "help": "Send at most this many posts."})
    responses: bool = field(default=False, metadata={"help": "Send responses too."})
    drafts: bool = field(default=False, metadata={"help": "Send drafts too, as drafts."})
    as_drafts: bool = field(default=False, metadata={"help": "Send everything as drafts, to look at it there first."})
    again: bool = field(default=False, metadata={"help": "Send posts again that were deleted there."})
    overwrite: bool = field(default=False, metadata={"help": "Replace posts that were changed there."})
    migration: bool = field(
        default=False, metadata={"help": "Give the pages of Medium's export to the importer of the place."}
    )
    dry_run: bool = field(default=False, metadata={"help": "Show what would be sent, and send nothing."})
    check: bool = field(default=False, metadata={"help": "Send nothing; compare the posts there with those here."})
    login: bool = field(default=False, metadata={"help": "Say where to get the credentials, and test them."})

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of posts to send."""
        wanted: tuple[tuple[Kind, bool], ...] = (("story", True), ("response", self.responses), ("draft", self.drafts))
        return tuple(kind for kind, is_wanted in wanted if is_wanted)

    @property
    def choices(self) -> Choices:
        return Choices(self.drafts, self.as_drafts, self.again, self.overwrite)


def chosen(entries: Iterable[Entry], selection: Selection, own: Author, recorded: Collection[str] = ()) -> list[Entry]:
    """The articles to send, oldest first: the newest is on top where a place keeps no date. `own` is the main author of
    the archive; the posts of others are sent only for a person who names them, and from then on. `recorded` are the
    keys in the records of those that were sent before.

    Raises SettingsWrong for an invalid date, a limit below 1 and a list without a name, NoSuchPost if no post matches.
    """
    if selection.limit is not None and selection.limit < 1:
        raise SettingsWrong(f"--limit {selection.limit} would send nothing.", "Give a number of 1 or more.")
    since = _day(selection.since)
    tag = names.same_name(selection.tag)
    found = [
        entry
        for entry in entries
        if entry.article.kind in selection.kinds
        and (since is None or (entry.date is not None and entry.date >= since))
        and (not tag or tag in map(names.same_name, entry.article.tags))
        and (
            selection.only
            or is_by(entry.article.author, selection.author, own)
            or (not selection.author and key(entry.article) in recorded)
        )
    ]
    if selection.only:
        found = list(_named(found, selection.only))
    if not found and (since or tag or selection.author):
        raise NoSuchPost("No post matches all options.", "Choose another date, tag or author. Drafts need --drafts.")
    return sorted(found, key=lambda entry: (entry.date or _NEVER, entry.article.path))


def key(article: Article) -> str:
    """What the records name an article by."""
    return same_post(article.id) or article.path


def is_by(author: Author, wanted: str, own: Author) -> bool:
    """Whether a post is by the author whose name or user name is `wanted`; by `own` if that is ""."""
    if wanted:
        name = names.same_name(wanted.removeprefix("@"))
        return name in (names.same_name(author.name), names.same_name(author.username))
    if (own.username or own.url) and (author.username or author.url):
        return (author.username, author.url) == (own.username, own.url)
    known = {names.same_name(name) for name in (own.name, own.username) if name}
    return author.name == own.name or names.same_name(author.name) in known


def _day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        raise SettingsWrong(f"--since {text} is not a date.", "Write it as --since 2024-01-31.") from None


def _named(entries: Iterable[Entry], only: str) -> Iterator[Entry]:
    by_key: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        article = entry.article
        for key in filter(None, (article.path, entry.name, article.slug, article.url, same_post(article.id))):
            by_key.setdefault(key, {})[article.path] = entry
    named = [*filter(None, map(str.strip, only.split(",")))]
    if not named:
        raise SettingsWrong(f"--only {only} names no post.", "Give folders, ids or addresses, separated by commas.")
    met: set[str] = set()
    for wanted in named:
        matching = next((by_key[key] for key in post_names.read(wanted) if key in by_key), {})
        if len(matching) > 1:
            message = f"{wanted} means several posts: {', '.join(matching)}."
            raise NoSuchPost(message, "Give the folder of the one that you want, as it is here.")
        if not matching:
            raise NoSuchPost(
                f"No post to send matches {wanted}.",
                "Give its folder, its id or its address. Responses need --responses, drafts --drafts.",
            )
        for path, entry in matching.items():
            if path not in met:
                met.add(path)
                yield entry
