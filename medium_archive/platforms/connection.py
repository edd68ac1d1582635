"""Connects to an account: its settings from archive.toml, its secrets from the environment or private/publish.env."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from medium_archive.errors import SettingsWrong, Unreachable
from medium_archive.folder import environment
from medium_archive.folder.settings import base_url
from medium_archive.platforms.checked_account import checked
from medium_archive.web import RequestFailed, Secret, Web

if TYPE_CHECKING:
    from medium_archive.folder.layout import Layout
    from medium_archive.folder.settings import Settings
    from medium_archive.platforms import Account, Platform

ENVIRONMENT_FILE = "publish.env"
_ALLOW = "allow"  # a key of each table: hosts that may have a private address
_OWN_NETWORK = 'If it is a server of your own network, write allow = "its host" into [publish.{}].'
_HINTS: Mapping[str, str] = {
    "refused-address": _OWN_NETWORK,
    "refused-scheme": f"Begin the address with https://. {_OWN_NETWORK}",
    "tls": "Look at the certificate of the server; nothing was sent.",
    "redirected": "If the place has moved, write the new address into [publish.{}].",
    "rate-limited": "Run this again later; it goes on where it stopped.",
}
_AGAIN = "Run this again; it goes on where it stopped."


def settings_of(platform: Platform, chosen: Settings) -> Any:
    """The settings of the platform: an instance of its `Settings`. Raises SettingsWrong, which names the key."""
    name, table = platform.NAME, dict(chosen.publish.get(platform.NAME, {}))
    table.pop(_ALLOW, None)
    fields = {field.name: field for field in dataclasses.fields(platform.Settings)}
    for key in sorted(table.keys() - fields.keys()):
        raise SettingsWrong(
            f"archive.toml: [publish.{name}] can't have {key}.", f"Use only these keys: {', '.join((*fields, _ALLOW))}."
        )
    for key, field in fields.items():
        if field.default is dataclasses.MISSING and not table.get(key):
            raise SettingsWrong(
                f"archive.toml: [publish.{name}] has no {key}. {field.metadata['help']}",
                f'Write {key} = "…" below [publish.{name}].',
            )
    if table.get("url"):
        table["url"] = _address(table["url"], name)
    return platform.Settings(**table)


def _address(url: str, name: str) -> str:
    """The address of a place, with its host in small letters: the records name the account by it. Raises
    SettingsWrong.
    """
    try:
        parts = urlsplit(base_url(url))
    except SettingsWrong:
        raise SettingsWrong(
            f"archive.toml: [publish.{name}] has a url that is not the address of a place.",
            'Write it as url = "https://blog.example", without a user name, ? and #.',
        ) from None
    return urlunsplit(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()))


def secrets_of(platform: Platform, layout: Layout) -> dict[str, Secret]:
    """The secrets of the platform that are set. Raises FolderUnwritable."""
    variables = environment.read(layout, ENVIRONMENT_FILE)
    return {name: Secret(value) for name in platform.SECRETS if (value := variables.get(name, "").strip())}


@contextmanager
def opened(platform: Platform, layout: Layout, chosen: Settings) -> Iterator[Account]:
    """The connected account. Errors of the network become Unreachable.

    Raises SettingsWrong, AccessDenied, PublishRefused, Unreachable.
    """
    settings = settings_of(platform, chosen)
    allow = chosen.publish.get(platform.NAME, {}).get(_ALLOW, "").replace(",", " ").split()
    secrets = secrets_of(platform, layout)
    try:
        with Web(allow=allow) as web:
            yield checked(lambda: platform.connect(settings, secrets, web), platform.NAME)
    except RequestFailed as failure:
        hint = _HINTS.get(failure.reason, _AGAIN).format(platform.NAME)
        raise Unreachable(failure.message, hint) from failure


def trouble(failure: RequestFailed, platform: Platform) -> str:
    """What happened, and what to do, in one line."""
    return f"{failure.message} {_HINTS.get(failure.reason, _AGAIN).format(platform.NAME)}"
