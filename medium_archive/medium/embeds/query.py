"""The parameters of a frame's address: a parameter that names the content stays, one about the player's look goes."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote


def without(query: str, looks: Collection[str]) -> list[str]:
    """The parameters of a query in their spelling, each once, without the names in `looks`.

    An unknown parameter stays: it may name a file, a moment or a key, and a page ignores one that it does not know.
    """
    parts = dict.fromkeys(part for part in query.split("&") if part)
    return [part for part in parts if unquote(part.partition("=")[0]) not in looks]


def join(address: str, parameters: Collection[str]) -> str:
    """The address with these parameters."""
    return f"{address}?{'&'.join(parameters)}" if parameters else address
