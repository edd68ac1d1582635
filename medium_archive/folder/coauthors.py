"""The co-authors in the front matter of a post: `Name (address), Name (address)` (docs/format.md, "Accounts").

A person may also write a list, whose items are `Name (address)` or names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from medium_archive.post import Author

# The address after a name, which may have commas: "Ada Example, PhD (https://medium.com/@ada)"
_ADDRESS = re.compile(r"\(([A-Za-z][\w+.-]*:\S*?)\)\s*(?:,|\Z)")


def write(coauthors: Sequence[Author]) -> str:
    """The value of `medium.coauthors`, "" without co-authors."""
    return ", ".join(f"{one.name} ({one.url})" if one.url else one.name for one in coauthors)


def read(value: object) -> tuple[Author, ...]:
    """The co-authors in a value of the front matter, each once. In a text, commas separate the names without an
    address.
    """
    if isinstance(value, list):
        found = [_in_item(str(item)) for item in value if item is not None and not isinstance(item, (dict, list))]
    else:
        found = [] if value is None or isinstance(value, dict) else list(_in_text(str(value)))
    return tuple(dict.fromkeys(one for one in found if one.name or one.url))


def _in_text(text: str) -> Iterator[Author]:
    end = 0
    for match in _ADDRESS.finditer(text):
        yield _author(text[end : match.start()], match[1])
        end = match.end()
    yield from (_author(name) for name in text[end:].split(","))


def _in_item(item: str) -> Author:
    match = next((one for one in _ADDRESS.finditer(item) if one.end() == len(item)), None)
    return _author(item[: match.start()], match[1]) if match else _author(item)


def _author(name: str, address: str = "") -> Author:
    return Author(" ".join(name.split()), url=address)
