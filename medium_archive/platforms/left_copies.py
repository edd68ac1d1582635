"""Public copies of posts that are drafts now, are forgotten, or are in the archive no more: a person should know."""

from __future__ import annotations

from collections.abc import Iterator

from medium_archive.articles import Article
from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.folder import bare_texts
from medium_archive.folder.catalog import same_post
from medium_archive.folder.published import Remote
from medium_archive.platforms import Account
from medium_archive.platforms.departure import Departure
from medium_archive.platforms.ledger import Ledger
from medium_archive.report import Issue
from medium_archive.web import RequestFailed

DRAFT = "It is a draft here, but {} is public. Delete it there if nobody should read it."
GONE = "“{}” is no longer in the archive, but its copy is public. Delete it there if nobody should read it."
FORGOTTEN = "You forgot “{}”, but its copy is public. Delete it there if nobody should read it."


def issues(departure: Departure, ledger: Ledger, account: Account, *, can_record: bool) -> Iterator[Issue]:
    """A warning for each such copy that is still public. `can_record`: records those that are public no more."""
    for post, remote in ledger.left().items():
        path = departure.inventory.paths.get(same_post(post), "")
        is_forgotten = not path and departure.inventory.is_forgotten(post)
        if not path and not is_forgotten and not departure.inventory.is_whole:
            continue  # its text may be one that could not be read
        if _is_public(account, path, remote):
            where = bare_texts.file_in(departure.layout.root, path) if path else remote.address
            away = FORGOTTEN if is_forgotten else GONE
            message = DRAFT.format(remote.address) if path else away.format(remote.title)
            yield Issue(where, "differs-there", message)
        elif can_record:
            ledger.withdraw(post)


def _is_public(account: Account, path: str, remote: Remote) -> bool:
    try:
        there = account.find(Article("", path, "draft", remote.title, "", ""), remote)
    except (RequestFailed, PublishRefused, AccessDenied):
        return True  # by the records
    return there is not None and there.state == "published"
