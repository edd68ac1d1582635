"""The list of the files that a build or an export wrote to a folder, with their checksums.

A line has a checksum and a file, or a file alone if its checksum is unknown. A run adds the line of a file before it
writes the file, so after a kill a file can have several lines, and its checksum is one of them. A line that begins with
`/` names no file: `//medium.com/@ada` is an account of the archive, and the files below `/posts/x` were made from that
post.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from medium_archive.folder import files

NAME = ".archive-files"
_ACCOUNT = "//medium.com/@"
_LINE = re.compile(r"(?:([0-9a-f]{64})  )?(.+)")


@dataclass(frozen=True)
class Manifest:
    """What a list says. `sums` are the checksums that each file may have, with spaces between, the last one at the end,
    "" if they are unknown; `posts` the posts that files were made from, if that is known; `accounts` the user names of
    the accounts of the archive.
    """

    sums: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    accounts: frozenset[str] = frozenset()


def load(folder: Path, name: str = NAME) -> Manifest:
    """The list, which is the file `name`. A file that would be outside the folder was not written by a build."""
    path = folder / name
    if not path.is_file():
        return Manifest()
    sums: dict[str, str] = {}
    posts: dict[str, str] = {}
    accounts: set[str] = set()
    post = ""
    for line in path.read_text("utf-8", errors="replace").split("\n"):
        if line.startswith("//"):
            accounts.add(line.removeprefix(_ACCOUNT))
        elif line.startswith("/"):
            post = unquote(line[1:], errors="surrogateescape")
        elif (match := _LINE.fullmatch(line)) and not match[2].startswith("/") and ".." not in match[2].split("/"):
            sums[match[2]] = with_sum(sums.get(match[2], ""), match[1] or "")
            if post:
                posts[match[2]] = post
            else:
                posts.pop(match[2], None)
    return Manifest(sums, posts, frozenset(accounts))


def read(folder: Path, name: str = NAME) -> dict[str, str]:
    """The last checksum of each file by its name, "" if it is unknown."""
    return {file: last_sum(sums) for file, sums in load(folder, name).sums.items()}


def with_sum(sums: str, sha256: str) -> str:
    """The checksums of a file with one more at the end; "" adds none."""
    return f"{sums} {sha256}" if sums and sha256 else sums or sha256


def last_sum(sums: str) -> str:
    """The last of the checksums of a file."""
    return sums.rpartition(" ")[2]


def write(
    folder: Path,
    sums: Mapping[str, str],
    name: str = NAME,
    posts: Mapping[str, str] | None = None,
    accounts: Collection[str] = (),
) -> None:
    posts = posts or {}
    lines = [account_line(one) for one in sorted(accounts)]
    before = ""
    for post, file in sorted((posts.get(file, ""), file) for file in sums):
        lines += [post_line(post)] if post != before else []
        lines.append(file_line(file, sums[file]))
        before = post
    files.write(folder / name, "".join(lines).encode())


def account_line(username: str) -> str:
    return f"{_ACCOUNT}{username}\n"


def post_line(post: str) -> str:
    return f"/{quote(post, errors='surrogateescape')}\n"


def file_line(name: str, sha256: str) -> str:
    return f"{sha256}  {name}\n" if sha256 else f"{name}\n"
