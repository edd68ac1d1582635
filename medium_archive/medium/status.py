"""What strangers see at an address of Medium's: a verdict on one answer. Pure; nothing here asks anybody.

Medium answers 410 for four different things, so the status alone proves nothing: a suspension is 410 with Medium's
sentence, and only then. Nor does 200: a wall of questions, a page to sign in or somebody else's page may come with it,
so a page is up when it says of itself that it is the one that was asked for. Whatever is neither is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Literal, Protocol
from urllib.parse import urlsplit

from lxml import etree

from medium_archive.medium.addresses import Place
from medium_archive.medium.text import folded

Verdict = Literal["up", "unknown", "gone", "suspended"]
What = Literal["", "account", "story", "publication"]

# Ordered: the worst of several looks is the last of these
ORDER: tuple[Verdict, ...] = ("up", "unknown", "gone", "suspended")
EXIT_CODES: Mapping[Verdict, int] = {"up": 0, "suspended": 60, "gone": 61, "unknown": 62}

_SENTENCE = re.compile(
    r"(?:\bThis (account|post|publication) is )?under investigation or was found in violation of the Medium Rules"
)
_SUSPENDED_TITLE = re.compile(r"\A410 (account|post|publication) suspended\b")
_BY_AUTHOR = ("Deleted by author", "The author deleted this Medium story", "User deactivated or deleted their account")
_WALL_TITLES = ("Just a moment", "Attention Required", "Verify you are human", "Access denied", "Security check")
_WALL_WORDS = ("Verify you are human", "Sorry, you have been blocked", "Checking your browser")
_WHAT: Mapping[str, What] = {"account": "account", "post": "story", "publication": "publication"}
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'\b(property|name|content)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')', re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_LONGEST_TITLE = 200


class Answer(Protocol):
    """What a server said: the last address, after redirects; headers by their names in lower case."""

    @property
    def address(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True)
class Finding:
    """A verdict, what is suspended, why it was found so in one sentence, and the page's title."""

    verdict: Verdict
    reason: str
    what: What = ""
    title: str = ""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that counts among several: suspended, then gone, then unknown."""
    return max(verdicts, key=ORDER.index, default="unknown")


def judge(place: Place, answer: Answer) -> Finding:
    """The verdict on an answer to the question for a place."""
    text = answer.body.decode("utf-8", errors="replace")
    title = _title(text)
    verdict, reason, what = _verdict(place, answer, text, title)
    return Finding(verdict, reason, what, title)


def _verdict(place: Place, answer: Answer, text: str, title: str) -> tuple[Verdict, str, What]:
    status = answer.status
    if answer.headers.get("cf-mitigated"):
        return "unknown", f"{status}, Cloudflare asks whether a person is there", ""
    if status == 200:
        verdict, reason = _of_page(place, answer.address, text)
        # An author may call a story “Just a moment”; the wall is not the page that was asked for
        return verdict, reason if verdict == "up" else _wall(status, text, title) or reason, ""
    if wall := _wall(status, text, title):
        return "unknown", wall, ""
    plain = folded(unescape(_TAG.sub(" ", text)))
    said, named = _SENTENCE.search(plain), _SUSPENDED_TITLE.match(title)
    what = _WHAT.get((said and said[1]) or (named and named[1]) or "", "")
    if status == 410 and (said or named):
        return "suspended", f"410, “{title or (said and said[0])}”", what
    if said and what == "publication" and 400 <= status < 500:
        return "suspended", f"{status}, “{said[0]}”", what
    if place.kind == "feed":
        # What the feed of a suspended account answers is not known: the profile's page says what is the case
        return "unknown", f"{status} for the feed, which alone proves nothing", ""
    if status == 410:
        by_author = any(words in plain or words in title for words in _BY_AUTHOR)
        return "gone", "410, deleted by the author" if by_author else "410, without a reason that is known", ""
    if status == 404:
        return "gone", "404, there is no such page", ""
    return "unknown", _other(status, title), ""


def _wall(status: int, text: str, title: str) -> str:
    """What keeps robots out, "" for nothing of the kind."""
    if any(title.startswith(words) for words in _WALL_TITLES):
        return f"{status}, a wall for robots: “{title}”"
    if status in (403, 429, 503) and any(words in text for words in _WALL_WORDS):
        return f"{status}, a wall for robots"
    return ""


def _of_page(place: Place, address: str, text: str) -> tuple[Verdict, str]:
    if place.kind == "feed":
        return _of_feed(text)
    if urlsplit(address).path.startswith("/m/signin"):
        return "unknown", "200, a page to sign in: it is a draft, or private"
    own = _app_addresses(text)
    if place.kind == "story":
        ids = {found.removeprefix("p/").lstrip("0") for found in own if found.startswith("p/")}
        is_it = place.post_id.lstrip("0") in ids
    elif place.username:
        is_it = f"@{place.username}".lower() in {found.lower() for found in own}
    else:
        is_it = bool(own)
    # https://medium.com/@NAME/about in English, whatever its head says
    is_it = is_it or (place.kind == "profile" and address.endswith("/about") and "Medium member since" in text)
    if is_it:
        return "up", "200, the page that was asked for"
    return "unknown", "200, but the page is another one" if own else "200, but the page is not one of Medium's"


def _of_feed(text: str) -> tuple[Verdict, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(text.lstrip("\ufeff \r\n\t").encode(), parser)
    except etree.XMLSyntaxError:
        return "unknown", "200, but it is no feed"
    generator = str(root.findtext("channel/generator") or "")
    if root.tag == "rss" and "medium" in generator.lower():
        return "up", "200, the feed"
    return "unknown", "200, but it is no feed of Medium's"


def _app_addresses(text: str) -> set[str]:
    """What a page says it is, for Medium's own app: `medium://p/ID`, `medium://@NAME`, without the scheme.

    In the head alone, where no author's words stand as markup.
    """
    found: set[str] = set()
    for meta in _META.findall(text.partition("<body")[0]):
        values = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(meta)}
        named, content = values.get("property") or values.get("name", ""), unescape(values.get("content", ""))
        if named.lower() in ("al:ios:url", "al:android:url", "twitter:app:url:iphone"):
            if content.startswith("medium://"):
                found.add(content.removeprefix("medium://").rstrip("/"))
        elif named.lower() == "profile:username" and content:
            found.add(f"@{content}")
    return found


def _title(text: str) -> str:
    match = _TITLE.search(text)
    return folded(unescape(match[1]))[:_LONGEST_TITLE] if match else ""


def _other(status: int, title: str) -> str:
    reasons = {
        403: "the author has blocked it" if title.startswith("403 Blocked") else "which robots and guests get alike",
        429: "it was asked too often",
        451: "withheld for legal reasons, here at least",
    }
    return f"{status}, {reasons.get(status, 'which says nothing about the account')}"
