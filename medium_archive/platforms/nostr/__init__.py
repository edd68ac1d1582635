"""Nostr (https://nostr.com): articles of NIP-23, signed with a key and sent to relays.

- An article is an event of kind 30023. Its name (`d`) is the id of the post here; a newer event of the same name takes
  its place, so nothing is there twice, and an event may be sent again. Relays answer "duplicate:" then.
- A relay gives no status but words, which begin with a prefix: "rate-limited:", "error:", "auth-required:", "blocked:".
- A deletion (kind 5) is a wish: some relays keep the article. The newer of the two counts.
- No HTML in the Markdown, no canonical address. Pictures stay on the web.
- Its drafts (kind 30024) are public, so drafts are never sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from medium_archive.articles.engine import Engine
from medium_archive.errors import AccessDenied, ProgramMissing, SettingsWrong
from medium_archive.platforms import credentials
from medium_archive.platforms.nostr.account import SITE, NostrAccount
from medium_archive.platforms.nostr.relays import Relays
from medium_archive.platforms.nostr.values import labels
from medium_archive.platforms.traits import Traits
from medium_archive.web import Secret, Web

__all__ = ["LOGIN", "NAME", "SECRETS", "SUMMARY", "TRAITS", "NostrAccount", "Settings", "can_be", "connect", "labels"]

NAME = "nostr"
SUMMARY = "Publish posts on Nostr, signed with your key."
SECRETS = ("NOSTR_KEY",)
LOGIN = (
    "NOSTR_KEY is your private key, nsec1… or 64 hexadecimal digits. The program with which you use Nostr shows it in "
    "its settings, as “private key” or “nsec”. Whoever has it is you, for ever: it can't be changed. It signs on this "
    "computer and is sent nowhere."
)
_RELAY = re.compile(r"wss?://[^/:?#]")
TRAITS = Traits(
    "markdown",
    has_dates=True,
    has_canonical=False,
    has_drafts=False,
    has_updates=True,
    has_subtitles=True,
    engine=Engine(figures="markdown"),
    pause=2.0,
    names_pauses=False,
)


@dataclass(frozen=True)
class Settings:
    """The table [publish.nostr]."""

    relays: str = field(metadata={"help": "The relays to which posts are sent: wss://one.example wss://two.example."})
    npub: str = field(default="", metadata={"help": "Your public key, npub1…: then no other key is used by mistake."})


def can_be(account: str, settings: Settings) -> bool:
    return account.startswith(f"{SITE}/{settings.npub}")


def connect(settings: Settings, secrets: Mapping[str, Secret], web: Web) -> NostrAccount:
    try:
        from nostr_sdk import Keys, NostrSdkError  # noqa: PLC0415  # an extra
    except ImportError as error:
        message = "The library that signs for Nostr, nostr-sdk, is not installed."
        raise ProgramMissing(message, "Install it: `pip install 'medium-archive[nostr]'`") from error
    relays = tuple(dict.fromkeys(settings.relays.replace(",", " ").split()))
    for address in relays or ("",):
        if not _RELAY.match(address):
            message = f'archive.toml: [publish.nostr] has the relay "{address}", which is not an address.'
            raise SettingsWrong(message, "Write it with wss:// and its host: wss://relay.example.")
    key = credentials.needed("NOSTR_KEY", secrets, "key for Nostr", NAME)
    try:
        keys = Keys.parse(key.value)
    except NostrSdkError:  # its message may quote the key
        keys = None
    if keys is None:
        raise AccessDenied("NOSTR_KEY is no private key of Nostr.", "It is nsec1… or 64 hexadecimal digits.")
    public = keys.public_key().to_bech32()
    if settings.npub and settings.npub != public:
        message = f"NOSTR_KEY belongs to {public}, not to the npub in [publish.nostr]."
        raise AccessDenied(message, "Set NOSTR_KEY to the key of that npub, or correct npub.")
    secret = keys.secret_key()
    spellings = tuple(Secret(value) for value in (secret.to_bech32(), secret.to_hex()))
    account = NostrAccount(keys, spellings, Relays(relays, web))
    account.check()
    return account
