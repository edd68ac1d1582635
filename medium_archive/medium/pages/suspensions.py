"""Accounts that the state of a saved page calls suspended. What it says of a post is a fact of its story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from medium_archive.medium.pages import values
from medium_archive.medium.pages.state import State

# In any quotes; nearly all pages say `false`, and are done with this search
_SAYS = re.compile(r"isSuspended\W{1,16}true")


def usernames(text: str, found: Iterable[State]) -> tuple[str, ...]:
    """The user names of suspended accounts in the states of a file with this text."""
    if _SAYS.search(text) is None:
        return ()
    names: dict[str, None] = {}
    waiting: list[Any] = [state.data for state in found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get("isSuspended") is True and (name := values.text(value, "username")):
                names[name] = None
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return tuple(names)
