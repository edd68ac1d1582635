"""Links between posts of one archive: the address at Medium and the path in the archive lead to the same post."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from medium_archive.checks.completeness.addresses import unquoted
from medium_archive.checks.completeness.blocks import TEXTS, Block

# A fragment that Medium gave a paragraph in its editor, a share or the responses
_MEDIUM_FRAGMENT = re.compile(r"#(?:[0-9a-f]{4}|\.\w+|-?-?responses)")
_ENDS_WITH_ID = re.compile(r"(?:^|-)0*([1-9a-f][0-9a-f]{4,11})$")
# A quick test: an address without a match leads to no post, so it is not parsed. An address with characters that
# parsing decodes or removes is always parsed
_MAY_LEAD = re.compile(r"[-/][0-9a-f]{5,}(?:[/?#]|$)|index\.|[%\t\r\n]")
# The path of a post in the archive or in its site, then query and fragment. The name of a folder may have `?` and `#`,
# which no longer differ from the beginning of a query or fragment, because addresses come without percent-encoding
_IN_ARCHIVE = re.compile(r"(.*?index\.(?:md|html))([?#].*)?", re.DOTALL)


@dataclass(frozen=True)
class OwnPosts:
    """The posts that links of one post may lead to. `folder` is the folder of the post itself. `id_in` gives the id,
    without leading zeros, of the post in each folder of the archive; `ids` are all these ids. `domains` are the hosts,
    other than Medium's, at which the posts were published.
    """

    folder: str = ""
    id_in: Mapping[str, str] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def id_of(self, address: str) -> str:
        """The id of the post that an address leads to, "" if it leads to no post of the archive."""
        if not _MAY_LEAD.search(address):
            return ""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return ""
        if not host:
            return self._id_at(_path_of(address)[0]) or self._id_at(unquoted(parts.path)) if not parts.scheme else ""
        found = _ENDS_WITH_ID.search(self._name_in(host, unquoted(parts.path).strip("/")))
        return found[1] if found and found[1] in self.ids else ""

    def _id_at(self, path: str) -> str:
        folder, _, name = posixpath.normpath(posixpath.join(self.folder, path)).rpartition("/")
        return self.id_in.get(folder, "") if name in ("index.md", "index.html") else ""

    def _name_in(self, host: str, path: str) -> str:
        """The part of a path that can name a post: the one after /p/, else the last; on an unknown host only a path of
        one part.
        """
        parts = path.split("/")
        if f".{host}".endswith(".medium.com") or host in self.domains:
            return parts[parts.index("p") + 1] if "p" in parts[:-1] else parts[-1]
        return path if len(parts) == 1 and "-" in path else ""


def in_one_spelling(
    wanted: Sequence[Block], found: Sequence[Block], posts: OwnPosts, *, on_page: bool
) -> tuple[Sequence[Block], Sequence[Block]]:
    """Both sequences with the same address in every link to a post of the archive: the first that `wanted` has for it,
    without its query, with the fragment of the link. On a page of the site a fragment that only Medium's page has is
    left out.
    """
    before, after = _addresses_in(wanted), _addresses_in(found)
    # For each address of a post the id of the post
    ids = {address: post for address in before | after if (post := posts.id_of(address))}
    if not ids:
        return wanted, found
    first: dict[str, str] = {}
    for address in before:
        if address in ids:
            first.setdefault(ids[address], _path_of(address)[0])

    def spelled(address: str) -> str:
        post = ids.get(address)
        if not post:
            return address
        fragment = _path_of(address)[1]
        if on_page and _MEDIUM_FRAGMENT.fullmatch(fragment):
            fragment = ""
        return first.get(post, f"https://medium.com/p/{post}") + fragment

    def rewritten(block: Block) -> Block:
        return _with_addresses(block, spelled) if not ids.keys().isdisjoint(_addresses_of(block)) else block

    return [rewritten(block) for block in wanted], [rewritten(block) for block in found]


def _path_of(address: str) -> tuple[str, str]:
    """An address without its query and fragment, and its fragment with `#`."""
    found = None if "://" in address else _IN_ARCHIVE.fullmatch(address)
    if found:
        path, end = found.groups("")
        return path, "".join(end.partition("#")[1:])
    path, mark, fragment = address.partition("#")
    return path.partition("?")[0], mark + fragment


def _addresses_in(blocks: Sequence[Block]) -> dict[str, None]:
    """The addresses in blocks, each once, in their order."""
    found: dict[str, None] = {}
    for block in blocks:
        runs = block.runs
        if not (len(runs) == 1 and not runs[0][2] and block.kind in TEXTS):  # nearly every text has no address
            found.update(dict.fromkeys(_addresses_of(block)))
    return found


def _addresses_of(block: Block) -> Sequence[str]:
    own = () if block.kind in TEXTS else (block.address, block.link)
    return [address for address in (*(run[2] for run in block.runs), *own) if address]


def _with_addresses(block: Block, spelled: Callable[[str], str]) -> Block:
    if all(spelled(address) == address for address in _addresses_of(block)):
        return block
    runs = tuple((text, marks, spelled(address)) for text, marks, address in block.runs)
    if block.kind == "card":  # a card shows the host of its address, so that address stays as it is
        return block._replace(runs=runs, address=spelled(block.address), link=block.address)
    address = block.address if block.kind == "picture" else spelled(block.address)
    return block._replace(runs=runs, address=address, link=spelled(block.link))
