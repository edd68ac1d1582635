"""Platforms: places that take posts through an account, one module each.

To add a platform, write its module, add it to `ALL`, and give the contract tests a stand-in for its server
(tests/contracts/test_platforms.py). A module satisfies `Platform`. `delivery.deliver` carries the articles there in the
same way for every platform: it resolves links and pictures, looks before it creates, keeps records and obeys pauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from medium_archive.folder.published import Remote
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import devto, ghost, matters, micropub, nostr, wordpress, writeas
from medium_archive.platforms.traits import Labels, Traits

if TYPE_CHECKING:
    from medium_archive.articles import Article
    from medium_archive.platforms.content import Content, PictureFile
    from medium_archive.web import Secret, Web

__all__ = ["ALL", "Account", "Labels", "Platform", "Remote", "Traits", "Upload"]


class Account(Protocol):
    """One account on a platform, connected. Every method may raise RequestFailed, PublishRefused and AccessDenied.

    Errors and values show no secret. A message made of a server's words goes through `Request.redacted`.
    """

    @property
    def address(self) -> str:
        """The public address of the account: its blog or its profile. Records name the account by this address."""

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        """The article as the account has it, None if it is not there. Sends only requests that change nothing.

        `known` is the article that an earlier run read back. With it, only its id is searched: None means that it was
        deleted or put into the trash. Without it, the article is searched by a value that `create` sends,
        such as the slug. Some platforms that already have the slug give a second post another slug, without an error.
        Raises Unsearchable where the place offers no search: then nothing is sent again whose answer was lost.
        """

    def upload(self, picture: PictureFile) -> Upload | None:
        """Upload a picture. Where the traits say that the platform finds pictures, it is looked for first: an earlier
        run may not have got the answer. The records keep the answer, so the same picture is not uploaded again.

        None if this account takes no pictures, although others of the platform do: it stays where it is on the web.
        """

    def create(self, content: Content) -> Remote:
        """Create the article, in the state that `content` names. Returns it as read back.

        Called only after `find` gave None, and never repeated by the account itself: `deliver` looks first.
        """

    def update(self, remote: Remote, content: Content) -> Remote:
        """Replace `remote` by the article, under the same id, and give it the state that `content` names. Returns it as
        read back. What the owner of the place chose and the article does not have stays: the visibility, and a cover
        where the article has none, unless `remote.cover` says that an earlier run sent it.
        Raises Unchangeable where the platform takes no more changes of it.
        """


class Platform(Protocol):
    """A module for one platform.

    `NAME` is the word after `archive publish` and the table `[publish.NAME]` of archive.toml, `SUMMARY` the first
    sentence of the help text. `Settings` is a frozen dataclass of strings without secrets: the keys of that table; each
    field has `help` in its metadata, and no default where the table must have the key. `SECRETS` are the names of the
    secrets, as in the environment and in private/publish.env: ("GHOST_KEY",). `LOGIN` says in a few sentences where a
    person gets them.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802  # a constant of the module

    @property
    def SUMMARY(self) -> str: ...  # noqa: N802  # as above

    @property
    def LOGIN(self) -> str: ...  # noqa: N802  # as above

    @property
    def Settings(self) -> type[Any]: ...  # noqa: N802  # a class of the module

    @property
    def SECRETS(self) -> tuple[str, ...]: ...  # noqa: N802  # a constant

    @property
    def TRAITS(self) -> Traits: ...  # noqa: N802  # as above

    def labels(self, article: Article) -> Labels:
        """The title, the slug and the tags that the platform gives the article: cut, written otherwise or left out by
        its rules. What differs from the article is told before anything is sent.
        """

    def can_be(self, account: str, settings: Any) -> bool:
        """Whether the settings can mean the account with this public address, as far as they say."""

    def connect(self, settings: Any, secrets: Mapping[str, Secret], web: Web) -> Account:
        """The account that the secrets open. `secrets` are by the names in `SECRETS`, `web` sends all requests.

        Sends only requests that change nothing. Raises AccessDenied where a secret is missing or wrong, PublishRefused
        where the account may not publish, RequestFailed.
        """


ALL: tuple[Platform, ...] = (devto, ghost, matters, micropub, nostr, wordpress, writeas)
