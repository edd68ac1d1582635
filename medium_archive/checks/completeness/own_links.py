"""Links from one post of an archive to another: Medium's address of it and the way to it in the archive are one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from urllib.parse import unquote, urlsplit

from medium_archive.checks.completeness.blocks import Block

_ENDS_WITH_ID = re.compile(r"(?:^|-)0*([1-9a-f][0-9a-f]{4,11})$")


@dataclass(frozen=True)
class Neighbours:
    """What a post can lead to. `folder` is its own; `ids` gives the id, without leading zeros, of the post in each
    folder of the archive; `domains` are hosts, other than Medium's, at which these posts were known.
    """

    folder: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()

    def id_of(self, address: str) -> str:
        """The id of the post that an address leads to, "" if it leads to none of the archive."""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        if not host:
            return self._of_path(unquote(parts.path)) if parts.path and not parts.scheme else ""
        found = _ENDS_WITH_ID.search(self._last(host, unquote(parts.path).strip("/")))
        return found[1] if found and found[1] in self._known else ""

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.ids.values())

    def _of_path(self, path: str) -> str:
        folder, _, name = posixpath.normpath(posixpath.join(self.folder, path)).rpartition("/")
        return self.ids.get(folder, "") if name in ("index.md", "index.html") else ""

    def _last(self, host: str, path: str) -> str:
        """What of a path can name a post: after /p/ the next part, else the last; on a stranger's host a title's only
        one.
        """
        parts = path.split("/")
        if f".{host}".endswith(".medium.com") or host in self.domains:
            if "p" in parts[:-1]:
                return parts[parts.index("p") + 1]
            return parts[-1]
        return path if len(parts) == 1 and "-" in path else ""


def told_alike(
    wanted: Sequence[Block], found: Sequence[Block], neighbours: Neighbours
) -> tuple[list[Block], list[Block]]:
    """Both rows of blocks with each link to a neighbour in the spelling that it has first in `wanted`; in the cards
    there, if it is one: a card says its host a second time.
    """
    id_of = cache(neighbours.id_of)
    first: dict[tuple[str, bool], str] = {}
    for block in wanted:
        for address in _addresses(block):
            if post := id_of(address):
                first.setdefault((post, block.kind == "card"), address)

    def told(block: Block) -> Block:
        def spelled(address: str) -> str:
            post = id_of(address) if address else ""
            return first.get((post, block.kind == "card")) or f"https://medium.com/p/{post}" if post else address

        return _with(block, spelled)

    return [told(block) for block in wanted], [told(block) for block in found]


def _addresses(block: Block) -> Iterator[str]:
    yield from (address for _, _, address in block.runs if address)
    yield from (address for address in (block.address, block.target) if address)


def _with(block: Block, spelled: Callable[[str], str]) -> Block:
    if not any(spelled(address) != address for address in _addresses(block)):
        return block
    runs = tuple((text, marks, spelled(address)) for text, marks, address in block.runs)
    address = block.address if block.kind == "picture" else spelled(block.address)
    return replace(block, runs=runs, address=address, target=spelled(block.target))
