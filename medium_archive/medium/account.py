"""The account that an export is of: by its profile page, else by the by-lines of its posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import lxml.html
from lxml.etree import LxmlError

from medium_archive.errors import MemberDamaged
from medium_archive.medium import page_parts, profile
from medium_archive.medium.export import Export
from medium_archive.medium.text import clean, one_line
from medium_archive.post import Author

_BYLINE = re.compile(r'<a\b[^>]*\bclass="p-author\b[^>]*>.*?</a>', re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Account:
    """`id` is the user id of the profile page, which is private; "" if it is unknown. It never changes, while the user
    name of `author` may.
    """

    id: str = ""
    author: Author = field(default_factory=Author)

    def __str__(self) -> str:
        """Name, user name and id, as a message names the account."""
        facts = [f"@{self.author.username}"] if self.author.username else []
        facts += [f"user id {self.id}"] if self.id else []
        name = self.author.name or "an author without a name"
        return f"{name} ({', '.join(facts)})" if facts else name


def of(export: Export) -> Account:
    """The account of an export. Values that the profile page lacks are taken from most by-lines. A damaged page is
    ignored.
    """
    for member in export.members:
        if member.kind == "profile":
            with suppress(MemberDamaged, LxmlError, ValueError):
                page = export.read(member)
                known = Account(profile.read_user_id(page), profile.read(page))
                return known if known.author.username else replace(known, author=_with_byline(known.author, export))
    return Account(author=_with_byline(Author(), export))


def _with_byline(known: Author, export: Export) -> Author:
    """An author with the user name and the address of most by-lines."""
    most = Counter(_bylines(export)).most_common(1)
    if not most:
        return known
    signed = most[0][0]
    return replace(known, name=known.name or signed.name, username=signed.username, url=known.url or signed.url)


def _bylines(export: Export) -> Iterator[Author]:
    """The author of each published post, from its footer."""
    for member in export.posts():
        with suppress(MemberDamaged, LxmlError, ValueError):
            page = export.read(member).decode("utf-8", "replace")
            found = _BYLINE.search(page[max(page_parts.footer_at(page), 0) :])
            if found:
                link = lxml.html.fragment_fromstring(clean(found[0]))
                url = str(link.get("href", ""))
                name = one_line(str(link.text_content()))
                yield Author(name, url.rpartition("/@")[2] if "/@" in url else "", url)
