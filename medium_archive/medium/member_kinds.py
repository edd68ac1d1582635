"""What the files of an export are, by their paths."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["post", "profile", "about", "private", "left alone", "unknown"]


class Row(NamedTuple):
    pattern: re.Pattern[str]
    kind: Kind
    what: str


def _row(pattern: str, kind: Kind, what: str) -> Row:
    return Row(re.compile(pattern), kind, what)


# 2016-03-10_--------b5223c95a88d.html, draft_post-ca71f6d1ee83.html; until 2023 ids lost their leading zeros.
# A person may have changed the case and the extension: "Posts/2024-05-06_Up-C0FFEE000009.HTM".
# A name with characters that not every file system allows is not a post's, because the archive keeps the page under
# that name. Finder and Explorer add an end to copies: "… 2.html", "… (1).html", "… copy.html", "… - Copy.html".
POST = re.compile(
    r"(?:.*/)?(?P<date>\d{4}-\d{2}-\d{2}|draft)"
    r"_(?:[^/\x00-\x1f\x7f<>:|?*\"]*-)?(?P<id>[0-9a-f]{8,12})"
    r"(?P<copy>(?: - Copy| copy)?(?: \d+| ?\(\d+\))?)\.html?",
    re.IGNORECASE,
)

PROFILE = re.compile(r"(.*/)?profile/profile\.html")

# Every kind of file in an export. The first row whose pattern matches the path in the export gives its kind and name.
# The folders are optional, because exports of 2017 had none. `medium.reading` reads "private" pages and uses the names
# of this table. Files that are "left alone" stay in the export, unread.
KINDS = (
    _row(r"(?:profile/)?profile\.html", "profile", "profile"),
    _row(r"(?:profile/)?about\.html", "about", "about page"),  # since 2022
    _row(r"(?:profile/)?memberships(?:-\d+)?\.html", "private", "memberships"),
    _row(r"(?:profile/)?charges(?:-\d+)?\.html", "private", "charges"),  # charges-0001.html until 2023
    _row(r"profile/publications\.html", "private", "publications"),
    _row(r"(?:interests/)?(?:publications|tags|topics|writers)\.html", "private", "interests"),
    _row(r"(?:claps/)?claps-\d+\.html", "private", "claps"),
    _row(r"(?:bookmarks/)?bookmarks-\d+\.html", "private", "bookmarks"),
    _row(r"(?:highlights/)?highlights-\d+\.html", "private", "highlights"),
    _row(r"lists/[^/]+\.html", "private", "reading lists"),  # since 2021; Windows turns ":" into "_"
    _row(r"(?:ips/)?ips(?:-\d+)?\.html", "private", "addresses"),  # ips.html at the root since 2024
    _row(r"(?:sessions/)?sessions-\d+\.html", "private", "sessions"),
    _row(r"(?:users-following/)?users-following-\d+\.html", "private", "people followed"),
    _row(r"(?:pubs-following/)?pubs-following-\d+\.html", "private", "publications followed"),
    _row(r"(?:topics-following/)?topics-following-\d+\.html", "private", "topics followed"),
    _row(r"(?:blocks/)?blocked-users-\d+\.html", "private", "people blocked"),
    _row(r"(?:twitter/)?suggested-friends-\d+\.html", "private", "friends suggested"),
    _row(r"partner-program/[^/]+\.html", "private", "earnings"),
    _row(r"(?:reposts|notes)/[^/]+\.html", "private", "reposts and notes"),  # named by README.html in 2026
    _row(r"README\.html", "left alone", "Medium's own README"),  # since 2021
    Row(POST, "post", "posts"),
)
_UNKNOWN = Row(re.compile(""), "unknown", "unknown files")

# Files and folders that systems create, besides those that begin with a dot. They are skipped.
_LEFT_BEHIND = {"__MACOSX", "Icon\r", "Thumbs.db", "desktop.ini"}


def is_left_behind(part: str) -> bool:
    """Whether a system created a file or folder of this name."""
    return part.startswith(".") or part in _LEFT_BEHIND


@lru_cache(maxsize=4096)  # it is asked for twice for each file, and most patterns do not match
def row_of(name: str) -> Row:
    """The row of a path in the export."""
    return next((row for row in KINDS if row.pattern.fullmatch(name)), _UNKNOWN)
