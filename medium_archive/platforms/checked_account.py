"""An account whose answers are checked: a server may answer with anything, and records keep what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from medium_archive.errors import ArchiveError
from medium_archive.platforms import Account, Remote, Upload
from medium_archive.platforms.unsearchable import Unsearchable
from medium_archive.web import RequestFailed

if TYPE_CHECKING:
    from medium_archive.articles import Article
    from medium_archive.platforms.content import Content, PictureFile

T = TypeVar("T")


class CheckedAccount:
    """The same account. An answer of an unknown form is a RequestFailed, wherever in it that shows."""

    def __init__(self, account: Account) -> None:
        self._account, self.address = account, account.address

    def __repr__(self) -> str:
        return repr(self._account)

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        return checked(lambda: self._account.find(article, known), self.address)

    def upload(self, picture: PictureFile) -> Upload | None:
        return checked(lambda: self._account.upload(picture), self.address)

    def create(self, content: Content) -> Remote:
        return checked(lambda: self._account.create(content), self.address)

    def update(self, remote: Remote, content: Content) -> Remote:
        return checked(lambda: self._account.update(remote, content), self.address)


def checked(ask: Callable[[], T], address: str) -> T:
    """What `ask` gives. Raises its errors, and RequestFailed for whatever an answer of another form makes of the code
    that reads it, or of its result.
    """
    try:
        found = ask()
        _check(getattr(found, "address", ""))
        if isinstance(found, Remote | Upload):
            for field in fields(found):
                value = getattr(found, field.name)
                for text in value if isinstance(value, tuple) else [value]:
                    _check(text)
    except (ArchiveError, RequestFailed, Unsearchable):
        raise
    except Exception as error:  # any: the answer may be of any form
        raise RequestFailed("bad-answer", f"{address} answered with JSON of an unknown form.") from error
    return found


def _check(text: object) -> None:
    """Raises TypeError and ValueError for what the records can't keep as a text."""
    if not isinstance(text, str):
        raise TypeError("not a string")
    if "\0" in text or text != text.encode("utf-8", "replace").decode():
        raise ValueError("a character that does not exist")
