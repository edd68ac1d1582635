"""Connects to an account: its settings from archive.toml, its secrets from the environment or private/publish.env."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from medium_archive.errors import SettingsWrong, Unreachable
from medium_archive.folder import environment
from medium_archive.folder.settings import base_url
from medium_archive.platforms.checked_account import checked
from medium_archive.platforms.credentials import ENVIRONMENT_FILE
from medium_archive.platforms.refusal import sentence
from medium_archive.web import RequestFailed, Secret, Web

if TYPE_CHECKING:
    from medium_archive.folder.layout import Layout
    from medium_archive.folder.settings import Settings
    from medium_archive.platforms import Account, Platform

_PORTS = {"http": "80", "https": "443"}
_PORT = re.compile(r"(.*?)(?::(\d*))?")
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
_FIRST = "Check the address below [publish.{}] and the connection of this computer, then run this again."
_ADDRESSES = {"url", "endpoint", "relays"}  # keys
_WRONG_ADDRESS = ("unreachable", "bad-answer")  # reasons that it may have


def settings_of(platform: Platform, chosen: Settings) -> Any:
    """The settings of the platform: an instance of its `Settings`. Raises SettingsWrong, which names the key."""
    name, table = platform.NAME, dict(chosen.publish.get(platform.NAME, {}))
    table.pop(_ALLOW, None)
    fields = {field.name: field for field in dataclasses.fields(platform.Settings)}
    for key in sorted(table.keys() - fields.keys()):
        raise SettingsWrong(
            f"archive.toml: [publish.{name}] can't have {key}.", f"Use only these keys: {', '.join((*fields, _ALLOW))}."
        )
    if missing := missing_keys(platform, chosen):
        helps = " ".join(missing.values())
        lines = ", ".join(f'{key} = "…"' for key in missing)
        raise SettingsWrong(
            f"archive.toml: [publish.{name}] has no {' and no '.join(missing)}. {helps}",
            f"Write {lines} below [publish.{name}].",
        )
    if "url" in table:
        table["url"] = _address(table["url"], name)
    return platform.Settings(**table)


def missing_keys(platform: Platform, chosen: Settings) -> dict[str, str]:
    """What each key is that the table of the platform must have and lacks."""
    table = chosen.publish.get(platform.NAME, {})
    return {
        field.name: field.metadata["help"]
        for field in dataclasses.fields(platform.Settings)
        if field.default is dataclasses.MISSING and not table.get(field.name)
    }


def _address(url: str, name: str) -> str:
    """The address of a place in one spelling, because the records name the account by it: the host in small letters,
    without a dot at its end and without the port that the scheme means anyway. Raises SettingsWrong.
    """
    try:
        parts = urlsplit(base_url(url))
    except SettingsWrong:
        raise SettingsWrong(
            f"archive.toml: [publish.{name}] has a url that is not the address of a place.",
            'Write it as url = "https://blog.example", without a user name, ? and #.',
        ) from None
    scheme = parts.scheme.lower()
    host, port = _PORT.fullmatch(parts.netloc.lower()).groups()  # type: ignore[union-attr]  # fits any text
    own_port = "" if port in (None, "", _PORTS[scheme]) else f":{port}"
    return urlunsplit(parts._replace(scheme=scheme, netloc=f"{host.rstrip('.')}{own_port}"))


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
    table = chosen.publish.get(platform.NAME, {})
    allow = table.get(_ALLOW, "").replace(",", " ").split()
    secrets = secrets_of(platform, layout)
    last = _FIRST if table.keys() & _ADDRESSES else _AGAIN
    try:
        with Web(allow=allow) as web:
            account = checked(lambda: platform.connect(settings, secrets, web), platform.NAME)
            last = _AGAIN
            yield account
    except RequestFailed as failure:
        hint = _hint(failure, platform, last if failure.reason in _WRONG_ADDRESS else _AGAIN)
        raise Unreachable(sentence(failure.message), hint) from failure


def trouble(failure: RequestFailed, platform: Platform) -> str:
    """What happened, and what to do, in one line."""
    return f"{sentence(failure.message)} {_hint(failure, platform, _AGAIN)}"


def _hint(failure: RequestFailed, platform: Platform, last: str) -> str:
    return _HINTS.get(failure.reason, last).format(platform.NAME)
