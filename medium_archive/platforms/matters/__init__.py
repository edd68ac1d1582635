"""Matters (https://matters.town), by the GraphQL of its website.

- All requests are POST. Errors come with 200 and a code, those of the token with 500. The limits (2 articles published
  and 40 pictures uploaded in 720 seconds) are errors of the code ACTION_LIMIT_EXCEEDED, without a time.
- An article is first a draft. Publishing goes through a queue: the draft is `pending`, then it has an `article` with
  another id. A published article takes 4 changes; deleting it makes it `archived`.
- No date, no canonical address: the last line of the text says when and where it was first published. By this line
  an article is found again, among those of its title.
- Titles have at most 100 characters, summaries 200, texts 50,000 of HTML; 3 tags of at most 50 characters.
- The text is rebuilt by the editor of Matters (`text`): pictures of another form than its own are lost without a word.
- `migration` takes the pages of Medium's export, at most 1 MiB in a request, and answers before it has read them:
  nothing tells later which draft is whose, so no page is sent again.
- A login by e-mail and password registers an account if the e-mail is unknown: so there is none here, only a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from medium_archive.errors import SettingsWrong
from medium_archive.platforms import credentials
from medium_archive.platforms.matters.account import SITE, MattersAccount
from medium_archive.platforms.matters.values import labels
from medium_archive.platforms.traits import Migration, Traits
from medium_archive.web import Secret, Web

__all__ = ["LOGIN", "NAME", "SECRETS", "SUMMARY", "TRAITS", "MattersAccount", "Settings", "can_be", "connect", "labels"]

NAME = "matters"
SUMMARY = "Publish posts at Matters, at its pace of two in twelve minutes."
SECRETS = ("MATTERS_TOKEN",)
LOGIN = (
    "Sign in at https://matters.town in a browser. Open its developer tools (F12), there Application or Storage, then "
    "Cookies, and copy the value of __access_token. It opens the whole account, like a password: show it to nobody. "
    "Signing out in that browser may end it."
)
TRAITS = Traits(
    "html",
    has_dates=False,
    has_canonical=False,
    has_drafts=True,
    has_updates=True,
    few_changes=True,
    has_subtitles=True,
    pictures=("image/gif", "image/jpeg", "image/png", "image/webp"),
    max_picture=5 * 1024 * 1024,
    max_text=50_000,
    pause=360.0,
    migration=Migration(
        max_bytes=1024 * 1024,
        max_pages=100,
        losses="Matters makes drafts of the pages and sends an e-mail when they are ready. Subtitles, dates, tags, "
        "addresses of the originals and embeds are left out, and a picture that Matters can't fetch from Medium.",
    ),
)
_LICENSES = ("arr", "cc_by_nc_nd_4", "cc_0")


@dataclass(frozen=True)
class Settings:
    """The table [publish.matters]."""

    user: str = field(metadata={"help": "The user name, as in the address matters.town/@name."})
    license: str = field(
        default="arr",
        metadata={"help": "What readers may do: arr (all rights reserved), cc_by_nc_nd_4 or cc_0 (Creative Commons)."},
    )


def can_be(account: str, settings: Settings) -> bool:
    return account.casefold() == f"{SITE}/@{settings.user.lstrip('@')}".casefold()


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> MattersAccount:
    if settings.license not in _LICENSES:
        message = f'archive.toml: [publish.matters] has the license "{settings.license}", which Matters does not have.'
        raise SettingsWrong(message, f"Use one of these: {', '.join(_LICENSES)}.")
    token = credentials.needed("MATTERS_TOKEN", secrets, "token for Matters", NAME)
    return MattersAccount.connected(settings.user, settings.license, token, web)
