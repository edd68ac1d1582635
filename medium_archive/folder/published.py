"""records/published.jsonl: where else each post lives, as it was read back there (docs/format.md).

Lines of drafts are in private/.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import TypeVar

from medium_archive.folder import bare_texts, records
from medium_archive.folder.catalog import same_post
from medium_archive.folder.layout import FOLDER_OF, Layout

NAME = "published.jsonl"
_CUT = 50  # letters; no place cuts a title to fewer
T = TypeVar("T", "Place", "Remote")


@dataclass(frozen=True, order=True)
class Place:
    """One post on one account of one platform. `account` is the public address of the account."""

    post: str
    platform: str
    account: str


@dataclass(frozen=True)
class Remote:
    """A post at a place. `sha256` is the fingerprint of the article that was sent, `source` the SHA-256 of the
    file of its text, `at` the time, ISO 8601 in UTC; all other values are as read back. `text` is the SHA-256 of the
    body, `rest` that of other values that were sent, such as the excerpt, `cover` the cover that was sent, as the place
    names it. Each is "" where the place does not give it, or where an earlier version of the program wrote the record.

    `state` is "published", "draft", "hidden" if a person there made it private or lets it appear later, "deleted" if it
    was published there and was not found later, "" before the answer to a sending.
    """

    id: str = ""
    address: str = ""
    title: str = ""
    slug: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    state: str = ""
    text: str = ""
    rest: str = ""
    cover: str = ""
    sha256: str = ""
    source: str = ""
    at: str = ""


@dataclass(frozen=True)
class Line(Remote, Place):
    """One line of the file."""


def digest(*values: object) -> str:
    """The SHA-256 of values, for `rest`."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def read(layout: Layout) -> dict[Place, Remote]:
    """Every recorded post at every place. Raises RecordsDamaged."""
    found: dict[Place, Remote] = {}
    for line in records.read_both(layout, NAME, Line):
        place, remote = _part(line, Place), _part(line, Remote)
        if place not in found or found[place].at <= remote.at:
            found[place] = remote
    return found


def write(layout: Layout, remotes: Mapping[Place, Remote], drafts: Collection[str]) -> None:
    """Write all records. `drafts` are the posts that are drafts now: their lines go to private/."""
    hidden = {same_post(post) for post in drafts}
    public: list[Line] = []
    private: list[Line] = []
    for place, remote in remotes.items():
        is_draft = same_post(place.post) in hidden or place.post.startswith(f"{FOLDER_OF['draft']}/")
        (private if is_draft else public).append(Line(**vars(place), **vars(remote)))
    records.write_both(layout, NAME, public, private)


@dataclass(frozen=True)
class Present:
    """A post as it is now: its folder and its id. If it has none: the SHA-256 of its file, its slug and its title
    at a place.
    """

    path: str
    id: str = ""
    sha256: str = ""
    slug: str = ""
    title: str = ""


def moved(layout: Layout, remotes: Mapping[Place, Remote], present: Iterable[Present]) -> dict[str, str]:
    """What the records should name instead of the folders of posts without an id: the id of a post that has got one, or
    the new folder of one that a person renamed or moved out of drafts/. Such a post is known by its text, else by its
    title together with the name of its folder, or with its slug. `present` are all posts.
    """
    known, present = {same_post(place.post) for place in remotes}, tuple(present)
    free = [post for post in present if not post.id and post.path not in known]
    gone: dict[str, list[Remote]] = {}
    for place, remote in remotes.items():
        if "/" in place.post and _is_gone(layout.root / bare_texts.file_in(layout.root, place.post)):
            gone.setdefault(place.post, []).append(remote)
    named = (post for post in present if post.id and post.path in known and same_post(post.id) not in known)
    found = {post.path: post.id for post in named}
    for is_same in (_has_text, _has_name, _has_slug):
        pairs = [
            (old, post.path)
            for old in gone
            for post in free
            if old not in found and post.path not in found.values() and is_same(old, gone[old], post)
        ]
        olds, news = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
        found |= {old: new for old, new in pairs if olds[old] == news[new] == 1}
    return found


def _is_gone(file: Path) -> bool:
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False  # its folder can't be read
    return False


def _has_text(_old: str, remotes: Iterable[Remote], post: Present) -> bool:
    return any(remote.source == post.sha256 for remote in remotes)


def _has_name(old: str, remotes: Iterable[Remote], post: Present) -> bool:
    is_same = old.rpartition("/")[2] == post.path.rpartition("/")[2]
    return is_same and any(_has_title(remote, post) for remote in remotes)


def _has_slug(_old: str, remotes: Iterable[Remote], post: Present) -> bool:
    return any(remote.slug == post.slug != "" and _has_title(remote, post) for remote in remotes)


def _has_title(remote: Remote, post: Present) -> bool:
    """Whether a copy has the title of a post: a place may cut it, and write its signs and letters in another way."""
    there, here = _letters(remote.title), _letters(post.title)
    return there == here != "" or (len(there) >= _CUT and here.startswith(there))


def _letters(title: str) -> str:
    text = unicodedata.normalize("NFKC", unescape(title)).casefold()
    return "".join(filter(str.isalnum, text)) or "".join(text.split())


def renamed(remotes: Mapping[Place, Remote], moved: Mapping[str, str]) -> dict[Place, Remote]:
    """The records with the folders and ids that the posts have now."""
    return {replace(place, post=moved.get(place.post, place.post)): remote for place, remote in remotes.items()}


def follow(layout: Layout, drafts: Collection[str]) -> None:
    """Move the lines of posts that became drafts to private/, and of those that no longer are out of it."""
    if remotes := read(layout):
        write(layout, remotes, drafts)


def _part(line: Line, kind: type[T]) -> T:
    return kind(**{name: getattr(line, name) for name in kind.__dataclass_fields__})
