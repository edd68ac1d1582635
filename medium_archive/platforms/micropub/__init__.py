"""Micropub (W3C Recommendation, 2017): Micro.blog, and sites of one's own that have an endpoint.

- The site names its endpoint, in a header or on its page. The token goes only there, over https: to another host than
  that of the site only if archive.toml names the same endpoint.
- A new post answers 201, or 202 if it is made later: the address is in `Location`, and may change with an update.
  Micro.blog answers 202 for pictures too.
- Posts are read back by `q=source`. A post that was deleted is unknown there (400, 404 or 410), or has `deleted`.
- A list of posts is an extension. Without it a post can be found only by its address (`Unsearchable`). Pages of a list
  come by `after` (Indiekit) or by `offset` (Micro.blog).
- `content` comes back as text, or as HTML in an object. A second post of a slug gets another slug.
- Micro.blog sends a post to all other services unless `mp-syndicate-to` has a blank value, and has several blogs by
  `mp-destination`.
- No canonical address. Whether the summary is shown is up to the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from medium_archive.platforms import credentials
from medium_archive.platforms.micropub import endpoints
from medium_archive.platforms.micropub.account import MicropubAccount, labels
from medium_archive.platforms.traits import Traits
from medium_archive.web import Secret, Web

__all__ = ["LOGIN", "NAME", "SECRETS", "SUMMARY", "TRAITS", "Settings", "can_be", "connect", "labels"]
NAME = "micropub"
SUMMARY = "Publish posts to your own site that has a Micropub endpoint."
SECRETS = ("MICROPUB_TOKEN",)
LOGIN = (
    "At Micro.blog, sign in, open Account, App tokens, and generate one. For another site, look at the settings of its "
    "Micropub endpoint for a token with the scopes create, update and media."
)

TRAITS = Traits(
    "html",
    has_dates=True,
    has_canonical=False,
    has_drafts=True,
    has_updates=True,
    has_covers=False,
    pictures=("image/jpeg", "image/png", "image/gif", "image/webp"),
    pause=1.0,
)


@dataclass(frozen=True)
class Settings:
    """The table [publish.micropub]."""

    url: str = field(metadata={"help": "The address of your site."})
    endpoint: str = field(
        default="", metadata={"help": "The Micropub endpoint that the site names, if it is on another host."}
    )


def can_be(account: str, settings: Settings) -> bool:
    return account == settings.url.rstrip("/")


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> MicropubAccount:
    token = credentials.needed("MICROPUB_TOKEN", secrets, "token for Micropub", NAME)
    endpoint = endpoints.discover(settings.url, settings.endpoint, token, web)
    account = MicropubAccount(settings.url.rstrip("/"), endpoint, token, web)
    account.configure()
    return account
