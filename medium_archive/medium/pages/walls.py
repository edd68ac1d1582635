"""Pages that stand in the place of a story: a wall against robots, a sign-in page, a page that says that it is gone.

A good page may have the same words in its text, so only a file without a story is judged here.
"""

from __future__ import annotations

import re

from medium_archive.medium.no_story import NoStory
from medium_archive.medium.pages.heads import Head
from medium_archive.medium.status import GONE, WALL_TITLES, WALL_WORDS

_CODE = re.compile(r"<(/?)(?:script|style)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_SIGN_IN = re.compile(r"/m/(?:signin|oauth|account)\b|/m/connect\b")
_MOST = 300_000  # characters that are searched

_WALL = (
    "This is a page of a wall against robots, not the story. Open the address in a browser, wait until the story is "
    "there, and save it again; or look for an older capture."
)
_SIGNED_OUT = "This is Medium's sign-in page, not the story. Sign in in a browser, open the story, and save it again."
_GONE = (
    "Medium says on this page that the story or the account is not there any more. Look for an older capture of the "
    "address in a web archive."
)
_OTHER_SITE = (
    "This is no page of Medium's. If the address once had a story of yours, look for an older capture of it in a web "
    "archive."
)
_NOTHING = "This page of Medium's has no story. Save the page of the story itself."
_DAMAGED = "The page is damaged or cut off, and no story can be read from it. Save it again."


def name(text: str, head: Head, *, is_damaged: bool) -> NoStory:
    """What a page without anything to take is."""
    if (wall := of(text, head)) is not None:
        return wall
    if is_damaged:
        return NoStory("page-damaged", _DAMAGED)
    if not head.is_mediums:
        return NoStory("page-of-other-site", _OTHER_SITE)
    return NoStory("page-without-story", _NOTHING)


def of(text: str, head: Head) -> NoStory | None:
    """The wall, sign-in page or notice that came instead of the page; None for a page."""
    words = _words(text)
    title = head.page_title
    if title.startswith(WALL_TITLES) or any(sentence in words for sentence in WALL_WORDS):
        return NoStory("page-wall", _WALL)
    if any(_SIGN_IN.search(address) for address in (head.address, head.canonical)):
        return NoStory("page-sign-in", _SIGNED_OUT)
    if GONE.search(f"{title} {words}"):
        return NoStory("page-gone", _GONE)
    return None


def _words(text: str) -> str:
    """The words between tags, without those of scripts and styles."""
    text = text[:_MOST]
    kept, start = [], 0  # `start` is the end of the last script or style; -1 inside of one
    for tag in _CODE.finditer(text):
        if start >= 0 and not tag[1]:
            kept.append(text[start : tag.start()])
            start = -1
        elif start < 0 and tag[1]:
            start = tag.start()
    if start >= 0:
        kept.append(text[start:])
    return " ".join(_TAG.sub(" ", " ".join(kept)).split())
