"""Platforms: places that take posts through an account, one module each.

To add a platform, write its module, add it to `ALL`, and give the contract tests a stand-in for its server
(tests/contracts/test_platforms.py). A module satisfies `Platform`: four constants, a class and a function.
`delivery.deliver` carries the articles there, the same way for every platform.

Provisional: no platform has been written yet. The first ones may add methods to `Account` and limits to `Traits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from medium_archive.folder.published import Remote
from medium_archive.platforms.traits import Traits

if TYPE_CHECKING:
    from medium_archive.articles import Article, Picture
    from medium_archive.web import Secret, Web

__all__ = ["ALL", "Account", "Platform", "Remote", "Traits"]


class Account(Protocol):
    """One account on a platform, connected. Every method may raise RequestFailed, PublishRefused and AccessDenied.

    Errors and values show no secret. A message made of a server's words goes through `Request.redacted`.
    """

    @property
    def address(self) -> str:
        """The public address of the account: its blog or its profile. Records name the account by this address."""

    def find(self, article: Article, known: Remote | None) -> Remote | None:
        """The article as the account has it, None if it is not there. Sends only requests that change nothing.

        `known` is the article that an earlier run read back. With it, the article is searched by its id: None means
        that it was deleted or put into the trash. Without it, the article is searched by a value that `create` sends,
        such as the slug. Some platforms that already have the slug give a second post another slug, without an error.
        """

    def upload(self, picture: Picture) -> str:
        """Upload a picture, unless the account has it already. Returns its address there.

        Provisional: who keeps the addresses of uploaded pictures is open until a platform can't look for them.
        """

    def create(self, article: Article) -> Remote:
        """Create the article with its pictures; a draft is created as a draft. Returns the article as read back.

        Called only after `find` gave None, and never repeated by the account itself: `deliver` looks first.
        """

    def update(self, remote: Remote, article: Article) -> Remote:
        """Replace the content of `remote` by the article, under the same id. Returns the article as read back."""


class Platform(Protocol):
    """A module for one platform.

    `NAME` is the word after `archive publish` and the table `[publish.NAME]` of archive.toml, `SUMMARY` the first
    sentence of the help text. `Settings` is a frozen dataclass without secrets. `SECRETS` are the names of the secrets,
    as in the environment: ("GHOST_KEY",).
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802  # a constant of the module

    @property
    def SUMMARY(self) -> str: ...  # noqa: N802

    @property
    def Settings(self) -> type[Any]: ...  # noqa: N802

    @property
    def SECRETS(self) -> tuple[str, ...]: ...  # noqa: N802

    @property
    def TRAITS(self) -> Traits: ...  # noqa: N802

    def connect(self, settings: Any, secrets: Mapping[str, Secret], web: Web) -> Account:
        """The account that the secrets open. `secrets` are by the names in `SECRETS`, `web` sends all requests.

        Sends only requests that change nothing. Raises AccessDenied where a secret is missing or wrong, PublishRefused
        where the account may not publish, RequestFailed.
        """


ALL: tuple[Platform, ...] = ()
